//! The roles of a frame: where, who, whom, with what, what came of it.

use super::Frame;
use super::group::Context;
use super::trigger::Trigger;
use crate::event::{Method, Outcome, Status};
use crate::lexicon::{Entry, Role, Tag};
use crate::mention::actor::{ActorMention, Head};
use crate::mention::harm::HarmMention;
use crate::mention::place::{Link, Role as PlaceRole};
use crate::mention::time::{Day, TimeExpr};
use crate::reading::Reading;
use crate::resolve::place::Located;
use std::ops::Range;

/// A party in a role of a frame.
#[derive(Clone, Debug)]
pub struct ActorUse<'a> {
    /// Its lexicon row.
    pub entry: &'a Entry,
    /// The words.
    pub tokens: Range<usize>,
    /// Reported, claimed or alleged.
    pub status: Status,
    /// The feature that decided.
    pub rule: &'static str,
}

/// Which places of its stretch the frame happened at.
pub fn places(context: &Context<'_, '_>, located: &[Located], frame: &mut Frame<'_>) {
    let exprs = context.exprs;
    for &i in context.places {
        let expr = &exprs[i];
        if !(frame.tokens.start <= expr.tokens.start && expr.tokens.start < frame.tokens.end) || located[i].part_of.is_some() {
            continue;
        }
        // What contains a place that is named is no place of its own.
        let contains_another = context.places.iter().any(|&j| located[j].container == Some(i));
        let marked_beside = !expr.marked
            && expr.link != Link::And
            && context
                .places
                .iter()
                .any(|&j| j != i && frame.tokens.contains(&exprs[j].tokens.start) && exprs[j].marked && exprs[j].role == PlaceRole::Location);
        // «ردا على الهجمات في العراق، نفذت …»: the place of the cause.
        let first = frame.triggers[0].tokens.start;
        let of_cause = expr.tokens.start < first
            && (frame.tokens.start..expr.tokens.start).any(|t| context.reading.tagged(t, Tag::Retaliation).is_some_and(|(_, e)| e.is("answer")))
            && (expr.tokens.end..first).any(|t| context.reading.is_break(t));
        if of_cause
            || peaceful_there(context, frame, i)
            || row_of_hashtags(context, located, frame, i)
            || past_of_someone(context, located, frame, i)
            || road_of(context, frame, i)
            || held_by_site(context, located, frame, i)
            || died_there(context, frame, i)
            || expr.role != PlaceRole::Location
            || contains_another && expr.link == Link::Contains
            || speaks_there(context, i)
            || marked_beside
        {
            frame.elsewhere.push(i);
            continue;
        }
        frame.places.push(i);
    }
}

/// «ورفعت حالة التأهب في الجليل», «افتتح في الدوحة معرض»: where something else was done.
fn peaceful_there(context: &Context<'_, '_>, frame: &Frame<'_>, i: usize) -> bool {
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    let act = frame.triggers.iter().rfind(|t| t.tokens.end <= start).map_or(frame.tokens.start, |t| t.tokens.end);
    // «تتواصل في القاهرة المباحثات»
    let end = context.exprs[i].tokens.end;
    let behind = start > 0 && r.is_word(start - 1, &["في"]) && r.is(end, Tag::Peaceful);
    behind || (act.max(start.saturating_sub(8))..start).any(|t| r.is(t, Tag::Peaceful))
}

/// «على #سد_تشرين #منبج #دير_الزور»: hashtags behind a place tell whom it may interest.
fn row_of_hashtags(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    let r = context.reading;
    let expr = &context.exprs[i];
    let before = expr.tokens.start.checked_sub(2).filter(|&t| t >= context.range.start && r.tokens[t].hashtag && r.tokens[t + 1].is_mark('#'));
    let finer = frame.places.last().is_some_and(|&p| located[i].radius_km < located[p].radius_km);
    expr.hashtag && expr.cue.is_none() && expr.link != Link::And && before.is_some() && !frame.places.is_empty() && !finer
}

/// «قرب أثريا على الطريق بين السلمية والرقة»: the road on which the place before it lies.
fn road_of(context: &Context<'_, '_>, frame: &Frame<'_>, i: usize) -> bool {
    use crate::event::Relation::{Between, Road};
    let expr = &context.exprs[i];
    let last = frame.places.last().map(|&p| context.exprs[p].tokens.end);
    matches!(expr.relation, Some(Between | Road))
        && last.is_some_and(|end| end <= expr.tokens.start && expr.tokens.start - end <= 2)
        && context.reading.is_word(expr.tokens.start - 1, &["علي"])
}

/// «استهدفت منزل عنصر سابق كان يعمل في تركيا»: a large place in a clause about someone's past.
fn past_of_someone(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    use crate::event::GeoPrecision::{Admin1, Country};
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    let Some(act) = frame.triggers.iter().rfind(|t| t.tokens.end <= start) else { return false };
    matches!(located[i].precision, Country | Admin1)
        && (act.tokens.end..start).any(|t| r.is_word(t, &["كان", "كانت", "وكان", "وكانت", "عاد", "وعاد", "عادت", "يعمل", "اقام", "مقيم", "المقيم"]))
}

