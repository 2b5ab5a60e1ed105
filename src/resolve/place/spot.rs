//! From a place and the relation to it to a point with its radius.

use crate::event::{GeoPrecision, Relation};
use crate::gazetteer::{Kind, Place};
use crate::mention::place::PlaceExpr;
use geo::{Destination, Geodesic, Point};

/// A circle with how it was found; see [`super::Located`].
pub(super) struct Spot {
    pub(super) point: [f64; 2],
    pub(super) radius_km: f64,
    pub(super) precision: GeoPrecision,
    pub(super) relation: Relation,
    pub(super) basis: &'static str,
}

/// Where an expression of a place is: at it, in a direction from it, around it, or half way to `other`.
pub(super) fn spot(place: &Place, expr: &PlaceExpr<'_>, other: Option<&Place>) -> Spot {
    let at = |point: Point, radius_km: f64, precision, relation, basis| Spot { point: [point.x(), point.y()], radius_km, precision, relation, basis };
    let here = place.point();
    let shifted = |km: f64| match expr.direction {
        Some(bearing) => Geodesic.destination(here, bearing, km * 1000.0),
        None => here,
    };
    let large = matches!(place.kind, Kind::Country | Kind::Admin1 | Kind::Admin2 | Kind::Region | Kind::Sea | Kind::Desert);
    let city = place.kind == Kind::City;
    if let Some(other) = other.filter(|o| o.id != place.id) {
        let km = place.distance_km(other);
        let bearing = geo::Bearing::bearing(&Geodesic, here, other.point());
        let middle = Geodesic.destination(here, bearing, km * 500.0);
        return at(middle, km / 2.0 + 1.0, GeoPrecision::Area, Relation::Between, "midpoint");
    }
    match expr.relation {
        Some(Relation::Direction) if expr.distance_km.is_some() => {
            let km = expr.distance_km.unwrap_or(0.0);
            at(shifted(km), (km * 0.25).max(3.0), GeoPrecision::Area, Relation::Direction, "offset")
        }
        Some(Relation::Direction) if large => {
            at(shifted(place.radius_km * 0.55), place.radius_km * 0.6, GeoPrecision::Area, Relation::Direction, "offset")
        }
        Some(Relation::Direction) => {
            let km = place.radius_km + if city { 4.0 } else { 2.0 };
            at(shifted(km), km + 5.0, GeoPrecision::Area, Relation::Direction, "offset")
        }
        Some(Relation::Countryside) => {
            let km = if city { 25.0 } else { place.radius_km + 5.0 };
            let basis = if expr.direction.is_some() { "offset" } else { "gazetteer" };
            at(shifted(km), km, GeoPrecision::Area, Relation::Countryside, basis)
        }
        Some(Relation::Desert) => at(shifted(20.0), 30.0, GeoPrecision::Area, Relation::Desert, "gazetteer"),
        Some(Relation::Near) if large => at(here, place.radius_km, place.kind.precision(), Relation::Near, "gazetteer"),
        Some(Relation::Near) => {
            let basis = if expr.direction.is_some() { "offset" } else { "gazetteer" };
            at(shifted(place.radius_km), place.radius_km + 4.0, GeoPrecision::Area, Relation::Near, basis)
        }
        Some(Relation::Road) => at(here, place.radius_km + 8.0, GeoPrecision::Area, Relation::Road, "gazetteer"),
        Some(Relation::Off) => at(shifted(10.0), place.radius_km + 20.0, GeoPrecision::Area, Relation::Off, "gazetteer"),
        _ => at(here, place.radius_km, place.kind.precision(), Relation::In, "gazetteer"),
    }
}
