//! From expressions of place to points: which of the namesakes, and where relative to it.

mod open;

use crate::event::{GeoPrecision, Relation};
use crate::gazetteer::{Gazetteer, Kind, Place, PlaceId, Trust};
use crate::lexicon::Weights;
use crate::mention::place::{Link, PlaceExpr, Role};
use geo::{Destination, Distance, Geodesic, Haversine, Point};
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
    let containers: Vec<Option<usize>> = (0..exprs.len()).map(|i| container_of(exprs, i)).collect();
    let anchors = anchors(exprs, gazetteer, w);
    let countries = Countries::new(&anchors, gazetteer, theatre);
    let mut out: Vec<Located> = Vec::with_capacity(exprs.len());
    for (i, expr) in exprs.iter().enumerate() {
        let anchors = around(&anchors, i);
        let mut ranked: Vec<(PlaceId, f64)> = expr
            .candidates
            .iter()
            .filter(|(id, cue)| !cue || cue_is_met(exprs, i, *id, containers[i], anchors, gazetteer, w))
            .map(|(id, _)| {
                let country = w.place_country_share * countries.share(gazetteer.place(*id), i);
                (*id, score(exprs, i, *id, containers[i], anchors, gazetteer, w) + country)
            })
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.dedup_by_key(|r| r.0);
        // «حي الحويجة في بلدة ذيبان»: no namesake is where the text puts it, so it is one that is not known.
        if (expr.cue.is_some() || expr.link == Link::And) && containers[i].is_some_and(|c| elsewhere(exprs, i, c, &ranked, gazetteer)) {
            ranked.clear();
        }
        let accepted = !ranked.is_empty() && is_place(expr, ranked[0].0, anchors, i, gazetteer) || expr.candidates.is_empty();
        out.push(Located {
            place: ranked.first().map(|r| gazetteer.twin(r.0).unwrap_or(r.0)).filter(|_| accepted),
            point: None,
            radius_km: 0.0,
            precision: GeoPrecision::Area,
            relation: Relation::In,
            basis: "unresolved",
            ranked,
            container: containers[i],
            part_of: None,
            accepted,
        });
    }
    // A name that a cue has once made a place is one where it stands bare, too.
    let established: HashSet<PlaceId> = out.iter().filter_map(|l| l.place).collect();
    for i in 0..exprs.len() {
        if out[i].place.is_none() && exprs[i].marked && !exprs[i].candidates.is_empty() {
            let known = exprs[i].candidates.iter().map(|(c, _)| *c).find(|c| established.contains(c));
            if let Some(place) = known {
                (out[i].place, out[i].accepted) = (Some(place), true);
                out[i].ranked = vec![(place, 0.0)];
            }
        }
    }
    for i in 0..exprs.len() {
        if let Some(told) = exprs[i].same_as {
            (out[i].place, out[i].accepted) = (out[told].place, out[told].place.is_some() && out[told].accepted);
            out[i].ranked = out[told].ranked.clone();
            // «القاعدة ذاتها في المطار»
            if let Some(c) = containers[i].filter(|&c| out[c].place.is_some() && out[c].accepted) {
                out[i].place = out[c].place;
            }
        }
        if matches!(exprs[i].link, Link::Between | Link::Alias) && i > 0 && out[i - 1].accepted && out[i].accepted {
            out[i].part_of = Some(i - 1);
        }
        // What does not contain the place before it does not hang on it.
        if let Some(c) = out[i].container {
            let apart = match (out[i].place, out[c].place) {
                (Some(inner), Some(outer)) => !may_contain(gazetteer, outer, inner, &exprs[c]) && !lies_off(gazetteer, outer, inner, &exprs[c]),
                _ => !out[c].accepted,
            };
            if apart {
                out[i].container = None;
            }
        }
    }
    for i in 0..exprs.len() {
        locate(exprs, &mut out, i, gazetteer);
    }
    out
}

