//! One event told by several documents.

mod answers;
mod blocks;
mod cluster;
mod contradictions;
mod duplicates;
mod features;
mod layer;
mod reports;
mod score;
mod umbrella;

pub use duplicates::{accounts, copies};
pub use layer::Layer;
pub use reports::sort;
pub use score::{Decision, Refusal};

use crate::event::{DatePrecision, Event, Evidence, Source};
use crate::lexicon::Weights;
use crate::spill::Spill;
use hashbrown::{HashMap, HashSet};
use reports::Reports;
use std::io;

/// Unite the reports of one event. The result does not depend on the order of the input.
///
/// Two reports are compared by named features, see [`Decision`]; groups are united while their reports agree on average. Events of one document are never
/// united. A report of a whole country or governorate yields to the events inside that it can mean, and is one of their sources.
pub fn link(events: Vec<Event>, weights: &Weights) -> Vec<Event> {
    let linked = Linking::of(Spill::of(events), weights).and_then(Linking::unite).and_then(Layer::events);
    linked.expect("what stays in memory can be read")
}

/// Reports in groups: those of one group tell one event.
#[derive(Debug)]
pub struct Linking {
    /// The reports, sorted.
    pub(crate) reports: Reports,
    /// Ascending numbers of reports.
    pub(crate) groups: Vec<Vec<u32>>,
    /// The name of each group's event.
    pub(crate) names: Vec<String>,
    /// Are umbrella reports given to their parts?
    umbrellas: bool,
}

impl Linking {
    /// Find the groups. Errors if reports that are not in memory cannot be read.
    pub fn of(reports: Spill, weights: &Weights) -> io::Result<Linking> {
        let reports = Reports::of(reports, weights)?;
        let groups = cluster::clusters(&reports)?;
        // Events of one name are told apart by their order.
        let mut seen: HashMap<String, usize> = HashMap::new();
        let name = |group: &Vec<u32>| {
            let id = commonest_id(group.iter().map(|&i| &*reports.ids[i as usize]));
            let count = seen.entry(id.clone()).or_insert(0);
            *count += 1;
            if *count > 1 { format!("{id}-{count}") } else { id }
        };
        let names = groups.iter().map(name).collect();
        Ok(Linking { reports, groups, names, umbrellas: true })
    }

    /// Leave each report alone, with the name that it has. Errors if reports that are not in memory cannot be read.
    pub fn apart(reports: Spill) -> io::Result<Linking> {
        let reports = Reports::of(reports, &Weights::default())?;
        let groups = (0..reports.len() as u32).map(|i| vec![i]).collect();
        let names = reports.ids.iter().map(|id| id.to_string()).collect();
        Ok(Linking { reports, groups, names, umbrellas: false })
    }

    /// The events. Errors if reports that are not in memory cannot be read, or the events not be kept.
    pub fn unite(self) -> io::Result<Layer> {
        let parts = if self.umbrellas { umbrella::parts(&self.reports, &self.groups)? } else { HashMap::new() };
        let mut above: HashMap<usize, Vec<usize>> = HashMap::new();
        parts.iter().for_each(|(umbrella, parts)| parts.iter().for_each(|part| above.entry(*part).or_default().push(*umbrella)));
        let answered = self.answered();
        let Linking { mut reports, groups, names, .. } = self;
        // What answers an umbrella answers its first part.
        let name = |group: &usize| names[parts.get(group).map_or(*group, |parts| parts[0])].clone();
        let mut out = reports.room();
        let mut keys = Vec::with_capacity(groups.len());
        for (number, group) in groups.iter().enumerate().filter(|(number, _)| !parts.contains_key(number)) {
            let Some(&first) = group.first() else { continue };
            let mut linked = Vec::new();
            for &i in &group[1..] {
                linked.push(reports.compare(first, i)?.ok());
            }
            let mut above = above.remove(&number).unwrap_or_default();
            above.sort_unstable();
            let mut umbrellas = Vec::new();
            for &i in above.iter().flat_map(|umbrella| &groups[*umbrella]) {
                umbrellas.push((reports.compare_part(first, i)?, reports.get(i)?.into_owned()));
            }
            let members = group.iter().map(|&i| reports.take(i)).collect::<io::Result<Vec<Event>>>()?;
            let Some(mut event) = unite_all(members, &linked, umbrellas) else { continue };
            event.event_id = names[number].clone();
            // What an event answers was told by the same document.
            if let Some(cause) = &event.retaliates {
                let cause = features::hash(cause);
                let told = event.sources.iter().find_map(|s| answered.get(&(features::hash(&s.document), cause)));
                event.retaliates = told.map(name).or(event.retaliates);
            }
            keys.push(reports::key(&event));
            out.push(event)?;
        }
        Layer::sorted(out, keys)
    }

    /// The groups of the events that others answer, by document and id.
    fn answered(&self) -> HashMap<(u64, u64), usize> {
        let features = |i: &u32| &self.reports.features[*i as usize];
        let mut wanted: HashSet<(u64, u64)> = HashSet::new();
        for group in &self.groups {
            let Some(cause) = group.iter().find_map(|i| features(i).retaliates) else { continue };
            wanted.extend(group.iter().flat_map(|i| &features(i).documents).map(|document| (*document, cause)));
        }
        let mut out = HashMap::new();
        for (number, group) in self.groups.iter().enumerate() {
            let told_as = group.iter().filter_map(|i| Some((*features(i).documents.first()?, features(i).id)));
            out.extend(told_as.filter(|key| wanted.contains(key)).map(|key| (key, number)));
        }
        out
    }
}

