//! Any bytes under any name are read as records, or refused, in bounded memory. The first byte chooses a beginning, so that each reader is reached.
#![no_main]

#[path = "../../tests/common/beginnings.rs"]
mod beginnings;

use beginnings::BEGINNINGS;
use libfuzzer_sys::fuzz_target;
use marsad::document::{Input, Metadata, Options, read};
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (name, beginning) = BEGINNINGS[usize::from(*first) % BEGINNINGS.len()];
    let options = Options { largest: 1 << 16, ..Options::default() };
    let input = Input::File(name.into(), name.into(), true);
    let Ok(records) = read(Cursor::new([beginning.as_bytes(), rest].concat()), &input, &options) else { return };
    for record in records {
        if let Ok(Some(document)) = record.and_then(|r| r.document(&Metadata::default(), None)) {
            assert!(!document.text.is_empty());
        }
    }
});
