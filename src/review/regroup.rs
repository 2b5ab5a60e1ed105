//! Splitting and merging: which reports tell one event, as an analyst sees it.

use super::find::Index;
use super::{ReviewError, Reviews};
use crate::event::{Event, Evidence, Review};
use crate::link::Linking;
use std::collections::BTreeMap;

/// Events whose reports were moved by hand: name to evidence.
#[derive(Debug, Default)]
pub struct Regrouped {
    moved: BTreeMap<String, Vec<Evidence>>,
}

impl Regrouped {
    /// Mark the events that came of it.
    pub fn mark(&self, events: &mut [Event]) {
        if self.moved.is_empty() {
            return;
        }
        for event in events {
            if let Some(evidence) = self.moved.get(&event.event_id) {
                event.review = Review::Edited;
                event.evidence.extend(evidence.iter().cloned());
            }
        }
    }
}

impl Reviews {
    /// Move reports between the groups: first all splits, then all merges. Names of events that stay are kept.
    pub fn regroup(&self, linking: &mut Linking) -> (Regrouped, Vec<ReviewError>) {
        let (mut out, mut problems) = (Regrouped::default(), Vec::new());
        let splits = || self.rows.iter().filter(|s| !s.split.is_empty());
        let merges = || self.rows.iter().filter(|s| s.merge_into.is_some());
        if splits().next().is_none() && merges().next().is_none() {
            return (out, problems);
        }
        let index = index(linking);
        for said in splits() {
            let group = match index.find(said) {
                Ok(group) => group,
                Err(reason) => {
                    problems.push(said.problem(reason));
                    continue;
                }
            };
            let (leaving, staying): (Vec<u32>, Vec<u32>) =
                linking.groups[group].iter().partition(|&&i| linking.reports[i as usize].sources.iter().any(|s| said.split.contains(&s.document)));
            if let Some(unknown) = said.split.iter().find(|d| !index.knows(d)) {
                problems.push(said.problem(format!("split: no event is told by {unknown}")));
            }
            // What was parted already needs no parting.
            if leaving.is_empty() {
                continue;
            }
            if staying.is_empty() {
                problems.push(said.problem("split: these documents are all that tell the event".into()));
                continue;
            }
            let name = free_name(&linking.names, &linking.names[group]);
            for moved in [&linking.names[group], &name] {
                out.moved.entry(moved.clone()).or_default().push(said.evidence("link", &said.split.join(";"), "; split"));
            }
            linking.groups[group] = staying;
            linking.groups.push(leaving);
            linking.names.push(name);
        }
        // Splits have made groups that a merge may name.
        let index = self::index(linking);
        // Where a group's reports went.
        let mut into: Vec<usize> = (0..linking.groups.len()).collect();
        for said in merges() {
            let target = said.merge_into.as_deref().unwrap_or_default();
            let found = index.find(said).and_then(|from| Ok((from, index.find_named(target).map_err(|e| format!("merge_into: {e}"))?)));
            let (from, to) = match found {
                Ok((from, to)) => (root(&into, from), root(&into, to)),
                Err(reason) => {
                    problems.push(said.problem(reason));
                    continue;
                }
            };
            // Reports that are one already need no merging.
            if from == to {
                continue;
            }
            into[from] = to;
            let mut reports = std::mem::take(&mut linking.groups[from]);
            linking.groups[to].append(&mut reports);
            linking.groups[to].sort_unstable();
            let mut evidence = out.moved.remove(&linking.names[from]).unwrap_or_default();
            evidence.push(said.evidence("link", &linking.names[from], "; merged"));
            out.moved.entry(linking.names[to].clone()).or_default().append(&mut evidence);
        }
        (linking.groups, linking.names) =
            std::mem::take(&mut linking.groups).into_iter().zip(std::mem::take(&mut linking.names)).filter(|(group, _)| !group.is_empty()).unzip();
        (out, problems)
    }
}

fn index(linking: &Linking) -> Index {
    let sources = |group: &'_ Vec<u32>| group.iter().flat_map(|&i| &linking.reports[i as usize].sources).collect::<Vec<_>>();
    Index::new(linking.groups.iter().zip(&linking.names).map(|(group, name)| (name.as_str(), sources(group))))
}

fn root(into: &[usize], mut group: usize) -> usize {
    while into[group] != group {
        group = into[group];
    }
    group
}

/// The first name behind this one that no event has.
fn free_name(names: &[String], like: &str) -> String {
    let id = like.split('-').next().unwrap_or_default();
    (2..).map(|n| format!("{id}-{n}")).find(|name| !names.contains(name)).expect("numbers do not end")
}
