//! Tolls: who was killed and wounded, as each phrase says it.

mod elsewhere;
mod toll;
mod word;

pub(super) use word::is_singular;
pub use word::people_follow;

use super::{number, people, unharmed};
use crate::event::Count;
use crate::lexicon::{Number, Role, Tag};
use crate::matcher::{Clitics, Item};
use crate::reading::Reading;
pub use elsewhere::is_of_span;
use elsewhere::is_part;
use std::ops::Range;
use toll::toll;
use word::Word;

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
    // One whom only a pronoun means («مقتله») is told of elsewhere, if anyone is.
    let mut pronouns: Vec<HarmMention> = Vec::new();
    for at in range.clone() {
        if let Some((m, e)) = reading.tagged(at, Tag::NoHarm) {
            let harm = if e.is("killed") { Harm::Killed } else { Harm::Both };
            out.push(HarmMention { tokens: at..m.end, harm, count: Count::exactly(0) });
            continue;
        }
        if at < used {
            continue;
        }
        if let Some(found) = of_exception(reading, at, &range) {
            used = found.tokens.end;
            out.push(found);
            continue;
        }
        let elsewhere = || is_part(reading, at) || reading.is(at, Tag::UnknownHarm) || is_of_span(reading, range.start, at);
        if let Some(again) = restated(reading, at, out.last()) {
            if !elsewhere() {
                used = again.tokens.end;
                out.push(again);
            }
            continue;
        }
        if let Some(found) = of_other_place(reading, at, out.last()) {
            used = found.tokens.end;
            out.push(found);
            continue;
        }
        let Some(word) = Word::at(reading, at).filter(|_| !elsewhere()) else { continue };
        if let Some(found) = toll(reading, &word, used, &range, out.last()) {
            used = used.max(found.tokens.end);
            if found.harm == Harm::Both {
                out.retain(|h| h.tokens.start < found.tokens.start);
            }
            out.push(found);
        } else if let Some(found) = of_pronoun(reading, &word).or_else(|| of_predicate(reading, &word)).or_else(|| of_name(reading, &word, range.end))
        {
            pronouns.push(found);
        }
    }
    for p in pronouns {
        if out.iter().all(|h| h.harm != p.harm) {
            out.push(p);
        }
    }
    out.sort_by_key(|h| h.tokens.start);
    out
}

/// «استشهاد ثلاثة في الأولى وخمسة في الثانية», «قتل 4 بقصف على الأولى، و3 آخرون في الثانية»: as many of the same harm in another place.
fn of_other_place(reading: &Reading<'_>, at: usize, last: Option<&HarmMention>) -> Option<HarmMention> {
    const FAR: usize = 12;
    let last = last.filter(|h| h.harm != Harm::Both && h.count != Count::exactly(0) && h.tokens.end < at && at - h.tokens.end <= FAR)?;
    if !reading.word(at).starts_with('و') {
        return None;
    }
    let q = number::parse(reading, at + usize::from(reading.word(at) == "و"))?;
    let stop = reading.tagged(q.end, Tag::People).map_or(q.end, |(m, _)| m.end);
    // «في بلدة كذا», «في غارة على كذا»
    let place = |t: usize| reading.is(t, Tag::PlaceCue) || reading.at(t).iter().any(|m| matches!(m.item, Item::Name(_)));
    let act = |t: usize| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.role == Some(Role::Action));
    let there = |t: usize| reading.is_word(t, &["في"]) && (place(t + 1) || act(t + 1));
    let first = (last.tokens.end..at).any(there) || (last.tokens.end..at).any(place);
    (first && there(stop)).then(|| found(at..stop, last.harm, q.count))
}

/// «لم يصب سوى جنديين»: whom alone it befell.
fn of_exception(reading: &Reading<'_>, at: usize, range: &Range<usize>) -> Option<HarmMention> {
    if !reading.is_word(at, &["سوي", "الا"]) {
        return None;
    }
    let clause = (range.start.max(at.saturating_sub(6))..at).rev().take_while(|&t| !reading.is_break(t));
    let verb = clause.into_iter().find(|&t| t > 0 && reading.is(t - 1, Tag::Negation) && unharmed::harms(reading, t).is_some())?;
    let harm = if unharmed::harms(reading, verb) == Some("nobody-killed") { Harm::Killed } else { Harm::Injured };
    let (count, stop) = people::behind(reading, at + 1, range.end)?;
    Some(found(verb..stop, harm, count))
}

