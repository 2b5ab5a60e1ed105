//! `marsad evaluate`: figures on small gold, on output evaluated against itself, and on output as other programs save it.

mod common;

use common::{command, has, marsad, project, say, stderr, stdout};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a folder can be made");
    std::fs::write(path, text).expect("a file can be written");
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

/// Gold of three documents, one of them without events, and what is predicted for them and for a fourth.
fn small() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let event = |class: &str, lat: f64, lon: f64, date: Value| {
        json!({"id": "e", "class": class, "method": "drone", "outcome": "hit", "date": date, "perpetrator": ["us", "coalition"], "target": [],
            "place": {"name_ar": "مكان", "lat": lat, "lon": lon, "tolerance_km": 5, "precision": "settlement"}, "killed": [1, null], "injured": null, "optional": false})
    };
    let with = |mut value: Value, changes: Value| {
        for (key, change) in changes.as_object().expect("an object") {
            value[key] = change.clone();
        }
        value
    };
    let night = json!(["2024-02-12", "2024-02-13"]);
    let a = [
        event("strike", 35.0, 40.0, night.clone()),
        with(event("strike", 36.0, 41.0, night.clone()), json!({"method": ["drone", "missile"], "perpetrator": ["unknown"]})),
        with(event("attack", 33.0, 44.0, json!([])), json!({"place": null, "killed": [0, 0]})),
        event("strike", 34.0, 36.0, night.clone()),
        with(event("attack", 32.0, 45.0, night.clone()), json!({"optional": true})),
    ];
    let b = [event("strike", 35.5, 39.5, night.clone())];
    write(folder.path(), "gold/a.json", &json!({"document": {"id": "a"}, "events": a}).to_string());
    write(folder.path(), "gold/b.json", &json!({"document": {"id": "b"}, "events": b}).to_string());
    write(folder.path(), "gold/c-none.json", &json!({"document": {"id": "c-none"}, "events": []}).to_string());
    let feature = |document: &str, point: Option<[f64; 2]>, properties: Value| {
        let blank = json!({"class": "strike", "method": "drone", "outcome": "hit", "date_start": "2024-02-13", "date_end": "2024-02-13", "place_ar": "مكان",
            "perpetrators": ["us"], "targets": ["isis"], "killed_min": 1, "killed_max": null, "injured_min": null, "injured_max": null,
            "radius_km": 1.0, "sources": [{"document": format!("{document}.txt")}]});
        json!({"type": "Feature", "geometry": point.map(|p| json!({"type": "Point", "coordinates": p})), "properties": with(blank, properties)})
    };
    let features = [
        // Two accounts of one event: the one with the right day is the event, the other one is false.
        feature("a", Some([40.01, 35.0]), json!({"date_start": "2024-02-14"})),
        feature("a", Some([40.02, 35.0]), json!({"killed_min": 2})),
        feature("a", Some([41.0, 36.02]), json!({"method": "missile", "perpetrators": []})),
        feature("a", None, json!({"class": "attack", "date_start": null, "date_end": null, "method": "rocket", "killed_min": 0, "killed_max": 0})),
        feature("a", Some([45.0, 32.0]), json!({"class": "attack", "date_start": "2020-01-01"})),
        feature("b", Some([39.5, 35.5]), json!({"date_start": "2024-02-20", "date_end": "2024-02-20"})),
        feature("c-none", Some([39.5, 35.5]), json!({"perpetrators": []})),
        feature("d", Some([39.5, 35.5]), json!({})),
    ];
    write(folder.path(), "predicted.geojson", &json!({"type": "FeatureCollection", "features": features}).to_string());
    folder
}

const SMALL: &str = "\
strict    P 0.500 R 0.600 F1 0.545   (right 3, false 3, missed 2)
loose     P 0.667 R 0.800 F1 0.727   (right 4, false 2, missed 1)
complete  P 0.167 R 0.200 F1 0.182   (right 1, false 5, missed 4)
place     median 2.2 km of 2 found
fields    method 2/3  outcome 3/3  perpetrator 3/3  target 0/0  killed 2/3  injured 0/0
articles without events left empty: 0/1
strict F1 0.545
";

