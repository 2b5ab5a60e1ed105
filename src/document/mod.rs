//! Inputs: files to documents with their publication day, outlet and address.

mod decode;
mod files;
mod metadata;

pub use decode::{DecodeError, decode};
pub use files::{Input, InputError, find, read};
pub use metadata::{Metadata, MetadataError, Row};

use jiff::civil::Date;

/// One article or post.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The input's file name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Publication day, if the metadata tell it.
    pub published: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
}
