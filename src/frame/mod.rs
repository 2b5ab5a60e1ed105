//! Frames: what a sentence says was done, with its roles.
//!
//! A sentence's triggers are grouped into frames, one an act (`group`); each frame owns a stretch of the sentence, and with it the places,
//! times, parties, weapons and tolls that stand there (`roles`).

mod answer;
mod group;
mod headlines;
mod modality;
mod roles;
mod trigger;

pub use answer::{Answer, FRONTED, answers_what_follows};
pub use modality::Reality;
pub use roles::ActorUse;
pub use trigger::Trigger;

use crate::event::{Class, Method, Outcome, Status};
use crate::lexicon::{Entry, Tag};
use crate::mention::actor::Head;
use crate::mention::harm::HarmMention;
use crate::mention::place::PlaceExpr;
use crate::mention::time::TimeExpr;
use crate::reading::Reading;
use crate::resolve::place::Located;
use crate::text::Kind;
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
            inherit_weapons(out.last(), &mut frame);
            inherit_habit(out.last(), &mut frame);
            inherit_same(reading, &out, &mut frame);
            inherit_list(reading, &out, &mut frame);
            inherit_known(reading, &out, &mut frame);
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
    let repelled = frame.triggers.iter().any(|t| t.entry.is("repel"));
    if (repelled || frame.outcome == Outcome::Intercepted) && !flies(frame.method) && frame.has_act() {
        frame.outcome = Outcome::Failed;
        if frame.method == Method::Unknown {
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

/// «أُسقطت مسيّرتان …، ثم أُسقطت مثلهما»: what was stopped is what was stopped before.
fn inherit_weapons<'a>(before: Option<&Frame<'a>>, frame: &mut Frame<'a>) {
    let stopped = |f: &Frame<'_>| f.outcome == Outcome::Intercepted;
    if let Some(before) = before.filter(|b| b.sentence == frame.sentence && frame.weapons.is_empty() && stopped(frame) && stopped(b)) {
        frame.weapons.clone_from(&before.weapons);
        frame.method = before.method;
    }
}

/// «هجمات متكررة للتنظيم، كان أبرزها الهجوم على القرية»: one act out of a habit is by whose habit it is.
fn inherit_habit<'a>(before: Option<&Frame<'a>>, frame: &mut Frame<'a>) {
    let alone = frame.by.is_empty() && frame.triggers.iter().any(|t| t.is_act()) && frame.anaphoric;
    if let Some(before) = before.filter(|b| b.sentence == frame.sentence && b.reality == Reality::Total && alone) {
        frame.by = before.by.iter().map(|u| ActorUse { rule: "habit", ..u.clone() }).collect();
    }
}

/// «ونفذت الطائرات ذاتها غارات»: who did the act before.
fn inherit_same<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    let arms = |t: usize| reading.is(t, Tag::Force) || reading.is(t, Tag::Weapon);
    let same = || frame.tokens.clone().skip(1).any(|t| arms(t - 1) && reading.tagged(t, Tag::Same).is_some_and(|(_, e)| !e.is("this")));
    if !frame.by.is_empty() || !same() {
        return;
    }
    if let Some(doers) = before.iter().rfind(|f| !f.by.is_empty()).map(|f| &f.by) {
        frame.by = doers.iter().map(|u| ActorUse { rule: "same-again", ..u.clone() }).collect();
    }
}

/// «نفذت الوحدات عملية أمنية. العملية استهدفت مطلوبا»: the operation of the sentence before.
fn inherit_known<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    let start = reading.sentences[frame.sentence].tokens.start;
    if !frame.by.is_empty() || !(start..start + 2).any(|t| reading.is_word(t, &["العمليه"])) {
        return;
    }
    if let Some(last) = before.last().filter(|f| f.sentence + 1 == frame.sentence && f.reality == Reality::Real) {
        frame.by = last.by.iter().map(|u| ActorUse { rule: "same-again", ..u.clone() }).collect();
        let own = |u: &ActorUse<'_>| frame.by.iter().any(|b| b.entry.id == u.entry.id);
        frame.at.retain(|u| !own(u));
    }
}

/// «نفذ المقاتلون عمليات على النحو الآتي:», and lines below, each with a mark: who did what the lines tell.
fn inherit_list<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    let item = |paragraph: usize| {
        let first = reading.sentences.iter().find(|s| s.paragraph == paragraph).map_or(0, |s| s.tokens.start);
        let mark = |t: usize, marks: &[char]| reading.tokens.get(t).is_some_and(|t| marks.iter().any(|&m| t.is_mark(m)));
        let counted = matches!(reading.tokens[first].kind, Kind::Number(_)) && mark(first + 1, &['-', '–', ')', '.', '_']);
        counted || mark(first, &['-', '–', '—', '•', '*', '▪', '●'])
    };
    if !frame.by.is_empty() || !frame.has_act() || frame.answer == Answer::Cause || !item(reading.sentences[frame.sentence].paragraph) {
        return;
    }
    // «وفي إطار الرد على اعتداء العدو، شن هجوم»: what is answered is of the other side.
    let first = frame.triggers[0].tokens.start;
    if reading.all(first.saturating_sub(3)..first, Tag::Retaliation).any(|(_, e)| e.is("answer")) {
        return;
    }
    let Some(lead) = (0..frame.sentence).rev().find(|&s| !item(reading.sentences[s].paragraph)) else { return };
    let tokens = reading.sentences[lead].tokens.clone();
    let follows =
        tokens.clone().rev().take(3).any(|t| reading.tokens[t].is_mark(':') || reading.is_word(t, &["الاتي", "الاتيه", "التالي", "التاليه", "يلي"]));
    let doers = before.iter().rfind(|f| f.sentence == lead && !f.by.is_empty()).map(|f| &f.by);
    if let Some(doers) = doers.filter(|_| follows) {
        frame.by = doers.iter().map(|u| ActorUse { rule: "list", ..u.clone() }).collect();
    }
}

/// Parties that the text blames, or that claim, in sentences without an act of their own: «المتهمة بالوقوف وراء الموجة».
pub fn suspects<'a>(reading: &Reading<'a>, frames: &[Frame<'a>]) -> Vec<ActorUse<'a>> {
    // «78 هجوما شنتها الفصائل»: who does it as a habit.
    let habit = frames.iter().filter(|f| f.reality == Reality::Total).flat_map(|f| &f.by);
    let mut out: Vec<ActorUse<'a>> = habit.map(|u| ActorUse { rule: "habit", ..u.clone() }).collect();
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

/// Pages print the title again above the text.
fn is_title_again(reading: &Reading<'_>, sentence: usize) -> bool {
    let words = |s: usize| reading.sentences[s].tokens.clone().map(|t| reading.word(t)).filter(|w| w.chars().any(char::is_alphanumeric));
    sentence <= 6 && words(sentence).eq(words(0))
}
