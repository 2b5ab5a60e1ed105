//! GeoPackage: a layer of events with a spatial index, their sources as a related table, and a style with which QGIS opens the layer.
//!
//! The layer has the columns of the CSV. `sources` holds one row for each source of each event; the Related Tables extension ties the two.

use super::columns::{Cell, Column, EVENT, Kind, SOURCE};
use super::qgis;
use crate::event::Source;
use crate::spill::{Events, try_each};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, Transaction, params, params_from_iter};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// The library reads no clock, so the dates of change that the standard asks for are fixed.
const CHANGED: &str = "1970-01-01T00:00:00.000Z";

/// Write events through a temporary file, as SQLite needs a file to write in.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    create(events, file.path())?;
    io::copy(&mut file.reopen()?, out)?;
    Ok(())
}

/// Write events into an empty file.
pub fn create(events: &dyn Events, path: &Path) -> io::Result<()> {
    fill(events, path).map_err(plain)
}

fn fill(events: &dyn Events, path: &Path) -> rusqlite::Result<()> {
    let mut database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // The file has its final name only when it is whole: a journal would guard nothing.
    database.execute_batch(&format!("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {HEAD}"))?;
    let layer = database.transaction()?;
    layers(&layer, events)?;
    layer.commit()?;
    database.close().map_err(|(_, e)| e)
}

/// Make the tables of a GeoPackage and fill them, in a database that has none of them.
fn layers(layer: &Transaction<'_>, events: &dyn Events) -> rusqlite::Result<()> {
    layer.execute_batch(include_str!("gpkg.sql"))?;
    let (mut bounds, mut kinds) = (None, BTreeSet::new());
    try_each(events, unreadable, |event| {
        super::bounds(&mut bounds, event);
        kinds.insert((event.class, event.method));
        Ok(())
    })?;
    contents(layer, bounds)?;
    layer.execute_batch(&format!(
        "CREATE TABLE events (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, {});
         CREATE TABLE sources (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, event_id TEXT NOT NULL, {});
         CREATE TABLE events_sources (base_id INTEGER NOT NULL, related_id INTEGER NOT NULL);",
        declared(EVENT),
        declared(SOURCE)
    ))?;
    rows(layer, events)?;
    layer.execute_batch(include_str!("gpkg_index.sql"))?;
    layer.execute(
        "INSERT INTO layer_styles VALUES (1, '', '', 'events', 'geom', 'marsad', ?1, '', 1, 'marsad', '', NULL, ?2)",
        [&qgis::style(&kinds), CHANGED],
    )?;
    Ok(())
}

/// What says that a SQLite file is a GeoPackage, version 1.3.
pub(crate) const HEAD: &str = "PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300;";

