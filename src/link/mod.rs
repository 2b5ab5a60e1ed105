//! One event told by several documents.

mod blocks;
mod cluster;
mod contradictions;
mod duplicates;
mod score;

pub use duplicates::{accounts, copies};
pub use score::{Decision, Refusal, compare};

use crate::event::{DatePrecision, Event, Evidence, Source};
use hashbrown::HashMap;

/// Unite the reports of one event. The result does not depend on the order of the input.
///
/// Two reports are compared by [`compare`]; groups are united while their reports agree on average. Events of one document are never united.
pub fn link(events: Vec<Event>) -> Vec<Event> {
    Linking::of(events).unite()
}

/// Reports in groups: those of one group tell one event.
#[derive(Debug)]
pub struct Linking {
    /// The reports, sorted.
    pub(crate) reports: Vec<Event>,
    /// Ascending indices of reports.
    pub(crate) groups: Vec<Vec<u32>>,
    /// The name of each group's event.
    pub(crate) names: Vec<String>,
}

impl Linking {
    /// Find the groups.
    pub fn of(mut events: Vec<Event>) -> Linking {
        sort(&mut events);
        let groups = cluster::clusters(&events);
        // Events of one name are told apart by their order.
        let mut seen: HashMap<String, usize> = HashMap::new();
        let name = |group: &Vec<u32>| {
            let id = commonest_id(group.iter().map(|&i| &events[i as usize]));
            let count = seen.entry(id.clone()).or_insert(0);
            *count += 1;
            if *count > 1 { format!("{id}-{count}") } else { id }
        };
        let names = groups.iter().map(name).collect();
        Linking { reports: events, groups, names }
    }

    /// Leave each report alone, with the name that it has.
    pub fn apart(mut events: Vec<Event>) -> Linking {
        sort(&mut events);
        let groups = (0..events.len() as u32).map(|i| vec![i]).collect();
        let names = events.iter().map(|e| e.event_id.clone()).collect();
        Linking { reports: events, groups, names }
    }

    /// The events.
    pub fn unite(self) -> Vec<Event> {
        let Linking { reports, groups, names } = self;
        let told_as: Vec<(String, String)> =
            reports.iter().map(|e| (e.sources.first().map(|s| s.document.clone()).unwrap_or_default(), e.event_id.clone())).collect();
        let mut out: Vec<Event> = Vec::with_capacity(groups.len());
        let mut slots: Vec<Option<Event>> = reports.into_iter().map(Some).collect();
        let mut named: HashMap<&(String, String), &str> = HashMap::with_capacity(told_as.len());
        for (group, name) in groups.iter().zip(&names) {
            let members: Vec<Event> = group.iter().filter_map(|&i| slots[i as usize].take()).collect();
            out.extend(unite_all(members).map(|event| Event { event_id: name.clone(), ..event }));
            named.extend(group.iter().map(|&i| (&told_as[i as usize], name.as_str())));
        }
        // What an event answers was told by the same document.
        for event in &mut out {
            if let Some(cause) = &event.retaliates {
                let told = event.sources.iter().find_map(|s| named.get(&(s.document.clone(), cause.clone())));
                event.retaliates = told.map(|name| name.to_string()).or(event.retaliates.take());
            }
        }
        sort(&mut out);
        out
    }
}

/// The order of the output: by day, place, id, document.
pub fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
}

type Key<'e> = (Option<&'e str>, Option<&'e str>, &'e str, &'e [Source]);

fn sort_key(event: &Event) -> Key<'_> {
    (event.date_start.as_deref(), event.place_id.as_deref(), &event.event_id, &event.sources)
}

/// One event from its reports, in their order.
fn unite_all(members: Vec<Event>) -> Option<Event> {
    let contradictions = if members.len() > 1 { contradictions::contradictions(&members) } else { Vec::new() };
    let confidences: Vec<(Source, f64)> = members.iter().filter_map(|e| Some((e.sources.first()?.clone(), e.confidence))).collect();
    let mut reports = members.into_iter();
    let mut event = reports.next()?;
    if reports.len() == 0 {
        return Some(event);
    }
    let first = event.clone();
    for report in reports {
        let why = compare(&first, &report).ok().map(|d| linked(&report, &d));
        unite(&mut event, report);
        event.evidence.extend(why);
    }
    event.evidence.extend(contradictions);
    event.sources.sort();
    event.evidence.sort();
    event.source_count = accounts(&event.sources).0;
    event.confidence = confidence(&confidences);
    crate::codes::refresh(&mut event);
    Some(event)
}

/// The name that most reports give the event, without the number among namesakes: so a further report seldom changes it.
fn commonest_id<'e>(members: impl Iterator<Item = &'e Event>) -> String {
    let mut ids: Vec<&str> = members.map(|e| e.event_id.split('-').next().unwrap_or_default()).collect();
    ids.sort_unstable();
    let most = ids.chunk_by(|a, b| a == b).max_by_key(|same| (same.len(), std::cmp::Reverse(same[0])));
    most.map_or(String::new(), |same| same[0].to_string())
}

/// Why a report was taken for one of the event, beside its quote.
fn linked(report: &Event, decision: &Decision) -> Evidence {
    let source = report.sources.first().cloned().unwrap_or_default();
    Evidence { field: "link".into(), document: source.document, start: source.start, end: source.end, text: source.quote, rule: decision.to_string() }
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
