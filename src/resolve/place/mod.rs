//! From expressions of place to points: which of the namesakes, and where relative to it.

mod anchor;
mod asked;
mod container;
mod country;
mod evidence;
mod locate;
mod open;
mod score;
mod spot;

use crate::event::{GeoPrecision, Relation};
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::lexicon::Weights;
use crate::mention::place::{Link, PlaceExpr};
use asked::Asked;
use container::{container_of, lies_off, may_contain};
use country::Countries;
use geo::{Distance, Haversine, Point};
use hashbrown::HashSet;

/// An expression with the place that it means.
#[derive(Clone, Debug)]
pub struct Located {
    /// The place; for a name that no gazetteer has, what contains it.
    pub place: Option<PlaceId>,
    /// Longitude, latitude.
    pub point: Option<[f64; 2]>,
    /// The event lies within.
    pub radius_km: f64,
    /// See [`GeoPrecision`].
    pub precision: GeoPrecision,
    /// See [`Relation`].
    pub relation: Relation,
    /// How the point was found.
    pub basis: &'static str,
    /// All candidates with their scores, best first.
    pub ranked: Vec<(PlaceId, f64)>,
    /// Index of the expression that contains this one.
    pub container: Option<usize>,
    /// Index of the expression whose other end or other name this one is; it stands for no place of its own.
    pub part_of: Option<usize>,
    /// Is it read as a place at all?
    pub accepted: bool,
}

impl Located {
    /// Is it a large unit, which finer places make superfluous?
    pub fn is_coarse(&self, gazetteer: &Gazetteer) -> bool {
        match self.precision {
            GeoPrecision::Country | GeoPrecision::Admin1 | GeoPrecision::Admin2 => true,
            GeoPrecision::Area => {
                matches!(self.relation, Relation::Countryside | Relation::Desert)
                    || self.relation == Relation::Direction && self.radius_km >= 12.0
                    || self.place.is_some_and(|p| {
                        let kind = gazetteer.place(p).kind;
                        kind.is_coarse() && self.relation != Relation::Between
                    })
            }
            _ => false,
        }
    }
}

/// Resolve all expressions of a document together: they decide about each other.
///
/// `theatre` are the countries of the parties that the document names, each with a weight.
pub fn resolve_all(exprs: &[PlaceExpr<'_>], gazetteer: &Gazetteer, theatre: &[(&str, f64)], w: &Weights) -> Vec<Located> {
    let anchors = anchor::anchors(exprs, gazetteer, w);
    let countries = Countries::new(&anchors, gazetteer, theatre);
    let ask = |i| Asked { exprs, i, container: container_of(exprs, i), anchors: anchor::around(&anchors, i), gazetteer, w };
    let mut out: Vec<Located> = (0..exprs.len()).map(|i| choose(&ask(i), &countries)).collect();
    establish(exprs, &mut out);
    for i in 0..exprs.len() {
        same_again(exprs, &mut out, i);
        if matches!(exprs[i].link, Link::Between | Link::Alias) && i > 0 && out[i - 1].accepted && out[i].accepted {
            out[i].part_of = Some(i - 1);
        }
    }
    for i in 0..exprs.len() {
        part_from_container(exprs, &mut out, i, gazetteer);
    }
    for i in 0..exprs.len() {
        locate::locate(exprs, &mut out, i, gazetteer);
    }
    out
}

/// Rank the namesakes; the best one stands if the name is read as a place at all.
fn choose(asked: &Asked<'_, '_>, countries: &Countries<'_>) -> Located {
    let (expr, gazetteer) = (asked.expr(), asked.gazetteer);
    let value = |id: PlaceId| {
        let country = asked.w.place_country_share * countries.share(gazetteer.place(id), asked.i);
        (id, asked.score(id) + country)
    };
    let read = expr.candidates.iter().filter(|(id, cue)| !cue || asked.cue_is_met(*id));
    let mut ranked: Vec<(PlaceId, f64)> = read.map(|(id, _)| value(*id)).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.dedup_by_key(|r| r.0);
    if asked.is_elsewhere(&ranked) {
        ranked.clear();
    }
    let accepted = !ranked.is_empty() && asked.is_place(ranked[0].0) || expr.candidates.is_empty();
    Located {
        place: ranked.first().map(|r| gazetteer.twin(r.0).unwrap_or(r.0)).filter(|_| accepted),
        point: None,
        radius_km: 0.0,
        precision: GeoPrecision::Area,
        relation: Relation::In,
        basis: "unresolved",
        ranked,
        container: asked.container,
        part_of: None,
        accepted,
    }
}

/// A name that a cue has once made a place is one where it stands bare, too.
fn establish(exprs: &[PlaceExpr<'_>], out: &mut [Located]) {
    let established: HashSet<PlaceId> = out.iter().filter_map(|l| l.place).collect();
    for (expr, located) in exprs.iter().zip(out) {
        if located.place.is_some() || !expr.marked {
            continue;
        }
        if let Some(place) = expr.candidates.iter().map(|(c, _)| *c).find(|c| established.contains(c)) {
            (located.place, located.accepted) = (Some(place), true);
            located.ranked = vec![(place, 0.0)];
        }
    }
}

/// «القاعدة» that means one told before is where that one is.
fn same_again(exprs: &[PlaceExpr<'_>], out: &mut [Located], i: usize) {
    let Some(told) = exprs[i].same_as else { return };
    (out[i].place, out[i].accepted) = (out[told].place, out[told].place.is_some() && out[told].accepted);
    out[i].ranked = out[told].ranked.clone();
    // «القاعدة ذاتها في المطار»
    if let Some(c) = out[i].container.filter(|&c| out[c].place.is_some() && out[c].accepted) {
        out[i].place = out[c].place;
    }
}

/// What does not contain the place before it does not hang on it.
fn part_from_container(exprs: &[PlaceExpr<'_>], out: &mut [Located], i: usize, gazetteer: &Gazetteer) {
    let Some(c) = out[i].container else { return };
    let apart = match (out[i].place, out[c].place) {
        (Some(inner), Some(outer)) => !may_contain(gazetteer, outer, inner, &exprs[c]) && !lies_off(gazetteer, outer, inner, &exprs[c]),
        _ => !out[c].accepted,
    };
    if apart {
        out[i].container = None;
    }
}

/// Distance between two points, in kilometres.
pub fn distance_km(a: [f64; 2], b: [f64; 2]) -> f64 {
    Haversine.distance(Point::new(a[0], a[1]), Point::new(b[0], b[1])) / 1000.0
}
