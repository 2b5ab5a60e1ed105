//! A growing collection: the same layers as one run over everything, whatever came when and wherever it was stopped.

mod common;

use common::corrected::write;
use common::{command, marsad, stderr};
use rusqlite::Connection;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

const HIMO: &str = "قصفت طائرة مسيرة تركية مساء الخميس قرية هيمو غربي القامشلي، ما أسفر عن مقتل شخصين.";
const HIMO_AGAIN: &str = "أفاد ناشطون بمقتل شخصين وإصابة ثالث في غارة بمسيرة تركية طالت قرية هيمو مساء الخميس.";
const UNKNOWN: &str = "قصفت مدفعية الجيش يوم الخميس قرية تل الزعتورة الغامضة وقتلت مدنيا.";
const ARIHA: &str = "قصف مدفعي الخميس على مدينة أريحا جنوبي إدلب أوقع قتيلا.";

fn map(folder: &Path, inputs: &[&str], options: &[&str]) -> (String, i32) {
    let run = marsad(folder, &[&["map", "--published", "2023-10-06"], inputs, options].concat());
    (stderr(&run), run.status.code().expect("it was not killed"))
}

/// What was written: layers, unresolved names, and the tables of the GeoPackage.
fn written(folder: &Path) -> Vec<String> {
    let mut out: Vec<String> = ["events.geojson", "events.csv", "unresolved.csv"]
        .iter()
        .map(|name| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}")))
        .collect();
    let database = Connection::open(folder.join("events.gpkg")).expect("the GeoPackage opens");
    let sound: String = database.query_row("PRAGMA integrity_check", [], |r| r.get(0)).expect("it can be checked");
    assert_eq!(sound, "ok");
    for query in [
        "SELECT group_concat(event_id || date_start || ifnull(hex(geom), '') || evidence, ';') FROM (SELECT * FROM events ORDER BY fid)",
        "SELECT group_concat(event_id || document || quote, ';') FROM (SELECT * FROM sources ORDER BY fid)",
        "SELECT group_concat(id, ';') FROM (SELECT id FROM rtree_events_geom ORDER BY id)",
        "SELECT group_concat(table_name || data_type, ';') FROM (SELECT * FROM gpkg_contents ORDER BY table_name)",
    ] {
        out.push(database.query_row(query, [], |r| r.get::<_, Option<String>>(0)).expect(query).unwrap_or_default());
    }
    out
}

const FORMATS: [&str; 2] = ["--format", "geojson,csv,gpkg"];

#[test]
fn what_comes_later_is_added() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    for (name, text) in [("one/b.txt", HIMO), ("one/u.txt", UNKNOWN), ("two/a.txt", HIMO_AGAIN), ("two/c.txt", ARIHA)] {
        write(folder, name, text);
    }
    assert_eq!(map(folder, &["one", "two"], &[&["-o", "whole"], &FORMATS[..]].concat()).1, 0);
    let whole = written(&folder.join("whole"));

    let (said, code) = map(folder, &["one"], &[&["-o", "out", "--add"], &FORMATS[..]].concat());
    assert_eq!((code, said.contains("2 documents new, 0 known")), (0, true), "{said}");
    assert_ne!(written(&folder.join("out")), whole);
    // A folder that holds a collection is added to without being asked.
    let (said, code) = map(folder, &["two"], &[&["-o", "out"], &FORMATS[..]].concat());
    assert_eq!((code, said.contains("2 documents new, 0 known")), (0, true), "{said}");
    assert_eq!(written(&folder.join("out")), whole);
    let (said, _) = map(folder, &["two", "one"], &[&["-o", "out"], &FORMATS[..]].concat());
    assert!(said.contains("0 documents new, 4 known and not read again"), "{said}");
    assert_eq!(written(&folder.join("out")), whole);

    // What a document says anew replaces what it said.
    write(folder, "two/c.txt", &ARIHA.replace("قتيلا", "خمسة قتلى"));
    let (said, _) = map(folder, &["two"], &[&["-o", "out"], &FORMATS[..]].concat());
    assert!(said.contains("1 documents say something else than before, and were replaced:\n  c.txt"), "{said}");
    map(folder, &["one", "two"], &[&["-o", "whole"], &FORMATS[..]].concat());
    assert_eq!(written(&folder.join("out")), written(&folder.join("whole")));

    // Other data: what is given is read again, of the rest it is told.
    write(folder, "places.csv", "name,context,place\nهيمو,,not a place\n");
    let (said, _) = map(folder, &["two"], &[&["-o", "out", "--corrections", "places.csv"], &FORMATS[..]].concat());
    assert!(said.contains("2 documents read again") && said.contains("2 documents were read with other data"), "{said}");
}

