//! From an input to its records, one after the other.

use super::decode::transcode;
use super::feed::Feed;
use super::fields::Fields;
use super::files::{Input, InputError};
use super::json::{self, Tree};
use super::kind::{Kind, Unreadable, kind};
use super::record::{Body, Record};
use super::table;
use super::unpack::{Bytes, unpack};
use super::warc::Warc;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Most bytes of one document: of a file that is one, or of a record.
    pub largest: usize,
    /// Names of fields.
    pub fields: Arc<Fields>,
}

impl Default for Options {
    fn default() -> Options {
        Options { largest: 64 << 20, fields: Arc::default() }
    }
}

/// A record, or a problem with one.
pub type Step = Result<Record, InputError>;

/// The records of an input.
pub type Records = Box<dyn Iterator<Item = Step> + Send>;

/// Names of an input, for its records.
#[derive(Clone, Debug)]
pub struct Origin {
    name: String,
    place: String,
}

impl Origin {
    /// The name of a record's document.
    pub fn name(&self, number: impl ToString) -> String {
        format!("{}#{}", self.name, number.to_string())
    }

    /// Where a record is found.
    pub fn place(&self, number: impl ToString) -> String {
        format!("{}#{}", self.place, number.to_string())
    }

    /// A problem with a record.
    pub fn error(&self, number: impl ToString, reason: impl ToString) -> InputError {
        InputError { input: self.place(number), reason: reason.to_string() }
    }

    /// A record beyond the limit.
    pub fn too_large(&self, number: impl ToString, largest: usize) -> InputError {
        self.error(number, format!("larger than {largest} bytes; --max-document allows more"))
    }
}

/// The records of an input. A file found in a folder that turns out to hold no articles (a table of metadata, say) gives none; one that was named is a problem.
pub fn records(input: &Input, options: &Options) -> Records {
    let opened = match input {
        Input::Stdin => Ok(Box::new(std::io::stdin()) as Box<dyn Read + Send>),
        Input::File(path, ..) => File::open(path).map(|f| Box::new(f) as Box<dyn Read + Send>),
    };
    match opened.map_err(|e| e.to_string()).and_then(|raw| read(raw, input, options)) {
        Ok(records) => records,
        Err(reason) => Box::new(std::iter::once(Err(InputError { input: input.place(), reason }))),
    }
}

/// The records of a stream of bytes that bears the input's name.
pub fn read(raw: impl Read + Send + 'static, input: &Input, options: &Options) -> Result<Records, String> {
    let (head, stream) = unpack(raw).map_err(|e| e.to_string())?;
    let kind = match kind(&head, input.name(), &options.fields) {
        Ok(kind) => kind,
        Err(Unreadable::NoArticles(_)) if matches!(input, Input::File(_, _, false)) => return Ok(Box::new(std::iter::empty())),
        Err(e) => return Err(e.to_string()),
    };
    let origin = Origin { name: input.name().to_string(), place: input.place() };
    let options = options.clone();
    Ok(match kind {
        Kind::Text => {
            Box::new(std::iter::once(whole(stream, &origin, options.largest).map(|b| Record::bare(origin.name, origin.place, Body::Bytes(b)))))
        }
        Kind::Html => {
            Box::new(std::iter::once(whole(stream, &origin, options.largest).map(|b| Record::bare(origin.name, origin.place, Body::Page(b, None)))))
        }
        Kind::JsonLines => Box::new(std::iter::from_fn(json::lines(transcode(&head, stream), origin, options))),
        Kind::Table(delimiter) => Box::new(std::iter::from_fn(table::rows(transcode(&head, stream), delimiter, origin, options))),
        Kind::Json => {
            let mut tree = Tree::new(transcode(&head, stream), origin, options);
            Box::new(std::iter::from_fn(move || tree.advance()))
        }
        Kind::Feed => {
            let mut feed = Feed::new(transcode(&head, stream), origin, options);
            Box::new(std::iter::from_fn(move || feed.advance()))
        }
        Kind::Warc => {
            let mut warc = Warc::new(stream, origin, options);
            Box::new(std::iter::from_fn(move || warc.advance()))
        }
    })
}

/// All bytes of a file that is one document.
fn whole(stream: Bytes, origin: &Origin, largest: usize) -> Result<Vec<u8>, InputError> {
    let fail = |reason: String| InputError { input: origin.place.clone(), reason };
    let mut bytes = Vec::new();
    stream.take(largest as u64 + 1).read_to_end(&mut bytes).map_err(|e| fail(e.to_string()))?;
    match bytes.len() > largest {
        true => Err(fail(format!("larger than {largest} bytes; --max-document allows more"))),
        false => Ok(bytes),
    }
}
