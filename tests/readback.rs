//! Independent programs read every format back, and find the whole record in each: GDAL, pyarrow, DuckDB, GeoPandas, LibreOffice, QGIS.

mod common;

use common::layers::{features, mapped, rows};
use common::{has, project, say};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// What a reader found: of each event, by id, its fields by name; no entry where the reader has none.
type Read = HashMap<String, HashMap<String, Value>>;

/// Run a program; its standard output.
fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

/// Every field of every event, and its point, is what GeoJSON says.
fn agree(name: &str, read: &Read, expected: &[Value], without: &[&str]) {
    assert_eq!(read.len(), expected.len(), "{name}: events");
    for feature in expected {
        let fields = feature["properties"].as_object().expect("properties");
        let id = fields["event_id"].as_str().expect("an id");
        let found = read.get(id).unwrap_or_else(|| panic!("{name}: no event {id}"));
        for (field, told) in fields.iter().filter(|(field, _)| !without.contains(&field.as_str())) {
            let got = found.get(field).unwrap_or(&Value::Null);
            assert!(same(got, told), "{name}: {id}: {field}: {got}, in GeoJSON {told}");
        }
        for axis in 0..2 {
            let (got, told) = (found.get("point").and_then(|p| p[axis].as_f64()), feature["geometry"]["coordinates"][axis].as_f64());
            assert!(got.zip(told).map_or(got == told, |(a, b)| (a - b).abs() < 1e-9), "{name}: {id}: {got:?} {told:?}");
        }
    }
}

/// Is it the same value, however a format that knows no lists or days writes it?
fn same(got: &Value, told: &Value) -> bool {
    match (got, told) {
        (Value::Null, Value::Null) => true,
        (Value::Null, Value::Array(list)) => list.is_empty(),
        (Value::String(got), Value::Array(list)) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";") == *got
        }
        (Value::String(got), Value::Array(_)) => serde_json::from_str::<Value>(got).is_ok_and(|got| got == *told),
        (Value::String(got), Value::Number(told)) => got.parse().ok() == told.as_f64(),
        (Value::Number(got), Value::Number(told)) => got.as_f64() == told.as_f64(),
        (Value::String(got), Value::String(told)) => got == told || day(got).is_some_and(|day| day == *told),
        (got, told) => got == told,
    }
}

/// The day of a time as GDAL writes it.
fn day(text: &str) -> Option<String> {
    let day = text.strip_suffix("T00:00:00").or(text.strip_suffix(" 00:00:00")).unwrap_or(text);
    (day.len() == 10).then(|| day.replace('/', "-"))
}

/// A layer as GDAL reads it.
fn gdal(folder: &Path, file: &str, layer: &[&str]) -> Read {
    let back = folder.join(format!("back-{file}.json"));
    let options = ["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15"];
    run(Command::new("ogr2ogr").args(options).arg(&back).arg(folder.join("out").join(file)).args(layer));
    let read: Value = serde_json::from_str(&std::fs::read_to_string(&back).expect("GDAL wrote")).expect("GDAL writes JSON");
    let of = |feature: &Value| {
        let mut fields: HashMap<String, Value> = feature["properties"].as_object().expect("properties").clone().into_iter().collect();
        if feature["geometry"]["coordinates"].as_array().is_some_and(|c| !c.is_empty()) {
            fields.insert("point".into(), feature["geometry"]["coordinates"].clone());
        }
        (feature["properties"]["event_id"].as_str().expect("an id").to_string(), fields)
    };
    read["features"].as_array().expect("features").iter().map(of).collect()
}

/// What `ogrinfo` says of a layer: its geometry, count, and the types of its columns.
fn described(folder: &Path, file: &str) -> String {
    run(Command::new("ogrinfo").args(["-ro", "-so"]).arg(folder.join("out").join(file)).arg("events"))
}