/// «معسكر زيلكان الذي تشغله القوات التركية في بعشيقة»: the town of a site that stands before it.
fn held_by_site(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    use crate::event::GeoPrecision::{Admin2, Settlement, Site};
    let start = context.exprs[i].tokens.start;
    let introduced =
        context.reading.is_word(start.wrapping_sub(1), &["في"]) || context.reading.at(start).first().is_some_and(|m| m.clitics.prep == Some('ب'));
    introduced
        && matches!(located[i].precision, Settlement | Admin2)
        && frame.places.iter().any(|&j| {
            let apart = located[i].point.zip(located[j].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
            located[j].precision == Site && context.exprs[j].tokens.end < start && apart.is_some_and(|d| d <= located[i].radius_km + 12.0)
        })
}

/// «فارق اثنان من المصابين الحياة في مستشفى عبس»: where the wounded died, not where they were hit.
fn died_there(context: &Context<'_, '_>, frame: &Frame<'_>, i: usize) -> bool {
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    let hospital = (start..context.exprs[i].tokens.end).any(|t| r.tagged(t, Tag::TargetKind).is_some_and(|(_, e)| e.id == "hospital"));
    hospital && !frame.has_act() && start > 0 && r.is_word(start - 1, &["في", "الي", "داخل"])
}

/// «وقال مصدر في دمشق», «القوات الأميركية في العراق»: where someone is who speaks.
fn speaks_there(context: &Context<'_, '_>, i: usize) -> bool {
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    let Some(before) = start.checked_sub(1).filter(|&t| t >= context.range.start) else { return false };
    // «وفي تل أبيب قال وزير الدفاع»
    let end = context.exprs[i].tokens.end;
    if r.is_word(before, &["في"]) && r.is(end, Tag::Speech) && !r.is(end, Tag::Trigger) {
        return true;
    }
    let preposition = r.is_word(before, &["في"]) || context.exprs[i].marked && r.at(start).first().is_some_and(|m| m.clitics.prep == Some('ب'));
    let at = if r.is_word(before, &["في"]) { before } else { start };
    preposition
        && at > context.range.start
        && (r.is(at - 1, Tag::Official)
            || at > context.range.start + 1 && r.is(at - 2, Tag::Official) && !r.is_break(at - 1) && !r.is(at - 1, Tag::Trigger))
        && !r.is(at - 1, Tag::TargetKind)
}

/// Expressions of time that a frame may take, best first: its own stretch, then what stands before it in the sentence.
pub fn times(context: &Context<'_, '_>, tokens: &Range<usize>, triggers: &[Trigger<'_>]) -> Vec<TimeExpr> {
    let w = &context.reading.lexicon.weights;
    let anchor = triggers.iter().find(|t| t.is_act()).unwrap_or(&triggers[0]).tokens.start;
    let mut own: Vec<(f64, &TimeExpr)> = context
        .times
        .iter()
        .filter(|t| tokens.contains(&t.tokens.start) && is_adverb(context, t))
        // «جاء الهجوم بعد ساعات من استهداف القاعدة»: so long after what follows was something else; at the head of a sentence it is of its verb.
        .filter(|t| {
            let since = matches!(t.day, Day::Offset(_)) && context.reading.is_word(t.tokens.end, &["من", "علي"]);
            !(since && t.tokens.start > context.range.start + 1 && (t.tokens.end + 1..t.tokens.end + 4).contains(&anchor))
        })
        .map(|t| {
            let said = t.tokens.start > 0 && (t.tokens.start.saturating_sub(3)..t.tokens.start).any(|x| context.reading.is(x, Tag::Speech));
            // A day of the saying counts only where no other is told; a part of the day only beside a day.
            let exact = match t.day {
                Day::Anniversary(_)
                | Day::Date { .. }
                | Day::MonthDay { .. }
                | Day::Weekday { .. }
                | Day::Relative(_)
                | Day::Offset(_)
                | Day::MonthPart { .. } => 0.0,
                Day::Vague => w.time_vague,
                Day::None => w.time_part_of_day,
            };
            (t.tokens.start.abs_diff(anchor) as f64 + exact + if said { w.time_of_speech } else { 0.0 }, t)
        })
        .collect();
    own.sort_by(|(a, s), (b, t)| a.total_cmp(b).then(s.tokens.start.cmp(&t.tokens.start)));
    own.into_iter().map(|(_, t)| t.clone()).collect()
}

/// «ليل» and «صباح» as nouns of something else, weekdays in names, ages and spans are no adverbs of the act.
fn is_adverb(context: &Context<'_, '_>, time: &TimeExpr) -> bool {
    let r = context.reading;
    let start = time.tokens.start;
    let before = |words: &[&str]| start > context.range.start && r.is_word(start - 1, words);
    // «منذ السبت», «حتى الخميس»: not when it was.
    let named_day = start > context.range.start + 1 && before(&["يوم", "مساء", "صباح", "ليل", "فجر"]) && r.is_word(start - 2, &["منذ", "حتي"]);
    let spans = named_day || before(&["منذ", "حتي", "لغايه", "بين", "قبل", "مسلسل"]) && !matches!(time.day, Day::Relative(_));
    let since = start > context.range.start && r.tagged(start - 1, Tag::Total).is_some();
    !(spans || since)
}

/// How it was done: the trigger's own word, else the closest weapon; carriers win over what they fire.
pub fn method(reading: &Reading<'_>, triggers: &[Trigger<'_>], weapons: &[(Range<usize>, &Entry)]) -> Method {
    let acts: Vec<&Trigger<'_>> = triggers.iter().filter(|t| !t.is_harm()).collect();
    let anchor = acts.first().map_or_else(|| triggers[0].tokens.start, |t| t.tokens.start);
    let usable = |w: &&(Range<usize>, &Entry)| !is_target(reading, triggers, w.0.start);
    let carrier = weapons.iter().filter(usable).find(|w| w.1.is("carrier"));
    // The closest weapon; one that carries others counts as somewhat closer.
    // «73 صاروخا باليستيا وعشرات المسيّرات»: a carrier that و joins to another weapon fires nothing of it.
    let beside = |w: &(Range<usize>, &Entry)| {
        let joined =
            (w.0.start.saturating_sub(1)..=w.0.start).any(|t| reading.word(t).starts_with('و') && reading.at(t).iter().any(|m| m.clitics.and));
        joined && weapons.iter().any(|o| o.0.end <= w.0.start && w.0.start - o.0.end <= 3 && !o.1.is("carrier"))
    };
    let closer = |w: &(Range<usize>, &Entry)| if w.1.is("carrier") && !beside(w) { reading.lexicon.weights.weapon_carrier } else { 0.0 };
    let distance = |w: &(Range<usize>, &Entry)| (w.0.start.abs_diff(anchor) as f64 - closer(w)).max(0.0);
    let close = weapons.iter().filter(usable).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let by_weapon = |w: Option<&(Range<usize>, &Entry)>| w.and_then(|w| w.1.method);
    let own: Option<Method> = acts.iter().find_map(|t| t.entry.method.filter(|m| *m != Method::Unknown));
    let drone = weapons.iter().filter(usable).any(|w| w.1.id == "drone");
    let carried = |fired: Option<&(Range<usize>, &Entry)>, by: Option<&(Range<usize>, &Entry)>| {
        let fires = |m: Option<Method>| matches!(m, Some(Method::Rocket | Method::Missile | Method::Ied));
        fired.zip(by).is_some_and(|(f, c)| !beside(c) && fires(f.1.method) && f.0.start.abs_diff(c.0.start) <= 6)
    };
    match own {
        // «قصف مدفعي», «كمين» say it themselves; «غارة» by a drone is one by a drone.
        Some(Method::Airstrike) if drone => Method::Drone,
        Some(Method::Rocket) if by_weapon(close) == Some(Method::Missile) => Method::Missile,
        Some(Method::Ied) if drone => Method::Drone,
        Some(Method::Ground | Method::Shooting) if by_weapon(carrier) == Some(Method::Drone) => Method::Drone,
        Some(m) => m,
        // «طائرات درون», «طائرة … مسيّرة»: the general word beside the exact one.
        None if drone && by_weapon(close) == Some(Method::Airstrike) => Method::Drone,
        // «سقوط صاروخ من مسيّرة»
        None if carried(close, carrier) => by_weapon(carrier).unwrap_or(Method::Unknown),
        None => by_weapon(close).unwrap_or(Method::Unknown),
    }
}

/// «استهدف منصة صواريخ», «مستودع قذائف», «ضرب طائرة مسيرة»: the weapon is what was hit.
fn is_target(reading: &Reading<'_>, triggers: &[Trigger<'_>], weapon: usize) -> bool {
    let stored = (weapon.saturating_sub(3)..weapon).any(|t| {
        reading
            .tagged(t, Tag::TargetKind)
            .is_some_and(|(m, e)| matches!(e.id.as_str(), "depot" | "air-defence" | "position" | "base") && m.end + 1 >= weapon)
            || reading.is_word(t, &["تخزين", "لتخزين", "منصه", "منصات", "مضادات", "اسلحه"]) && t + 2 >= weapon
    });
    stored && !triggers.iter().any(|t| t.tokens.start <= weapon && weapon < t.tokens.end)
}