const SMALL_ERRORS: &str = "\
a: killed [2, None] for [1, None] at strike/drone ['2024-02-12', '2024-02-13'] مكان (35.0, 40.0) by ['us', 'coalition']
a: method rocket for drone at attack/drone [] None (None, None) by ['us', 'coalition']
a: missed strike/drone ['2024-02-12', '2024-02-13'] مكان (34.0, 36.0) by ['us', 'coalition']
a: false strike/drone 2024-02-14 مكان [40.01, 35.0] by ['us']
b: date 2024-02-20 for strike/drone ['2024-02-12', '2024-02-13'] مكان (35.5, 39.5) by ['us', 'coalition']
c-none: false strike/drone 2024-02-13 مكان [39.5, 35.5] by []
";

#[test]
fn figures_of_small_gold() {
    let folder = small();
    let run = marsad(folder.path(), &["evaluate", "gold", "predicted.geojson"]);
    assert_eq!((code(&run), stdout(&run).as_str()), (0, SMALL), "{}", stderr(&run));
    assert!(stderr(&run).contains("gold does not know: ['d']"), "{}", stderr(&run));
    let run = marsad(folder.path(), &["evaluate", "gold", "predicted.geojson", "--errors"]);
    assert_eq!(stdout(&run), format!("{SMALL_ERRORS}{SMALL}"));
    let run = marsad(folder.path(), &["evaluate", "gold", "predicted.geojson", "--by-document"]);
    assert_eq!(stdout(&run), format!("a: found 3 false 1 missed 1\nb: found 0 false 1 missed 1\nc-none: found 0 false 1 missed 0\n{SMALL}"));
}

#[test]
fn figures_as_json() {
    let folder = small();
    let run = marsad(folder.path(), &["evaluate", "gold", "predicted.geojson", "--json", "--errors", "--by-document"]);
    let figures: Value = serde_json::from_str(&stdout(&run)).expect("JSON");
    assert_eq!(figures["strict"], json!({"precision": 0.5, "recall": 0.6, "f1": 6.0 / 11.0, "right": 3, "false": 3, "missed": 2}));
    assert_eq!(figures["fields"]["killed"], json!({"right": 2, "stated": 3}));
    assert_eq!(figures["unknown_documents"], json!(["d"]));
    assert_eq!(figures["empty_articles"], json!({"left_empty": 0, "all": 1}));
    assert_eq!(figures["documents"][1]["document"], "b");
    assert_eq!(figures["errors"].as_array().map(Vec::len), Some(6));
    assert_eq!(figures["errors"][0]["kind"], "killed");
}

#[test]
fn a_low_figure_is_exit_code_1() {
    let folder = small();
    for (least, expected) in [("0.54", 0), ("0.55", 1)] {
        let run = marsad(folder.path(), &["evaluate", "gold", "predicted.geojson", "--min-strict", least]);
        assert_eq!((code(&run), stdout(&run).as_str()), (expected, SMALL));
    }
}

#[test]
fn standard_input_is_read() {
    let folder = small();
    let mut child = command(folder.path(), &["evaluate", "gold", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let bytes = std::fs::read(folder.path().join("predicted.geojson")).expect("the layer is there");
    child.stdin.take().expect("a pipe").write_all(&bytes).expect("it is read");
    assert_eq!(stdout(&child.wait_with_output().expect("it ends")), SMALL);
}

/// The examples, mapped with these options into `out`.
fn mapped(options: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let examples = project("examples");
    let (articles, table) = (examples.join("articles"), examples.join("metadata.csv"));
    let arguments = ["map", &articles.to_string_lossy(), "--metadata", &table.to_string_lossy(), "-o", "out"].map(str::to_string);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(options.iter().copied()).collect();
    let run = marsad(folder.path(), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    folder
}

fn figures(folder: &Path, gold: &str, predicted: &str) -> Value {
    let run = marsad(folder, &["evaluate", gold, predicted, "--json", "--errors"]);
    assert_eq!(code(&run), 0, "{gold} {predicted}: {}", stderr(&run));
    serde_json::from_str(&stdout(&run)).expect("JSON")
}

/// Everything is right, and there is something.
fn assert_perfect(folder: &Path, gold: &str, predicted: &str) {
    let all = figures(folder, gold, predicted);
    for counts in ["strict", "loose", "complete"] {
        assert_eq!(all[counts]["f1"], 1.0, "{gold} {predicted} {counts}: {all:#}");
    }
    assert!(all["strict"]["right"].as_u64() >= Some(5), "{all:#}");
    for (field, share) in all["fields"].as_object().expect("fields") {
        assert!(share["stated"].as_u64() > Some(0) && share["right"] == share["stated"], "{field}: {share}");
    }
    assert_eq!(all["unknown_documents"], json!([]));
}

#[test]
fn output_evaluated_against_itself_is_right() {
    for options in [&["--no-link"][..], &[]] {
        let folder = mapped(options);
        let files = ["out/events.geojson", "out/events.csv"];
        for gold in files {
            for predicted in files {
                assert_perfect(folder.path(), gold, predicted);
            }
        }
    }
}

fn features(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("out/events.geojson")).expect("the layer is there");
    let mut value: Value = serde_json::from_str(&text).expect("GeoJSON is JSON");
    let Value::Array(features) = value["features"].take() else { panic!("no features") };
    features
}

fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "name": "events", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "features": features}).to_string()
}

