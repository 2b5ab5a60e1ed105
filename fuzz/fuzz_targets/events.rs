//! Any text through the whole pipeline: quotes and evidence stand in the text, and a second run says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::{Document, Resources};
use std::sync::LazyLock;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().expect("the embedded data load"));

fuzz_target!(|text: &str| {
    let document = Document { name: "fuzz.txt".into(), text: text.into(), ..Document::default() };
    let chars: Vec<char> = text.chars().collect();
    let there = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    let events = marsad::events(&document, &RESOURCES);
    for event in &events {
        for source in &event.sources {
            assert_eq!(there(source.start, source.end), source.quote);
        }
        for evidence in &event.evidence {
            assert_eq!(there(evidence.start, evidence.end), evidence.text);
        }
    }
    assert_eq!(events, marsad::events(&document, &RESOURCES));
    for a in marsad::annotate(&document, &RESOURCES) {
        assert_eq!(there(a.start, a.end), a.text);
    }
});
