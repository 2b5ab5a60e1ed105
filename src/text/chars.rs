//! From byte to character offsets.

use super::span::RawSpan;

/// From byte to character offsets of a document, without counting from its start each time.
pub struct CharIndex<'r> {
    raw: &'r str,
    /// Characters before each block of bytes.
    blocks: Vec<u32>,
}

const BLOCK: usize = 64;

fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().map(|b| u32::from(b & 0xC0 != 0x80)).sum()
}

impl<'r> CharIndex<'r> {
    /// Index a text.
    pub fn new(raw: &'r str) -> Self {
        let mut count = 0;
        let before = |block: &[u8]| {
            let before = count;
            count += characters(block);
            before
        };
        let blocks = raw.as_bytes().chunks(BLOCK).map(before).collect();
        CharIndex { raw, blocks }
    }

    fn at(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let Some(&count) = self.blocks.get(byte / BLOCK) else { return self.raw.chars().count() };
        (count + characters(&self.raw.as_bytes()[byte / BLOCK * BLOCK..byte])) as usize
    }

    /// Character offsets of a span.
    pub fn of(&self, span: RawSpan) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}
