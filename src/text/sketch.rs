//! A text's words in a few hundred bytes, to tell how alike two texts are without keeping them.

use std::sync::Arc;

/// So many hashes are kept of a text. The error of a likeness is about 1/√200, 0.07.
const KEPT: usize = 200;

/// The smallest hashes of a text's different words, ascending: a sample that two texts draw alike (bottom-k MinHash).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch(Arc<[u32]>);

impl Sketch {
    /// Add the hashes of words; to be given to [`Sketch::new`].
    pub fn add<'w>(hashes: &mut Vec<u32>, words: impl Iterator<Item = &'w str>) {
        hashes.extend(words.map(hash));
        // A long text comes in stretches: what cannot be among the smallest goes at once.
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(KEPT);
    }

    /// From collected hashes.
    pub fn new(hashes: Vec<u32>) -> Sketch {
        Sketch(hashes.into())
    }

    /// The hashes, ascending.
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// The hashes as bytes, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// The sketch of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Sketch {
        Sketch(bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    /// Share of common words among all words of two texts (Jaccard), 0 to 1; `None` where one has no words.
    pub fn likeness(&self, other: &Sketch) -> Option<f64> {
        let (a, b) = (&self.0, &other.0);
        // Behind the last hash of a full sketch its text may have words that are not kept.
        let limit = |s: &[u32]| if s.len() < KEPT { u32::MAX } else { s[KEPT - 1] };
        let limit = limit(a).min(limit(b));
        let (a, b) = (&a[..a.partition_point(|h| *h <= limit)], &b[..b.partition_point(|h| *h <= limit)]);
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let (mut i, mut j, mut common) = (0, 0, 0);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
            }
        }
        Some(f64::from(common) / (a.len() + b.len() - common as usize) as f64)
    }
}

/// FNV-1a with its bits mixed, so that the smallest hashes are a fair sample; stable across machines and versions.
fn hash(word: &str) -> u32 {
    let h = word.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((h ^ (h >> 29)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(range: std::ops::Range<usize>) -> Sketch {
        let words: Vec<String> = range.map(|n| format!("w{n}")).collect();
        let mut hashes = Vec::new();
        words.chunks(100).for_each(|part| Sketch::add(&mut hashes, part.iter().map(String::as_str)));
        Sketch::new(hashes)
    }

    #[test]
    fn likeness_is_that_of_the_words() {
        assert_eq!(sketch(0..50).likeness(&sketch(0..50)), Some(1.0));
        assert_eq!(sketch(0..50).likeness(&sketch(50..90)), Some(0.0));
        assert_eq!(sketch(0..60).likeness(&sketch(30..90)), Some(1.0 / 3.0));
        assert_eq!(sketch(0..50).likeness(&Sketch::default()), None);
        assert_eq!(Sketch::from_bytes(&sketch(0..70).to_bytes()), sketch(0..70));
        for (a, b, share) in [(0..3000, 1000..4000, 0.5), (0..5000, 0..100, 0.02), (0..2000, 200..2000, 0.9)] {
            let seen = sketch(a).likeness(&sketch(b)).unwrap();
            assert!((seen - share).abs() < 0.12, "{seen} {share}");
        }
    }
}
