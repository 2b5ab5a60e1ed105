//! Layers of the examples, and how they are evaluated.

use super::{marsad, project, stderr, stdout};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

pub fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a folder can be made");
    std::fs::write(path, text).expect("a file can be written");
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

/// The examples, mapped with these options into `out`.
pub fn mapped(options: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let examples = project("examples");
    let (articles, table) = (examples.join("articles"), examples.join("metadata.csv"));
    let arguments = ["map", &articles.to_string_lossy(), "--metadata", &table.to_string_lossy(), "-o", "out"].map(str::to_string);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(options.iter().copied()).collect();
    let run = marsad(folder.path(), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    folder
}

pub fn figures(folder: &Path, gold: &str, predicted: &str) -> Value {
    let run = marsad(folder, &["evaluate", gold, predicted, "--json", "--errors"]);
    assert_eq!(code(&run), 0, "{gold} {predicted}: {}", stderr(&run));
    serde_json::from_str(&stdout(&run)).expect("JSON")
}

/// Everything is right, and there is something.
pub fn assert_perfect(folder: &Path, gold: &str, predicted: &str) {
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

pub fn features(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("out/events.geojson")).expect("the layer is there");
    let mut value: Value = serde_json::from_str(&text).expect("GeoJSON is JSON");
    let Value::Array(features) = value["features"].take() else { panic!("no features") };
    features
}

pub fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "name": "events", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "features": features}).to_string()
}
