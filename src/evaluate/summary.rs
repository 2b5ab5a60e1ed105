//! The figures as text and as JSON.

use super::figures::{Counts, Error, Evaluation, Share};
use super::gold::GoldEvent;
use super::pair::Field;
use crate::event::Count;
use serde_json::{Map, Value, json};
use std::fmt::{self, Display};

impl Display for Evaluation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (label, counts) in [("strict", self.strict), ("loose", self.loose), ("complete", self.complete)] {
            let (p, r, f1) = (counts.precision(), counts.recall(), counts.f1());
            let Counts { right, spurious, missed } = counts;
            writeln!(f, "{label:9} P {p:.3} R {r:.3} F1 {f1:.3}   (right {right}, false {spurious}, missed {missed})")?;
        }
        if let Some(median) = self.median_km() {
            writeln!(f, "place     median {median:.1} km of {} found", self.distances_km.len())?;
        }
        let fields: Vec<String> = Field::ALL.iter().zip(self.fields).map(|(field, s)| format!("{} {}/{}", field.name(), s.right, s.stated)).collect();
        writeln!(f, "fields    {}", fields.join("  "))?;
        writeln!(f, "articles without events left empty: {}/{}", self.empty.right, self.empty.stated)?;
        writeln!(f, "strict F1 {:.3}", self.strict.f1())
    }
}

impl Display for Error<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Error::Day(g, r) => write!(f, "date {} for {}", or_none(r.days.map(|d| d[0])), gold(g)),
            Error::Field(field, g, r) => {
                let (got, wanted) = match field {
                    Field::Method => (or_none(r.method), one_or_more(&g.methods)),
                    Field::Outcome => (or_none(r.outcome), one_or_more(&g.outcomes)),
                    Field::Perpetrator => (list(&r.perpetrators), list(&g.perpetrators)),
                    Field::Target => (list(&r.targets), list(&g.targets)),
                    Field::Killed => (bounds(r.killed), or_none(g.killed.map(bounds))),
                    Field::Injured => (bounds(r.injured), or_none(g.injured.map(bounds))),
                };
                write!(f, "{} {got} for {wanted} at {}", field.name(), gold(g))
            }
            Error::Missed(g) => write!(f, "missed {}", gold(g)),
            Error::False(r) => {
                let point = r.point.map(|[lon, lat]| format!("[{lon:?}, {lat:?}]"));
                let (method, day, place) = (or_none(r.method), or_none(r.days.map(|d| d[0])), or_none(r.place.as_deref()));
                write!(f, "false {}/{method} {day} {place} {} by {}", r.class, or_none(point), list(&r.perpetrators))
            }
        }
    }
}

impl Error<'_> {
    /// What is wrong: `date`, `missed`, `false`, or a field.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Day(..) => "date",
            Error::Field(field, ..) => field.name(),
            Error::Missed(_) => "missed",
            Error::False(_) => "false",
        }
    }
}

fn gold(g: &GoldEvent) -> String {
    let days = g.days.map_or_else(|| "[]".to_string(), |days| list(&days));
    let place = g.place.as_ref();
    let name = or_none(place.and_then(|p| p.name.as_deref()));
    let [lon, lat] = [0, 1].map(|axis| or_none(place.map(|p| format!("{:?}", p.point[axis]))));
    format!("{}/{} {days} {name} ({lat}, {lon}) by {}", g.class, one_or_more(&g.methods), list(&g.perpetrators))
}

fn or_none(value: Option<impl Display>) -> String {
    value.map_or_else(|| "None".to_string(), |v| v.to_string())
}

fn list(items: &[impl Display]) -> String {
    let items: Vec<String> = items.iter().map(|i| format!("'{i}'")).collect();
    format!("[{}]", items.join(", "))
}

fn one_or_more(items: &[impl Display]) -> String {
    match items {
        [] => "None".to_string(),
        [one] => one.to_string(),
        more => list(more),
    }
}

fn bounds(count: Count) -> String {
    format!("[{}, {}]", or_none(count.min), or_none(count.max))
}

impl Evaluation<'_> {
    /// The names of documents that only the reports know, as they are shown.
    pub fn unknown_documents(&self) -> Option<String> {
        (!self.unknown.is_empty()).then(|| format!("predicted for articles that gold does not know: {}", list(&self.unknown)))
    }

    /// The figures as JSON; `documents` and `errors` as lists where they are asked for.
    pub fn to_json(&self, by_document: bool, errors: bool) -> Value {
        let counts = |c: Counts| json!({"precision": c.precision(), "recall": c.recall(), "f1": c.f1(), "right": c.right, "false": c.spurious, "missed": c.missed});
        let share = |s: Share| json!({"right": s.right, "stated": s.stated});
        let fields: Map<String, Value> = Field::ALL.iter().zip(self.fields).map(|(f, s)| (f.name().to_string(), share(s))).collect();
        let mut out = json!({
            "strict": counts(self.strict),
            "loose": counts(self.loose),
            "complete": counts(self.complete),
            "place": {"median_km": self.median_km(), "found": self.distances_km.len()},
            "fields": fields,
            "empty_articles": {"left_empty": self.empty.right, "all": self.empty.stated},
            "unknown_documents": self.unknown,
        });
        if by_document {
            out["documents"] = self.documents.iter().map(|d| json!({"document": d.name, "strict": counts(d.strict)})).collect();
        }
        if errors {
            let of = |e: &Error<'_>, name: &str| json!({"document": name, "kind": e.kind(), "message": e.to_string()});
            out["errors"] = self.documents.iter().flat_map(|d| d.errors.iter().map(move |e| of(e, d.name))).collect();
        }
        out
    }
}
