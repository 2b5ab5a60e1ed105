//! FlatGeobuf: one file with a spatial index, for maps that fetch only what they show.

use super::columns::{Cell, EVENT, Kind};
use crate::event::Event;
use crate::spill::Events;
use flatgeobuf::geozero::error::{GeozeroError, Result};
use flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use std::io::{self, Write};

/// Write events. The index orders them by place, so their order is not that of the other formats.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    let crs = FgbCrs { code: 4326, ..FgbCrs::default() };
    // An index of nothing cannot be read.
    let write_index = events.count() > 0;
    let options = FgbWriterOptions { write_index, crs, detect_type: false, promote_to_multi: false, ..FgbWriterOptions::default() };
    let mut layer = FgbWriter::create_with_options("events", GeometryType::Point, options).map_err(io::Error::other)?;
    for column in EVENT {
        let kind = match column.kind {
            Kind::Text | Kind::List => ColumnType::String,
            Kind::Day => ColumnType::DateTime,
            Kind::Int => ColumnType::Long,
            Kind::Real => ColumnType::Double,
            Kind::Sources | Kind::Evidence => ColumnType::Json,
        };
        layer.add_column(column.name, kind, |_, _| {});
    }
    events.each(&mut |event| {
        let mut written = Ok(());
        layer.add_feature_geom(Place(event.point), |feature| written = properties(feature, event)).and(written).map_err(plain)
    })?;
    layer.write(out).map_err(|error| match error {
        flatgeobuf::Error::IO(e) => e,
        other => io::Error::other(other),
    })
}

fn properties(feature: &mut impl PropertyProcessor, event: &Event) -> Result<()> {
    for (i, column) in EVENT.iter().enumerate() {
        let cell = (column.cell)(event);
        let Some(text) = cell.text() else { continue };
        let value = match (cell, column.kind) {
            (Cell::Int(n), _) => ColumnValue::Long(n),
            (Cell::Real(n), _) => ColumnValue::Double(n),
            (_, Kind::Day) => ColumnValue::DateTime(&text),
            (_, Kind::Sources | Kind::Evidence) => ColumnValue::Json(&text),
            _ => ColumnValue::String(&text),
        };
        feature.property(i, column.name, &value)?;
    }
    Ok(())
}

/// A point; not a number where the place is unknown, which readers take for an empty point and the index for nowhere.
struct Place(Option<[f64; 2]>);

impl GeozeroGeometry for Place {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> Result<()> {
        let [lon, lat] = self.0.unwrap_or([f64::NAN; 2]);
        processor.point_begin(0)?;
        processor.xy(lon, lat, 0)?;
        processor.point_end(0)
    }
}

fn plain(error: GeozeroError) -> io::Error {
    match error {
        GeozeroError::IoError(e) => e,
        other => io::Error::other(other),
    }
}
