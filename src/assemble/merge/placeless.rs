//! Acts told without a place: which event they speak of, or where they stand.

use super::Proto;
use super::absorb::donate;
use super::agree::{agree, stops};
use super::same::{near, same_place};
use crate::assemble::Story;
use crate::assemble::proto::{DayBasis, can_host, is_act};
use crate::event::{GeoPrecision, Method};
use crate::frame::Answer;
use crate::lexicon::Entry;

/// The events that a frame without a place speaks of: those of the closest frame told before it, else after it.
pub(super) fn antecedents(story: &Story<'_, '_>, events: &[Proto<'_>], p: &Proto<'_>) -> Vec<usize> {
    let here = p.frames[0];
    let frame = &story.frames[here];
    let fits = |e: &Proto<'_>| agree(story, e, p) && !stops(e, p);
    // What the same sentence tells is closer than what another does, and what was told before than what comes later.
    let apart = |f: usize| match story.frames[f].sentence.cmp(&frame.sentence) {
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Less => 4,
        std::cmp::Ordering::Greater => 9,
    };
    // What another act answered is only recalled there: a toll without an act goes on with the answer.
    let told = |f: &&usize| story.frames[**f].answer != Answer::Cause || frame.has_act();
    let distance = |e: &Proto<'_>| {
        let of = |f: &usize| f.abs_diff(here) * 2 + apart(*f);
        let near = e.frames.iter().filter(told).map(of).min();
        let near = near.or_else(|| e.frames.iter().map(of).min());
        // «ثلاث ضربات على الجبال بعد يوم من الهجوم …. وأسفرت الضربات»: called by the same word.
        let called = |f: &usize| *f < here && apart(*f) == 4 && same_word(story, *f, here);
        let alike = if e.frames.iter().any(called) { 3 } else { 0 };
        near.map_or(usize::MAX, |n| n.saturating_sub(alike))
    };
    let candidates: Vec<usize> = (0..events.len()).filter(|&i| fits(&events[i])).collect();
    let Some(best) = candidates.iter().map(|&i| distance(&events[i])).min() else { return Vec::new() };
    let told_before = |i: usize| events[i].frames.iter().any(|f| *f < here);
    // A new act, told as new, is not the one before only because nothing contradicts.
    // «هجوم على القرية …، ودارت اشتباكات قتل فيها خمسة»: the same sentence goes on to its toll.
    let here_before = |e: &Proto<'_>| e.frames.iter().any(|&f| f < here && story.frames[f].sentence == frame.sentence);
    let goes_on = !p.has_author() && !p.tolls.is_empty() && candidates.iter().any(|&i| here_before(&events[i]));
    let independent = !p.anaphoric && !p.title && !goes_on && is_act(frame);
    if independent && !candidates.iter().any(|&i| told_before(i) && shares(&events[i], p)) {
        let after = candidates.iter().any(|&i| events[i].frames[0] > here && shares(&events[i], p));
        if !after {
            return Vec::new();
        }
    }
    candidates.into_iter().filter(|&i| distance(&events[i]) == best).collect()
}

/// Does a frame that speaks of a known act call it by the noun of the other frame?
fn same_word(story: &Story<'_, '_>, told: usize, known: usize) -> bool {
    let acts = |f: usize| story.frames[f].triggers.iter().filter(|t| t.is_act() && !t.is_verb());
    let alike = |a: &Entry, b: &Entry| a.id == b.id || a.class.is_some() && a.class == b.class;
    acts(known).next().is_some_and(|t| t.clitics.article && acts(told).any(|o| alike(o.entry, t.entry)))
}

/// Do two accounts share an author, or a method and a day that is told?
fn shares(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let method = a.method == b.method && a.method != Method::Unknown;
    share_author(a, b) || method && (b.by.is_empty() || a.by.is_empty())
}

/// Acts without a place: one that the document names near them is theirs; of a document without any event they stand unplaced.
pub(super) fn house<'a>(story: &Story<'_, 'a>, events: &mut Vec<Proto<'a>>, homeless: Vec<Proto<'a>>) {
    let none_yet = events.is_empty();
    for mut p in homeless {
        let frame = &story.frames[p.frames[0]];
        if !is_act(frame) || p.basis == DayBasis::Vague {
            continue;
        }
        let stands = p.has_author() && !p.anaphoric && !p.title;
        // «إن الضربات أضعفت الجماعة»: of acts that are only spoken of, nothing tells when or where they were.
        if p.anaphoric && p.tolls.is_empty() && p.basis <= DayBasis::Publication {
            continue;
        }
        // «تلقى الدينار ضربة»: nothing tells how, by whom, when or with what outcome.
        let told = p.method != Method::Unknown || p.has_author() || !p.tolls.is_empty() || p.basis == DayBasis::Told || !p.at.is_empty();
        if !none_yet && !stands || !told {
            continue;
        }
        let place = nearest_place(story, frame.sentence);
        if let Some(place) = place {
            p.place = Some(place);
            let twin = events.iter().rposition(|e| (same_place(story, e, &p) || near(story, e, &p)) && agree(story, e, &p));
            match twin {
                Some(at) => donate(&mut events[at], &p),
                None if none_yet => events.push(p),
                // «أربعة انفجارات في المطار. مصادر قالت إن مسيّرات قصفت مدرجه»
                // … but no act where one of another party was told.
                None if is_beside(story, place, frame.sentence)
                    && !events.iter().any(|e| e.has_author() && !share_author(e, &p) && same_place(story, e, &p)) =>
                {
                    events.push(p);
                }
                None => {}
            }
        } else if none_yet {
            match events.iter_mut().find(|e| agree(story, e, &p)) {
                Some(e) => donate(e, &p),
                None => events.push(p),
            }
        }
    }
}

/// Is a party among the authors of both?
fn share_author(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    a.by.iter().any(|u| b.by.iter().any(|v| u.entry.id == v.entry.id))
}

/// Is it an exact place that the sentence before names?
fn is_beside(story: &Story<'_, '_>, place: usize, sentence: usize) -> bool {
    let exact = matches!(story.located[place].precision, GeoPrecision::Site | GeoPrecision::Settlement);
    let told = story.reading.sentence_of(story.exprs[place].tokens.start);
    exact && can_host(story, place) && told <= sentence && sentence - told <= 1
}

/// The finest place within two sentences of one, the closest first; else the dateline.
fn nearest_place(story: &Story<'_, '_>, sentence: usize) -> Option<usize> {
    let of = |i: usize| story.reading.sentence_of(story.exprs[i].tokens.start);
    let hosts: Vec<usize> = (0..story.exprs.len())
        .filter(|&i| story.located[i].accepted && story.located[i].point.is_some() && story.located[i].part_of.is_none())
        .collect();
    let rank = |&i: &usize| {
        let coarse = match story.located[i].precision {
            GeoPrecision::Country => 4,
            GeoPrecision::Admin1 => 2,
            GeoPrecision::Admin2 => 1,
            _ => 0,
        };
        let role = if can_host(story, i) { 0 } else { 3 };
        (coarse + role + of(i).abs_diff(sentence).min(6), i)
    };
    hosts.into_iter().min_by_key(rank)
}
