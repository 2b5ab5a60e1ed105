//! The table that tells when and by whom each file was published: columns file, published, outlet, url. Lists of addresses as media monitors give them
//! have no file; their rows hold for the documents of that address.

use super::day::parse_day;
use super::fields::Fields;
use hashbrown::HashMap;
use jiff::civil::Date;
use std::fmt;
use std::path::Path;

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Publication day.
    pub published: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
}

/// What is wrong with the table: file, line, reason.
#[derive(Debug)]
pub struct MetadataError(pub String);

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MetadataError {}

/// The table, by file name and by address.
#[derive(Debug, Default)]
pub struct Metadata {
    rows: HashMap<String, Row>,
    by_url: HashMap<String, Row>,
}

impl Metadata {
    /// Read a table. Rows that cannot be read are left out and reported; only a table with neither of the columns `file` and `url` is refused.
    pub fn read(path: &Path) -> Result<(Metadata, Vec<MetadataError>), MetadataError> {
        let name = path.display();
        let fail = |e: &dyn fmt::Display| MetadataError(format!("{name}: {e}"));
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| fail(&e))?;
        let headers: Vec<String> =
            reader.headers().map_err(|e| fail(&e))?.iter().map(|h| h.trim_start_matches('\u{FEFF}').trim().to_lowercase()).collect();
        let column = |names: &[String]| names.iter().find_map(|n| headers.iter().position(|h| *h == n.to_lowercase()));
        let fields = Fields::default();
        let file = headers.iter().position(|h| h == "file");
        let (published, outlet, url) = (column(&fields.published), column(&fields.outlet), column(&fields.url));
        if file.is_none() && url.is_none() {
            return Err(fail(&"there is no column `file` and none `url`"));
        }
        let mut table = Metadata::default();
        let mut problems = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(e) => {
                    problems.push(MetadataError(format!("{name}: {e}")));
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let get = |c: Option<usize>| c.and_then(|c| record.get(c)).map(str::trim).filter(|v| !v.is_empty());
            let (key, keys) = if file.is_some() { (get(file), "file's name") } else { (get(url), "address") };
            let Some(key) = key else {
                problems.push(MetadataError(format!("{name}, line {line}: the {keys} is missing")));
                continue;
            };
            let day = match get(published).map(parse_day) {
                None => None,
                Some(Some(day)) => Some(day),
                Some(None) => {
                    let value = get(published).unwrap_or("");
                    problems.push(MetadataError(format!("{name}, line {line}: {value:?} is no day (YYYY-MM-DD); the day of {key} stays unknown")));
                    None
                }
            };
            let row = Row { published: day, outlet: get(outlet).map(Into::into), url: get(url).map(Into::into) };
            let rows = if file.is_some() { &mut table.rows } else { &mut table.by_url };
            rows.insert(key.to_string(), row);
        }
        Ok((table, problems))
    }

    /// The row of a document: of its name, of its file's name, or of its address.
    pub fn row(&self, name: &str, url: Option<&str>) -> Option<&Row> {
        let file = name.split('#').next().unwrap_or(name);
        let bare = file.rsplit('/').next().unwrap_or(file);
        [name, file, bare].iter().find_map(|n| self.rows.get(*n)).or_else(|| self.by_url.get(url?))
    }

    /// The files that it names, in no order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len() + self.by_url.len()
    }

    /// Is it empty?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.by_url.is_empty()
    }
}
