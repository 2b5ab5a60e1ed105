//! What is written can be read back by others: GeoJSON by RFC 7946, CSV by spreadsheets, both by GDAL.

mod common;

use common::{has, marsad, project, say, stderr};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The examples and two texts that try to break out of the formats, mapped.
fn mapped() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in std::fs::read_dir(project("examples/articles")).expect("the examples are there") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap_or_default())).expect("an example can be copied");
    }
    let formula = "=HYPERLINK(\"x\") قصفت طائرات مسيرة تركية، \"أمس\"; قرية هيمو غربي القامشلي،\tما أدى إلى مقتل شخصين.";
    let markup = "<b>]]></b> & قصفت طائرات حربية روسية أطراف قرية البارة جنوبي إدلب أمس؛ 'مقتل' ثلاثة مدنيين \\ \u{202E}";
    std::fs::write(folder.path().join("-formula;.txt"), formula).expect("a file can be written");
    std::fs::write(folder.path().join("markup,\u{0001}.txt"), markup).expect("a file can be written");
    let table = "file,published,outlet,url\n-formula;.txt,2023-10-06,=1+1,@x\n";
    std::fs::write(folder.path().join("m.csv"), table).expect("a file can be written");
    let arguments = ["map", ".", "--metadata", "m.csv", "--published", "2024-02-20", "-o", "out", "--format", "geojson,csv,svg"];
    let run = marsad(folder.path(), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    folder
}

fn features(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("out/events.geojson")).expect("the layer is there");
    let value: Value = serde_json::from_str(&text).expect("GeoJSON is JSON");
    assert_eq!(value["type"], "FeatureCollection");
    value["features"].as_array().expect("features").clone()
}

fn rows(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().expect("a header").iter().map(Into::into).collect();
    let rows = reader.records().map(|r| r.expect("every row has every column").iter().map(Into::into).collect()).collect();
    (columns, rows)
}

#[test]
fn geojson_follows_rfc_7946() {
    let folder = mapped();
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
    for feature in features(mapped().path()) {
        for (name, value) in feature["properties"].as_object().expect("properties") {
            assert_ne!(*value, Value::String(String::new()), "{name}");
        }
    }
}

#[test]
fn csv_holds_what_geojson_holds() {
    let folder = mapped();
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
    let folder = mapped();
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
    let folder = mapped();
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
    let folder = mapped();
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

#[test]
fn gdal_reads_both_layers() {
    if !has("ogrinfo") || !has("ogr2ogr") {
        say("formats: skipped reading the layers with GDAL, which is not installed");
        return;
    }
    let folder = mapped();
    let expected = features(folder.path());
    for (layer, options) in [("events.geojson", &[] as &[&str]), ("events.csv", &["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"])] {
        let source = folder.path().join("out").join(layer);
        let info = Command::new("ogrinfo").args(["-ro", "-al", "-so"]).args(options).arg(&source).output().expect("ogrinfo starts");
        let said = String::from_utf8_lossy(&info.stdout).into_owned();
        assert!(info.status.success() && said.contains(&format!("Feature Count: {}", expected.len())), "{layer}: {said}");
        let back = folder.path().join(format!("back-{layer}.json"));
        let converted = Command::new("ogr2ogr").args(["-f", "GeoJSON"]).args(options).arg(&back).arg(&source).output().expect("ogr2ogr starts");
        assert!(converted.status.success(), "{layer}: {}", String::from_utf8_lossy(&converted.stderr));
        let read: Value = serde_json::from_str(&std::fs::read_to_string(&back).expect("GDAL wrote")).expect("GDAL writes JSON");
        for (feature, was) in read["features"].as_array().expect("features").iter().zip(&expected) {
            let text = |v: &Value| v.as_str().map_or_else(|| if v.is_null() { String::new() } else { v.to_string() }, str::to_string);
            for field in ["event_id", "class", "method", "date_start", "place_ar", "country", "killed_max", "summary_ar", "confidence"] {
                let (got, told) = (text(&feature["properties"][field]), text(&was["properties"][field]));
                // GDAL may tell that a column of days is one.
                assert_eq!(got.replace('/', "-").trim_start_matches('\''), told.trim_start_matches('\''), "{layer}: {field}");
            }
            for axis in 0..2 {
                let coordinate = |f: &Value| f["geometry"]["coordinates"][axis].as_f64();
                match (coordinate(feature), coordinate(was)) {
                    (Some(a), Some(b)) => assert!((a - b).abs() < 1e-6, "{layer}: {a} {b}"),
                    (a, b) => assert_eq!(a, b, "{layer}"),
                }
            }
        }
    }
}

#[test]
fn libreoffice_keeps_the_table() {
    if !has("soffice") {
        say("formats: skipped the round trip through LibreOffice, which is not installed");
        return;
    }
    let folder = mapped();
    let source = folder.path().join("out/events.csv");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let back = folder.path().join("back");
    // 44: comma, 34: quotation mark, 76: UTF-8.
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--infilter=CSV:44,34,76", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"])
        .arg(&back)
        .arg(&source)
        .output()
        .expect("soffice starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let read = std::fs::read(back.join("events.csv")).expect("LibreOffice wrote");
    let (columns, now) = rows(read.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&read));
    let (_, was) = rows(&std::fs::read(&source).expect("the layer is there")[3..]);
    assert_eq!(now.len(), was.len());
    for name in ["event_id", "place_ar", "summary_ar"] {
        let at = columns.iter().position(|c| c == name).expect("the column is there");
        for (a, b) in now.iter().zip(&was) {
            assert_eq!(a[at].trim_start_matches('\''), b[at].trim_start_matches('\''));
        }
    }
}
