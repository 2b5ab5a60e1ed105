//! Frames: what a sentence says was done, with its roles.
//!
//! A sentence's triggers are grouped into frames, one an act (`group`); each frame owns a stretch of the sentence, and with it the places,
//! times, parties, weapons and tolls that stand there (`roles`).

mod answer;
mod group;
mod headlines;
mod inherit;
mod issuer;
mod modality;
mod order;
mod roles;
mod suspects;
mod trigger;

pub use answer::{Answer, FRONTED, answers_what_follows};
pub use inherit::is_item;
pub use issuer::{issuer, speaker};
pub use modality::Reality;
pub use order::is_newest_first;
pub use roles::ActorUse;
pub use suspects::{is_accusing, is_held_responsible, suspects};
pub use trigger::Trigger;

use crate::event::{Class, Method, Outcome};
use crate::lexicon::{Entry, Role, Tag};
use crate::mention::harm::HarmMention;
use crate::mention::place::PlaceExpr;
use crate::mention::time::TimeExpr;
use crate::reading::Reading;
use crate::resolve::place::Located;
use std::ops::Range;

/// One act as one sentence tells it.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// Index of the sentence.
    pub sentence: usize,
    /// Its stretch of the sentence.
    pub tokens: Range<usize>,
    /// Its triggers.
    pub triggers: Vec<Trigger<'a>>,
    /// Did it happen?
    pub reality: Reality,
    /// Indices of its places.
    pub places: Vec<usize>,
    /// Indices of places in its stretch that are not where it happened.
    pub elsewhere: Vec<usize>,
    /// Authors.
    pub by: Vec<ActorUse<'a>>,
    /// Those who were hit.
    pub at: Vec<ActorUse<'a>>,
    /// The text says that nobody knows the author.
    pub by_unknown: bool,
    /// Weapons, in order.
    pub weapons: Vec<(Range<usize>, &'a Entry)>,
    /// What was hit.
    pub target_kind: Option<(Range<usize>, &'a Entry)>,
    /// Tolls; those tied to one place carry its index.
    pub harms: Vec<(HarmMention, Option<usize>)>,
    /// Expressions of time, the closest first.
    pub times: Vec<TimeExpr>,
    /// See [`Answer`].
    pub answer: Answer,
    /// What it implies of class.
    pub class: Option<Class>,
    /// Method.
    pub method: Method,
    /// Outcome.
    pub outcome: Outcome,
    /// It speaks of an act as known: «الهجوم», «هذه الضربات».
    pub anaphoric: bool,
    /// The sentence is the document's title.
    pub title: bool,
}

impl Frame<'_> {
    /// Has it a trigger that is an act, not only harm or an interception?
    pub fn has_act(&self) -> bool {
        self.triggers.iter().any(|t| t.is_act())
    }
}

/// All frames of a document.
pub fn frames<'a>(reading: &Reading<'a>, exprs: &[PlaceExpr<'a>], located: &[Located]) -> Vec<Frame<'a>> {
    let mut out = Vec::new();
    let document = modality::Document::new(reading);
    if document.is_other_topic {
        return out;
    }
    let others = headlines::of_others(reading);
    let mut next_expr = 0;
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let range = sentence.tokens.clone();
        while next_expr < exprs.len() && exprs[next_expr].tokens.start < range.start {
            next_expr += 1;
        }
        if others[sentence.paragraph] || modality::is_furniture(reading, range.clone()) || modality::is_other_topic(reading, range.clone()) {
            continue;
        }
        let mut triggers = trigger::collect(reading, range.clone());
        if triggers.is_empty() {
            triggers.extend(trigger::unharmed(reading, range.clone()));
        }
        if triggers.is_empty() {
            // «… ولم تعلن أي جهة مسؤوليتها»
            let unclaimed =
                reading.any(range.clone(), Tag::UnknownActor) && reading.all(range.clone(), Tag::UnknownActor).any(|(m, _)| m.end - m.start >= 3);
            if let Some(before) = out.last_mut().filter(|f: &&mut Frame<'_>| unclaimed && f.sentence + 1 == index && f.by.is_empty()) {
                before.by_unknown = true;
            }
            continue;
        }
        let end = exprs[next_expr..].iter().position(|e| e.tokens.start >= range.end).map_or(exprs.len(), |n| next_expr + n);
        let places: Vec<usize> = (next_expr..end).filter(|&i| located[i].accepted).collect();
        let context = group::Context {
            reading,
            exprs,
            places: &places,
            times: times_outside_places(reading, exprs, &places, range.clone()),
            actors: crate::mention::actor::parse_all(reading, range.clone()),
            range: range.clone(),
        };
        let harms = crate::mention::harm::parse_all(reading, range);
        for (tokens, triggers, answer) in group::frames(&context, triggers) {
            let mut frame = build(&context, located, &harms, index, tokens, triggers, answer, &document);
            inherit::inherit(reading, &out, &mut frame);
            out.push(frame);
        }
    }
    out
}

