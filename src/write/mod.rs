//! Writers, one format a file.

pub mod csv;
pub mod geojson;
pub mod html;
pub mod svg;

use crate::event::Event;
use std::io::{self, Write};

/// A format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// RFC 7946.
    GeoJson,
    /// UTF-8 with BOM.
    Csv,
    /// A still map.
    Svg,
    /// A page with a Leaflet map.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 4] = [Format::GeoJson, Format::Csv, Format::Svg, Format::Html];

    /// Its name on the command line, which is also the file's ending.
    pub fn name(self) -> &'static str {
        match self {
            Format::GeoJson => "geojson",
            Format::Csv => "csv",
            Format::Svg => "svg",
            Format::Html => "html",
        }
    }

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Write events.
    pub fn write(self, events: &[Event], out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::GeoJson => geojson::write(events, out),
            Format::Csv => csv::write(events, out),
            Format::Svg => svg::write(events, out),
            Format::Html => html::write(events, out),
        }
    }
}
