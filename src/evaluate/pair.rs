//! Which report is which gold event, and which of its fields are right.

use super::gold::GoldEvent;
use super::report::Report;
use crate::event::Count;
use crate::resolve::place::distance_km;

/// A field that is scored on found events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Method,
    Outcome,
    Perpetrator,
    Target,
    Killed,
    Injured,
}

impl Field {
    /// All fields, in the order of the figures.
    pub const ALL: [Field; 6] = [Field::Method, Field::Outcome, Field::Perpetrator, Field::Target, Field::Killed, Field::Injured];

    /// Its name in the figures.
    pub fn name(self) -> &'static str {
        match self {
            Field::Method => "method",
            Field::Outcome => "outcome",
            Field::Perpetrator => "perpetrator",
            Field::Target => "target",
            Field::Killed => "killed",
            Field::Injured => "injured",
        }
    }

    /// Is it right? `None` where gold does not state it.
    pub fn is_right(self, gold: &GoldEvent, report: &Report) -> Option<bool> {
        fn one_of<T: PartialEq>(wanted: &[T], got: Option<T>) -> Option<bool> {
            (!wanted.is_empty()).then(|| got.is_some_and(|g| wanted.contains(&g)))
        }
        fn party(wanted: &[String], got: &[String]) -> Option<bool> {
            // Nobody named is right where nobody knows.
            let right = || got.iter().any(|id| wanted.contains(id)) || got.is_empty() && wanted.iter().any(|id| id == "unknown");
            (!wanted.is_empty()).then(right)
        }
        let count = |wanted: Option<Count>, got: Count| wanted.map(|w| w == got);
        match self {
            Field::Method => one_of(&gold.methods, report.method),
            Field::Outcome => one_of(&gold.outcomes, report.outcome),
            Field::Perpetrator => party(&gold.perpetrators, &report.perpetrators),
            Field::Target => party(&gold.targets, &report.targets),
            Field::Killed => count(gold.killed, report.killed),
            Field::Injured => count(gold.injured, report.injured),
        }
    }
}

/// Does the point lie within the tolerance, or is there none where none is to be found?
fn place_is_right(gold: &GoldEvent, report: &Report) -> bool {
    match (&gold.place, report.point) {
        (None, point) => point.is_none(),
        (Some(place), Some(point)) => distance_km(point, place.point) <= place.tolerance_km,
        (Some(_), None) => false,
    }
}

/// Is the first day one of the right days, or is there none where none is to be found?
pub fn day_is_right(gold: &GoldEvent, report: &Report) -> bool {
    match (gold.days, report.days) {
        (None, days) => days.is_none(),
        (Some([first, last]), Some([day, _])) => (first..=last).contains(&day),
        (Some(_), None) => false,
    }
}

/// How well they fit; 0 where class or place differ. The day outweighs all fields, and an event that counts goes before an optional one.
fn fit(gold: &GoldEvent, report: &Report) -> u32 {
    if gold.class != report.class || !place_is_right(gold, report) {
        return 0;
    }
    let day = if day_is_right(gold, report) { 1000 } else { 0 };
    let fields = Field::ALL.iter().filter(|f| f.is_right(gold, report) == Some(true)).count() as u32;
    100 + day + 10 * fields + u32::from(!gold.optional)
}

/// Pairs of indices, one to one: the best fit first, then the next best of what is left; equal ones in the order of gold and reports.
pub fn pairs(gold: &[GoldEvent], reports: &[&Report]) -> Vec<(usize, usize)> {
    let mut fits: Vec<(u32, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        fits.extend(reports.iter().enumerate().map(|(j, r)| (fit(g, r), i, j)).filter(|f| f.0 > 0));
    }
    fits.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in fits {
        if out.iter().all(|&(a, b)| a != i && b != j) {
            out.push((i, j));
        }
    }
    out
}