/// What came of it.
pub fn outcome(reading: &Reading<'_>, tokens: &Range<usize>, triggers: &[Trigger<'_>]) -> Outcome {
    let missed = triggers
        .iter()
        .skip(1)
        .any(|t| super::modality::is_effect(t) && super::modality::is_negated(reading, &(tokens.start..t.tokens.start), t.tokens.start));
    if missed {
        return Outcome::Failed;
    }
    let intercepted = triggers.iter().any(|t| t.role == Role::Intercept);
    let partial =
        || reading.any(tokens.clone(), Tag::Part) || tokens.clone().any(|t| reading.is_word(t, &["معظم", "بعض", "عدد", "احدهما", "احدها", "اغلب"]));
    let failed = reading.any(tokens.clone(), Tag::Missed);
    let hits = triggers.iter().any(|t| matches!(t.entry.id.as_str(), "struck" | "burn") || t.is_harm());
    if failed {
        Outcome::Failed
    } else if intercepted && !hits && !partial() {
        Outcome::Intercepted
    } else {
        Outcome::Hit
    }
}

/// «الهجوم», «هذه الغارات», «القصف»: an act that the text takes as known.
pub fn is_anaphoric(reading: &Reading<'_>, triggers: &[Trigger<'_>]) -> bool {
    let mut acts = triggers.iter().filter(|t| !t.is_harm()).peekable();
    if acts.peek().is_none() {
        return true;
    }
    // «القصف استهدف كتيبة رادار»: a known act as the subject of a verb.
    let of_known = |t: &Trigger<'_>| {
        let subject = triggers.iter().rfind(|a| a.tokens.end <= t.tokens.start);
        t.is_verb() && subject.is_some_and(|a| a.is_act() && !a.is_verb() && a.clitics.article && t.tokens.start - a.tokens.end <= 1)
    };
    acts.all(|t| {
        of_known(t)
            || !t.is_verb() && (t.clitics.article || reading.tagged(t.tokens.start.saturating_sub(1), Tag::Same).is_some())
            || t.role == Role::Light
            || t.entry.id == "reach"
            // «أربعة مصابين بالرصاص»: how they were hurt.
            || t.entry.id == "fire-at" && reading.word(t.tokens.start).starts_with('ب') && triggers.iter().any(|h| h.is_harm() && h.tokens.end == t.tokens.start)
            // «هجوم التاجي», «قصف القاعدة»: an act by the name of its place.
            || !t.is_verb() && t.clitics.prep.is_none() && reading.at(t.tokens.end).iter().any(|m| matches!(m.item, crate::matcher::Item::Name(_)) && m.clitics.prep.is_none()) && !t.takes_object()
    })
}

