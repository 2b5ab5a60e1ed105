//! A layer takes its name only when it is whole: whatever goes wrong, under the final name stands what stood there before, and the error names the
//! file.

mod common;

use common::{command, marsad, say, stderr};
use marsad::write::Format;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const OLD: &str = "what stood there before";

fn targets() -> Vec<(Format, Vec<&'static str>)> {
    let layers = Format::ALL.into_iter().map(|f| (f, vec!["--format", f.name()]));
    layers.chain(Format::SCHEMAS.into_iter().map(|f| (f, vec!["--schema", f.name()]))).collect()
}

/// A folder with a text that tells one event.
fn text() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي، ما أدى إلى مقتل شخصين.";
    std::fs::write(folder.path().join("a.txt"), text).expect("a file can be written");
    folder
}

fn map<'a>(out: &'a str, format: &[&'a str]) -> Vec<&'a str> {
    [&["map", "a.txt", "--published", "2023-10-06", "-o", out], format].concat()
}

/// Nothing but the old file is there.
fn untouched(file: &Path) {
    assert_eq!(std::fs::read_to_string(file).expect("it is there"), OLD, "{}", file.display());
    let names: Vec<PathBuf> = std::fs::read_dir(file.parent().expect("a folder")).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn what_stood_there_is_replaced_as_a_whole() {
    let folder = text();
    std::fs::create_dir(folder.path().join("out")).expect("a folder");
    for (format, arguments) in targets() {
        let file = folder.path().join("out").join(format.file_name());
        std::fs::write(&file, OLD.repeat(100_000)).expect("a file can be written");
        let run = marsad(folder.path(), &map("out", &arguments));
        assert!(run.status.success(), "{}", stderr(&run));
        assert!(std::fs::metadata(&file).expect("it is there").len() < 1_000_000, "{}", file.display());
    }
    let left = std::fs::read_dir(folder.path().join("out")).expect("a folder").map(|e| e.expect("an entry").file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")));
}

#[test]
fn a_folder_in_the_way_is_named() {
    for (format, arguments) in targets() {
        let folder = text();
        let file = folder.path().join("out").join(format.file_name());
        std::fs::create_dir_all(file.join("mine")).expect("folders can be made");
        let run = marsad(folder.path(), &map("out", &arguments));
        assert_eq!(run.status.code(), Some(2));
        assert!(stderr(&run).contains(&format.file_name()), "{}", stderr(&run));
        assert!(file.join("mine").is_dir());
        assert_eq!(std::fs::read_dir(folder.path().join("out")).expect("a folder").count(), 1);
    }
}

/// A small file system of its own, taken away at the end.
struct Small(PathBuf);

impl Small {
    fn mount(at: PathBuf) -> Option<Small> {
        std::fs::create_dir(&at).expect("a folder");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8k,nr_inodes=16", "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|o| o.status.success()).then_some(Small(at))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_what_stood_there() {
    for (format, arguments) in targets() {
        let folder = text();
        let Some(small) = Small::mount(folder.path().join("out")) else {
            return say("atomic: skipped the full disk, as no file system can be mounted here");
        };
        let file = small.0.join(format.file_name());
        std::fs::write(&file, OLD).expect("a file can be written");
        // No page is left: a file can begin, but hold nothing.
        std::fs::write(folder.path().join("out/filler"), vec![0; 4096]).expect("a page is left");
        let run = marsad(folder.path(), &map("out", &arguments));
        std::fs::remove_file(folder.path().join("out/filler")).expect("it is there");
        assert_eq!(run.status.code(), Some(2), "{format:?}");
        assert!(stderr(&run).contains(&format.file_name()), "{format:?}: {}", stderr(&run));
        untouched(&file);
    }
}

#[test]
fn a_full_standard_output_is_an_error() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        return say("atomic: skipped the full standard output, as there is no /dev/full here");
    };
    let folder = text();
    for (format, arguments) in targets() {
        let run =
            command(folder.path(), &map("-", &arguments)).stdout(full.try_clone().expect("it can be shared")).output().expect("the program starts");
        assert_eq!(run.status.code(), Some(2), "{format:?}");
        assert!(!run.stderr.is_empty(), "{format:?}");
    }
}

#[test]
fn a_kill_in_the_middle_leaves_what_stood_there() {
    let folder = text();
    let out = folder.path().join("out");
    std::fs::create_dir(&out).expect("a folder");
    let formats = Format::ALL.map(Format::name).join(",");
    for format in Format::ALL {
        std::fs::write(out.join(format.file_name()), OLD).expect("a file can be written");
    }
    // It waits for its input, with its targets begun.
    let arguments = ["map", "-", "-o", "out", "--format", &formats];
    let mut child = command(folder.path(), &arguments).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let begun = || {
        std::fs::read_dir(&out).expect("a folder").filter(|e| e.as_ref().is_ok_and(|e| e.file_name().to_string_lossy().ends_with(".part"))).count()
    };
    let patience = Instant::now() + Duration::from_secs(60);
    while begun() < Format::ALL.len() {
        assert!(Instant::now() < patience, "the targets are begun");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    for format in Format::ALL {
        assert_eq!(std::fs::read_to_string(out.join(format.file_name())).expect("it is there"), OLD);
    }
}
