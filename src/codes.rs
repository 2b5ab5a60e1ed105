//! What follows from the fields: id, summaries, and the codes of ACLED and UCDP.

use crate::event::{Class, DatePrecision, Event, GeoPrecision, Method, Outcome, Relation};
use crate::gazetteer::Kind;
use std::fmt::Write;

/// Fill the derived fields of an event.
pub fn complete(event: &mut Event, kind: Option<Kind>) {
    event.event_id = id(event);
    place(event, kind);
    refresh(event);
}

/// Derive again what depends on the place.
pub fn place(event: &mut Event, kind: Option<Kind>) {
    (event.acled_geo_precision, event.ucdp_where_prec) = precision(event, kind);
}

/// Derive again what depends on method, day and toll, after reports have been united or fields were set.
pub fn refresh(event: &mut Event) {
    (event.acled_event_type, event.acled_sub_event_type) = acled_type(event);
    (event.acled_time_precision, event.ucdp_date_prec) = date_precision(event);
    summarize(event);
}

/// Write both summaries anew.
fn summarize(event: &mut Event) {
    event.summary_en = summary_en(event);
    event.summary_ar = summary_ar(event);
}

/// A name that depends on what the event is, not on who tells it or in which order: class, place, day and kind of act.
fn id(event: &Event) -> String {
    let place = match (&event.place_id, event.point) {
        (Some(id), _) => id.clone(),
        (None, Some([lon, lat])) => format!("{lon:.2},{lat:.2}"),
        (None, None) => event.place_ar.clone().unwrap_or_default(),
    };
    let day = event.date_start.as_deref().unwrap_or("undated");
    let family = match event.method {
        Method::Airstrike | Method::Drone => "air",
        Method::Missile | Method::Rocket | Method::Artillery => "fire",
        Method::Ground | Method::Shooting | Method::Ied => "ground",
        Method::Naval => "naval",
        Method::Unknown => "unknown",
    };
    let relation = event.relation.map_or("", Relation::as_str);
    let key = format!("{}|{place}|{relation}|{day}|{family}", event.class);
    // FNV-1a, 64 bits: stable across machines and versions.
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("m{:012x}", hash >> 16)
}

fn acled_type(event: &Event) -> (String, String) {
    let (kind, sub) = match event.method {
        Method::Airstrike | Method::Drone => ("Explosions/Remote violence", "Air/drone strike"),
        Method::Missile | Method::Rocket | Method::Artillery => ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        Method::Ied => ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
        Method::Naval => ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        Method::Ground => ("Battles", "Armed clash"),
        Method::Shooting if event.targets.iter().any(|t| t == "civilians") => ("Violence against civilians", "Attack"),
        Method::Shooting => ("Battles", "Armed clash"),
        Method::Unknown => ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    };
    (kind.into(), sub.into())
}

/// ACLED geo-precision and UCDP where-precision; the crosswalk stands in docs/record.md.
fn precision(event: &Event, kind: Option<Kind>) -> (Option<u8>, Option<u8>) {
    let wide = matches!(event.relation, Some(Relation::Between | Relation::Desert)) || matches!(kind, Some(Kind::Desert | Kind::Region));
    match event.geo_precision {
        None => (None, None),
        Some(_) if kind == Some(Kind::Sea) || event.relation == Some(Relation::Off) => (Some(3), Some(7)),
        Some(GeoPrecision::Site | GeoPrecision::Settlement) => (Some(1), Some(1)),
        Some(GeoPrecision::Area) if wide => (Some(3), Some(5)),
        Some(GeoPrecision::Area) => (Some(2), Some(2)),
        Some(GeoPrecision::Admin2) => (Some(2), Some(3)),
        Some(GeoPrecision::Admin1) => (Some(3), Some(4)),
        Some(GeoPrecision::Country) => (None, Some(6)),
    }
}

fn date_precision(event: &Event) -> (Option<u8>, Option<u8>) {
    match event.date_precision {
        Some(DatePrecision::Day) => (Some(1), Some(1)),
        Some(DatePrecision::Night) => (Some(1), Some(2)),
        Some(DatePrecision::Span) => (Some(2), Some(3)),
        None => (None, None),
    }
}

