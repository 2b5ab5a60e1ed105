//! Who did an act that names nobody: one scored choice among the parties that its story names.

use super::Story;
use super::proto::Proto;
use crate::event::{Class, Method};
use crate::frame::ActorUse;
use crate::lexicon::Tag;

/// Authors told of another act, or held to have done it by a sentence that tells no act.
struct Candidate<'a> {
    by: Vec<ActorUse<'a>>,
    /// Index of the act that they did; none for suspects.
    act: Option<usize>,
}

/// Give each act without an author the one that the story speaks for, if it speaks for one.
pub fn infer<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let weights = &story.reading.lexicon.weights;
    let mut candidates: Vec<Candidate<'a>> = Vec::new();
    for (i, e) in events.iter().enumerate().filter(|(_, e)| e.has_author()) {
        candidates.push(Candidate { by: e.by.clone(), act: Some(i) });
    }
    candidates.extend(story.suspects.iter().map(|s| Candidate { by: vec![s.clone()], act: None }));
    for i in 0..events.len() {
        if events[i].has_author() {
            continue;
        }
        let possible: Vec<&Candidate<'a>> = candidates.iter().filter(|c| can_be(story, events, i, c)).collect();
        let Some(first) = possible.first() else { continue };
        let alone = possible.iter().all(|c| id(c) == id(first));
        let bonus = if alone { weights.author_only } else { 0.0 };
        let best = possible.iter().map(|c| (score(story, events, i, c) + bonus, c)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((sum, candidate)) = best.filter(|(sum, _)| *sum > 0.0) else { continue };
        // Two parties that the story speaks for alike are doubt.
        let rival = possible.iter().filter(|c| id(c) != id(candidate)).map(|c| score(story, events, i, c)).fold(f64::NEG_INFINITY, f64::max);
        if sum - rival < weights.author_margin {
            continue;
        }
        let rule = |u: &ActorUse<'a>| if candidate.act.is_some() { "same-story" } else { u.rule };
        events[i].by = candidate.by.iter().map(|u| ActorUse { rule: rule(u), ..u.clone() }).collect();
        // «ثم أغار الطيران على القرية، بينما طالت القذائف الوادي»: what follows in the sentence may be theirs, too.
        candidates.push(Candidate { by: events[i].by.clone(), act: Some(i) });
    }
}

fn id<'c>(candidate: &'c Candidate<'_>) -> &'c str {
    candidate.by[0].entry.id.as_str()
}

