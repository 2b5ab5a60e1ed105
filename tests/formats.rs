//! What is written can be read back by others: GeoJSON by RFC 7946, CSV by spreadsheets, SVG by browsers, CSV in others' columns.
//! tests/readback.rs reads every format with independent programs.

mod common;

use common::layers::{features, mapped, rows};
use common::{marsad, stderr};
use serde_json::Value;

#[test]
fn geojson_follows_rfc_7946() {
    let folder = mapped("geojson,csv,svg");
    let text = std::fs::read_to_string(folder.path().join("out/events.geojson")).expect("the layer is there");
    assert!(!text.starts_with('\u{FEFF}'));
    text.parse::<geojson::GeoJson>().expect("GeoJSON can be parsed");
    let value: Value = serde_json::from_str(&text).expect("GeoJSON is JSON");
    assert!(value.get("crs").is_none());
    let features = features(folder.path());
    assert!(features.len() >= 5);
    let names: Vec<&String> = features[0]["properties"].as_object().expect("properties").keys().collect();
    for feature in &features {
        assert_eq!(feature["type"], "Feature");
        assert!(feature["id"].is_string());
        let properties = feature["properties"].as_object().expect("properties");
        assert_eq!(properties.keys().collect::<Vec<_>>(), names);
        let geometry = feature.get("geometry").expect("a geometry, if only null");
        if geometry.is_null() {
            continue;
        }
        assert_eq!(geometry["type"], "Point");
        let position: Vec<f64> = geometry["coordinates"].as_array().expect("coordinates").iter().filter_map(Value::as_f64).collect();
        assert_eq!(position.len(), 2);
        // Longitude first: the region that the examples tell of lies between these.
        assert!((20.0..60.0).contains(&position[0]) && (10.0..40.0).contains(&position[1]), "{position:?}");
    }
}

#[test]
fn unknown_is_null_and_never_empty() {
    for feature in features(mapped("geojson,csv,svg").path()) {
        for (name, value) in feature["properties"].as_object().expect("properties") {
            assert_ne!(*value, Value::String(String::new()), "{name}");
        }
    }
}

