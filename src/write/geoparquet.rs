//! GeoParquet 1.1 for DuckDB, GeoPandas and distributed engines: lists, sources and evidence nested, days as days, points as well-known binary.

use super::columns::{Cell, Column, EVENT, EVIDENCE, Kind, SOURCE};
use crate::event::Event;
use crate::spill::{Events, try_each};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::json;
use std::io::{self, Write};
use std::sync::Arc;

/// Events of one row group: enough for columns to compress, few enough to be held in memory.
const GROUP: usize = 5_000;

/// Write events, in their order.
pub fn write(events: &dyn Events, out: &mut (dyn Write + Send)) -> io::Result<()> {
    table(events, out).map_err(plain)
}

fn table(events: &dyn Events, out: &mut (dyn Write + Send)) -> Result<()> {
    let schema = Arc::new(parse_message_type(&schema())?);
    let geo = Some(vec![KeyValue::new("geo".into(), geo(events)?)]);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_key_value_metadata(geo).build();
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    let mut waiting: Vec<Event> = Vec::new();
    try_each(events, ParquetError::from, |event| {
        waiting.push(event.clone());
        if waiting.len() == GROUP { group(&mut file, std::mem::take(&mut waiting)) } else { Ok(()) }
    })?;
    if !waiting.is_empty() {
        group(&mut file, waiting)?;
    }
    file.close()?;
    Ok(())
}

fn group(file: &mut SerializedFileWriter<&mut (dyn Write + Send)>, events: Vec<Event>) -> Result<()> {
    let mut group = file.next_row_group()?;
    for column in EVENT {
        column_of(&mut group, column, &events)?;
    }
    // An event without a point has no value.
    let points = events.iter().map(|e| e.point.map(|p| ByteArray::from(super::wkb(p).to_vec())));
    flat::<ByteArrayType>(&mut group, points)?;
    group.close()?;
    Ok(())
}

/// The schema in Parquet's own words.
fn schema() -> String {
    let mut fields: String = EVENT.iter().map(field).collect();
    fields += "optional binary geometry;";
    format!("message events {{ {fields} }}")
}

fn field<T>(column: &Column<T>) -> String {
    let name = column.name;
    let list = |element: String| format!("required group {name} (LIST) {{ repeated group list {{ {element} }} }}\n");
    match column.kind {
        Kind::Text => format!("optional binary {name} (UTF8);\n"),
        Kind::Day => format!("optional int32 {name} (DATE);\n"),
        Kind::Int => format!("optional int64 {name};\n"),
        Kind::Real => format!("optional double {name};\n"),
        Kind::List => list("optional binary element (UTF8);".into()),
        Kind::Sources => list(format!("required group element {{ {} }}", SOURCE.iter().map(field).collect::<String>())),
        Kind::Evidence => list(format!("required group element {{ {} }}", EVIDENCE.iter().map(field).collect::<String>())),
    }
}

/// The file metadata that make the table a layer. Without a reference system named, it is longitude and latitude on WGS 84.
fn geo(events: &dyn Events) -> Result<String> {
    let mut geometry = json!({"encoding": "WKB", "geometry_types": ["Point"]});
    let mut bounds = None;
    events.each(&mut |event| {
        super::bounds(&mut bounds, event);
        Ok(())
    })?;
    if let Some(bounds) = bounds {
        geometry["bbox"] = json!(bounds);
    }
    Ok(json!({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}).to_string())
}

type Group<'a, 'w> = SerializedRowGroupWriter<'a, &'w mut (dyn Write + Send)>;

