//! Corrected output is gold: output evaluated against itself, after corrections, and as other programs save it.

mod common;

use common::corrected::{assert_perfect, collection, features, figures, mapped, write};
use common::{has, marsad, project, say, stderr, stdout};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

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

/// Corrected in QGIS: a toll and a point changed in the layer itself; the table, loaded and exported.
const QGIS: &str = r#"
from qgis.core import *
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer("corrected.geojson", "corrected", "ogr")
layer.startEditing()
features = list(layer.getFeatures())
toll = next(f for f in features if isinstance(f["killed_min"], int))
layer.changeAttributeValue(toll.id(), layer.fields().indexOf("killed_min"), 77)
moved = next(f for f in features if f.hasGeometry() and f.id() != toll.id())
layer.changeGeometry(moved.id(), QgsGeometry.fromPointXY(QgsPointXY(0, 0)))
assert layer.commitChanges(), layer.commitErrors()
import os
source = "file://" + os.path.abspath("out/events.csv") + "?encoding=UTF-8&delimiter=,&xField=lon&yField=lat&crs=EPSG:4326&detectTypes=yes"
table = QgsVectorLayer(source, "table", "delimitedtext")
for name, driver, options in [("exported.geojson", "GeoJSON", []), ("exported-xy.csv", "CSV", ["GEOMETRY=AS_XY"]), ("exported-wkt.csv", "CSV", ["GEOMETRY=AS_WKT"])]:
    how = QgsVectorFileWriter.SaveVectorOptions()
    how.driverName, how.layerOptions = driver, options
    result = QgsVectorFileWriter.writeAsVectorFormatV3(table, name, QgsProject.instance().transformContext(), how)
    assert result[0] == QgsVectorFileWriter.NoError, result
"#;

#[test]
fn layers_saved_by_qgis_show_what_was_corrected() {
    let python = |code: &str, folder: &Path| {
        Command::new("/usr/bin/python3").current_dir(folder).env("QT_QPA_PLATFORM", "offscreen").args(["-c", code]).output()
    };
    if !python("import qgis.core", Path::new(".")).is_ok_and(|run| run.status.success()) {
        return say("evaluate: QGIS with its Python is not installed: skipped");
    }
    let folder = mapped(&["--no-link"]);
    std::fs::copy(folder.path().join("out/events.geojson"), folder.path().join("corrected.geojson")).expect("a layer can be copied");
    let run = python(QGIS, folder.path()).expect("Python starts");
    assert!(run.status.success(), "{}", stderr(&run));
    let all = figures(folder.path(), "corrected.geojson", "out/events.geojson");
    let kinds: Vec<&str> = all["errors"].as_array().expect("errors").iter().filter_map(|e| e["kind"].as_str()).collect();
    for kind in ["killed", "missed", "false"] {
        assert_eq!(kinds.iter().filter(|k| **k == kind).count(), 1, "{all:#}");
    }
    assert_eq!(kinds.len(), 3);
    for saved in ["exported.geojson", "exported-xy.csv", "exported-wkt.csv"] {
        assert_perfect(folder.path(), saved, "out/events.geojson");
    }
}