#[test]
fn csv_holds_what_geojson_holds() {
    let folder = mapped("geojson,csv,svg");
    let bytes = std::fs::read(folder.path().join("out/events.csv")).expect("the layer is there");
    assert!(bytes.starts_with("\u{FEFF}".as_bytes()));
    let text = String::from_utf8(bytes.clone()).expect("CSV is UTF-8");
    let (columns, rows) = rows(&bytes[3..]);
    let features = features(folder.path());
    assert_eq!(rows.len(), features.len());
    assert!(text.ends_with("\r\n") && text.matches("\r\n").count() > rows.len());
    let mut expected: Vec<String> = features[0]["properties"].as_object().expect("properties").keys().cloned().collect();
    expected.extend(["lon".into(), "lat".into()]);
    assert_eq!(columns, expected);
    for (row, feature) in rows.iter().zip(&features) {
        for (column, cell) in columns.iter().zip(row) {
            let value = match column.as_str() {
                "lon" => &feature["geometry"]["coordinates"][0],
                "lat" => &feature["geometry"]["coordinates"][1],
                _ => &feature["properties"][column],
            };
            let told = match value {
                Value::Null => String::new(),
                Value::String(s) => s.clone(),
                Value::Array(items) if items.iter().all(Value::is_string) && !matches!(column.as_str(), "sources" | "evidence") => {
                    items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";")
                }
                Value::Array(_) => {
                    let parsed: Value = serde_json::from_str(cell).expect("sources and evidence are JSON");
                    assert_eq!(parsed, *value);
                    continue;
                }
                other => other.to_string(),
            };
            assert!(*cell == told || *cell == format!("'{told}"), "{column}: {cell:?}, in GeoJSON {told:?}");
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    let folder = mapped("geojson,csv,svg");
    for name in ["events.csv", "unresolved.csv"] {
        let bytes = std::fs::read(folder.path().join("out").join(name)).expect("the table is there");
        for cell in rows(&bytes[3..]).1.iter().flatten() {
            let runs = cell.starts_with(['=', '+', '@', '\t', '\r']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
            assert!(!runs, "{name}: {cell:?}");
        }
    }
}

#[test]
fn offsets_of_sources_and_evidence_are_those_of_the_text() {
    let folder = mapped("geojson,csv,svg");
    for feature in features(folder.path()) {
        let properties = &feature["properties"];
        for (list, words) in [("sources", "quote"), ("evidence", "text")] {
            for item in properties[list].as_array().expect("a list") {
                let name = item["document"].as_str().expect("a document");
                let text = std::fs::read_to_string(folder.path().join(name)).expect("the document is there");
                let (start, end) = (item["start"].as_u64().expect("start") as usize, item["end"].as_u64().expect("end") as usize);
                let there: String = text.chars().skip(start).take(end - start).collect();
                assert_eq!(there, item[words].as_str().expect("words"), "{name} {list}");
            }
        }
    }
}

#[test]
fn svg_tags_close() {
    let folder = mapped("geojson,csv,svg");
    let svg = std::fs::read_to_string(folder.path().join("out/events.svg")).expect("the map is there");
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("every tag ends");
        assert!(!text.contains('>') && !text.contains(']') || text.contains(".strike"), "{text}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split_whitespace().next().unwrap_or("")),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// The columns of another project's table, and its rows.
fn in_columns_of(schema: &str) -> (Vec<String>, Vec<Vec<String>>, Vec<Value>) {
    let folder = mapped("geojson");
    let arguments = ["map", ".", "--metadata", "m.csv", "--published", "2024-02-20", "-o", "out", "--schema", schema];
    let run = marsad(folder.path(), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    assert!(!folder.path().join("out/events.csv").exists(), "--schema alone writes no other table");
    let bytes = std::fs::read(folder.path().join(format!("out/events-{schema}.csv"))).expect("the table is there");
    let (columns, rows) = rows(&bytes[3..]);
    (columns, rows, features(folder.path()))
}

/// Cells that are a field of the record, by column, are that field.
fn hold(columns: &[String], rows: &[Vec<String>], features: &[Value], same: &[(&str, &str)]) {
    assert_eq!(rows.len(), features.len());
    for (row, feature) in rows.iter().zip(features) {
        for (column, field) in same {
            let at = columns.iter().position(|c| c == column).unwrap_or_else(|| panic!("no column {column}"));
            let value = &feature["properties"][field];
            let told = value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_string);
            assert_eq!(row[at].trim_start_matches('\''), told.trim_start_matches('\''), "{column}");
        }
    }
}

#[test]
fn acled_has_its_columns_and_codes() {
    let (columns, rows, features) = in_columns_of("acled");
    assert_eq!(columns.len(), 31);
    hold(
        &columns,
        &rows,
        &features,
        &[
            ("event_id_cnty", "event_id"),
            ("event_date", "date_start"),
            ("time_precision", "acled_time_precision"),
            ("event_type", "acled_event_type"),
            ("sub_event_type", "acled_sub_event_type"),
            ("geo_precision", "acled_geo_precision"),
            ("location", "place_en"),
            ("fatalities", "killed_min"),
        ],
    );
    let at = |name: &str| columns.iter().position(|c| c == name).expect("the column is there");
    let us = features.iter().position(|f| f["properties"]["perpetrators"][0] == "us" && f["properties"]["country"] == "SY");
    let us = us.expect("an act of the United States in Syria");
    assert_eq!(rows[us][at("actor1")], "Military Forces of the United States");
    // In Syria they are no state forces but external ones.
    assert_eq!((rows[us][at("country")].as_str(), rows[us][at("inter1")].as_str()), ("Syria", "External/Other forces"));
    assert_eq!(rows[us][at("interaction")], "Political militia-External/Other forces");
    assert_eq!(rows[us][at("iso")], "760");
}

#[test]
fn ucdp_has_its_columns_and_codes() {
    let (columns, rows, features) = in_columns_of("ucdp");
    assert_eq!(columns.len(), 49);
    hold(
        &columns,
        &rows,
        &features,
        &[
            ("relid", "event_id"),
            ("date_start", "date_start"),
            ("date_end", "date_end"),
            ("date_prec", "ucdp_date_prec"),
            ("where_prec", "ucdp_where_prec"),
            ("adm_1", "admin1"),
            ("number_of_sources", "source_count"),
            ("low", "killed_min"),
            ("high", "killed_max"),
        ],
    );
    let at = |name: &str| columns.iter().position(|c| c == name).expect("the column is there");
    let us = features.iter().position(|f| f["properties"]["perpetrators"][0] == "us" && f["properties"]["country"] == "SY");
    let us = us.expect("an act of the United States in Syria");
    assert_eq!((rows[us][at("country_id")].as_str(), rows[us][at("gwnoa")].as_str(), rows[us][at("type_of_violence")].as_str()), ("652", "2", "1"));
    let ids: std::collections::HashSet<u64> = rows.iter().map(|r| r[at("id")].parse().expect("ids are numbers")).collect();
    assert_eq!(ids.len(), rows.len());
}
