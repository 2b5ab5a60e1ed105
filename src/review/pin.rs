//! Setting fields of an event to what a row says.

use super::row::{CLEAR, Said};
use crate::Resources;
use crate::codes;
use crate::event::{DatePrecision, Event, GeoPrecision, Relation, Review};
use crate::layer::{count, day, known, list, number, text};
use crate::lexicon::Tag;
use crate::write::columns::{Column, EVENT};
use serde_json::Value;
use std::str::FromStr;

/// The fields that a row can set, beside the point.
pub const FIELDS: [&str; 21] = [
    "class",
    "method",
    "outcome",
    "status",
    "date_start",
    "date_end",
    "time_of_day",
    "place_id",
    "place_ar",
    "place_en",
    "geo_precision",
    "radius_km",
    "relation",
    "perpetrators",
    "targets",
    "target_kind",
    "weapons",
    "killed_min",
    "killed_max",
    "injured_min",
    "injured_max",
];

const TIMES_OF_DAY: [&str; 7] = ["dawn", "morning", "noon", "afternoon", "evening", "night", "midnight"];

/// Points of layers have five decimals.
const SAME_POINT: f64 = 1.5e-5;

/// A field that a row changed.
pub struct Change {
    pub field: &'static str,
    pub was: String,
    pub now: String,
}

/// The event as the row wants it, and what that changes.
pub fn pinned(event: &Event, said: &Said, resources: &Resources) -> Result<(Event, Vec<Change>), String> {
    let mut out = event.clone();
    place(&mut out, said, resources)?;
    days(&mut out, said)?;
    actors(&mut out, said, resources)?;
    set(said, "class", &mut out.class)?;
    set(said, "method", &mut out.method)?;
    set(said, "outcome", &mut out.outcome)?;
    set(said, "status", &mut out.status)?;
    if let Some(value) = cell(said, "time_of_day", text)? {
        if let Some(unknown) = value.as_deref().filter(|v| !TIMES_OF_DAY.contains(v)) {
            return Err(format!("time_of_day: {unknown:?} is none of {}", TIMES_OF_DAY.join(", ")));
        }
        out.time_of_day = value;
    }
    for (name, field) in [
        ("killed_min", &mut out.killed_min),
        ("killed_max", &mut out.killed_max),
        ("injured_min", &mut out.injured_min),
        ("injured_max", &mut out.injured_max),
    ] {
        if let Some(value) = cell(said, name, count)? {
            *field = value;
        }
    }
    for (what, min, max) in [("killed", out.killed_min, out.killed_max), ("injured", out.injured_min, out.injured_max)] {
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            return Err(format!("{what}: at least {}, but at most {}", min.unwrap_or(0), max.unwrap_or(0)));
        }
    }
    let changes = changes(event, &out);
    if !changes.is_empty() {
        codes::refresh(&mut out);
    }
    Ok((out, changes))
}

/// A named place gives all that follows from it; a point of its own moves only the point.
fn place(out: &mut Event, said: &Said, resources: &Resources) -> Result<(), String> {
    let before = out.clone();
    if let Some(id) = cell(said, "place_id", text)?.filter(|id| *id != out.place_id) {
        let gazetteer = &resources.gazetteer;
        let Some(id) = id else {
            (out.place_id, out.place_ar, out.place_en) = (None, None, None);
            (out.admin1, out.admin2, out.country) = (None, None, None);
            (out.geo_precision, out.radius_km, out.relation, out.point) = (None, None, None, None);
            out.coord_basis = Some("review".into());
            codes::place(out, None);
            return Ok(());
        };
        let number = gazetteer.find(&id).ok_or_else(|| format!("place_id: no place has the id {id:?}"))?;
        let place = gazetteer.place(number);
        let named = |text: &str| Some(text.to_string()).filter(|t| !t.is_empty());
        (out.place_ar, out.place_en) = (named(&place.name_ar), named(&place.name_en));
        out.admin1 = gazetteer.admin1(number).and_then(|a| named(&a.name_en));
        out.admin2 = gazetteer.admin2(number).and_then(|a| named(&a.name_en));
        out.country = named(&place.country);
        (out.geo_precision, out.relation) = (Some(place.kind.precision()), Some(Relation::In));
        out.radius_km = Some((place.radius_km * 10.0).round() / 10.0);
        out.point = Some([place.lon, place.lat].map(|x| (x * 1e5).round() / 1e5));
        out.coord_basis = Some("review".into());
        out.place_id = Some(id);
        codes::place(out, Some(place.kind));
    }
    let moved = |p: &[f64; 2]| before.point.is_none_or(|b| (0..2).any(|axis| (p[axis] - b[axis]).abs() > SAME_POINT));
    if let Some(point) = said.row.point.filter(moved) {
        out.point = Some(point);
        out.coord_basis = Some("review".into());
        out.geo_precision = out.geo_precision.or(Some(GeoPrecision::Site));
        out.radius_km = out.radius_km.or(Some(1.0));
        out.relation = out.relation.or(Some(Relation::In));
    }
    // In a copy these are still those of the place before, and say nothing where only the place was changed.
    if let Some(value) = cell(said, "place_ar", text)?.filter(|v| *v != before.place_ar) {
        out.place_ar = value;
    }
    if let Some(value) = cell(said, "place_en", text)?.filter(|v| *v != before.place_en) {
        out.place_en = value;
    }
    if let Some(value) = cell(said, "geo_precision", known)?.filter(|v| *v != before.geo_precision) {
        out.geo_precision = value;
    }
    if let Some(value) = cell(said, "radius_km", number)?.filter(|v| *v != before.radius_km) {
        if value.is_some_and(|km| km <= 0.0) {
            return Err("radius_km: a radius is larger than 0".into());
        }
        out.radius_km = value;
    }
    if let Some(value) = cell(said, "relation", known)?.filter(|v| *v != before.relation) {
        out.relation = value;
    }
    if (out.point, out.geo_precision, out.relation) != (before.point, before.geo_precision, before.relation) {
        let place = out.place_id.as_deref().and_then(|id| resources.gazetteer.find(id));
        codes::place(out, place.map(|id| resources.gazetteer.place(id).kind));
    }
    Ok(())
}

