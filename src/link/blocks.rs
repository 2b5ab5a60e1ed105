//! Which pairs of reports are worth comparing: near each other, and on one day or with common words. So the cost grows with the number of reports, not with
//! its square.

use super::reports::Reports;
use super::score::reach;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

/// Edge of the smallest cells, in km; each level doubles it.
const EDGE: f64 = 6.0;
const LEVELS: u32 = 9;

/// Days of one report that are looked at.
const MOST_DAYS: usize = 40;

/// Words by which a report without a day finds others: enough that texts with a tenth in common share one.
const WORDS: usize = 24;

/// Reports of one cell and day, or word, with which one is compared: those next to it in their order.
const MOST: usize = 150;

/// So many entries of blocks are to be held at a time, and so many pairs before they are handed on.
pub const HELD: usize = 500_000;

/// A cell of a level, and a day since 1970 or a word's hash.
type Key = (u32, i32, i32, i64);

/// Word hashes stand beyond all days, so that the two cannot be confused.
const WORDS_FROM: i64 = 1 << 40;

/// Hand over the pairs of reports, the smaller number first, in portions of about `held`; a pair can come more than once.
pub fn pairs(reports: &Reports, held: usize, mut found: impl FnMut(&[(u32, u32)]) -> io::Result<()>) -> io::Result<()> {
    let all = || (0..reports.len() as u32).filter(|&i| reports.features[i as usize].point.is_some());
    let undated = |i: u32| reports.features[i as usize].days.is_none();
    // How many entries there are: by day, and by the first bits of words.
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for i in all() {
        let levels = 1 + level(reports, i) as usize;
        let keys = if undated(i) { words(reports, i)? } else { days(reports, i).collect() };
        keys.iter().for_each(|key| *counts.entry(shelf(*key)).or_insert(0) += levels);
    }
    let mut out: Vec<(u32, u32)> = Vec::new();
    for portion in portions(&counts, held) {
        let of_days = portion.start < WORDS_FROM;
        let keys = |i: u32| -> io::Result<Vec<i64>> {
            if of_days {
                return Ok(days(reports, i).filter(|key| portion.contains(key)).collect());
            }
            Ok(words(reports, i)?.into_iter().filter(|key| portion.contains(key)).collect())
        };
        // A report is found by its days, or by its words if it has no day; on all levels up to its own.
        let mut blocks: HashMap<Key, Vec<u32>> = HashMap::new();
        let mut posted: HashSet<i64> = HashSet::new();
        for i in all().filter(|&i| undated(i) != of_days) {
            let keys = keys(i)?;
            posted.extend(&keys);
            for level in 0..=level(reports, i) {
                let (x, y) = cell(reports, i, level);
                keys.iter().for_each(|key| blocks.entry((level, x, y, *key)).or_default().push(i));
            }
        }
        for i in all() {
            let own = level(reports, i);
            let keys: Vec<i64> = keys(i)?.into_iter().filter(|key| posted.contains(key)).collect();
            // The finer of two reports finds the coarser one on its own level.
            for level in if of_days { own } else { 0 }..=own {
                for (x, y) in around(reports, i, level) {
                    for key in &keys {
                        let Some(block) = blocks.get(&(level, x, y, *key)) else { continue };
                        let here = block.partition_point(|&j| j < i);
                        let near = &block[here.saturating_sub(MOST / 2)..(here + MOST / 2).min(block.len())];
                        out.extend(near.iter().filter(|&&j| j != i).map(|&j| (j.min(i), j.max(i))));
                    }
                }
            }
            if out.len() >= held {
                hand_over(&mut out, &mut found)?;
            }
        }
        hand_over(&mut out, &mut found)?;
    }
    Ok(())
}

fn hand_over(pairs: &mut Vec<(u32, u32)>, found: &mut impl FnMut(&[(u32, u32)]) -> io::Result<()>) -> io::Result<()> {
    pairs.sort_unstable();
    pairs.dedup();
    found(pairs)?;
    pairs.clear();
    Ok(())
}

/// Keys that are counted as one: a day, or words whose hashes begin alike.
fn shelf(key: i64) -> i64 {
    if key < WORDS_FROM { key } else { key >> 20 << 20 }
}

/// Ranges of keys with at most so many entries each, unless one key has more; days and words apart.
fn portions(counts: &BTreeMap<i64, usize>, most: usize) -> Vec<Range<i64>> {
    let mut out: Vec<Range<i64>> = Vec::new();
    let mut held = 0;
    for (&shelf, count) in counts {
        let behind = if shelf < WORDS_FROM { shelf + 1 } else { shelf + (1 << 20) };
        match out.last_mut().filter(|last| held + count <= most && (last.start < WORDS_FROM) == (shelf < WORDS_FROM)) {
            Some(last) => {
                last.end = behind;
                held += count;
            }
            None => {
                out.push(shelf..behind);
                held = *count;
            }
        }
    }
    out
}

