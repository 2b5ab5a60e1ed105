//! GeoJSON: one feature an event; Point or null geometry, WGS 84.

use crate::event::Event;
use geojson::{Feature, Geometry, GeometryValue, JsonObject};
use std::io::{self, Write};

/// Write a FeatureCollection, one feature a line.
pub fn write(events: &[Event], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (i, event) in events.iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &feature(event)?)?;
    }
    out.write_all(b"\n]}\n")
}

fn feature(event: &Event) -> io::Result<Feature> {
    let properties: JsonObject = match serde_json::to_value(event)? {
        serde_json::Value::Object(map) => map.into_iter().collect(),
        _ => JsonObject::new(),
    };
    Ok(Feature {
        bbox: None,
        geometry: event.point.map(|[lon, lat]| Geometry::new(GeometryValue::new_point([lon, lat]))),
        id: Some(geojson::feature::Id::String(event.event_id.clone())),
        properties: Some(properties),
        foreign_members: None,
    })
}
