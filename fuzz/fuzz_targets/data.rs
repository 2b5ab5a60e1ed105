//! Any metadata table, lexicon file and gazetteer file is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::document::Metadata;
use marsad::gazetteer::Gazetteer;
use marsad::lexicon::Lexicon;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x.toml");
    std::fs::write(&path, bytes).expect("a file can be written");
    let _ = Metadata::read(&path);
    let _ = Lexicon::with_folders(&[folder.path()]);
    if let Ok(gazetteer) = Gazetteer::with_files(&[&path]) {
        marsad::gazetteer::check(&gazetteer);
    }
});