/// The same values in the ways in which QGIS and GDAL write them.
fn as_saved_by_others(feature: &Value) -> Value {
    let mut out = feature.clone();
    let properties = out["properties"].as_object_mut().expect("properties");
    for (name, value) in properties.iter_mut() {
        *value = match (name.as_str(), &*value) {
            ("sources" | "evidence", v) => json!(v.to_string()),
            (_, Value::Array(items)) => json!(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";")),
            ("date_start", Value::String(day)) => json!(day.replace('-', "/")),
            ("date_end", Value::String(day)) => json!(format!("{day}T00:00:00")),
            ("killed_min" | "killed_max", Value::Number(n)) => json!(n.as_f64()),
            ("injured_min" | "injured_max", Value::Number(n)) => json!(n.to_string()),
            (_, Value::Null) => json!(""),
            (_, v) => v.clone(),
        };
    }
    // Other columns, another order.
    let mut reversed: serde_json::Map<String, Value> = properties.clone().into_iter().rev().collect();
    reversed.insert("fid".into(), json!(7));
    reversed.insert("lon".into(), json!(0.0));
    out["properties"] = Value::Object(reversed);
    out
}

#[test]
fn values_as_others_save_them_are_the_same() {
    let folder = mapped(&["--no-link"]);
    let saved: Vec<Value> = features(folder.path()).iter().map(as_saved_by_others).collect();
    write(folder.path(), "saved.geojson", &collection(&saved));
    let lines: Vec<String> = saved.iter().map(Value::to_string).collect();
    write(folder.path(), "saved.geojsonl", &lines.join("\n"));
    write(folder.path(), "saved.geojsons", &lines.iter().map(|l| format!("\u{1E}{l}\n")).collect::<String>());
    for saved in ["saved.geojson", "saved.geojsonl", "saved.geojsons"] {
        assert_perfect(folder.path(), saved, "out/events.geojson");
        assert_perfect(folder.path(), "out/events.csv", saved);
    }
}