fn days(reports: &Reports, i: u32) -> impl Iterator<Item = i64> + use<> {
    let days = reports.features[i as usize].days;
    days.into_iter().flat_map(|(first, last)| (i64::from(first)..=i64::from(last)).take(MOST_DAYS))
}

fn words(reports: &Reports, i: u32) -> io::Result<Vec<i64>> {
    let all = reports.words(i)?;
    Ok(all.iter().flat_map(|words| words.hashes().iter().take(WORDS)).map(|h| i64::from(*h) + WORDS_FROM).collect())
}

fn edge(level: u32) -> f64 {
    EDGE * f64::from(1u32 << level)
}

/// The first level whose cells are as wide as the report reaches.
fn level(reports: &Reports, i: u32) -> u32 {
    let report = &reports.features[i as usize];
    let reach = reach(report, report, &reports.weights);
    (0..LEVELS).find(|&l| edge(l) >= reach).unwrap_or(LEVELS - 1)
}

const KM_PER_DEGREE: f64 = 111.195;

fn row(lat: f64, level: u32) -> i32 {
    (lat * KM_PER_DEGREE / edge(level)).floor() as i32
}

/// Columns are as wide as the edge at the row's border nearer to the pole, so never narrower.
fn column(lon: f64, row: i32, level: u32) -> i32 {
    let lat = (f64::from(row).abs().max(f64::from(row + 1).abs()) * edge(level) / KM_PER_DEGREE).min(89.0);
    (lon * KM_PER_DEGREE * lat.to_radians().cos() / edge(level)).floor() as i32
}

fn point(reports: &Reports, i: u32) -> [f64; 2] {
    reports.features[i as usize].point.unwrap_or_default()
}

fn cell(reports: &Reports, i: u32, level: u32) -> (i32, i32) {
    let [lon, lat] = point(reports, i);
    let y = row(lat, level);
    (column(lon, y, level), y)
}

/// The cell of a report and those around it.
fn around(reports: &Reports, i: u32, level: u32) -> impl Iterator<Item = (i32, i32)> + use<> {
    let [lon, lat] = point(reports, i);
    let y = row(lat, level);
    (y - 1..=y + 1).flat_map(move |y| {
        let x = column(lon, y, level);
        (x - 1..=x + 1).map(move |x| (x, y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, Source};
    use crate::lexicon::Lexicon;
    use crate::spill::Spill;
    use crate::text::Sketch;

    /// Reports in one region, some with a span of days, some without a day.
    fn reports() -> Reports {
        let event = |n: u32| {
            let turn = |k: u32, of: u32| n.wrapping_mul(k) / 8 % of;
            let day = |d: u32| (!n.is_multiple_of(5)).then(|| jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(d)).to_string());
            let mut words = Vec::new();
            let all: Vec<String> = (0..30).map(|w| format!("w{}", w * (1 + turn(31, 7)))).collect();
            Sketch::add(&mut words, all.iter().map(String::as_str));
            Event {
                point: Some([40.0 + f64::from(turn(7919, 100)) / 100.0, 35.0 + f64::from(turn(6101, 100)) / 100.0]),
                radius_km: Some([1.0, 5.0, 40.0][turn(13, 3) as usize]),
                date_start: day(turn(17, 30)),
                date_end: day(turn(17, 30) + turn(5, 4)),
                sources: vec![Source { document: n.to_string(), words: Sketch::new(words), ..Source::default() }],
                ..Event::blank()
            }
        };
        Reports::of(Spill::of((0..400).map(event).collect()), &Lexicon::embedded().unwrap().weights).unwrap()
    }

    #[test]
    fn portions_lose_nothing() {
        let reports = reports();
        let found = |held: usize| {
            let mut out = Vec::new();
            let mut portions = 0;
            pairs(&reports, held, |some| {
                portions += 1;
                out.extend_from_slice(some);
                Ok(())
            })
            .unwrap();
            out.sort_unstable();
            out.dedup();
            (out, portions)
        };
        let (whole, few) = found(usize::MAX);
        assert!(whole.len() > 1000, "{}", whole.len());
        assert_eq!(few, 2, "days, and words");
        for held in [1, 100, 5000] {
            let (parts, many) = found(held);
            assert!(many > few);
            assert_eq!(parts, whole, "{held}");
        }
    }
}
