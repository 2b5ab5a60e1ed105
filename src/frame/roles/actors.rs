//! Who did it and whom it hit.

use super::ActorUse;
use super::parties::{accused, arrested_in, company, disowns, object_follows, shelled_from, speaks_of_self};
use crate::event::{Method, Status};
use crate::frame::group::Context;
use crate::frame::{Frame, Trigger};
use crate::lexicon::{Role, Tag};
use crate::mention::actor::{ActorMention, Head};
use std::ops::Range;

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
        // «النظام و"قسد"»: the mark parts the و from its word.
        let quoted = start == a.mention.tokens.end + 2 && r.word(start - 2) == "و" && r.tokens[start - 1].is_mark('"');
        // «قوات سوريا الديمقراطية "قسد"»: its other name.
        let same = a.mention.entry.id == b.mention.entry.id && start == a.mention.tokens.end + 1 && r.tokens[start - 1].is_mark('"');
        if same || quoted || and && (hyphen || !r.is_break(start.saturating_sub(1))) {
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
    let doers: Vec<Range<usize>> = scored.iter().filter(|s| s.by >= w.threshold_by).map(|s| s.mention.tokens.clone()).collect();
    for s in scored.iter_mut().filter(|s| s.by_rule == "subject-behind") {
        let start = s.mention.tokens.start;
        let verb = frame.triggers.iter().rev().find(|t| t.tokens.end <= start && t.is_verb() && t.takes_object() && t.clitics.and);
        if verb.is_some_and(|t| doers.iter().any(|d| d.end <= t.tokens.start)) {
            (s.by, s.at, s.at_rule) = (0.0, s.at.max(w.at_object), "object");
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
            || r.tagged(t, Tag::Weapon).is_some_and(|(m, e)| e.is("carrier") && (m.suffixed || r.word(t).ends_with("نا")))
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
    // Words right before the party, up to six, prepositions among them.
    let behind = |tag: Tag| {
        (start.saturating_sub(6).max(frame.tokens.start)..=start)
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
    // «قصف مصدره المناطق التي تسيطر عليها الجماعة»
    if shelled_from(context, frame, start) {
        by(&mut s, w.by_agent_phrase, "origin");
    }
    if arrested_in(context, frame, mention) {
        by(&mut s, w.by_subject_behind, "arrested-in");
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