#[test]
fn a_corrected_layer_shows_what_was_wrong() {
    let folder = mapped(&["--no-link"]);
    let before = features(folder.path());
    let stated = |f: &Value, field: &str| !f["properties"][field].is_null();
    let number = before.iter().position(|f| stated(f, "killed_min")).expect("an event with dead");
    let others: Vec<usize> =
        (0..before.len()).filter(|&i| i != number && before[i]["geometry"].is_object() && stated(&before[i], "date_start")).collect();
    let [day, place, gone, twice] = others[..4] else { panic!("too few events") };
    let mut after = before.clone();
    // A wrong toll, a wrong day, a wrong point, an event that is none, and one that was missed.
    after[number]["properties"]["killed_min"] = json!(77);
    after[day]["properties"]["date_start"] = json!("2001-01-01");
    after[day]["properties"]["date_end"] = json!("2001-01-02");
    after[place]["geometry"]["coordinates"][1] = json!(after[place]["geometry"]["coordinates"][1].as_f64().map(|lat| lat - 20.0));
    let mut missed = after[twice].clone();
    missed["geometry"]["coordinates"] = json!([2.0, 48.0]);
    missed["properties"]["radius_km"] = json!("");
    after.push(missed);
    let mut optional = after[twice].clone();
    optional["geometry"]["coordinates"] = json!([3.0, 49.0]);
    optional["properties"]["optional"] = json!(true);
    after.push(optional);
    let documents = ["sources"].map(|_| after[gone]["properties"]["sources"][0]["document"].clone());
    after.remove(gone);
    write(folder.path(), "corrected.geojson", &collection(&after));
    let all = figures(folder.path(), "corrected.geojson", "out/events.geojson");
    let kinds: Vec<&str> = all["errors"].as_array().expect("errors").iter().filter_map(|e| e["kind"].as_str()).collect();
    let count = |kind: &str| kinds.iter().filter(|k| **k == kind).count();
    let alone = before.iter().filter(|f| f["properties"]["sources"][0]["document"] == documents[0]).count() == 1;
    assert_eq!((count("killed"), count("date"), kinds.len()), (1, 1, if alone { 5 } else { 6 }), "{all:#}");
    assert_eq!((count("missed"), count("false")), (2, if alone { 1 } else { 2 }));
    let right = before.len() - 3;
    assert_eq!((all["strict"]["right"].as_u64(), all["loose"]["right"].as_u64()), (Some(right as u64), Some(right as u64 + 1)));
    assert_eq!(all["complete"]["right"].as_u64(), Some(right as u64 - 1));
    // Where all articles are named, nothing hides.
    let articles = project("examples/articles");
    let run = marsad(folder.path(), &["evaluate", "corrected.geojson", "out/events.geojson", "--json", "--documents", &articles.to_string_lossy()]);
    let all: Value = serde_json::from_str(&stdout(&run)).expect("JSON");
    assert_eq!((&all["strict"]["false"], &all["unknown_documents"]), (&json!(3), &json!([])), "{all:#}");
}

/// A table as a spreadsheet of a country with decimal commas saves it, with one toll and one day changed.
#[test]
fn a_corrected_table_shows_what_was_wrong() {
    let folder = mapped(&["--no-link"]);
    let bytes = std::fs::read(folder.path().join("out/events.csv")).expect("the table is there");
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let columns: Vec<String> = reader.headers().expect("a header").iter().map(Into::into).collect();
    let at = |name: &str| columns.iter().position(|c| c == name).expect("the column is there");
    let mut rows: Vec<Vec<String>> = reader.records().map(|r| r.expect("a row").iter().map(Into::into).collect()).collect();
    let all = rows.len();
    let toll = rows.iter().position(|r| !r[at("injured_min")].is_empty()).expect("an event with wounded");
    rows[toll][at("injured_min")] = "88".into();
    let day = (0..all).find(|&i| i != toll && !rows[i][at("date_start")].is_empty()).expect("an event with a day");
    rows[day][at("date_start")] = "2001-01-01".into();
    rows[day][at("date_end")] = String::new();
    let keep: Vec<usize> = (0..columns.len()).rev().filter(|&c| !columns[c].starts_with("acled") && columns[c] != "evidence").collect();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(keep.iter().map(|&c| columns[c].as_str()).chain(["remarks"])).expect("a row");
    for row in &rows {
        let cell = |c: usize| if ["lon", "lat", "radius_km"].contains(&columns[c].as_str()) { row[c].replace('.', ",") } else { row[c].clone() };
        writer.write_record(keep.iter().map(|&c| cell(c)).chain(["seen; good".to_string()])).expect("a row");
    }
    write(folder.path(), "corrected.csv", &String::from_utf8(writer.into_inner().expect("all is written")).expect("UTF-8"));
    let figures = figures(folder.path(), "corrected.csv", "out/events.geojson");
    let errors: Vec<&str> = figures["errors"].as_array().expect("errors").iter().filter_map(|e| e["kind"].as_str()).collect();
    assert_eq!(errors.len(), 2, "{figures:#}");
    assert!(errors.contains(&"injured") && errors.contains(&"date"), "{errors:?}");
    assert_eq!(figures["strict"]["right"].as_u64(), Some(all as u64 - 1));
    assert_eq!(figures["complete"]["right"].as_u64(), Some(all as u64 - 2));
}

/// A linked event is an account of each of its documents, in gold and in what is predicted.
#[test]
fn linked_events_count_in_each_document() {
    let (apart, linked) = (mapped(&["--no-link"]), mapped(&[]));
    let text = std::fs::read_to_string(linked.path().join("out/events.geojson")).expect("the layer is there");
    write(apart.path(), "linked.geojson", &text);
    assert!(features(linked.path()).len() < features(apart.path()).len());
    let all = figures(apart.path(), "out/events.geojson", "linked.geojson");
    assert_eq!(all["strict"]["missed"], 0, "{all:#}");
    assert_eq!(all["strict"]["right"].as_u64(), Some(features(apart.path()).len() as u64));
}

