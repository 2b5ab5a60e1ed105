//! The language of violence as data: files of rows, each a meaning with its words, examples and counter-examples.
//!
//! A row gives words in natural spelling; [`inflect`](self) makes their forms. The folder `lexicon/` is built into the program;
//! `--lexicon DIR` adds rows, and a row with an `id` that exists replaces it.

mod inflect;
mod load;
mod row;
mod weights;

pub use inflect::{Form, Number, Tense};
pub use load::{EMBEDDED, LexiconError};
pub use row::{Entry, Role, Tag};
pub use weights::Weights;

use std::path::Path;

/// Index of an [`Entry`].
pub type EntryId = u32;

/// All rows, and all forms of their words.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The rows, in file order.
    pub entries: Vec<Entry>,
    /// Every form with its row.
    pub forms: Vec<(Form, EntryId)>,
    /// Weights of the decisions.
    pub weights: Weights,
    /// Rows of each tag, in file order.
    by_tag: Vec<Vec<EntryId>>,
}

impl Lexicon {
    /// The lexicon that is built into the program.
    pub fn embedded() -> Result<Lexicon, LexiconError> {
        Lexicon::with_folders::<&Path>(&[])
    }

    /// The embedded lexicon with the `*.toml` files of further folders laid over it.
    pub fn with_folders<P: AsRef<Path>>(folders: &[P]) -> Result<Lexicon, LexiconError> {
        let embedded = load::EMBEDDED.iter().map(|&(name, text)| (name.to_string(), text.to_string())).collect();
        let mut layers = vec![embedded];
        for folder in folders {
            layers.push(load::read_folder(folder.as_ref())?);
        }
        load::load(layers)
    }

    /// The row of a tag and id.
    pub fn find(&self, tag: Tag, id: &str) -> Option<&Entry> {
        self.id(tag, id).map(|id| self.entry(id))
    }

    /// The index of the row of a tag and id.
    pub fn id(&self, tag: Tag, id: &str) -> Option<EntryId> {
        self.by_tag.get(tag as usize)?.iter().copied().find(|&row| self.entry(row).id == id)
    }

    /// All rows of a tag.
    pub fn rows(&self, tag: Tag) -> impl Iterator<Item = &Entry> {
        self.by_tag.get(tag as usize).into_iter().flatten().map(|&id| self.entry(id))
    }

    /// Sort the rows by tag, once all are read.
    fn index(&mut self) {
        for (id, entry) in self.entries.iter().enumerate() {
            let tag = entry.tag() as usize;
            if self.by_tag.len() <= tag {
                self.by_tag.resize_with(tag + 1, Vec::new);
            }
            self.by_tag[tag].push(id as EntryId);
        }
    }

    /// The entry of an id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id as usize]
    }
}
