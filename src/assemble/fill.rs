//! What is told once holds for the others: authors, targets, methods of one story.

use super::Story;
use super::proto::Proto;
use crate::event::{Method, Status};
use crate::frame::ActorUse;
use crate::lexicon::Tag;

/// Fill what an account leaves out from its neighbours, where the text leaves no other reading.
pub fn fill<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    in_country(story, events);
    targets_of_answers(events);
    authors(story, events);
    implied(story, events);
    targets(story, events);
}

/// «الجيش», «التحالف», «المقاومة» mean whom they mean in the country where it happened.
fn in_country<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    let main = main_country(story);
    for e in events {
        let Some(country) = country(story, e).or(main) else { continue };
        for uses in [&mut e.by, &mut e.at] {
            for u in uses.iter_mut() {
                if let Some(entry) = u.entry.in_country(country).and_then(|id| lexicon.find(id)) {
                    u.entry = entry;
                }
            }
        }
        // One party cannot be both by this; the author stands.
        let by: Vec<&str> = e.by.iter().map(|u| u.entry.id.as_str()).collect();
        e.at.retain(|u| !by.contains(&u.entry.id.as_str()));
    }
}

fn country<'s>(story: &Story<'s, '_>, e: &Proto<'_>) -> Option<&'s str> {
    let place = story.located[e.place?].place?;
    Some(story.gazetteer.place(place).country.as_str()).filter(|c| !c.is_empty())
}

/// The country of most of a document's places.
fn main_country<'s>(story: &Story<'s, '_>) -> Option<&'s str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for place in story.located.iter().filter(|l| l.accepted).filter_map(|l| l.place) {
        let country = story.gazetteer.place(place).country.as_str();
        match counts.iter_mut().find(|(c, _)| *c == country) {
            Some((_, n)) => *n += 1,
            None => counts.push((country, 1)),
        }
    }
    counts.into_iter().filter(|(c, _)| !c.is_empty()).max_by_key(|(_, n)| *n).map(|(c, _)| c)
}

/// The author whom theatre and method leave no doubt about.
fn implied<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    for e in events.iter_mut().filter(|e| !e.has_author() && !e.by_unknown) {
        let Some(country) = country(story, e) else { continue };
        let rule = lexicon.entries.iter().find(|r| r.tag() == Tag::Implied && r.kinds.iter().any(|k| k == e.method.as_str()) && r.in_country(country).is_some());
        if let Some(entry) = rule.and_then(|r| r.in_country(country)).and_then(|id| lexicon.find(id)) {
            let tokens = story.frames[e.frames[0]].triggers[0].tokens.clone();
            e.by.push(ActorUse { entry, tokens, status: Status::Reported, rule: "implied" });
        }
    }
}

/// Who answers an attack was hit by it.
fn targets_of_answers(events: &mut [Proto<'_>]) {
    for i in 0..events.len() {
        let Some(cause) = events[i].answers else { continue };
        let by = events[i].by.clone();
        for e in events.iter_mut().filter(|e| e.frames.contains(&cause)) {
            if e.at.is_empty() {
                e.at.extend(by.iter().cloned().map(|u| ActorUse { rule: "answered-by", ..u }));
            }
        }
    }
}

/// An act without an author takes that of the acts beside it: same sentence, or same kind of act all through the document.
fn authors<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let sentence = |e: &Proto<'_>| story.frames[e.frames[0]].sentence;
    for i in 0..events.len() {
        if events[i].has_author() {
            continue;
        }
        let unknown = |e: &Proto<'_>| events[i].by_unknown && e.when != events[i].when;
        let kind = |m: Method| match m {
            Method::Airstrike | Method::Drone => 1,
            Method::Unknown => 0,
            Method::Artillery | Method::Rocket | Method::Missile => 2,
            _ => 3,
        };
        let alike = |e: &Proto<'_>| {
            let k = (kind(e.method), kind(events[i].method));
            k.0 == k.1 || k.0 == 0 || k.1 == 0
        };
        let hits_self = |e: &Proto<'_>| e.by.iter().any(|u| events[i].at.iter().any(|v| v.entry.id == u.entry.id));
        let flies = |e: &Proto<'_>| events[i].method != Method::Airstrike || e.by.iter().all(|u| u.entry.nature.as_deref() == Some("state"));
        let donor = |e: &&Proto<'_>| e.has_author() && alike(e) && !hits_self(e) && flies(e) && !unknown(e);
        let answered = |e: &Proto<'_>| e.answers.is_some_and(|c| events[i].frames.contains(&c)) || events[i].answers.is_some_and(|c| e.frames.contains(&c));
        let same_clause = |e: &&Proto<'_>| e.has_author() && !hits_self(e) && flies(e) && !unknown(e) && e.frames[0].abs_diff(events[i].frames[0]) <= 1;
        let beside = events.iter().filter(|e| sentence(e) == sentence(&events[i]) && !answered(e)).filter(|e| donor(e) || same_clause(e)).map(|e| e.by.clone()).next_back();
        let theme = || {
            let mut all = events.iter().filter(|e| !answered(e)).filter(donor);
            let first = all.next()?;
            let id = |e: &Proto<'_>| e.by.first().map(|u| u.entry.id.clone());
            let one = all.all(|e| id(e) == id(first));
            let hits_the_same = first.at.iter().any(|u| events[i].at.iter().any(|v| u.entry.id == v.entry.id));
            (one && (hits_the_same || first.method == events[i].method)).then(|| first.by.clone())
        };
        if let Some(by) = beside.or_else(theme) {
            events[i].by = by.into_iter().map(|u| ActorUse { rule: "same-story", ..u }).collect();
        }
    }
}

/// An act whose target is not told hit whom the same author's acts of that day hit.
fn targets<'a>(_story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    for i in 0..events.len() {
        if !events[i].at.is_empty() {
            continue;
        }
        let same = |e: &&Proto<'_>| {
            !e.at.is_empty() && e.by.iter().any(|u| events[i].by.iter().any(|v| u.entry.id == v.entry.id)) && e.when.is_some() && e.when == events[i].when
        };
        if let Some(at) = events.iter().find(same).map(|e| e.at.clone()) {
            events[i].at = at.into_iter().map(|u| ActorUse { rule: "same-story", ..u }).collect();
        }
    }
}