/// What was hit, from the words behind the triggers.
pub fn target_kind<'a>(reading: &Reading<'a>, tokens: &Range<usize>, triggers: &[Trigger<'_>]) -> Option<(Range<usize>, &'a Entry)> {
    let from = triggers.iter().find(|t| t.is_act()).unwrap_or(&triggers[0]).tokens.end;
    let specific = |m: &(&crate::matcher::Mention, &Entry)| m.1.id != "position";
    let behind = || reading.all(from.min(tokens.end)..tokens.end, Tag::TargetKind);
    let found = behind().find(specific).or_else(|| behind().next()).or_else(|| reading.all(tokens.clone(), Tag::TargetKind).find(specific))?;
    Some((found.0.start..found.0.end, found.1))
}

struct Scored<'m, 'a> {
    mention: &'m ActorMention<'a>,
    by: f64,
    by_rule: &'static str,
    at: f64,
    at_rule: &'static str,
    status: Status,
}

/// Who did it and whom it hit: each party of the stretch is scored for both roles.
pub fn actors<'a>(context: &Context<'_, 'a>, frame: &mut Frame<'a>) {
    let r = context.reading;
    let w = &r.lexicon.weights;
    let mut scored: Vec<Scored<'_, 'a>> = Vec::new();
    for mention in &context.actors {
        if frame.tokens.contains(&mention.tokens.start) {
            scored.push(score(context, frame, mention));
        }
    }
    // «قوات النظام وروسيا», «أميركي وبريطاني»: what is joined by و shares the role.
    for i in 1..scored.len() {
        let (a, b) = (&scored[i - 1], &scored[i]);
        let start = b.mention.tokens.start;
        let adjective = |t: usize| r.at(t).iter().any(|m| m.adjective);
        // «العدوان الأمريكي البريطاني», «أمريكي - بريطاني»
        let hyphen = start == a.mention.tokens.end + 1 && r.tokens[start - 1].is_mark('-');
        let twin = (hyphen || start == a.mention.tokens.end) && adjective(start) && adjective(a.mention.tokens.end - 1);
        let and = twin || r.at(start).iter().any(|m| m.clitics.and) && start <= a.mention.tokens.end + 1;
        if and && (hyphen || !r.is_break(start.saturating_sub(1))) {
            let (by, by_rule, at, at_rule) = (a.by, a.by_rule, a.at, a.at_rule);
            let b = &mut scored[i];
            (b.by, b.by_rule) = if by > b.by { (by, by_rule) } else { (b.by, b.by_rule) };
            (b.at, b.at_rule) = if at > b.at { (at, at_rule) } else { (b.at, b.at_rule) };
        }
    }
    if scored.iter().all(|s| s.by < w.threshold_by)
        && let Some(owner) = owner_of_pronoun(context, frame)
    {
        frame.by.push(owner);
    }
    // «الطيران الإسرائيلي … ودمّر دبابات للجيش السوري»: the doer stood before, what follows the verb was hit.
    let told_before = scored.iter().any(|s| {
        s.by >= w.threshold_by
            && matches!(s.by_rule, "owner-of-weapon" | "subject-before" | "topic" | "agent-phrase" | "subject-behind")
            && frame.triggers.iter().any(|t| t.tokens.start >= s.mention.tokens.end)
    });
    if told_before {
        for s in &mut scored {
            let behind = frame.triggers.iter().rev().find(|t| t.tokens.end <= s.mention.tokens.start);
            if s.by_rule == "subject-behind" && behind.is_some_and(|t| t.is_verb() && t.takes_object() && t.clitics.and) {
                (s.by, s.at, s.at_rule) = (0.0, s.at.max(w.at_object), "object");
            }
        }
    }
    // «أسقطت الدفاعات ثلاث مسيّرات»: who stopped it, or tells so, did not send it.
    let stopped = !frame.has_act() && frame.triggers.iter().any(|t| t.role == Role::Intercept);
    for s in scored {
        if stopped && matches!(s.by_rule, "speaker-of-self" | "subject-before" | "subject-behind" | "topic") {
            continue;
        }
        // Non-state groups fly drones, but no warplanes.
        let warplane = frame.method == Method::Airstrike && s.mention.entry.nature.as_deref() == Some("non-state");
        let none = s.mention.entry.nature.as_deref() == Some("none") || warplane;
        let use_of = |rule| ActorUse { entry: s.mention.entry, tokens: s.mention.tokens.clone(), status: s.status, rule };
        if s.by >= w.threshold_by && s.by > s.at && !none {
            frame.by.push(use_of(s.by_rule));
        } else if s.at >= w.threshold_at {
            frame.at.push(use_of(s.at_rule));
        }
    }
}

