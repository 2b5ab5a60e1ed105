//! Numbers in digits and words, with what bounds them: «أكثر من ثلاثين», «6 أو 7», «عشرات».

use crate::event::Count;
use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// What it says.
    pub count: Count,
    /// First token, bounding words included.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
}

/// The number that starts at `token`, with the bounding word before it or at it.
pub fn parse(reading: &Reading<'_>, token: usize) -> Option<Quantity> {
    if let Some((m, e)) = reading.tagged(token, Tag::Quantity) {
        let count = Count { min: e.value.map(|v| v as u32), max: e.upto.map(|v| v as u32) };
        return Some(Quantity { count, start: token, end: m.end });
    }
    if let Some((m, _)) = reading.tagged(token, Tag::Bound) {
        return parse(reading, m.end).map(|q| Quantity { start: token, ..q });
    }
    let (value, mut end) = plain(reading, token)?;
    let mut count = Count::exactly(value);
    // «6 أو 7», «6 - 7», «بين 6 و7»
    let between = token > 0 && reading.is_word(token - 1, &["بين"]);
    let or = reading.is_word(end, &["او"]);
    let dash = reading.tokens.get(end).is_some_and(|t| t.is_mark('-') && t.glued);
    let next = if or || dash { end + 1 } else { end };
    if (or || dash || between && reading.word(next).starts_with('و'))
        && let Some((high, after)) = plain(reading, next + usize::from(between && reading.word(next) == "و"))
        && high > value
    {
        count.max = Some(high);
        end = after;
    }
    let mut start = token;
    // A bound before: «ما لا يقل عن», «نحو»; it must touch the number.
    for back in 1..=5.min(token) {
        if let Some((m, e)) = reading.tagged(token - back, Tag::Bound)
            && m.end == token
        {
            apply(&mut count, e.sense.as_deref());
            start = token - back;
            break;
        }
    }
    Some(Quantity { count, start, end })
}

/// Apply a bounding word that stands behind the counted noun («ثلاثة قتلى على الأقل»).
pub fn bound_after(reading: &Reading<'_>, token: usize, count: &mut Count) {
    if let Some((_, e)) = reading.tagged(token, Tag::Bound)
        && reading.is_word(token, &["علي"])
    {
        apply(count, e.sense.as_deref());
    }
}

fn apply(count: &mut Count, sense: Option<&str>) {
    match sense {
        Some("min") => count.max = None,
        Some("max") => count.min = None,
        _ => {}
    }
}

/// The first word of «الثامن عشر», «الثامنة عشرة».
const ORDINALS: &[&str] = &[
    "الحادي",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "الحاديه",
    "الثانيه",
    "الثالثه",
    "الرابعه",
    "الخامسه",
    "السادسه",
    "السابعه",
    "الثامنه",
    "التاسعه",
];

/// A number without bounds.
fn plain(reading: &Reading<'_>, token: usize) -> Option<(u32, usize)> {
    let (mut value, mut end) = part(reading, token)?;
    loop {
        let joined = reading.tokens.get(end).is_some_and(|t| t.kind == Kind::Word) && {
            let and = reading.tagged(end, Tag::Number).is_some_and(|(m, _)| m.clitics.and);
            and || reading.word(end) == "و" && matches!(reading.tokens.get(end + 1).map(|t| t.kind), Some(Kind::Number(_)))
        };
        let next = part(reading, end);
        match next {
            // ثلاث عشرة
            Some((10, after)) if value < 10 && !joined && matches!(reading.tokens[end].kind, Kind::Word) => {
                value += 10;
                end = after;
            }
            // ثلاثة آلاف, 15 ألف
            Some((1000, after)) if !joined => {
                value = value.saturating_mul(1000);
                end = after;
            }
            // ثلاثة وأربعين, مئة وعشرين
            Some((more, after)) if joined && (value < 10 && (20..100).contains(&more) || value >= 100 && more < value) => {
                value += more;
                end = after;
            }
            _ => return Some((value, end)),
        }
    }
}

fn part(reading: &Reading<'_>, token: usize) -> Option<(u32, usize)> {
    // «الثامن عشر» is no number of people.
    if token > 0 && reading.is_word(token, &["عشر", "عشره"]) && reading.is_word(token - 1, ORDINALS) {
        return None;
    }
    match reading.tokens.get(token)?.kind {
        Kind::Number(n) => Some((u32::try_from(n).ok()?, token + 1)),
        Kind::Word => {
            let (m, e) = reading.tagged(token, Tag::Number)?;
            Some((u32::try_from(e.value?).ok()?, m.end))
        }
        _ => None,
    }
}
