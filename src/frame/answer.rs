//! How acts answer one another.

use crate::lexicon::Tag;
use crate::reading::Reading;
use std::ops::Range;

/// How a frame relates to the frame before it in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It does not.
    None,
    /// The frame before answers this one: «غارات ردا على هجوم».
    Cause,
    /// This one answers the frame before: «… وردت المدفعية».
    Reply,
}

/// How many words before a cause its «ردا على» stands.
pub const FRONTED: usize = 4;

/// «ردا على الهجمات»: does a word stand in the range that makes what follows the cause of another act?
pub fn answers_what_follows(reading: &Reading<'_>, range: Range<usize>) -> bool {
    reading.all(range, Tag::Retaliation).any(|(_, e)| e.is("answer"))
}
