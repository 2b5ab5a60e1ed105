//! From pairs to groups: the two groups whose reports agree best on average are united, then the next, while any agree.

use super::blocks::pairs;
use super::score::compare;
use crate::event::Event;
use hashbrown::HashMap;
use std::collections::{BTreeSet, BinaryHeap};

/// Of large groups so many reports are compared with those of another.
const ASKED: usize = 12;

/// A possible union: score in thousandths, then the groups, so that the order is full.
type Union = (i64, std::cmp::Reverse<(u32, u32)>);

/// Groups of reports of one event, as ascending indices. `events` must be sorted, so that the result does not depend on the order in which they came.
pub fn clusters(events: &[Event]) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = (0..events.len() as u32).map(|i| vec![i]).collect();
    let mut beside: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    let mut open: BinaryHeap<Union> = BinaryHeap::new();
    let mut known: HashMap<(u32, u32), Option<f32>> = HashMap::new();
    for (a, b) in pairs(events) {
        if let Some(score) = average(events, &groups[a as usize], &groups[b as usize], &mut known).filter(|s| *s > 0) {
            open.push((score, std::cmp::Reverse((a, b))));
            beside.entry(a).or_default().insert(b);
            beside.entry(b).or_default().insert(a);
        }
    }
    // A group is known by its first number; a united one gets a new number behind all others.
    while let Some((_, std::cmp::Reverse((a, b)))) = open.pop() {
        if groups[a as usize].is_empty() || groups[b as usize].is_empty() {
            continue;
        }
        let new = groups.len() as u32;
        let mut members = std::mem::take(&mut groups[a as usize]);
        members.append(&mut groups[b as usize]);
        members.sort_unstable();
        groups.push(members);
        let neighbours: BTreeSet<u32> = [a, b].iter().filter_map(|g| beside.remove(g)).flatten().filter(|n| *n != a && *n != b).collect();
        for &other in &neighbours {
            let set = beside.entry(other).or_default();
            set.remove(&a);
            set.remove(&b);
            set.insert(new);
            if let Some(score) = average(events, &groups[other as usize], &groups[new as usize], &mut known).filter(|s| *s > 0) {
                open.push((score, std::cmp::Reverse((other, new))));
            }
        }
        beside.insert(new, neighbours);
    }
    groups.retain(|g| !g.is_empty());
    groups.sort_unstable();
    groups
}

/// The mean score of two groups' pairs in thousandths; `None` if any pair cannot be one event.
fn average(events: &[Event], a: &[u32], b: &[u32], known: &mut HashMap<(u32, u32), Option<f32>>) -> Option<i64> {
    let (mut sum, mut n) = (0.0, 0);
    for &i in a.iter().take(ASKED) {
        for &j in b.iter().take(ASKED) {
            let pair = (i.min(j), i.max(j));
            let score =
                *known.entry(pair).or_insert_with(|| compare(&events[pair.0 as usize], &events[pair.1 as usize]).ok().map(|d| d.score() as f32));
            sum += f64::from(score?);
            n += 1;
        }
    }
    Some((sum / f64::from(n) * 1000.0).round() as i64)
}
