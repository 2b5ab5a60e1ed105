//! The names of places that no gazetteer has, one row a name.

use super::csv::{Table, harmless};
use crate::Unplaced;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The columns: what was found, and room for the user. Completed, the list is a table of corrections, and its rows with a point are rows of a gazetteer.
pub const COLUMNS: [&str; 11] = ["name", "count", "reason", "document", "quote", "kind", "name_en", "context", "place", "lat", "lon"];

/// Each name with how often it stands, and where it stands first.
#[derive(Clone, Debug, Default)]
pub struct Unresolved(BTreeMap<String, (Unplaced, usize)>);

impl Unresolved {
    /// Count one. Their order does not matter.
    pub fn add(&mut self, unplaced: Unplaced) {
        match self.0.get_mut(&unplaced.name) {
            Some((first, count)) => {
                *count += 1;
                if unplaced < *first {
                    *first = unplaced;
                }
            }
            None => {
                self.0.insert(unplaced.name.clone(), (unplaced, 1));
            }
        }
    }

    /// The first of each name and how many there are, by name.
    pub fn rows(&self) -> impl Iterator<Item = &(Unplaced, usize)> {
        self.0.values()
    }
}

/// Write them as CSV.
pub fn write(names: &Unresolved, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::begin(COLUMNS.into_iter(), out)?;
    for (first, count) in names.rows() {
        let count = count.to_string();
        let cells = [&first.name, &count, &first.reason, &first.document, &first.quote, first.kind, "", "", "", "", ""];
        table.row(cells.into_iter().map(|cell| harmless(cell.into())))?;
    }
    table.end()
}
