//! The analyst's hand: pins, verdicts, splits and merges, applied on every run and found again when documents are added.

mod common;

use common::{marsad, stderr};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const HIMO: &str = "قصفت طائرة مسيرة تركية مساء الخميس قرية هيمو غربي القامشلي، ما أسفر عن مقتل شخصين.";
const HIMO_AGAIN: &str = "أفاد ناشطون بمقتل شخصين وإصابة ثالث في غارة بمسيرة تركية طالت قرية هيمو مساء الخميس.";
const AITAROUN: &str = "غارات إسرائيلية يوم الخميس على بلدة عيترون جنوبي لبنان أدت إلى مقتل ثلاثة.";

/// A folder with articles, mapped with the options.
fn folder(texts: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in texts {
        common::corrected::write(folder.path(), &format!("in/{name}"), text);
    }
    folder
}

fn map(folder: &Path, options: &[&str]) -> (Vec<Value>, i32, String) {
    let arguments = [&["map", "in", "--published", "2023-10-06", "-o", "out", "--format", "geojson,csv,ndjson,gpkg"], options].concat();
    let run = marsad(folder, &arguments);
    let features = if folder.join("out/events.geojson").exists() { common::layers::features(folder) } else { Vec::new() };
    (features, run.status.code().expect("it was not killed"), stderr(&run))
}

fn told_by<'f>(features: &'f [Value], document: &str) -> &'f Value {
    let tells = |f: &&Value| f["properties"]["sources"].as_array().expect("sources").iter().any(|s| s["document"] == document);
    let found: Vec<&Value> = features.iter().filter(tells).collect();
    assert_eq!(found.len(), 1, "{document}: {features:#?}");
    &found[0]["properties"]
}

fn id<'f>(features: &'f [Value], document: &str) -> &'f str {
    told_by(features, document)["event_id"].as_str().expect("an id")
}

fn documents(event: &Value) -> Vec<&str> {
    event["sources"].as_array().expect("sources").iter().map(|s| s["document"].as_str().expect("a name")).collect()
}

#[test]
fn fields_and_verdicts_are_set_and_stay() {
    let folder = folder(&[("a.txt", HIMO), ("b.txt", AITAROUN)]);
    let (before, code, _) = map(folder.path(), &[]);
    assert_eq!(code, 0);
    assert!(before.iter().all(|f| f["properties"]["review"] == "unreviewed"));
    let (a, b) = (id(&before, "a.txt"), id(&before, "b.txt"));
    let table = format!(
        "event_id,review,place_id,date_start,killed_min,killed_max,injured_min,perpetrators,method\n\
         {a},,sy-amuda,2023-10-04,4,5,1,us;coalition,airstrike\n{b},rejected,,,,,,,\n"
    );
    common::corrected::write(folder.path(), "r.csv", &table);
    for _ in 0..2 {
        let (after, code, said) = map(folder.path(), &["--review", "r.csv"]);
        assert_eq!((code, said.contains("marsad:")), (0, false), "{said}");
        let event = told_by(&after, "a.txt");
        assert_eq!(event["event_id"], a, "the name stays");
        assert_eq!((&event["review"], &event["place_id"], &event["coord_basis"]), (&"edited".into(), &"sy-amuda".into(), &"review".into()));
        assert_eq!((&event["date_start"], &event["date_end"], &event["date_precision"]), (&"2023-10-04".into(), &"2023-10-04".into(), &"day".into()));
        assert_eq!((&event["killed_min"], &event["killed_max"], &event["injured_min"]), (&4.into(), &5.into(), &1.into()));
        assert_eq!(event["perpetrators"], serde_json::json!(["us", "coalition"]));
        assert!(event["summary_en"].as_str().expect("text").contains("Air strike by us, coalition"), "{event}");
        let evidence = event["evidence"].as_array().expect("evidence");
        assert!(
            evidence.iter().any(|e| e["field"] == "killed_min" && e["document"] == "r.csv" && e["rule"] == "review: line 2; was 2"),
            "{evidence:?}"
        );
        assert_eq!(told_by(&after, "b.txt")["review"], "rejected");
        let csv = std::fs::read(folder.path().join("out/events.csv")).expect("the table is there");
        let (columns, rows) = common::layers::rows(&csv[3..]);
        let at = columns.iter().position(|c| c == "review").expect("the column");
        assert_eq!(rows.iter().map(|r| r[at].as_str()).filter(|r| *r == "rejected").count(), 1);
    }
    let (after, _, _) = map(folder.path(), &["--review", "r.csv", "--without-rejected"]);
    assert_eq!(after.len(), before.len() - 1);
}

