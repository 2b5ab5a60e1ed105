//! Any text folds, and each folded character leads back into the raw text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::text::{FoldSpan, fold};

fuzz_target!(|raw: &str| {
    let folded = fold(raw);
    for (i, c) in folded.as_str().char_indices() {
        let span = folded.to_raw(FoldSpan { start: i as u32, end: (i + c.len_utf8()) as u32 });
        assert_eq!(span.of(raw).chars().count(), 1);
    }
});
