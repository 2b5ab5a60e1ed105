//! One row of a layer, whatever program saved it: text for numbers, one text for lists, empty text for nothing.

use super::report::Report;
use crate::event::Count;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::str::FromStr;

/// The fields of a row, and its point.
#[derive(Debug)]
pub struct Row {
    pub fields: Map<String, Value>,
    pub point: Option<[f64; 2]>,
}

impl Row {
    /// The row as an account of each of its documents. A row of gold must have its days in order; of what is predicted only the first day counts.
    pub fn reports(&self, gold: bool) -> Result<Vec<Report>, String> {
        if let Some([lon, lat]) = self.point
            && !((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
        {
            return Err(format!("{lon}, {lat} is no longitude and latitude in degrees"));
        }
        let first = self.read("date_start", day)?;
        let last = self.read("date_end", day)?;
        let days = match (first, last) {
            (None, None) => None,
            (Some(first), Some(last)) if gold && last < first => return Err("date_end lies before date_start".into()),
            (None, Some(_)) if gold => return Err("date_end without date_start".into()),
            (first, last) => first.map(|first| [first, last.unwrap_or(first)]),
        };
        let report = Report {
            document: String::new(),
            class: self.read("class", known)?.ok_or("class is empty")?,
            method: self.read("method", known)?,
            outcome: self.read("outcome", known)?,
            days,
            place: self.read_either("place_ar", "place", text)?,
            point: self.point,
            radius_km: self.read("radius_km", number)?,
            perpetrators: self.read_either("perpetrators", "perpetrator", list)?.unwrap_or_default(),
            targets: self.read_either("targets", "target", list)?.unwrap_or_default(),
            killed: Count { min: self.read("killed_min", count)?, max: self.read("killed_max", count)? },
            injured: Count { min: self.read("injured_min", count)?, max: self.read("injured_max", count)? },
            optional: self.read("optional", flag)?.unwrap_or(false),
        };
        let documents = self.read_either("sources", "document", documents)?.ok_or("sources is empty: which document tells it?")?;
        Ok(report.in_documents(documents.iter().map(String::as_str)))
    }

    /// The value of a field, or of the one that stands for it.
    fn read_either<T>(&self, name: &str, other: &str, parse: impl Fn(&Value) -> Result<Option<T>, String>) -> Result<Option<T>, String> {
        Ok(self.read(name, &parse)?.or(self.read(other, parse)?))
    }

    /// The value of a field; `None` where the field is missing or empty.
    pub fn read<T>(&self, name: &str, parse: impl Fn(&Value) -> Result<Option<T>, String>) -> Result<Option<T>, String> {
        self.fields.get(name).map_or(Ok(None), |value| parse(value).map_err(|e| format!("{name}: {e}")))
    }
}

/// Text, numbers as text; empty is nothing. The apostrophe that keeps spreadsheets from calculating is taken off.
pub(crate) fn text(value: &Value) -> Result<Option<String>, String> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(s) => s.trim().to_string(),
        other => other.to_string(),
    };
    let shown = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).map(str::to_string).unwrap_or(text);
    Ok((!shown.is_empty()).then_some(shown))
}

pub(crate) fn known<T: FromStr<Err = String>>(value: &Value) -> Result<Option<T>, String> {
    text(value)?.map(|t| t.to_lowercase().parse()).transpose()
}

/// A number, also one with a decimal comma.
pub fn number(value: &Value) -> Result<Option<f64>, String> {
    let Some(text) = text(value)? else { return Ok(None) };
    let parsed = text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
    parsed.map(Some).ok_or_else(|| format!("{text:?} is no number"))
}

/// A whole number, also one that was saved as `5.0`.
pub(crate) fn count(value: &Value) -> Result<Option<u32>, String> {
    match number(value)? {
        None => Ok(None),
        Some(n) if n >= 0.0 && n.fract() == 0.0 && n <= f64::from(u32::MAX) => Ok(Some(n as u32)),
        Some(n) => Err(format!("{n} is no count")),
    }
}

/// `2024-02-13`, `2024/02/13`, both also with a time of day behind.
pub(crate) fn day(value: &Value) -> Result<Option<Date>, String> {
    let Some(text) = text(value)? else { return Ok(None) };
    let (day, time) = text.split_at_checked(10).unwrap_or((&text, ""));
    let day = day.replace('/', "-").parse::<Date>().ok().filter(|_| time.is_empty() || time.starts_with(['T', ' ', '+', 'Z']));
    day.map(Some).ok_or_else(|| format!("{text:?} is no day (YYYY-MM-DD)"))
}

fn flag(value: &Value) -> Result<Option<bool>, String> {
    match text(value)?.map(|t| t.to_lowercase()).as_deref() {
        None => Ok(None),
        Some("true" | "1" | "1.0" | "yes") => Ok(Some(true)),
        Some("false" | "0" | "0.0" | "no") => Ok(Some(false)),
        Some(other) => Err(format!("{other:?} is neither true nor false")),
    }
}

/// An array, an array as JSON text, `a;b`, or GDAL's `(2:a,b)`.
pub(crate) fn list(value: &Value) -> Result<Option<Vec<String>>, String> {
    if let Value::Array(items) = value {
        let items = items.iter().map(text).collect::<Result<Vec<_>, _>>()?;
        return Ok(Some(items.into_iter().flatten().collect::<Vec<_>>()).filter(|items| !items.is_empty()));
    }
    let Some(text) = text(value)? else { return Ok(None) };
    if text.starts_with('[') {
        return list(&array(&text)?);
    }
    let numbered = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).and_then(|t| t.split_once(':'));
    let inside = numbered.filter(|(n, _)| n.parse::<usize>().is_ok()).map_or(text.as_str(), |(_, items)| items);
    Ok(Some(inside.split([';', ',']).map(str::trim).filter(|id| !id.is_empty()).map(str::to_string).collect()))
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

pub(crate) fn array(text: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if value.is_array() { Ok(value) } else { Err("this is no list".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_as_programs_save_them() {
        for value in
            [json!(["us", "coalition"]), json!("us;coalition"), json!("[ \"us\", \"coalition\" ]"), json!("(2:us,coalition)"), json!("us; coalition")]
        {
            assert_eq!(list(&value), Ok(Some(vec!["us".into(), "coalition".into()])), "{value}");
        }
        for value in [json!([]), json!(""), json!(null), json!("[]")] {
            assert_eq!(list(&value), Ok(None), "{value}");
        }
    }

    #[test]
    fn days_as_programs_save_them() {
        for text in ["2024-02-13", "2024/02/13", "2024-02-13T00:00:00", "2024/02/13 00:00:00+00", " 2024-02-13 "] {
            assert_eq!(day(&json!(text)), Ok(Some(jiff::civil::date(2024, 2, 13))), "{text}");
        }
        for text in ["13/02/2024", "2/13/2024", "2024-02-30", "2024-02-135", "أمس"] {
            assert!(day(&json!(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn counts_as_programs_save_them() {
        for value in [json!(5), json!(5.0), json!("5"), json!("5.0"), json!("5,0")] {
            assert_eq!(count(&value), Ok(Some(5)), "{value}");
        }
        assert_eq!(count(&json!("")), Ok(None));
        assert!(count(&json!(-1)).is_err() && count(&json!(1.5)).is_err() && count(&json!("خمسة")).is_err());
    }

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
