//! One row of a layer, whatever program saved it: text for numbers, one text for lists, empty text for nothing.

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
    /// The value of a field, or of the one that stands for it.
    pub fn read_either<T>(&self, name: &str, other: &str, parse: impl Fn(&Value) -> Result<Option<T>, String>) -> Result<Option<T>, String> {
        Ok(self.read(name, &parse)?.or(self.read(other, parse)?))
    }

    /// The value of a field; `None` where the field is missing or empty.
    pub fn read<T>(&self, name: &str, parse: impl Fn(&Value) -> Result<Option<T>, String>) -> Result<Option<T>, String> {
        self.fields.get(name).map_or(Ok(None), |value| parse(value).map_err(|e| format!("{name}: {e}")))
    }
}

/// Text, numbers as text; empty is nothing. The apostrophe that keeps spreadsheets from calculating is taken off.
pub fn text(value: &Value) -> Result<Option<String>, String> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(s) => s.trim().to_string(),
        other => other.to_string(),
    };
    let shown = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).map(str::to_string).unwrap_or(text);
    Ok((!shown.is_empty()).then_some(shown))
}

pub fn known<T: FromStr<Err = String>>(value: &Value) -> Result<Option<T>, String> {
    text(value)?.map(|t| t.to_lowercase().parse()).transpose()
}

/// A number, also one with a decimal comma.
pub fn number(value: &Value) -> Result<Option<f64>, String> {
    let Some(text) = text(value)? else { return Ok(None) };
    let parsed = text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
    parsed.map(Some).ok_or_else(|| format!("{text:?} is no number"))
}

/// A whole number, also one that was saved as `5.0`.
pub fn count(value: &Value) -> Result<Option<u32>, String> {
    match number(value)? {
        None => Ok(None),
        Some(n) if n >= 0.0 && n.fract() == 0.0 && n <= f64::from(u32::MAX) => Ok(Some(n as u32)),
        Some(n) => Err(format!("{n} is no count")),
    }
}

/// `2024-02-13`, `2024/02/13`, both also with a time of day behind.
pub fn day(value: &Value) -> Result<Option<Date>, String> {
    let Some(text) = text(value)? else { return Ok(None) };
    let (day, time) = text.split_at_checked(10).unwrap_or((&text, ""));
    let day = day.replace('/', "-").parse::<Date>().ok().filter(|_| time.is_empty() || time.starts_with(['T', ' ', '+', 'Z']));
    day.map(Some).ok_or_else(|| format!("{text:?} is no day (YYYY-MM-DD)"))
}

/// An array, an array as JSON text, `a;b`, or GDAL's `(2:a,b)`.
pub fn list(value: &Value) -> Result<Option<Vec<String>>, String> {
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

pub fn array(text: &str) -> Result<Value, String> {
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
}
