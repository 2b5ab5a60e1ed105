//! The HTML page: text of articles, names and tables is data in it, whatever it holds.

mod common;

use common::{marsad, stderr};
use serde_json::Value;
use tempfile::TempDir;

const MARKUP: &str = "</script><script>alert(1)</script><!-- <script> \u{2028}\u{2029} & <img src=x onerror=alert(1)>";

fn page(options: &[&str]) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = format!("قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي {MARKUP}، ما أدى إلى مقتل شخصين.");
    std::fs::write(folder.path().join("<b>.txt"), text).expect("a file can be written");
    std::fs::write(folder.path().join("m.csv"), format!("file,published,outlet,url\n<b>.txt,2023-10-06,\"{MARKUP}\",javascript:alert(1)\n"))
        .expect("a file can be written");
    let arguments = [&["map", ".", "--metadata", "m.csv", "-o", "out", "--format", "html,geojson"], options].concat();
    let run = marsad(folder.path(), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    let html = std::fs::read_to_string(folder.path().join("out/events.html")).expect("the page is there");
    (folder, html)
}

/// What stands in a script element of the page.
fn block<'p>(html: &'p str, id: &str) -> &'p str {
    let mark = format!("id=\"{id}\">");
    let start = html.find(&mark).expect("the block is there") + mark.len();
    let end = html[start..].find("</script>").expect("the block ends");
    &html[start..start + end]
}

#[test]
fn no_text_can_leave_its_block() {
    let (_folder, html) = page(&[]);
    for id in ["details", "events", "places", "settings"] {
        let text = block(&html, id);
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{id}");
        for line in text.trim().lines() {
            serde_json::from_str::<Value>(line).expect("a block is JSON");
        }
    }
    let details: Value = serde_json::from_str(block(&html, "details").trim()).expect("one event");
    let quote = details[2][0][4].as_str().expect("a quote");
    assert!(quote.contains("</script><script>alert(1)</script>"), "the text itself is whole: {quote}");
    assert!(!html.contains("alert(1)</script>"));
}

#[test]
fn the_columns_are_the_record() {
    let (folder, html) = page(&[]);
    let layer = std::fs::read_to_string(folder.path().join("out/events.geojson")).expect("the layer is there");
    let layer: Value = serde_json::from_str(&layer).expect("GeoJSON is JSON");
    let (feature, data) = (&layer["features"][0], serde_json::from_str::<Value>(block(&html, "events")).expect("a block is JSON"));
    let text = |i: &Value| data["texts"][i.as_u64().expect("an index") as usize].clone();
    let mut seen = 0;
    for column in data["columns"].as_array().expect("columns") {
        let (name, value) = (column["name"].as_str().expect("a name"), &column["values"][0]);
        let decoded = match (column["type"].as_str(), value) {
            (_, Value::Null) => Value::Null,
            (Some("text"), index) => text(index),
            (Some("list"), Value::Array(items)) => items.iter().map(text).collect(),
            (_, number) => number.clone(),
        };
        let expected = match name {
            "lon" => &feature["geometry"]["coordinates"][0],
            "lat" => &feature["geometry"]["coordinates"][1],
            _ => &feature["properties"][name],
        };
        assert_eq!(&decoded, expected, "{name}");
        seen += 1;
    }
    // All but the two summaries, sources and evidence, which stand in the details; and the two coordinates.
    assert_eq!(seen, feature["properties"].as_object().expect("properties").len() - 4 + 2);
}

#[test]
fn the_address_of_tiles_is_checked() {
    let (folder, html) = page(&["--tiles", "https://tiles.example/{z}/{x}/{y}.png?</script>"]);
    assert!(block(&html, "settings").contains("tiles.example"));
    assert!(page(&["--tiles", "none"]).1.contains(r#""tiles":null"#));
    for wrong in ["javascript:{z}{x}{y}", "https://tiles.example/{z}.png", "x"] {
        let run = marsad(folder.path(), &["map", ".", "-o", "wrong", "--format", "html", "--tiles", wrong]);
        assert_eq!(run.status.code(), Some(2), "{wrong}");
        assert!(stderr(&run).contains("--tiles"), "{}", stderr(&run));
    }
}

#[test]
fn a_page_without_events_is_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.txt"), "افتتح الوزير معرض الكتاب.").expect("a file can be written");
    let run = marsad(folder.path(), &["map", "a.txt", "-o", "-", "--format", "html"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let html = String::from_utf8(run.stdout).expect("the page is UTF-8");
    assert!(html.trim_end().ends_with("</html>"));
    assert!(block(&html, "events").starts_with(r#"{"count":0,"#));
}
