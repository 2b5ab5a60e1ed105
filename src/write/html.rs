//! HTML: one page with a Leaflet map that opens from disk and holds its data.
//!
//! The page is `web/dist/index.html`, or `simple.html` where npm has not built that. Both have a place for four blocks of data:
//! what the events say as columns, their texts as one line of JSON an event, names of places for the map, and settings. Text is
//! data: `<` never stands in a block, so that no text can end it, and the page's content security policy runs no script but its own.

use crate::event::{Event, Evidence, Source};
use crate::gazetteer::{Gazetteer, Kind};
use crate::spill::Events;
use hashbrown::{HashMap, HashSet};
use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The page that was embedded when the program was built.
const TEMPLATE: &str = include_str!(env!("MARSAD_PAGE"));
/// Where the data stand in it.
const MARK: &str = "<!--data-->";

/// Is the embedded page the simple one, which needs the network for Leaflet?
pub const IS_SIMPLE: bool = cfg!(simple_page);

/// Address of the map tiles where none is given.
pub const OPENSTREETMAP: &str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";

/// What the page shows besides the events.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    /// Address of the tiles with `{z}`, `{x}`, `{y}`; `None`: no tiles are loaded, outlines and names are the map.
    pub tiles: Option<String>,
    /// Whom to credit for the tiles, as plain text.
    pub attribution: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { tiles: Some(OPENSTREETMAP.into()), attribution: "© OpenStreetMap contributors".into() }
    }
}

impl Settings {
    /// Settings for a tile address: `none`, or an http(s) address with `{z}`, `{x}` and `{y}`.
    pub fn with_tiles(address: &str) -> Result<Settings, String> {
        if address == "none" {
            return Ok(Settings { tiles: None, attribution: String::new() });
        }
        let known = address.starts_with("https://") || address.starts_with("http://");
        if !known || ["{z}", "{x}", "{y}"].iter().any(|part| !address.contains(part)) {
            return Err(format!("`none`, or an address such as {OPENSTREETMAP}"));
        }
        let attribution = match address {
            OPENSTREETMAP => Settings::default().attribution,
            _ => String::new(),
        };
        Ok(Settings { tiles: Some(address.into()), attribution })
    }
}

/// Write a page of the events, with OpenStreetMap tiles.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    write_with(events, &Settings::default(), out)
}

/// Write a page of the events.
pub fn write_with(events: &dyn Events, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    fill(TEMPLATE, events, settings, out)
}

fn fill(template: &str, events: &dyn Events, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (head, tail) = template.split_once(MARK).ok_or_else(|| io::Error::other("the page has no place for data"))?;
    out.write_all(head.as_bytes())?;
    let mut texts = Texts::default();
    out.write_all(b"<script type=\"application/json\" id=\"details\">\n")?;
    events.each(&mut |event| {
        let line = details(event, &mut texts);
        line.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Harmless))?;
        out.write_all(b"\n")
    })?;
    out.write_all(b"</script>\n")?;
    let wordless = super::without_words(events)?;
    let columns = columns(&wordless, &mut texts)?;
    let outlets = outlets(events, &mut texts)?;
    block(
        "events",
        &json!({ "count": wordless.len(), "fields": super::csv::header().collect::<Vec<_>>(), "columns": columns, "outlets": outlets, "texts": texts.all }),
        out,
    )?;
    block("places", &places(&wordless), out)?;
    block("settings", settings, out)?;
    out.write_all(tail.as_bytes())
}

fn block(id: &str, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"{id}\">")?;
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Harmless))?;
    out.write_all(b"</script>\n")
}

/// JSON that can stand inside a script element and inside JavaScript.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let Some(c) = rest[at..].chars().next() else { break };
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Texts that many events share are written once.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    index: HashMap<String, usize>,
}

impl Texts {
    fn index_of(&mut self, text: &str) -> usize {
        if let Some(&at) = self.index.get(text) {
            return at;
        }
        let at = self.all.len();
        self.all.push(text.to_string());
        self.index.insert(text.to_string(), at);
        at
    }
}

/// What only the card and the export need: `[summary_ar, summary_en, sources, evidence]`.
///
/// A source is `[document, url, outlet, published, quote, start, end]`, a piece of evidence `[field, document, start, end, rule, text]`.
/// Document, outlet, field and rule are indices of the shared texts; the text is `null` where it can be cut out of the quote.
fn details(event: &Event, texts: &mut Texts) -> Value {
    let sources: Vec<Value> = event
        .sources
        .iter()
        .map(|Source { document, url, outlet, published, quote, start, end, .. }| {
            let outlet = outlet.as_deref().map(|o| texts.index_of(o));
            json!([texts.index_of(document), url, outlet, published, quote, start, end])
        })
        .collect();
    let evidence: Vec<Value> = event
        .evidence
        .iter()
        .map(|Evidence { field, document, start, end, text, rule }| {
            let own = (!quoted(event, document, *start, *end, text)).then_some(text);
            json!([texts.index_of(field), texts.index_of(document), start, end, texts.index_of(rule), own])
        })
        .collect();
    json!([event.summary_ar, event.summary_en, sources, evidence])
}

