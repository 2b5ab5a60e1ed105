//! A compiled file while it is written.

use super::layout::{BLOCK, BOUNDS, HEAD, HEAD_SUM, MAGIC, SECTIONS, Section, VERSION, checksum};
use std::io::{self, Seek, SeekFrom, Write};

/// The file while it is written: sections and checksums are noted on the way.
pub(super) struct Output<'w, W: Write> {
    out: io::BufWriter<&'w mut W>,
    at: u64,
    bounds: [(u64, u64); SECTIONS],
    open: Option<Section>,
    block: Vec<u8>,
    sums: Vec<u8>,
}

impl<'w, W: Write + Seek> Output<'w, W> {
    pub(super) fn new(out: &'w mut W) -> io::Result<Self> {
        let mut out = io::BufWriter::with_capacity(1 << 20, out);
        out.write_all(&[0; HEAD as usize])?;
        Ok(Output { out, at: HEAD, bounds: [(HEAD, 0); SECTIONS], open: None, block: Vec::new(), sums: Vec::new() })
    }

    pub(super) fn begin(&mut self, section: Section) {
        self.end();
        self.bounds[section as usize] = (self.at, 0);
        self.open = Some(section);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.take() {
            let bound = &mut self.bounds[open as usize];
            bound.1 = self.at - bound.0;
        }
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        while !bytes.is_empty() {
            let room = (BLOCK - self.at % BLOCK) as usize;
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.block.extend_from_slice(now);
            self.at += now.len() as u64;
            if self.at.is_multiple_of(BLOCK) {
                self.close_block();
            }
            bytes = later;
        }
        Ok(())
    }

    fn close_block(&mut self) {
        self.sums.extend_from_slice(&checksum(&self.block).to_le_bytes());
        self.block.clear();
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.end();
        if !self.at.is_multiple_of(BLOCK) {
            self.close_block();
        }
        self.out.write_all(&self.sums)?;
        let mut head = vec![0; HEAD as usize];
        head[..8].copy_from_slice(MAGIC);
        head[8..12].copy_from_slice(&VERSION.to_le_bytes());
        head[12..16].copy_from_slice(&(SECTIONS as u32).to_le_bytes());
        head[16..24].copy_from_slice(&(self.at + self.sums.len() as u64).to_le_bytes());
        head[24..32].copy_from_slice(&self.at.to_le_bytes());
        for (i, (offset, length)) in self.bounds.iter().enumerate() {
            head[BOUNDS + 16 * i..][..8].copy_from_slice(&offset.to_le_bytes());
            head[BOUNDS + 16 * i + 8..][..8].copy_from_slice(&length.to_le_bytes());
        }
        let mut covered = head.clone();
        covered.extend_from_slice(&self.sums);
        head[HEAD_SUM..HEAD_SUM + 8].copy_from_slice(&checksum(&covered).to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head)?;
        self.out.flush()
    }
}