/// Does nothing that is told forbid it?
fn can_be(story: &Story<'_, '_>, events: &[Proto<'_>], i: usize, candidate: &Candidate<'_>) -> bool {
    let event = &events[i];
    let non_state = candidate.by.iter().any(|u| u.entry.nature.as_deref() != Some("state"));
    let lexicon = story.reading.lexicon;
    // «الاحتلال», «العدو»: whom the word means there.
    let meant = |u: &ActorUse<'_>, country: &str| u.entry.in_country(country).and_then(|id| lexicon.find(Tag::Actor, id));
    let at_home = |country: &str| candidate.by.iter().any(|u| super::fill::spares(lexicon, meant(u, country).unwrap_or(u.entry), country));
    if super::fill::country(story, event).is_some_and(at_home) {
        return false;
    }
    let stationed = event.place.and_then(|p| story.located[p].place).map(|p| story.gazetteer.place(p).id.as_str());
    let own_site = stationed.is_some_and(|site| {
        let rows = story.reading.lexicon.rows(Tag::Implied).filter(|r| r.is("site") && r.kinds.iter().any(|k| k == site));
        rows.flat_map(|r| &r.in_country).filter_map(|rule| rule.strip_prefix("*=")).any(|owner| candidate.by.iter().any(|u| u.entry.id == owner))
    });
    if own_site {
        return false;
    }
    let hits_self = candidate.by.iter().any(|u| event.at.iter().any(|v| v.entry.id == u.entry.id))
        // «طائرات مسيّرة على مقر التحالف» are not the Americans'.
        || are_allies(story, &candidate.by, &event.at);
    if hits_self || event.method == Method::Airstrike && non_state {
        return false;
    }
    // Who has aircraft plants no bombs that the text does not tell.
    let state = |u: &ActorUse<'_>| u.entry.nature.as_deref() == Some("state");
    if event.by_unknown || event.method == Method::Ied && candidate.by.iter().all(state) {
        return false;
    }
    let Some(act) = candidate.act.map(|a| &events[a]) else {
        // A party is blamed for what has just happened.
        return event.when.is_none_or(|w| story.published.is_none_or(|p| (p - w.start).get_days() <= 7));
    };
    // Who shot it down is not who sent it.
    let stopped = event.frames.iter().all(|&f| !story.frames[f].has_act());
    let answered = |a: &Proto<'_>, b: &Proto<'_>| a.answers.is_some_and(|c| b.frames.contains(&c));
    !(stopped && event.at.is_empty() || answered(act, event) || answered(event, act))
}

/// Are one of the authors and one of those who were hit allies, by a row of the lexicon?
fn are_allies(story: &Story<'_, '_>, by: &[ActorUse<'_>], at: &[ActorUse<'_>]) -> bool {
    let among = |uses: &[ActorUse<'_>], kinds: &[String]| uses.iter().any(|u| kinds.contains(&u.entry.id));
    story.reading.lexicon.rows(Tag::Implied).any(|r| r.is("allies") && among(by, &r.kinds) && among(at, &r.kinds))
}

/// Sum of the named features that speak for and against.
fn score(story: &Story<'_, '_>, events: &[Proto<'_>], i: usize, candidate: &Candidate<'_>) -> f64 {
    let w = &story.reading.lexicon.weights;
    let event = &events[i];
    let mut sum = w.author_base;
    let state = candidate.by.iter().any(|u| u.entry.nature.as_deref() == Some("state"));
    if event.class_hint == Some(Class::Strike) {
        sum += if state { w.author_strike_state } else { -w.author_strike_state };
    }
    let Some(act) = candidate.act.map(|a| &events[a]) else {
        // Who is blamed right behind an act is blamed for it.
        let (reading, of) = (story.reading, story.frames[event.frames[0]].sentence);
        let said = reading.sentence_of(candidate.by[0].tokens.start);
        let near = if (1..=2).contains(&said.saturating_sub(of)) { w.author_near_sentence } else { 0.0 };
        return sum + if candidate.by[0].rule == "issuer" { w.author_issuer } else { w.author_suspect + near };
    };
    let place = |p: &Proto<'_>| story.frames[p.frames[0]].sentence;
    let (here, there) = (place(event), act.frames.iter().map(|&f| story.frames[f].sentence).min_by_key(|s| s.abs_diff(place(event))));
    let apart = there.map_or(usize::MAX, |t| t.abs_diff(here));
    sum += match apart {
        0 => w.author_same_sentence,
        1 | 2 => w.author_near_sentence,
        _ => 0.0,
    };
    sum += w.author_distance * apart.min(20) as f64;
    let paragraph = |s: usize| story.reading.sentences[s].paragraph;
    if there.is_some_and(|t| paragraph(t) == paragraph(here)) {
        sum += w.author_same_paragraph;
    }
    sum += match (family(act.method), family(event.method)) {
        _ if act.method == event.method && act.method != Method::Unknown => w.author_same_method,
        (0, _) | (_, 0) => 0.0,
        (a, b) if a == b => w.author_like_method,
        _ => w.author_unlike_method,
    };
    if act.at.iter().any(|u| event.at.iter().any(|v| u.entry.id == v.entry.id)) {
        sum += w.author_same_target;
    }
    if act.frames.iter().any(|&f| story.frames[f].title) {
        sum += w.author_title;
    }
    if act.by.iter().all(|u| u.entry.is_unnamed()) {
        sum += w.author_unnamed;
    }
    sum + if act.when == event.when { w.author_same_day } else { w.author_other_day }
}

/// Methods that one side uses alike.
fn family(method: Method) -> u8 {
    match method {
        Method::Unknown => 0,
        Method::Airstrike | Method::Drone => 1,
        Method::Artillery | Method::Rocket | Method::Missile => 2,
        _ => 3,
    }
}
