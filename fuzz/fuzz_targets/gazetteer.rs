//! Any gazetteer file is read or refused, and what is read can be checked.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("g.csv");
    std::fs::write(&path, bytes).expect("a file can be written");
    if let Ok(gazetteer) = marsad::gazetteer::Gazetteer::with_files(&[&path]) {
        marsad::gazetteer::check(&gazetteer);
        gazetteer.names();
    }
});
