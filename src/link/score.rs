//! Are two reports of one event? A sum of named features, so that each decision can be explained.

use crate::event::{DatePrecision, Event};
use crate::resolve::place::distance_km;
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

    fn add(&mut self, reason: &'static str, weight: f64) {
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

/// Radii below this are taken for this, in km: names of villages and quarters are no sharper.
const SHARPEST: f64 = 3.0;

/// Any two reports of violence have about so large a share of their words in common.
const ANY_TWO: f64 = 0.03;

/// How far apart two reports' points may lie, in km: twice the smaller of their radii.
pub fn reach(a: &Event, b: &Event) -> f64 {
    2.0 * SHARPEST.max(a.radius_km.unwrap_or(1.0).min(b.radius_km.unwrap_or(1.0)))
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

/// Compare two reports; an error if they cannot be of one event whatever else they say.
pub fn compare(a: &Event, b: &Event) -> Result<Decision, Refusal> {
    if a.sources.iter().any(|s| b.sources.iter().any(|t| s.document == t.document)) {
        return Err(Refusal::OneDocument);
    }
    // One event is one kind of act; words in common, as two acts at one place have, are no argument.
    if !a.method.is_like(b.method) {
        return Err(Refusal::OtherMethod);
    }
    let (Some(p), Some(q)) = (a.point, b.point) else { return Err(Refusal::NoPoint) };
    let (far, reach) = (distance_km(p, q), reach(a, b));
    if far > reach {
        return Err(Refusal::TooFar(far, reach));
    }
    let mut out = Decision::default();
    match (days(a), days(b)) {
        (Some(x), Some(y)) if x.0 > y.1 || y.0 > x.1 => return Err(Refusal::OtherDays),
        (Some(_), Some(_)) => {
            let sharp = |e: &Event| e.date_precision == Some(DatePrecision::Day);
            if sharp(a) && sharp(b) { out.add("same day", 3.0) } else { out.add("days meet", 2.0) }
        }
        // Much happens at one place: then the words must speak for it.
        _ => out.add("day unknown", -0.5),
    }
    match far {
        _ if far <= 1.5 => out.add("same place", 0.5),
        _ if far > 4.0 => out.add("places apart", -1.5),
        _ => {}
    }
    if let Some(likeness) = likeness(a, b) {
        out.add("words alike", 40.0 * (likeness.min(0.4) - ANY_TWO));
    }
    if a.class == b.class {
        out.add("same class", 0.3)
    } else {
        out.add("other class", -1.0)
    }
    if a.method == b.method && a.method != crate::event::Method::Unknown {
        out.add("same method", 0.3);
    }
    for (same, other, x, y) in [
        ("same dead", "other dead", (a.killed_min, a.killed_max), (b.killed_min, b.killed_max)),
        ("same wounded", "other wounded", (a.injured_min, a.injured_max), (b.injured_min, b.injured_max)),
    ] {
        match (x, y) {
            ((None, None), _) | (_, (None, None)) => {}
            _ if x == y => out.add(same, 0.7),
            // Tolls rise from report to report: this alone parts nothing.
            _ if x.0.unwrap_or(0) > y.1.unwrap_or(u32::MAX) || y.0.unwrap_or(0) > x.1.unwrap_or(u32::MAX) => out.add(other, -1.0),
            _ => out.add(same, 0.3),
        }
    }
    let named = |e: &Event| e.perpetrators.iter().any(|x| x != "unknown");
    if named(a) && named(b) {
        let shared = a.perpetrators.iter().any(|x| x != "unknown" && b.perpetrators.contains(x));
        if shared { out.add("same author", 0.3) } else { out.add("other author", -4.0) }
    }
    Ok(out)
}

fn days(e: &Event) -> Option<(&str, &str)> {
    Some((e.date_start.as_deref()?, e.date_end.as_deref()?))
}

/// How alike the documents of two reports are: the most of all pairs.
fn likeness(a: &Event, b: &Event) -> Option<f64> {
    let pairs = a.sources.iter().flat_map(|s| b.sources.iter().filter_map(move |t| s.words.likeness(&t.words)));
    pairs.max_by(f64::total_cmp)
}
