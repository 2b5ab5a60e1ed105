//! Small texts with the events that they tell, one JSON object a line in `tests/corpus/*.jsonl`.
//!
//! A text passes where its events and the expected ones pair up one to one by class, place and day, and every field that the
//! expectation states is right. A field that the expectation leaves out is not tested; `null` says that there must be none.
//! `tests/corpus/known-failures.txt` lists the texts that do not pass yet; `MARSAD_BLESS=1 cargo test --test corpus` rewrites it.

mod common;

use common::{blessing, km, project, say};
use marsad::{Document, Event, Resources};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

type Expected = Map<String, Value>;

struct Case {
    file: String,
    name: String,
    published: Option<jiff::civil::Date>,
    text: String,
    events: Vec<Expected>,
}

const KNOWN_FIELDS: [&str; 12] = ["class", "method", "outcome", "date", "place", "lat", "lon", "km", "perpetrators", "targets", "killed", "injured"];

fn cases() -> Vec<Case> {
    let mut paths: Vec<_> = std::fs::read_dir(project("tests/corpus"))
        .expect("tests/corpus is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let lines = std::fs::read_to_string(&path).expect("a corpus file can be read");
        for (i, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |what: &str| -> ! { panic!("{file}, line {}: {what}", i + 1) };
            let value: Value = serde_json::from_str(line).unwrap_or_else(|e| wrong(&e.to_string()));
            let text = |key: &str| value[key].as_str().unwrap_or_else(|| wrong(&format!("no {key}"))).to_string();
            let published = value["published"].as_str().map(|d| d.parse().unwrap_or_else(|_| wrong("published is no day")));
            let events = value["events"].as_array().unwrap_or_else(|| wrong("no events"));
            let events: Vec<Expected> = events.iter().map(|e| e.as_object().unwrap_or_else(|| wrong("an event is no object")).clone()).collect();
            for event in &events {
                if let Some(odd) = event.keys().find(|k| !KNOWN_FIELDS.contains(&k.as_str())) {
                    wrong(&format!("unknown field {odd}"));
                }
                if !matches!(event.get("class").and_then(Value::as_str), Some("strike" | "attack")) {
                    wrong("an event has no class");
                }
            }
            cases.push(Case { file: file.clone(), name: text("name"), published, text: text("text"), events });
        }
    }
    cases
}

/// Is it the expected event: class, place and day?
fn is_same(expected: &Expected, event: &Event) -> bool {
    let number = |key: &str| expected.get(key).and_then(Value::as_f64);
    let class = expected["class"] == event.class.as_str();
    let place = match (number("lat"), number("lon"), event.point) {
        (Some(lat), Some(lon), Some(point)) => km([lon, lat], point) <= number("km").unwrap_or(10.0),
        (Some(_), Some(_), None) => false,
        (_, _, point) => expected.get("place").is_none_or(|place| !place.is_null()) || point.is_none(),
    };
    let date = match expected.get("date") {
        None => true,
        Some(Value::String(range)) => {
            let (first, last) = range.split_once('/').unwrap_or((range, range));
            event.date_start.as_deref().is_some_and(|day| (first..=last).contains(&day))
        }
        Some(_) => event.date_start.is_none(),
    };
    class && place && date
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::String(s) => vec![s],
        _ => Vec::new(),
    }
}

/// The fields of a paired event that are not as expected.
fn wrong_fields(expected: &Expected, event: &Event) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut differ = |field: &str, got: String| wrong.push(format!("{field} {got}, expected {}", expected[field]));
    for (field, got) in [("method", event.method.as_str()), ("outcome", event.outcome.as_str())] {
        if expected.get(field).is_some_and(|e| !strings(e).contains(&got)) {
            differ(field, got.to_string());
        }
    }
    for (field, got) in [("perpetrators", &event.perpetrators), ("targets", &event.targets)] {
        let Some(wanted) = expected.get(field).map(strings) else { continue };
        let right = match got.is_empty() {
            true => wanted.is_empty() || wanted.contains(&"unknown"),
            false => got.iter().any(|id| wanted.contains(&id.as_str())),
        };
        if !right {
            differ(field, format!("{got:?}"));
        }
    }
    for (field, min, max) in [("killed", event.killed_min, event.killed_max), ("injured", event.injured_min, event.injured_max)] {
        let got = if min.is_none() && max.is_none() { Value::Null } else { serde_json::json!([min, max]) };
        if expected.get(field).is_some_and(|e| *e != got) {
            differ(field, got.to_string());
        }
    }
    wrong
}

