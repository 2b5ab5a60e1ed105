//! CSV for spreadsheets: UTF-8 with BOM, arrays joined by `;`, sources and evidence as JSON, no cell that a spreadsheet would run.

use crate::event::Event;
use serde_json::Value;
use std::io::{self, Write};

/// Write events. The columns are the record's fields in their order, then `lon` and `lat`.
pub fn write(events: &[Event], out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(columns()).map_err(plain)?;
    for event in events {
        let Value::Object(fields) = serde_json::to_value(event)? else { continue };
        let mut cells: Vec<String> = fields.iter().map(|(name, value)| cell(name, value)).collect();
        cells.extend(match event.point {
            Some([lon, lat]) => [lon.to_string(), lat.to_string()],
            None => [String::new(), String::new()],
        });
        writer.write_record(&cells).map_err(plain)?;
    }
    writer.flush()
}

/// The error below that of the CSV writer, with its kind.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The names of the columns.
pub fn columns() -> Vec<String> {
    let fields = match serde_json::to_value(Event::blank()) {
        Ok(Value::Object(fields)) => fields.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let mut columns: Vec<String> = fields;
    columns.extend(["lon".to_string(), "lat".to_string()]);
    columns
}

fn cell(name: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => harmless(s),
        Value::Array(_) if matches!(name, "sources" | "evidence") => value.to_string(),
        Value::Array(items) => harmless(&items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";")),
        other => other.to_string(),
    }
}

/// Text that a spreadsheet would read as a formula gets an apostrophe before it.
pub fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("+A"), "'+A");
        assert_eq!(harmless("حلب"), "حلب");
    }

    #[test]
    fn every_row_has_every_column() {
        let mut out = Vec::new();
        write(&[Event::blank()], &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(&out[3..]);
        assert_eq!(reader.headers().unwrap().len(), columns().len());
        assert_eq!(reader.records().next().unwrap().unwrap().len(), columns().len());
    }
}
