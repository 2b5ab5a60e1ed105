//! Any metadata table, lexicon file, gazetteer file, table of corrections, layer and review is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::document::Metadata;
use marsad::evaluate::parse_reports;
use marsad::gazetteer::Gazetteer;
use marsad::lexicon::Lexicon;
use marsad::review::Reviews;

// The first byte chooses: a lexicon is compiled and a gazetteer indexed each time, which takes a hundred times as long as a table.
fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x.toml");
    std::fs::write(&path, rest).expect("a file can be written");
    match first {
        0 => {
            let _ = Lexicon::with_folders(&[folder.path()]);
        }
        1 => {
            if let Ok(gazetteer) = Gazetteer::with_files(&[&path]) {
                marsad::gazetteer::check(&gazetteer);
            }
        }
        2 => {
            let _ = Gazetteer::with_corrections(&[], &[&path]);
        }
        3..128 => {
            let _ = parse_reports("x", rest.to_vec());
            let _ = Reviews::default().add("x", rest.to_vec());
        }
        _ => {
            let _ = Metadata::read(&path);
        }
    }
});
