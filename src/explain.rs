//! Why: the text with the words behind each field, and the rules that fired.

use crate::document::Document;
use crate::event::Event;
use crate::frame::Reality;
use crate::pipeline::{Resources, events_of, parse};
use std::fmt::Write;

/// Explain a document's events, or the one named; `None` if it has no event of that name.
pub fn explain(document: &Document, resources: &Resources, event: Option<&str>) -> Option<String> {
    let parsed = parse(document, resources);
    let events = events_of(document, resources, &parsed);
    let mut out = String::new();
    let wanted: Vec<&Event> = events.iter().filter(|e| event.is_none_or(|id| e.event_id == id)).collect();
    if event.is_some() && wanted.is_empty() {
        return None;
    }
    let _ = writeln!(out, "{}: {} events; publication day {}", document.name, events.len(), parsed.published.map_or("unknown".into(), |d| d.to_string()));
    for e in wanted {
        let _ = writeln!(out, "\n{}  {}", e.event_id, e.summary_en);
        let _ = writeln!(out, "  {}", marked(document, e));
        for v in &e.evidence {
            let _ = writeln!(out, "  {:<13} {:>6}-{:<6} {}   [{}]", v.field, v.start, v.end, v.text, v.rule);
        }
        if e.date_start.is_none() {
            let _ = writeln!(out, "  date          the text and the publication day do not give it");
        } else if !e.evidence.iter().any(|v| v.field == "date") {
            let _ = writeln!(out, "  date          {} [from the act told before, or the publication day]", e.date_start.as_deref().unwrap_or(""));
        }
    }
    if event.is_none() {
        for f in parsed.frames.iter().filter(|f| f.reality != Reality::Real) {
            let words: Vec<&str> = f.triggers.iter().map(|t| parsed.reading.raw_span(t.tokens.clone()).of(&document.text)).collect();
            let why = match f.reality {
                Reality::Negated => "negated or denied",
                Reality::Unreal => "threat, plan, drill, purpose or possibility",
                Reality::Total => "a running total or habit",
                Reality::Real => "",
            };
            let _ = writeln!(out, "\nnot an event: {} [{why}]", words.join(" … "));
        }
    }
    Some(out)
}

/// The quote with the words behind the fields in brackets.
fn marked(document: &Document, event: &Event) -> String {
    let Some(source) = event.sources.first() else { return String::new() };
    let mut spans: Vec<(usize, usize)> =
        event.evidence.iter().map(|v| (v.start, v.end)).filter(|s| s.0 >= source.start && s.1 <= source.end).collect();
    spans.sort();
    let mut out = String::new();
    for (i, c) in document.text.chars().enumerate().skip(source.start).take(source.end - source.start) {
        if spans.iter().any(|s| s.0 == i) && !spans.iter().any(|s| s.0 < i && i < s.1) {
            out.push('[');
        }
        out.push(if c == '\n' { ' ' } else { c });
        if spans.iter().any(|s| s.1 == i + 1) && !spans.iter().any(|s| s.0 <= i && i + 1 < s.1) {
            out.push(']');
        }
    }
    out
}