/// One event from its reports, in their order, with why each but the first was taken for one, and from umbrella reports that tell it, too.
fn unite_all(members: Vec<Event>, linked: &[Option<Decision>], umbrellas: Vec<(Decision, Event)>) -> Option<Event> {
    let contradictions = if members.len() > 1 { contradictions::contradictions(&members) } else { Vec::new() };
    let all = members.iter().chain(umbrellas.iter().map(|(_, event)| event));
    let confidences: Vec<(Source, f64)> = all.filter_map(|e| Some((e.sources.first()?.clone(), e.confidence))).collect();
    let mut reports = members.into_iter();
    let mut event = reports.next()?;
    if reports.len() == 0 && umbrellas.is_empty() {
        return Some(event);
    }
    for (report, decision) in reports.zip(linked) {
        let why = decision.as_ref().map(|decision| why(&report, "link", decision));
        unite(&mut event, report);
        event.evidence.extend(why);
    }
    for (decision, umbrella) in umbrellas {
        event.evidence.push(why(&umbrella, "umbrella", &decision));
        attach(&mut event, umbrella);
    }
    event.evidence.extend(contradictions);
    event.sources.sort();
    event.evidence.sort();
    event.source_count = accounts(&event.sources).0;
    event.confidence = confidence(&confidences);
    crate::codes::refresh(&mut event);
    Some(event)
}

/// Add what an umbrella report tells of each of its parts: who, and what is answered. Its place, its weapons and its toll are of the whole.
fn attach(part: &mut Event, umbrella: Event) {
    if part.perpetrators.is_empty() {
        part.evidence.extend(umbrella.evidence.into_iter().filter(|e| e.field == "perpetrators"));
        part.perpetrators = umbrella.perpetrators;
    }
    part.retaliates = part.retaliates.take().or(umbrella.retaliates);
    part.sources.extend(umbrella.sources);
}

/// The name that most reports give the event, without the number among namesakes: so a further report seldom changes it.
fn commonest_id<'e>(members: impl Iterator<Item = &'e str>) -> String {
    let mut ids: Vec<&str> = members.map(|id| id.split('-').next().unwrap_or_default()).collect();
    ids.sort_unstable();
    let most = ids.chunk_by(|a, b| a == b).max_by_key(|same| (same.len(), std::cmp::Reverse(same[0])));
    most.map_or(String::new(), |same| same[0].to_string())
}

/// Why a report was taken for one of the event, beside its quote.
fn why(report: &Event, field: &str, decision: &Decision) -> Evidence {
    let source = report.sources.first().cloned().unwrap_or_default();
    Evidence { field: field.into(), document: source.document, start: source.start, end: source.end, text: source.quote, rule: decision.to_string() }
}

/// Independent doubt multiplies: the surest account counts whole, each further one half, a copy nothing.
fn confidence(reports: &[(Source, f64)]) -> f64 {
    let mut reports: Vec<&(Source, f64)> = reports.iter().collect();
    reports.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut doubt = 1.0;
    for (i, (source, sure)) in reports.iter().enumerate() {
        if !reports[..i].iter().any(|(before, _)| copies(source, before)) {
            doubt *= 1.0 - sure * if i == 0 { 1.0 } else { 0.5 };
        }
    }
    ((1.0 - doubt) * 100.0).round() / 100.0
}

fn unite(into: &mut Event, other: Event) {
    if other.radius_km.unwrap_or(f64::MAX) < into.radius_km.unwrap_or(f64::MAX) {
        into.place_id = other.place_id;
        into.place_ar = other.place_ar;
        into.place_en = other.place_en;
        (into.admin1, into.admin2, into.country) = (other.admin1, other.admin2, other.country);
        (into.geo_precision, into.radius_km, into.relation) = (other.geo_precision, other.radius_km, other.relation);
        (into.coord_basis, into.point) = (other.coord_basis, other.point);
        (into.acled_geo_precision, into.ucdp_where_prec) = (other.acled_geo_precision, other.ucdp_where_prec);
    }
    // The days that both allow.
    if into.date_start.is_none() {
        (into.date_start, into.date_end, into.date_precision) = (other.date_start, other.date_end, other.date_precision);
    } else if other.date_start.is_some() {
        into.date_start = into.date_start.take().max(other.date_start);
        into.date_end = into.date_end.take().min(other.date_end);
        if into.date_start == into.date_end {
            into.date_precision = Some(DatePrecision::Day);
        }
    }
    let low = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
    let high = |a: (Option<u32>, Option<u32>), b: (Option<u32>, Option<u32>)| match (a, b) {
        ((None, None), (_, max)) | ((_, max), (None, None)) => max,
        ((_, x), (_, y)) => x.zip(y).map(|(x, y)| x.max(y)),
    };
    into.killed_max = high((into.killed_min, into.killed_max), (other.killed_min, other.killed_max));
    into.killed_min = low(into.killed_min, other.killed_min);
    into.injured_max = high((into.injured_min, into.injured_max), (other.injured_min, other.injured_max));
    into.injured_min = low(into.injured_min, other.injured_min);
    for (mine, theirs) in [(&mut into.perpetrators, other.perpetrators), (&mut into.targets, other.targets), (&mut into.weapons, other.weapons)] {
        for id in theirs {
            if !mine.contains(&id) {
                mine.push(id);
            }
        }
        if mine.len() > 1 {
            mine.retain(|id| id != "unknown");
        }
    }
    if into.method == crate::event::Method::Unknown {
        into.method = other.method;
    }
    into.time_of_day = into.time_of_day.take().or(other.time_of_day);
    into.target_kind = into.target_kind.take().or(other.target_kind);
    into.retaliates = into.retaliates.take().or(other.retaliates);
    into.sources.extend(other.sources);
    into.evidence.extend(other.evidence);
}
