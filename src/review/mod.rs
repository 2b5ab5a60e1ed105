//! The analyst's hand: what a person says of events, kept in files and applied again on every run.
//!
//! [`Reviews::read`] reads the files, [`Reviews::regroup`] moves reports between events, [`Reviews::apply`] sets fields and verdicts. What cannot be
//! done is told with file and row, and the rest is done. `docs/review.md` is the how-to.

mod find;
mod pin;
mod regroup;
mod row;

pub use regroup::Regrouped;

use crate::Resources;
use crate::event::{Evidence, Review};
use crate::layer::rows;
use crate::link::Layer;
use crate::spill::Events;
use find::Index;
use hashbrown::HashMap;
use row::Said;
use std::fmt;
use std::io;
use std::path::Path;

/// What is wrong with a review file, or with a row of it: file, row, reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewError {
    at: String,
    reason: String,
}

impl fmt::Display for ReviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.reason)
    }
}

impl std::error::Error for ReviewError {}

/// The rows of review files, in their order.
#[derive(Debug, Default)]
pub struct Reviews {
    rows: Vec<Said>,
}

impl Reviews {
    /// Read files: CSV, GeoJSON or newline-delimited GeoJSON. Rows that cannot be read are reported and left out; a file that cannot be read is an error.
    pub fn read<P: AsRef<Path>>(files: &[P]) -> Result<(Reviews, Vec<ReviewError>), ReviewError> {
        let (mut reviews, mut problems) = (Reviews::default(), Vec::new());
        for file in files {
            let name = file.as_ref().display().to_string();
            let bytes = std::fs::read(file).map_err(|e| ReviewError { at: name.clone(), reason: e.to_string() })?;
            problems.extend(reviews.add(&name, bytes)?);
        }
        Ok((reviews, problems))
    }

    /// Add the rows of a file, from its bytes; `name` stands in the messages.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<Vec<ReviewError>, ReviewError> {
        let findable = |has: &dyn Fn(&str) -> bool| match ["event_id", "document", "sources"].into_iter().any(has) {
            true => Ok(()),
            false => Err("a table of reviews has a column event_id, document or sources"),
        };
        let rows = rows(name, bytes, findable).map_err(|e| ReviewError { at: e, reason: "nothing of it was read".into() })?;
        let mut problems = Vec::new();
        for (place, row) in rows {
            match row.and_then(|row| Said::read(row, name, &place)) {
                Ok(said) => self.rows.extend(said),
                Err(reason) => problems.push(ReviewError { at: format!("{name}, {place}"), reason }),
            }
        }
        Ok(problems)
    }

    /// Set fields and verdicts of events. Where two rows say different things of one field the later one stands, and both are told. Errors if events
    /// that are not in memory cannot be read.
    pub fn apply(&self, events: &mut Layer, resources: &Resources) -> io::Result<Vec<ReviewError>> {
        let mut problems = Vec::new();
        if self.rows.is_empty() {
            return Ok(problems);
        }
        // By event and field: what was said, and where.
        let mut said_before: HashMap<(usize, &str), (String, &Said)> = HashMap::new();
        let mut index = Index::default();
        events.each(&mut |event| {
            index.add(&event.event_id);
            event.sources.iter().for_each(|s| index.add_source(s));
            Ok(())
        })?;
        for said in self.rows.iter().filter(|s| s.merge_into.is_none() && s.split.is_empty()) {
            let mut fail = |reason: String| problems.push(said.problem(reason));
            let found = match index.find(said) {
                Ok(found) => found,
                // Rows of a copy on which nothing was said ask for nothing.
                Err(_) if said.review == Some(Review::Unreviewed) => continue,
                Err(reason) => {
                    fail(reason);
                    continue;
                }
            };
            let before = events.get(found)?;
            let (mut after, changes) = match pin::pinned(&before, said, resources) {
                Ok(pinned) => pinned,
                Err(reason) => {
                    fail(reason);
                    continue;
                }
            };
            if said.review == Some(Review::Unreviewed) {
                if let Some(change) = changes.first().filter(|_| said.tells_sources_of(&before)) {
                    fail(format!("{} is not what was found ({}); write edited into the column review to set it", change.field, change.was));
                }
                continue;
            }
            for (field, value) in pin::stated(&after, said) {
                if let Some((other, whence)) = said_before.insert((found, field), (value.clone(), said))
                    && other != value
                {
                    fail(format!("{field} is {value:?}, but {:?} in {}; the later one stands", other, whence.at()));
                }
            }
            let review = match said.review {
                Some(Review::Rejected) => Review::Rejected,
                _ if !changes.is_empty() || before.review == Review::Edited => Review::Edited,
                Some(review) => review,
                None => Review::Edited,
            };
            let evidence = changes.iter().map(|c| said.evidence(c.field, &c.now, &format!("; was {}", c.was)));
            let verdict = said.review.map(|review| said.evidence("review", review.as_str(), ""));
            let evidence: Vec<Evidence> = evidence.chain(verdict).collect();
            after.review = review;
            after.evidence.extend(evidence);
            events.set(found, after);
        }
        Ok(problems)
    }
}
