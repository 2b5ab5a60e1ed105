//! Any page gives an article, or a reason why not.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    if let Ok(page) = marsad::document::page(html) {
        assert!(!page.text.is_empty());
    }
});
