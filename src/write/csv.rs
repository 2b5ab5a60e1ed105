//! CSV for spreadsheets: UTF-8 with BOM, arrays joined by `;`, sources and evidence as JSON, no cell that a spreadsheet would run.

use super::columns::{EVENT, Kind};
use crate::event::Event;
use std::borrow::Cow;
use std::io::{self, Write};

/// The names of the columns.
pub fn header() -> impl Iterator<Item = &'static str> {
    EVENT.iter().map(|c| c.name).chain(["lon", "lat"])
}

/// Write events. The columns are the record's fields in their order, then `lon` and `lat`.
pub fn write(events: &[Event], out: &mut dyn Write) -> io::Result<()> {
    let header: Vec<&str> = header().collect();
    let header = header.into_iter();
    let rows = events.iter().map(|event| {
        let fields = EVENT.iter().map(|column| {
            let text = (column.cell)(event).text().unwrap_or_default();
            // A number may begin with a minus.
            if matches!(column.kind, Kind::Int | Kind::Real) { text } else { harmless(text) }
        });
        let point = event.point.map_or([String::new(), String::new()], |p| p.map(|n| n.to_string()));
        fields.chain(point.map(Cow::Owned))
    });
    table(header, rows, out)
}

/// Write a table as spreadsheets read it.
pub fn table<'c>(
    header: impl Iterator<Item = &'c str>,
    rows: impl Iterator<Item = impl Iterator<Item = Cow<'c, str>>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(header).map_err(plain)?;
    for row in rows {
        for cell in row {
            writer.write_field(cell.as_bytes()).map_err(plain)?;
        }
        writer.write_record(None::<&[u8]>).map_err(plain)?;
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

/// Text that a spreadsheet would read as a formula gets an apostrophe before it.
pub fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => Cow::Owned(format!("'{text}")),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        for (text, told) in [("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+A", "'+A"), ("حلب", "حلب")] {
            assert_eq!(harmless(text.into()), told);
        }
    }

    #[test]
    fn every_row_has_every_column() {
        let mut out = Vec::new();
        write(&[Event::blank()], &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(&out[3..]);
        assert_eq!(reader.headers().unwrap().len(), EVENT.len() + 2);
        assert_eq!(reader.records().next().unwrap().unwrap().len(), EVENT.len() + 2);
    }
}
