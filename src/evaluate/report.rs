//! What is compared of an event: one document's account, without the fields that follow from others.

use crate::event::{Class, Count, Event, Method, Outcome};
use jiff::civil::Date;

/// One document's account of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The document, as [`document_name`] makes it from the input's file name.
    pub document: String,
    /// Whose act.
    pub class: Class,
    /// With what.
    pub method: Option<Method>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// First and last day on which it may have begun.
    pub days: Option<[Date; 2]>,
    /// The place's name.
    pub place: Option<String>,
    /// Longitude and latitude, WGS 84.
    pub point: Option<[f64; 2]>,
    /// The event lies within this distance of the point.
    pub radius_km: Option<f64>,
    /// Ids of the authors.
    pub perpetrators: Vec<String>,
    /// Ids of those who were hit.
    pub targets: Vec<String>,
    /// Deaths.
    pub killed: Count,
    /// Wounded.
    pub injured: Count,
    /// As gold: neither finding nor missing it counts.
    pub optional: bool,
}

/// The accounts that events stand for: a linked event is an account of each of its documents.
pub fn reports(events: &[Event]) -> Vec<Report> {
    events.iter().flat_map(of_event).collect()
}

fn of_event(event: &Event) -> Vec<Report> {
    let day = |text: &Option<String>| text.as_deref().and_then(|d| d.parse::<Date>().ok());
    let first = day(&event.date_start);
    let report = Report {
        document: String::new(),
        class: event.class,
        method: Some(event.method),
        outcome: Some(event.outcome),
        days: first.map(|first| [first, day(&event.date_end).unwrap_or(first)]),
        place: event.place_ar.clone(),
        point: event.point,
        radius_km: event.radius_km,
        perpetrators: event.perpetrators.clone(),
        targets: event.targets.clone(),
        killed: Count { min: event.killed_min, max: event.killed_max },
        injured: Count { min: event.injured_min, max: event.injured_max },
        optional: false,
    };
    report.in_documents(event.sources.iter().map(|s| s.document.as_str()))
}

impl Report {
    /// The same account for each of several documents, once each.
    pub(super) fn in_documents<'n>(self, names: impl Iterator<Item = &'n str>) -> Vec<Report> {
        let mut out: Vec<Report> = Vec::new();
        for document in names.map(document_name) {
            if out.iter().all(|r| r.document != document) {
                out.push(Report { document, ..self.clone() });
            }
        }
        out
    }
}

/// A document's name for comparison: the file name without folders and ending. The number of a record in a file of many (`posts.jsonl#3`) stays.
pub fn document_name(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let (name, record) = match name.rsplit_once('#') {
        Some((name, n)) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => (name, Some(n)),
        _ => (name, None),
    };
    let dots = name.len() - name.trim_start_matches('.').len();
    let stem = name.rfind('.').filter(|&at| at >= dots.max(1)).map_or(name, |at| &name[..at]);
    record.map_or_else(|| stem.to_string(), |n| format!("{stem}#{n}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folder_and_ending() {
        let names = ["a/b/levant-01.txt", "levant-01", "v1.2.txt", ".hidden", "posts.jsonl#3", "c#.txt"].map(document_name);
        assert_eq!(names, ["levant-01", "levant-01", "v1.2", ".hidden", "posts#3", "c#"]);
    }

    #[test]
    fn a_linked_event_is_an_account_of_each_document() {
        let mut event = Event::blank();
        event.sources = ["a.txt", "b.txt"].map(|d| crate::event::Source { document: d.into(), ..Default::default() }).to_vec();
        let names: Vec<String> = reports(&[event]).into_iter().map(|r| r.document).collect();
        assert_eq!(names, ["a", "b"]);
    }
}
