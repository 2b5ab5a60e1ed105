//! GeoJSON: one feature an event; Point or null geometry, WGS 84.

use crate::event::Event;
use crate::spill::Events;
use geojson::{Geometry, GeometryValue};
use serde::Serialize;
use std::io::{self, Write};

/// A feature; its properties are the event's own fields.
#[derive(Serialize)]
pub(super) struct Feature<'e> {
    r#type: &'static str,
    id: &'e str,
    geometry: Option<Geometry>,
    properties: &'e Event,
}

impl Feature<'_> {
    pub(super) fn of(event: &Event) -> Feature<'_> {
        let geometry = event.point.map(|[lon, lat]| Geometry::new(GeometryValue::new_point([lon, lat])));
        Feature { r#type: "Feature", id: &event.event_id, geometry, properties: event }
    }
}

/// Write a FeatureCollection, one feature a line.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut first = true;
    events.each(&mut |event| {
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(&mut *out, &Feature::of(event))?)
    })?;
    out.write_all(b"\n]}\n")
}
