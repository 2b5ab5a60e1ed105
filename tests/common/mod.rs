//! What several tests share.
#![allow(dead_code)]

pub mod corrected;
pub mod layers;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A line that is shown even when the test passes.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A path inside the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Is this run to rewrite what the tests compare with?
pub fn blessing() -> bool {
    std::env::var_os("MARSAD_BLESS").is_some_and(|v| v == "1")
}

/// The program, run in a folder.
pub fn marsad(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program starts")
}

/// The program, not yet run.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marsad"));
    command.current_dir(folder).args(arguments);
    command
}

/// Is there a program of this name?
pub fn has(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8")
}

/// Great-circle distance of two points (longitude, latitude).
pub fn km(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [(lon1, lat1), (lon2, lat2)] = [a, b].map(|[lon, lat]| (lon.to_radians(), lat.to_radians()));
    let h = ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    2.0 * 6371.0088 * h.sqrt().min(1.0).asin()
}
