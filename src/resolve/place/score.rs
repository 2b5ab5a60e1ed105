//! How well a candidate fits where the name stands.

use super::asked::Asked;
use super::open;
use crate::event::Relation;
use crate::gazetteer::{Kind, PlaceId, Trust};
use crate::lexicon::Weights;
use crate::mention::place::PlaceExpr;

impl Asked<'_, '_> {
    /// The score of a candidate, without what its country adds.
    pub(super) fn score(&self, id: PlaceId) -> f64 {
        let (expr, place, w) = (self.expr(), self.place(id), self.w);
        let mut score = importance(place.kind, expr, w);
        if self.container.is_some() {
            score += if self.is_held(id) { w.place_contained } else { w.place_not_contained };
        }
        // A town that gives its name to a district is the better known one of its namesakes.
        let seat = |unit: PlaceId| matches!(self.place(unit).kind, Kind::Admin2 | Kind::Admin3) && self.gazetteer.contains(unit, id);
        if expr.candidates.iter().any(|(unit, _)| seat(*unit)) {
            score += w.place_seat;
        }
        // Places that a list joins are neighbours.
        let close = |other: PlaceId| !open::is_hamlet(self.gazetteer, other) && self.place(other).is_within(place, 30.0);
        if self.is_listed() && self.exprs[self.i - 1].candidates.iter().any(|(c, _)| close(*c)) {
            score += w.place_listed;
        }
        if place.trust == Trust::Open {
            score -= w.open_handicap;
        }
        // «ريف حماة» starts from the city, not from the governorate.
        if matches!(expr.relation, Some(Relation::Countryside | Relation::Near | Relation::Direction)) && place.kind == Kind::Admin1 {
            score += w.place_around_admin1;
        }
        score + w.place_near * self.nearness(id)
    }

    /// The most that one sure place says for a candidate: the more the nearer it lies, and the nearer it is told.
    fn nearness(&self, id: PlaceId) -> f64 {
        let namesake = |other: PlaceId| self.expr().candidates.iter().any(|(c, _)| *c == other);
        // From the nearest expression on: most of the farther ones could not say more even at no distance.
        let (before, behind) = self.anchors.split_at(self.anchors.partition_point(|a| a.expr < self.i));
        before.iter().rev().chain(behind).fold(0.0, |near: f64, a| {
            let apart = (1.0 - a.expr.abs_diff(self.i) as f64 / self.w.place_near_fade_names).max(0.5);
            if a.weight * apart <= near || a.expr == self.i || a.place == id || namesake(a.place) {
                return near;
            }
            let other = self.place(a.place);
            let distance = (self.place(id).distance_km(other) - other.radius_km.min(60.0)).max(0.0);
            near.max(a.weight * (-distance / self.w.place_near_fade_km).exp() * apart)
        })
    }
}

/// How likely a place of this kind is meant before its neighbours are looked at.
pub(super) fn importance(kind: Kind, expr: &PlaceExpr<'_>, w: &Weights) -> f64 {
    let prior = match kind {
        Kind::Country => w.place_kind_country,
        Kind::City => w.place_kind_city,
        Kind::Sea => w.place_kind_sea,
        Kind::Town => w.place_kind_town,
        Kind::Admin1 => w.place_kind_admin1,
        Kind::Region => w.place_kind_region,
        Kind::Base => w.place_kind_base,
        Kind::Airport => w.place_kind_airport,
        Kind::Field => w.place_kind_field,
        Kind::Crossing => w.place_kind_crossing,
        Kind::Admin2 => w.place_kind_admin2,
        Kind::Mountain => w.place_kind_mountain,
        Kind::Desert => w.place_kind_desert,
        Kind::River => w.place_kind_river,
        Kind::Island => w.place_kind_island,
        Kind::Camp => w.place_kind_camp,
        Kind::Facility => w.place_kind_facility,
        Kind::Road => w.place_kind_road,
        Kind::Admin3 => w.place_kind_admin3,
        Kind::Quarter => w.place_kind_quarter,
        Kind::Village => w.place_kind_village,
    };
    prior + cue_fit(kind, expr, w)
}

/// Does the word of place before the name («بلدة») ask for this kind?
fn cue_fit(kind: Kind, expr: &PlaceExpr<'_>, w: &Weights) -> f64 {
    match expr.cue {
        None => 0.0,
        Some(cue) => match cue.kinds.iter().position(|k| k == kind.as_str()) {
            Some(0) => w.place_cue_first_kind,
            Some(_) => w.place_cue_other_kind,
            None => w.place_cue_no_kind,
        },
    }
}
