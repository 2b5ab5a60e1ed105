//! Splitting and merging: which reports tell one event, as an analyst sees it.

use super::find::Index;
use super::{ReviewError, Reviews};
use crate::event::{Evidence, Review};
use crate::link::{Layer, Linking};
use crate::spill::Events;
use std::collections::BTreeMap;
use std::io;

/// Events whose reports were moved by hand: name to evidence.
#[derive(Debug, Default)]
pub struct Regrouped {
    moved: BTreeMap<String, Vec<Evidence>>,
}

impl Regrouped {
    /// Mark the events that came of it. Errors if events that are not in memory cannot be read.
    pub fn mark(&self, events: &mut Layer) -> io::Result<()> {
        for i in 0..if self.moved.is_empty() { 0 } else { events.count() } {
            let event = events.get(i)?;
            if let Some(evidence) = self.moved.get(&event.event_id) {
                let mut event = event.into_owned();
                event.review = Review::Edited;
                event.evidence.extend(evidence.iter().cloned());
                events.set(i, event);
            }
        }
        Ok(())
    }
}

impl Reviews {
    /// Move reports between the groups: first all splits, then all merges. Names of events that stay are kept. Errors if
    /// reports that are not in memory cannot be read.
    pub fn regroup(&self, linking: &mut Linking) -> io::Result<(Regrouped, Vec<ReviewError>)> {
        let (mut out, mut problems) = (Regrouped::default(), Vec::new());
        let splits = || self.rows.iter().filter(|s| !s.split.is_empty());
        let merges = || self.rows.iter().filter(|s| s.merge_into.is_some());
        if splits().next().is_none() && merges().next().is_none() {
            return Ok((out, problems));
        }
        let index = index(linking)?;
        for said in splits() {
            let group = match index.find(said) {
                Ok(group) => group,
                Err(reason) => {
                    problems.push(said.problem(reason));
                    continue;
                }
            };
            let (mut leaving, mut staying): (Vec<u32>, Vec<u32>) = Default::default();
            for &i in &linking.groups[group] {
                let leaves = linking.reports.get(i)?.sources.iter().any(|s| said.split.contains(&s.document));
                if leaves { leaving.push(i) } else { staying.push(i) }
            }
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
        let index = self::index(linking)?;
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
        Ok((out, problems))
    }
}

fn index(linking: &Linking) -> io::Result<Index> {
    let mut index = Index::default();
    for (group, name) in linking.groups.iter().zip(&linking.names) {
        index.add(name);
        for &i in group {
            linking.reports.get(i)?.sources.iter().for_each(|s| index.add_source(s));
        }
    }
    Ok(index)
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
