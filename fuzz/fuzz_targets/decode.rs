//! Any bytes decode or are refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = marsad::document::decode(bytes.to_vec());
});