#[test]
fn bad_rows_are_named_and_the_rest_is_evaluated() {
    let folder = mapped(&["--no-link"]);
    let mut bad = features(folder.path());
    let good = bad.len();
    let mut add = |path: &[&str], value: Value| {
        let mut feature = bad[0].clone();
        let field = path.iter().fold(&mut feature, |at, key| &mut at[*key]);
        *field = value;
        bad.push(feature);
    };
    add(&["properties", "class"], json!("raid"));
    add(&["properties", "date_start"], json!("13/02/2024"));
    add(&["properties", "date_end"], json!("1999-01-01"));
    add(&["properties", "killed_min"], json!("five"));
    add(&["properties", "sources"], json!([]));
    add(&["geometry", "type"], json!("Polygon"));
    add(&["geometry", "coordinates"], json!([4_000_000.0, 3_000_000.0]));
    write(folder.path(), "bad.geojson", &collection(&bad));
    let run = marsad(folder.path(), &["evaluate", "bad.geojson", "out/events.geojson", "--json"]);
    let said = stderr(&run);
    assert_eq!(code(&run), 1, "{said}");
    let reasons = [
        "unknown value \"raid\"",
        "\"13/02/2024\" is no day",
        "date_end lies before",
        "\"five\" is no number",
        "which document",
        "Polygon",
        "no longitude and latitude",
    ];
    for (i, reason) in reasons.iter().enumerate() {
        let line = said.lines().find(|l| l.contains(&format!("bad.geojson, feature {}:", good + 1 + i)));
        assert!(line.is_some_and(|l| l.contains(reason)), "{reason}: {said}");
    }
    let all: Value = serde_json::from_str(&stdout(&run)).expect("JSON");
    assert_eq!(all["complete"]["f1"], 1.0);

    write(
        folder.path(),
        "bad.csv",
        "class,date_start,document,lon,lat\nstrike,2024-02-13,x,40,35\nstrike,yesterday,x,40,35\nstrike,2024-02-13,x,40,\n",
    );
    let run = marsad(folder.path(), &["evaluate", "bad.csv", "bad.csv"]);
    assert_eq!(code(&run), 1);
    assert!(stderr(&run).contains("bad.csv, line 3: date_start") && stderr(&run).contains("bad.csv, line 4: one of"), "{}", stderr(&run));
    assert!(stdout(&run).contains("(right 1, false 0, missed 0)"), "{}", stdout(&run));

    write(folder.path(), "gold/a.json", "{\"events\": [{\"class\": \"strike\", \"date\": [\"2024-02-13\"]}, {\"class\": \"strike\"}]}");
    write(folder.path(), "gold/b.json", "{");
    let run = marsad(folder.path(), &["evaluate", "gold", "out/events.geojson"]);
    assert_eq!(code(&run), 1);
    assert!(stderr(&run).contains("a.json, event 1: date") && stderr(&run).contains("b.json: "), "{}", stderr(&run));
    assert!(stdout(&run).contains("missed 1)"), "{}", stdout(&run));
}

#[test]
fn files_that_are_no_layers_are_refused() {
    let folder = mapped(&[]);
    write(folder.path(), "cut.geojson", "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\"");
    write(folder.path(), "mercator.geojson", &collection(&features(folder.path())).replace("CRS84", "EPSG::3857"));
    write(folder.path(), "empty.csv", "");
    write(folder.path(), "other.csv", "name,count\nx,1\n");
    write(folder.path(), "nowhere.csv", "class,date_start,sources\nstrike,2024-02-13,x\n");
    let reasons = [
        ("cut.geojson", "EOF"),
        ("mercator.geojson", "EPSG:4326"),
        ("empty.csv", "empty"),
        ("other.csv", "class, date_start and sources"),
        ("nowhere.csv", "lon and lat"),
        ("missing.csv", "No such file"),
    ];
    for (file, reason) in reasons {
        for arguments in [["evaluate", file, "out/events.csv"], ["evaluate", "out/events.csv", file]] {
            let run = marsad(folder.path(), &arguments);
            assert_eq!(code(&run), 2, "{file}: {}", stderr(&run));
            assert!(stderr(&run).contains(file) && stderr(&run).contains(reason), "{}", stderr(&run));
        }
    }
}