/// Do these words stand at their offsets in the first quote of their document that spans them?
fn quoted(event: &Event, document: &str, start: usize, end: usize, text: &str) -> bool {
    let spans = |s: &&Source| s.document == document && s.start <= start && end <= s.end;
    let cut = |s: &Source| s.quote.chars().skip(start - s.start).take(end.saturating_sub(start)).eq(text.chars());
    event.sources.iter().find(spans).is_some_and(cut)
}

/// The other fields, and `lon` and `lat`: `[{name, type, values}]`. The type says what a value is: a `number`, the index of a
/// shared `text`, or a `list` of such indices. Unknown is `null`.
fn columns(events: &[Event], texts: &mut Texts) -> io::Result<Vec<Value>> {
    let mut columns: Map<String, Value> = Map::new();
    let mut types: HashMap<String, &str> = HashMap::new();
    for event in events {
        let Value::Object(mut fields) = serde_json::to_value(event)? else { continue };
        fields.insert("lon".into(), json!(event.point.map(|p| p[0])));
        fields.insert("lat".into(), json!(event.point.map(|p| p[1])));
        for (name, value) in fields {
            if matches!(name.as_str(), "sources" | "evidence" | "summary_ar" | "summary_en") {
                continue;
            }
            let value = match value {
                Value::String(text) => {
                    types.insert(name.clone(), "text");
                    json!(texts.index_of(&text))
                }
                Value::Array(items) => {
                    types.insert(name.clone(), "list");
                    items.iter().filter_map(Value::as_str).map(|text| texts.index_of(text)).collect()
                }
                other => other,
            };
            if let Value::Array(values) = columns.entry(name).or_insert_with(|| json!([])) {
                values.push(value);
            }
        }
    }
    let typed = |(name, values): (String, Value)| {
        let kind = types.get(&name).copied().unwrap_or("number");
        json!({ "name": name, "type": kind, "values": values })
    };
    Ok(columns.into_iter().map(typed).collect())
}

/// Who tells each event: outlets, or documents where the outlet is unknown.
fn outlets(events: &dyn Events, texts: &mut Texts) -> io::Result<Vec<Vec<usize>>> {
    let mut all = Vec::with_capacity(events.count());
    events.each(&mut |event| {
        let mut outlets: Vec<usize> = event.sources.iter().map(|s| texts.index_of(s.outlet.as_deref().unwrap_or(&s.document))).collect();
        outlets.sort_unstable();
        outlets.dedup();
        all.push(outlets);
        Ok(())
    })?;
    Ok(all)
}

/// Names for a map without tiles, the most telling kinds first: `[name_ar, name_en, kind, lon, lat]`. Countries, seas, governorates and cities all,
/// towns and districts within some 300 km of an event, other settlements and sites within some 30 km.
fn places(events: &[Event]) -> Vec<Value> {
    // A faulty data file would have stopped the program before; a page without names is still right.
    let Ok(gazetteer) = Gazetteer::embedded() else { return Vec::new() };
    let cell = |lon: f64, lat: f64, size: f64| ((lon / size).floor() as i32, (lat / size).floor() as i32);
    let around = |size: f64| -> HashSet<(i32, i32)> {
        let cells = events.iter().filter_map(|e| e.point).map(|[lon, lat]| cell(lon, lat, size));
        cells.flat_map(|(x, y)| (-1..=1).flat_map(move |dx| (-1..=1).map(move |dy| (x + dx, y + dy)))).collect()
    };
    let (far, near) = (around(2.5), around(0.25));
    let rank = |kind: Kind| match kind {
        Kind::Country => 0,
        Kind::Sea => 1,
        Kind::City => 2,
        Kind::Admin1 => 3,
        Kind::Town => 4,
        _ => 5,
    };
    let shown = |kind: Kind, lon: f64, lat: f64| match kind {
        Kind::Country | Kind::Sea | Kind::Admin1 | Kind::City => true,
        Kind::Admin2 | Kind::Town => far.contains(&cell(lon, lat, 2.5)),
        Kind::Village | Kind::Base | Kind::Airport | Kind::Crossing | Kind::Camp | Kind::Field => near.contains(&cell(lon, lat, 0.25)),
        _ => false,
    };
    let mut places: Vec<_> = gazetteer.places.iter().filter(|p| shown(p.kind, p.lon, p.lat)).collect();
    places.sort_by(|a, b| rank(a.kind).cmp(&rank(b.kind)).then(b.radius_km.total_cmp(&a.radius_km)).then(a.id.cmp(&b.id)));
    places.iter().map(|p| json!([p.name_ar, p.name_en, p.kind.as_str(), p.lon, p.lat])).collect()
}