/// A first day alone is the only one.
fn days(out: &mut Event, said: &Said) -> Result<(), String> {
    let before = (out.date_start.clone(), out.date_end.clone());
    if let Some(first) = cell(said, "date_start", day)? {
        out.date_start = first.map(|d| d.to_string());
        out.date_end = out.date_start.clone();
    }
    if let Some(last) = cell(said, "date_end", day)? {
        out.date_end = last.map(|d| d.to_string()).or(out.date_start.clone());
    }
    match (&out.date_start, &out.date_end) {
        (Some(first), Some(last)) if last < first => return Err(format!("date_end {last} lies before date_start {first}")),
        (None, Some(_)) => return Err("date_end without date_start".into()),
        _ if (&out.date_start, &out.date_end) == (&before.0, &before.1) => {}
        (None, None) => out.date_precision = None,
        (first, last) => out.date_precision = Some(if first == last { DatePrecision::Day } else { DatePrecision::Span }),
    }
    Ok(())
}

/// Parties, weapons and what was hit, which must be rows of the lexicon.
fn actors(out: &mut Event, said: &Said, resources: &Resources) -> Result<(), String> {
    let lists =
        [("perpetrators", Tag::Actor, &mut out.perpetrators), ("targets", Tag::Actor, &mut out.targets), ("weapons", Tag::Weapon, &mut out.weapons)];
    let known = |name: &str, tag: Tag, id: &str| match resources.lexicon.find(tag, id).is_some() || name == "perpetrators" && id == "unknown" {
        true => Ok(()),
        false => Err(format!("{name}: the lexicon has no {id:?}")),
    };
    for (name, tag, field) in lists {
        if let Some(value) = cell(said, name, list)? {
            let ids = value.unwrap_or_default();
            ids.iter().try_for_each(|id| known(name, tag, id))?;
            *field = ids;
        }
    }
    if let Some(value) = cell(said, "target_kind", text)? {
        value.iter().try_for_each(|id| known("target_kind", Tag::TargetKind, id))?;
        out.target_kind = value;
    }
    Ok(())
}

/// What a cell says: nothing, that the value is unknown, or a value.
fn cell<T>(said: &Said, name: &str, parse: fn(&Value) -> Result<Option<T>, String>) -> Result<Option<Option<T>>, String> {
    match said.row.read(name, text)? {
        None => Ok(None),
        Some(clear) if clear == CLEAR => Ok(Some(None)),
        Some(_) => Ok(said.row.read(name, parse)?.map(Some)),
    }
}

fn set<T: FromStr<Err = String>>(said: &Said, name: &str, field: &mut T) -> Result<(), String> {
    match cell(said, name, known)? {
        None => {}
        Some(None) => return Err(format!("{name}: it is never unknown")),
        Some(Some(value)) => *field = value,
    }
    Ok(())
}

fn columns() -> impl Iterator<Item = &'static Column<Event>> {
    EVENT.iter().filter(|c| FIELDS.contains(&c.name))
}

fn shown(event: &Event, column: &Column<Event>) -> String {
    (column.cell)(event).text().map_or("unknown".into(), |t| t.into_owned())
}

fn shown_point(event: &Event) -> String {
    event.point.map_or("unknown".into(), |[lon, lat]| format!("{lat} {lon}"))
}

fn changes(before: &Event, after: &Event) -> Vec<Change> {
    let fields = columns().map(|c| Change { field: c.name, was: shown(before, c), now: shown(after, c) });
    let point = Change { field: "point", was: shown_point(before), now: shown_point(after) };
    fields.chain([point]).filter(|c| c.was != c.now).collect()
}

/// The fields that a row speaks of, with their values once it is applied; so that two rows can be compared.
pub fn stated(after: &Event, said: &Said) -> Vec<(&'static str, String)> {
    let filled = |column: &&Column<Event>| matches!(said.row.read(column.name, text), Ok(Some(_)));
    let mut out: Vec<_> = columns().filter(filled).map(|c| (c.name, shown(after, c))).collect();
    out.extend(said.row.point.map(|_| ("point", shown_point(after))));
    // To set a field is to accept the event.
    out.extend(said.review.map(|review| ("review", if review == Review::Rejected { "rejected" } else { "accepted" }.to_string())));
    out
}
