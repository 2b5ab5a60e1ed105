//! A folder of the codebook's gold files: one JSON file a document, with its events.

use super::gold::{GoldDocument, GoldEvent, GoldPlace};
use super::report::document_name;
use super::{EvaluationError, problem};
use crate::event::{Class, Count, Method, Outcome};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// Unknown keys (ids, notes, `document`) are passed over.
#[derive(Deserialize)]
struct File {
    events: Vec<Value>,
}

#[derive(Deserialize)]
struct Row {
    class: Class,
    method: Option<OneOrMore<Method>>,
    outcome: Option<OneOrMore<Outcome>>,
    date: Option<Vec<Date>>,
    place: Option<Place>,
    perpetrator: Option<Vec<String>>,
    target: Option<Vec<String>>,
    killed: Option<[Option<u32>; 2]>,
    injured: Option<[Option<u32>; 2]>,
    optional: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

#[derive(Deserialize)]
struct Place {
    name_ar: Option<String>,
    lat: f64,
    lon: f64,
    tolerance_km: f64,
}

/// Read all `*.json` of a folder, in the order of their names.
pub fn read(folder: &Path) -> Result<(Vec<GoldDocument>, Vec<EvaluationError>), EvaluationError> {
    let entries = std::fs::read_dir(folder).map_err(|e| problem(folder.display(), e))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| problem(folder.display(), e))?.path();
        if path.extension().is_some_and(|e| e == "json") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(problem(folder.display(), "no .json file in this folder"));
    }
    paths.sort();
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|e| e.to_string());
        let file: File = match text.and_then(|t| serde_json::from_str(&t).map_err(|e| e.to_string())) {
            Ok(file) => file,
            Err(e) => {
                problems.push(problem(path.display(), e));
                continue;
            }
        };
        let name = document_name(&path.file_name().unwrap_or_default().to_string_lossy());
        let mut events = Vec::new();
        for (i, value) in file.events.into_iter().enumerate() {
            match serde_json::from_value::<Row>(value).map_err(|e| e.to_string()).and_then(event) {
                Ok(event) => events.push(event),
                Err(e) => problems.push(problem(format!("{}, event {}", path.display(), i + 1), e)),
            }
        }
        documents.push(GoldDocument { name, events });
    }
    Ok((documents, problems))
}

fn event(row: Row) -> Result<GoldEvent, String> {
    let days = match row.date.unwrap_or_default()[..] {
        [] => None,
        [first, last] if first <= last => Some([first, last]),
        _ => return Err("date is neither [] nor [first, last]".into()),
    };
    let count = |pair: Option<[Option<u32>; 2]>| pair.map(|[min, max]| Count { min, max });
    Ok(GoldEvent {
        class: row.class,
        methods: all(row.method),
        outcomes: all(row.outcome),
        days,
        place: row.place.map(|p| GoldPlace { name: p.name_ar, point: [p.lon, p.lat], tolerance_km: p.tolerance_km }),
        perpetrators: row.perpetrator.unwrap_or_default(),
        targets: row.target.unwrap_or_default(),
        killed: count(row.killed),
        injured: count(row.injured),
        optional: row.optional.unwrap_or(false),
    })
}

fn all<T>(value: Option<OneOrMore<T>>) -> Vec<T> {
    match value {
        None => Vec::new(),
        Some(OneOrMore::One(one)) => vec![one],
        Some(OneOrMore::More(more)) => more,
    }
}
