//! Any text folds, and every span of the folded view has one of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::text::{fold, sentences, tokenize};

fuzz_target!(|text: &str| {
    let folded = fold(text);
    let tokens = tokenize(&folded);
    for token in &tokens {
        token.raw.of(text);
        token.fold.of(folded.as_str());
    }
    sentences(&tokens);
});