#[test]
fn gdal_reads_the_whole_record_from_every_layer() {
    if !has("ogrinfo") || !has("ogr2ogr") {
        return say("readback: skipped reading the layers with GDAL, which is not installed");
    }
    let folder = mapped("geojson,ndjson,gpkg,fgb,kml");
    let folder = folder.path();
    let expected = features(folder);
    assert!(expected.iter().any(|f| f["geometry"].is_null()), "an event without a point is among them");
    for (file, geometry, int, date) in [
        ("events.geojson", "Point", "Integer", "Date"),
        ("events.ndjson", "Point", "Integer", "Date"),
        ("events.gpkg", "Point", "Integer64", "Date"),
        ("events.fgb", "Point", "Integer64", "DateTime"),
        // KML knows no type for a layer.
        ("events.kml", "Unknown (any)", "Integer", "String"),
    ] {
        let told = described(folder, file);
        let lines = [
            format!("Geometry: {geometry}"),
            format!("Feature Count: {}", expected.len()),
            format!("killed_min: {int} ("),
            format!("date_start: {date} ("),
            "confidence: Real (".into(),
            "place_ar: String (".into(),
            "ID[\"EPSG\",4326]".into(),
        ];
        lines.iter().for_each(|line| assert!(told.contains(line), "{file}: {line}: {told}"));
        let layer: &[&str] = if file == "events.gpkg" { &["events"] } else { &[] };
        agree(file, &gdal(folder, file, layer), &expected, &[]);
    }
}

#[test]
fn spatial_indices_find_what_lies_in_a_box() {
    if !has("ogrinfo") {
        return say("readback: skipped the spatial indices, as GDAL is not installed");
    }
    let folder = mapped("geojson,gpkg,fgb");
    let folder = folder.path();
    let inside = |f: &&Value| {
        let at = |axis: usize| f["geometry"]["coordinates"][axis].as_f64();
        at(0).zip(at(1)).is_some_and(|(lon, lat)| (38.0..42.0).contains(&lon) && (33.0..38.0).contains(&lat))
    };
    let told = features(folder).iter().filter(inside).count();
    assert!(told > 0);
    for file in ["events.gpkg", "events.fgb"] {
        let found =
            run(Command::new("ogrinfo").args(["-ro", "-so", "-spat", "38", "33", "42", "38"]).arg(folder.join("out").join(file)).arg("events"));
        assert!(found.contains(&format!("Feature Count: {told}")), "{file}: {told}: {found}");
    }
    let indexed = "SELECT HasSpatialIndex('events', 'geom') AS indexed";
    let answer = run(Command::new("ogrinfo").args(["-ro", "-sql", indexed]).arg(folder.join("out/events.gpkg")));
    assert!(answer.contains("= 1"), "{answer}");
}

#[test]
fn sources_of_a_geopackage_are_a_related_table() {
    if !has("ogrinfo") || !has("ogr2ogr") {
        return say("readback: skipped the related table, as GDAL is not installed");
    }
    let folder = mapped("geojson,gpkg");
    let folder = folder.path();
    let back = folder.join("sources.json");
    // Through the table that relates them, as the extension has it.
    let related = "SELECT e.event_id AS of_event, s.* FROM sources s JOIN events_sources r ON r.related_id = s.fid JOIN events e ON e.fid = r.base_id ORDER BY s.fid";
    run(Command::new("ogr2ogr").args(["-f", "GeoJSON", "-sql", related]).arg(&back).arg(folder.join("out/events.gpkg")));
    let read: Value = serde_json::from_str(&std::fs::read_to_string(&back).expect("GDAL wrote")).expect("GDAL writes JSON");
    let read = read["features"].as_array().expect("rows");
    let expected = features(folder);
    let told: Vec<(&Value, &Value)> = expected
        .iter()
        .flat_map(|f| f["properties"]["sources"].as_array().expect("sources").iter().map(|s| (&f["properties"]["event_id"], s)))
        .collect();
    assert_eq!(read.len(), told.len());
    for (row, (event, source)) in read.iter().zip(told) {
        assert_eq!(row["properties"]["of_event"], *event);
        for (field, value) in source.as_object().expect("a source") {
            assert!(same(&row["properties"][field], value), "{field}: {} {value}", row["properties"][field]);
        }
    }
    let extensions =
        run(Command::new("ogrinfo").args(["-ro", "-sql", "SELECT relation_name FROM gpkgext_relations"]).arg(folder.join("out/events.gpkg")));
    assert!(extensions.contains("= attributes"), "{extensions}");
}

/// The Python that has what reads GeoParquet: that of `./test`, or the system's.
fn python() -> String {
    std::env::var("MARSAD_PYTHON").unwrap_or_else(|_| "python3".into())
}

