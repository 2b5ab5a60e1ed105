//! A name that the gazetteer has, or that a cue word marks.

use super::around::{Left, ending_at, look_left, look_right};
use super::role::role_of;
use super::{PlaceExpr, Role};
use crate::event::Relation;
use crate::gazetteer::{Gazetteer, Kind as PlaceKind, Trust, begins_names};
use crate::lexicon::{Tag, Tense};
use crate::matcher::{Item, Matcher};
use crate::reading::Reading;
use crate::text::Kind;

pub(super) fn named<'a>(reading: &Reading<'a>, matcher: &Matcher, gazetteer: &Gazetteer, at: usize, floor: usize) -> Option<PlaceExpr<'a>> {
    let mut names = reading.at(at).iter().filter(|m| matches!(m.item, Item::Name(_)));
    let mut m = names.next()?;
    // «ريف الباب الشرقي» is the countryside of الباب, not the quarter الباب الشرقي.
    let shorter = names.find(|n| n.end < m.end);
    if let Some(shorter) = shorter
        && reading.tagged(shorter.end, Tag::DirectionAdj).is_some_and(|(d, _)| d.end == m.end)
        && ending_at(reading, floor, at).is_some_and(|(_, left)| matches!(left, Left::Relation(Relation::Countryside | Relation::Near)))
    {
        m = shorter;
    }
    // «قرية تل سطيح»: half of a longer name that no gazetteer has.
    if m.end == at + 1 && begins_names(reading.word(at)) && is_opaque(reading, m.end) {
        return None;
    }
    // «عصر أمس», «صباح الأحد»: a part of a day, though quarters are called so.
    let day = reading.is(m.end, Tag::Weekday) || reading.is(m.end, Tag::Relday);
    if m.end == at + 1 && reading.is(at, Tag::Daypart) && day {
        return None;
    }
    // «جنوب غربي الموصل» is no quarter of it: «غربي الموصل».
    if at > floor && reading.tagged(at - 1, Tag::Direction).is_some_and(|(d, _)| d.end == at + 1) {
        return None;
    }
    // An actor, an exception or a weapon of the same words says that it is no place here.
    if reading.is(at, Tag::Exception) {
        return None;
    }
    let covered_by_actor =
        reading.at(at).iter().any(|o| o.end >= m.end && o.clitics == m.clitics && o.tag == Some(Tag::Actor) && !o.adjective && o.end > m.end);
    if covered_by_actor {
        return None;
    }
    // The same words may be a name of several files.
    let same = reading.at(at).iter().filter(|n| n.end == m.end && n.clitics == m.clitics);
    let bearers = same.flat_map(|n| if let Item::Name(name) = n.item { matcher.places(name) } else { Vec::new() }).collect();
    let mut expr = PlaceExpr { marked: m.clitics.prep == Some('ب'), hashtag: reading.tokens[at].hashtag, ..PlaceExpr::new(at..m.end, bearers) };
    look_left(reading, &mut expr, floor);
    look_right(reading, &mut expr);
    // «شارع بور سعيد» bears the name of the city.
    if expr.cue.is_some_and(|c| c.is("named-after")) {
        let kinds = expr.cue.map_or(&[][..], |c| &c.kinds);
        expr.candidates.retain(|(c, _)| kinds.iter().any(|k| k == gazetteer.place(*c).kind.as_str()));
    }
    // «قصف على الخيام وغارة على برعشيت»: a word of violence, though a mountain is called so.
    // … but «في تدمر»: no verb stands behind a preposition.
    let verb = reading.tagged(at, Tag::Trigger).is_some_and(|(t, _)| t.tense != Tense::None);
    let noun = at > floor && reading.is_word(at - 1, &["في", "من", "الي", "نحو", "قرب", "علي", "شرق", "غرب", "شمال", "جنوب"]);
    if verb && noun {
        for (id, cue) in &mut expr.candidates {
            *cue &= !matches!(gazetteer.place(*id).kind, PlaceKind::City | PlaceKind::Town);
        }
    }
    let violent = m.end == at + 1 && [Tag::Trigger, Tag::Weapon, Tag::Result].iter().any(|&tag| reading.is(at, tag));
    if violent && expr.cue.is_none() && expr.relation.is_none() && expr.candidates.iter().all(|(_, cue)| *cue) {
        return None;
    }
    expr.plain = m.end == at + 1 && !reading.word(at).contains("ال");
    // «موقع عسكري», «بلدات جبلية»: an ordinary word, even where somewhere a place is called so.
    let describes = expr.cue.is_some_and(|c| c.is("weak")) || reading.word(at).ends_with("يه");
    let ordinary = expr.plain && describes && expr.candidates.iter().all(|(_, cue)| *cue);
    // Open sources have a name for most words.
    let known = expr.candidates.iter().any(|(c, _)| gazetteer.place(*c).trust != Trust::Open);
    let named = expr.cue.is_some_and(|c| !c.is("weak")) && expr.name.clone().all(|t| is_opaque(reading, t));
    expr.may_be_unknown = !ordinary && (known || named);
    let mut before = expr.tokens.start;
    while before > floor && matches!(reading.tokens[before - 1].kind, Kind::Mark('"' | '#')) {
        before -= 1;
    }
    if before > floor && reading.is_word(before - 1, &["في", "علي", "صوب", "نحو", "باتجاه", "الي", "ب"]) {
        expr.marked = true;
    }
    // «إسرائيل», «إيران»: a party unless a word of place stands before it.
    let party = reading.at(at).iter().any(|o| o.end == m.end && o.tag == Some(Tag::Actor) && !o.adjective);
    let touches = |end: usize| (end..at).all(|t| reading.tokens[t].is_mark('"'));
    if party
        && at > floor
        && (1..=3).filter_map(|n| at.checked_sub(n)).any(|t| reading.tagged(t, Tag::Patient).is_some_and(|(p, _)| p.end <= at && touches(p.end)))
    {
        return None;
    }
    let government = party || reading.is(at, Tag::Metonym);
    // «قصف مدفعي لقوات النظام وروسيا», «استهداف تركيا لقافلة»: governments that did it.
    let doer = government && (m.clitics.and || object_behind(reading, m.end));
    let hit = !doer && is_object(reading, &expr, floor);
    expr.role = role_of(reading, &expr);
    // Where a report is written, who lives there, what a list names beside other places: the town itself, also where it could be a government.
    let told = expr.role == Role::Dateline
        || expr.hashtag
        || lives_there(reading, expr.tokens.start)
        || listed_after(reading, at, m.clitics.and, floor)
        || at > 0 && reading.is(at - 1, Tag::Within);
    if government && !hit && !told && (!expr.marked || expr.relation == Some(Relation::Between)) {
        return None;
    }
    // A name of several words is seldom anything else.
    expr.marked |= hit || expr.hashtag || expr.name.len() >= 2;
    Some(expr)
}