/// Make the tables anew in a database that may have them and others; those whose names begin with `keep` stay.
pub(crate) fn replace(layer: &Transaction<'_>, events: &dyn Events, keep: &str) -> rusqlite::Result<()> {
    // The index first: it owns tables that cannot be dropped by themselves.
    layer.execute_batch("DROP TABLE IF EXISTS rtree_events_geom")?;
    let tables: Vec<String> = layer
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(name, 1, ?2) <> ?1")?
        .query_map(params![keep, keep.len() as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        layer.execute_batch(&format!("DROP TABLE \"{}\"", table.replace('"', "\"\"")))?;
    }
    layers(layer, events)
}

/// The columns of a table, with their types.
fn declared<T>(columns: &[Column<T>]) -> String {
    let one = |column: &Column<T>| {
        let kind = match column.kind {
            Kind::Text | Kind::List | Kind::Sources | Kind::Evidence => "TEXT",
            Kind::Day => "DATE",
            Kind::Int => "INTEGER",
            Kind::Real => "REAL",
        };
        format!("\"{}\" {kind}", column.name)
    };
    columns.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What is in the file, and which extensions it uses.
fn contents(layer: &Transaction<'_>, bounds: Option<[f64; 4]>) -> rusqlite::Result<()> {
    let bound = |side: usize| bounds.map(|b| b[side]);
    layer.execute(
        "INSERT INTO gpkg_contents VALUES ('events', 'features', 'events', 'marsad', ?1, ?2, ?3, ?4, ?5, 4326)",
        params![CHANGED, bound(0), bound(1), bound(2), bound(3)],
    )?;
    layer.execute("INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', 4326, 0, 0)", [])?;
    for table in ["sources", "layer_styles"] {
        layer.execute("INSERT INTO gpkg_contents VALUES (?1, 'attributes', ?1, '', ?2, NULL, NULL, NULL, NULL, NULL)", [table, CHANGED])?;
    }
    for column in EVENT.iter().filter(|c| matches!(c.kind, Kind::Sources | Kind::Evidence)) {
        layer.execute("INSERT INTO gpkg_data_columns VALUES ('events', ?1, NULL, NULL, NULL, 'application/json', NULL)", [column.name])?;
    }
    Ok(())
}

fn rows(layer: &Transaction<'_>, events: &dyn Events) -> rusqlite::Result<()> {
    let marks = |n: usize| vec!["?"; n].join(", ");
    let mut event_row = layer.prepare(&format!("INSERT INTO events VALUES ({})", marks(EVENT.len() + 2)))?;
    let mut source_row = layer.prepare(&format!("INSERT INTO sources VALUES (NULL, {})", marks(SOURCE.len() + 1)))?;
    let mut relation = layer.prepare("INSERT INTO events_sources VALUES (?1, ?2)")?;
    let mut index = layer.prepare("INSERT INTO rtree_events_geom VALUES (?1, ?2, ?2, ?3, ?3)")?;
    let mut fid = 0;
    try_each(events, unreadable, |event| {
        fid += 1;
        let fixed = [Value::from(fid), event.point.map_or(Value::Null, |p| Value::from(blob(p)))];
        let cells = EVENT.iter().map(|c| Stored((c.cell)(event)));
        event_row
            .execute(params_from_iter(fixed.iter().map(|v| v as &dyn ToSql).chain(cells.collect::<Vec<_>>().iter().map(|c| c as &dyn ToSql))))?;
        if let Some([lon, lat]) = event.point {
            index.execute(params![fid, lon, lat])?;
        }
        for source in &event.sources {
            source_row.execute(params_from_iter(of_source(&event.event_id, source).iter()))?;
            relation.execute([fid, layer.last_insert_rowid()])?;
        }
        Ok(())
    })
}

/// Events that are kept elsewhere could not be read.
fn unreadable(error: io::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

fn of_source<'e>(event_id: &'e str, source: &'e Source) -> Vec<Stored<'e>> {
    std::iter::once(Stored(Cell::Text(event_id))).chain(SOURCE.iter().map(|c| Stored((c.cell)(source)))).collect()
}

/// A cell as SQLite stores it.
struct Stored<'e>(Cell<'e>);

impl ToSql for Stored<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Int(n) => n.into(),
            Cell::Real(n) => n.into(),
            cell => cell.text().map_or(ToSqlOutput::Owned(Value::Null), |text| text.into_owned().into()),
        })
    }
}

/// A point as GeoPackage stores it: its header with the envelope, then well-known binary; all little-endian.
fn blob([lon, lat]: [f64; 2]) -> Vec<u8> {
    let mut blob = Vec::with_capacity(61);
    // Version 0; an envelope of x and y.
    blob.extend(b"GP\x00\x03");
    blob.extend(4326_i32.to_le_bytes());
    [lon, lon, lat, lat].iter().for_each(|n| blob.extend(n.to_le_bytes()));
    blob.extend(super::wkb([lon, lat]));
    blob
}

/// What the file system said, where it said something.
fn plain(error: rusqlite::Error) -> io::Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => io::ErrorKind::StorageFull.into(),
        Some(rusqlite::ErrorCode::ReadOnly) => io::ErrorKind::PermissionDenied.into(),
        _ => io::Error::other(error),
    }
}
