//! Are two reports of one event? A sum of named features, so that each decision can be explained.

use super::features::{Bounds, Features};
use crate::event::Method;
use crate::lexicon::Weights;
use crate::resolve::place::distance_km;
use crate::text::Sketch;
use smallvec::SmallVec;

/// What speaks for one event and what against it, with its weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The features that hold.
    pub reasons: SmallVec<[(&'static str, f64); 10]>,
}

impl Decision {
    /// Above zero: one event.
    pub fn score(&self) -> f64 {
        self.reasons.iter().map(|(_, weight)| weight).sum()
    }

    pub(super) fn add(&mut self, reason: &'static str, weight: f64) {
        if weight != 0.0 {
            self.reasons.push((reason, weight));
        }
    }
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, (reason, weight)) in self.reasons.iter().enumerate() {
            write!(f, "{}{reason} {weight:+.1}", if i > 0 { ", " } else { "" })?;
        }
        write!(f, " = {:+.1}", self.score())
    }
}

/// How far apart two reports' points may lie, in km.
pub fn reach(a: &Features, b: &Features, w: &Weights) -> f64 {
    // Names of villages and quarters are no sharper than the least radius.
    w.link_reach * w.link_sharpest_km.max(a.radius_km.unwrap_or(1.0).min(b.radius_km.unwrap_or(1.0)))
}

/// Why two reports cannot be of one event, whatever else they say.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// One document tells both, and told them apart.
    OneDocument,
    /// The methods cannot be of one act.
    OtherMethod,
    /// One of them has no point.
    NoPoint,
    /// The points are so many km apart, more than the second number.
    TooFar(f64, f64),
    /// The days do not meet.
    OtherDays,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::OneDocument => f.write_str("one document tells both"),
            Refusal::OtherMethod => f.write_str("other kinds of act"),
            Refusal::NoPoint => f.write_str("a place is unknown"),
            Refusal::TooFar(km, reach) => write!(f, "{km:.1} km apart, more than {reach:.1}"),
            Refusal::OtherDays => f.write_str("other days"),
        }
    }
}

/// How far apart the places of two reports are, in km, if nothing forbids that they are of one event.
pub fn near(a: &Features, b: &Features, w: &Weights) -> Result<f64, Refusal> {
    if a.documents.iter().any(|d| b.documents.contains(d)) {
        return Err(Refusal::OneDocument);
    }
    // One event is one kind of act; words in common, as two acts at one place have, are no argument.
    if !a.method.is_like(b.method) {
        return Err(Refusal::OtherMethod);
    }
    let (Some(p), Some(q)) = (a.point, b.point) else { return Err(Refusal::NoPoint) };
    let (far, reach) = (distance_km(p, q), reach(a, b, w));
    if far > reach {
        return Err(Refusal::TooFar(far, reach));
    }
    match (a.days, b.days) {
        (Some(x), Some(y)) if x.0 > y.1 || y.0 > x.1 => Err(Refusal::OtherDays),
        _ => Ok(far),
    }
}

/// What speaks for one event and what against it, of two reports that are [`near`].
pub fn weigh(a: &Features, b: &Features, far: f64, likeness: Option<f64>, w: &Weights) -> Decision {
    let mut out = Decision::default();
    weigh_days(&mut out, a, b, w);
    match far {
        _ if far <= w.link_same_place_km => out.add("same place", w.link_same_place),
        _ if far > w.link_places_apart_km => out.add("places apart", w.link_places_apart),
        _ => {}
    }
    weigh_words(&mut out, likeness, w);
    weigh_acts(&mut out, a, b, w);
    for (same, other, x, y) in [("same dead", "other dead", a.killed, b.killed), ("same wounded", "other wounded", a.injured, b.injured)] {
        match (x, y) {
            ((None, None), _) | (_, (None, None)) => {}
            _ if x == y => out.add(same, w.link_same_toll),
            // Tolls rise from report to report: this alone parts nothing.
            _ if exceeds(x, y) || exceeds(y, x) => out.add(other, w.link_other_toll),
            _ => out.add(same, w.link_tolls_meet),
        }
    }
    weigh_authors(&mut out, a, b, w.link_same_author, w);
    out
}

/// What speaks for it that a report of one act in a smaller place tells a part of what an umbrella report tells of a larger one.
pub fn weigh_part(part: &Features, umbrella: &Features, likeness: Option<f64>, w: &Weights) -> Decision {
    let mut out = Decision::default();
    // In a country or a governorate much can happen on one day.
    out.add("inside", w.umbrella_inside);
    weigh_days(&mut out, part, umbrella, w);
    weigh_words(&mut out, likeness, w);
    weigh_acts(&mut out, part, umbrella, w);
    if exceeds(part.killed, umbrella.killed) || exceeds(part.injured, umbrella.injured) {
        out.add("more than of the whole", w.umbrella_toll);
    }
    weigh_authors(&mut out, part, umbrella, w.umbrella_author, w);
    out
}

fn weigh_days(out: &mut Decision, a: &Features, b: &Features, w: &Weights) {
    match (a.days, b.days) {
        (Some(_), Some(_)) if a.sharp && b.sharp => out.add("same day", w.link_same_day),
        (Some(_), Some(_)) => out.add("days meet", w.link_days_meet),
        // Much happens at one place: then the words must speak for it.
        _ => out.add("day unknown", w.link_day_unknown),
    }
}

fn weigh_words(out: &mut Decision, likeness: Option<f64>, w: &Weights) {
    if let Some(likeness) = likeness {
        out.add("words alike", w.link_words * (likeness.min(w.link_words_most) - w.link_words_any_two));
    }
}

fn weigh_acts(out: &mut Decision, a: &Features, b: &Features, w: &Weights) {
    if a.class == b.class {
        out.add("same class", w.link_same_class)
    } else {
        out.add("other class", w.link_other_class)
    }
    if a.method == b.method && a.method != Method::Unknown {
        out.add("same method", w.link_same_method);
    }
}

fn weigh_authors(out: &mut Decision, a: &Features, b: &Features, same: f64, w: &Weights) {
    if !a.authors.is_empty() && !b.authors.is_empty() {
        let shared = a.authors.iter().any(|x| b.authors.contains(x));
        if shared { out.add("same author", same) } else { out.add("other author", w.link_other_author) }
    }
}

/// Is the least of one toll above the most of the other?
fn exceeds(a: Bounds, b: Bounds) -> bool {
    a.0.unwrap_or(0) > b.1.unwrap_or(u32::MAX)
}

/// How alike the documents of two reports are: the most of all pairs.
pub fn likeness(a: &[Sketch], b: &[Sketch]) -> Option<f64> {
    let pairs = a.iter().flat_map(|s| b.iter().filter_map(move |t| s.likeness(t)));
    pairs.max_by(f64::total_cmp)
}
