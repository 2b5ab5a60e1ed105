//! Places of open sources: with so many names, the evidence must be better.

use super::{Anchor, may_contain};
use crate::gazetteer::{Gazetteer, Kind, PlaceId, Trust};
use crate::lexicon::Weights;
use crate::mention::place::{Link, PlaceExpr};

/// Is it a hamlet of an open source? Of the many that a name has, one stands near anything: it says nothing about other names.
pub(super) fn is_hamlet(gazetteer: &Gazetteer, id: PlaceId) -> bool {
    let place = gazetteer.place(id);
    place.trust == Trust::Open && matches!(place.kind, Kind::Village | Kind::Quarter)
}

/// Is the evidence there that a name of an open source means the place?
pub(super) fn is_met(
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
    let others = || anchors.iter().filter(|a| a.expr != i && a.place != id && !matches!(gazetteer.place(a.place).kind, Kind::Country | Kind::Sea));
    let near = |limit: f64| {
        others().any(|a| {
            let other = gazetteer.place(a.place);
            place.is_within(other, limit + other.radius_km.min(w.open_extent_km))
        })
    };
    let held = container.is_some_and(|c| exprs[c].candidates.iter().any(|(outer, _)| may_contain(gazetteer, *outer, id, &exprs[c])));
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
    let listed = expr.link == Link::And && i > 0;
    let related = expr.relation.is_some() || expr.direction.is_some() || expr.hashtag;
    held || (listed || related) && near(w.open_related_km) || expr.marked && near(w.open_marked_km)
}
