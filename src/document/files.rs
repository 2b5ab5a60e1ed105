//! From what was named on the command line to documents.

use super::{Document, Metadata, decode};
use jiff::civil::Date;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

/// An input that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// An input that cannot be read, by name.
#[derive(Debug)]
pub struct InputError {
    /// The input.
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

/// Largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// All text files that the named inputs mean: files as they are, `*.txt` of directories and their subdirectories, `-` for standard input.
pub fn find(named: &[PathBuf]) -> (Vec<Input>, Vec<InputError>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in named {
        if path.as_os_str() == "-" {
            found.push(Input::Stdin);
        } else if path.is_dir() {
            let before = found.len();
            walk(path, &mut found, &mut problems, 0);
            if found.len() == before {
                problems.push(problem(path, "no .txt file in this directory"));
            }
        } else if path.exists() {
            found.push(Input::File(path.clone()));
        } else {
            problems.push(problem(path, "there is no such file or directory"));
        }
    }
    found.sort();
    found.dedup();
    (found, problems)
}

fn problem(path: &Path, reason: impl fmt::Display) -> InputError {
    InputError { input: path.display().to_string(), reason: reason.to_string() }
}

fn walk(directory: &Path, found: &mut Vec<Input>, problems: &mut Vec<InputError>, depth: usize) {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(e) => return problems.push(problem(directory, e)),
    };
    for entry in entries {
        match entry.map(|e| (e.path(), e.file_type())) {
            Err(e) => problems.push(problem(directory, e)),
            Ok((path, Ok(kind))) if kind.is_dir() && depth < 32 => walk(&path, found, problems, depth + 1),
            Ok((path, _)) if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt")) && path.is_file() => found.push(Input::File(path)),
            Ok(_) => {}
        }
    }
}

/// Read an input. `published` is the day of documents for which the metadata tell none.
pub fn read(input: &Input, metadata: &Metadata, published: Option<Date>) -> Result<Document, InputError> {
    let (name, bytes) = match input {
        Input::Stdin => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| InputError { input: "-".into(), reason: e.to_string() })?;
            ("-".to_string(), bytes)
        }
        Input::File(path) => {
            let size = std::fs::metadata(path).map_err(|e| problem(path, e))?.len();
            if size > LARGEST {
                return Err(problem(path, format!("{size} bytes are more than the {LARGEST} that are read")));
            }
            let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
            (name, std::fs::read(path).map_err(|e| problem(path, e))?)
        }
    };
    let text = decode(bytes).map_err(|e| match input {
        Input::Stdin => InputError { input: "-".into(), reason: e.to_string() },
        Input::File(path) => problem(path, e),
    })?;
    let row = metadata.row(&name).cloned().unwrap_or_default();
    Ok(Document { name, text, published: row.published.or(published), outlet: row.outlet, url: row.url })
}
