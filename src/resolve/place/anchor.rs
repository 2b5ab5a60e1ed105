//! Anchors: the places of a document that are sure before any choice between namesakes.

use super::score::importance;
use crate::gazetteer::{Gazetteer, Kind, PlaceId};
use crate::lexicon::Weights;
use crate::mention::place::PlaceExpr;

/// A place that is sure enough to speak for its neighbourhood.
pub(super) struct Anchor {
    /// Index of its expression.
    pub(super) expr: usize,
    pub(super) place: PlaceId,
    /// How much it says about its neighbours.
    pub(super) weight: f64,
}

/// Places that are sure enough to speak for their neighbourhood.
pub(super) fn anchors(exprs: &[PlaceExpr<'_>], gazetteer: &Gazetteer, w: &Weights) -> Vec<Anchor> {
    let mut out = Vec::new();
    for (i, expr) in exprs.iter().enumerate() {
        let free: Vec<PlaceId> = expr.candidates.iter().filter(|(_, cue)| !cue).map(|(id, _)| *id).collect();
        let best = free.iter().copied().max_by(|a, b| {
            let value = |id: &PlaceId| importance(gazetteer.place(*id).kind, expr, w);
            value(a).total_cmp(&value(b)).then(b.cmp(a))
        });
        let Some(best) = best else { continue };
        let second = free.iter().filter(|&&p| p != best && !same_spot(gazetteer, p, best)).map(|p| importance(gazetteer.place(*p).kind, expr, w));
        let margin = importance(gazetteer.place(best).kind, expr, w) - second.fold(0.0, f64::max);
        let sure = free.len() == 1 || margin >= w.place_anchor_margin;
        if sure {
            let weight = match gazetteer.place(best).kind {
                Kind::Country | Kind::Sea => w.place_anchor_country,
                Kind::Admin1 | Kind::Region => w.place_anchor_region,
                _ => w.place_anchor_other,
            };
            out.push(Anchor { expr: i, place: best, weight });
        }
    }
    out
}

/// A governorate and its capital are one spot for the purpose of choosing between namesakes.
fn same_spot(gazetteer: &Gazetteer, a: PlaceId, b: PlaceId) -> bool {
    gazetteer.contains(a, b) || gazetteer.contains(b, a)
}

/// The anchors near an expression: what stands farther away speaks for other places.
pub(super) fn around(anchors: &[Anchor], i: usize) -> &[Anchor] {
    const REACH: usize = 40;
    let from = anchors.partition_point(|a| a.expr + REACH < i);
    let to = anchors.partition_point(|a| a.expr <= i + REACH);
    &anchors[from..to]
}
