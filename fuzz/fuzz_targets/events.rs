//! Any text through the whole pipeline.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::{Document, Resources};
use std::sync::LazyLock;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().expect("the embedded data load"));

fuzz_target!(|text: &str| {
    let document = Document { name: "fuzz.txt".into(), text: text.into(), ..Document::default() };
    let chars = document.text.chars().count();
    for event in marsad::events(&document, &RESOURCES) {
        assert!(event.evidence.iter().all(|e| e.start <= e.end && e.end <= chars));
    }
    marsad::annotate(&document, &RESOURCES);
});
