//! From frames to the events of one document.
//!
//! `proto` gives each frame its day and makes one proto-event a place; `merge` unites what tells the same act again; `fill` lets
//! what is told once hold for the others; `record` writes the public record.

mod author;
mod day;
mod fill;
mod merge;
mod proto;
mod record;
mod toll;

pub use proto::{DayBasis, Proto};
pub use record::number_twins;

use crate::event::{Event, Source};
use crate::frame::{ActorUse, Frame};
use crate::gazetteer::Gazetteer;
use crate::mention::place::PlaceExpr;
use crate::reading::Reading;
use crate::resolve::place::Located;
use jiff::civil::Date;

/// What the stages before have found in a document.
pub struct Story<'s, 'a> {
    /// The document's words.
    pub reading: &'s Reading<'a>,
    /// Its expressions of place.
    pub exprs: &'s [PlaceExpr<'a>],
    /// Where they are.
    pub located: &'s [Located],
    /// Its frames.
    pub frames: &'s [Frame<'a>],
    /// Places.
    pub gazetteer: &'s Gazetteer,
    /// Publication day, if known.
    pub published: Option<Date>,
    /// Is it live coverage that tells the newest first?
    pub newest_first: bool,
    /// Parties that the text holds to have done it, in sentences that tell no act of their own.
    pub suspects: &'s [ActorUse<'a>],
}

/// The events of one document, in the order in which it tells them.
pub fn events(story: &Story<'_, '_>, source: &Source) -> Vec<Event> {
    let protos = proto::protos(story);
    let mut protos = merge::merge(story, protos);
    fill::fill(story, &mut protos);
    record::records(story, &protos, source)
}
