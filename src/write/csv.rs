//! CSV for spreadsheets: UTF-8 with BOM, arrays joined by `;`, sources and evidence as JSON, no cell that a spreadsheet would run.

use super::columns::{EVENT, Kind};
use crate::spill::Events;
use std::borrow::Cow;
use std::io::{self, Write};

/// The names of the columns.
pub fn header() -> impl Iterator<Item = &'static str> {
    EVENT.iter().map(|c| c.name).chain(["lon", "lat"])
}

/// Write events. The columns are the record's fields in their order, then `lon` and `lat`.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::begin(header(), out)?;
    events.each(&mut |event| {
        let fields = EVENT.iter().map(|column| {
            let text = (column.cell)(event).text().unwrap_or_default();
            // A number may begin with a minus.
            if matches!(column.kind, Kind::Int | Kind::Real) { text } else { harmless(text) }
        });
        let point = event.point.map_or([String::new(), String::new()], |p| p.map(|n| n.to_string()));
        table.row(fields.chain(point.map(Cow::Owned)))
    })?;
    table.end()
}

/// A table as spreadsheets read it.
pub struct Table<'o>(csv::Writer<&'o mut dyn Write>);

impl<'o> Table<'o> {
    /// Write the names of the columns.
    pub fn begin<'c>(header: impl Iterator<Item = &'c str>, out: &'o mut dyn Write) -> io::Result<Table<'o>> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(header).map_err(plain)?;
        Ok(Table(writer))
    }

    /// Write a row.
    pub fn row<'c>(&mut self, cells: impl Iterator<Item = Cow<'c, str>>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(cell.as_bytes()).map_err(plain)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(plain)
    }

    /// Write what is still held back.
    pub fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
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
    use crate::event::Event;

    #[test]
    fn formulas_are_defused() {
        for (text, told) in [("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+A", "'+A"), ("حلب", "حلب")] {
            assert_eq!(harmless(text.into()), told);
        }
    }

    #[test]
    fn every_row_has_every_column() {
        let mut out = Vec::new();
        write(&vec![Event::blank()], &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(&out[3..]);
        assert_eq!(reader.headers().unwrap().len(), EVENT.len() + 2);
        assert_eq!(reader.records().next().unwrap().unwrap().len(), EVENT.len() + 2);
    }
}
