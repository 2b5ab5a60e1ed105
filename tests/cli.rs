//! The command line, as a user meets it: bad inputs among good ones, filters, exit codes.

mod common;

use common::{command, marsad, stderr, stdout};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use tempfile::TempDir;

const DRONE: &str = "قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي، ما أدى إلى مقتل شخصين.";
const ROCKETS: &str = "أعلنت كتائب حزب الله العراقية أنها هاجمت بالصواريخ قاعدة عين الأسد غربي العراق يوم 3 كانون الثاني 2024.";
const MISSILE: &str = "أعلنت جماعة الحوثي أنها هاجمت بصاروخ باليستي مطار أبها جنوبي السعودية أمس.";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file can be written");
    }
    folder
}

fn three() -> TempDir {
    folder(&[("drone.txt", DRONE.as_bytes()), ("missile.txt", MISSILE.as_bytes()), ("rockets.txt", ROCKETS.as_bytes())])
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

fn features(json: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(json).expect("GeoJSON is JSON");
    value["features"].as_array().expect("a FeatureCollection").clone()
}

/// The documents of the events that `marsad map` writes to standard output.
fn documents(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let all =
        [&["map", "drone.txt", "missile.txt", "rockets.txt", "--published", "2023-10-06", "-o", "-", "--format", "geojson"], arguments].concat();
    let output = marsad(folder, &all);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let mut names: Vec<String> =
        features(&stdout(&output)).iter().map(|f| f["properties"]["sources"][0]["document"].as_str().unwrap_or("").to_string()).collect();
    names.sort();
    names
}

fn listing(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<String> = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// One bad input beside a good one: the bad one is named with its reason, the good one is mapped, the exit code is 1.
fn bad_beside_good(name: &str, bytes: &[u8], reason: &str) {
    let folder = folder(&[("good.txt", DRONE.as_bytes()), (name, bytes)]);
    let output = marsad(folder.path(), &["map", name, "good.txt", "-o", "out"]);
    let said = stderr(&output);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains(name) && said.contains(reason), "{said}");
    let json = std::fs::read_to_string(folder.path().join("out/events.geojson")).expect("the layer is there");
    assert_eq!(features(&json).len(), 1);
    assert_eq!(listing(&folder.path().join("out")), ["events.csv", "events.geojson", "unresolved.csv"]);
}

#[test]
fn an_empty_file_is_named() {
    bad_beside_good("empty.txt", b"", "empty");
    bad_beside_good("blank.txt", b" \n\t\n", "empty");
}

#[test]
fn a_binary_file_is_named() {
    bad_beside_good("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", "not a text file");
}

#[test]
fn an_input_that_is_not_there_is_named() {
    let folder = three();
    let output = marsad(folder.path(), &["map", "nowhere.txt", "drone.txt", "-o", "out"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("nowhere.txt: there is no such file"));
}

#[test]
fn a_directory_without_articles_is_named() {
    let folder = three();
    std::fs::create_dir(folder.path().join("bare")).expect("a folder can be made");
    std::fs::write(folder.path().join("bare/notes.pdf"), "x").expect("a file can be written");
    let output = marsad(folder.path(), &["map", "bare", "drone.txt", "-o", "out"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("bare: no file that could hold articles"), "{}", stderr(&output));
    assert!(folder.path().join("out/events.geojson").is_file());
}

#[test]
fn a_directory_means_its_texts_and_those_below() {
    let folder = three();
    std::fs::create_dir_all(folder.path().join("in/below")).expect("folders can be made");
    std::fs::write(folder.path().join("in/one.TXT"), DRONE).expect("a file can be written");
    std::fs::write(folder.path().join("in/below/two.txt"), ROCKETS).expect("a file can be written");
    let output = marsad(folder.path(), &["map", "in", "-o", "-", "--format", "geojson"]);
    assert_eq!((code(&output), features(&stdout(&output)).len()), (0, 2));
}

#[test]
fn broken_utf8_is_read() {
    let mut bytes = DRONE.as_bytes().to_vec();
    bytes.extend_from_slice(b" \xD8 \xFF\xFE");
    let folder = folder(&[("broken.txt", &bytes)]);
    let output = marsad(folder.path(), &["map", "broken.txt", "-o", "-", "--format", "geojson"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(features(&stdout(&output))[0]["properties"]["place_id"], "sy-himo");
}

#[test]
fn windows_1256_gives_what_utf8_gives() {
    let text = format!("{DRONE}\n{DRONE}");
    let (bytes, _, unmapped) = encoding_rs::WINDOWS_1256.encode(&text);
    assert!(!unmapped);
    let map = |bytes: &[u8]| {
        let folder = folder(&[("a.txt", bytes)]);
        stdout(&marsad(folder.path(), &["map", "a.txt", "-o", "-", "--format", "geojson"]))
    };
    let read = map(&bytes);
    assert_eq!(features(&read).len(), 1);
    assert_eq!(read, map(text.as_bytes()));
}

#[test]
fn without_a_publication_day_a_relative_day_stays_unknown() {
    let folder = three();
    let output = marsad(folder.path(), &["map", "drone.txt", "rockets.txt", "-o", "-", "--format", "geojson"]);
    assert_eq!(code(&output), 0);
    let days: Vec<Value> = features(&stdout(&output)).iter().map(|f| f["properties"]["date_start"].clone()).collect();
    assert!(days.contains(&Value::Null) && days.contains(&"2024-01-03".into()), "{days:?}");
}

#[test]
fn metadata_give_day_outlet_and_address() {
    let folder = three();
    let table = "\u{FEFF}File, published ,outlet,url,remarks\ndrone.txt,2023-10-06T08:00:00Z,وكالة,https://example.org/1,x\nother.txt,2020-01-01,,\n";
    std::fs::write(folder.path().join("m.csv"), table).expect("a file can be written");
    let output = marsad(folder.path(), &["map", "drone.txt", "--metadata", "m.csv", "-o", "-", "--format", "geojson"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let event = &features(&stdout(&output))[0]["properties"];
    assert_eq!(event["date_start"], "2023-10-05");
    let source = &event["sources"][0];
    assert_eq!((&source["outlet"], &source["url"], &source["published"]), (&"وكالة".into(), &"https://example.org/1".into(), &"2023-10-06".into()));
}

#[test]
fn a_broken_metadata_row_is_named_and_the_others_hold() {
    let folder = three();
    let table = "file,published\nmissile.txt,yesterday\n,2023-01-01\ndrone.txt,2023-10-06\n";
    std::fs::write(folder.path().join("m.csv"), table).expect("a file can be written");
    let output = marsad(folder.path(), &["map", "drone.txt", "missile.txt", "--metadata", "m.csv", "-o", "-", "--format", "geojson"]);
    let said = stderr(&output);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains("m.csv, line 2") && said.contains("yesterday") && said.contains("m.csv, line 3"), "{said}");
    let days: Vec<Value> = features(&stdout(&output)).iter().map(|f| f["properties"]["date_start"].clone()).collect();
    assert_eq!(days.len(), 2);
    assert!(days.contains(&Value::Null) && days.contains(&"2023-10-05".into()), "{days:?}");
}

#[test]
fn a_metadata_table_that_cannot_serve_is_a_usage_error_and_leaves_nothing() {
    let folder = three();
    std::fs::write(folder.path().join("m.csv"), "name,day\ndrone.txt,2023-10-06\n").expect("a file can be written");
    for (table, reason) in [("m.csv", "no column `file`"), ("nowhere.csv", "nowhere.csv")] {
        let output = marsad(folder.path(), &["map", "drone.txt", "--metadata", table, "-o", "out"]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
        assert_eq!(listing(&folder.path().join("out")), [] as [&str; 0]);
    }
}

#[test]
fn usage_errors_exit_with_2() {
    let folder = three();
    for arguments in [
        &["map"] as &[&str],
        &["map", "drone.txt", "--nope"],
        &["map", "drone.txt", "--format", "shapefile"],
        &["map", "drone.txt", "--bbox", "1,2,3"],
        &["map", "drone.txt", "--since", "lately"],
        &["map", "drone.txt", "--class", "war"],
        &["map", "drone.txt", "-o", "-"],
        &["map", "drone.txt", "-o", "-", "--format", "geojson,csv"],
        &["map", "drone.txt", "--gazetteer", "nowhere.csv"],
        &["map", "drone.txt", "--lexicon", "nowhere"],
        &["explain", "drone.txt", "no-such-event"],
    ] {
        let output = marsad(folder.path(), arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn standard_input_is_an_input() {
    let folder = three();
    let mut child = command(folder.path(), &["map", "-", "--published", "2023-10-06", "-o", "-", "--format", "geojson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("its input").write_all(DRONE.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(features(&stdout(&output))[0]["properties"]["date_start"], "2023-10-05");
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_nothing_is_left() {
    let folder = three();
    std::fs::write(folder.path().join("taken"), "a file").expect("a file can be written");
    let output = marsad(folder.path(), &["map", "drone.txt", "-o", "taken"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("taken"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(folder.path().join("taken")).expect("it is there"), "a file");

    // The layer's name is a folder: what was being written is taken away again.
    std::fs::create_dir_all(folder.path().join("out/events.csv")).expect("folders can be made");
    let output = marsad(folder.path(), &["map", "drone.txt", "-o", "out"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("events.csv"), "{}", stderr(&output));
    assert!(listing(&folder.path().join("out")).iter().all(|name| !name.ends_with(".part")));
}

#[test]
fn filters_choose() {
    let folder = three();
    let map = |arguments: &[&str]| documents(folder.path(), arguments);
    assert_eq!(map(&[]), ["drone.txt", "missile.txt", "rockets.txt"]);
    assert_eq!(map(&["--since", "2023-12-01"]), ["rockets.txt"]);
    assert_eq!(map(&["--until", "2023-12-01"]), ["drone.txt", "missile.txt"]);
    assert_eq!(map(&["--since", "2023-10-05", "--until", "2023-10-05"]), ["drone.txt", "missile.txt"]);
    assert_eq!(map(&["--country", "iq,SA"]), ["missile.txt", "rockets.txt"]);
    assert_eq!(map(&["--bbox", "40,36,42,38"]), ["drone.txt"]);
    assert_eq!(map(&["--bbox=-10,-10,-5,-5"]), [] as [&str; 0]);
    assert_eq!(map(&["--class", "strike"]), ["drone.txt"]);
    assert_eq!(map(&["--class", "attack"]), ["missile.txt", "rockets.txt"]);
    assert_eq!(map(&["--actor", "houthis,turkey"]), ["drone.txt", "missile.txt"]);
    assert_eq!(map(&["--min-confidence", "0"]), ["drone.txt", "missile.txt", "rockets.txt"]);
    assert_eq!(map(&["--min-confidence", "1.01"]), [] as [&str; 0]);
}

#[test]
fn reports_of_one_event_are_united_unless_told_otherwise() {
    let folder = folder(&[("a.txt", DRONE.as_bytes()), ("b.txt", DRONE.as_bytes())]);
    let map = |more: &[&str]| {
        let arguments = [&["map", "a.txt", "b.txt", "--published", "2023-10-06", "-o", "-", "--format", "geojson"], more].concat();
        features(&stdout(&marsad(folder.path(), &arguments)))
    };
    let united = map(&[]);
    // Two copies of one text are one account.
    let event = &united[0]["properties"];
    assert_eq!((united.len(), &event["source_count"], event["sources"].as_array().map(Vec::len)), (1, &1.into(), Some(2)));
    let apart = map(&["--no-link"]);
    assert_eq!(apart.len(), 2);
}

#[test]
fn an_input_named_twice_is_read_once() {
    let folder = three();
    let output = marsad(folder.path(), &["map", "drone.txt", "drone.txt", "-o", "-", "--format", "geojson", "--no-link"]);
    assert_eq!(features(&stdout(&output)).len(), 1);
}

#[test]
fn explain_shows_words_and_rules() {
    let folder = three();
    let output = marsad(folder.path(), &["explain", "drone.txt", "--published", "2023-10-06"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 0);
    for part in ["1 events; publication day 2023-10-06", "[قرية هيمو]", "gazetteer:sy-himo", "weapon:drone"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let id = text.lines().find_map(|line| line.split_whitespace().next().filter(|w| w.starts_with('m'))).expect("an id");
    let only = marsad(folder.path(), &["explain", "drone.txt", id, "--published", "2023-10-06"]);
    assert_eq!(code(&only), 0);
    assert!(stdout(&only).contains(id));
}

#[test]
fn annotations_stand_where_they_say() {
    let text = format!("👍🏽 عاجل\r\n«{DRONE}»\n{}", MISSILE.replace("هاجمت", "هاجـــمت"));
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let output = marsad(folder.path(), &["annotate", "a.txt", "--json", "--published", "2023-10-06"]);
    assert_eq!(code(&output), 0);
    let chars: Vec<char> = text.chars().collect();
    let mut kinds: Vec<String> = Vec::new();
    for line in stdout(&output).lines() {
        let a: Value = serde_json::from_str(line).expect("a line is a JSON object");
        let at = |key: &str| a[key].as_u64().expect("an offset") as usize;
        assert_eq!(chars[at("start")..at("end")].iter().collect::<String>(), a["text"].as_str().expect("text"));
        kinds.push(a["kind"].as_str().expect("a kind").to_string());
        if a["value"] == "sy-himo" {
            assert_eq!(a["text"], "قرية هيمو");
            assert!((a["lat"].as_f64().expect("a latitude") - 37.05).abs() < 0.1);
        }
    }
    for kind in ["place", "actor", "weapon", "trigger", "time", "harm"] {
        assert!(kinds.iter().any(|k| k == kind), "{kind}: {kinds:?}");
    }
    let plain = marsad(folder.path(), &["annotate", "a.txt"]);
    assert_eq!(stdout(&plain).lines().count(), kinds.len());
    assert!(stdout(&plain).lines().all(|line| line.split('\t').count() == 7));
}

#[test]
fn the_gazetteer_is_looked_up() {
    let folder = three();
    for name in ["القامشلي", "Qamishli", "sy-qamishli"] {
        let output = marsad(folder.path(), &["gazetteer", "lookup", name]);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).lines().any(|line| line.starts_with("sy-qamishli\t")), "{name}");
    }
    let output = marsad(folder.path(), &["gazetteer", "lookup", "زنزبق"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("زنزبق"));
}

const COLUMNS: &str = "id,kind,name_ar,alt_ar,name_en,country,parent,lat,lon,radius_km,evidence,source\n";

#[test]
fn the_gazetteer_is_checked() {
    let folder = three();
    let output = marsad(folder.path(), &["gazetteer", "check"]);
    assert!(stdout(&output).contains(" places\n"));
    let bad = format!("{COLUMNS}xx-odd,village,قرية الاختبار,,Test,SY,no-such-parent,50,50,1,,test\n");
    std::fs::write(folder.path().join("bad.csv"), bad).expect("a file can be written");
    let output = marsad(folder.path(), &["gazetteer", "check", "bad.csv"]);
    assert_eq!(code(&output), 1);
    let said = stdout(&output);
    assert!(said.contains("error xx-odd: 50, 50 lies outside SY") && said.contains("no-such-parent"), "{said}");
    std::fs::write(folder.path().join("broken.csv"), format!("{COLUMNS}xx-odd,castle,ا,,T,SY,sy,35,38,1,,t\n")).expect("a file can be written");
    let output = marsad(folder.path(), &["gazetteer", "check", "broken.csv"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("broken.csv, line 2"), "{}", stderr(&output));
}

#[test]
fn a_users_place_is_found() {
    let folder = three();
    let mine = format!("{COLUMNS}xx-mine,village,زنزبقة,,Zanzabqa,SY,sy-qamishli-district,37.0,41.2,1,,mine\n");
    std::fs::write(folder.path().join("mine.csv"), mine).expect("a file can be written");
    std::fs::write(folder.path().join("a.txt"), DRONE.replace("هيمو", "زنزبقة")).expect("a file can be written");
    let output = marsad(folder.path(), &["map", "a.txt", "--gazetteer", "mine.csv", "-o", "-", "--format", "geojson"]);
    assert_eq!(features(&stdout(&output))[0]["properties"]["place_id"], "xx-mine");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = three();
    for i in 0..40 {
        let text = [DRONE, MISSILE, ROCKETS][i % 3];
        std::fs::write(folder.path().join(format!("more{i}.txt")), text).expect("a file can be written");
    }
    let run = |threads: &str| {
        let arguments = ["map", ".", "--published", "2023-10-06", "-o", threads, "--format", "geojson,csv,svg"];
        let output = command(folder.path(), &arguments).env("RAYON_NUM_THREADS", threads).output().expect("the program starts");
        assert_eq!(code(&output), 0);
        let out = folder.path().join(threads);
        listing(&out).into_iter().map(|name| (std::fs::read(out.join(&name)).expect("a layer can be read"), name)).collect::<Vec<_>>()
    };
    let one = run("1");
    assert_eq!(one.len(), 4);
    assert!(one == run("4"));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = folder(&[("a.txt", format!("{DRONE}\n").repeat(300).as_bytes())]);
    for arguments in [&["annotate", "a.txt", "--json"] as &[&str], &["explain", "a.txt"], &["map", "a.txt", "-o", "-", "--format", "csv"]] {
        let mut child = command(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(output.stderr.is_empty(), "{arguments:?}: {}", stderr(&output));
    }
}

/// Bytes of the two long lines below. `MARSAD_LONG_LINE_MB=50 cargo test --release --test cli long` takes larger ones.
fn long(default: usize) -> usize {
    let megabytes = std::env::var("MARSAD_LONG_LINE_MB").ok().and_then(|v| v.parse::<usize>().ok());
    megabytes.map_or(default, |mb| mb * 1_000_000)
}

fn long_line(sentence: &str, bytes: usize) -> usize {
    let folder = folder(&[("long.txt", format!("{sentence} ").repeat(bytes / (sentence.len() + 1)).as_bytes())]);
    let output = marsad(folder.path(), &["map", "long.txt", "--published", "2023-10-06", "-o", "-", "--format", "geojson"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    features(&stdout(&output)).len()
}

#[test]
fn a_long_line_without_events_is_read() {
    assert_eq!(long_line("وقال المتحدث إن اللقاء عقد مساء بحضور الوزراء والخبراء.", long(8_000_000)), 0);
}

// Choosing between namesakes takes time with the square of a document's places: the line is short until that is linear.
#[test]
fn a_long_line_with_events_is_read() {
    assert!(long_line(DRONE, long(40_000)) > 0);
}
