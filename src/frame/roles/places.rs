//! Where: the places of its stretch that a frame happened at.

use crate::frame::group::Context;
use crate::frame::{Frame, answers_what_follows};
use crate::lexicon::Tag;
use crate::mention::place::{Link, Role as PlaceRole};
use crate::resolve::place::Located;

/// Which places of its stretch the frame happened at.
pub fn places(context: &Context<'_, '_>, located: &[Located], frame: &mut Frame<'_>) {
    let exprs = context.exprs;
    let mut alarms: Vec<usize> = Vec::new();
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
            && answers_what_follows(context.reading, frame.tokens.start..expr.tokens.start)
            && (expr.tokens.end..first).any(|t| context.reading.is_break(t));
        let peaceful = peaceful_there(context, frame, i);
        if of_cause
            || peaceful.is_some_and(|sense| sense != "alarm")
            || row_of_hashtags(context, located, frame, i)
            || past_of_someone(context, located, frame, i)
            || road_of(context, frame, i)
            || road_to_afar(context, located, frame, i)
            || victims_home(context, located, frame, i)
            || land_of_party(context, located, frame, i)
            || held_by_site(context, located, frame, i)
            || beside_site(context, located, frame, i)
            || died_there(context, frame, i)
            || expr.role != PlaceRole::Location
            || contains_another && expr.link == Link::Contains
            || speaks_there(context, i)
            || marked_beside
        {
            frame.elsewhere.push(i);
            continue;
        }
        if peaceful.is_some() { alarms.push(i) } else { frame.places.push(i) }
    }
    // «دوت صفارات الإنذار في الشمال»: where nothing else says where, or it is the same spot.
    for i in alarms {
        let apart = |j: &usize| located[i].point.zip(located[*j].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
        let here = frame.places.is_empty() || frame.places.iter().filter_map(apart).any(|km| km <= 5.0);
        if here { frame.places.push(i) } else { frame.elsewhere.push(i) }
    }
    frame.places.sort_unstable();
    // «المخا: ليلة 24 يوليو ألقت الطائرات قنابلها»: the head of a line, where nothing else says where.
    let closes = |i: usize| context.reading.tokens.get(exprs[i].tokens.end).is_some_and(|t| t.is_mark(':'));
    let goes_on =
        |i: usize| exprs.get(i + 1).is_some_and(|n| n.role == PlaceRole::Dateline && n.tokens.start == exprs[i].tokens.end + 1) && closes(i + 1);
    let heads = |&&i: &&usize| exprs[i].role == PlaceRole::Dateline && (closes(i) || goes_on(i));
    let alone = || context.places.iter().all(|&i| heads(&&i) || !located[i].accepted || exprs[i].role != PlaceRole::Location);
    if frame.places.is_empty()
        && frame.has_act()
        && alone()
        && let Some(&head) = context.places.iter().filter(|i| located[**i].accepted).find(heads)
    {
        frame.elsewhere.retain(|&i| i != head);
        frame.places.push(head);
    }
}

/// «ورفعت حالة التأهب في الجليل», «افتتح في الدوحة معرض»: where something else was done.
fn peaceful_there<'a>(context: &Context<'_, 'a>, frame: &Frame<'_>, i: usize) -> Option<&'a str> {
    let r = context.reading;
    let tagged = |t: usize| r.tagged(t, Tag::Peaceful).map(|(_, e)| e.sense.as_deref().unwrap_or("other"));
    let start = context.exprs[i].tokens.start;
    let act = frame.triggers.iter().rfind(|t| t.tokens.end <= start).map_or(frame.tokens.start, |t| t.tokens.end);
    // «تتواصل في القاهرة المباحثات»
    let end = context.exprs[i].tokens.end;
    let behind = if start > 0 && r.is_word(start - 1, &["في"]) { tagged(end) } else { None };
    behind.or_else(|| (act.max(start.saturating_sub(8))..start).find_map(tagged))
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

