//! A workbook for Excel and LibreOffice: events, sources, evidence and unresolved places, each on a sheet that runs from right to left.

use super::columns::{Cell, Column, EVENT, EVIDENCE, Kind, SOURCE};
use super::unresolved;
use crate::Unplaced;
use crate::event::Event;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// Rows of a sheet below its header; what is more goes on a further sheet.
const ROWS: usize = 1_048_575;
/// Characters of a cell, as UTF-16 counts them.
const CHARACTERS: usize = 32_767;
/// The library reads no clock, so the day of the workbook is fixed.
const MADE: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// Write the workbook.
pub fn write(events: &[Event], unplaced: &[Unplaced], out: &mut (dyn Write + Send)) -> io::Result<()> {
    workbook(events, unplaced, out).map_err(plain)
}

fn workbook(events: &[Event], unplaced: &[Unplaced], out: &mut (dyn Write + Send)) -> Result<(), XlsxError> {
    let mut book = Book { book: Workbook::new(), bold: Format::new().set_bold(), day: Format::new().set_num_format("yyyy-mm-dd") };
    book.book.set_properties(&DocProperties::new().set_creation_datetime(&MADE));
    // Sources and evidence have sheets of their own.
    let columns: Vec<&Column<Event>> = EVENT.iter().filter(|c| !matches!(c.kind, Kind::Sources | Kind::Evidence)).collect();
    let header = columns.iter().map(|c| (c.name, c.kind)).chain([("lon", Kind::Real), ("lat", Kind::Real)]).collect::<Vec<_>>();
    book.sheet(
        "events",
        &header,
        events.iter().map(|event| {
            let point = event.point.map_or([Cell::Null; 2], |p| p.map(Cell::Real));
            columns.iter().map(|c| (c.cell)(event)).chain(point)
        }),
    )?;
    book.details("sources", SOURCE, events, |e| &e.sources)?;
    book.details("evidence", EVIDENCE, events, |e| &e.evidence)?;
    book.unresolved(events, unplaced)?;
    book.book.save_to_writer(out)
}

struct Book {
    book: Workbook,
    bold: Format,
    day: Format,
}

impl Book {
    /// A sheet of what events have several of, with the event's id before it.
    fn details<T>(&mut self, name: &str, columns: &'static [Column<T>], events: &[Event], of: fn(&Event) -> &Vec<T>) -> Result<(), XlsxError> {
        let header: Vec<_> = [("event_id", Kind::Text)].into_iter().chain(columns.iter().map(|c| (c.name, c.kind))).collect();
        let rows = events.iter().flat_map(|event| {
            of(event).iter().map(move |item| std::iter::once(Cell::Text(&event.event_id)).chain(columns.iter().map(move |c| (c.cell)(item))))
        });
        self.sheet(name, &header, rows)
    }

    /// What is not on the map: events without a point, then names that no gazetteer has.
    fn unresolved(&mut self, events: &[Event], unplaced: &[Unplaced]) -> Result<(), XlsxError> {
        let kind = |name| (name, if name == "count" { Kind::Int } else { Kind::Text });
        let header: Vec<_> = ["event_id"].into_iter().chain(unresolved::COLUMNS.into_iter().take(5)).map(kind).collect();
        let pointless = events.iter().filter(|e| e.point.is_none()).map(|event| {
            let source = event.sources.first();
            let (document, quote) = (source.map(|s| s.document.as_str()), source.map(|s| s.quote.as_str()));
            let place = or_null(event.place_ar.as_deref());
            [Cell::Text(&event.event_id), place, Cell::Int(1), or_null(event.coord_basis.as_deref()), or_null(document), or_null(quote)]
        });
        let names = unresolved::rows(unplaced);
        let nameless = names.iter().map(|unresolved::Row { first, count }| {
            let words = [&first.reason, &first.document, &first.quote].map(|s| Cell::Text(s));
            [Cell::Null, Cell::Text(&first.name), Cell::Int(*count as i64), words[0], words[1], words[2]]
        });
        self.sheet("unresolved", &header, pointless.chain(nameless))
    }

    /// A sheet with a header that stays in view and filters; several where one cannot hold the rows.
    fn sheet<'c>(
        &mut self,
        name: &str,
        header: &[(&str, Kind)],
        rows: impl Iterator<Item = impl IntoIterator<Item = Cell<'c>>>,
    ) -> Result<(), XlsxError> {
        let mut rows = rows.peekable();
        for number in 1.. {
            let sheet = self.book.add_worksheet_with_low_memory()?;
            sheet.set_name(if number == 1 { name.to_string() } else { format!("{name} {number}") })?;
            sheet.set_right_to_left(true).set_freeze_panes(1, 0)?;
            for (column, (name, kind)) in (0..).zip(header) {
                sheet.write_string_with_format(0, column, *name, &self.bold)?.set_column_width(column, width(name, *kind))?;
            }
            let mut last = 0;
            for (row, cells) in (1..).zip(rows.by_ref().take(ROWS)) {
                for (column, (cell, (_, kind))) in (0..).zip(cells.into_iter().zip(header)) {
                    put(sheet, row, column, cell, *kind, &self.day)?;
                }
                last = row;
            }
            sheet.autofilter(0, 0, last, header.len() as u16 - 1)?;
            if rows.peek().is_none() {
                break;
            }
        }
        Ok(())
    }
}

fn or_null(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Null, Cell::Text)
}

/// The width of a column, in characters.
fn width(name: &str, kind: Kind) -> f64 {
    match name {
        "quote" | "summary_ar" | "summary_en" => 60.0,
        "place_ar" | "place_en" | "name" | "text" | "reason" | "url" => 28.0,
        _ if kind == Kind::Text => 18.0,
        _ => 12.0,
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>, kind: Kind, day: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Int(n) => sheet.write_number(row, column, n as f64)?,
        Cell::Real(n) => sheet.write_number(row, column, n)?,
        Cell::Text(text) if kind == Kind::Day => match ExcelDateTime::parse_from_str(text) {
            Ok(date) => sheet.write_datetime_with_format(row, column, &date, day)?,
            // Before 1900 a workbook knows no days.
            Err(_) => sheet.write_string(row, column, text)?,
        },
        cell => match cell.text() {
            Some(text) => sheet.write_string(row, column, fitting(&text))?,
            None => return Ok(()),
        },
    };
    Ok(())
}

/// Text as far as a cell holds it, with an ellipsis where it was cut.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= CHARACTERS {
        return text.to_string();
    }
    let mut length = 1;
    let kept: String = text
        .chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= CHARACTERS
        })
        .collect();
    kept + "…"
}

/// What the file system said, where it said something.
fn plain(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(e) => e,
        other => io::Error::other(other),
    }
}
