//! Did it happen? Negation, threat, plan, drill, denial, total, habit.

mod denied;
mod topic;
mod total;
mod unreal;

pub use denied::{is_authorship, is_negated};
pub use topic::{Document, is_furniture, is_other_topic};

use super::group::Context;
use super::trigger::Trigger;
use crate::event::Method;
use crate::lexicon::{Number, Role, Tag, Tense};
use crate::mention::harm::is_of_span;
use crate::mention::time::Day;
use denied::is_denied;
use std::ops::Range;
use total::is_total;
use unreal::is_unreal;

/// Whether a frame tells something that happened, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reality {
    /// It does.
    Real,
    /// Negated or denied.
    Negated,
    /// Threatened, planned, possible, feared, exercised.
    Unreal,
    /// A running total or a habit.
    Total,
}

/// Did the act of these triggers happen?
pub fn of_frame(context: &Context<'_, '_>, tokens: &Range<usize>, triggers: &[Trigger<'_>], document: &Document) -> Reality {
    let reading = context.reading;
    let sentence = &context.range;
    if topic::drills(reading, sentence.clone()).next().is_some() {
        return Reality::Unreal;
    }
    let dated = context.times.iter().any(|t| matches!(t.day, Day::Date { .. }));
    if document.is_drill && !dated {
        return Reality::Unreal;
    }
    let acts: Vec<&Trigger<'_>> = triggers.iter().filter(|t| !t.is_harm()).collect();
    // «وثقت الفرق مقتل 350 مدنيا منذ انطلاق الحملة»: no act but what a long time took.
    if acts.is_empty() && triggers.iter().all(|t| is_of_span(context.reading, sentence.start, t.tokens.start)) {
        return Reality::Total;
    }
    // «عثرت الشرطة على عبوة ناسفة وفككتها»
    let bombs = |t: &&Trigger<'_>| t.entry.method == Some(Method::Ied) || matches!(t.entry.id.as_str(), "explosion" | "carry-out" | "burn");
    let seized = |arrest: bool| reading.all(sentence.clone(), Tag::Disarmed).any(|(_, e)| e.is("arrest") == arrest);
    if !acts.is_empty() && acts.len() == triggers.len() && acts.iter().all(bombs) && seized(false) {
        return Reality::Unreal;
    }
    // «داهمت القوات البلدة واعتقلت شابين»
    let search = |t: &&Trigger<'_>| t.entry.id == "search";
    // «شنت حملة مداهمات في المدينة»: where nobody was hurt, a search.
    let campaign = |t: &&Trigger<'_>| t.number == Number::Plural || total::is_plural(reading.word(t.tokens.start)) || t.role == Role::Light;
    let searched = |t: &&Trigger<'_>| search(t) || t.role == Role::Light;
    let unharmed = !acts.is_empty() && acts.len() == triggers.len();
    if unharmed && acts.iter().any(search) && acts.iter().all(searched) && (seized(true) || acts.iter().all(campaign)) {
        return Reality::Unreal;
    }
    let mut judged: Vec<Reality> = acts.iter().map(|t| of_trigger(context, tokens, t)).collect();
    // «وُجهت خمسة صواريخ لم يسقط أي منها»: what came of an act that happened.
    if judged.first() == Some(&Reality::Real) {
        for (t, verdict) in acts.iter().zip(&mut judged).skip(1) {
            if is_effect(t) && *verdict == Reality::Negated {
                *verdict = Reality::Real;
            }
        }
    }
    // «استهدفت مقرا يستخدم لمهاجمة القوات»: what something was for says nothing of the act beside it.
    // «لاستهداف الزوار بسيارة مفخخة»: with what is no act beside it.
    let means = |t: &Trigger<'_>| t.clitics.prep == Some('ب') && !t.is_verb();
    if acts.iter().zip(&judged).any(|(t, v)| *v == Reality::Real && t.role != Role::Intercept && !means(t)) {
        let purpose = |t: &Trigger<'_>| t.clitics.prep == Some('ل') && !t.is_verb();
        judged = acts.iter().zip(&judged).filter(|(t, v)| !(**v == Reality::Unreal && purpose(t))).map(|(_, v)| *v).collect();
    }
    for bad in [Reality::Negated, Reality::Unreal, Reality::Total] {
        // One word that did not happen spoils the act that it names with others.
        if judged.contains(&bad) {
            return bad;
        }
    }
    Reality::Real
}

/// A word for what came of an act: it fell, hit, burst.
pub fn is_effect(trigger: &Trigger<'_>) -> bool {
    trigger.is_verb() && matches!(trigger.entry.id.as_str(), "fall" | "struck" | "explosion" | "burn")
}

fn of_trigger(context: &Context<'_, '_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> Reality {
    let at = trigger.tokens.start;
    if trigger.tense == Tense::Future {
        return Reality::Unreal;
    }
    let clause = context.clause_start(at)..at;
    if is_negated(context.reading, &clause, at) || is_denied(context, at) {
        return Reality::Negated;
    }
    if is_unreal(context, &clause, trigger) {
        return Reality::Unreal;
    }
    if is_total(context, tokens, trigger) {
        return Reality::Total;
    }
    Reality::Real
}
