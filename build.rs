//! Embeds the Leaflet page (`web/`) where npm has built it, else the simple page.
//!
//! A build never runs npm: that would reach the network unasked. `./run` and `./test` build the page first.

use std::path::Path;

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let built = Path::new(&root).join("web/dist/index.html");
    let simple = Path::new(&root).join("src/write/simple.html");
    // A watched file that is missing would make every build a full one, so the built page is watched once it is there;
    // web/vite.config.ts touches this file when it has made the page.
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", simple.display());
    println!("cargo:rustc-check-cfg=cfg(simple_page)");
    let page = if built.is_file() {
        println!("cargo:rerun-if-changed={}", built.display());
        built
    } else {
        println!("cargo:rustc-cfg=simple_page");
        println!(
            "cargo:warning=web/dist/index.html has not been built (npm ci && npm run build, in web/): --format html will write a simple page that loads Leaflet from a CDN"
        );
        simple
    };
    println!("cargo:rustc-env=MARSAD_PAGE={}", page.display());
}
