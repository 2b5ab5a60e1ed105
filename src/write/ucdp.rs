//! CSV with the columns and codes of UCDP GED. It is not that project's own coding; docs/formats.md tells how each column follows from the record.

use super::crosswalk::Crosswalk;
use super::csv::{Table, harmless};
use crate::event::{Event, Review};
use crate::spill::Events;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns, in the order of the GED.
pub const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Write events, one row each; what the record does not tell is empty.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    let crosswalk = Crosswalk::load()?;
    let mut table = Table::begin(COLUMNS.into_iter(), out)?;
    events.each(&mut |event| {
        // These tables cannot say that an event was rejected.
        if event.review == Review::Rejected {
            return Ok(());
        }
        table.row(COLUMNS.into_iter().map(|name| {
            let cell = cell(name, event, &crosswalk);
            // Coordinates may begin with a minus.
            Cow::Owned(if matches!(name, "latitude" | "longitude") { cell } else { harmless(cell.into()).into_owned() })
        }))
    })?;
    table.end()
}

fn cell(column: &str, event: &Event, crosswalk: &Crosswalk) -> String {
    let sides = Sides::of(event, crosswalk);
    let country = crosswalk.country(event.country.as_deref());
    let text = |text: Option<&str>| text.unwrap_or_default().to_string();
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let joined = |of: fn(&crate::event::Source) -> Option<&str>| event.sources.iter().filter_map(of).collect::<Vec<_>>().join(";");
    match column {
        "id" => id(&event.event_id),
        "relid" => event.event_id.clone(),
        "year" => text(event.date_start.as_deref().and_then(|day| day.get(..4))),
        "type_of_violence" => text(sides.violence),
        "dyad_name" if !sides.a.is_empty() && !sides.b.is_empty() => format!("{} - {}", sides.name(sides.a), sides.name(sides.b)),
        "side_a" => sides.name(sides.a),
        "side_b" => sides.name(sides.b),
        "number_of_sources" => event.source_count.to_string(),
        "source_article" => joined(|s| s.url.as_deref().or(Some(&s.document))),
        "source_office" => joined(|s| s.outlet.as_deref()),
        "source_date" => joined(|s| s.published.as_deref()),
        "where_prec" => number(event.ucdp_where_prec.map(u32::from)),
        "where_coordinates" => text(event.place_en.as_deref()),
        "where_description" => text(event.place_ar.as_deref()),
        "adm_1" => text(event.admin1.as_deref()),
        "adm_2" => text(event.admin2.as_deref()),
        "latitude" => event.point.map(|p| p[1].to_string()).unwrap_or_default(),
        "longitude" => event.point.map(|p| p[0].to_string()).unwrap_or_default(),
        "geom_wkt" => event.point.map(|[lon, lat]| format!("POINT ({lon} {lat})")).unwrap_or_default(),
        "priogrid_gid" => event.point.map(|p| priogrid(p).to_string()).unwrap_or_default(),
        "country" => text(country.map(|c| c.ucdp_name.as_str()).or(event.country.as_deref())),
        "country_id" => text(country.map(|c| c.gwno.as_str())),
        "region" => text(country.map(|c| c.ucdp_region.as_str())),
        // Each row is one event, not a summary of several.
        "event_clarity" => "1".into(),
        "date_prec" => number(event.ucdp_date_prec.map(u32::from)),
        "date_start" => text(event.date_start.as_deref()),
        "date_end" => text(event.date_end.as_deref()),
        "deaths_civilians" if sides.violence == Some(ONE_SIDED) => number(event.killed_min),
        "best" | "low" => number(event.killed_min),
        "high" => number(event.killed_max),
        "gwnoa" => text(sides.gwno(sides.a)),
        "gwnob" => text(sides.gwno(sides.b)),
        _ => String::new(),
    }
}

/// A number, as the GED's ids are: the digits of the event's id, then five bits for the number among its twins, so that it is exact also where
/// numbers are floating-point.
fn id(event_id: &str) -> String {
    let (digits, twin) = event_id.split_once('-').unwrap_or((event_id, "1"));
    let digits = u64::from_str_radix(digits.trim_start_matches('m'), 16);
    match (digits, twin.parse::<u64>()) {
        (Ok(digits), Ok(twin)) if twin < 32 => (digits * 32 + twin).to_string(),
        _ => String::new(),
    }
}

/// The cell of half a degree, counted from the south-west.
fn priogrid([lon, lat]: [f64; 2]) -> i64 {
    let (row, column) = (((lat + 90.0) * 2.0).floor() as i64, ((lon + 180.0) * 2.0).floor() as i64);
    row.min(359) * 720 + column.min(719) + 1
}

const STATE_BASED: &str = "1";
const NON_STATE: &str = "2";
const ONE_SIDED: &str = "3";

/// Who stands against whom. In state-based violence side A is a government.
struct Sides<'e> {
    a: &'e [String],
    b: &'e [String],
    violence: Option<&'static str>,
    crosswalk: &'e Crosswalk,
}

impl<'e> Sides<'e> {
    fn of(event: &'e Event, crosswalk: &'e Crosswalk) -> Sides<'e> {
        let governs = |ids: &[String]| ids.iter().any(|id| crosswalk.actor(id).is_some_and(|a| a.governs().is_some()));
        let (mut a, mut b) = (event.perpetrators.as_slice(), event.targets.as_slice());
        let civilians = !b.is_empty() && b.iter().all(|id| id == "civilians");
        let violence = if a.is_empty() || b.is_empty() {
            None
        } else if civilians {
            Some(ONE_SIDED)
        } else if governs(a) || governs(b) {
            Some(STATE_BASED)
        } else {
            Some(NON_STATE)
        };
        if violence == Some(STATE_BASED) && !governs(a) {
            std::mem::swap(&mut a, &mut b);
        }
        Sides { a, b, violence, crosswalk }
    }

    fn name(&self, ids: &[String]) -> String {
        ids.iter().map(|id| self.crosswalk.actor(id).map_or(id.as_str(), |a| a.ucdp_name())).collect::<Vec<_>>().join(", ")
    }

    /// Of the first that is a government.
    fn gwno(&self, ids: &[String]) -> Option<&'e str> {
        let home = ids.iter().find_map(|id| self.crosswalk.actor(id)?.governs());
        self.crosswalk.country(home).map(|c| c.gwno.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers() {
        assert_eq!(id("m00000000000a"), "321");
        assert_eq!(id("m00000000000a-2"), "322");
    }

    #[test]
    fn cells_count_from_the_south_west() {
        assert_eq!(priogrid([-180.0, -90.0]), 1);
        assert_eq!(priogrid([-179.9, -89.4]), 721);
        // Damascus: row 247 (33.5 to 34), column 433 (36 to 36.5).
        assert_eq!(priogrid([36.29, 33.51]), 247 * 720 + 433);
    }

    #[test]
    fn a_government_is_side_a() {
        let crosswalk = Crosswalk::load().unwrap();
        let event = Event { perpetrators: vec!["houthis".into()], targets: vec!["us".into()], ..Event::blank() };
        let told = |column| cell(column, &event, &crosswalk);
        assert_eq!(told("type_of_violence"), "1");
        assert_eq!((told("side_a"), told("side_b")), ("Government of United States of America".into(), "Ansarallah".into()));
        assert_eq!((told("gwnoa"), told("gwnob")), ("2".into(), String::new()));
    }
}
