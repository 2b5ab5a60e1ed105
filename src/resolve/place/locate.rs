//! The point of each expression, and of names that no gazetteer has.

use super::Located;
use super::spot::spot;
use crate::event::{GeoPrecision, Relation};
use crate::gazetteer::Gazetteer;
use crate::mention::place::{Link, PlaceExpr, Role};

/// Compute the point.
pub(super) fn locate(exprs: &[PlaceExpr<'_>], out: &mut [Located], i: usize, gazetteer: &Gazetteer) {
    let expr = &exprs[i];
    if expr.role == Role::Title && expr.cue.is_none() {
        out[i].accepted = false;
    }
    // «سوق الهال … وتعرض السوق لقصف»: one that stands where its container is, told again.
    if let Some(told) = expr.same_as.filter(|&t| out[i].place.is_none() && out[t].accepted && out[t].basis == "container") {
        out[i] = Located { ranked: Vec::new(), ..out[told].clone() };
        return;
    }
    let Some(id) = out[i].place else {
        let foreign = expr.cue.is_some() && expr.marked && !expr.candidates.is_empty() && expr.may_be_unknown;
        if expr.candidates.is_empty() && expr.same_as.is_none() || foreign {
            stand_in(exprs, out, i, gazetteer);
            out[i].accepted |= foreign && out[i].place.is_some();
        }
        return;
    };
    let place = gazetteer.place(id);
    let other = exprs.get(i + 1).filter(|n| n.link == Link::Between).and_then(|_| out[i + 1].place);
    let spot = spot(place, expr, other.map(|o| gazetteer.place(o)));
    let located = &mut out[i];
    (located.point, located.radius_km) = (Some(spot.point), spot.radius_km);
    (located.precision, located.relation, located.basis) = (spot.precision, spot.relation, spot.basis);
}

/// A name that no gazetteer has stands where the place is that contains it, or the nearest place told before it.
fn stand_in(exprs: &[PlaceExpr<'_>], out: &mut [Located], i: usize, gazetteer: &Gazetteer) {
    let container = out[i].container.filter(|&c| out[c].place.is_some()).or_else(|| {
        let told = |j: &usize| out[*j].place.is_some() && out[*j].accepted && exprs[*j].role != Role::Origin;
        (0..i).rev().find(told).filter(|j| i - j <= 6)
    });
    let Some(c) = container else { return };
    let Some(id) = out[c].place else { return };
    let mut spot = spot(gazetteer.place(id), &exprs[c], None);
    // «حي السينما غربي نيالا»: a quarter is in its town.
    if exprs[i].cue.is_some_and(|cue| cue.kinds.first().is_some_and(|k| k == "quarter"))
        && gazetteer.place(id).kind.precision() == GeoPrecision::Settlement
    {
        let place = gazetteer.place(id);
        spot.point = [place.lon, place.lat];
        spot.radius_km = place.radius_km;
    }
    let kind = exprs[i].cue.and_then(|cue| cue.kinds.first()).map(String::as_str);
    let located = &mut out[i];
    located.place = Some(id);
    located.container = Some(c);
    (located.point, located.radius_km) = (Some(spot.point), spot.radius_km.max(5.0));
    located.relation = Relation::In;
    located.basis = "container";
    located.precision = match kind {
        _ if spot.precision == GeoPrecision::Country => GeoPrecision::Country,
        Some("city" | "town" | "village") => GeoPrecision::Settlement,
        Some("admin1") => GeoPrecision::Admin1,
        Some("admin2") => GeoPrecision::Admin2,
        Some("region" | "mountain" | "road") | None => GeoPrecision::Area,
        _ => GeoPrecision::Site,
    };
}