fn count_en(what: &str, min: Option<u32>, max: Option<u32>) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(0), Some(0)) => None,
        (Some(a), Some(b)) if a == b => Some(format!("{a} {what}")),
        (Some(0), Some(b)) | (None, Some(b)) => Some(format!("up to {b} {what}")),
        (Some(a), Some(b)) => Some(format!("{a}-{b} {what}")),
        (Some(a), None) => Some(format!("at least {a} {what}")),
    }
}

fn summary_en(event: &Event) -> String {
    let method = match event.method {
        Method::Airstrike => "Air strike",
        Method::Drone => "Drone strike",
        Method::Missile => "Missile strike",
        Method::Rocket => "Rocket fire",
        Method::Artillery => "Shelling",
        Method::Ied => "Bombing",
        Method::Ground => "Ground attack",
        Method::Shooting => "Shooting",
        Method::Naval => "Naval attack",
        Method::Unknown if event.class == Class::Strike => "Strike",
        Method::Unknown => "Attack",
    };
    let mut out = String::from(method);
    if !event.perpetrators.is_empty() {
        let _ = write!(out, " by {}", event.perpetrators.join(", "));
    }
    if !event.targets.is_empty() {
        let _ = write!(out, " on {}", event.targets.join(", "));
    }
    if let Some(place) = &event.place_en {
        let relation = match event.relation {
            Some(Relation::Near | Relation::Road | Relation::Direction) => "near",
            Some(Relation::Countryside) => "in the countryside of",
            Some(Relation::Desert) => "in the desert of",
            Some(Relation::Off) => "off",
            Some(Relation::Between) => "near",
            _ => "in",
        };
        let place = place.strip_prefix("near ").unwrap_or(place);
        let _ = write!(out, " {relation} {place}");
    }
    if let Some(day) = &event.date_start {
        let _ = write!(out, " on {day}");
    }
    match event.outcome {
        Outcome::Hit => {}
        Outcome::Intercepted => out += ", intercepted",
        Outcome::Failed => out += ", failed",
    }
    let harm: Vec<String> = [count_en("killed", event.killed_min, event.killed_max), count_en("injured", event.injured_min, event.injured_max)]
        .into_iter()
        .flatten()
        .collect();
    if !harm.is_empty() {
        let _ = write!(out, ": {}", harm.join(", "));
    }
    out
}

/// What was done, in Arabic.
pub(crate) fn method_ar(class: Class, method: Method) -> &'static str {
    match method {
        Method::Airstrike => "غارة جوية",
        Method::Drone => "ضربة بطائرة مسيّرة",
        Method::Missile => "ضربة بصاروخ موجه أو باليستي",
        Method::Rocket => "قصف صاروخي",
        Method::Artillery => "قصف مدفعي",
        Method::Ied => "تفجير",
        Method::Ground => "هجوم بري",
        Method::Shooting => "إطلاق نار",
        Method::Naval => "هجوم بحري",
        Method::Unknown if class == Class::Strike => "ضربة",
        Method::Unknown => "هجوم",
    }
}

fn summary_ar(event: &Event) -> String {
    let mut out = String::from(method_ar(event.class, event.method));
    if let Some(place) = &event.place_ar {
        let _ = write!(out, " - {}", place.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if let Some(day) = &event.date_start {
        let _ = write!(out, " - {day}");
    }
    for (what, min, max) in [("قتلى", event.killed_min, event.killed_max), ("جرحى", event.injured_min, event.injured_max)] {
        let count = match (min, max) {
            (None, None) | (Some(0), Some(0)) => continue,
            (Some(a), Some(b)) if a == b => format!("{a}"),
            (Some(a), Some(b)) => format!("{a}-{b}"),
            (Some(a), None) => format!("{a} على الأقل"),
            (None, Some(b)) => format!("حتى {b}"),
        };
        let _ = write!(out, " - {what}: {count}");
    }
    out
}
