//! The table that tells when and by whom each file was published: columns file, published, outlet, url.

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

/// The table, by file name.
#[derive(Debug, Default)]
pub struct Metadata {
    rows: HashMap<String, Row>,
}

impl Metadata {
    /// Read a table. Rows that cannot be read are left out and reported; only a table without the column `file` is refused.
    pub fn read(path: &Path) -> Result<(Metadata, Vec<MetadataError>), MetadataError> {
        let name = path.display();
        let fail = |e: &dyn fmt::Display| MetadataError(format!("{name}: {e}"));
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| fail(&e))?;
        let headers: Vec<String> =
            reader.headers().map_err(|e| fail(&e))?.iter().map(|h| h.trim_start_matches('\u{FEFF}').trim().to_lowercase()).collect();
        let column = |wanted: &str| headers.iter().position(|h| h == wanted);
        let file = column("file").ok_or_else(|| fail(&"there is no column `file`"))?;
        let (published, outlet, url) = (column("published"), column("outlet"), column("url"));
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
            let Some(key) = get(Some(file)) else {
                problems.push(MetadataError(format!("{name}, line {line}: the file's name is missing")));
                continue;
            };
            let day = match get(published).map(|d| d.get(..10).unwrap_or(d).parse::<Date>()) {
                None => None,
                Some(Ok(day)) => Some(day),
                Some(Err(_)) => {
                    let value = get(published).unwrap_or("");
                    problems.push(MetadataError(format!("{name}, line {line}: {value:?} is no day (YYYY-MM-DD); the day of {key} stays unknown")));
                    None
                }
            };
            let row = Row { published: day, outlet: get(outlet).map(Into::into), url: get(url).map(Into::into) };
            table.rows.insert(key.to_string(), row);
        }
        Ok((table, problems))
    }

    /// The row of a file, by its name.
    pub fn row(&self, file: &str) -> Option<&Row> {
        self.rows.get(file)
    }

    /// The files that it names, in no order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Is it empty?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
