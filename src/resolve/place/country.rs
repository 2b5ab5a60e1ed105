//! Which countries a document speaks of.

use super::anchor::Anchor;
use crate::gazetteer::{Gazetteer, Place};

/// How much of the document's sure places and parties belong to each country.
pub(super) struct Countries<'g> {
    weights: Vec<(&'g str, f64)>,
    total: f64,
    /// What each expression itself adds.
    own: Vec<(usize, &'g str, f64)>,
}

impl<'g> Countries<'g> {
    pub(super) fn new(anchors: &[Anchor], gazetteer: &'g Gazetteer, theatre: &[(&'g str, f64)]) -> Self {
        let own: Vec<_> = anchors.iter().map(|a| (a.expr, gazetteer.place(a.place).country.as_str(), a.weight)).collect();
        let mut weights: Vec<(&str, f64)> = Vec::new();
        for (country, weight) in own.iter().map(|(_, c, w)| (*c, *w)).chain(theatre.iter().copied()) {
            match weights.iter_mut().find(|(c, _)| *c == country) {
                Some((_, sum)) => *sum += weight,
                None => weights.push((country, weight)),
            }
        }
        Countries { total: weights.iter().map(|(_, w)| w).sum(), weights, own }
    }

    /// Share of a place's country in what the other expressions and the parties tell.
    pub(super) fn share(&self, place: &Place, but: usize) -> f64 {
        let own = self.own.binary_search_by_key(&but, |(expr, _, _)| *expr).ok().map(|at| self.own[at]);
        let total = self.total - own.map_or(0.0, |(_, _, w)| w);
        let sum = self.weights.iter().find(|(c, _)| *c == place.country).map_or(0.0, |(_, w)| *w);
        let same = sum - own.filter(|(_, c, _)| *c == place.country).map_or(0.0, |(_, _, w)| w);
        // What is left of a difference of sums is no evidence.
        if total > 1e-9 { (same / total).max(0.0) } else { 0.0 }
    }
}
