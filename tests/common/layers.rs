//! Layers that several tests read.

use super::{marsad, project, stderr};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// The examples, two texts that try to break out of the formats and one that names no place, mapped into formats.
pub fn mapped(formats: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in std::fs::read_dir(project("examples/articles")).expect("the examples are there") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap_or_default())).expect("an example can be copied");
    }
    let formula = "=HYPERLINK(\"x\") قصفت طائرات مسيرة تركية، \"أمس\"; قرية هيمو غربي القامشلي،\tما أدى إلى مقتل شخصين.";
    let markup = "<b>]]></b> & قصفت طائرات حربية روسية أطراف قرية البارة جنوبي إدلب أمس؛ 'مقتل' ثلاثة مدنيين \\ \u{202E}";
    std::fs::write(folder.path().join("-formula;.txt"), formula).expect("a file can be written");
    std::fs::write(folder.path().join("markup,\u{0001}.txt"), markup).expect("a file can be written");
    let placeless = "أعلن الجيش أن غارة جوية نفذتها طائراته أمس قتلت ثلاثة مسلحين.";
    std::fs::write(folder.path().join("placeless.txt"), placeless).expect("a file can be written");
    let table = "file,published,outlet,url\n-formula;.txt,2023-10-06,=1+1,@x\n";
    std::fs::write(folder.path().join("m.csv"), table).expect("a file can be written");
    let arguments = ["map", ".", "--metadata", "m.csv", "--published", "2024-02-20", "-o", "out", "--format", formats];
    let run = marsad(folder.path(), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    folder
}

/// The features of the GeoJSON.
pub fn features(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("out/events.geojson")).expect("the layer is there");
    let value: Value = serde_json::from_str(&text).expect("GeoJSON is JSON");
    assert_eq!(value["type"], "FeatureCollection");
    value["features"].as_array().expect("features").clone()
}

/// The header and the rows of a CSV.
pub fn rows(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().expect("a header").iter().map(Into::into).collect();
    let rows = reader.records().map(|r| r.expect("every row has every column").iter().map(Into::into).collect()).collect();
    (columns, rows)
}