#[test]
fn engines_read_the_whole_record_from_geoparquet() {
    let modules = Command::new(python()).args(["-c", "import duckdb, pyarrow, geopandas"]).output();
    if !modules.is_ok_and(|o| o.status.success()) {
        return say("readback: skipped reading GeoParquet, as Python has no duckdb, pyarrow and geopandas");
    }
    let folder = mapped("geojson,parquet");
    let told = run(Command::new(python()).arg(project("tests/geoparquet.py")).arg(folder.path().join("out/events.parquet")));
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let expected = features(folder.path());
    let read = told["rows"].as_array().expect("rows").iter().map(|row| {
        let fields: HashMap<String, Value> = row.as_object().expect("a row").clone().into_iter().collect();
        (row["event_id"].as_str().expect("an id").to_string(), fields)
    });
    agree("events.parquet", &read.collect(), &expected, &[]);
    assert_eq!(told["crs"], "OGC:CRS84");
    assert_eq!(told["geo"]["version"], "1.1.0");
    assert_eq!(told["geo"]["columns"]["geometry"]["geometry_types"][0], "Point");
    let axis = |axis: usize| expected.iter().filter_map(move |f| f["geometry"]["coordinates"][axis].as_f64());
    assert_eq!(told["geo"]["columns"]["geometry"]["bbox"][0].as_f64(), axis(0).reduce(f64::min));
    assert_eq!(told["geo"]["columns"]["geometry"]["bbox"][3].as_f64(), axis(1).reduce(f64::max));
    assert_eq!((&told["types"]["date_start"], &told["types"]["killed_min"]), (&"date32[day]".into(), &"int64".into()));
    let sum = |field: &str| expected.iter().filter_map(|f| f["properties"][field].as_u64()).sum::<u64>();
    assert_eq!(told["duckdb"][0], expected.len());
    assert_eq!(told["duckdb"][1], axis(0).count());
    assert_eq!(told["duckdb"][2].as_f64(), Some(sum("killed_min") as f64));
    assert_eq!(told["duckdb"][3].as_f64(), Some(sum("source_count") as f64));
}

/// Convert with LibreOffice into CSV; a workbook gives one file for each sheet.
fn libreoffice(folder: &Path, file: &str, extra: &[&str]) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // 44: comma, 34: quotation mark, 76: UTF-8; then: from row 1, no fixed width, cells as they are, all sheets.
    let filter = if extra.is_empty() { "44,34,76,1,,0,false,false,false,false,false,-1" } else { "44,34,76" };
    let filter = format!("csv:Text - txt - csv (StarCalc):{filter}");
    run(Command::new("soffice")
        .arg(profile)
        .arg("--headless")
        .args(extra)
        .args(["--convert-to", &filter, "--outdir"])
        .arg(folder.join("back"))
        .arg(folder.join("out").join(file)));
}

#[test]
fn libreoffice_keeps_the_table() {
    if !has("soffice") {
        return say("readback: skipped the round trip through LibreOffice, which is not installed");
    }
    let folder = mapped("csv");
    let folder = folder.path();
    libreoffice(folder, "events.csv", &["--infilter=CSV:44,34,76"]);
    let read = std::fs::read(folder.join("back/events.csv")).expect("LibreOffice wrote");
    let (columns, now) = rows(read.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&read));
    let (_, was) = rows(&std::fs::read(folder.join("out/events.csv")).expect("the layer is there")[3..]);
    assert_eq!(now.len(), was.len());
    for name in ["event_id", "place_ar", "summary_ar", "sources"] {
        let at = columns.iter().position(|c| c == name).expect("the column is there");
        for (a, b) in now.iter().zip(&was) {
            assert_eq!(a[at].trim_start_matches('\''), b[at].trim_start_matches('\''));
        }
    }
}