#[test]
fn a_copy_of_the_output_can_be_edited() {
    let folder = folder(&[("a.txt", HIMO), ("b.txt", AITAROUN)]);
    map(folder.path(), &[]);
    let out = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).expect("a layer");
    // A copy as it is says nothing.
    common::corrected::write(folder.path(), "same.csv", &out("events.csv"));
    let untouched = out("events.geojson");
    let (_, code, said) = map(folder.path(), &["--review", "same.csv"]);
    assert_eq!((code, out("events.geojson") == untouched), (0, true), "{said}");
    // One edited in a GIS: a point is moved, a toll set.
    let edited = |json: &str| {
        let mut layer: Value = serde_json::from_str(json).expect("GeoJSON");
        for feature in layer["features"].as_array_mut().expect("features") {
            if feature["properties"]["country"] == "LB" {
                feature["geometry"]["coordinates"] = serde_json::json!([35.5, 33.1]);
                feature["properties"]["killed_max"] = 6.into();
                feature["properties"]["review"] = "edited".into();
            }
        }
        layer.to_string()
    };
    common::corrected::write(folder.path(), "edited.geojson", &edited(&untouched));
    let (after, code, said) = map(folder.path(), &["--review", "edited.geojson"]);
    assert_eq!(code, 0, "{said}");
    let event = told_by(&after, "b.txt");
    assert_eq!((&event["killed_max"], &event["review"], &event["coord_basis"]), (&6.into(), &"edited".into(), &"review".into()));
    assert_eq!(told_by(&after, "a.txt")["review"], "unreviewed");
    let point = |f: &Value| f["geometry"]["coordinates"].clone();
    assert!(after.iter().any(|f| point(f) == serde_json::json!([35.5, 33.1])));
    // The output of that run says the same again.
    common::corrected::write(folder.path(), "again.geojson", &out("events.geojson"));
    let (again, code, said) = map(folder.path(), &["--review", "again.geojson"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(told_by(&again, "b.txt")["killed_max"], 6);
    assert!(again.iter().any(|f| point(f) == serde_json::json!([35.5, 33.1])));
    // An edit that nobody owns up to is told.
    common::corrected::write(folder.path(), "silent.geojson", &edited(&untouched).replace("\"review\":\"edited\"", "\"review\":\"unreviewed\""));
    let (after, code, said) = map(folder.path(), &["--review", "silent.geojson"]);
    assert_eq!((code, &told_by(&after, "b.txt")["killed_max"]), (1, &3.into()));
    assert!(said.contains("silent.geojson, feature ") && said.contains("write edited"), "{said}");
}

#[test]
fn reports_are_split_and_merged() {
    let folder = folder(&[("a.txt", HIMO), ("b.txt", HIMO_AGAIN), ("c.txt", AITAROUN)]);
    let (before, ..) = map(folder.path(), &[]);
    let one = id(&before, "a.txt");
    assert_eq!(documents(told_by(&before, "a.txt")), ["a.txt", "b.txt"]);
    common::corrected::write(folder.path(), "split.csv", &format!("event_id,split\n{one},b.txt\n"));
    let (parted, code, said) = map(folder.path(), &["--review", "split.csv"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!((documents(told_by(&parted, "a.txt")), documents(told_by(&parted, "b.txt"))), (vec!["a.txt"], vec!["b.txt"]));
    assert_eq!(id(&parted, "a.txt"), one, "what stays keeps the name");
    assert!(["a.txt", "b.txt"].iter().all(|d| told_by(&parted, d)["review"] == "edited"));
    // The name of what left is one that a second file can use.
    let table = format!("event_id,review,killed_max\n{},,9\n", id(&parted, "b.txt"));
    common::corrected::write(folder.path(), "pin.csv", &table);
    let (after, code, said) = map(folder.path(), &["--review", "split.csv", "--review", "pin.csv"]);
    assert_eq!((code, &told_by(&after, "b.txt")["killed_max"]), (0, &9.into()), "{said}");

    let into = id(&before, "c.txt");
    common::corrected::write(folder.path(), "merge.csv", &format!("event_id,merge_into\n{one},{into}\n"));
    let (merged, code, said) = map(folder.path(), &["--review", "merge.csv"]);
    assert_eq!((code, merged.len()), (0, before.len() - 1), "{said}");
    assert_eq!((id(&merged, "a.txt"), documents(told_by(&merged, "a.txt"))), (into, vec!["a.txt", "b.txt", "c.txt"]));
}

#[test]
fn reviews_find_their_events_again() {
    let folder = folder(&[("m.txt", HIMO), ("c.txt", AITAROUN)]);
    map(folder.path(), &[]);
    let out = std::fs::read_to_string(folder.path().join("out/events.geojson")).expect("a layer");
    // Whatever the name may be: the sentence is that of m.txt.
    let mut layer: Value = serde_json::from_str(&out).expect("GeoJSON");
    for feature in layer["features"].as_array_mut().expect("features") {
        feature["properties"]["event_id"] = "m000000000000".into();
        feature["properties"]["review"] = "confirmed".into();
    }
    common::corrected::write(folder.path(), "r.geojson", &layer.to_string());
    // A report sorted before it, and another place.
    common::corrected::write(folder.path(), "in/b.txt", HIMO_AGAIN);
    common::corrected::write(folder.path(), "in/z.txt", "قصف مدفعي الخميس على مدينة أريحا جنوبي إدلب أوقع قتيلا.");
    let (after, code, said) = map(folder.path(), &["--review", "r.geojson"]);
    assert_eq!(code, 0, "{said}");
    assert_ne!(told_by(&after, "m.txt")["review"], "unreviewed");
    assert_eq!(documents(told_by(&after, "m.txt")), ["b.txt", "m.txt"]);
    assert_ne!(told_by(&after, "c.txt")["review"], "unreviewed");
    assert_eq!(told_by(&after, "z.txt")["review"], "unreviewed");
}

#[test]
fn what_cannot_be_done_is_told_with_file_and_row() {
    let folder = folder(&[("a.txt", HIMO), ("c.txt", AITAROUN)]);
    let (before, ..) = map(folder.path(), &[]);
    let (a, c) = (id(&before, "a.txt"), id(&before, "c.txt"));
    let table = format!(
        "event_id,review,place_id,killed_min,killed_max,perpetrators,date_start,merge_into,split\n\
         mffffffffffff,confirmed,,,,,,,\n{a},,nowhere,,,,,,\n{a},,,9,1,,,,\n{a},,,,,martians,,,\n{a},,,,,,yesterday,,\n\
         {a},maybe,,,,,,,\n{a},,,,,,,mffffffffffff,\n{a},,,,,,,,x.txt\n{a},,,,,,,,\n,confirmed,,,,,,,\n\
         {c},confirmed,,5,5,,,,\n{c},rejected,,,,,,,\n{c},,,4,5,,,,\n"
    );
    common::corrected::write(folder.path(), "r.csv", &table);
    let (after, code, said) = map(folder.path(), &["--review", "r.csv"]);
    assert_eq!(code, 1);
    for (line, why) in [
        (2, "no event mffffffffffff"),
        (3, "no place has the id \"nowhere\""),
        (4, "killed: at least 9, but at most 1"),
        (5, "the lexicon has no \"martians\""),
        (6, "is no day"),
        (7, "unknown value \"maybe\""),
        (8, "merge_into: no event mffffffffffff"),
        (9, "split: no event is told by x.txt"),
        (10, "it says nothing of the event"),
        (11, "neither event_id nor document"),
        (13, "review is \"rejected\", but \"accepted\" in r.csv, line 12; the later one stands"),
        (14, "killed_min is \"4\", but \"5\" in r.csv, line 12; the later one stands"),
    ] {
        let told = said.lines().find(|l| l.contains(&format!("r.csv, line {line}: ")) && l.contains(why));
        assert!(told.is_some(), "line {line}, {why}:\n{said}");
    }
    // The rest was done.
    assert_eq!((&told_by(&after, "c.txt")["killed_min"], &told_by(&after, "c.txt")["killed_max"]), (&4.into(), &5.into()));
    assert_eq!(told_by(&after, "a.txt")["review"], "unreviewed");
    let missing = marsad(folder.path(), &["map", "in", "-o", "other", "--review", "none.csv"]);
    assert_eq!((missing.status.code(), stderr(&missing).contains("none.csv")), (Some(2), true));
}
