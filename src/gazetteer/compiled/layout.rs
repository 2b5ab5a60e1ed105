//! Where what stands in a compiled file: shared by writer and reader.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

pub const MAGIC: &[u8; 8] = b"MARSADGZ";
pub const VERSION: u32 = 1;
/// The head ends here, and the sections begin.
pub const HEAD: u64 = 4096;
/// Bytes that one checksum covers.
pub const BLOCK: u64 = 64 * 1024;
/// Where the head's own checksum stands.
pub const HEAD_SUM: usize = 32;
/// Where the bounds of the sections stand: offset and length of each.
pub const BOUNDS: usize = 40;
pub const NO_PLACE: u32 = u32::MAX;
/// Flag of a record: its names need a cue.
pub const NEEDS_CUE: u8 = 1;
/// Flag of a record: a row of the user's own.
pub const OWN: u8 = 2;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Section {
    Meta,
    Strings,
    Places,
    Names,
    Table,
    Ids,
}

pub const SECTIONS: usize = 6;

/// Bytes of a place's record; see [`Fields`].
pub const RECORD: usize = 44;

/// A place's record, its strings as lengths: id, Arabic name, other Arabic names, English name and source stand one behind the other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fields {
    /// Millionths of a degree.
    pub lat: i32,
    pub lon: i32,
    pub parent: u32,
    pub population: u32,
    pub strings: u64,
    pub lengths: [u16; 5],
    pub kind: u8,
    /// [`NEEDS_CUE`], [`OWN`].
    pub flags: u8,
    pub country: [u8; 2],
    /// Index into [`Meta::sources`].
    pub source: u16,
    /// Tenths of a kilometre.
    pub radius: u16,
}

impl Fields {
    pub fn to_bytes(self) -> [u8; RECORD] {
        let mut out = [0; RECORD];
        out[0..4].copy_from_slice(&self.lat.to_le_bytes());
        out[4..8].copy_from_slice(&self.lon.to_le_bytes());
        out[8..12].copy_from_slice(&self.parent.to_le_bytes());
        out[12..16].copy_from_slice(&self.population.to_le_bytes());
        out[16..24].copy_from_slice(&self.strings.to_le_bytes());
        for (i, length) in self.lengths.iter().enumerate() {
            out[24 + 2 * i..26 + 2 * i].copy_from_slice(&length.to_le_bytes());
        }
        (out[34], out[35]) = (self.kind, self.flags);
        out[36..38].copy_from_slice(&self.country);
        out[38..40].copy_from_slice(&self.source.to_le_bytes());
        out[40..42].copy_from_slice(&self.radius.to_le_bytes());
        out
    }

    pub fn from_bytes(b: &[u8]) -> Option<Fields> {
        Some(Fields {
            lat: u32_at(b, 0)? as i32,
            lon: u32_at(b, 4)? as i32,
            parent: u32_at(b, 8)?,
            population: u32_at(b, 12)?,
            strings: u64_at(b, 16)?,
            lengths: [u16_at(b, 24)?, u16_at(b, 26)?, u16_at(b, 28)?, u16_at(b, 30)?, u16_at(b, 32)?],
            kind: *b.get(34)?,
            flags: *b.get(35)?,
            country: b.get(36..38)?.try_into().ok()?,
            source: u16_at(b, 38)?,
            radius: u16_at(b, 40)?,
        })
    }
}

pub fn u16_at(b: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(b.get(at..at + 2)?.try_into().ok()?))
}

pub fn u32_at(b: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(b.get(at..at + 4)?.try_into().ok()?))
}

pub fn u64_at(b: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(b.get(at..at + 8)?.try_into().ok()?))
}

/// The key of a beginning of a name: that of the words before it, and its last word.
pub fn word_key(before: u64, word: &str) -> u64 {
    xxh3_64_with_seed(word.as_bytes(), before)
}

pub fn checksum(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// A slot of the table: in its low half the upper bits of its key, below; in its high half where the name stands in `Names`, in units of four bytes
/// and plus one, or 0 for a beginning that is no name itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot(pub u64);

const TAKEN: u64 = 1 << 30;
const CONTINUES: u64 = 1 << 31;
const PRINT: u64 = TAKEN - 1;

impl Slot {
    pub fn new(key: u64, continues: bool, name: Option<u32>) -> Slot {
        let name = name.map_or(0, |n| u64::from(n) + 1);
        Slot(key >> 34 & PRINT | TAKEN | if continues { CONTINUES } else { 0 } | name << 32)
    }

    pub fn is_free(self) -> bool {
        self.0 & TAKEN == 0
    }

    pub fn fits(self, key: u64) -> bool {
        self.0 & PRINT == key >> 34 & PRINT
    }

    /// Does any name go on from here?
    pub fn continues(self) -> bool {
        self.0 & CONTINUES != 0
    }

    pub fn name(self) -> Option<u32> {
        ((self.0 >> 32) as u32).checked_sub(1)
    }
}

/// A bearer of a name: bit 31 says that the name needs a cue.
pub const CUE: u32 = 1 << 31;

/// Where a compiled gazetteer comes from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    /// The program that wrote the file.
    pub built_with: String,
    /// Places.
    pub places: u64,
    /// Names in Arabic script, spellings that follow by rule among them.
    pub names: u64,
    /// Its sources.
    pub sources: Vec<SourceInfo>,
}

/// One source of a compiled gazetteer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// File name.
    pub file: String,
    /// `GeoNames`, `GeoJSON`, `P-codes` or `CSV`.
    pub format: String,
    /// The latest day in its rows, or none.
    pub date: Option<String>,
    /// Licence and credit.
    pub licence: String,
    /// Rows read.
    pub rows: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_slots_come_back() {
        let fields = Fields {
            lat: -33_123_456,
            lon: 44_000_001,
            strings: 1 << 33,
            lengths: [1, 2, 3, 4, 5],
            radius: 15,
            country: *b"SY",
            ..Fields::default()
        };
        assert_eq!(Fields::from_bytes(&fields.to_bytes()), Some(fields));
        let key = word_key(0, "تل");
        let slot = Slot::new(key, true, Some(7));
        assert!(!slot.is_free() && slot.fits(key) && slot.continues() && slot.name() == Some(7));
        assert_eq!(Slot::new(key, false, None).name(), None);
        assert!(crate::gazetteer::place::KINDS.iter().enumerate().all(|(i, k)| *k as usize == i));
    }
}
