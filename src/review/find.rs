//! Which event a row means: the one that its words tell, else the one of its name.
//!
//! Names seldom change when documents are added, but they can: then the documents and the offsets of their sentences lead to the event.

use super::row::{Anchor, Said};
use crate::event::Source;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Events, or groups of reports, by their names and by the words that tell them.
#[derive(Default)]
pub struct Index {
    names: Vec<String>,
    by_name: HashMap<String, Vec<usize>>,
    by_document: HashMap<String, Vec<(usize, usize, usize)>>,
}

impl Index {
    /// Add the next event; the numbers begin with 0.
    pub fn add(&mut self, name: &str) {
        self.by_name.entry(name.to_string()).or_default().push(self.names.len());
        self.names.push(name.to_string());
    }

    /// Add words that tell the event that was added last.
    pub fn add_source(&mut self, source: &Source) {
        let told = (source.start, source.end, self.names.len() - 1);
        self.by_document.entry(source.document.clone()).or_default().push(told);
    }

    /// The number of the event that the row means.
    pub fn find(&self, said: &Said) -> Result<usize, String> {
        self.look(said.event_id.as_deref(), &said.anchors)
    }

    /// The same for a name alone, or for a document and an offset: `m0123456789ab`, `post.txt@120`.
    pub fn find_named(&self, name: &str) -> Result<usize, String> {
        match name.rsplit_once('@').and_then(|(document, start)| Some((document, start.parse::<usize>().ok()?))) {
            Some((document, start)) if !self.by_name.contains_key(name) => {
                self.look(None, &[Anchor { document: document.to_string(), span: Some((start, start + 1)) }])
            }
            _ => self.look(Some(name), &[]),
        }
    }

    /// Is a document of this name known?
    pub fn knows(&self, document: &str) -> bool {
        self.by_document.contains_key(document)
    }

    fn look(&self, id: Option<&str>, anchors: &[Anchor]) -> Result<usize, String> {
        let of_name: &[usize] = id.and_then(|id| self.by_name.get(id)).map_or(&[], Vec::as_slice);
        let mut met: BTreeMap<usize, usize> = BTreeMap::new();
        for anchor in anchors {
            let mut events: Vec<usize> =
                self.by_document.get(&anchor.document).into_iter().flatten().filter(|r| meets(r, anchor)).map(|r| r.2).collect();
            events.dedup();
            events.into_iter().for_each(|i| *met.entry(i).or_insert(0) += 1);
        }
        let most = met.values().copied().max().unwrap_or(0);
        let told: Vec<usize> = met.iter().filter(|(_, n)| **n == most).map(|(i, _)| *i).collect();
        let both: Vec<usize> = of_name.iter().copied().filter(|i| met.contains_key(i)).collect();
        let candidates = [both.as_slice(), &told, of_name].into_iter().find(|c| !c.is_empty());
        match candidates {
            Some([one]) => Ok(*one),
            Some(many) => {
                let names: Vec<&str> = many.iter().map(|&i| self.names[i].as_str()).collect();
                Err(format!("several events can be meant: {}; event_id, document, start and end tell which", names.join(", ")))
            }
            None => Err(match id {
                Some(id) => format!("no event {id}"),
                None => format!("no event is told by {}", anchors.first().map_or("", |a| &a.document)),
            }),
        }
    }
}

fn meets(report: &(usize, usize, usize), anchor: &Anchor) -> bool {
    anchor.span.is_none_or(|(start, end)| start < report.1 && report.0 < end)
}
