//! Newline-delimited GeoJSON: one feature a line, for streams and for tools that read line by line.

use super::geojson::Feature;
use crate::spill::Events;
use std::io::{self, Write};

/// Write one feature a line.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    events.each(&mut |event| {
        serde_json::to_writer(&mut *out, &Feature::of(event))?;
        out.write_all(b"\n")
    })
}
