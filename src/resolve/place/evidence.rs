//! Is a name read as a place where it stands?

use super::asked::Asked;
use crate::event::Relation;
use crate::gazetteer::{Kind, Place, PlaceId, Trust};
use crate::mention::place::Link;

impl Asked<'_, '_> {
    /// Is the evidence there that a name which is also an ordinary word means the place?
    pub(super) fn cue_is_met(&self, id: PlaceId) -> bool {
        let (expr, place) = (self.expr(), self.place(id));
        if place.trust == Trust::Open {
            return self.open_is_met(id) && self.is_place(id);
        }
        if self.is_held(id) {
            return true;
        }
        let near = |km: f64| self.has_near(id, km, 40.0);
        if let Some(cue) = expr.cue {
            let told = self.others(id).any(|(a, other)| a.expr.abs_diff(self.i) <= 3 && other.kind != Kind::Country);
            let town = matches!(place.kind, Kind::City | Kind::Town);
            return (town || cue.kinds.iter().any(|k| k == place.kind.as_str())) && (!told || near(150.0)) || near(60.0);
        }
        // «قرب القائم», «ريف الباب»: nothing but a place stands there.
        if matches!(expr.relation, Some(Relation::Near | Relation::Countryside))
            && (!expr.plain || near(if place.kind == Kind::City { 200.0 } else { 60.0 }))
            && matches!(place.kind, Kind::City | Kind::Town | Kind::Village | Kind::Base)
        {
            return true;
        }
        // «في قنديل وهاكورك»
        let heads = self.exprs.get(self.i + 1).is_some_and(|n| n.link == Link::And && n.candidates.iter().any(|(_, cue)| !cue));
        // «بين تسيل ونوى»
        let other_end = expr.link == Link::Between;
        (expr.hashtag || heads || other_end || expr.relation.is_some() || expr.direction.is_some() || self.is_listed()) && near(40.0)
    }

    /// Is an unambiguous name read as a place where it stands?
    pub(super) fn is_place(&self, id: PlaceId) -> bool {
        let (expr, place) = (self.expr(), self.place(id));
        if self.is_abroad(id) {
            return false;
        }
        if expr.marked {
            return true;
        }
        // «قطر تدين الهجوم»: a country is a government where no word of place stands before it.
        if place.kind == Kind::Country {
            return self.is_listed();
        }
        let strong = !matches!(place.kind, Kind::Village | Kind::Quarter | Kind::Facility | Kind::Admin3 | Kind::Road);
        let letters = place.name_ar.chars().count();
        let told = self.others(id).any(|(_, other)| !matches!(other.kind, Kind::Country | Kind::Sea));
        let far = told && !self.anchors.iter().any(|a| a.expr != self.i && self.place(a.place).is_within(place, 200.0));
        let famous = matches!(place.kind, Kind::City | Kind::Country | Kind::Admin1 | Kind::Sea | Kind::Region | Kind::Town);
        (strong || self.has_near(id, 60.0, 0.0) || letters >= 6) && (famous || !far)
    }

    /// The only bearer of the name may be a namesake in another country: all other places are far from it.
    fn is_abroad(&self, id: PlaceId) -> bool {
        let place = self.place(id);
        let small = matches!(place.kind, Kind::Village | Kind::Quarter | Kind::Facility | Kind::Road | Kind::Base | Kind::Field | Kind::Camp);
        // «قاعدة التنف»: the name of a site that no one else bears, beside the word of its kind.
        let site = matches!(place.kind, Kind::Base | Kind::Field | Kind::Camp) && place.evidence.is_empty() && place.trust != Trust::Open;
        let own_cue = site && self.expr().cue.is_some_and(|cue| cue.kinds.first().is_some_and(|k| k == place.kind.as_str()));
        let foreign = |o: &Place| o.country != place.country && !o.is_within(place, 100.0 + o.radius_km.min(300.0));
        let mut others = self.others(id).peekable();
        small && !own_cue && others.peek().is_some() && others.all(|(_, o)| foreign(o))
    }
}
