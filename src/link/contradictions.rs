//! What the reports of one event say differently: listed beside the words, not averaged away.

use crate::event::{Event, Evidence, Method};
use std::collections::BTreeMap;

/// A field whose values can contradict each other: its name, what a report says, and whether two such values can both be true.
struct Field {
    name: &'static str,
    said: fn(&Event) -> Option<String>,
    agree: fn(&Event, &Event) -> bool,
}

const FIELDS: [Field; 4] = [
    Field {
        name: "killed",
        said: |e| toll((e.killed_min, e.killed_max)),
        agree: |a, b| meet((a.killed_min, a.killed_max), (b.killed_min, b.killed_max)),
    },
    Field {
        name: "injured",
        said: |e| toll((e.injured_min, e.injured_max)),
        agree: |a, b| meet((a.injured_min, a.injured_max), (b.injured_min, b.injured_max)),
    },
    Field { name: "method", said: |e| (e.method != Method::Unknown).then(|| e.method.to_string()), agree: |a, b| a.method == b.method },
    Field {
        name: "perpetrators",
        said: |e| named(e).next().map(|_| e.perpetrators.join(";")),
        agree: |a, b| named(a).any(|x| b.perpetrators.contains(x)),
    },
];

/// One piece of evidence for each report of a value that another report's value contradicts.
pub fn contradictions(reports: &[Event]) -> Vec<Evidence> {
    let mut out = Vec::new();
    for field in &FIELDS {
        let telling: Vec<(&Event, String)> = reports.iter().filter_map(|e| Some((e, (field.said)(e)?))).collect();
        let mut by_value: BTreeMap<&str, &Event> = BTreeMap::new();
        telling.iter().for_each(|(e, value)| {
            by_value.entry(value).or_insert(e);
        });
        for (report, value) in &telling {
            let others: Vec<&str> = by_value.iter().filter(|(_, other)| !(field.agree)(report, other)).map(|(value, _)| *value).collect();
            let Some(source) = report.sources.first().filter(|_| !others.is_empty()) else { continue };
            out.push(Evidence {
                field: "contradiction".into(),
                document: source.document.clone(),
                start: source.start,
                end: source.end,
                text: source.quote.clone(),
                rule: format!("{}: {value}; others say {}", field.name, others.join(", ")),
            });
        }
    }
    out
}

type Bounds = (Option<u32>, Option<u32>);

fn toll(bounds: Bounds) -> Option<String> {
    match bounds {
        (None, None) => None,
        (Some(min), Some(max)) if min == max => Some(min.to_string()),
        (min, max) => Some(format!("{}..{}", min.map_or(String::new(), |n| n.to_string()), max.map_or(String::new(), |n| n.to_string()))),
    }
}

/// Can one toll lie within both bounds?
fn meet(a: Bounds, b: Bounds) -> bool {
    a.0.unwrap_or(0) <= b.1.unwrap_or(u32::MAX) && b.0.unwrap_or(0) <= a.1.unwrap_or(u32::MAX)
}

fn named(event: &Event) -> impl Iterator<Item = &String> {
    event.perpetrators.iter().filter(|x| *x != "unknown")
}
