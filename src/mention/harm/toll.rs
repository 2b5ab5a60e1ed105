//! The toll that one word of harm tells, with the people behind or before it.

use super::word::Word;
use super::{Harm, HarmMention, found};
use crate::event::Count;
use crate::lexicon::{Number, Role, Tag, Tense};
use crate::matcher::Clitics;
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
    let behind_subject = word.is_verb() && !word.mention.clitics.and && (word.mention.tense == Tense::Past || word.entry.id == "under-treatment");
    let subject = behind_subject.then(|| people::before(reading, used, at)).flatten();
    // «مقتل وإصابة 10», «قتلى وجرحى»
    let other = Word::at(reading, word.mention.end)
        .filter(|o| o.harm != word.harm && o.mention.clitics.and && counts_alike(reading, word, o, before))
        .filter(|o| subject.is_none() || o.mention.number == Number::Plural);
    let harm = if other.is_some() { Harm::Both } else { word.harm };
    let after = other.as_ref().map_or(word.mention.end, |o| o.mention.end);
    if word.counts() {
        if let Some((count, start)) = fell_as(reading, word, used).filter(|_| before.is_none() && harm != Harm::Both) {
            return Some(found(start..after, harm, count));
        }
        return counted_noun(reading, word, before, after, harm, range, last);
    }
    // «12 إصابة»
    let wounds = word.harm == Harm::Injured && !word.is_verb() && word.mention.clitics == Clitics::default();
    if let Some(q) = number_before(reading, at, used).filter(|q| wounds && q.end == at) {
        return Some(found(q.start..after, harm, q.count));
    }
    // «وقوع إصابتين»
    if word.harm == Harm::Injured && !word.is_verb() && word.mention.number == Number::Dual {
        return Some(found(at..after, harm, Count::exactly(2)));
    }
    // «أودت غارة على البلدة بحياة ثلاثة»
    let lives = (after..(after + 14).min(range.end))
        .take_while(|&t| !reading.is_break(t) || is_comma(reading, t))
        .find(|&t| reading.is_word(t, &["بحياه", "بارواح"]));
    let from = lives.filter(|_| word.harm == Harm::Killed).map_or(after, |t| t + 1);
    // «راح ضحيته ستة أشخاص»
    let second = word.entry.is("completed-by") && reading.is(from, Tag::Trigger) && word.entry.kinds.iter().any(|k| k == reading.word(from));
    // «راح ضحية الهجوم تسعة»
    let act = |t: usize| reading.tagged(t, Tag::Trigger).filter(|(m, e)| m.clitics.article && e.role == Some(Role::Action));
    let from = if second { act(from + 1).map_or(from + 1, |(m, _)| m.end) } else { from };
    let from = if word.is_verb() { object(reading, word, from, range.end) } else { from };
    if let Some((count, stop)) = people::behind(reading, from, range.end) {
        // «استشهد معه ثلاثة», «مقتله مع أربعة آخرين»: he is one more.
        let with = &["معه", "معها", "برفقته", "برفقتها"];
        let his = word.mention.suffixed && !word.is_verb() && reading.is_word(from, &["مع", "برفقه"]) && !reading.word(at).ends_with("هم");
        // «قتل القائد وأصيب معه اثنان»: he is among the dead.
        let apart = |h: &HarmMention| h.harm != harm && h.harm != Harm::Killed;
        let company = (reading.is_word(from, with) || his) && last.is_none_or(apart);
        let count = if company { Count { min: count.min.map(|n| n + 1), max: count.max.map(|n| n + 1) } } else { count };
        return Some(found(at..stop, harm, count));
    }
    // «مدنيين أصيبا»: the verb tells a dual from a plural.
    let dual = behind_subject && word.mention.number == Number::Dual;
    let subject = if dual { Some((Count::exactly(2), subject.map_or(at, |s| s.1))) } else { subject };
    subject.map(|(count, start)| found(start..after, harm, count))
}

/// «سبعة من المهاجمين سقطوا قتلى», «سقط ثلاثة من الجنود صرعى»: as what they fell, and where the words that say so begin.
fn fell_as(reading: &Reading<'_>, word: &Word<'_, '_>, used: usize) -> Option<(Count, usize)> {
    let at = word.mention.start;
    if word.is_singular(reading) || word.mention.clitics != Clitics::default() {
        return None;
    }
    let fell = |t: usize| reading.tagged(t, Tag::Trigger).is_some_and(|(m, e)| e.id == "fall" && m.tense == Tense::Past);
    let before = Some(at.wrapping_sub(1)).filter(|&t| fell(t)).and_then(|verb| people::before(reading, used, verb));
    let mut verbs = (at.saturating_sub(9).max(used)..at).rev().take_while(|&t| !reading.is_break(t)).filter(|&t| fell(t));
    before.or_else(|| verbs.next().and_then(|t| people::behind(reading, t + 1, at)).map(|(count, _)| (count, at)))
}

