//! Tolls: who was killed and wounded, as each phrase says it.

use super::number;
use crate::event::Count;
use crate::lexicon::{Number, Role, Tag};
use crate::reading::Reading;
use std::ops::Range;

/// Dead, wounded, or both counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// Dead.
    Killed,
    /// Wounded.
    Injured,
    /// «10 قتلى وجرحى»: so many of either.
    Both,
}

/// One statement of a toll.
#[derive(Clone, Debug, PartialEq)]
pub struct HarmMention {
    /// The words.
    pub tokens: Range<usize>,
    /// Of what.
    pub harm: Harm,
    /// How many.
    pub count: Count,
}

/// All statements of a toll in a range of tokens.
pub fn parse_all(reading: &Reading<'_>, range: Range<usize>) -> Vec<HarmMention> {
    let mut out: Vec<HarmMention> = Vec::new();
    let mut used = range.start;
    for at in range.clone() {
        if let Some((m, _)) = reading.tagged(at, Tag::NoHarm) {
            out.push(HarmMention { tokens: at..m.end, harm: Harm::Both, count: Count::exactly(0) });
            continue;
        }
        let Some(harm) = anchor(reading, at) else { continue };
        if reading.is(at, Tag::NoHarm) || reading.is(at, Tag::UnknownHarm) {
            continue;
        }
        if let Some(found) = toll(reading, at, harm, used, range.end) {
            used = used.max(found.tokens.end);
            if found.harm == Harm::Both {
                out.retain(|h| h.tokens.start < found.tokens.start);
            }
            out.push(found);
        }
    }
    out
}

/// The kind of harm that a word at `at` tells.
fn anchor(reading: &Reading<'_>, at: usize) -> Option<Harm> {
    reading.at(at).iter().find_map(|m| match m.item {
        crate::matcher::Item::Word(e) => {
            let entry = reading.lexicon.entry(e);
            match entry.role {
                Some(Role::Kill) => Some(Harm::Killed),
                Some(Role::Injure) => Some(Harm::Injured),
                // «أصاب سبعة من رفاقه»
                _ if entry.id == "struck" && people_follow(reading, m.end) => Some(Harm::Injured),
                _ => None,
            }
        }
        _ => None,
    })
}

fn people_follow(reading: &Reading<'_>, at: usize) -> bool {
    number::parse(reading, at).is_some_and(|q| reading.is(q.end, Tag::People) || reading.is_word(q.end, &["من", "اخرين", "اخرون"]))
}

fn toll(reading: &Reading<'_>, at: usize, harm: Harm, used: usize, end: usize) -> Option<HarmMention> {
    let role = |e: &crate::lexicon::Entry| matches!(e.role, Some(Role::Kill | Role::Injure)) || e.id == "struck";
    let (m, entry) = reading.at(at).iter().find_map(|m| match m.item {
        crate::matcher::Item::Word(e) if role(reading.lexicon.entry(e)) => Some((m, reading.lexicon.entry(e))),
        _ => None,
    })?;
    if is_part(reading, at) {
        return None;
    }
    // «مقتل وإصابة 10», «قتلى وجرحى»
    let other = anchor(reading, m.end).filter(|h| *h != harm && reading.word(m.end).starts_with('و'));
    let harm = if other.is_some() { Harm::Both } else { harm };
    let after = if other.is_some() { m.end + 1 } else { m.end };
    if entry.is("count-noun") {
        if let Some(q) = number_before(reading, at, used) {
            let mut count = q.count;
            number::bound_after(reading, after, &mut count);
            let both = harm == Harm::Both;
            return Some(found(q.start..after, harm, count)).filter(|_| !both || !number_after(reading, after, end));
        }
        // «بين قتيل وجريح»
        if reading.is_word(at.wrapping_sub(1), &["بين"]) {
            let q = (1..=4).filter_map(|back| number::parse(reading, (at - 1).checked_sub(back)?)).next()?;
            return (q.end < at).then(|| found(q.start..after, Harm::Both, q.count));
        }
        // «حصيلة القتلى إلى 19»
        for gap in after..(after + 6).min(end) {
            if reading.is_word(gap, &["الي", "بلغ"]) {
                return number::parse(reading, gap + 1).map(|q| found(at..q.end, harm, q.count));
            }
            if reading.is_break(gap) {
                break;
            }
        }
        if m.number == Number::Dual {
            return Some(found(at..after, harm, Count::exactly(2)));
        }
        let singular = entry.noun.iter().any(|n| bare_equals(reading, at, n));
        if reading.is_word(at.wrapping_sub(2), &["بين"]) {
            return None;
        }
        let told = reading.any(at.saturating_sub(3)..at, Tag::Result) || reading.is(at.wrapping_sub(1), Tag::Trigger);
        return (singular && told && harm != Harm::Both && !m.clitics.article).then(|| found(at..after, harm, Count::exactly(1)));
    }
    people(reading, after, end).map(|(count, stop)| found(at..stop, harm, count))
}

fn found(tokens: Range<usize>, harm: Harm, count: Count) -> HarmMention {
    let count = if harm == Harm::Both { Count { min: Some(0), max: count.max.or(count.min) } } else { count };
    HarmMention { tokens, harm, count }
}

