//! What a frame takes over from the frames before it: weapons, and who did it.

use super::answer::Answer;
use super::modality::Reality;
use super::order::clock;
use super::{ActorUse, Frame};
use crate::event::Outcome;
use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;

/// Complete a frame from those told before it.
pub(super) fn inherit<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    weapons(before.last(), frame);
    habit(before.last(), frame);
    same(reading, before, frame);
    list(reading, before, frame);
    counted(reading, before, frame);
    known(reading, before, frame);
}

/// «أُسقطت مسيّرتان …، ثم أُسقطت مثلهما»: what was stopped is what was stopped before.
fn weapons<'a>(before: Option<&Frame<'a>>, frame: &mut Frame<'a>) {
    let stopped = |f: &Frame<'_>| f.outcome == Outcome::Intercepted;
    if let Some(before) = before.filter(|b| b.sentence == frame.sentence && frame.weapons.is_empty() && stopped(frame) && stopped(b)) {
        frame.weapons.clone_from(&before.weapons);
        frame.method = before.method;
    }
}

/// «هجمات متكررة للتنظيم، كان أبرزها الهجوم على القرية»: one act out of a habit is by whose habit it is.
fn habit<'a>(before: Option<&Frame<'a>>, frame: &mut Frame<'a>) {
    let alone = frame.by.is_empty() && frame.triggers.iter().any(|t| t.is_act()) && frame.anaphoric;
    if let Some(before) = before.filter(|b| b.sentence == frame.sentence && b.reality == Reality::Total && alone) {
        frame.by = before.by.iter().map(|u| ActorUse { rule: "habit", ..u.clone() }).collect();
    }
}

/// «ونفذت الطائرات ذاتها غارات»: who did the act before.
fn same<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    let arms = |t: usize| reading.is(t, Tag::Force) || reading.is(t, Tag::Weapon);
    let same = || frame.tokens.clone().skip(1).any(|t| arms(t - 1) && reading.tagged(t, Tag::Same).is_some_and(|(_, e)| !e.is("this")));
    if !frame.by.is_empty() || !same() {
        return;
    }
    if let Some(doers) = before.iter().rfind(|f| !f.by.is_empty()).map(|f| &f.by) {
        frame.by = doers.iter().map(|u| ActorUse { rule: "same-again", ..u.clone() }).collect();
    }
}

/// «نفذت القوات عمليتين: الأولى على حاملة الطائرات، والثانية استهدفت الميناء»: whose the first was.
fn counted<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    let subject = frame.triggers[0].tokens.start.wrapping_sub(1);
    if !frame.by.is_empty() || !reading.is_word(subject, &["الثانيه", "الثالثه", "الرابعه", "الثاني", "الثالث", "الاخري"])
    {
        return;
    }
    if let Some(last) = before.last().filter(|f| f.sentence == frame.sentence) {
        frame.by = last.by.iter().map(|u| ActorUse { rule: "same-again", ..u.clone() }).collect();
    }
}

/// «نفذت الوحدات عملية أمنية. العملية استهدفت مطلوبا»: the operation of the sentence before.
fn known<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
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
fn list<'a>(reading: &Reading<'a>, before: &[Frame<'a>], frame: &mut Frame<'a>) {
    /// Sentences of a list behind its lead.
    const REACH: usize = 60;
    if !frame.by.is_empty() || !frame.has_act() || frame.answer == Answer::Cause || !is_item(reading, frame.sentence) {
        return;
    }
    // «وفي إطار الرد على اعتداء العدو، شن هجوم»: what is answered is of the other side.
    let first = frame.triggers[0].tokens.start;
    if reading.all(first.saturating_sub(3)..first, Tag::Retaliation).any(|(_, e)| e.is("answer")) {
        return;
    }
    let Some(lead) = (frame.sentence.saturating_sub(REACH)..frame.sentence).rev().find(|&s| !is_item(reading, s)) else { return };
    let tokens = reading.sentences[lead].tokens.clone();
    let follows =
        tokens.clone().rev().take(3).any(|t| reading.tokens[t].is_mark(':') || reading.is_word(t, &["الاتي", "الاتيه", "التالي", "التاليه", "يلي"]));
    let doers = before.iter().rfind(|f| f.sentence == lead && !f.by.is_empty()).map(|f| &f.by);
    // «نفذت قواتنا المسلحة العمليات التالية:» names nobody.
    let named = |doers: &&Vec<ActorUse<'_>>| doers.iter().any(|u| !u.entry.is_unnamed());
    if let Some(doers) = doers.filter(|d| follows && named(d)) {
        frame.by = doers.iter().map(|u| ActorUse { rule: "list", ..u.clone() }).collect();
    }
}

/// Does the line of a sentence begin with the mark or the number of a list?
pub fn is_item(reading: &Reading<'_>, sentence: usize) -> bool {
    let paragraph = reading.sentences[sentence].paragraph;
    let line = reading.sentences.partition_point(|s| s.paragraph < paragraph);
    let first = reading.sentences[line].tokens.start;
    let mark = |t: usize, marks: &[char]| reading.tokens.get(t).is_some_and(|t| marks.iter().any(|&m| t.is_mark(m)));
    let counted = reading.tokens.get(first).is_some_and(|t| matches!(t.kind, Kind::Number(_))) && mark(first + 1, &['-', '–', ')', '.', '_']);
    // «ثانياً: …», «العملية الثانية: …»
    let ordinal = |t: usize| reading.is_word(t, &["اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا"]);
    let named = reading.is_word(first, &["العمليه"]) && mark(first + 2, &[':', '،']);
    // «05:40 - …», «20:30 | …», or the hour on a line of its own above.
    let above = line.checked_sub(1).map(|s| &reading.sentences[s].tokens).is_some_and(|t| clock(reading, t.start).is_some() && t.len() <= 4);
    clock(reading, first).is_some()
        || above
        || named
        || ordinal(first) && mark(first + 1, &[':', '-', '،'])
        || counted
        || mark(first, &['-', '–', '—', '•', '*', '▪', '●', '■', '◾', '🔻', '🔺', '🔴', '🔸', '🔹'])
}