/// «طرطوس ولا دمشق»: does it follow another place in a list?
fn listed_after(reading: &Reading<'_>, at: usize, and: bool, floor: usize) -> bool {
    let sentence = &reading.sentences[reading.sentence_of(at)].tokens;
    floor > sentence.start && (floor == at && and || floor + 1 == at && reading.is_word(floor, &["لا", "او", "و"]))
}

/// «سكان أربيل»: do people of the place stand before it?
fn lives_there(reading: &Reading<'_>, start: usize) -> bool {
    start > 0 && reading.tagged(start - 1, Tag::Origin).is_some_and(|(m, _)| m.end == start)
}

/// A word that is no word of the lexicon, only perhaps part of a name.
fn is_opaque(reading: &Reading<'_>, t: usize) -> bool {
    let plain = reading.tokens.get(t).is_some_and(|t| t.kind == Kind::Word) && reading.at(t).iter().all(|m| matches!(m.item, Item::Name(_)));
    plain && ![Tag::PlaceCue, Tag::Actor, Tag::Trigger, Tag::Function].iter().any(|&tag| reading.is(t, tag))
}

/// Does a trigger that takes an object stand right before: «قصفت الطائرات دمشق», «استهداف بغداد»?
fn is_object(reading: &Reading<'_>, expr: &PlaceExpr<'_>, floor: usize) -> bool {
    let start = expr.tokens.start;
    (floor.max(start.saturating_sub(5))..start).rev().take_while(|&t| !reading.is_break(t)).any(|t| {
        reading.tagged(t, Tag::Trigger).is_some_and(|(m, e)| {
            let doer = m.end == start || (m.end..start).all(|x| reading.is(x, Tag::Actor) || reading.is(x, Tag::Force) || reading.is(x, Tag::Weapon));
            e.is("verb-object") && m.end <= start && doer
        })
    })
}

/// Does what was hit stand right behind: «لقافلة», «على مواقع»?
fn object_behind(reading: &Reading<'_>, end: usize) -> bool {
    reading.is_word(end, &["علي"]) || reading.at(end).iter().any(|m| m.clitics.prep == Some('ل')) || reading.word(end).starts_with("لل")
}

/// A cue word with a name that no gazetteer has: «قرية تل سطيح».
pub(super) fn unknown<'a>(reading: &Reading<'a>, at: usize, floor: usize) -> Option<PlaceExpr<'a>> {
    let (m, cue) = reading.tagged(at, Tag::PlaceCue)?;
    let quoted = reading.tokens.get(m.end).is_some_and(|t| t.is_mark('"') && !t.glued);
    if cue.is("weak") && !quoted || m.suffixed || reading.is(at, Tag::Exception) {
        return None;
    }
    let opaque = |t: usize| is_opaque(reading, t);
    let start = m.end + usize::from(quoted);
    let first = reading.word(start);
    // Descriptions follow a cue as often as names: «قرية صغيرة», «قاعدة عسكرية», «مخيم للنازحين».
    let describes = !quoted && (first.ends_with("يه") || first.starts_with("لل") || first.chars().count() < 3);
    // A name that the gazetteer has is read from its own first word, unless it is only half of this one.
    let half = begins_names(first) && opaque(start + 1) && !reading.at(start).iter().any(|n| matches!(n.item, Item::Name(_)) && n.end > start + 1);
    let unread = reading.at(start).is_empty() || half;
    if !opaque(start) && !half || !unread || describes || m.clitics.article {
        return None;
    }
    let compound = begins_names(first);
    let article_next = reading.word(start + 1).starts_with("ال") && opaque(start + 1);
    let end = start + 1 + usize::from((compound || article_next && quoted) && opaque(start + 1));
    let mut expr = PlaceExpr { marked: true, hashtag: reading.tokens[start].hashtag, ..PlaceExpr::new(start..end, Vec::new()) };
    look_left(reading, &mut expr, floor.min(at));
    expr.role = role_of(reading, &expr);
    expr.cue.is_some().then_some(expr)
}