/// The pairing with the most pairs, and among those the one with the fewest wrong fields.
fn pair(expected: &[Expected], events: &[Event]) -> Vec<Option<usize>> {
    fn search(expected: &[Expected], events: &[Event], used: &mut Vec<bool>, at: usize) -> (i32, Vec<Option<usize>>) {
        let Some(e) = expected.get(at) else { return (0, Vec::new()) };
        let (score, mut rest) = search(expected, events, used, at + 1);
        rest.insert(0, None);
        let mut best = (score, rest);
        for i in 0..events.len() {
            if used[i] || !is_same(e, &events[i]) {
                continue;
            }
            used[i] = true;
            let (score, mut rest) = search(expected, events, used, at + 1);
            used[i] = false;
            let score = score + 100 - wrong_fields(e, &events[i]).len() as i32;
            if score > best.0 {
                rest.insert(0, Some(i));
                best = (score, rest);
            }
        }
        best
    }
    search(expected, events, &mut vec![false; events.len()], 0).1
}

/// What differs; empty where the text passes.
fn differences(case: &Case, resources: &Resources) -> Vec<String> {
    let document = Document { name: case.name.clone(), text: case.text.clone(), published: case.published, ..Document::default() };
    let events = marsad::events(&document, resources);
    let pairs = pair(&case.events, &events);
    let mut out = Vec::new();
    for (expected, found) in case.events.iter().zip(&pairs) {
        match found {
            Some(i) => out.extend(wrong_fields(expected, &events[*i])),
            None => out.push(format!("not found: {}", Value::Object(expected.clone()))),
        }
    }
    for (i, e) in events.iter().enumerate().filter(|(i, _)| !pairs.contains(&Some(*i))) {
        let place = e.place_ar.as_deref().unwrap_or("-").split_whitespace().collect::<Vec<_>>().join(" ");
        let (point, day) = (e.point, e.date_start.as_deref().unwrap_or("-"));
        out.push(format!("not expected: event {} {} {} at {place} {point:?} on {day}", i + 1, e.class, e.method));
    }
    out
}

/// Names of the list with their comments.
fn known_failures() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(project("tests/corpus/known-failures.txt")).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once('#').unwrap_or((line, ""))).map(|(name, why)| (name.trim().to_string(), why.trim().to_string())).collect()
}

/// One phrase for the list.
fn brief(differences: &[String]) -> String {
    let kind = |d: &String| d.split([' ', ':']).next().unwrap_or("").to_string();
    let missed = differences.iter().filter(|d| d.starts_with("not found")).count();
    let extra = differences.iter().filter(|d| d.starts_with("not expected")).count();
    let fields: BTreeSet<String> = differences.iter().filter(|d| !d.starts_with("not ")).map(kind).collect();
    let mut parts = Vec::new();
    if missed > 0 {
        parts.push(format!("{missed} missed"));
    }
    if extra > 0 {
        parts.push(format!("{extra} too many"));
    }
    parts.extend(fields);
    format!("got: {}", parts.join(", "))
}

#[test]
fn names_are_unique() {
    let mut seen = BTreeSet::new();
    for case in cases() {
        assert!(seen.insert(case.name.clone()), "{}: two texts are called {}", case.file, case.name);
    }
}

#[test]
fn texts_give_their_events() {
    let resources = Resources::embedded().expect("the embedded data load");
    let cases = cases();
    let known = known_failures();
    let mut failing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let differences = differences(case, &resources);
        let total = totals.entry(&case.file).or_default();
        total.1 += 1;
        if differences.is_empty() {
            total.0 += 1;
        } else {
            failing.insert(&case.name, differences);
        }
    }
    for (file, (passed, all)) in &totals {
        say(&format!("corpus: {file}: {passed} of {all}"));
    }
    say(&format!("corpus: all: {} of {}", cases.len() - failing.len(), cases.len()));
    if blessing() {
        let mut out = String::from(
            "# Texts of tests/corpus that do not pass yet, with what differs. The test fails where this list is not exact:\n\
             # MARSAD_BLESS=1 cargo test --test corpus   rewrites it; a comment that does not begin with \"got:\" is kept.\n",
        );
        for (name, differences) in &failing {
            let kept = known.get(*name).filter(|why| !why.is_empty() && !why.starts_with("got:"));
            let _ = writeln!(out, "{name}  # {}", kept.cloned().unwrap_or_else(|| brief(differences)));
        }
        std::fs::write(project("tests/corpus/known-failures.txt"), out).expect("the list can be written");
        return;
    }
    let mut complaint = String::new();
    for case in &cases {
        match (failing.get(case.name.as_str()), known.contains_key(&case.name)) {
            (Some(differences), false) => {
                let _ = writeln!(complaint, "{}: {} ({})\n  {}", case.file, case.name, case.text, differences.join("\n  "));
            }
            (None, true) => {
                let _ = writeln!(complaint, "{}: {} passes now: remove it from the list", case.file, case.name);
            }
            _ => {}
        }
    }
    for name in known.keys().filter(|name| cases.iter().all(|c| c.name != **name)) {
        let _ = writeln!(complaint, "known-failures.txt: there is no text called {name}");
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}
