//! The rows of a layer as reports.

use super::report::Report;
use super::{EvaluationError, problem};
use crate::event::Count;
use crate::layer::{Row, array, count, day, known, list, number, rows, text};
use serde_json::Value;
use std::path::Path;

/// Read the reports of a layer. Rows that cannot be read are reported and left out.
pub fn read_reports(path: &Path) -> Result<(Vec<Report>, Vec<EvaluationError>), EvaluationError> {
    read(path, false)
}

/// As [`read_reports`], of a layer that was corrected to be gold.
pub fn read_corrected(path: &Path) -> Result<(Vec<Report>, Vec<EvaluationError>), EvaluationError> {
    read(path, true)
}

fn read(path: &Path, gold: bool) -> Result<(Vec<Report>, Vec<EvaluationError>), EvaluationError> {
    let bytes = std::fs::read(path).map_err(|e| problem(path.display(), e))?;
    parse(&path.display().to_string(), bytes, gold)
}

/// As [`read_reports`], from the bytes of a file; `name` stands in the messages.
pub fn parse_reports(name: &str, bytes: Vec<u8>) -> Result<(Vec<Report>, Vec<EvaluationError>), EvaluationError> {
    parse(name, bytes, false)
}

fn parse(name: &str, bytes: Vec<u8>, gold: bool) -> Result<(Vec<Report>, Vec<EvaluationError>), EvaluationError> {
    let of_events = |has: &dyn Fn(&str) -> bool| {
        if !has("class") || !has("date_start") || !(has("sources") || has("document")) {
            return Err("a table of events has the columns class, date_start and sources (or document)");
        }
        let placed = has("wkt") || has("x") && has("y") || has("lon") && has("lat");
        if placed { Ok(()) } else { Err("there are no columns lon and lat (nor X and Y, nor WKT)") }
    };
    let (mut reports, mut problems) = (Vec::new(), Vec::new());
    for (at, row) in rows(name, bytes, of_events).map_err(EvaluationError)? {
        match row.and_then(|row| told(&row, gold)) {
            Ok(more) => reports.extend(more),
            Err(e) => problems.push(problem(format!("{name}, {at}"), e)),
        }
    }
    Ok((reports, problems))
}

/// The row as an account of each of its documents. A row of gold must have its days in order; of what is predicted only the first day counts.
fn told(row: &Row, gold: bool) -> Result<Vec<Report>, String> {
    if let Some([lon, lat]) = row.point
        && !((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
    {
        return Err(format!("{lon}, {lat} is no longitude and latitude in degrees"));
    }
    let first = row.read("date_start", day)?;
    let last = row.read("date_end", day)?;
    let days = match (first, last) {
        (None, None) => None,
        (Some(first), Some(last)) if gold && last < first => return Err("date_end lies before date_start".into()),
        (None, Some(_)) if gold => return Err("date_end without date_start".into()),
        (first, last) => first.map(|first| [first, last.unwrap_or(first)]),
    };
    let report = Report {
        document: String::new(),
        class: row.read("class", known)?.ok_or("class is empty")?,
        method: row.read("method", known)?,
        outcome: row.read("outcome", known)?,
        days,
        place: row.read_either("place_ar", "place", text)?,
        point: row.point,
        radius_km: row.read("radius_km", number)?,
        perpetrators: row.read_either("perpetrators", "perpetrator", list)?.unwrap_or_default(),
        targets: row.read_either("targets", "target", list)?.unwrap_or_default(),
        killed: Count { min: row.read("killed_min", count)?, max: row.read("killed_max", count)? },
        injured: Count { min: row.read("injured_min", count)?, max: row.read("injured_max", count)? },
        optional: row.read("optional", flag)?.unwrap_or(false),
    };
    let documents = row.read_either("sources", "document", documents)?.ok_or("sources is empty: which document tells it?")?;
    Ok(report.in_documents(documents.iter().map(String::as_str)))
}

fn flag(value: &Value) -> Result<Option<bool>, String> {
    match text(value)?.map(|t| t.to_lowercase()).as_deref() {
        None => Ok(None),
        Some("true" | "1" | "1.0" | "yes") => Ok(Some(true)),
        Some("false" | "0" | "0.0" | "no") => Ok(Some(false)),
        Some(other) => Err(format!("{other:?} is neither true nor false")),
    }
}

/// The names of the documents: an array of objects with `document` (also as JSON text), of names, or `a.txt;b.txt`.
fn documents(value: &Value) -> Result<Option<Vec<String>>, String> {
    let parsed = match text(value)? {
        None => return Ok(None),
        Some(text) if value.is_string() && !text.starts_with('[') => {
            let names: Vec<String> = text.split(';').map(str::trim).filter(|n| !n.is_empty()).map(str::to_string).collect();
            return Ok(Some(names).filter(|n| !n.is_empty()));
        }
        Some(text) if value.is_string() => array(&text)?,
        Some(_) => value.clone(),
    };
    let Value::Array(items) = parsed else { return Err("this is no list".into()) };
    let name = |item: &Value| item["document"].as_str().or(item.as_str()).map(str::to_string).ok_or("a source without document");
    let names: Vec<String> = items.iter().map(name).collect::<Result<_, _>>()?;
    Ok(Some(names).filter(|n| !n.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn documents_as_programs_save_them() {
        let sources = json!([{"document": "a.txt", "quote": "…"}, {"document": "b.txt"}]);
        for value in [sources.clone(), json!(sources.to_string()), json!("a.txt;b.txt"), json!(["a.txt", "b.txt"])] {
            assert_eq!(documents(&value), Ok(Some(vec!["a.txt".into(), "b.txt".into()])), "{value}");
        }
        assert!(documents(&json!([{"url": "x"}])).is_err());
        assert_eq!(documents(&json!([])), Ok(None));
    }
}
