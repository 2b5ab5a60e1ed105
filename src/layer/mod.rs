//! Layers of events as marsad writes them, and as QGIS, GDAL or a spreadsheet saves them after editing: GeoJSON, newline-delimited GeoJSON, CSV. Their
//! rows are read here; what a row must say is for those who ask: [`crate::evaluate`], [`crate::review`].

mod row;

pub(crate) use row::{Row, array, count, day, known, list, number, text};

use serde_json::{Map, Value};
use std::fmt::Display;

/// What a table must have, told by its columns.
type Needed = fn(&dyn Fn(&str) -> bool) -> Result<(), &'static str>;

/// The rows of a file, in whichever of the formats it is; an error, with the file's name before it, if nothing of it can be read.
pub(crate) fn rows(name: &str, bytes: Vec<u8>, needed: Needed) -> Result<Rows, String> {
    let text = String::from_utf8(bytes).map_err(|_| at(name, "this is not UTF-8; save the table as \"CSV UTF-8\""))?;
    let text = text.trim_start_matches('\u{FEFF}');
    match text.trim_start().chars().next() {
        None => Err(at(name, "the file is empty")),
        // Sequences of GeoJSON (RFC 8142) begin each feature with a record separator.
        Some('{' | '\u{1E}') => json_rows(name, text),
        Some(_) => csv_rows(name, text, needed),
    }
}

/// Each row with its place in the file.
pub(crate) type Rows = Vec<(String, Result<Row, String>)>;

fn json_rows(name: &str, text: &str) -> Result<Rows, String> {
    match serde_json::from_str::<Value>(text) {
        Ok(mut value) if value["type"] == "FeatureCollection" => {
            let crs = value["crs"]["properties"]["name"].as_str().unwrap_or("CRS84");
            if !["CRS84", "4326"].iter().any(|known| crs.ends_with(known)) {
                return Err(at(name, format!("the layer is in {crs}; save it in EPSG:4326")));
            }
            let Value::Array(features) = value["features"].take() else { return Err(at(name, "features is no list")) };
            Ok(features.into_iter().enumerate().map(|(i, f)| (format!("feature {}", i + 1), feature(f))).collect())
        }
        Ok(value) => Ok(vec![("feature 1".into(), feature(value))]),
        Err(e) if text.lines().next().is_none_or(|head| head.contains("\"FeatureCollection\"") || head.trim() == "{") => Err(at(name, e)),
        Err(_) => {
            let lines = text.lines().enumerate().map(|(i, line)| (i, line.trim_matches(['\u{1E}', ' ', '\t'])));
            let parse = |line: &str| serde_json::from_str(line).map_err(|e| e.to_string()).and_then(feature);
            Ok(lines.filter(|(_, line)| !line.is_empty()).map(|(i, line)| (format!("line {}", i + 1), parse(line))).collect())
        }
    }
}

fn feature(mut value: Value) -> Result<Row, String> {
    if value["type"] != "Feature" {
        return Err("this is no feature".into());
    }
    let Value::Object(fields) = value["properties"].take() else { return Err("the feature has no properties".into()) };
    let geometry = &value["geometry"];
    let coordinates = match geometry["type"].as_str() {
        None if geometry.is_null() => return Ok(Row { fields, point: None }),
        Some("Point") => &geometry["coordinates"],
        Some("MultiPoint") if geometry["coordinates"].as_array().is_some_and(|c| c.len() == 1) => &geometry["coordinates"][0],
        other => return Err(format!("the geometry is a {}, not a point", other.unwrap_or("thing without type"))),
    };
    let (Some(lon), Some(lat)) = (coordinates[0].as_f64(), coordinates[1].as_f64()) else { return Err("the point has no two numbers".into()) };
    Ok(Row { fields, point: Some([lon, lat]) })
}

fn csv_rows(name: &str, text: &str, needed: Needed) -> Result<Rows, String> {
    // Spreadsheets of countries that write decimals with a comma part cells by semicolons.
    let head = text.lines().next().unwrap_or("");
    let delimiter = *[b',', b';', b'\t'].iter().max_by_key(|&&d| head.bytes().filter(|b| *b == d).count()).unwrap_or(&b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(|e| at(name, e))?.iter().map(|h| h.trim().to_lowercase()).collect();
    let has = |column: &str| columns.iter().any(|c| c == column);
    needed(&has).map_err(|reason| at(name, reason))?;
    // What QGIS adds is the geometry as it was drawn; lon and lat are what they were before.
    let wkt = columns.iter().position(|c| c == "wkt");
    let axes = [["x", "y"], ["lon", "lat"]].into_iter().find(|pair| pair.iter().all(|c| has(c)));
    let mut rows = Rows::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                let line = e.position().map_or(0, csv::Position::line);
                rows.push((format!("line {line}"), Err(e.to_string())));
                continue;
            }
        };
        // Rows that were cleared stay in a spreadsheet's file.
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let fields: Map<String, Value> = columns.iter().cloned().zip(record.iter().map(|cell| Value::String(cell.to_string()))).collect();
        let point = match (wkt, axes) {
            (Some(at), _) => from_wkt(&record[at]),
            (_, Some([x, y])) => from_axes(&fields[x], &fields[y]),
            _ => Ok(None),
        };
        rows.push((format!("line {line}"), point.map(|point| Row { fields, point })));
    }
    Ok(rows)
}

fn from_axes(x: &Value, y: &Value) -> Result<Option<[f64; 2]>, String> {
    match (number(x)?, number(y)?) {
        (Some(lon), Some(lat)) => Ok(Some([lon, lat])),
        (None, None) => Ok(None),
        _ => Err("one of the two coordinates is missing".into()),
    }
}

/// `POINT (40.5 35.1)`, also with a height.
fn from_wkt(cell: &str) -> Result<Option<[f64; 2]>, String> {
    let cell = cell.trim();
    if cell.is_empty() || cell.to_uppercase().ends_with("EMPTY") {
        return Ok(None);
    }
    let inside = cell.to_uppercase().starts_with("POINT").then(|| cell.split_once('(')?.1.strip_suffix(')')).flatten();
    let numbers: Vec<f64> = inside.unwrap_or("").split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [lon, lat, ..] => Ok(Some([lon, lat])),
        _ => Err(format!("{cell:?} is no point")),
    }
}

fn at(name: &str, reason: impl Display) -> String {
    format!("{name}: {reason}")
}
