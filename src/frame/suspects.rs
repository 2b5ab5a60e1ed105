//! Parties that a text holds to have done something, in sentences that tell no act of their own.

use super::issuer::issuer;
use super::modality::Reality;
use super::{ActorUse, Frame};
use crate::event::Status;
use crate::lexicon::Tag;
use crate::mention::actor::Head;
use crate::reading::Reading;
use std::ops::Range;

/// Parties that the text blames, or that claim, in sentences without an act of their own: «المتهمة بالوقوف وراء الموجة».
pub fn suspects<'a>(reading: &Reading<'a>, frames: &[Frame<'a>]) -> Vec<ActorUse<'a>> {
    // «78 هجوما شنتها الفصائل»: who does it as a habit.
    let habit = frames.iter().filter(|f| f.reality == Reality::Total).flat_map(|f| &f.by);
    let mut out: Vec<ActorUse<'a>> = habit.map(|u| ActorUse { rule: "habit", ..u.clone() }).collect();
    out.extend(issuer(reading).map(|a| ActorUse { entry: a.entry, tokens: a.tokens, status: Status::Claimed, rule: "issuer" }));
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let range = sentence.tokens.clone();
        if frames.iter().any(|f| f.sentence == index && f.has_act() && !f.anaphoric && f.reality == Reality::Real) {
            continue;
        }
        if let Some(accused) = held_responsible(reading, range.clone()) {
            out.push(accused);
        }
        if !(reading.any(range.clone(), Tag::Blame) || reading.any(range.clone(), Tag::Claim)) {
            continue;
        }
        let denied = reading.any(range.clone(), Tag::UnknownActor) || reading.any(range.clone(), Tag::Denial);
        if denied {
            continue;
        }
        for a in crate::mention::actor::parse_all(reading, range.clone()) {
            let marked = |tag| (a.tokens.start.saturating_sub(3)..(a.tokens.end + 3).min(range.end)).any(|t| reading.is(t, tag));
            let status = if marked(Tag::Claim) { Status::Claimed } else { Status::Alleged };
            // «واتهم رئيس الحكومة فلان الجماعة»: the accuser's name stands between.
            let accuses = |t: usize| is_accusing(reading, t) && a.tokens.start > t + 1;
            let behind = (a.tokens.start.saturating_sub(9).max(range.start)..a.tokens.start).rev().take_while(|&t| !reading.is_break(t));
            let accused = behind.into_iter().find(|&t| accuses(t)).is_some_and(|t| (t + 1..a.tokens.start).all(|x| !reading.is(x, Tag::Actor)));
            let fit = a.entry.nature.as_deref() != Some("none") && !matches!(a.head, Head::Official | Head::Site | Head::Other);
            if fit && (marked(Tag::Blame) || marked(Tag::Claim) || accused) {
                out.push(ActorUse { entry: a.entry, tokens: a.tokens.clone(), status, rule: "blamed-elsewhere" });
            }
        }
    }
    out
}

/// Is it a verb of accusing? Its subject stands right behind it, and is not the accused.
pub fn is_accusing(reading: &Reading<'_>, at: usize) -> bool {
    reading.is_word(at, &["اتهم", "اتهمت", "يتهم", "تتهم"])
}

/// «حمّل المجلس قوات حفتر المسؤولية», «والفصائل تحمّل إسرائيل المسؤولية»: the party right before the word.
fn held_responsible<'a>(reading: &Reading<'a>, range: Range<usize>) -> Option<ActorUse<'a>> {
    let parties = crate::mention::actor::parse_all(reading, range.clone());
    let accused = parties.into_iter().find(|a| a.entry.nature.as_deref() != Some("none") && is_held_responsible(reading, &range, &a.tokens))?;
    Some(ActorUse { entry: accused.entry, tokens: accused.tokens, status: Status::Alleged, rule: "blamed-elsewhere" })
}

/// Does a verb of holding responsible stand before the party, and the word for it right behind?
pub fn is_held_responsible(reading: &Reading<'_>, range: &Range<usize>, party: &Range<usize>) -> bool {
    let holds = |t: usize| reading.is_word(t, &["حمل", "حملت", "حملوا", "يحمل", "تحمل", "محملا", "محمله"]);
    let behind = (party.end..(party.end + 3).min(range.end)).any(|t| reading.word(t).contains("مسوولي"));
    // «حمّلت أنقرة مسؤولية مقتله لتنظيم»: right behind the past verb stands who holds.
    // … and «تحمّل الحكومة مسؤولية القصف لقوات الجيش».
    let given = (party.end..(party.end + 8).min(range.end))
        .any(|t| reading.at(t).iter().any(|m| m.clitics.prep == Some('ل') && matches!(m.tag, Some(Tag::Actor | Tag::Force))));
    let subject = |t: usize| t + 1 == party.start && (given || reading.is_word(t, &["حمل", "حملت"]));
    behind && (party.start.saturating_sub(6).max(range.start)..party.start).any(|t| holds(t) && !subject(t))
}
