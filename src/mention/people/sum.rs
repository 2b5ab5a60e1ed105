//! Groups of people that are added: «أميركيين ومجندة بريطانية», «وستة آخرون».

use super::{group, is_relative};
use crate::event::Count;
use crate::lexicon::Tag;
use crate::mention::number::{self, Quantity};
use crate::reading::Reading;
use crate::text::Kind;

/// Is the word joined to what stands before: «وزوجته», «مع طفله», «برفقة ثلاثة»?
pub(super) fn is_joined(reading: &Reading<'_>, at: usize) -> bool {
    reading.at(at).iter().any(|m| m.clitics.and)
        || reading.is_word(at, &["واحد", "واحدي"])
        || at > 0 && (reading.word(at - 1) == "و" || is_company(reading, at - 1))
}

pub(super) fn is_company(reading: &Reading<'_>, at: usize) -> bool {
    reading.tagged(at, Tag::People).is_some_and(|(_, e)| e.is("company"))
}

/// «أميركيين ومجندة بريطانية»: people joined right behind the first group are added.
pub(super) fn sum(reading: &Reading<'_>, first: Count, mut at: usize, end: usize) -> (Count, usize) {
    let mut total = first;
    let many = first.min.is_some_and(|n| n > 10);
    loop {
        let Some(t) = next_joined(reading, at, end) else { return (total, at) };
        let Some((more, stop)) = group(reading, t, end) else { return (total, at) };
        // A number needs its people: «ثلاثة قتلى و25 جريحا» is another toll.
        let people = reading.any(t..stop, Tag::People) || reading.is_word(stop, &["من"]);
        if !people || reading.tagged(stop, Tag::Trigger).is_some_and(|(_, e)| e.is("count-noun")) {
            return (total, at);
        }
        // «12 فتى وطفلا»: behind eleven and more, both nouns are counted.
        let tamyiz = many && more == Count::exactly(1) && reading.word(stop - 1).ends_with(['ا', 'ه']) && !reading.at(t).iter().any(|m| m.suffixed);
        if !tamyiz {
            total = add(total, more);
        }
        at = stop;
    }
}

/// The next group that is joined to one that ends at `at`: right behind it, or, where it says «آخر», farther off.
pub(super) fn next_joined(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    let blocked = |x: usize| {
        // «مدنيان هما أب وابنه»: who they are, and no others.
        reading.is_word(x, &["هما", "هم", "هن"])
            || reading.is_break(x)
            || reading.is(x, Tag::Part)
            || reading.is(x, Tag::Trigger)
            || reading.is(x, Tag::Connector) && !is_relative(reading, x)
    };
    let mut words = 0;
    for t in at..(at + 14).min(end) {
        if matches!(reading.tokens[t].kind, Kind::Mark('"' | '#')) {
            continue;
        }
        let tagged = [Tag::People, Tag::Number, Tag::Bound].iter().any(|&tag| reading.tagged(t, tag).is_some());
        let counted = tagged || matches!(reading.tokens[t].kind, Kind::Number(_));
        if counted && is_joined(reading, t) && !reading.is(t, Tag::Trigger) && !is_company(reading, t) {
            let other = |x: usize| reading.tagged(x, Tag::People).is_some_and(|(_, e)| e.id.starts_with("anyone") || e.id == "office-holders");
            // «وثلاثة آخرين», «وثلاثة من مرافقيه»
            let more = |q: Quantity| other(q.end) || reading.is_word(q.end, &["من"]) && reading.is(q.end + 1, Tag::People);
            let far = other(t) || number::parse(reading, t).is_some_and(more);
            if words < 4 || far {
                return Some(t);
            }
        }
        if words > 9 || blocked(t) {
            return None;
        }
        words += usize::from(reading.word(t) != "و");
    }
    None
}

/// The sum of two counts; a bound that one leaves open stays open.
pub fn add(a: Count, b: Count) -> Count {
    let both = |x: Option<u32>, y: Option<u32>| x.zip(y).map(|(x, y)| x.saturating_add(y));
    Count { min: both(a.min, b.min), max: both(a.max, b.max) }
}
