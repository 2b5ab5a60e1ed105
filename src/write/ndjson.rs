//! Newline-delimited GeoJSON: one feature a line, for streams and for tools that read line by line.

use super::geojson::Feature;
use crate::event::Event;
use std::io::{self, Write};

/// Write one feature a line.
pub fn write(events: &[Event], out: &mut dyn Write) -> io::Result<()> {
    for event in events {
        serde_json::to_writer(&mut *out, &Feature::of(event))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