/// The expression that contains `i`: the next one that says so, coordinated neighbours passed over.
fn container_of(exprs: &[PlaceExpr<'_>], i: usize) -> Option<usize> {
    let mut j = i + 1;
    while let Some(next) = exprs.get(j) {
        match next.link {
            Link::Contains => return Some(j),
            Link::And | Link::Alias | Link::Between => j += 1,
            Link::None => return None,
        }
    }
    None
}

/// Is no namesake near any place that its container can be?
fn elsewhere(exprs: &[PlaceExpr<'_>], i: usize, c: usize, ranked: &[(PlaceId, f64)], gazetteer: &Gazetteer) -> bool {
    const APART_KM: f64 = 60.0;
    let known = |id: &PlaceId| !matches!(gazetteer.place(*id).kind, Kind::Country | Kind::Sea);
    let outer: Vec<PlaceId> = exprs[c].candidates.iter().map(|(id, _)| *id).filter(known).collect();
    let small =
        ranked.first().is_some_and(|(id, _)| matches!(gazetteer.place(*id).kind, Kind::Quarter | Kind::Village | Kind::Town | Kind::Facility));
    let apart = |inner: PlaceId| {
        outer.iter().all(|&o| {
            let (a, b) = (gazetteer.place(o), gazetteer.place(inner));
            !may_contain(gazetteer, o, inner, &exprs[c]) && !a.is_within(b, a.radius_km + APART_KM)
        })
    };
    exprs[i].candidates.iter().all(|(id, _)| apart(*id)) && small && !outer.is_empty()
}

/// Can the outer place, taken with the relation that its expression states, hold the inner one?
fn may_contain(gazetteer: &Gazetteer, outer: PlaceId, inner: PlaceId, expr: &PlaceExpr<'_>) -> bool {
    if outer == inner || open::is_hamlet(gazetteer, outer) {
        return false;
    }
    if gazetteer.contains(outer, inner) {
        return true;
    }
    let (o, i) = (gazetteer.place(outer), gazetteer.place(inner));
    // «جرابلس بريف حلب الشمالي»: what the text puts into a region is in it if both are in one governorate.
    let unit = o.parent_index.filter(|&p| o.kind == Kind::Region && gazetteer.place(p).kind != Kind::Country);
    if unit.is_some_and(|p| gazetteer.contains(p, inner)) {
        return true;
    }
    let reach = match expr.relation {
        Some(Relation::Countryside | Relation::Desert | Relation::Direction) => o.radius_km + 60.0,
        Some(_) => o.radius_km + 25.0,
        None => o.radius_km + 12.0,
    };
    o.kind != Kind::Country && o.is_within(i, reach) && i.kind != Kind::Country && (i.kind != Kind::Admin1)
}

/// «عند الوشكة، غرب سرت»: a place whose direction from a city the text adds, however far it is.
fn lies_off(gazetteer: &Gazetteer, city: PlaceId, inner: PlaceId, expr: &PlaceExpr<'_>) -> bool {
    const FAR_KM: f64 = 150.0;
    let (o, i) = (gazetteer.place(city), gazetteer.place(inner));
    let directed = expr.direction.is_some() && expr.relation == Some(Relation::Direction) && expr.distance_km.is_none();
    // «مدينة إيلات جنوبي إسرائيل»: the part of the country that holds it, by its own name.
    if o.kind == Kind::Region && !o.country.is_empty() && o.country == i.country {
        return o.distance_km(i) <= 2.0 * FAR_KM;
    }
    directed && o.kind == Kind::City && !matches!(i.kind, Kind::City | Kind::Country | Kind::Admin1) && o.is_within(i, FAR_KM)
}

/// The anchors near an expression: what stands farther away speaks for other places.
fn around(anchors: &[Anchor], i: usize) -> &[Anchor] {
    const REACH: usize = 40;
    let from = anchors.partition_point(|a| a.expr + REACH < i);
    let to = anchors.partition_point(|a| a.expr <= i + REACH);
    &anchors[from..to]
}

struct Anchor {
    expr: usize,
    place: PlaceId,
    weight: f64,
}

/// Places that are sure enough to speak for their neighbourhood.
fn anchors(exprs: &[PlaceExpr<'_>], gazetteer: &Gazetteer, w: &Weights) -> Vec<Anchor> {
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

fn importance(kind: Kind, expr: &PlaceExpr<'_>, w: &Weights) -> f64 {
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

fn score(exprs: &[PlaceExpr<'_>], i: usize, id: PlaceId, container: Option<usize>, anchors: &[Anchor], gazetteer: &Gazetteer, w: &Weights) -> f64 {
    let expr = &exprs[i];
    let place = gazetteer.place(id);
    let mut score = importance(place.kind, expr, w);
    if let Some(c) = container {
        let holds = exprs[c].candidates.iter().any(|(outer, _)| may_contain(gazetteer, *outer, id, &exprs[c]));
        score += if holds { w.place_contained } else { w.place_not_contained };
    }
    // A town that gives its name to a district is the better known one of its namesakes.
    if expr.candidates.iter().any(|(unit, _)| matches!(gazetteer.place(*unit).kind, Kind::Admin2 | Kind::Admin3) && gazetteer.contains(*unit, id)) {
        score += w.place_seat;
    }
    // Places that a list joins are neighbours.
    if expr.link == Link::And && i > 0 {
        let close = |c: &(PlaceId, bool)| !open::is_hamlet(gazetteer, c.0) && gazetteer.place(c.0).is_within(place, 30.0);
        score += if exprs[i - 1].candidates.iter().any(close) { w.place_listed } else { 0.0 };
    }
    if place.trust == Trust::Open {
        score -= w.open_handicap;
    }
    // «ريف حماة» starts from the city, not from the governorate.
    if matches!(expr.relation, Some(Relation::Countryside | Relation::Near | Relation::Direction)) && place.kind == Kind::Admin1 {
        score += w.place_around_admin1;
    }
    // From the nearest expression on: most of the farther ones could not be nearer even at no distance.
    let (before, behind) = anchors.split_at(anchors.partition_point(|a| a.expr < i));
    let near = before.iter().rev().chain(behind).fold(0.0, |near: f64, a| {
        let apart = (1.0 - a.expr.abs_diff(i) as f64 / w.place_near_fade_names).max(0.5);
        if a.weight * apart <= near || a.expr == i || a.place == id || expr.candidates.iter().any(|(c, _)| *c == a.place) {
            return near;
        }
        let other = gazetteer.place(a.place);
        let distance = (place.distance_km(other) - other.radius_km.min(60.0)).max(0.0);
        near.max(a.weight * (-distance / w.place_near_fade_km).exp() * apart)
    });
    score + w.place_near * near
}

/// How much of the document's sure places and parties belong to each country.
struct Countries<'g> {
    weights: Vec<(&'g str, f64)>,
    total: f64,
    /// What each expression itself adds.
    own: Vec<(usize, &'g str, f64)>,
}

impl<'g> Countries<'g> {
    fn new(anchors: &[Anchor], gazetteer: &'g Gazetteer, theatre: &[(&'g str, f64)]) -> Self {
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
    fn share(&self, place: &Place, but: usize) -> f64 {
        let own = self.own.binary_search_by_key(&but, |(expr, _, _)| *expr).ok().map(|at| self.own[at]);
        let total = self.total - own.map_or(0.0, |(_, _, w)| w);
        let sum = self.weights.iter().find(|(c, _)| *c == place.country).map_or(0.0, |(_, w)| *w);
        let same = sum - own.filter(|(_, c, _)| *c == place.country).map_or(0.0, |(_, _, w)| w);
        // What is left of a difference of sums is no evidence.
        if total > 1e-9 { (same / total).max(0.0) } else { 0.0 }
    }
}

/// Is the evidence there that a name which is also an ordinary word means the place?
fn cue_is_met(
    exprs: &[PlaceExpr<'_>],
    i: usize,
    id: PlaceId,
    container: Option<usize>,
    anchors: &[Anchor],
    gazetteer: &Gazetteer,
    w: &Weights,
) -> bool {
    let expr = &exprs[i];
    let place = gazetteer.place(id);
    if place.trust == Trust::Open {
        return open::is_met(exprs, i, id, container, anchors, gazetteer, w) && is_place(expr, id, anchors, i, gazetteer);
    }
    let near = |limit: f64| {
        anchors.iter().any(|a| {
            let other = gazetteer.place(a.place);
            a.expr != i && a.place != id && other.kind != Kind::Country && place.is_within(other, limit + other.radius_km.min(40.0))
        })
    };
    if let Some(cue) = expr.cue {
        let told = anchors.iter().any(|a| a.expr != i && a.expr.abs_diff(i) <= 3 && gazetteer.place(a.place).kind != Kind::Country && a.place != id);
        let town = matches!(place.kind, Kind::City | Kind::Town);
        return (town || cue.kinds.iter().any(|k| k == place.kind.as_str())) && (!told || near(150.0)) || near(60.0);
    }
    if let Some(c) = container
        && exprs[c].candidates.iter().any(|(outer, _)| may_contain(gazetteer, *outer, id, &exprs[c]))
    {
        return true;
    }
    // «قرب القائم», «ريف الباب»: nothing but a place stands there.
    if matches!(expr.relation, Some(Relation::Near | Relation::Countryside))
        && (!expr.plain || near(60.0))
        && matches!(place.kind, Kind::City | Kind::Town | Kind::Village | Kind::Base)
    {
        return true;
    }
    let listed = expr.link == Link::And && i > 0;
    // «في قنديل وهاكورك»
    let heads = exprs.get(i + 1).is_some_and(|n| n.link == Link::And && n.candidates.iter().any(|(_, cue)| !cue));
    (expr.hashtag || heads || expr.relation.is_some() || expr.direction.is_some() || listed) && near(40.0)
}

/// Is an unambiguous name read as a place where it stands?
fn is_place(expr: &PlaceExpr<'_>, best: PlaceId, anchors: &[Anchor], i: usize, gazetteer: &Gazetteer) -> bool {
    let place = gazetteer.place(best);
    // The only bearer of the name may be a namesake in another country.
    let abroad = || anchors.iter().filter(|a| a.expr != i && a.place != best).map(|a| gazetteer.place(a.place));
    let small = matches!(place.kind, Kind::Village | Kind::Quarter | Kind::Facility | Kind::Road | Kind::Base | Kind::Field | Kind::Camp);
    // «قاعدة التنف»: the name of a site that no one else bears, beside the word of its kind.
    let site = matches!(place.kind, Kind::Base | Kind::Field | Kind::Camp) && place.evidence.is_empty() && place.trust != Trust::Open;
    let own_cue = site && expr.cue.is_some_and(|cue| cue.kinds.first().is_some_and(|k| k == place.kind.as_str()));
    let foreign = |o: &Place| o.country != place.country && !o.is_within(place, 100.0 + o.radius_km.min(300.0));
    if small && !own_cue && abroad().next().is_some() && abroad().all(foreign) {
        return false;
    }
    if expr.marked {
        return true;
    }
    // «قطر تدين الهجوم»: a country is a government where no word of place stands before it.
    if place.kind == Kind::Country {
        return expr.link == Link::And && i > 0;
    }
    let strong = !matches!(place.kind, Kind::Village | Kind::Quarter | Kind::Facility | Kind::Admin3 | Kind::Road);
    let letters = place.name_ar.chars().count();
    let near = anchors.iter().any(|a| {
        let other = gazetteer.place(a.place);
        a.expr != i && a.place != best && other.kind != Kind::Country && place.is_within(other, 60.0)
    });
    let told = anchors.iter().any(|a| a.expr != i && a.place != best && !matches!(gazetteer.place(a.place).kind, Kind::Country | Kind::Sea));
    let far = told && !anchors.iter().any(|a| a.expr != i && gazetteer.place(a.place).is_within(place, 200.0));
    let famous = matches!(place.kind, Kind::City | Kind::Country | Kind::Admin1 | Kind::Sea | Kind::Region | Kind::Town);
    (strong || near || letters >= 6) && (famous || !far)
}

/// Compute the point.
fn locate(exprs: &[PlaceExpr<'_>], out: &mut [Located], i: usize, gazetteer: &Gazetteer) {
    let expr = &exprs[i];
    if expr.role == Role::Title && expr.cue.is_none() {
        out[i].accepted = false;
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

struct Spot {
    point: [f64; 2],
    radius_km: f64,
    precision: GeoPrecision,
    relation: Relation,
    basis: &'static str,
}

fn spot(place: &Place, expr: &PlaceExpr<'_>, other: Option<&Place>) -> Spot {
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

/// Distance between two points, in kilometres.
pub fn distance_km(a: [f64; 2], b: [f64; 2]) -> f64 {
    Haversine.distance(Point::new(a[0], a[1]), Point::new(b[0], b[1])) / 1000.0
}
