//! Any table of metadata is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("m.csv");
    std::fs::write(&path, bytes).expect("a file can be written");
    let _ = marsad::document::Metadata::read(&path);
});