fn bare_equals(reading: &Reading<'_>, at: usize, word: &str) -> bool {
    let folded = crate::text::fold_str(word);
    let w = reading.word(at);
    let w = w.strip_prefix('و').filter(|_| !folded.starts_with('و')).unwrap_or(w);
    w == folded || w.strip_suffix('ا') == Some(&folded)
}

/// A number that ends right before the noun, or one noun of people before it («عشرة مدنيين قتلى»).
fn number_before(reading: &Reading<'_>, at: usize, used: usize) -> Option<number::Quantity> {
    let mut starts = (at.saturating_sub(6).max(used)..at).filter_map(|s| number::parse(reading, s));
    starts.find(|q| q.end == at || q.end + 1 == at && (reading.is(q.end, Tag::People) || reading.is_word(q.end, &["من"])))
}

fn number_after(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    at < end && number::parse(reading, at).is_some() && !reading.is_break(at)
}

/// Is the statement a part of a larger toll («بينهم ثلاثة قتلى»)?
fn is_part(reading: &Reading<'_>, at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|t| reading.is(t, Tag::Part))
}

/// How many people stand behind a verb or verbal noun of harm: «ثلاثة مدنيين وطفل», «طفلين», «قيادي».
fn people(reading: &Reading<'_>, from: usize, end: usize) -> Option<(Count, usize)> {
    let mut at = from;
    let limit = (from + 7).min(end);
    while at < limit {
        if let Some((count, stop)) = group(reading, at) {
            return Some(sum(reading, count, stop, end));
        }
        // What may stand between: adverbs of time, «على الأقل», names of the killers' victims come later.
        let stop = reading.is_break(at)
            || reading.is(at, Tag::Trigger)
            || reading.is(at, Tag::Part)
            || reading.is(at, Tag::Result)
            || reading.is(at, Tag::Cause) && !reading.is_word(at, &["في"]);
        if stop {
            return None;
        }
        at += 1;
    }
    None
}

/// One group of people: a number with a noun, a dual, or one person.
fn group(reading: &Reading<'_>, at: usize) -> Option<(Count, usize)> {
    let is_year = |q: &number::Quantity| q.count.min.is_some_and(|n| (1900..2100).contains(&n)) && !reading.is(q.end, Tag::People);
    if let Some(q) = number::parse(reading, at)
        && q.count.max != Some(0)
        && !is_year(&q)
        && !reading.tagged(q.end, Tag::Relday).is_some_and(|(_, e)| e.is("unit-day"))
        && !reading.is(q.end, Tag::Unit)
        && !reading.is(q.end, Tag::Weapon)
        && !reading.is(q.end, Tag::Month)
    {
        let mut end = q.end;
        let mut count = q.count;
        number::bound_after(reading, end, &mut count);
        if let Some((m, _)) = reading.tagged(end, Tag::People) {
            end = m.end;
            number::bound_after(reading, end, &mut count);
        }
        // «نحو 3 في المئة», «10 صواريخ» are no people.
        return (!reading.is_word(end, &["في"]) || reading.is(q.end, Tag::People) || end == q.end).then_some((count, end));
    }
    let (m, entry) = reading.tagged(at, Tag::People)?;
    if entry.sense.is_some() {
        return None;
    }
    if m.number == Number::Dual {
        return Some((Count::exactly(2), m.end));
    }
    // «مدنيين اثنين», «مدنيا واحدا»
    if let Some((n, e)) = reading.tagged(m.end, Tag::Number)
        && e.value.is_some_and(|v| v <= 2)
    {
        return Some((Count::exactly(e.value? as u32), n.end));
    }
    (m.number == Number::Unmarked).then(|| (Count::exactly(1), m.end))
}

/// «أميركيين ومجندة بريطانية»: people joined by و right behind the first group are added.
fn sum(reading: &Reading<'_>, first: Count, mut at: usize, end: usize) -> (Count, usize) {
    let mut total = first;
    loop {
        let next = (at..(at + 4).min(end)).find(|&t| {
            let tagged = reading.tagged(t, Tag::People).or_else(|| reading.tagged(t, Tag::Number));
            tagged.is_some_and(|(m, _)| m.clitics.and) && !reading.is(t, Tag::Trigger)
        });
        let Some(t) = next else { return (total, at) };
        let blocked =
            (at..t).any(|x| reading.is_break(x) || reading.is(x, Tag::Part) || reading.is(x, Tag::Trigger) || reading.is(x, Tag::Connector));
        let Some((more, stop)) = group(reading, t).filter(|_| !blocked) else { return (total, at) };
        // A number needs its people: «ثلاثة قتلى و25 جريحا» is another toll.
        if reading.is(stop, Tag::Trigger) || reading.tagged(t, Tag::Number).is_some() && !reading.is(stop - 1, Tag::People) {
            return (total, at);
        }
        total.min = total.min.zip(more.min).map(|(a, b)| a + b);
        total.max = total.max.zip(more.max).map(|(a, b)| a + b);
        at = stop;
    }
}
