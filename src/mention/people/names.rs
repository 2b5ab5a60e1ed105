//! People called by name: «فلان الفلاني وفلان», «فلان مع زوجته».

use super::group;
use super::sum::{is_company, sum};
use crate::event::Count;
use crate::lexicon::Tag;
use crate::matcher::Item;
use crate::reading::Reading;
use crate::text::Kind;

/// A word that no row knows, so that it may be a name.
pub(super) fn is_name(reading: &Reading<'_>, at: usize) -> bool {
    reading.tokens[at].kind == Kind::Word && reading.at(at).is_empty()
}

/// People called by two names or more, right at `from`: how many, and where the names end.
pub fn named(reading: &Reading<'_>, from: usize, limit: usize) -> Option<(u32, usize)> {
    // A place may be called like one of the two.
    let no_word = |t: usize| reading.tokens[t].kind == Kind::Word && !reading.at(t).iter().any(|m| matches!(m.item, Item::Word(_)));
    let two = from..from + 2;
    let full = two.end <= limit && two.clone().all(|t| no_word(t) && !reading.word(t).starts_with('و'));
    (full && two.into_iter().any(|t| is_name(reading, t))).then(|| names(reading, from, limit)).flatten()
}

/// «فلان، وهو من المهربين، مع زوجته وأطفالهما الستة»: who died with one who is named, an aside between.
pub fn company(reading: &Reading<'_>, from: usize, limit: usize) -> Option<(Count, usize)> {
    let comma = |t: usize| t < limit && matches!(reading.tokens[t].kind, Kind::Mark('،' | ','));
    let close = if comma(from) { (from + 1..(from + 12).min(limit)).find(|&t| comma(t))? + 1 } else { from };
    let (count, stop) = group(reading, close + 1, limit).filter(|_| is_company(reading, close))?;
    Some(sum(reading, count, stop, limit))
}

/// «فلان الفلاني وفلان»: how many people are named from `from` on, and where the names end.
pub(super) fn names(reading: &Reading<'_>, from: usize, limit: usize) -> Option<(u32, usize)> {
    let (mut count, mut at, mut words, mut quoted) = (0, from, 0, false);
    while at < limit.min(from + 40) {
        let token = &reading.tokens[at];
        let closed = |t: usize| (t..limit.min(t + 8)).find(|&x| reading.tokens[x].is_mark(')'));
        match token.kind {
            Kind::Mark('"') => quoted = !quoted,
            Kind::Mark('#' | '_') => {}
            Kind::Mark('(') => at = closed(at)?,
            _ if reading.is_break(at) => break,
            Kind::Word => {
                let tags = [Tag::Trigger, Tag::Cause, Tag::Result, Tag::Part, Tag::Speech, Tag::Relation, Tag::PlaceCue, Tag::Weapon, Tag::Connector];
                let more = [Tag::Force, Tag::Daypart, Tag::Weekday, Tag::Relday, Tag::Number, Tag::Quantity, Tag::Official, Tag::Actor, Tag::Agent];
                let ends = tags.iter().chain(&more).any(|&t| reading.is(at, t))
                    || reading.is_word(at, &["من", "مع", "الى", "الي", "عن", "علي", "وهم", "وهما"])
                    || reading.at(at).iter().any(|m| m.clitics.prep.is_some());
                if ends && !quoted {
                    break;
                }
                let alone = reading.word(at) == "و";
                // «وليد» and «وائل» are names of their own.
                let and = reading.word(at).starts_with('و') && !reading.at(at).iter().any(|m| !m.clitics.and) && words > 0;
                if !alone && (words == 0 || and) {
                    count += 1;
                }
                words = if alone { 0 } else { words + 1 };
            }
            _ => break,
        }
        at += 1;
    }
    (count > 0).then_some((count, at))
}
