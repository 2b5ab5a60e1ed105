//! A name whose place is asked for, with all that the document says about it.

use super::anchor::Anchor;
use super::container::may_contain;
use crate::gazetteer::{Gazetteer, Kind, Place, PlaceId};
use crate::lexicon::Weights;
use crate::mention::place::{Link, PlaceExpr};

/// One expression among the others of its document. Of each of its candidates it can be asked how well it fits
/// (`score`) and whether it is meant at all (`evidence`, `open`).
pub(super) struct Asked<'s, 'a> {
    pub(super) exprs: &'s [PlaceExpr<'a>],
    /// Index of the expression.
    pub(super) i: usize,
    /// Index of the expression that contains it.
    pub(super) container: Option<usize>,
    /// The sure places near it.
    pub(super) anchors: &'s [Anchor],
    pub(super) gazetteer: &'s Gazetteer,
    pub(super) w: &'s Weights,
}

impl<'s, 'a> Asked<'s, 'a> {
    /// The expression itself.
    pub(super) fn expr(&self) -> &'s PlaceExpr<'a> {
        &self.exprs[self.i]
    }

    /// A row of the gazetteer.
    pub(super) fn place(&self, id: PlaceId) -> &'s Place {
        self.gazetteer.place(id)
    }

    /// Does a list join it to the expression before?
    pub(super) fn is_listed(&self) -> bool {
        self.expr().link == Link::And && self.i > 0
    }

    /// Can what the text says contains it hold this candidate?
    pub(super) fn is_held(&self, id: PlaceId) -> bool {
        self.container.is_some_and(|c| self.exprs[c].candidates.iter().any(|(outer, _)| may_contain(self.gazetteer, *outer, id, &self.exprs[c])))
    }

    /// The sure places of other expressions that are other places than this candidate.
    pub(super) fn others(&self, id: PlaceId) -> impl Iterator<Item = (&'s Anchor, &'s Place)> {
        self.anchors.iter().filter(move |a| a.expr != self.i && a.place != id).map(|a| (a, self.place(a.place)))
    }

    /// Is a sure place, smaller than a country, within so many kilometres of this candidate, a part of its own extent aside?
    pub(super) fn has_near(&self, id: PlaceId, km: f64, extent_km: f64) -> bool {
        self.others(id).any(|(_, other)| other.kind != Kind::Country && self.place(id).is_within(other, km + other.radius_km.min(extent_km)))
    }

    /// «حي الحويجة في بلدة ذيبان»: no namesake is where the text puts it, so it is one that is not known.
    pub(super) fn is_elsewhere(&self, ranked: &[(PlaceId, f64)]) -> bool {
        const APART_KM: f64 = 60.0;
        let Some(c) = self.container.filter(|_| self.expr().cue.is_some() || self.expr().link == Link::And) else { return false };
        let small = ranked.first().is_some_and(|(id, _)| matches!(self.place(*id).kind, Kind::Quarter | Kind::Village | Kind::Town | Kind::Facility));
        let known = |id: &PlaceId| !matches!(self.place(*id).kind, Kind::Country | Kind::Sea);
        let outer: Vec<PlaceId> = self.exprs[c].candidates.iter().map(|(id, _)| *id).filter(known).collect();
        let apart = |inner: PlaceId| {
            outer.iter().all(|&o| {
                let (a, b) = (self.place(o), self.place(inner));
                !may_contain(self.gazetteer, o, inner, &self.exprs[c]) && !a.is_within(b, a.radius_km + APART_KM)
            })
        };
        small && !outer.is_empty() && self.expr().candidates.iter().all(|(id, _)| apart(*id))
    }
}
