//! Which expression holds which, and which places can hold each other.

use super::open;
use crate::event::Relation;
use crate::gazetteer::{Gazetteer, Kind, PlaceId};
use crate::mention::place::{Link, PlaceExpr};

/// The expression that contains `i`: the next one that says so, coordinated neighbours passed over.
pub(super) fn container_of(exprs: &[PlaceExpr<'_>], i: usize) -> Option<usize> {
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

/// Can the outer place, taken with the relation that its expression states, hold the inner one?
pub(super) fn may_contain(gazetteer: &Gazetteer, outer: PlaceId, inner: PlaceId, expr: &PlaceExpr<'_>) -> bool {
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
pub(super) fn lies_off(gazetteer: &Gazetteer, city: PlaceId, inner: PlaceId, expr: &PlaceExpr<'_>) -> bool {
    const FAR_KM: f64 = 150.0;
    let (o, i) = (gazetteer.place(city), gazetteer.place(inner));
    let directed = expr.direction.is_some() && expr.relation == Some(Relation::Direction) && expr.distance_km.is_none();
    // «مدينة إيلات جنوبي إسرائيل»: the part of the country that holds it, by its own name.
    if o.kind == Kind::Region && !o.country.is_empty() && o.country == i.country {
        return o.distance_km(i) <= 2.0 * FAR_KM;
    }
    directed && o.kind == Kind::City && !matches!(i.kind, Kind::City | Kind::Country | Kind::Admin1) && o.is_within(i, FAR_KM)
}
