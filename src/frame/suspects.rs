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
        if frames.iter().any(|f| f.sentence == index && f.has_act() && f.reality == Reality::Real) {
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
            let fit = a.entry.nature.as_deref() != Some("none") && !matches!(a.head, Head::Official | Head::Site | Head::Other);
            if fit && (marked(Tag::Blame) || marked(Tag::Claim)) {
                out.push(ActorUse { entry: a.entry, tokens: a.tokens.clone(), status, rule: "blamed-elsewhere" });
            }
        }
    }
    out
}

/// «حمّل المجلس قوات حفتر المسؤولية»: the second party.
fn held_responsible<'a>(reading: &Reading<'a>, range: Range<usize>) -> Option<ActorUse<'a>> {
    let verb = range.clone().find(|&t| reading.is_word(t, &["حمل", "حملت"]))?;
    let responsibility = (verb..range.end).find(|&t| reading.word(t).contains("مسوولي"))?;
    let parties = crate::mention::actor::parse_all(reading, verb..responsibility);
    let accused = parties.get(1).filter(|a| a.entry.nature.as_deref() != Some("none"))?;
    Some(ActorUse { entry: accused.entry, tokens: accused.tokens.clone(), status: Status::Alleged, rule: "blamed-elsewhere" })
}