/// «ردت مدفعيته», «قصفت طائراته»: the pronoun's owner is the party told last before.
fn owner_of_pronoun<'a>(context: &Context<'_, 'a>, frame: &Frame<'a>) -> Option<ActorUse<'a>> {
    let r = context.reading;
    let verbs = frame.triggers.iter().filter(|t| (t.is_act() || t.role == Role::Light) && t.is_verb()).map(|t| t.tokens.start);
    let around = |near: usize| near.saturating_sub(4).max(context.range.start)..(near + 4).min(frame.tokens.end);
    let owned = verbs.flat_map(around).find(|&t| {
        r.tagged(t, Tag::Force).is_some_and(|(m, e)| m.suffixed && !e.is("site"))
            || r.word(t).ends_with("نا") && r.tagged(t, Tag::Weapon).is_some_and(|(_, e)| e.is("carrier"))
            || r.tagged(t, Tag::Weapon).is_some_and(|(m, e)| m.suffixed && e.is("carrier"))
    })?;
    // «مدفعيته» is not of «الجماعات», nor «مدفعيتها» of «التحالف».
    let feminine = |t: usize| r.word(t).ends_with("ات") || r.word(t).ends_with(['ه', 'ا']);
    let hers = r.word(owned).ends_with("ها");
    let party = |a: &&ActorMention<'a>| hers == feminine(a.tokens.start) || hers && r.is(a.tokens.start, Tag::Metonym);
    let party = |a: &&ActorMention<'a>| {
        party(a) && a.tokens.end <= owned && matches!(a.head, Head::Force | Head::Official) && a.entry.nature.as_deref() != Some("none")
    };
    // «نفذت قواتنا الجوية»: who speaks, whom the document names first.
    if r.word(owned).ends_with("نا") {
        let (m, entry) = r.all(0..context.range.end, Tag::Actor).find(|(_, e)| !e.is_unnamed() && e.nature.as_deref() != Some("none"))?;
        return Some(ActorUse { entry, tokens: m.start..m.end, status: Status::Claimed, rule: "owner-of-pronoun" });
    }
    let before = || {
        let sentence = r.sentence_of(context.range.start).checked_sub(1).map(|s| r.sentences[s].tokens.clone())?;
        crate::mention::actor::parse_all(r, sentence).into_iter().rfind(|a| party(&a))
    };
    let a = context.actors.iter().rfind(party).cloned().or_else(before)?;
    Some(ActorUse { entry: a.entry, tokens: a.tokens, status: Status::Reported, rule: "owner-of-pronoun" })
}

