//! One event told by several documents.

use crate::event::{DatePrecision, Event};
use crate::resolve::place::distance_km;
use jiff::ToSpan;
use jiff::civil::Date;

/// Unite reports of one event. The result does not depend on the order of the input.
///
/// Two reports are of one event where class and kind of act agree, the days overlap, the authors do not contradict each other, and
/// the points lie within twice the smaller of their radii (at least 6 km). Several events of one document are never united.
pub fn link(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    let mut out: Vec<Event> = Vec::with_capacity(events.len());
    let mut renamed: Vec<(String, String, String)> = Vec::new();
    for event in events {
        // Sorted by first day: a span of days is at most a month long, so what began earlier cannot match.
        let oldest =
            event.date_start.as_deref().and_then(|d| d.parse::<Date>().ok()).and_then(|d| d.checked_sub(31.days()).ok()).map(|d| d.to_string());
        let same = out
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, o)| o.date_start >= oldest)
            .filter(|(_, o)| may_meet(o, &event))
            .filter(|(_, o)| same_event(o, &event))
            .map(|(i, o)| (gap(o, &event), i));
        let document = event.sources.first().map(|s| s.document.clone()).unwrap_or_default();
        let told_as = event.event_id.clone();
        let id = match same.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) {
            Some((_, at)) => {
                unite(&mut out[at], event);
                out[at].event_id.clone()
            }
            None => {
                let mut event = event;
                let twins = out.iter().filter(|o| o.event_id.split('-').next() == Some(&told_as)).count();
                if twins > 0 {
                    event.event_id = format!("{told_as}-{}", twins + 1);
                }
                out.push(event);
                out[out.len() - 1].event_id.clone()
            }
        };
        renamed.push((document, told_as, id));
    }
    // What an event answers was told by the same document.
    for event in &mut out {
        if let Some(cause) = &event.retaliates {
            let told = renamed.iter().find(|(document, from, _)| from == cause && event.sources.iter().any(|s| s.document == *document));
            event.retaliates = told.map(|(_, _, to)| to.clone()).or(event.retaliates.take());
        }
    }
    sort(&mut out);
    out
}

/// The order of the output: by day, place, id, document.
pub fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
}

type Key<'e> = (Option<&'e str>, Option<&'e str>, &'e str, &'e [crate::event::Source]);

fn sort_key(event: &Event) -> Key<'_> {
    (event.date_start.as_deref(), event.place_id.as_deref(), &event.event_id, &event.sources)
}

fn may_meet(earlier: &Event, later: &Event) -> bool {
    match (&earlier.date_end, &later.date_start) {
        (Some(a), Some(b)) => a >= b,
        (None, None) => true,
        _ => false,
    }
}

fn gap(a: &Event, b: &Event) -> f64 {
    match (a.point, b.point) {
        (Some(p), Some(q)) => distance_km(p, q),
        _ => 0.0,
    }
}

fn same_event(a: &Event, b: &Event) -> bool {
    let one_document = a.sources.iter().any(|s| b.sources.iter().any(|t| s.document == t.document));
    if one_document || a.class != b.class || a.date_start.is_none() {
        return false;
    }
    let (Some(p), Some(q)) = (a.point, b.point) else { return false };
    let reach = a.radius_km.unwrap_or(1.0).min(b.radius_km.unwrap_or(1.0)).max(3.0) * 2.0;
    let authors = a.perpetrators.is_empty()
        || b.perpetrators.is_empty()
        || a.perpetrators.iter().any(|x| x == "unknown" || b.perpetrators.iter().any(|y| y == "unknown" || x == y));
    let method = a.method == b.method || a.method.is_like(b.method);
    authors && method && distance_km(p, q) <= reach
}

fn unite(into: &mut Event, other: Event) {
    if other.radius_km.unwrap_or(f64::MAX) < into.radius_km.unwrap_or(f64::MAX) {
        into.place_id = other.place_id;
        into.place_ar = other.place_ar;
        into.place_en = other.place_en;
        (into.admin1, into.admin2, into.country) = (other.admin1, other.admin2, other.country);
        (into.geo_precision, into.radius_km, into.relation) = (other.geo_precision, other.radius_km, other.relation);
        (into.coord_basis, into.point) = (other.coord_basis, other.point);
        (into.acled_geo_precision, into.ucdp_where_prec) = (other.acled_geo_precision, other.ucdp_where_prec);
    }
    // The day that both allow.
    if other.date_start > into.date_start {
        into.date_start = other.date_start;
    }
    if other.date_end < into.date_end {
        into.date_end = other.date_end;
    }
    if into.date_start == into.date_end {
        into.date_precision = into.date_precision.map(|_| DatePrecision::Day);
    }
    let low = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
    let high = |a: (Option<u32>, Option<u32>), b: (Option<u32>, Option<u32>)| match (a, b) {
        ((None, None), (_, max)) | ((_, max), (None, None)) => max,
        ((_, x), (_, y)) => x.zip(y).map(|(x, y)| x.max(y)),
    };
    into.killed_max = high((into.killed_min, into.killed_max), (other.killed_min, other.killed_max));
    into.killed_min = low(into.killed_min, other.killed_min);
    into.injured_max = high((into.injured_min, into.injured_max), (other.injured_min, other.injured_max));
    into.injured_min = low(into.injured_min, other.injured_min);
    for (mine, theirs) in [(&mut into.perpetrators, other.perpetrators), (&mut into.targets, other.targets), (&mut into.weapons, other.weapons)] {
        for id in theirs {
            if !mine.contains(&id) {
                mine.push(id);
            }
        }
        if mine.len() > 1 {
            mine.retain(|id| id != "unknown");
        }
    }
    if into.method == crate::event::Method::Unknown {
        into.method = other.method;
    }
    into.time_of_day = into.time_of_day.take().or(other.time_of_day);
    into.target_kind = into.target_kind.take().or(other.target_kind);
    into.retaliates = into.retaliates.take().or(other.retaliates);
    into.sources.extend(other.sources);
    into.sources.sort();
    into.evidence.extend(other.evidence);
    into.evidence.sort();
    into.source_count = into.sources.len();
    // Independent doubt multiplies.
    into.confidence = ((1.0 - (1.0 - into.confidence) * (1.0 - other.confidence * 0.5)) * 100.0).round() / 100.0;
    crate::codes::refresh(into);
}