/// «اغتال مسلحون مجهولون، مساء أمس، شرطيا»: where unknown men did it, whom they killed stands behind them.
fn object(reading: &Reading<'_>, word: &Word<'_, '_>, from: usize, end: usize) -> usize {
    // «اغتال مسلحان يستقلان دراجة عنصرا»: nominative behind a verb that is no passive.
    let men = reading.tagged(from, Tag::People).filter(|(m, e)| e.id.starts_with("fighters") && !m.clitics.article);
    let nominative = reading.word(from).ends_with("ان") || reading.word(from).ends_with("ون");
    if let Some((m, _)) = men.filter(|_| nominative && word.entry.id == "assassinate") {
        let asides = (m.end..(m.end + 12).min(end)).find(|&t| reading.tagged(t, Tag::People).is_some_and(|(_, e)| e.sense.is_none()));
        return asides.unwrap_or(from);
    }
    let unknown = |t: usize| reading.is(t, Tag::UnknownActor);
    let armed = reading.tagged(from, Tag::People).is_some_and(|(m, e)| e.id.starts_with("fighters") && !m.clitics.article);
    let doer = if unknown(from) { Some(from) } else { Some(from + 1).filter(|&t| armed && unknown(t)) };
    let Some(mut at) = doer.map(|t| t + 1) else { return from };
    // An aside tells when.
    if is_comma(reading, at) {
        let close = (at + 1..(at + 8).min(end)).find(|&t| is_comma(reading, t));
        at = close.filter(|&t| reading.any(at + 1..t, Tag::Daypart) || reading.any(at + 1..t, Tag::Weekday)).map_or(at, |t| t + 1);
    }
    at
}

fn is_comma(reading: &Reading<'_>, t: usize) -> bool {
    reading.tokens.get(t).is_some_and(|t| matches!(t.kind, Kind::Mark('،' | ',')))
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
        if let Some((more, stop)) = other_side(reading, after, range.end).filter(|_| !both) {
            return Some(found(q.start..stop, harm, people::add(count, more)));
        }
        return Some(found(q.start..after, harm, count)).filter(|_| !both || !number_after(reading, after, range.end));
    }
    // «بين قتيل وجريح»
    if reading.is_word(at.wrapping_sub(1), &["بين"]) {
        let q = (1..=4).filter_map(|back| number::parse(reading, (at - 1).checked_sub(back)?)).next()?;
        return (q.end < at).then(|| found(q.start..after, Harm::Both, q.count));
    }
    // «حصيلة القتلى إلى 19», «عدد الشهداء 45»
    // «ارتفع عدد قتلى القصف على المدينة أمس من خمسة إلى سبعة»
    let raised = reading.any(at.saturating_sub(4).max(range.start)..at + 1, Tag::Update);
    // «إن عدد شهداء الجريمة التي ارتكبتها الجماعة أمس في الحي بلغ 21»
    let number_of = reading.is_word(at.wrapping_sub(1), &["عدد", "حصيله"]);
    let reach = if raised || number_of { 20 } else { 6 };
    for gap in after..(after + reach).min(range.end) {
        let to = reading.is_word(gap, &["الي", "بلغ", "بلغت", "بلغوا", "ليصبح", "لتصبح", "ليبلغ", "لتبلغ"]);
        let plural = word.mention.clitics.article && !word.is_singular(reading);
        let direct = gap == after && (reading.is_word(at.wrapping_sub(1), &["عدد"]) || plural);
        // «ليصبح عدد ضحايا الغارة على البلدة ستة بعد أن كان خمسة»
        let becomes = |q: &number::Quantity| gap > after && (reading.is_break(q.end) || reading.is(q.end, Tag::Update));
        if (to || direct || raised && number_of)
            && let Some(q) = number::parse(reading, gap + usize::from(to))
            && (to || direct || becomes(&q))
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
        // «شهيد في البلدة الأولى، و…»
        || reading.is_break(at - 1) && reading.is_word(after, &["في"])
        || reading.any(at.saturating_sub(3)..at, Tag::Result)
        || reading.is(at.wrapping_sub(1), Tag::Trigger)
        || word.mention.clitics.and && last.is_some_and(|h| h.tokens.end == at);
    told.then(|| found(at..after, harm, Count::exactly(1)))
}

/// «عشرون قتيلا من المهاجمين وستة من القوات», «أربعة قتلى في صفوفه وثلاثة في صفوف المهاجمين»: as many more, of others.
fn other_side(reading: &Reading<'_>, from: usize, end: usize) -> Option<(Count, usize)> {
    let side = |t: usize| reading.is_word(t, &["من"]) || reading.is_word(t, &["في"]) && reading.word(t + 1).starts_with("صفوف");
    if !side(from) {
        return None;
    }
    let joined = |t: usize| reading.word(t).starts_with('و') && reading.tagged(t, Tag::Number).is_none_or(|(m, _)| m.clitics.and);
    let next = (from + 2..(from + 6).min(end)).take_while(|&t| !reading.is_break(t) && !reading.is(t, Tag::Trigger)).find(|&t| joined(t))?;
    let q = number::parse(reading, next + usize::from(reading.word(next) == "و")).filter(|q| q.end + 1 < end)?;
    side(q.end).then_some((q.count, q.end))
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
    // «أحد الجرحى», «ثلاثة من الضحايا» are some of them, no toll.
    let definite = reading.at(at).iter().any(|m| m.clitics.article);
    let exact = |q: &number::Quantity| q.count.min == q.count.max && q.end < at;
    let one_of = |q: &number::Quantity| definite && (q.count == Count::exactly(1) || exact(q) && reading.is_word(q.end, &["من"]));
    // «ارتفعت إلى 13 حصيلة القتلى», «إلى تسعة تعداد الشهداء»
    let tally = |t: usize| reading.is_word(t, &["حصيله", "عدد", "تعداد"]) && reading.any(at.saturating_sub(6)..t, Tag::Update);
    let between = |t: usize| reading.is(t, Tag::People) || reading.is_word(t, &["من"]) || tally(t);
    starts.filter(|q| !one_of(q)).find(|q| q.end == at || q.end + 1 == at && between(q.end))
}

fn number_after(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    at < end && number::parse(reading, at).is_some() && !reading.is_break(at)
}
