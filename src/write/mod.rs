//! Writers, one format a file. [`columns`] is the record as a table, which the tabular formats share; [`Part`] is a file that takes its name only
//! when it is whole.

pub mod acled;
pub mod columns;
mod crosswalk;
pub mod csv;
pub mod flatgeobuf;
pub mod geojson;
pub mod geoparquet;
pub mod gpkg;
pub mod html;
pub mod kml;
pub mod ndjson;
mod part;
mod qgis;
pub mod svg;
pub mod ucdp;
pub mod unresolved;
pub mod xlsx;

pub use part::Part;
pub use unresolved::Unresolved;

use crate::event::Event;
use crate::spill::Events;
use std::io::{self, Write};

/// A format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// RFC 7946.
    GeoJson,
    /// One feature a line.
    NdJson,
    /// UTF-8 with BOM.
    Csv,
    /// OGC GeoPackage, with a style for QGIS.
    Gpkg,
    /// FlatGeobuf, with a spatial index.
    FlatGeobuf,
    /// For Google Earth.
    Kml,
    /// GeoParquet 1.1, with nested sources.
    GeoParquet,
    /// A workbook.
    Xlsx,
    /// A still map.
    Svg,
    /// A page with a Leaflet map.
    Html,
    /// CSV with the columns and codes of ACLED.
    Acled,
    /// CSV with the columns and codes of UCDP GED.
    Ucdp,
}

impl Format {
    /// The formats that a layer can be written in.
    pub const ALL: [Format; 10] = [
        Format::GeoJson,
        Format::NdJson,
        Format::Csv,
        Format::Gpkg,
        Format::FlatGeobuf,
        Format::Kml,
        Format::GeoParquet,
        Format::Xlsx,
        Format::Svg,
        Format::Html,
    ];

    /// The tables in the columns of other projects.
    pub const SCHEMAS: [Format; 2] = [Format::Acled, Format::Ucdp];

    /// Its name on the command line, which is also a layer's ending.
    pub fn name(self) -> &'static str {
        match self {
            Format::GeoJson => "geojson",
            Format::NdJson => "ndjson",
            Format::Csv => "csv",
            Format::Gpkg => "gpkg",
            Format::FlatGeobuf => "fgb",
            Format::Kml => "kml",
            Format::GeoParquet => "parquet",
            Format::Xlsx => "xlsx",
            Format::Svg => "svg",
            Format::Html => "html",
            Format::Acled => "acled",
            Format::Ucdp => "ucdp",
        }
    }

    /// The name of its file: `events.gpkg`, `events-acled.csv`.
    pub fn file_name(self) -> String {
        if Format::SCHEMAS.contains(&self) { format!("events-{}.csv", self.name()) } else { format!("events.{}", self.name()) }
    }

    /// Write events, and in a workbook also the names that could not be placed. Errors if `out` cannot be written, or, for the formats that
    /// are not written from the first byte to the last (GeoPackage, FlatGeobuf, XLSX), if the temporary folder cannot.
    pub fn write(self, events: &dyn Events, unresolved: &Unresolved, out: &mut (dyn Write + Send)) -> io::Result<()> {
        match self {
            Format::GeoJson => geojson::write(events, out),
            Format::NdJson => ndjson::write(events, out),
            Format::Csv => csv::write(events, out),
            Format::Gpkg => gpkg::write(events, out),
            Format::FlatGeobuf => flatgeobuf::write(events, out),
            Format::Kml => kml::write(events, out),
            Format::GeoParquet => geoparquet::write(events, out),
            Format::Xlsx => xlsx::write(events, unresolved, out),
            Format::Svg => svg::write(events, out),
            Format::Html => html::write(events, out),
            Format::Acled => acled::write(events, out),
            Format::Ucdp => ucdp::write(events, out),
        }
    }

    /// Write a file, and give it its name when it is whole. Errors name neither.
    pub fn save(self, events: &dyn Events, unresolved: &Unresolved, part: Part) -> io::Result<()> {
        if self == Format::Gpkg {
            // SQLite writes the file itself.
            gpkg::create(events, part.place())?;
            return part.finish();
        }
        part.write(|out| self.write(events, unresolved, out))
    }
}

/// A point as little-endian well-known binary.
fn wkb([lon, lat]: [f64; 2]) -> [u8; 21] {
    let mut wkb = [0; 21];
    // Byte order, then the type: point.
    wkb[0] = 1;
    wkb[1] = 1;
    wkb[5..13].copy_from_slice(&lon.to_le_bytes());
    wkb[13..].copy_from_slice(&lat.to_le_bytes());
    wkb
}

/// The events without what tells them, for the formats that need all at once: a tenth of their size.
fn without_words(events: &dyn Events) -> io::Result<Vec<Event>> {
    let mut all = Vec::with_capacity(events.count());
    events.each(&mut |event| {
        let Event { sources, evidence, .. } = Event::blank();
        all.push(Event { sources, evidence, ..event.clone() });
        Ok(())
    })?;
    Ok(all)
}

/// West, south, east, north of all points.
fn bounds(points: &mut Option<[f64; 4]>, event: &Event) {
    let Some([lon, lat]) = event.point else { return };
    let [west, south, east, north] = points.unwrap_or([lon, lat, lon, lat]);
    *points = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
}
