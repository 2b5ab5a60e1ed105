//! «لم تسفر الغارة عن إصابات», «دون أن يوقعوا أي إصابة»: a negation and, some words behind it, the harm that did not happen.

use crate::lexicon::{EntryId, Number, Role, Tag, Tense};
use crate::reading::Reading;

/// How many tokens may stand between the negation and the harm.
const REACH: usize = 7;

/// The words of harm that a negation voids, each with the row that says so.
pub fn find(reading: &Reading<'_>) -> Vec<(usize, EntryId)> {
    let mut out: Vec<(usize, EntryId)> = Vec::new();
    for (m, _) in reading.all(0..reading.tokens.len(), Tag::Negation) {
        let close = (m.end..(m.end + REACH).min(reading.tokens.len()))
            .take_while(|&t| !stops(reading, t))
            .find_map(|t| voided(reading, t).map(|row| (t, row)));
        let found = close.or_else(|| of_result(reading, m.end)).or_else(|| of_nobody(reading, m.start, m.end));
        if let Some((token, row)) = found
            && let Some(id) = reading.lexicon.id(Tag::NoHarm, row)
        {
            out.push((token, id));
        }
    }
    out
}

/// «لم تسفر الغارة التي شنتها الطائرات على البلدة عن إصابات»: a negated result reaches to its «عن», whatever stands between.
fn of_result(reading: &Reading<'_>, verb: usize) -> Option<(usize, &'static str)> {
    const FAR: usize = 20;
    reading.tagged(verb, Tag::Result)?;
    let clause = (verb + 1..(verb + FAR).min(reading.tokens.len())).take_while(|&t| !reading.is_break(t));
    let of = clause.into_iter().find(|&t| reading.word(t) == "عن")?;
    let harm = of + 1 + usize::from(reading.is_word(of + 1, &["اي", "ايه"]));
    voided(reading, harm).map(|row| (harm, row))
}

/// «لم يجرح أحد», «دون أن تتضرر أو يصاب أحد», «أحدا من أفرادها لم يصب»: a verb of harm, and nobody whom it befell.
fn of_nobody(reading: &Reading<'_>, negation: usize, from: usize) -> Option<(usize, &'static str)> {
    const NEAR: usize = 6;
    let mut clause = (from..(from + NEAR).min(reading.tokens.len())).take_while(|&t| !reading.is_break(t));
    let (at, row) = clause.find_map(|t| harms(reading, t).map(|row| (t, row)))?;
    let anyone = |t: usize| reading.is_word(t, &["احد", "احدا"]);
    let behind = (at + 1..at + 4).take_while(|&t| !reading.is_break(t)).any(anyone);
    let before = at == from && (negation.saturating_sub(NEAR)..negation).rev().take_while(|&t| !reading.is_break(t)).any(anyone);
    (behind || before).then_some((at, row))
}

/// The row of [`Tag::NoHarm`] for a verb of killing, wounding or striking («دون أن تصيب أحدا»; «لم يصب», whose jussive no row has).
pub(super) fn harms(reading: &Reading<'_>, t: usize) -> Option<&'static str> {
    if reading.is_word(t, &["يصب", "تصب"]) {
        return Some("no-harm");
    }
    let (m, e) = reading.tagged(t, Tag::Trigger)?;
    match e.role {
        _ if m.tense == Tense::None => None,
        Some(Role::Kill) => Some("nobody-killed"),
        Some(Role::Injure) => Some("no-harm"),
        _ => (e.id == "struck").then_some("no-harm"),
    }
}

/// Does the negation not reach beyond this token?
fn stops(reading: &Reading<'_>, t: usize) -> bool {
    let counted = |tag| reading.is(t, tag);
    reading.is_break(t)
        || counted(Tag::Veil)
        || counted(Tag::UnknownHarm)
        || counted(Tag::NoHarm)
        || counted(Tag::Quantity)
        || counted(Tag::Bound)
        || counted(Tag::Update)
        || super::number::parse(reading, t).is_some()
        // «لم يمض شهر على الغارة التي أوقعت جرحى»
        || reading.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative"))
}

/// The row of [`Tag::NoHarm`] for a word of harm: several («إصابات», «قتلى»), or one behind «أي».
fn voided(reading: &Reading<'_>, t: usize) -> Option<&'static str> {
    // «دون وقوع خسائر», but «دون خسائر مادية» says nothing of people.
    let losses = reading.tagged(t, Tag::Loss).filter(|(m, _)| !reading.word(m.end).starts_with("مادي") && !m.clitics.article);
    if losses.is_some() {
        return Some("no-harm");
    }
    let (m, e) = reading.tagged(t, Tag::Trigger)?;
    let any = reading.is_word(t.wrapping_sub(1), &["اي", "ايه"]);
    let several = e.is("count-noun") && m.number != Number::Dual && !super::harm::is_singular(reading, m, e);
    let harm = matches!(e.role, Some(Role::Kill | Role::Injure)) && m.tense == Tense::None;
    // «عدم وجود مصابين آخرين»
    let others = reading.word(m.end).starts_with("اخر");
    if !harm || others || m.clitics.article || m.suffixed || !(several || any) {
        return None;
    }
    let dead = e.role == Some(Role::Kill) && reading.word(t) != "ضحايا";
    Some(if dead { "nobody-killed" } else { "no-harm" })
}
