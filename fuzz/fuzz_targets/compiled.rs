//! Any compiled gazetteer is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::gazetteer::Compiled;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(compiled) = Compiled::from_bytes("x", bytes.to_vec()) {
        let _ = compiled.verify();
    }
});
