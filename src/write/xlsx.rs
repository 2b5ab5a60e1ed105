//! A workbook for Excel and LibreOffice: events, sources, evidence and unresolved places, each on a sheet that runs from right to left.

use super::columns::{Cell, Column, EVENT, EVIDENCE, Kind, SOURCE};
use super::unresolved::{COLUMNS, Unresolved};
use crate::event::Event;
use crate::spill::{Events, try_each};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// Rows of a sheet below its header; what is more goes on a further sheet.
const ROWS: usize = 1_048_575;
/// Characters of a cell, as UTF-16 counts them.
const CHARACTERS: usize = 32_767;
/// The library reads no clock, so the day of the workbook is fixed.
const MADE: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// Write the workbook.
pub fn write(events: &dyn Events, unresolved: &Unresolved, out: &mut (dyn Write + Send)) -> io::Result<()> {
    workbook(events, unresolved, out).map_err(plain)
}

fn workbook(events: &dyn Events, unresolved: &Unresolved, out: &mut (dyn Write + Send)) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&MADE));
    // Sources and evidence have sheets of their own.
    let columns: Vec<&Column<Event>> = EVENT.iter().filter(|c| !matches!(c.kind, Kind::Sources | Kind::Evidence)).collect();
    let header = columns.iter().map(|c| (c.name, c.kind)).chain([("lon", Kind::Real), ("lat", Kind::Real)]).collect::<Vec<_>>();
    let mut sheet = Sheet::begin(&mut book, "events", header)?;
    try_each(events, XlsxError::from, |event| {
        let point = event.point.map_or([Cell::Null; 2], |p| p.map(Cell::Real));
        sheet.row(columns.iter().map(|c| (c.cell)(event)).chain(point))
    })?;
    sheet.end()?;
    details(&mut book, "sources", SOURCE, events, |e| &e.sources)?;
    details(&mut book, "evidence", EVIDENCE, events, |e| &e.evidence)?;
    nowhere(&mut book, events, unresolved)?;
    book.save_to_writer(out)
}

/// A sheet of what events have several of, with the event's id before it.
fn details<T>(
    book: &mut Workbook,
    name: &str,
    columns: &'static [Column<T>],
    events: &dyn Events,
    of: fn(&Event) -> &Vec<T>,
) -> Result<(), XlsxError> {
    let header = [("event_id", Kind::Text)].into_iter().chain(columns.iter().map(|c| (c.name, c.kind))).collect();
    let mut sheet = Sheet::begin(book, name, header)?;
    try_each(events, XlsxError::from, |event| {
        let mut rows = of(event).iter();
        rows.try_for_each(|item| sheet.row([Cell::Text(&event.event_id)].into_iter().chain(columns.iter().map(|c| (c.cell)(item)))))
    })?;
    sheet.end()
}

/// What is not on the map: events without a point, then names that no gazetteer has.
fn nowhere(book: &mut Workbook, events: &dyn Events, unresolved: &Unresolved) -> Result<(), XlsxError> {
    let kind = |name| (name, if name == "count" { Kind::Int } else { Kind::Text });
    let mut sheet = Sheet::begin(book, "unresolved", ["event_id"].into_iter().chain(COLUMNS.into_iter().take(5)).map(kind).collect())?;
    try_each(events, XlsxError::from, |event| {
        if event.point.is_some() {
            return Ok(());
        }
        let source = event.sources.first();
        let (document, quote) = (source.map(|s| s.document.as_str()), source.map(|s| s.quote.as_str()));
        let place = or_null(event.place_ar.as_deref());
        sheet.row([Cell::Text(&event.event_id), place, Cell::Int(1), or_null(event.coord_basis.as_deref()), or_null(document), or_null(quote)])
    })?;
    for (first, count) in unresolved.rows() {
        let words = [&first.reason, &first.document, &first.quote].map(|s| Cell::Text(s));
        sheet.row([Cell::Null, Cell::Text(&first.name), Cell::Int(*count as i64), words[0], words[1], words[2]])?;
    }
    sheet.end()
}

/// A sheet with a header that stays in view and filters; several where one cannot hold the rows.
struct Sheet<'b> {
    book: &'b mut Workbook,
    name: &'b str,
    header: Vec<(&'static str, Kind)>,
    day: Format,
    /// The number of the sheet among those of its name, and of the row that was written last.
    number: usize,
    last: usize,
}

impl<'b> Sheet<'b> {
    fn begin(book: &'b mut Workbook, name: &'b str, header: Vec<(&'static str, Kind)>) -> Result<Sheet<'b>, XlsxError> {
        let mut sheet = Sheet { book, name, header, day: Format::new().set_num_format("yyyy-mm-dd"), number: 0, last: 0 };
        sheet.open()?;
        Ok(sheet)
    }

    fn open(&mut self) -> Result<(), XlsxError> {
        self.number += 1;
        self.last = 0;
        let bold = Format::new().set_bold();
        let sheet = self.book.add_worksheet_with_low_memory()?;
        sheet.set_name(if self.number == 1 { self.name.to_string() } else { format!("{} {}", self.name, self.number) })?;
        sheet.set_right_to_left(true).set_freeze_panes(1, 0)?;
        for (column, (name, kind)) in (0..).zip(&self.header) {
            sheet.write_string_with_format(0, column, *name, &bold)?.set_column_width(column, width(name, *kind))?;
        }
        Ok(())
    }

    fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) -> Result<(), XlsxError> {
        if self.last == ROWS {
            self.filter()?;
            self.open()?;
        }
        self.last += 1;
        let sheet = worksheet(self.book)?;
        for (column, (cell, (_, kind))) in (0..).zip(cells.into_iter().zip(&self.header)) {
            put(sheet, self.last as u32, column, cell, *kind, &self.day)?;
        }
        Ok(())
    }

    fn filter(&mut self) -> Result<(), XlsxError> {
        worksheet(self.book)?.autofilter(0, 0, self.last as u32, self.header.len() as u16 - 1)?;
        Ok(())
    }

    fn end(mut self) -> Result<(), XlsxError> {
        self.filter()
    }
}

/// The sheet that was added last.
fn worksheet(book: &mut Workbook) -> Result<&mut Worksheet, XlsxError> {
    let last = book.worksheets().len() - 1;
    book.worksheet_from_index(last)
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
