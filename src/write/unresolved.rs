//! The names of places that no gazetteer has, one row a name.

use super::csv::{harmless, table};
use crate::Unplaced;
use std::io::{self, Write};

/// The columns: what was found, and room for the user. Completed, the list is a table of corrections, and its rows with a point are rows of a gazetteer.
pub const COLUMNS: [&str; 11] = ["name", "count", "reason", "document", "quote", "kind", "name_en", "context", "place", "lat", "lon"];

/// A name with how often it stands, and where it stands first.
pub struct Row<'a> {
    /// The first of them, by document.
    pub first: &'a Unplaced,
    /// How many there are.
    pub count: usize,
}

/// The names, sorted.
pub fn rows(unplaced: &[Unplaced]) -> Vec<Row<'_>> {
    let mut all: Vec<&Unplaced> = unplaced.iter().collect();
    all.sort();
    all.chunk_by(|a, b| a.name == b.name).map(|group| Row { first: group[0], count: group.len() }).collect()
}

/// Write them as CSV.
pub fn write(unplaced: &[Unplaced], out: &mut dyn Write) -> io::Result<()> {
    let rows = rows(unplaced);
    let cells = rows.iter().map(|Row { first, count }| {
        [
            first.name.as_str().into(),
            count.to_string().into(),
            first.reason.as_str().into(),
            first.document.as_str().into(),
            first.quote.as_str().into(),
            first.kind.into(),
        ]
        .into_iter()
        .chain(["", "", "", "", ""].map(Into::into))
        .map(harmless)
    });
    table(COLUMNS.into_iter(), cells, out)
}
