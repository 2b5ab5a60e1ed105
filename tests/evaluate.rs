//! `marsad evaluate`: figures on small gold, bad rows, bad files.

mod common;

use common::corrected::{code, collection, features, mapped, write};
use common::{command, has, marsad, project, say, stderr, stdout};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

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
        "class,date_start,document,lon,lat\nstrike,2024-02-13,x,40,35\nstrike,yesterday,x,40,35\nstrike,2024-02-13,x,40,\n,,,,\n",
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