#[test]
fn other_documents_of_one_name_are_kept_apart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let export = |texts: &[(&str, &str)]| {
        let line = |(url, text): &(&str, &str)| serde_json::json!({"url": format!("https://t.me/x/{url}"), "text": text}).to_string();
        write(folder, "export.jsonl", &texts.iter().map(line).collect::<Vec<_>>().join("\n"));
        map(folder, &["export.jsonl"], &[&["-o", "out", "--add"], &FORMATS[..]].concat()).0
    };
    export(&[("1", HIMO), ("2", ARIHA)]);
    // The next export begins later: its numbers are those of other posts.
    let said = export(&[("2", ARIHA), ("3", UNKNOWN)]);
    assert!(said.contains("1 documents new, 1 known"), "{said}");
    let said = export(&[("2", ARIHA), ("3", UNKNOWN)]);
    assert!(said.contains("0 documents new, 2 known"), "{said}");
    let database = Connection::open(folder.join("out/events.gpkg")).expect("the GeoPackage opens");
    let mut names = database.prepare("SELECT name FROM marsad_documents ORDER BY name").expect("the table is there");
    let names: Vec<String> = names.query_map([], |r| r.get(0)).expect("names").map(|n| n.expect("a name")).collect();
    assert_eq!(names, ["export.jsonl#1", "export.jsonl#2", "export.jsonl#2~2"]);
}

#[test]
fn what_holds_no_collection_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, "in/a.txt", HIMO);
    map(folder, &["in"], &["-o", "out", "--format", "gpkg"]);
    let before = std::fs::read(folder.join("out/events.gpkg")).expect("the layer");
    let (said, code) = map(folder, &["in"], &["-o", "out", "--add"]);
    assert_eq!((code, said.contains("events.gpkg: this file holds no collection")), (2, true), "{said}");
    assert_eq!(std::fs::read(folder.join("out/events.gpkg")).expect("the layer"), before);

    map(folder, &["in"], &["-o", "own", "--add"]);
    let other = Connection::open(folder.join("own/events.gpkg")).expect("it opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("it can be locked");
    let (said, code) = map(folder, &["in"], &["-o", "own"]);
    assert_eq!((code, said.contains("another program is writing this file")), (2, true), "{said}");
}

/// Many posts of a few shapes, each with its day, place and toll.
fn posts(n: usize) -> String {
    let places = ["قرية هيمو غربي القامشلي", "مدينة أريحا جنوبي إدلب", "بلدة عيترون جنوبي لبنان", "مدينة الميادين", "بلدة سرمين"];
    let acts = ["قصف مدفعي على", "غارة جوية استهدفت", "طائرة مسيرة قصفت"];
    let line = |i: usize| {
        let text = format!("{} {} وأدت إلى مقتل {} أشخاص وإصابة آخرين، وفق مصادر محلية رقم {i}.", acts[i % 3], places[i % 5], 3 + i % 7);
        serde_json::json!({"text": text, "published": format!("2023-{:02}-{:02}", 1 + i / 28 % 12, 1 + i % 28), "url": format!("https://x.example/{i}")}).to_string()
    };
    (0..n).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn stopped_at_any_moment_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, "posts.jsonl", &posts(1500));
    fn arguments(out: &str) -> Vec<&str> {
        [&["map", "posts.jsonl", "-o", out, "--add"], &FORMATS[..]].concat()
    }
    let begun = Instant::now();
    assert_eq!(marsad(folder, &arguments("whole")).status.code(), Some(0));
    let whole_time = begun.elapsed();
    let whole = written(&folder.join("whole"));
    let (mut stopped, mut kept) = (0, 0);
    for (i, share) in [0.3, 0.5, 0.7, 0.8, 0.95].into_iter().enumerate() {
        let out = format!("out{i}");
        for share in [share, share / 2.0] {
            let mut child = command(folder, &arguments(&out)).stderr(Stdio::null()).spawn().expect("the program starts");
            std::thread::sleep(whole_time.mul_f64(share));
            stopped += usize::from(child.try_wait().expect("its state is known").is_none());
            // On Unix this is SIGKILL.
            child.kill().expect("it can be stopped");
            child.wait().expect("it has ended");
        }
        let last = marsad(folder, &arguments(&out));
        let said = stderr(&last);
        assert_eq!(last.status.code(), Some(0), "{said}");
        kept += usize::from(!said.contains(" 0 known"));
        assert_eq!(written(&folder.join(&out)), whole, "stopped at {share}");
    }
    assert!(stopped > 0 && kept > 0, "stopped {stopped} times, kept {kept} times: nothing was tested");
    common::say(&format!("stopped {stopped} of 10 times; {kept} of 5 times documents had been kept"));
}
