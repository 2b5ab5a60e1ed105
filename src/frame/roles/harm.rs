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
        let open = |range: Range<usize>| range.len() <= 3 && !range.into_iter().any(|t| r.is_break(t));
        let there = (harm.tokens.start..(harm.tokens.end + 3).min(frame.tokens.end)).any(|t| r.is_word(t, &["فيها", "فيه", "بها", "به"]));
        if let Some(relative) = relative.filter(|_| there) {
            *place = frame.places.iter().copied().find(|&p| context.exprs[p].tokens.end == relative);
            continue;
        }
        // «قصف على … والميادين، وأصيب طفل في الميادين», «وفي دارة عزة جُرح خمسة»: its own place, where the act has others.
        if frame.places.len() < 2 {
            continue;
        }
        let before = frame.places.iter().copied().rev().find(|&p| context.exprs[p].tokens.end <= start);
        // «على منزل في القرية قُتل فيه ثلاثة»
        if there && let Some(p) = before.filter(|&p| open(context.exprs[p].tokens.end..start)) {
            *place = Some(p);
            continue;
        }
        let inside = |p: usize| r.is_word(context.exprs[p].tokens.start.wrapping_sub(1), &["في", "ففي"]);
        // «جريحان في البلدة الأولى»; in a list of places it is told of all.
        let listed = |p: usize| {
            frame.places.iter().any(|&q| (0..=1).contains(&(context.exprs[q].tokens.start as isize - context.exprs[p].tokens.end as isize)))
        };
        let next = frame.places.iter().copied().find(|&p| context.exprs[p].tokens.start >= harm.tokens.end);
        let behind = next.filter(|&p| inside(p) && !listed(p) && open(harm.tokens.end..context.exprs[p].tokens.start));
        let fronted = before.filter(|&p| {
            let at = context.exprs[p].tokens.start;
            let joined = inside(p) && (r.word(at - 1) != "في" || at < 2 || r.is_break(at - 2));
            joined && open(context.exprs[p].tokens.end..start)
        });
        *place = behind.or(fronted);
    }
    by_turns(context, frame);
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

/// «على منزل في الأولى فقُتل أربعة، وعلى قرية الثانية حيث لم يصب أحد»: places and tolls by turns.
fn by_turns(context: &Context<'_, '_>, frame: &mut Frame<'_>) {
    let Frame { places, harms, .. } = frame;
    let between = |from: usize, to: usize| {
        let mut stand = places.iter().copied().filter(|&p| (from..to).contains(&context.exprs[p].tokens.start));
        (stand.next(), stand.next())
    };
    let tie = |harms: &mut [(HarmMention, Option<usize>)], turns: Vec<usize>| {
        if turns.windows(2).any(|w| w[0] != w[1]) {
            for ((_, place), turn) in harms.iter_mut().zip(turns) {
                place.get_or_insert(turn);
            }
        }
    };
    // For each toll the one place behind the toll before it; tolls without a place between them share theirs.
    let (mut turns, mut from): (Vec<usize>, usize) = (Vec::new(), 0);
    for (harm, _) in harms.iter() {
        match (between(from, harm.tokens.start), turns.last()) {
            ((Some(p), None), _) => turns.push(p),
            ((None, _), Some(&p)) => turns.push(p),
            _ => break,
        }
        from = harm.tokens.end;
    }
    if turns.len() == harms.len() && between(from, usize::MAX).0.is_none() {
        return tie(harms, turns);
    }
    // «3 في غارة على الأولى و5 في غارة على الثانية»: each toll before its one place.
    let r = context.reading;
    let (mut turns, mut to): (Vec<usize>, usize) = (Vec::new(), usize::MAX);
    for (harm, _) in harms.iter().rev() {
        let open = |p: usize| !(harm.tokens.end..context.exprs[p].tokens.start).any(|t| r.is_break(t));
        match (between(harm.tokens.end, to), turns.last()) {
            ((Some(p), None), _) if open(p) => turns.push(p),
            ((None, _), Some(&p)) if open(p) => turns.push(p),
            _ => return,
        }
        to = harm.tokens.start;
    }
    if between(0, to).0.is_none() {
        turns.reverse();
        tie(harms, turns);
    }
}
