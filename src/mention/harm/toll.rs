//! The toll that one word of harm tells, with the people behind or before it.

use super::word::Word;
use super::{Harm, HarmMention, found};
use crate::event::Count;
use crate::lexicon::{Number, Tag, Tense};
use crate::mention::{number, people};
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

pub(super) fn toll(reading: &Reading<'_>, word: &Word<'_, '_>, used: usize, range: &Range<usize>, last: Option<&HarmMention>) -> Option<HarmMention> {
    let at = word.mention.start;
    let illness = reading.all(word.mention.end..(word.mention.end + 4).min(range.end), Tag::Exception).any(|(_, e)| e.id == "x-health");
    if illness {
        return None;
    }
    let before = if word.counts() { number_before(reading, at, used) } else { None };
    // «إن سبعة أشخاص قضوا»: the verb behind its subject.
    let behind_subject = word.is_verb() && !word.mention.clitics.and && word.mention.tense == Tense::Past;
    let subject = behind_subject.then(|| people::before(reading, used, at)).flatten();
    // «مقتل وإصابة 10», «قتلى وجرحى»
    let other = Word::at(reading, word.mention.end)
        .filter(|o| o.harm != word.harm && o.mention.clitics.and && counts_alike(reading, word, o, before))
        .filter(|o| subject.is_none() || o.mention.number == Number::Plural);
    let harm = if other.is_some() { Harm::Both } else { word.harm };
    let after = other.as_ref().map_or(word.mention.end, |o| o.mention.end);
    if word.counts() {
        return counted_noun(reading, word, before, after, harm, range, last);
    }
    // «وقوع إصابتين»
    if word.harm == Harm::Injured && !word.is_verb() && word.mention.number == Number::Dual {
        return Some(found(at..after, harm, Count::exactly(2)));
    }
    // «أودت غارة على البلدة بحياة ثلاثة»
    let lives = (after..(after + 14).min(range.end)).take_while(|&t| !reading.is_break(t)).find(|&t| reading.is_word(t, &["بحياه", "بارواح"]));
    let from = lives.filter(|_| word.harm == Harm::Killed).map_or(after, |t| t + 1);
    if let Some((count, stop)) = people::behind(reading, from, range.end) {
        return Some(found(at..stop, harm, count));
    }
    // «مدنيين أصيبا»: the verb tells a dual from a plural.
    let dual = behind_subject && word.mention.number == Number::Dual;
    let subject = if dual { Some((Count::exactly(2), subject.map_or(at, |s| s.1))) } else { subject };
    subject.map(|(count, start)| found(start..after, harm, count))
}

/// The toll of a noun that is counted: «ثلاثة قتلى», «حصيلة القتلى إلى 19», «قتيلان».
fn counted_noun(
    reading: &Reading<'_>,
    word: &Word<'_, '_>,
    before: Option<number::Quantity>,
    after: usize,
    harm: Harm,
    range: &Range<usize>,
    last: Option<&HarmMention>,
) -> Option<HarmMention> {
    let at = word.mention.start;
    if let Some(q) = before {
        let mut count = q.count;
        number::bound_after(reading, after, &mut count);
        let both = harm == Harm::Both;
        return Some(found(q.start..after, harm, count)).filter(|_| !both || !number_after(reading, after, range.end));
    }
    // «بين قتيل وجريح»
    if reading.is_word(at.wrapping_sub(1), &["بين"]) {
        let q = (1..=4).filter_map(|back| number::parse(reading, (at - 1).checked_sub(back)?)).next()?;
        return (q.end < at).then(|| found(q.start..after, Harm::Both, q.count));
    }
    // «حصيلة القتلى إلى 19», «عدد الشهداء 45»
    for gap in after..(after + 6).min(range.end) {
        let to = reading.is_word(gap, &["الي", "بلغ"]);
        let plural = word.mention.clitics.article && !word.is_singular(reading);
        let direct = gap == after && (reading.is_word(at.wrapping_sub(1), &["عدد"]) || plural);
        if (to || direct)
            && let Some(q) = number::parse(reading, gap + usize::from(to))
        {
            return Some(found(at..q.end, harm, q.count));
        }
        if reading.is_break(gap) {
            break;
        }
    }
    if word.mention.number == Number::Dual {
        return Some(found(at..after, harm, Count::exactly(2)));
    }
    if harm == Harm::Both || !word.is_singular(reading) || word.mention.clitics.article || reading.is_word(at.wrapping_sub(2), &["بين"]) {
        return None;
    }
    let first = (range.start..at).all(|t| matches!(reading.tokens[t].kind, Kind::Mark(_)));
    let told = first
        || reading.any(at.saturating_sub(3)..at, Tag::Result)
        || reading.is(at.wrapping_sub(1), Tag::Trigger)
        || word.mention.clitics.and && last.is_some_and(|h| h.tokens.end == at);
    told.then(|| found(at..after, harm, Count::exactly(1)))
}

/// Does one number count both nouns («12 قتيلا وجريحا», «خمسة قتلى وجرحى»), and not the first alone («ستة شهداء وجريح»)?
fn counts_alike(reading: &Reading<'_>, word: &Word<'_, '_>, other: &Word<'_, '_>, before: Option<number::Quantity>) -> bool {
    let dual = |w: &Word<'_, '_>| w.mention.number == Number::Dual;
    if !word.counts() || !other.counts() {
        // «قتل وجرح ثمانية», «مقتل وإصابة عشرة», «20 مدنيا استشهدوا وأصيبوا»; «سبعة قضوا وجرح 13» are two.
        let forms = |w: &Word<'_, '_>| (w.counts(), w.is_verb(), w.mention.number == Number::Plural, w.mention.suffixed && !w.is_verb());
        return forms(word) == forms(other) && !word.mention.suffixed && !dual(word);
    }
    if dual(word) || dual(other) {
        return false;
    }
    match (word.is_singular(reading), other.is_singular(reading)) {
        (true, true) => before.is_some() || reading.is_word(word.mention.start.wrapping_sub(1), &["بين"]),
        (false, false) => true,
        _ => false,
    }
}

/// A number that ends right before the noun, or one noun of people before it («عشرة مدنيين قتلى»).
fn number_before(reading: &Reading<'_>, at: usize, used: usize) -> Option<number::Quantity> {
    let starts = (at.saturating_sub(6).max(used)..at).filter_map(|s| number::parse(reading, s));
    // «أحد الجرحى» is one of them, no toll.
    let one_of = |q: &number::Quantity| q.count == Count::exactly(1) && reading.at(at).iter().any(|m| m.clitics.article);
    starts.filter(|q| !one_of(q)).find(|q| q.end == at || q.end + 1 == at && (reading.is(q.end, Tag::People) || reading.is_word(q.end, &["من"])))
}

fn number_after(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    at < end && number::parse(reading, at).is_some() && !reading.is_break(at)
}