#[test]
fn libreoffice_reads_the_whole_record_from_the_workbook() {
    if !has("soffice") {
        return say("readback: skipped opening the workbook, as LibreOffice is not installed");
    }
    let folder = mapped("geojson,xlsx");
    let folder = folder.path();
    libreoffice(folder, "events.xlsx", &[]);
    let sheet = |name: &str| {
        let (columns, rows) = rows(&std::fs::read(folder.join(format!("back/events-{name}.csv"))).unwrap_or_else(|e| panic!("{name}: {e}")));
        let record = |row: Vec<String>| -> HashMap<String, Value> {
            columns.iter().cloned().zip(row.into_iter().map(|cell| if cell.is_empty() { Value::Null } else { cell.into() })).collect()
        };
        rows.into_iter().map(record).collect::<Vec<_>>()
    };
    let expected = features(folder);
    let id = |row: &HashMap<String, Value>| row["event_id"].as_str().unwrap_or_default().to_string();
    let number = |cell: &Value| cell.as_str().and_then(|n| n.parse::<f64>().ok());
    let events = sheet("events").into_iter().map(|mut row| {
        if let (Some(lon), Some(lat)) = (number(&row["lon"]), number(&row["lat"])) {
            row.insert("point".into(), vec![lon, lat].into());
        }
        (id(&row), row)
    });
    agree("events.xlsx", &events.collect(), &expected, &["sources", "evidence"]);
    for list in ["sources", "evidence"] {
        let rows = sheet(list);
        let told: Vec<(&Value, &Value)> = expected
            .iter()
            .flat_map(|f| f["properties"][list].as_array().expect("a list").iter().map(|item| (&f["properties"]["event_id"], item)))
            .collect();
        assert_eq!(rows.len(), told.len(), "{list}");
        for (row, (event, item)) in rows.iter().zip(told) {
            assert_eq!(row["event_id"], *event);
            for (field, value) in item.as_object().expect("an object") {
                // A workbook cannot hold some control characters.
                let plain = |v: &Value| v.as_str().map(|s| Value::from(s.replace('\u{1}', "")));
                let (got, value) = (plain(&row[field]).unwrap_or(row[field].clone()), plain(value).unwrap_or(value.clone()));
                assert!(same(&got, &value), "{list}: {field}: {got} {value}");
            }
        }
    }
    let unresolved = sheet("unresolved");
    let pointless = expected.iter().filter(|f| f["geometry"].is_null()).map(|f| &f["properties"]["event_id"]);
    let listed: Vec<&Value> = unresolved.iter().map(|row| &row["event_id"]).filter(|id| !id.is_null()).collect();
    assert_eq!(listed, pointless.collect::<Vec<_>>());
    let names = rows(&std::fs::read(folder.join("out/unresolved.csv")).expect("the list is there")[3..]).1.len();
    assert_eq!(unresolved.len() - listed.len(), names);
}

#[test]
fn qgis_opens_the_geopackage_with_its_style() {
    // Debian puts the module where only its own Python looks.
    let python = "/usr/bin/python3";
    if !Command::new(python).args(["-c", "import qgis.core"]).output().is_ok_and(|o| o.status.success()) {
        return say("readback: skipped opening the GeoPackage in QGIS, as python3-qgis is not installed");
    }
    let folder = mapped("geojson,gpkg");
    let picture = folder.path().join("qgis.png");
    let told = run(Command::new(python).arg(project("scripts/qgis_layer.py")).arg(folder.path().join("out/events.gpkg")).arg(&picture));
    let told: Value = serde_json::from_str(told.lines().last().unwrap_or_default()).expect("JSON");
    let expected = features(folder.path());
    assert_eq!(told["features"], expected.len());
    assert_eq!(told["renderer"], "categorizedSymbol");
    let categories = told["categories"].as_object().expect("categories");
    let occurring: std::collections::BTreeSet<String> = expected
        .iter()
        .map(|f| format!("{} {}", f["properties"]["class"].as_str().expect("a class"), f["properties"]["method"].as_str().expect("a method")))
        .collect();
    assert_eq!(categories.keys().filter(|k| !k.is_empty()).cloned().collect::<std::collections::BTreeSet<_>>(), occurring);
    for (kind, category) in categories {
        assert!(category["label"].as_str().expect("a label").chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)), "{kind}");
        let colour = if kind.starts_with("strike") { "#c0392b" } else { "#1f5f99" };
        assert!(kind.is_empty() || category["colour"] == colour, "{kind}");
        let placed = |f: &&Value| {
            !f["geometry"].is_null()
                && *kind == format!("{} {}", f["properties"]["class"].as_str().unwrap_or(""), f["properties"]["method"].as_str().unwrap_or(""))
        };
        // What is on the map is drawn in the colour of its category.
        if expected.iter().filter(placed).count() > 0 {
            assert!(category["pixels"].as_u64() > Some(10), "{kind}: {category}");
        }
    }
    assert!(told["size"].as_str().expect("a size").contains("killed_max"));
    assert_eq!(told["label"], "place_ar");
    // The temporal controller shows on a day the events of that day.
    assert!(told["temporal"].is_array(), "{told}");
    let on_day = expected.iter().filter(|f| {
        let (day, first, last) = (told["day"].as_str(), f["properties"]["date_start"].as_str(), f["properties"]["date_end"].as_str());
        first.is_some() && first <= day && day <= last
    });
    assert_eq!(told["on_day"], on_day.count());
    assert!(std::fs::metadata(&picture).expect("a picture").len() > 1000);
}