/// Write one column of the record, which is several of the file where it is nested.
fn column_of(group: &mut Group<'_, '_>, column: &Column<Event>, events: &[Event]) -> Result<()> {
    let cells = || events.iter().map(column.cell);
    match column.kind {
        Kind::Text => flat::<ByteArrayType>(group, cells().map(text)),
        Kind::Int => flat::<Int64Type>(group, cells().map(int)),
        Kind::Real => flat::<DoubleType>(group, cells().map(real)),
        Kind::Day => flat::<Int32Type>(group, cells().map(day).collect::<Result<Vec<_>>>()?.into_iter()),
        Kind::List => {
            let of = |cell| if let Cell::List(list) = cell { list } else { &[][..] };
            nested::<ByteArrayType>(group, cells().map(|cell| of(cell).iter().map(|id| Ok(Some(id.as_str().into())))))
        }
        Kind::Sources => elements(group, SOURCE, events, |e| &e.sources),
        Kind::Evidence => elements(group, EVIDENCE, events, |e| &e.evidence),
    }
}

/// Write the columns of a list of rows.
fn elements<T>(group: &mut Group<'_, '_>, columns: &'static [Column<T>], events: &[Event], of: fn(&Event) -> &Vec<T>) -> Result<()> {
    for column in columns {
        let cells = || events.iter().map(|event| of(event).iter().map(column.cell));
        match column.kind {
            Kind::Text => nested::<ByteArrayType>(group, cells().map(|list| list.map(|c| Ok(text(c)))))?,
            Kind::Int => nested::<Int64Type>(group, cells().map(|list| list.map(|c| Ok(int(c)))))?,
            Kind::Day => nested::<Int32Type>(group, cells().map(|list| list.map(day)))?,
            kind => return Err(ParquetError::General(format!("{}: {kind:?} inside a list", column.name))),
        }
    }
    Ok(())
}

fn text(cell: Cell<'_>) -> Option<ByteArray> {
    if let Cell::Text(text) = cell { Some(text.into()) } else { None }
}

fn int(cell: Cell<'_>) -> Option<i64> {
    if let Cell::Int(n) = cell { Some(n) } else { None }
}

fn real(cell: Cell<'_>) -> Option<f64> {
    if let Cell::Real(n) = cell { Some(n) } else { None }
}

/// Days since 1970.
fn day(cell: Cell<'_>) -> Result<Option<i32>> {
    let Cell::Text(text) = cell else { return Ok(None) };
    let day: jiff::civil::Date = text.parse().map_err(|e| ParquetError::General(format!("{text}: {e}")))?;
    Ok(Some((day - jiff::civil::date(1970, 1, 1)).get_days()))
}

/// A column with at most one value a row: the definition level says whether there is one.
fn flat<T: DataType>(group: &mut Group<'_, '_>, cells: impl Iterator<Item = Option<T::T>>) -> Result<()> {
    let (mut values, mut defined) = (Vec::new(), Vec::new());
    for cell in cells {
        defined.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    put::<T>(group, &values, &defined, None)
}

/// A column with any number of values a row. Definition level: 0 for an empty list, 1 for an unknown value, 2 for a value. Repetition level: 0
/// where a row begins.
fn nested<T: DataType>(group: &mut Group<'_, '_>, rows: impl Iterator<Item = impl Iterator<Item = Result<Option<T::T>>>>) -> Result<()> {
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let begin = defined.len();
        for cell in row {
            let cell = cell?;
            repeated.push(i16::from(defined.len() > begin));
            defined.push(1 + i16::from(cell.is_some()));
            values.extend(cell);
        }
        if defined.len() == begin {
            repeated.push(0);
            defined.push(0);
        }
    }
    put::<T>(group, &values, &defined, Some(&repeated))
}

fn put<T: DataType>(group: &mut Group<'_, '_>, values: &[T::T], defined: &[i16], repeated: Option<&[i16]>) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Err(ParquetError::General("more columns than the schema has".into())) };
    column.typed::<T>().write_batch(values, Some(defined), repeated)?;
    column.close()
}

/// What the file system said, where it said something.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => inner.downcast::<io::Error>().map_or_else(io::Error::other, |e| *e),
        other => io::Error::other(other),
    }
}
