//! The record as a table: the columns that every tabular format writes, in the record's order.
//!
//! The table is made once for events, once for their sources and once for their evidence; a format only says how it writes a cell.

use crate::event::{Class, DatePrecision, Event, Evidence, GeoPrecision, Method, Outcome, Relation, Review, Source, Status};
use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A whole number.
    Int,
    /// A number.
    Real,
    /// A list of ids.
    List,
    /// The reports of the event: [`SOURCE`].
    Sources,
    /// The words behind its fields: [`EVIDENCE`].
    Evidence,
}

/// The value of one column of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'e> {
    /// Unknown.
    Null,
    /// Text, or a day as text.
    Text(&'e str),
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// A list of ids; empty where unknown.
    List(&'e [String]),
    /// The reports.
    Sources(&'e [Source]),
    /// The words.
    Evidence(&'e [Evidence]),
}

impl<'e> Cell<'e> {
    /// The cell as text: lists joined by `;`, sources and evidence as JSON. `None` where unknown.
    pub fn text(self) -> Option<Cow<'e, str>> {
        let json = |value: serde_json::Result<String>| Some(Cow::Owned(value.expect("plain values are JSON")));
        match self {
            Cell::Null | Cell::List([]) => None,
            Cell::Text(text) => Some(Cow::Borrowed(text)),
            Cell::Int(n) => Some(Cow::Owned(n.to_string())),
            // With a point, as in JSON.
            Cell::Real(n) => Some(Cow::Owned(format!("{n:?}"))),
            Cell::List([one]) => Some(Cow::Borrowed(one)),
            Cell::List(many) => Some(Cow::Owned(many.join(";"))),
            Cell::Sources(sources) => json(serde_json::to_string(sources)),
            Cell::Evidence(evidence) => json(serde_json::to_string(evidence)),
        }
    }
}

/// A column of the table of `T`.
pub struct Column<T> {
    /// Its name, which is the field's.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its cell in a row.
    pub cell: for<'e> fn(&'e T) -> Cell<'e>,
}

macro_rules! columns {
    ($(#[$doc:meta])* $table:ident of $row:ident { $($field:ident: $kind:ident),+ $(,)? }) => {
        $(#[$doc])*
        pub const $table: &[Column<$row>] = &[$(Column { name: stringify!($field), kind: Kind::$kind, cell: |row| row.$field.cell() }),+];
    };
}

columns! {
    /// The columns of an event.
    EVENT of Event {
        event_id: Text, class: Text, method: Text, outcome: Text, status: Text,
        date_start: Day, date_end: Day, date_precision: Text, time_of_day: Text,
        place_id: Text, place_ar: Text, place_en: Text, admin1: Text, admin2: Text, country: Text,
        geo_precision: Text, radius_km: Real, relation: Text, coord_basis: Text,
        perpetrators: List, targets: List, target_kind: Text, weapons: List,
        killed_min: Int, killed_max: Int, injured_min: Int, injured_max: Int,
        retaliates: Text, confidence: Real, summary_ar: Text, summary_en: Text,
        acled_event_type: Text, acled_sub_event_type: Text, acled_geo_precision: Int, acled_time_precision: Int,
        ucdp_where_prec: Int, ucdp_date_prec: Int,
        source_count: Int, sources: Sources, evidence: Evidence,
        review: Text,
    }
}

columns! {
    /// The columns of a source.
    SOURCE of Source { document: Text, url: Text, outlet: Text, published: Day, quote: Text, start: Int, end: Int }
}

columns! {
    /// The columns of a piece of evidence.
    EVIDENCE of Evidence { field: Text, document: Text, start: Int, end: Int, text: Text, rule: Text }
}

/// How a field becomes a cell.
trait AsCell {
    fn cell(&self) -> Cell<'_>;
}

impl<T: AsCell> AsCell for Option<T> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, T::cell)
    }
}

macro_rules! as_cell {
    ($($type:ty => |$value:ident| $cell:expr),+ $(,)?) => {
        $(impl AsCell for $type {
            fn cell(&self) -> Cell<'_> {
                let $value = self;
                $cell
            }
        })+
    };
}

as_cell! {
    String => |s| Cell::Text(s),
    u8 => |n| Cell::Int(i64::from(*n)),
    u32 => |n| Cell::Int(i64::from(*n)),
    usize => |n| Cell::Int(*n as i64),
    f64 => |n| Cell::Real(*n),
    Vec<String> => |list| Cell::List(list),
    Vec<Source> => |sources| Cell::Sources(sources),
    Vec<Evidence> => |evidence| Cell::Evidence(evidence),
    Class => |v| Cell::Text(v.as_str()),
    Method => |v| Cell::Text(v.as_str()),
    Outcome => |v| Cell::Text(v.as_str()),
    Status => |v| Cell::Text(v.as_str()),
    DatePrecision => |v| Cell::Text(v.as_str()),
    GeoPrecision => |v| Cell::Text(v.as_str()),
    Relation => |v| Cell::Text(v.as_str()),
    Review => |v| Cell::Text(v.as_str()),
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The table must not fall behind the record.
    fn follows<T: serde::Serialize>(columns: &[Column<T>], row: &T) {
        let Ok(Value::Object(fields)) = serde_json::to_value(row) else { panic!("a row is an object") };
        assert_eq!(columns.iter().map(|c| c.name).collect::<Vec<_>>(), fields.keys().collect::<Vec<_>>());
        for column in columns {
            let told = match (column.cell)(row) {
                Cell::Null => Value::Null,
                Cell::Text(s) => s.into(),
                Cell::Int(n) => n.into(),
                Cell::Real(n) => n.into(),
                Cell::List(list) => list.into(),
                Cell::Sources(list) => serde_json::to_value(list).unwrap(),
                Cell::Evidence(list) => serde_json::to_value(list).unwrap(),
            };
            assert_eq!(told, fields[column.name], "{}", column.name);
        }
    }

    #[test]
    fn the_table_is_the_record() {
        let source = Source { document: "a.txt".into(), quote: "نص".into(), start: 3, end: 5, ..Source::default() };
        let evidence = Evidence { field: "place".into(), document: "a.txt".into(), start: 3, end: 5, text: "نص".into(), rule: "told".into() };
        follows(SOURCE, &source);
        follows(EVIDENCE, &evidence);
        follows(EVENT, &Event::blank());
        follows(
            EVENT,
            &Event {
                killed_min: Some(2),
                radius_km: Some(4.5),
                relation: Some(Relation::Near),
                targets: vec!["isis".into(), "vessel".into()],
                sources: vec![source],
                evidence: vec![evidence],
                ..Event::blank()
            },
        );
    }
}
