//! `output/` is what the program makes of `examples/`. `MARSAD_BLESS=1 cargo test --test output` rewrites it.

mod common;

use common::{blessing, marsad, project, stderr};
use std::collections::BTreeMap;
use std::path::Path;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    // `./run` also writes a page, which is not committed: packages of npm stand in it.
    let paths = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_file() && p.extension().is_none_or(|e| e != "html"));
    paths.map(|p| (p.file_name().unwrap_or_default().to_string_lossy().into_owned(), std::fs::read(&p).expect("a file can be read"))).collect()
}

#[test]
fn the_examples_give_the_output() {
    let fresh = tempfile::tempdir().expect("a temporary folder");
    let folder = fresh.path().to_str().expect("its name is text");
    let arguments = ["map", "examples/articles", "--metadata", "examples/metadata.csv", "-o", folder, "--format", "geojson,csv,svg"];
    let run = marsad(&project(""), &arguments);
    assert!(run.status.success(), "{}", stderr(&run));
    let (now, committed) = (files(fresh.path()), files(&project("output")));
    if blessing() {
        std::fs::create_dir_all(project("output")).expect("output/ can be made");
        for name in committed.keys().filter(|name| !now.contains_key(*name)) {
            std::fs::remove_file(project("output").join(name)).expect("a file can be removed");
        }
        for (name, bytes) in &now {
            std::fs::write(project("output").join(name), bytes).expect("a file can be written");
        }
        return;
    }
    assert_eq!(now.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in &now {
        if *bytes != committed[name] {
            let (new, old) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&committed[name]));
            let differ = new.lines().zip(old.lines()).find(|(a, b)| a != b).unwrap_or(("(the length)", "(the length)"));
            panic!("output/{name} is not what the program makes; MARSAD_BLESS=1 rewrites it\n now: {}\n  is: {}", differ.0, differ.1);
        }
    }
}
