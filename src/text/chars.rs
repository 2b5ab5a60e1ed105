//! From byte to character offsets.

use super::span::RawSpan;

/// From byte to character offsets of a document, without counting from its start each time.
pub struct CharIndex<'r> {
    raw: &'r str,
    /// Characters before each block of 256 bytes.
    blocks: Vec<u32>,
}

impl<'r> CharIndex<'r> {
    /// Index a text.
    pub fn new(raw: &'r str) -> Self {
        let mut blocks = Vec::with_capacity(raw.len() / 256 + 1);
        let mut count = 0;
        for (i, b) in raw.bytes().enumerate() {
            if i % 256 == 0 {
                blocks.push(count);
            }
            count += u32::from(b & 0xC0 != 0x80);
        }
        CharIndex { raw, blocks }
    }

    fn at(&self, byte: u32) -> usize {
        let block = byte as usize / 256;
        let Some(&count) = self.blocks.get(block) else { return self.raw.chars().count() };
        let rest = self.raw.as_bytes()[block * 256..byte as usize].iter().filter(|&&b| b & 0xC0 != 0x80).count();
        count as usize + rest
    }

    /// Character offsets of a span.
    pub fn of(&self, span: RawSpan) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}
