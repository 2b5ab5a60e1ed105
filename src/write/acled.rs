//! CSV with the columns and codes of ACLED. It is not that project's own coding; docs/formats.md tells how each column follows from the record.

use super::crosswalk::Crosswalk;
use super::csv::{Table, harmless};
use crate::event::{Event, Review};
use crate::spill::Events;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns, in ACLED's order.
pub const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// ACLED's types of actor, in the order of their codes.
const INTERS: [&str; 8] =
    ["State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians", "External/Other forces"];

/// Write events, one row each; what the record does not tell is empty.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    let crosswalk = Crosswalk::load()?;
    let mut table = Table::begin(COLUMNS.into_iter(), out)?;
    events.each(&mut |event| {
        // These tables cannot say that an event was rejected.
        if event.review == Review::Rejected {
            return Ok(());
        }
        let row = row(event, &crosswalk);
        // Coordinates may begin with a minus.
        table.row(COLUMNS.into_iter().zip(row).map(|(name, cell)| if matches!(name, "latitude" | "longitude") { cell } else { harmless(cell) }))
    })?;
    table.end()
}

fn row<'e>(event: &'e Event, crosswalk: &'e Crosswalk) -> [Cow<'e, str>; 31] {
    let [one, two] = [side(&event.perpetrators, event, crosswalk), side(&event.targets, event, crosswalk)];
    let country = crosswalk.country(event.country.as_deref());
    let number = |n: Option<u32>| n.map_or(Cow::Borrowed(""), |n| n.to_string().into());
    let degrees = |axis: usize| event.point.map_or(Cow::Borrowed(""), |p| p[axis].to_string().into());
    let empty = || Cow::Borrowed("");
    let civilians = event.targets.len() == 1 && event.targets[0] == "civilians";
    [
        text(&event.event_id),
        or_empty(event.date_start.as_deref()),
        or_empty(event.date_start.as_deref().and_then(|day| day.get(..4))),
        number(event.acled_time_precision.map(u32::from)),
        text("Political violence"),
        text(&event.acled_event_type),
        text(&event.acled_sub_event_type),
        one.name,
        one.others,
        text(one.inter),
        two.name,
        two.others,
        text(two.inter),
        interaction(one.inter, two.inter).into(),
        text(if civilians { "Civilian targeting" } else { "" }),
        or_empty(country.map(|c| c.iso.as_str())),
        or_empty(country.map(|c| c.acled_region.as_str())),
        or_empty(country.map(|c| c.name.as_str()).or(event.country.as_deref())),
        or_empty(event.admin1.as_deref()),
        or_empty(event.admin2.as_deref()),
        empty(),
        or_empty(event.place_en.as_deref()),
        degrees(1),
        degrees(0),
        number(event.acled_geo_precision.map(u32::from)),
        sources(event).into(),
        empty(),
        text(&event.summary_en),
        number(event.killed_min),
        empty(),
        empty(),
    ]
}

fn text(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn or_empty(text: Option<&str>) -> Cow<'_, str> {
    Cow::Borrowed(text.unwrap_or_default())
}

/// The first party of a side, the others, and the type of the first.
struct Side<'e> {
    name: Cow<'e, str>,
    others: Cow<'e, str>,
    inter: &'e str,
}

fn side<'e>(ids: &'e [String], event: &'e Event, crosswalk: &'e Crosswalk) -> Side<'e> {
    let country = crosswalk.country(event.country.as_deref()).map(|c| c.name.as_str());
    let name = |id: &'e String| match (crosswalk.actor(id), country) {
        // As ACLED names those who have no name.
        (Some(actor), Some(country)) if matches!(id.as_str(), "civilians" | "unknown") => Cow::Owned(format!("{} ({country})", actor.name)),
        (Some(actor), _) => Cow::Borrowed(actor.name.as_str()),
        (None, _) => Cow::Borrowed(id.as_str()),
    };
    let Some((first, others)) = ids.split_first() else { return Side { name: "".into(), others: "".into(), inter: "" } };
    let inter = crosswalk.actor(first).map_or("", |a| a.inter_in(event.country.as_deref().unwrap_or_default()));
    Side { name: name(first), others: others.iter().map(name).collect::<Vec<_>>().join("; ").into(), inter }
}

/// Both types, the lower code first.
fn interaction(one: &str, two: &str) -> String {
    let code = |inter: &str| INTERS.iter().position(|i| *i == inter);
    match (code(one), code(two)) {
        (Some(a), Some(b)) => format!("{}-{}", INTERS[a.min(b)], INTERS[a.max(b)]),
        (Some(a), None) => format!("{} only", INTERS[a]),
        _ => String::new(),
    }
}

/// The outlets, or the documents where they are not known.
fn sources(event: &Event) -> String {
    let mut names: Vec<&str> = event.sources.iter().map(|s| s.outlet.as_deref().unwrap_or(&s.document)).collect();
    names.dedup();
    names.join("; ")
}
