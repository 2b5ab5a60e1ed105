//! Who did it and whom it hit.

mod doer;
mod hit;
mod owner;
mod parties;
mod party;
mod said;

use super::ActorUse;
use crate::event::Method;
use crate::frame::Frame;
use crate::frame::group::Context;
use crate::lexicon::{Role, Tag};
use owner::owner_of_pronoun;
use party::{Party, Scored};
use std::ops::Range;

/// Who did it and whom it hit: each party of the stretch is scored for both roles.
pub fn actors<'a>(context: &Context<'_, 'a>, frame: &mut Frame<'a>) {
    let r = context.reading;
    let w = &r.lexicon.weights;
    let inside = context.actors.iter().filter(|m| frame.tokens.contains(&m.tokens.start));
    let mut scored: Vec<Scored<'_, 'a>> = inside.map(|m| Party::new(context, frame, m).scored()).collect();
    share_roles(context, &mut scored);
    if scored.iter().all(|s| s.by < w.threshold_by)
        && let Some(owner) = owner_of_pronoun(context, frame)
    {
        frame.by.push(owner);
    }
    // «الطيران الإسرائيلي … ودمّر دبابات للجيش السوري»: the doer stood before, what follows the verb was hit.
    let doers: Vec<Range<usize>> = scored.iter().filter(|s| s.by >= w.threshold_by).map(|s| s.mention.tokens.clone()).collect();
    for s in scored.iter_mut().filter(|s| s.by_rule == "subject-behind") {
        let start = s.mention.tokens.start;
        // «القسام تقصف تل أبيب»: a capital behind a verb whose doer is told is a place.
        let capital = r.is(start, Tag::Metonym);
        let verb = frame.triggers.iter().rev().find(|t| t.tokens.end <= start && t.is_verb() && t.takes_object() && (t.clitics.and || capital));
        if verb.is_some_and(|t| doers.iter().any(|d| d.end <= t.tokens.start)) {
            (s.by, s.at, s.at_rule) = (0.0, s.at.max(w.at_object), "object");
        }
    }
    // «أسقطت الدفاعات ثلاث مسيّرات»: who stopped it, or tells so, did not send it.
    let stopped = !frame.has_act() && frame.triggers.iter().any(|t| t.role == Role::Intercept);
    for s in scored {
        if stopped && matches!(s.by_rule, "speaker-of-self" | "subject-before" | "subject-behind" | "topic") {
            continue;
        }
        // Non-state groups fly drones, but no warplanes.
        let warplane = frame.method == Method::Airstrike && s.mention.entry.nature.as_deref() == Some("non-state");
        let none = s.mention.entry.nature.as_deref() == Some("none") || warplane;
        let use_of = |rule| ActorUse { entry: s.mention.entry, tokens: s.mention.tokens.clone(), status: s.status, rule };
        if s.by >= w.threshold_by && s.by > s.at && !none {
            frame.by.push(use_of(s.by_rule));
        } else if s.at >= w.threshold_at {
            frame.at.push(use_of(s.at_rule));
        }
    }
}

/// «قوات النظام وروسيا», «أميركي وبريطاني»: what is joined by و shares the role.
fn share_roles(context: &Context<'_, '_>, scored: &mut [Scored<'_, '_>]) {
    let r = context.reading;
    for i in 1..scored.len() {
        let (a, b) = (&scored[i - 1], &scored[i]);
        let start = b.mention.tokens.start;
        let adjective = |t: usize| r.at(t).iter().any(|m| m.adjective);
        // «العدوان الأمريكي البريطاني», «أمريكي - بريطاني»
        let hyphen = start == a.mention.tokens.end + 1 && r.tokens[start - 1].is_mark('-');
        let twin = (hyphen || start == a.mention.tokens.end) && adjective(start) && adjective(a.mention.tokens.end - 1);
        let and = twin || r.at(start).iter().any(|m| m.clitics.and) && start <= a.mention.tokens.end + 1;
        // «النظام و"قسد"»: the mark parts the و from its word.
        let quoted = start == a.mention.tokens.end + 2 && r.word(start - 2) == "و" && r.tokens[start - 1].is_mark('"');
        // «قوات سوريا الديمقراطية "قسد"»: its other name.
        let same = a.mention.entry.id == b.mention.entry.id && start == a.mention.tokens.end + 1 && r.tokens[start - 1].is_mark('"');
        if same || quoted || and && (hyphen || !r.is_break(start.saturating_sub(1))) {
            let (by, by_rule, at, at_rule) = (a.by, a.by_rule, a.at, a.at_rule);
            let b = &mut scored[i];
            (b.by, b.by_rule) = if by > b.by { (by, by_rule) } else { (b.by, b.by_rule) };
            (b.at, b.at_rule) = if at > b.at { (at, at_rule) } else { (b.at, b.at_rule) };
        }
    }
}