fn score<'m, 'a>(context: &Context<'_, 'a>, frame: &Frame<'a>, mention: &'m ActorMention<'a>) -> Scored<'m, 'a> {
    let r = context.reading;
    let w = &r.lexicon.weights;
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let mut s = Scored { mention, by: 0.0, by_rule: "none", at: 0.0, at_rule: "none", status: Status::Reported };
    let by = |s: &mut Scored<'_, '_>, weight: f64, rule| {
        if weight > s.by || weight < 0.0 {
            (s.by, s.by_rule) = (if weight < 0.0 { s.by + weight } else { weight }, rule);
        }
    };
    let at = |s: &mut Scored<'_, '_>, weight: f64, rule| {
        if weight > s.at {
            (s.at, s.at_rule) = (weight, rule);
        }
    };
    // Words right before the party, up to two, prepositions among them.
    let behind = |tag: Tag| {
        (start.saturating_sub(4).max(frame.tokens.start)..=start)
            .find_map(|t| r.tagged(t, tag).filter(|(m, _)| m.end == start || m.end + 1 == start && !r.is_break(m.end)))
    };
    // «قصف لـ"قسد"», «قصف لـ #قسد»: the preposition stands apart before a mark.
    let apart =
        (start.saturating_sub(2)..start).rev().find(|&t| !matches!(r.tokens[t].kind, crate::text::Kind::Mark(_))).filter(|&t| r.word(t) == "ل");
    let preposition = r.at(start).first().and_then(|m| m.clitics.prep).or(apart.map(|_| 'ل'));
    let on = start > frame.tokens.start && r.is_word(start - 1, &["علي", "ضد", "صوب", "باتجاه", "نحو"]);
    let previous = frame.triggers.iter().rev().find(|t| t.tokens.end <= start);
    let next = frame.triggers.iter().find(|t| t.tokens.start >= end);
    let close = |t: &Trigger<'_>| (t.tokens.end..start).filter(|&x| !matches!(r.tokens[x].kind, crate::text::Kind::Mark('"' | '#'))).count();

    // «وفي طهران سقطت الصواريخ»: a capital as a place.
    let inside = start > context.range.start && r.is_word(start - 1, &["في"]) && r.is(start, Tag::Metonym);
    // Doer.
    if mention.head == Head::Act && frame.triggers.iter().any(|t| t.tokens.start >= start && t.tokens.end <= end && !t.is_harm()) {
        by(&mut s, w.by_adjective_of_act, "adjective-of-act");
    }
    if let Some((m, _)) = behind(Tag::Agent)
        && !(r.tagged(m.start, Tag::Patient).is_some() && mention.head == Head::Site)
    {
        let owned = r.is_word(m.start, &["تتبع", "يتبع", "تابعه", "تابع", "التابعه", "التابع", "تعود"]);
        // The closest noun of what it owns: «طائرة مسيرة تابعة لها» did it, «مقر … تابع لها» was hit.
        let closest = (m.start.saturating_sub(7)..m.start).rev().find(|&t| r.is(t, Tag::Weapon) || r.is(t, Tag::TargetKind));
        let did = closest.is_some_and(|t| r.is(t, Tag::Weapon)) || company(context, frame, m.start);
        if !owned || did {
            by(&mut s, w.by_agent_phrase, "agent-phrase");
        }
    }
    // «قتلته ميليشيا قسد»
    if previous.is_some_and(|t| t.is_harm() && t.is_verb() && t.suffixed && close(t) == 0) && preposition.is_none() && mention.head != Head::Site {
        by(&mut s, w.by_subject_behind, "subject-behind");
    }
    if let Some(t) = previous.filter(|t| !t.is_harm() && t.role != Role::Intercept && t.entry.id != "exposed-to") {
        let bare = !on && preposition.is_none() && (t.tokens.end..start).all(|x| !r.is_break(x) && !r.is(x, Tag::Function) && !r.is(x, Tag::Patient));
        // «الهجوم الذي استهدف الجيش»: the act is the subject of its relative clause.
        let relative = t.tokens.start.checked_sub(1).filter(|&x| r.tagged(x, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
        let of_act =
            t.takes_object() && relative.is_some_and(|x| frame.triggers.iter().any(|a| !a.is_verb() && a.tokens.end <= x && x - a.tokens.end <= 1));
        if t.is_verb() && !t.suffixed && bare && close(t) <= 3 && mention.head != Head::Site && !of_act {
            by(&mut s, w.by_subject_behind, "subject-behind");
        }
        if of_act && bare && close(t) <= 3 {
            at(&mut s, w.at_object, "object");
        }
        if t.is_verb() && t.suffixed && bare && close(t) <= 2 {
            by(&mut s, w.by_subject_behind, "subject-behind");
        }
        if !t.is_verb() && t.takes_object() && bare && close(t) == 0 && mention.head != Head::Site {
            // «قصف قوات النظام لمدينة»: the owner of a verbal noun did it if what was hit still follows.
            let object = object_follows(context, frame, end) || t.entry.id == "bombard";
            if object {
                by(&mut s, w.by_masdar_owner, "owner-of-act");
            } else {
                at(&mut s, w.at_masdar_object, "object-of-act");
            }
        }
        if !t.is_verb() && !t.takes_object() && bare && close(t) <= 1 && mention.head != Head::Site {
            by(&mut s, w.by_masdar_owner, "owner-of-act");
        }
        if !t.is_verb() && preposition == Some('ل') && close(t) <= 3 && mention.head != Head::Site {
            let given = frame.triggers.iter().any(|t| t.entry.id == "carry-out" && r.word(t.tokens.start).contains("وج"));
            if t.takes_object() && t.entry.id == "target" || given {
                at(&mut s, w.at_object, "object-of-act")
            } else {
                by(&mut s, w.by_masdar_owner, "owner-of-act")
            }
        }
    }
    // «قصف طيران التحالف», «أطلقت من طائرات تركية»: the weapon's owner.
    if mention.head == Head::Force && (start..end).any(|t| r.is(t, Tag::Weapon)) && !on {
        by(&mut s, w.by_weapon_owner, "owner-of-weapon");
    }
    if (start.saturating_sub(3).max(frame.tokens.start)..start).any(|t| r.is(t, Tag::Weapon)) && preposition == Some('ل') {
        by(&mut s, w.by_weapon_owner, "owner-of-weapon");
    }
    if let Some(t) = next.filter(|t| t.is_verb() && !t.is_harm() && t.role != Role::Intercept && t.entry.id != "exposed-to") {
        let gap = end..t.tokens.start;
        let clear = gap.len() <= 6
            && gap.clone().all(|x| !r.is_break(x))
            && !gap.clone().any(|x| r.tagged(x, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
        if clear && !on && !inside && preposition.is_none() && !t.clitics.and && mention.head != Head::Site {
            by(&mut s, w.by_subject_before, "subject-before");
        }
    }
    // «واصلت الطائرات الروسية غاراتها», «قوات النظام تجدد قصفها»: the pronoun is the subject before.
    if let Some(t) = next.filter(|t| !t.is_verb() && t.suffixed && !t.is_harm()) {
        let clear = t.tokens.start - end <= 4 && (end..t.tokens.start).all(|x| !r.is_break(x));
        if clear && !on && mention.head != Head::Site {
            by(&mut s, w.by_subject_before, "subject-before");
        }
    }
    // «التحالف الدولي يخلي سبيل …  بعد اعتقاله بإنزال»: the party that the sentence begins with.
    if s.by <= 0.0
        && start <= context.range.start + 1
        && mention.head == Head::Force
        && !mention.entry.is_unnamed()
        && !frame.triggers.iter().any(|t| t.entry.id == "exposed-to" || t.role == Role::Intercept)
    {
        by(&mut s, w.by_topic, "topic");
    }
    let next_word = end + usize::from(r.tokens.get(end).is_some_and(|t| t.is_mark('"')));
    if let Some((_, _)) = behind(Tag::Claim).or_else(|| r.tagged(next_word, Tag::Claim)) {
        by(&mut s, w.by_claim, "claim");
        s.status = Status::Claimed;
    }
    if let Some((m, _)) = behind(Tag::Blame) {
        // «اتهم الجيش الجماعة»: the second party is the accused.
        let accuser = r.is_word(m.start, &["اتهم", "اتهمت", "حمل", "حملت", "نسب", "نسبت", "رجح", "رجحت"]) && m.end == start;
        if !accuser {
            by(&mut s, w.by_blame, "blame");
            s.status = Status::Alleged;
        } else if r.is_word(m.start, &["اتهم", "اتهمت", "نسب", "نسبت"]) {
            s.by += w.by_speaker;
        }
    }
    // «نسبت واشنطن الهجوم إلى الجماعة»
    let ascribed = || (start.saturating_sub(7).max(context.range.start)..start).any(|t| r.is(t, Tag::Blame));
    let to = (start.saturating_sub(3).max(context.range.start)..start).any(|t| r.is_word(t, &["الي"]));
    if to && ascribed() {
        by(&mut s, w.by_blame, "blame");
        s.status = Status::Alleged;
    }
    // «اتهمت الحكومة قوات حفتر بتنفيذ الغارة»
    if accused(context, mention) {
        by(&mut s, w.by_blame, "blame");
        s.status = Status::Alleged;
    }
    // «نفى الحزب أي علاقة له بإطلاق الصواريخ»
    if disowns(context, start, end) {
        s.by += w.by_none;
    }
    // Speakers; an act between the verb of saying and the party is what is said: «أفادت مصادر بإقدام الجيش على قصف».
    let speech = (start.saturating_sub(5).max(context.range.start)..start)
        .rev()
        .take_while(|&t| !r.is_break(t))
        .take_while(|&t| !frame.triggers.iter().any(|x| x.tokens.contains(&t)) && !r.is(t, Tag::Agent))
        // «أفادت الوكالة بأن المدفعية الإسرائيلية قصفت»: behind «أن» stands what is said.
        .take_while(|&t| !matches!(r.word(t), "ان" | "بان" | "وان"))
        .find_map(|t| r.tagged(t, Tag::Speech))
        .is_some()
        || r.tagged(end, Tag::Speech).is_some();
    let speech_behind = (end..(end + 14).min(frame.tokens.end)).any(|t| r.tagged(t, Tag::Speech).is_some())
        && !context.actors.iter().any(|a| a.tokens.start >= end && a.tokens.start < end + 14 && a.head != Head::Other);
    if mention.head == Head::Official || speech || speech_behind && speaks_of_self(context, frame, end) {
        if speaks_of_self(context, frame, end) {
            by(&mut s, w.by_speaker_of_self, "speaker-of-self");
        } else {
            by(&mut s, if mention.head == Head::Official { w.by_official } else { w.by_speaker }, "speaker");
        }
    }
    // Who shoots it down is whom it was sent at.
    let stops = |t: &Trigger<'_>| t.role == Role::Intercept && t.is_verb();
    let interceptor = previous.is_some_and(|t| stops(t) && close(t) <= 2) || next.is_some_and(|t| stops(t) && t.tokens.start - end <= 3);
    if interceptor && mention.head != Head::Act {
        s.by += w.by_speaker;
        at(&mut s, w.at_object, "interceptor");
    }
    if mention.entry.nature.as_deref() == Some("none") {
        s.by += w.by_none;
    }

    // Whom it hit.
    if (behind(Tag::Patient).is_some() || on) && !(to && ascribed()) {
        at(&mut s, w.at_patient_phrase, "patient-phrase");
    }
    if mention.head == Head::Site && !speech {
        at(&mut s, w.at_site, "owner-of-site");
    }
    if preposition == Some('ل')
        && (start.saturating_sub(4).max(frame.tokens.start)..start).any(|t| r.is(t, Tag::TargetKind))
        && !previous.is_some_and(|t| close(t) <= 1 && !t.takes_object())
    {
        at(&mut s, w.at_patient_phrase, "owner-of-site");
    }
    if next.is_some_and(|t| t.entry.id == "exposed-to" && t.tokens.start - end <= 4) {
        at(&mut s, w.at_exposed, "exposed");
    }
    if let Some(t) = previous {
        if t.entry.id == "exposed-to" && close(t) <= 3 {
            at(&mut s, w.at_exposed, "exposed");
        }
        // «قتلت مسيّرة تركية رجلا»: the weapon killed.
        let weapon = s.by_rule == "owner-of-weapon";
        // «مقتل قيادي في التنظيم»: of whom they were.
        let member = |x: usize| r.is_word(x, &["في"]) && (t.tokens.end..x).any(|p| r.is(p, Tag::People) || r.is(p, Tag::Official));
        if t.is_harm() && !weapon && close(t) <= 6 && (t.tokens.end..start).all(|x| !r.is_break(x) && (!r.is(x, Tag::Cause) || member(x))) {
            at(&mut s, w.at_victims, "victims");
        }
        if t.is_verb() && t.takes_object() && s.by <= 0.0 && close(t) <= 8 && (t.tokens.end..start).all(|x| !r.is_break(x)) {
            at(&mut s, w.at_object, "object");
        }
    }
    if mention.entry.id == "vessel" || mention.entry.id == "civilians" && mention.head != Head::Official {
        let harmed = frame.triggers.iter().any(|t| t.is_harm());
        if mention.entry.id == "vessel" || harmed {
            at(&mut s, w.at_victims, "victims");
        }
    }
    s
}

/// «نفذت مجموعة تابعة لقوات التحالف»: the company that the verb before it tells as its doer.
fn company(context: &Context<'_, '_>, frame: &Frame<'_>, owned: usize) -> bool {
    let r = context.reading;
    let Some(t) = (owned.saturating_sub(3).max(frame.tokens.start)..owned).find(|&t| r.tagged(t, Tag::Force).is_some_and(|(_, e)| !e.is("site")))
    else {
        return false;
    };
    frame.triggers.iter().any(|v| v.is_verb() && !v.is_harm() && v.tokens.end == t && v.entry.id != "exposed-to")
}

/// Is it the second party behind a verb of blame, the first being who blames?
fn accused(context: &Context<'_, '_>, mention: &ActorMention<'_>) -> bool {
    let r = context.reading;
    let start = mention.tokens.start;
    let from = start.saturating_sub(12).max(context.range.start);
    let Some((m, _)) =
        (from..start).rev().find_map(|t| r.tagged(t, Tag::Blame)).filter(|(m, _)| r.is_word(m.start, &["اتهم", "اتهمت", "حمل", "حملت"]))
    else {
        return false;
    };
    let mut parties = context.actors.iter().filter(|a| a.tokens.start >= m.end && a.head != Head::Site);
    let accuser = parties.next().is_some_and(|a| a.tokens.start <= m.end + 2);
    accuser && parties.next().is_some_and(|a| a.tokens.start == start)
}

/// Does the party deny that it had a part in the act?
fn disowns(context: &Context<'_, '_>, start: usize, end: usize) -> bool {
    let r = context.reading;
    let near = start.saturating_sub(3).max(context.range.start)..(end + 12).min(context.range.end);
    near.filter_map(|t| r.tagged(t, Tag::Denial)).any(|(m, _)| {
        let accused = (end..m.start).any(|t| r.is(t, Tag::Actor));
        !accused && super::modality::is_authorship(r, m.end..(m.end + 7).min(context.range.end))
    })
}

/// Does something that was hit follow the party: a place, a site, «لـ» or «على»?
fn object_follows(context: &Context<'_, '_>, frame: &Frame<'_>, end: usize) -> bool {
    let r = context.reading;
    let stop = (end..frame.tokens.end).find(|&t| r.is_break(t)).unwrap_or(frame.tokens.end).min(end + 8);
    (end..stop).any(|t| {
        r.tagged(t, Tag::TargetKind).is_some()
            || r.is_word(t, &["علي"])
            || t == end && r.at(t).iter().any(|m| m.clitics.prep == Some('ل'))
            || context.exprs.iter().any(|e| {
                e.tokens.start == t && !r.is_word(t.saturating_sub(1), &["في"]) && r.at(t).first().is_none_or(|m| m.clitics.prep != Some('ب'))
            })
    })
}

/// «أعلنت واشنطن أنها شنت», «قال الجيش إن قواته استهدفت»: who speaks tells of its own act.
fn speaks_of_self(context: &Context<'_, '_>, frame: &Frame<'_>, end: usize) -> bool {
    let r = context.reading;
    let own = [
        "انها",
        "انه",
        "بانها",
        "بانه",
        "قواتها",
        "قواته",
        "قواتنا",
        "طاءراته",
        "طاءراتها",
        "طايراته",
        "طايراتها",
        "مقاتلوها",
        "مقاتلوه",
        "قواتهم",
        "مقاتلاته",
        "مقاتلاتها",
        "مدفعيته",
        "مجاهديها",
        "مجاهدوها",
        "انهم",
    ];
    let verb = frame.triggers.iter().find(|t| t.tokens.start >= end && !t.is_harm() && t.role != Role::Intercept);
    let Some(verb) = verb else { return false };
    let gap = end..verb.tokens.start;
    if gap.len() > 22 {
        return false;
    }
    let pronoun = gap.clone().any(|t| own.contains(&r.word(t)));
    // «أعلن الجيش استهداف», «أعلن الجيش قصف»: the verbal noun right behind has the speaker as its doer.
    let masdar = gap.is_empty() && !verb.is_verb() && verb.entry.id != "intercept";
    pronoun || masdar || gap.len() <= 2 && verb.role == Role::Light
}

/// Tolls told of one place only: «بلدة مرتين التي قتل فيها شخصان».
pub fn tie_harm(context: &Context<'_, '_>, frame: &mut Frame<'_>) {
    let r = context.reading;
    for (harm, place) in &mut frame.harms {
        let start = harm.tokens.start;
        // «على حي كرري (6 قتلى)»
        if start > 0 && context.reading.tokens[start - 1].is_mark('(') {
            *place = frame.places.iter().copied().find(|&p| context.exprs[p].tokens.end + 1 == start);
            continue;
        }
        let relative = (start.saturating_sub(3).max(frame.tokens.start)..start)
            .rev()
            .find(|&t| r.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
        let there = (harm.tokens.start..(harm.tokens.end + 3).min(frame.tokens.end)).any(|t| r.is_word(t, &["فيها", "فيه", "بها", "به"]));
        if let Some(relative) = relative.filter(|_| there) {
            *place = frame.places.iter().copied().find(|&p| context.exprs[p].tokens.end == relative);
            continue;
        }
        // «قصف على … والميادين، وأصيب طفل في الميادين», «وفي دارة عزة جُرح خمسة»: its own place, where the act has others.
        if frame.places.len() < 2 {
            continue;
        }
        let open = |range: Range<usize>| range.len() <= 3 && !range.into_iter().any(|t| r.is_break(t));
        let inside = |p: usize| r.is_word(context.exprs[p].tokens.start.wrapping_sub(1), &["في", "ففي"]);
        let last = frame.places[frame.places.len() - 1];
        let behind = inside(last) && harm.tokens.end <= context.exprs[last].tokens.start && open(harm.tokens.end..context.exprs[last].tokens.start);
        let fronted = frame.places.iter().copied().rev().find(|&p| context.exprs[p].tokens.end <= start).filter(|&p| {
            let at = context.exprs[p].tokens.start;
            let joined = inside(p) && (r.word(at - 1) != "في" || at < 2 || r.is_break(at - 2));
            joined && open(context.exprs[p].tokens.end..start)
        });
        *place = if behind { Some(last) } else { fronted };
    }
    // «مقتل طفل وإصابة أربعة في الميادين»: what stands side by side is told of one place.
    let adjacent = |a: &HarmMention, b: &HarmMention| b.tokens.start <= a.tokens.end + 1;
    let harms = &mut frame.harms;
    for i in 1..harms.len() {
        let (tied, with) = (harms[i - 1].1, adjacent(&harms[i - 1].0, &harms[i].0));
        harms[i].1 = harms[i].1.or(tied.filter(|_| with));
    }
    for i in (1..harms.len()).rev() {
        let (tied, with) = (harms[i].1, adjacent(&harms[i - 1].0, &harms[i].0));
        harms[i - 1].1 = harms[i - 1].1.or(tied.filter(|_| with));
    }
}
