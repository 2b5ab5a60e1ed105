//! From what was named on the command line to the files that are meant.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// An input that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A file: its path, its name in the output, and whether it was named itself and not found in a folder.
    File(PathBuf, String, bool),
    /// Standard input.
    Stdin,
}

impl Input {
    /// The name of its documents: the file's name, `-` for standard input.
    pub fn name(&self) -> &str {
        match self {
            Input::File(_, name, _) => name,
            Input::Stdin => "-",
        }
    }

    /// The name that messages give it.
    pub fn place(&self) -> String {
        match self {
            Input::File(path, ..) => path.display().to_string(),
            Input::Stdin => "-".into(),
        }
    }
}

/// An input, or one record of it, that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The input; the number of the record behind `#`.
    pub input: String,
    /// What is the matter.
    pub reason: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.input, self.reason)
    }
}

impl std::error::Error for InputError {}

/// What the named inputs mean.
#[derive(Debug, Default)]
pub struct Listing {
    /// The inputs, sorted, each once.
    pub inputs: Vec<Input>,
    /// What cannot be read.
    pub problems: Vec<InputError>,
    /// Files of folders that are passed over because of their kind: how many of each ending.
    pub passed_over: BTreeMap<String, usize>,
}

/// Endings of files that are looked into when a folder is named. What they hold is told by their content.
const ENDINGS: [&str; 17] =
    ["txt", "text", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "csv", "tsv", "xml", "rss", "atom", "warc", "wet", "gz", "zst"];

/// Folders nested deeper than this are not walked: a link may lead back.
const DEEPEST: usize = 32;

/// All files that the named inputs mean: files as they are, the files of known endings in directories and their subdirectories, `-` for standard input.
pub fn find(named: &[PathBuf]) -> Listing {
    let mut out = Listing::default();
    for path in named {
        if path.as_os_str() == "-" {
            out.inputs.push(Input::Stdin);
        } else if path.is_dir() {
            let before = out.inputs.len();
            walk(path, &mut out, 0);
            if out.inputs.len() == before {
                out.problems.push(problem(path, "no file that could hold articles in this directory"));
            }
        } else if path.exists() {
            out.inputs.push(Input::File(path.clone(), file_name(path), true));
        } else {
            out.problems.push(problem(path, "there is no such file or directory"));
        }
    }
    out.inputs.sort();
    out.inputs.dedup_by(|a, b| matches!((a, b), (Input::File(a, ..), Input::File(b, ..)) if a == b));
    tell_apart(&mut out.inputs);
    out
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

/// Files of one name in several folders get the path as their name.
fn tell_apart(inputs: &mut [Input]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for input in inputs.iter() {
        *seen.entry(input.name().to_string()).or_insert(0) += 1;
    }
    for input in inputs {
        if let Input::File(path, name, _) = input
            && seen[name] > 1
        {
            *name = path.display().to_string().replace('\\', "/");
        }
    }
}

fn problem(path: &Path, reason: impl fmt::Display) -> InputError {
    InputError { input: path.display().to_string(), reason: reason.to_string() }
}

fn walk(directory: &Path, out: &mut Listing, depth: usize) {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(e) => return out.problems.push(problem(directory, e)),
    };
    for entry in entries {
        match entry.map(|e| (e.path(), e.file_type())) {
            Err(e) => out.problems.push(problem(directory, e)),
            Ok((path, _)) if file_name(&path).starts_with('.') => {}
            Ok((path, Ok(kind))) if kind.is_dir() => {
                if depth < DEEPEST && !belongs_to_page(&path) {
                    walk(&path, out, depth + 1);
                }
            }
            Ok((path, _)) if path.is_file() => {
                let ending = path.extension().map_or(String::new(), |e| e.to_string_lossy().to_lowercase());
                if ENDINGS.contains(&ending.as_str()) {
                    let name = file_name(&path);
                    out.inputs.push(Input::File(path, name, false));
                } else {
                    *out.passed_over.entry(ending).or_insert(0) += 1;
                }
            }
            Ok(_) => {}
        }
    }
}

/// Browsers save what a page needs into a folder beside it: `page.html` and `page_files`.
fn belongs_to_page(directory: &Path) -> bool {
    let name = file_name(directory);
    let Some(page) = name.strip_suffix("_files").or_else(|| name.strip_suffix(".files")) else { return false };
    ["html", "htm"].iter().any(|ending| directory.with_file_name(format!("{page}.{ending}")).is_file())
}
