//! Umbrella reports: «سبع منشآت في سوريا والعراق» in one document, the places by their names in others. Such a report is no event beside its parts; it
//! tells each of them.

use super::features::Extent;
use super::reports::Reports;
use hashbrown::HashMap;
use std::io;

/// Days of an umbrella that are looked at, and parts on one of them.
const MOST_DAYS: i32 = 10;
const MOST: usize = 500;

/// Of two groups so many reports are compared.
const ASKED: usize = 4;

/// For each group of umbrella reports that has parts, their numbers.
pub fn parts(reports: &Reports, groups: &[Vec<u32>]) -> io::Result<HashMap<usize, Vec<usize>>> {
    let extent = |group: &[u32], wanted: &dyn Fn(Extent) -> bool| group.iter().any(|&i| wanted(reports.features[i as usize].extent));
    let is_umbrella = |group: &[u32]| !extent(group, &|e| matches!(e, Extent::Local | Extent::Nowhere)) && !group.is_empty();
    // Local groups by country and day.
    let mut local: HashMap<(u64, i32), Vec<usize>> = HashMap::new();
    for (number, group) in groups.iter().enumerate().filter(|(_, group)| extent(group, &|e| e == Extent::Local)) {
        let mut keys: Vec<(u64, i32)> = group.iter().flat_map(|&i| keys(reports, i)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| local.entry(key).or_default().push(number));
    }
    let mut out = HashMap::new();
    for (number, umbrella) in groups.iter().enumerate().filter(|(_, group)| is_umbrella(group)) {
        let candidates = umbrella.iter().flat_map(|&i| keys(reports, i)).filter_map(|key| local.get(&key)).flat_map(|all| all.iter().take(MOST));
        let mut candidates: Vec<usize> = candidates.copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut parts = Vec::new();
        for part in candidates {
            if agreement(reports, &groups[part], umbrella)?.is_some_and(|score| score > 0.0) {
                parts.push(part);
            }
        }
        if !parts.is_empty() {
            out.insert(number, parts);
        }
    }
    Ok(out)
}

/// Country and day of a report that has both.
fn keys(reports: &Reports, i: u32) -> impl Iterator<Item = (u64, i32)> + use<> {
    let report = &reports.features[i as usize];
    let known = report.country.zip(report.days);
    known.into_iter().flat_map(|(country, (first, last))| (first..=last.min(first.saturating_add(MOST_DAYS - 1))).map(move |day| (country, day)))
}

/// How well a group fits into an umbrella, on average; `None` if any of its reports cannot.
fn agreement(reports: &Reports, part: &[u32], umbrella: &[u32]) -> io::Result<Option<f64>> {
    let (mut sum, mut n) = (0.0, 0);
    for &p in part.iter().take(ASKED) {
        for &u in umbrella.iter().take(ASKED) {
            if !is_inside(reports, p, u) {
                return Ok(None);
            }
            sum += reports.compare_part(p, u)?.score();
            n += 1;
        }
    }
    Ok(Some(sum / f64::from(n)))
}

/// Can one report tell a part of the other: another document, like methods, days that meet, a place inside?
fn is_inside(reports: &Reports, part: u32, umbrella: u32) -> bool {
    let (p, u) = (&reports.features[part as usize], &reports.features[umbrella as usize]);
    let days = p.days.zip(u.days).is_some_and(|(p, u)| p.0 <= u.1 && u.0 <= p.1);
    let inside = match u.extent {
        Extent::Country => p.country.is_some() && p.country == u.country,
        Extent::Admin1 => p.admin1.is_some() && p.admin1 == u.admin1,
        Extent::Local | Extent::Nowhere => false,
    };
    inside && days && p.method.is_like(u.method) && !p.documents.iter().any(|d| u.documents.contains(d))
}
