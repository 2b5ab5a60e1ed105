//! Inputs: files of many kinds to documents with their publication day, outlet and address.
//!
//! [`find`] lists what the named inputs mean, [`records`] opens one and gives its records one by one, [`Record::document`] reads one.

mod day;
mod decode;
mod feed;
mod fields;
mod files;
mod html;
mod json;
mod kind;
mod lines;
mod metadata;
mod record;
mod records;
mod table;
mod unpack;
mod warc;

pub use day::parse_day;
pub use decode::{DecodeError, decode};
pub use fields::Fields;
pub use files::{Input, InputError, Listing, find};
pub use html::{Page, page};
pub use metadata::{Metadata, MetadataError, Row};
pub use record::{Body, Record};
pub use records::{Options, Records, Step, read, records};

use jiff::civil::Date;

/// One article or post.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The input's file name, with the record's number behind `#` where a file holds many.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Publication day, if the input or the metadata tell it.
    pub published: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
}
