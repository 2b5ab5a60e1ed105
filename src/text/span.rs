//! Spans of raw and of folded text are different types: one cannot be used for the other by mistake.

use serde::Serialize;

/// Half-open range of bytes in the text as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RawSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Half-open range of bytes in the folded view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FoldSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl RawSpan {
    /// The words themselves.
    pub fn of<'a>(&self, raw: &'a str) -> &'a str {
        &raw[self.start as usize..self.end as usize]
    }

    /// The smallest span that holds both.
    pub fn join(self, other: RawSpan) -> RawSpan {
        RawSpan { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl FoldSpan {
    /// The folded words.
    #[inline]
    pub fn of<'a>(&self, folded: &'a str) -> &'a str {
        &folded[self.start as usize..self.end as usize]
    }
}
