//! Tolls told of one place only.

use crate::frame::Frame;
use crate::frame::group::Context;
use crate::lexicon::Tag;
use crate::mention::harm::HarmMention;
use std::ops::Range;

/// Tolls told of one place only: «بلدة مرتين التي قتل فيها شخصان».
pub fn tie_harm(context: &Context<'_, '_>, frame: &mut Frame<'_>) {
    let r = context.reading;
    for (harm, place) in &mut frame.harms {
        let start = harm.tokens.start;
        // «على حي كرري (6 قتلى)»
        if start > 0 && context.reading.tokens[start - 1].is_mark('(') {
            *place = frame.places.iter().copied().find(|&p| context.exprs[p].tokens.end + 1 == start);
            continue;
        }
        let relative = (start.saturating_sub(3).max(frame.tokens.start)..start)
            .rev()
            .find(|&t| r.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
        let there = (harm.tokens.start..(harm.tokens.end + 3).min(frame.tokens.end)).any(|t| r.is_word(t, &["فيها", "فيه", "بها", "به"]));
        if let Some(relative) = relative.filter(|_| there) {
            *place = frame.places.iter().copied().find(|&p| context.exprs[p].tokens.end == relative);
            continue;
        }
        // «قصف على … والميادين، وأصيب طفل في الميادين», «وفي دارة عزة جُرح خمسة»: its own place, where the act has others.
        if frame.places.len() < 2 {
            continue;
        }
        let open = |range: Range<usize>| range.len() <= 3 && !range.into_iter().any(|t| r.is_break(t));
        let inside = |p: usize| r.is_word(context.exprs[p].tokens.start.wrapping_sub(1), &["في", "ففي"]);
        let last = frame.places[frame.places.len() - 1];
        let behind = inside(last) && harm.tokens.end <= context.exprs[last].tokens.start && open(harm.tokens.end..context.exprs[last].tokens.start);
        let fronted = frame.places.iter().copied().rev().find(|&p| context.exprs[p].tokens.end <= start).filter(|&p| {
            let at = context.exprs[p].tokens.start;
            let joined = inside(p) && (r.word(at - 1) != "في" || at < 2 || r.is_break(at - 2));
            joined && open(context.exprs[p].tokens.end..start)
        });
        *place = if behind { Some(last) } else { fronted };
    }
    // «مقتل طفل وإصابة أربعة في الميادين»: what stands side by side is told of one place.
    let adjacent = |a: &HarmMention, b: &HarmMention| b.tokens.start <= a.tokens.end + 1;
    let harms = &mut frame.harms;
    for i in 1..harms.len() {
        let (tied, with) = (harms[i - 1].1, adjacent(&harms[i - 1].0, &harms[i].0));
        harms[i].1 = harms[i].1.or(tied.filter(|_| with));
    }
    for i in (1..harms.len()).rev() {
        let (tied, with) = (harms[i].1, adjacent(&harms[i - 1].0, &harms[i].0));
        harms[i - 1].1 = harms[i - 1].1.or(tied.filter(|_| with));
    }
}
