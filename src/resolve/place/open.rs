//! Places of open sources: with so many names, the evidence must be better.

use super::asked::Asked;
use crate::gazetteer::{Gazetteer, Kind, PlaceId, Trust};

/// Is it a hamlet of an open source? Of the many that a name has, one stands near anything: it says nothing about other names.
pub(super) fn is_hamlet(gazetteer: &Gazetteer, id: PlaceId) -> bool {
    let place = gazetteer.place(id);
    place.trust == Trust::Open && matches!(place.kind, Kind::Village | Kind::Quarter)
}

impl Asked<'_, '_> {
    /// Is the evidence there that a name of an open source means the place?
    pub(super) fn open_is_met(&self, id: PlaceId) -> bool {
        let (expr, place, w) = (self.expr(), self.place(id), self.w);
        let others = || self.others(id).map(|(_, other)| other).filter(|other| !matches!(other.kind, Kind::Country | Kind::Sea));
        let near = |km: f64| others().any(|other| place.is_within(other, km + other.radius_km.min(w.open_extent_km)));
        let held = self.is_held(id);
        if let Some(cue) = expr.cue {
            let fits = cue.kinds.iter().any(|k| k == place.kind.as_str());
            return fits && (held || near(w.open_cued_km) || others().next().is_none());
        }
        // One word without the article is most often just that word: «بين مجموعة من», «بالقرب من مشتل». Units have no spot to be near to.
        if expr.plain || matches!(place.kind, Kind::Admin1 | Kind::Admin2 | Kind::Admin3) {
            return held && !expr.plain;
        }
        if place.kind == Kind::City && expr.marked {
            return near(w.open_city_km) || others().next().is_none();
        }
        let related = expr.relation.is_some() || expr.direction.is_some() || expr.hashtag;
        held || (self.is_listed() || related) && near(w.open_related_km) || expr.marked && near(w.open_marked_km)
    }
}
