//! A gazetteer of any size in one file that is mapped into memory: opened at once, read only where names are looked up.
//!
//! All numbers are little-endian. The file is a head, sections, and the checksums of its blocks:
//!
//! | part | holds |
//! |---|---|
//! | head | magic, version, length, bounds of the sections, checksum of the head and of all block checksums |
//! | `Meta` | JSON: the sources with their dates, licences and counts |
//! | `Strings` | ids and names as they are shown |
//! | `Places` | a record of fixed size for each place, the most important first |
//! | `Names` | each folded name with the places that bear it |
//! | `Table` | the trie of words: a hash table whose keys are beginnings of names |
//! | `Ids` | a hash table from id to place |
//! | sums | a checksum for each block of 64 KiB |
//!
//! A node of the trie is the beginning of a name, word by word; its key is the hash of its last word, seeded with the key of the words before. A key
//! only proposes: the words of the name are compared with those of the text before a place is given out, so that keys which meet by chance give no
//! wrong place. A block is checked when it is first read, so that a damaged file gives no wrong place either.

mod builder;
mod layout;
mod output;
mod read;
mod write;

pub(crate) use builder::{Builder, Draft, NameRank, key_of};
pub(crate) use layout::word_key;
pub use layout::{Meta, SourceInfo};
pub use read::{Compiled, CompiledError};
pub(crate) use read::{Record, Step, is_compiled};