#[allow(clippy::too_many_arguments)]
fn build<'a>(
    context: &group::Context<'_, 'a>,
    located: &[Located],
    harms: &[HarmMention],
    sentence: usize,
    tokens: Range<usize>,
    triggers: Vec<Trigger<'a>>,
    answer: Answer,
    document: &modality::Document,
) -> Frame<'a> {
    let reading = context.reading;
    let inside = |r: &Range<usize>| tokens.start <= r.start && r.start < tokens.end;
    let reality = modality::of_frame(context, &tokens, &triggers, document);
    let weapons: Vec<_> = reading.all(tokens.clone(), Tag::Weapon).map(|(m, e)| (m.start..m.end, e)).collect();
    let mut frame = Frame {
        sentence,
        reality,
        places: Vec::new(),
        elsewhere: Vec::new(),
        by: Vec::new(),
        at: Vec::new(),
        by_unknown: reading.any(tokens.clone(), Tag::UnknownActor),
        target_kind: roles::target_kind(reading, &tokens, &triggers),
        harms: harms.iter().filter(|h| inside(&h.tokens)).map(|h| (h.clone(), None)).collect(),
        times: roles::times(context, &tokens, &triggers),
        answer,
        class: triggers.iter().find_map(|t| t.entry.class),
        method: roles::method(reading, &triggers, &weapons),
        outcome: roles::outcome(reading, &tokens, &triggers),
        anaphoric: roles::is_anaphoric(reading, &triggers),
        title: sentence == 0 || is_title_again(reading, sentence),
        weapons,
        tokens,
        triggers,
    };
    // A repelled assault failed; only what flies is intercepted.
    let flies = |m: Method| matches!(m, Method::Airstrike | Method::Drone | Method::Missile | Method::Rocket | Method::Naval);
    let repels = |t: &Trigger<'_>| t.entry.is("repel") || t.role == Role::Intercept && matches!(frame.method, Method::Ground | Method::Shooting);
    // «صدّاه»: the assault told before.
    let known = |t: &Trigger<'_>| frame.has_act() || t.suffixed;
    let repelled = frame.triggers.iter().any(|t| repels(t) && known(t));
    if (repelled || frame.outcome == Outcome::Intercepted && frame.has_act()) && !flies(frame.method) {
        // «تتصدى لعدوان على المطار» says nothing of how.
        let general = frame.triggers.iter().any(|t| t.entry.id == "advance");
        if !(general && frame.method == Method::Unknown) {
            frame.outcome = Outcome::Failed;
        }
        if frame.method == Method::Unknown && !general {
            frame.method = Method::Ground;
        }
    }
    roles::places(context, located, &mut frame);
    roles::actors(context, &mut frame);
    roles::tie_harm(context, &mut frame);
    frame
}

/// The expressions of time of a sentence; «خميس مشيط» holds none.
fn times_outside_places(reading: &Reading<'_>, exprs: &[PlaceExpr<'_>], places: &[usize], range: Range<usize>) -> Vec<TimeExpr> {
    let mut times = crate::mention::time::parse_all(reading, range);
    times.retain(|t| !places.iter().any(|&p| exprs[p].name.start <= t.tokens.start && t.tokens.end <= exprs[p].name.end));
    times
}

/// Pages print the title again above the text.
fn is_title_again(reading: &Reading<'_>, sentence: usize) -> bool {
    let words = |s: usize| reading.sentences[s].tokens.clone().map(|t| reading.word(t)).filter(|w| w.chars().any(char::is_alphanumeric));
    sentence <= 6 && words(sentence).eq(words(0))
}
