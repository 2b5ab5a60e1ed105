//! From pairs to groups: the two groups whose reports agree best on average are united, then the next, while any agree.

use super::blocks::{HELD, pairs};
use super::reports::Reports;
use hashbrown::HashMap;
use std::collections::{BTreeSet, BinaryHeap};
use std::io;

/// Of large groups so many reports are compared with those of another.
const ASKED: usize = 12;

/// A possible union: score in thousandths, then the groups, so that the order is full.
type Union = (i64, std::cmp::Reverse<(u32, u32)>);

/// Two reports that agree, and how well.
type Edge = (u32, u32, f32);

/// Groups of reports of one event, as ascending numbers. Reports that no chain of agreeing pairs ties together cannot meet in a group, so that each such
/// component is worked on by itself.
pub fn clusters(reports: &Reports) -> io::Result<Vec<Vec<u32>>> {
    let mut edges = edges(reports)?;
    let mut parents: Vec<u32> = (0..reports.len() as u32).collect();
    for &(a, b, _) in &edges {
        let (a, b) = (root(&mut parents, a), root(&mut parents, b));
        parents[a.max(b) as usize] = a.min(b);
    }
    let mut groups: Vec<Vec<u32>> = Vec::new();
    edges.sort_unstable_by_key(|&(a, b, _)| (root(&mut parents, a), a, b));
    for component in edges.chunk_by(|x, y| root(&mut parents, x.0) == root(&mut parents, y.0)) {
        groups.extend(unite(reports, component)?);
    }
    let mut alone = vec![true; reports.len()];
    edges.iter().for_each(|&(a, b, _)| (alone[a as usize], alone[b as usize]) = (false, false));
    groups.extend((0..reports.len() as u32).filter(|&i| alone[i as usize]).map(|i| vec![i]));
    groups.sort_unstable();
    Ok(groups)
}

/// All pairs that agree, each once.
fn edges(reports: &Reports) -> io::Result<Vec<Edge>> {
    let mut out: Vec<Edge> = Vec::new();
    pairs(reports, HELD, |some| {
        for &(a, b) in some {
            let score = score(reports, a, b)?;
            out.extend(score.filter(|s| thousandths(f64::from(*s)) > 0).map(|s| (a, b, s)));
        }
        Ok(())
    })?;
    out.sort_unstable_by_key(|&(a, b, _)| (a, b));
    out.dedup_by_key(|&mut (a, b, _)| (a, b));
    Ok(out)
}

fn score(reports: &Reports, a: u32, b: u32) -> io::Result<Option<f32>> {
    Ok(reports.compare(a, b)?.ok().map(|decision| decision.score() as f32))
}

fn thousandths(score: f64) -> i64 {
    (score * 1000.0).round() as i64
}

fn root(parents: &mut [u32], of: u32) -> u32 {
    let mut i = of;
    while parents[i as usize] != i {
        // Each look makes the way half as long.
        parents[i as usize] = parents[parents[i as usize] as usize];
        i = parents[i as usize];
    }
    i
}

/// The groups of one component.
fn unite(reports: &Reports, edges: &[Edge]) -> io::Result<Vec<Vec<u32>>> {
    let members: BTreeSet<u32> = edges.iter().flat_map(|&(a, b, _)| [a, b]).collect();
    let number: HashMap<u32, u32> = members.iter().zip(0..).map(|(&report, n)| (report, n)).collect();
    let mut groups: Vec<Vec<u32>> = members.iter().map(|&report| vec![report]).collect();
    let mut beside: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    let mut open: BinaryHeap<Union> = BinaryHeap::new();
    let mut known: HashMap<(u32, u32), Option<f32>> = HashMap::new();
    for &(a, b, score) in edges {
        known.insert((a, b), Some(score));
        let (a, b) = (number[&a], number[&b]);
        open.push((thousandths(f64::from(score)), std::cmp::Reverse((a, b))));
        beside.entry(a).or_default().insert(b);
        beside.entry(b).or_default().insert(a);
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
            let agreement = average(reports, &groups[other as usize], &groups[new as usize], &mut known)?;
            if let Some(score) = agreement.filter(|s| *s > 0) {
                open.push((score, std::cmp::Reverse((other, new))));
            }
        }
        beside.insert(new, neighbours);
    }
    groups.retain(|g| !g.is_empty());
    Ok(groups)
}

/// The mean score of two groups' pairs in thousandths; `None` if any pair cannot be one event.
fn average(reports: &Reports, a: &[u32], b: &[u32], known: &mut HashMap<(u32, u32), Option<f32>>) -> io::Result<Option<i64>> {
    let (mut sum, mut n) = (0.0, 0);
    for &i in a.iter().take(ASKED) {
        for &j in b.iter().take(ASKED) {
            let pair = (i.min(j), i.max(j));
            let score = match known.get(&pair) {
                Some(score) => *score,
                None => *known.entry(pair).insert(score(reports, pair.0, pair.1)?).get(),
            };
            let Some(score) = score else { return Ok(None) };
            sum += f64::from(score);
            n += 1;
        }
    }
    Ok(Some(thousandths(sum / f64::from(n))))
}
