//! The embedded gazetteer is sound.

mod common;

use common::{project, say};
use marsad::gazetteer::{Finding, Gazetteer, check, compare, embedded_files};

fn errors(findings: &[Finding]) -> String {
    let mut out = String::new();
    for f in findings.iter().filter(|f| f.error) {
        out += &format!("{}: {}\n", f.id, f.message);
    }
    out
}

fn ids(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.records().map(|r| r.expect("a row can be read"));
    records.map(|r| r.get(0).expect("a row has an id").to_string()).collect()
}

#[test]
fn it_has_thousands_of_places() {
    let gazetteer = Gazetteer::embedded().expect("the embedded gazetteer loads");
    assert!(gazetteer.places.len() >= 14_000, "{} places", gazetteer.places.len());
}

#[test]
fn no_row_is_wrong() {
    let gazetteer = Gazetteer::embedded().expect("the embedded gazetteer loads");
    let errors = errors(&check(&gazetteer));
    assert!(errors.is_empty(), "\n{errors}");
}

#[test]
fn rows_stand_by_id() {
    let mut complaint = String::new();
    for (name, text) in embedded_files() {
        for pair in ids(text).windows(2).filter(|pair| pair[0] >= pair[1]) {
            complaint += &format!("{name}: {} stands before {}\n", pair[0], pair[1]);
        }
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn no_id_stands_in_two_files() {
    let mut all: Vec<(String, &str)> = embedded_files().iter().flat_map(|(name, text)| ids(text).into_iter().map(move |id| (id, *name))).collect();
    all.sort();
    let doubles: Vec<_> = all.windows(2).filter(|pair| pair[0].0 == pair[1].0).collect();
    assert!(doubles.is_empty(), "{doubles:?}");
}

#[test]
fn every_file_is_embedded() {
    let mut there: Vec<String> = std::fs::read_dir(project("gazetteer"))
        .expect("the folder is there")
        .map(|entry| entry.expect("its entries can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".csv"))
        .collect();
    there.sort();
    let embedded: Vec<&str> = embedded_files().iter().map(|f| f.0).collect();
    assert_eq!(there, embedded);
}

#[test]
fn coordinates_agree_with_the_reference() {
    let folder = project("../shared/reference/geonames");
    if !folder.is_dir() {
        say("gazetteer: skipped the comparison with ../shared/reference/geonames, which is not there");
        return;
    }
    let gazetteer = Gazetteer::embedded().expect("the embedded gazetteer loads");
    let (compared, findings) = compare(&gazetteer, &folder).expect("the reference can be read");
    say(&format!("gazetteer: {compared} of {} places compared with the reference", gazetteer.places.len()));
    let errors = errors(&findings);
    assert!(errors.is_empty(), "\n{errors}");
}