/// What GDAL, and so QGIS, makes of the output.
#[test]
fn layers_saved_by_gdal_are_the_same() {
    if !has("ogr2ogr") {
        return say("evaluate: GDAL (ogr2ogr) is not installed: skipped");
    }
    let folder = mapped(&["--no-link"]);
    let save = |options: &[&str], from: &str, to: &str| {
        let run = Command::new("ogr2ogr").current_dir(folder.path()).args(options).args([to, from]).output().expect("ogr2ogr starts");
        assert!(run.status.success(), "{}", stderr(&run));
    };
    let json = "out/events.geojson";
    save(&["-f", "GeoJSON", "-lco", "RFC7946=YES"], json, "saved.geojson");
    save(&["-f", "GeoJSON"], json, "saved-2008.geojson");
    save(&["-f", "GeoJSONSeq"], json, "saved.geojsonl");
    save(&["-f", "CSV", "-lco", "GEOMETRY=AS_XY"], json, "saved-xy.csv");
    save(&["-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=SEMICOLON"], json, "saved-wkt.csv");
    save(&["-f", "GPKG"], json, "saved.gpkg");
    save(&["-f", "GeoJSON"], "saved.gpkg", "saved-gpkg.geojson");
    save(&["-f", "CSV"], "out/events.csv", "saved-table.csv");
    for saved in ["saved.geojson", "saved-2008.geojson", "saved.geojsonl", "saved-xy.csv", "saved-wkt.csv", "saved-gpkg.geojson", "saved-table.csv"] {
        assert_perfect(folder.path(), saved, json);
    }
}

/// What LibreOffice makes of the table.
#[test]
fn a_table_saved_by_libreoffice_is_the_same() {
    if !has("soffice") {
        return say("evaluate: LibreOffice (soffice) is not installed: skipped");
    }
    let folder = mapped(&["--no-link"]);
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    // Comma, quotation mark, UTF-8.
    for (from, to) in [("out/events.csv", "xlsx"), ("saved/events.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")] {
        let arguments = [&profile, "--headless", "--infilter=CSV:44,34,76", "--convert-to", to, "--outdir", "saved", from];
        let arguments = arguments.iter().filter(|a| from.ends_with("csv") || !a.starts_with("--infilter"));
        let run = Command::new("soffice").current_dir(folder.path()).args(arguments).output().expect("soffice starts");
        assert!(run.status.success(), "{}", stderr(&run));
    }
    assert_perfect(folder.path(), "saved/events.csv", "out/events.geojson");
}

/// The figures are those of the scorer that is written in Python, on its own sets where they are present.
#[test]
fn figures_agree_with_the_other_scorer() {
    let shared = project("../shared/eval");
    if !shared.join("score.py").is_file() || !has("python3") {
        return say("evaluate: ../shared/eval/score.py or python3 is not there: comparison skipped");
    }
    let folder = small();
    let compare = |gold: &Path, predicted: &Path| {
        let (gold, predicted) = (gold.to_string_lossy(), predicted.to_string_lossy());
        for options in [&[][..], &["--errors", "--by-document"]] {
            let theirs = Command::new("python3").arg(shared.join("score.py")).args([&*gold, &*predicted]).args(options).output().expect("it starts");
            let ours = marsad(folder.path(), &[&["evaluate", &gold, &predicted], options].concat());
            assert_eq!(stdout(&ours), stdout(&theirs), "{gold}");
            assert_eq!(stderr(&ours).trim_start_matches("marsad: "), stderr(&theirs));
        }
    };
    compare(&folder.path().join("gold"), &folder.path().join("predicted.geojson"));
    for set in ["dev", "seeds"] {
        let (articles, table) = (shared.join(set).join("articles"), shared.join(set).join("metadata.csv"));
        let arguments = ["map", &articles.to_string_lossy(), "--metadata", &table.to_string_lossy(), "--no-link", "-o", set].map(str::to_string);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert!(marsad(folder.path(), &arguments).status.success());
        compare(&shared.join(set).join("gold"), &folder.path().join(set).join("events.geojson"));
    }
}
