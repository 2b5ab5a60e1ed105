//! Which pairs of reports are worth comparing: near each other, and on one day or with common words. So the cost grows with the number of reports, not with
//! its square.

use super::score::reach;
use crate::event::Event;
use hashbrown::HashMap;
use jiff::civil::Date;

/// Edge of the smallest cells, in km; each level doubles it.
const EDGE: f64 = 6.0;
const LEVELS: u32 = 9;

/// Days of one report that are looked at.
const MOST_DAYS: usize = 40;

/// Words by which a report without a day finds others: enough that texts with a tenth in common share one.
const WORDS: usize = 24;

/// Reports of one cell and day, or word, with which one is compared: those next to it in their order.
const MOST: usize = 150;

/// A cell of a level, and a day since 1970 or a word's hash.
type Key = (u32, i32, i32, i64);

/// Pairs of indices, the smaller first, sorted. `events` must be sorted.
pub fn pairs(events: &[Event]) -> Vec<(u32, u32)> {
    let mut blocks: HashMap<Key, Vec<u32>> = HashMap::new();
    for (i, event) in events.iter().enumerate() {
        for_keys(event, |level, (x, y), key| blocks.entry((level, x, y, key)).or_default().push(i as u32));
    }
    let mut out = Vec::new();
    for (i, event) in events.iter().enumerate() {
        let Some(point) = event.point else { continue };
        let own = level(event);
        let mut seek = |levels: std::ops::RangeInclusive<u32>, keys: &[i64]| {
            for level in levels {
                for (x, y) in around(point, level) {
                    for key in keys {
                        let Some(block) = blocks.get(&(level, x, y, *key)) else { continue };
                        let here = block.partition_point(|&j| (j as usize) < i);
                        let near = &block[here.saturating_sub(MOST / 2)..(here + MOST / 2).min(block.len())];
                        out.extend(near.iter().filter(|&&j| j as usize != i).map(|&j| (j.min(i as u32), j.max(i as u32))));
                    }
                }
            }
        };
        // The finer of two reports finds the coarser one on its own level.
        seek(own..=own, &days(event));
        seek(0..=own, &words(event));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The blocks in which a report is found: its days, or the words of one without a day; on all levels up to its own.
fn for_keys(event: &Event, mut put: impl FnMut(u32, (i32, i32), i64)) {
    let Some(point) = event.point else { return };
    let days = days(event);
    let keys = if days.is_empty() { words(event) } else { days };
    for level in 0..=level(event) {
        let y = row(point[1], level);
        for key in &keys {
            put(level, (column(point[0], y, level), y), *key);
        }
    }
}

fn days(event: &Event) -> Vec<i64> {
    let day = |d: &Option<String>| d.as_deref().and_then(|d| d.parse::<Date>().ok());
    let (Some(first), Some(last)) = (day(&event.date_start), day(&event.date_end)) else { return Vec::new() };
    let number = |d: Date| d.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |z| z.timestamp().as_second().div_euclid(86_400));
    (number(first)..=number(last)).take(MOST_DAYS).collect()
}

/// Beyond all days, so that the two cannot be confused.
fn words(event: &Event) -> Vec<i64> {
    let all = event.sources.iter().flat_map(|s| s.words.hashes().iter().take(WORDS));
    all.map(|h| i64::from(*h) + (1 << 40)).collect()
}

fn edge(level: u32) -> f64 {
    EDGE * f64::from(1u32 << level)
}

/// The first level whose cells are as wide as the report reaches.
fn level(event: &Event) -> u32 {
    (0..LEVELS).find(|&l| edge(l) >= reach(event, event)).unwrap_or(LEVELS - 1)
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

/// The cell of a point and those around it.
fn around(point: [f64; 2], level: u32) -> impl Iterator<Item = (i32, i32)> {
    let y = row(point[1], level);
    (y - 1..=y + 1).flat_map(move |y| {
        let x = column(point[0], y, level);
        (x - 1..=x + 1).map(move |x| (x, y))
    })
}
