//! Tolls: who was killed and wounded, as each phrase says it.

use super::{number, people};
use crate::event::Count;
use crate::lexicon::{Entry, Number, Role, Tag, Tense};
use crate::matcher::{Item, Mention};
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
        let elsewhere = || is_part(reading, at) || reading.is(at, Tag::UnknownHarm) || is_of_span(reading, range.start, at);
        if let Some(again) = restated(reading, at, out.last()) {
            if !elsewhere() {
                used = again.tokens.end;
                out.push(again);
            }
            continue;
        }
        let Some(word) = Word::at(reading, at).filter(|_| !elsewhere()) else { continue };
        if let Some(found) = toll(reading, &word, used, &range, out.last()) {
            used = used.max(found.tokens.end);
            if found.harm == Harm::Both {
                out.retain(|h| h.tokens.start < found.tokens.start);
            }
            out.push(found);
        } else if let Some(found) = of_pronoun(reading, &word) {
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

/// A word of harm in the text.
struct Word<'r, 'a> {
    mention: &'r Mention,
    entry: &'a Entry,
    harm: Harm,
}

impl<'r, 'a> Word<'r, 'a> {
    fn at(reading: &'r Reading<'a>, at: usize) -> Option<Word<'r, 'a>> {
        reading.tagged(at, Tag::Trigger)?;
        reading.at(at).iter().find_map(|mention| {
            let Item::Word(e) = mention.item else { return None };
            let entry = reading.lexicon.entry(e);
            let harm = match entry.role {
                Some(Role::Kill) if reading.completes(mention) => Harm::Killed,
                Some(Role::Injure) => Harm::Injured,
                _ if entry.id == "assassinate" => Harm::Killed,
                // «أصاب سبعة من رفاقه»
                _ if entry.id == "struck" && people_follow(reading, mention.end) => Harm::Injured,
                _ => return None,
            };
            Some(Word { mention, entry, harm })
        })
    }

    fn counts(&self) -> bool {
        self.entry.is("count-noun")
    }

    fn is_verb(&self) -> bool {
        self.mention.tense != Tense::None
    }

    fn is_singular(&self, reading: &Reading<'_>) -> bool {
        is_singular(reading, self.mention, self.entry)
    }
}

/// «قتيل», «جريحا»: one; «قتلى» and «جرحى» are several.
pub(super) fn is_singular(reading: &Reading<'_>, mention: &Mention, entry: &Entry) -> bool {
    mention.number == Number::Unmarked && entry.singulars.iter().any(|n| bare_equals(reading, mention.start, n))
}

/// Do people follow who were struck: «أصاب سبعة من رفاقه», «أصابت طفلا»?
pub fn people_follow(reading: &Reading<'_>, at: usize) -> bool {
    number::parse(reading, at).is_some_and(|q| {
        reading.is(q.end, Tag::People)
            || reading.is_word(q.end, &["من"])
            || reading.is_break(q.end)
            || reading.tagged(at, Tag::Number).is_some_and(|(_, e)| e.value == Some(2))
    }) || reading.tagged(at, Tag::People).is_some_and(|(m, e)| e.sense.is_none() && !m.clitics.and)
}

fn toll(reading: &Reading<'_>, word: &Word<'_, '_>, used: usize, range: &Range<usize>, last: Option<&HarmMention>) -> Option<HarmMention> {
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
    let first = (range.start..at).all(|t| matches!(reading.tokens[t].kind, crate::text::Kind::Mark(_)));
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

/// «ما أدى إلى مقتله»: one whom the text has named.
fn of_pronoun(reading: &Reading<'_>, word: &Word<'_, '_>) -> Option<HarmMention> {
    let m = word.mention;
    // «فأردياهما»
    if word.is_verb() && word.entry.id == "kill" && reading.word(m.start).ends_with("هما") {
        return Some(found(m.start..m.end, word.harm, Count::exactly(2)));
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

/// «ثم قالت إن عددهم 14», «العدد لا يقل عن 70», «… وفق الوزارة، و11 وفق المرصد»: another count of the same toll.
fn restated(reading: &Reading<'_>, at: usize, last: Option<&HarmMention>) -> Option<HarmMention> {
    let last = last.filter(|h| h.count != Count::exactly(0))?;
    if reading.tagged(at, Tag::Update).is_some_and(|(_, e)| e.is("count")) {
        let q = (at + 1..at + 4).take_while(|&t| !reading.is_break(t)).find_map(|t| number::parse(reading, t))?;
        return Some(found(at..q.end, last.harm, q.count));
    }
    // «صححت الرقم إلى 84 ثم إلى 94»
    if reading.is_word(at, &["ثم"]) && reading.is_word(at + 1, &["الي"]) {
        let q = number::parse(reading, at + 2)?;
        return Some(found(at..q.end, last.harm, q.count));
    }
    let joined = reading.word(at).starts_with('و') && last.tokens.end < at;
    let start = at + usize::from(reading.word(at) == "و");
    let q = number::parse(reading, start).filter(|q| joined && reading.is(q.end, Tag::Speech))?;
    Some(found(at..q.end, last.harm, q.count))
}

fn found(tokens: Range<usize>, harm: Harm, count: Count) -> HarmMention {
    let count = if harm == Harm::Both { Count { min: Some(0), max: count.max.or(count.min) } } else { count };
    HarmMention { tokens, harm, count }
}

fn bare_equals(reading: &Reading<'_>, at: usize, folded: &str) -> bool {
    let w = reading.word(at);
    let w = w.strip_prefix('و').filter(|_| !folded.starts_with('و')).unwrap_or(w);
    w == folded || w.strip_suffix('ا') == Some(folded)
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

/// Does the statement sum up a span: «منذ مطلع العام … مقتل 33 مدنيا»?
fn is_of_span(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    let near = from.max(at.saturating_sub(24))..at;
    // «قتلت 63 طفلا خلال خمسة أشهر»
    let during = |t: usize| {
        let long = |q: number::Quantity| reading.tagged(q.end, Tag::Measure).is_some_and(|(_, e)| e.is("long"));
        reading.is_word(t, &["خلال"]) && number::parse(reading, t + 1).is_some_and(long)
    };
    if (near.start..(at + 9).min(reading.tokens.len())).take_while(|&t| t < at || !reading.is_break(t)).any(during) {
        return true;
    }
    // «حصيلة العدوان منذ يوم الجمعة 43 شهيدا»
    let tally = near.clone().any(|t| reading.tagged(t, Tag::Update).is_some_and(|(_, e)| e.is("tally")));
    if tally && near.clone().any(|t| reading.is_word(t, &["منذ"]) && (t + 1..t + 4).any(|x| reading.is(x, Tag::Weekday))) {
        return true;
    }
    near.clone().any(|t| {
        reading.is_word(t, &["منذ"])
            && (reading.tagged(t, Tag::Total).is_some() || (t + 1..t + 4).any(|x| reading.is(x, Tag::Month)))
            && !(t.saturating_sub(3)..t).any(|x| reading.is_word(x, &["للمره"]))
    })
}

/// Is the statement a part of a larger toll («بينهم ثلاثة قتلى»)? «بينهم طفل وأصيب خمسة» tells another.
fn is_part(reading: &Reading<'_>, at: usize) -> bool {
    let another = reading.tagged(at, Tag::Trigger).is_some_and(|(m, e)| m.clitics.and && !e.is("count-noun"));
    !another && (at.saturating_sub(3)..at).any(|t| reading.is(t, Tag::Part))
}
