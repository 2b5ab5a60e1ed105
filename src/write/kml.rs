//! KML for Google Earth: one placemark an event with its days, styled by class, labelled in Arabic, with the whole record as extended data.

use super::columns::{EVENT, Kind};
use crate::event::{Class, Event};
use crate::spill::Events;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Xml};
use std::borrow::Cow;
use std::io::{self, Write};

type Kml<'w> = Writer<&'w mut dyn Write>;

/// Write a document of placemarks. Events without a point are placemarks without a geometry.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    let mut kml: Kml<'_> = Writer::new_with_indent(out, b' ', 1);
    kml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    kml.write_event(Xml::Start(BytesStart::new("kml").with_attributes([("xmlns", "http://www.opengis.net/kml/2.2")])))?;
    kml.write_event(Xml::Start(BytesStart::new("Document")))?;
    leaf(&mut kml, "name", "events")?;
    for &class in Class::ALL {
        style(&mut kml, class)?;
    }
    schema(&mut kml)?;
    events.each(&mut |event| {
        kml.create_element("Placemark").with_attribute(("id", event.event_id.as_str())).write_inner_content(|kml| placemark(kml, event))?;
        Ok(())
    })?;
    kml.write_event(Xml::End(BytesEnd::new("Document")))?;
    kml.write_event(Xml::End(BytesEnd::new("kml")))?;
    kml.get_mut().write_all(b"\n")
}

/// The colours are those of the still map; KML writes them as opacity, blue, green, red.
fn style(kml: &mut Kml<'_>, class: Class) -> io::Result<()> {
    let colour = match class {
        Class::Strike => "ff2b39c0",
        Class::Attack => "ff995f1f",
    };
    kml.create_element("Style").with_attribute(("id", class.as_str())).write_inner_content(|kml| {
        kml.create_element("IconStyle").write_inner_content(|kml| {
            leaf(kml, "color", colour)?;
            kml.create_element("Icon")
                .write_inner_content(|kml| leaf(kml, "href", "https://maps.google.com/mapfiles/kml/shapes/placemark_circle.png"))?;
            Ok(())
        })?;
        kml.create_element("LabelStyle").write_inner_content(|kml| leaf(kml, "scale", "0.8"))?;
        Ok(())
    })?;
    Ok(())
}

/// The names and types of the record's fields.
fn schema(kml: &mut Kml<'_>) -> io::Result<()> {
    kml.create_element("Schema").with_attributes([("name", "event"), ("id", "event")]).write_inner_content(|kml| {
        for column in EVENT {
            let kind = match column.kind {
                Kind::Int => "int",
                Kind::Real => "double",
                Kind::Text | Kind::Day | Kind::List | Kind::Sources | Kind::Evidence => "string",
            };
            kml.create_element("SimpleField").with_attributes([("type", kind), ("name", column.name)]).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn placemark(kml: &mut Kml<'_>, event: &Event) -> io::Result<()> {
    leaf(kml, "name", event.place_ar.as_deref().unwrap_or(&event.summary_ar))?;
    leaf(kml, "description", &event.summary_ar)?;
    if let (Some(begin), Some(end)) = (&event.date_start, &event.date_end) {
        kml.create_element("TimeSpan").write_inner_content(|kml| {
            leaf(kml, "begin", begin)?;
            leaf(kml, "end", end)
        })?;
    }
    leaf(kml, "styleUrl", &format!("#{}", event.class))?;
    kml.create_element("ExtendedData").write_inner_content(|kml| {
        kml.create_element("SchemaData").with_attribute(("schemaUrl", "#event")).write_inner_content(|kml| {
            for column in EVENT {
                if let Some(text) = (column.cell)(event).text() {
                    let field = kml.create_element("SimpleData").with_attribute(("name", column.name));
                    field.write_text_content(BytesText::new(&xml(&text)))?;
                }
            }
            Ok(())
        })?;
        Ok(())
    })?;
    if let Some([lon, lat]) = event.point {
        kml.create_element("Point").write_inner_content(|kml| leaf(kml, "coordinates", &format!("{lon},{lat}")))?;
    }
    Ok(())
}

fn leaf(kml: &mut Kml<'_>, name: &str, text: &str) -> io::Result<()> {
    kml.create_element(name).write_text_content(BytesText::new(&xml(text)))?;
    Ok(())
}

/// Characters that XML cannot hold, even escaped, become U+FFFD.
fn xml(text: &str) -> Cow<'_, str> {
    let foreign = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(foreign) { Cow::Owned(text.replace(foreign, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}