/// «استهدفت سيارة على طريق حلب في كوباني»: a road named by the far city that it leads to.
fn road_to_afar(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    const FAR_KM: f64 = 60.0;
    let road = |j: usize| context.exprs[j].relation == Some(crate::event::Relation::Road);
    let city = located[i].precision == crate::event::GeoPrecision::Settlement;
    let apart = |j: usize| located[i].point.zip(located[j].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
    let beside = |&&j: &&usize| j != i && !road(j) && frame.tokens.contains(&context.exprs[j].tokens.start);
    road(i) && city && context.places.iter().filter(beside).any(|&j| apart(j).is_some_and(|d| d > FAR_KM))
}

/// «مقتل سيدة من تل الضمان بقصف على أعزاز»: where those who were hurt came from, if the place of the act is told, too.
fn victims_home(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    let Some(victims) = frame.triggers.iter().rfind(|t| t.tokens.end <= start) else { return false };
    // «شهداء خان السبل جراء استهداف مخيم»: or the noun is theirs.
    let of = start == victims.tokens.end && !victims.is_verb() && r.at(start).first().is_none_or(|m| m.clitics.prep.is_none());
    let from = start > context.range.start && (of || r.is_word(start - 1, &["من"]));
    let from = from && victims.is_harm() && context.exprs[i].relation.is_none();
    let act = |&&j: &&usize| {
        j != i && located[j].container.is_none() && context.exprs[j].role == PlaceRole::Location && context.exprs[j].tokens.start > start
    };
    from && start - victims.tokens.end <= 6 && context.places.iter().filter(act).any(|&j| frame.tokens.contains(&context.exprs[j].tokens.start))
}

/// «ضربت مسيّرات الحوثيين في اليمن معمل بقيق»: the country of the party that stands before it, where the place that was hit lies in another.
fn land_of_party(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    use crate::event::GeoPrecision::Country;
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    let of_party = start >= 2 && r.is_word(start - 1, &["في"]) && context.actors.iter().any(|a| a.tokens.end == start - 1);
    let finer = |&&j: &&usize| {
        j != i && located[j].precision != Country && located[j].place.is_some() && frame.tokens.contains(&context.exprs[j].tokens.start)
    };
    let apart = |j: usize| located[i].point.zip(located[j].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
    let away = |j: &usize| apart(*j).is_some_and(|d| d > located[i].radius_km);
    located[i].precision == Country && of_party && context.places.iter().filter(finer).any(away)
}

/// «استهدفت منزل عنصر سابق كان يعمل في تركيا»: a large place in a clause about someone's past.
fn past_of_someone(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    use crate::event::GeoPrecision::{Admin1, Country};
    let r = context.reading;
    let start = context.exprs[i].tokens.start;
    // «عنصر سابق وكان في تركيا»
    let was = start >= context.range.start + 2 && r.is_word(start - 1, &["في"]) && r.is_word(start - 2, &["كان", "كانت", "وكان", "وكانت"]);
    if was && matches!(located[i].precision, Country | Admin1) {
        return true;
    }
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

/// «حاجز تياسير العسكري شرق طوباس», «مخيم عين الحلوة للاجئين الفلسطينيين قرب صيدا»: behind a site and its adjectives, from where it lies so.
fn beside_site(context: &Context<'_, '_>, located: &[Located], frame: &Frame<'_>, i: usize) -> bool {
    let (r, expr) = (context.reading, &context.exprs[i]);
    let start = expr.tokens.start;
    let article = |t: usize| r.word(t).starts_with("ال") || r.word(t).starts_with("لل");
    let adjective = |t: usize| !r.is_break(t) && !r.is(t, Tag::Trigger) && !r.word(t).starts_with('و') && article(t);
    (expr.direction.is_some() || expr.relation == Some(crate::event::Relation::Near))
        && expr.link != Link::And
        && frame.places.last().is_some_and(|&j| {
            let apart = located[i].point.zip(located[j].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
            let end = context.exprs[j].tokens.end;
            located[j].precision == crate::event::GeoPrecision::Site
                && (1..=2).contains(&(start.saturating_sub(end)))
                && (end..start).all(adjective)
                && apart.is_some_and(|d| d <= 25.0)
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
    // «أما في أصفهان فأعلن التلفزيون أن …» tells what was there.
    let topic = before > context.range.start && r.is_word(before - 1, &["اما", "واما"]);
    if r.is_word(before, &["في"]) && !topic && r.is(end, Tag::Speech) && !r.is(end, Tag::Trigger) {
        return true;
    }
    let preposition = r.is_word(before, &["في"]) || context.exprs[i].marked && r.at(start).first().is_some_and(|m| m.clitics.prep == Some('ب'));
    let at = if r.is_word(before, &["في"]) { before } else { start };
    // «هجوم أمام وزارة الداخلية في أنقرة»
    let beside = (2..=4).any(|n| at >= n && r.is_word(at - n, &["امام", "قرب", "بجوار", "محيط", "قباله", "خارج", "داخل"]));
    preposition
        && !beside
        && at > context.range.start
        && (r.is(at - 1, Tag::Official)
            || at > context.range.start + 1 && r.is(at - 2, Tag::Official) && !r.is_break(at - 1) && !r.is(at - 1, Tag::Trigger))
        && !r.is(at - 1, Tag::TargetKind)
}
