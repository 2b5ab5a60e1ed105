//! One row of a review file: which event it means, and what it says of it.

use super::ReviewError;
use crate::event::{Event, Evidence, Review};
use crate::layer::{Row, array, known, number, text};
use serde_json::Value;

/// A report that a row names: a document, and, where it is told, the characters of the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub document: String,
    pub span: Option<(usize, usize)>,
}

/// What a row says.
#[derive(Debug)]
pub struct Said {
    file: String,
    place: String,
    pub event_id: Option<String>,
    pub anchors: Vec<Anchor>,
    pub review: Option<Review>,
    pub merge_into: Option<String>,
    pub split: Vec<String>,
    /// The values of fields; those to be made unknown hold [`CLEAR`].
    pub row: Row,
}

/// A cell that says: this is not known.
pub const CLEAR: &str = "-";

impl Said {
    /// Read a row; `None` for one of which all cells that matter are empty.
    pub fn read(row: Row, file: &str, place: &str) -> Result<Option<Said>, String> {
        if let Some([lon, lat]) = row.point
            && !((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
        {
            return Err(format!("{lon}, {lat} is no longitude and latitude in degrees"));
        }
        let mut anchors = match row.fields.get("sources") {
            Some(value) => anchors(value).map_err(|e| format!("sources: {e}"))?,
            None => Vec::new(),
        };
        if let Some(document) = row.read("document", text)? {
            let start = row.read("start", number)?.map(|n| n as usize);
            let end = row.read("end", number)?.map(|n| n as usize);
            anchors.push(Anchor { document, span: start.map(|start| (start, end.unwrap_or(start).max(start + 1))) });
        }
        let said = Said {
            file: file.to_string(),
            place: place.to_string(),
            event_id: row.read("event_id", text)?,
            anchors,
            review: row.read("review", known)?,
            merge_into: row.read("merge_into", text)?,
            split: row
                .read("split", text)?
                .map(|s| s.split(';').map(|d| d.trim().to_string()).filter(|d| !d.is_empty()).collect())
                .unwrap_or_default(),
            row,
        };
        if said.event_id.is_none() && said.anchors.is_empty() {
            return Err("neither event_id nor document says which event is meant".into());
        }
        let says = said.review.is_some() || said.merge_into.is_some() || !said.split.is_empty() || said.states_something();
        if says { Ok(Some(said)) } else { Err("it says nothing of the event".into()) }
    }

    fn states_something(&self) -> bool {
        self.row.point.is_some() || super::pin::FIELDS.iter().any(|field| matches!(self.row.read(field, text), Ok(Some(_))))
    }

    /// File and row.
    pub fn at(&self) -> String {
        format!("{}, {}", self.file, self.place)
    }

    pub fn problem(&self, reason: String) -> ReviewError {
        ReviewError { at: self.at(), reason }
    }

    /// The row as the evidence of a field.
    pub fn evidence(&self, field: &str, value: &str, more: &str) -> Evidence {
        let rule = format!("review: {}{more}", self.place);
        Evidence { field: field.into(), document: self.file.clone(), start: 0, end: 0, text: value.into(), rule }
    }

    /// Does the row list the documents that tell the event now, all of them and no others?
    pub fn tells_sources_of(&self, event: &Event) -> bool {
        let mut here: Vec<&str> = self.anchors.iter().map(|a| a.document.as_str()).collect();
        let mut there: Vec<&str> = event.sources.iter().map(|s| s.document.as_str()).collect();
        here.sort_unstable();
        there.sort_unstable();
        here == there
    }
}

/// The column `sources` as marsad writes it, or names of documents joined by `;`.
fn anchors(value: &Value) -> Result<Vec<Anchor>, String> {
    let items = match value {
        Value::Array(_) => value.clone(),
        _ => match text(value)? {
            None => return Ok(Vec::new()),
            Some(json) if json.starts_with('[') => array(&json)?,
            Some(names) => names.split(';').map(|n| Value::from(n.trim())).collect(),
        },
    };
    let one = |item: &Value| {
        let document = item["document"].as_str().or(item.as_str()).ok_or("a source without document")?;
        let offset = |name: &str| item[name].as_u64().map(|n| n as usize);
        Ok(Anchor { document: document.to_string(), span: offset("start").zip(offset("end")) })
    };
    items.as_array().into_iter().flatten().map(one).collect()
}