/// «ما أدى إلى مقتله»: one whom the text has named.
fn of_pronoun(reading: &Reading<'_>, word: &Word<'_, '_>) -> Option<HarmMention> {
    let m = word.mention;
    // «قالت إنه قُتل برصاص خلية»
    let onto = reading.is_word(m.end, &["علي"]);
    if word.is_verb() && m.number == Number::Unmarked && !m.suffixed && !onto && reading.is_word(m.start.wrapping_sub(1), &["انه", "بانه"]) {
        return Some(found(m.start..m.end, word.harm, Count::exactly(1)));
    }
    // «فأردياهما», «فأردياه», «فأصابوه»
    if word.is_verb() && (word.entry.id == "kill" || word.entry.id == "struck") {
        let (text, killed) = (reading.word(m.start), word.harm == Harm::Killed);
        // «القتلة» ends in another letter.
        let pronoun = reading.raw_span(m.start..m.end).of(reading.raw).ends_with('ه');
        let one = m.suffixed && pronoun && (killed || text.ends_with("وه"));
        let count = if text.ends_with("هما") && killed { 2 } else { 1 };
        return (one || count == 2).then(|| found(m.start..m.end, word.harm, Count::exactly(count)));
    }
    if !m.suffixed || word.counts() || word.is_verb() || reading.any(m.start.saturating_sub(2)..m.start + 1, Tag::Cause) {
        return None;
    }
    let text = reading.word(m.start);
    let count = if text.ends_with("هما") {
        2
    } else if text.ends_with("ها") || text.ends_with('ه') {
        1
    } else {
        return None;
    };
    Some(found(m.start..m.end, word.harm, Count::exactly(count)))
}

/// «اغتيال فلان الفلاني»: whom the text calls by name alone.
fn of_name(reading: &Reading<'_>, word: &Word<'_, '_>, end: usize) -> Option<HarmMention> {
    let m = word.mention;
    let (count, stop) =
        people::named(reading, m.end, end).filter(|_| word.harm == Harm::Killed && !word.counts() && !m.suffixed && !m.clitics.article)?;
    let alone = Count::exactly(count);
    let (count, stop) = people::company(reading, stop, end).map_or((alone, stop), |(more, stop)| (people::add(alone, more), stop));
    Some(found(m.start..stop, word.harm, count))
}

/// «نقلت الطواقم شهيدا», «فارتقى سائقها شهيدا», «سائقها جريح»: one, told without a number.
fn of_predicate(reading: &Reading<'_>, word: &Word<'_, '_>) -> Option<HarmMention> {
    let m = word.mention;
    let bare = m.clitics == Clitics::default() && !m.suffixed && word.counts() && word.is_singular(reading);
    let accusative = reading.word(m.start).ends_with('ا');
    let subject = reading.tagged(m.start.wrapping_sub(1), Tag::People).is_some_and(|(p, e)| e.sense.is_none() && p.number == Number::Unmarked);
    (bare && (accusative || subject)).then(|| found(m.start..m.end, word.harm, Count::exactly(1)))
}

/// «ثم قالت إن عددهم 14», «العدد لا يقل عن 70», «… وفق الوزارة، و11 وفق المرصد»: another count of the same toll.
fn restated(reading: &Reading<'_>, at: usize, last: Option<&HarmMention>) -> Option<HarmMention> {
    let last = last.filter(|h| h.count != Count::exactly(0))?;
    if reading.tagged(at, Tag::Update).is_some_and(|(_, e)| e.is("count")) {
        let q = (at + 1..at + 4).take_while(|&t| !reading.is_break(t)).find_map(|t| number::parse(reading, t))?;
        // «ويرفع العدد إلى 11 شهيدا»: the noun says of what.
        if Word::at(reading, q.end).is_some_and(|w| w.counts()) {
            return None;
        }
        return Some(found(at..q.end, last.harm, q.count));
    }
    // «صححت الرقم إلى 84 ثم إلى 94»
    if reading.is_word(at, &["ثم"]) && reading.is_word(at + 1, &["الي"]) {
        let q = number::parse(reading, at + 2)?;
        return Some(found(at..q.end, last.harm, q.count));
    }
    // «من عائلة واحدة وفق الوزارة» is no other count.
    let and = reading.tagged(at, Tag::Number).is_none_or(|(m, _)| m.clitics.and);
    let joined = reading.word(at).starts_with('و') && and && last.tokens.end < at;
    let start = at + usize::from(reading.word(at) == "و");
    let q = number::parse(reading, start).filter(|q| joined && reading.is(q.end, Tag::Speech))?;
    Some(found(at..q.end, last.harm, q.count))
}

fn found(tokens: Range<usize>, harm: Harm, count: Count) -> HarmMention {
    let count = if harm == Harm::Both { Count { min: Some(0), max: count.max.or(count.min) } } else { count };
    HarmMention { tokens, harm, count }
}
