//! Why: the text with the words behind each field, and the rules that fired.

use crate::document::Document;
use crate::event::Event;
use crate::frame::{ActorUse, Answer, Frame, Reality};
use crate::lexicon::Weights;
use crate::link::{self, Linking, Refusal};
use crate::pipeline::{Parsed, Resources, account, parse, stretches};
use crate::spill::Spill;
use std::fmt::Write;
use std::ops::Range;

/// Explain a document's events, or the one named; `None` if it has no event of that name.
pub fn explain(document: &Document, resources: &Resources, event: Option<&str>) -> Option<String> {
    let events = account(document, resources).events;
    let mut out = String::new();
    let wanted: Vec<&Event> = events.iter().filter(|e| event.is_none_or(|id| e.event_id == id)).collect();
    if event.is_some() && wanted.is_empty() {
        return None;
    }
    let first = parse(stretches(&document.text)[0], document.published, resources);
    let published = first.published.map_or("unknown".into(), |d| d.to_string());
    let _ = writeln!(out, "{}: {} events; publication day {published}", document.name, events.len());
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
        let _ = writeln!(out, "\nacts as each sentence tells them:");
        for text in stretches(&document.text) {
            let parsed = parse(text, first.published, resources);
            for f in &parsed.frames {
                let _ = writeln!(out, "  {}", act(&parsed, f));
            }
        }
    }
    Some(out)
}

/// Why the reports of several documents are taken for one event or not, each with each.
pub fn explain_link(mut reports: Vec<Event>, weights: &Weights) -> String {
    link::sort(&mut reports);
    let linking = Linking::of(Spill::of(reports.clone()), weights).expect("what stays in memory can be read");
    let mut group = vec![0; reports.len()];
    linking.groups.iter().enumerate().for_each(|(g, members)| members.iter().for_each(|&i| group[i as usize] = g));
    let mut out = String::new();
    for (i, a) in reports.iter().enumerate() {
        for (j, b) in reports.iter().enumerate().skip(i + 1) {
            let compared = linking.reports.compare(i as u32, j as u32).expect("what stays in memory can be read");
            if compared == Err(Refusal::OneDocument) {
                continue;
            }
            for e in [a, b] {
                let _ = writeln!(out, "{}: {}", e.sources.first().map_or("", |s| s.document.as_str()), e.summary_en);
            }
            let verdict = match (group[i] == group[j], compared.as_ref().is_ok_and(|d| d.score() > 0.0)) {
                (true, true) => "one event",
                (true, false) => "one event, by the reports between them",
                (false, true) => "two events, though alike: others agree better with one of them",
                (false, false) => "two events",
            };
            let _ = match compared {
                Ok(decision) => writeln!(out, "  {verdict}: {decision}\n"),
                Err(why) => writeln!(out, "  {verdict}: {why}\n"),
            };
        }
    }
    out
}

/// One frame on one line: its words, whether it happened, where, who, whom.
fn act(parsed: &Parsed<'_>, f: &Frame<'_>) -> String {
    let words =
        |tokens: &Range<usize>| parsed.reading.raw_span(tokens.clone()).of(parsed.reading.raw).split_whitespace().collect::<Vec<_>>().join(" ");
    let triggers: Vec<String> = f.triggers.iter().map(|t| words(&t.tokens)).collect();
    let why = match f.reality {
        Reality::Real => "",
        Reality::Negated => ", no event: negated or denied",
        Reality::Unreal => ", no event: threat, plan, drill, purpose or possibility",
        Reality::Total => ", no event: a running total or habit",
    };
    let mut out = format!("sentence {}{why}: {}", f.sentence + 1, triggers.join(" … "));
    let places = |all: &[usize]| all.iter().map(|&i| words(&parsed.exprs[i].tokens)).collect::<Vec<_>>().join(", ");
    let uses = |all: &[ActorUse<'_>]| all.iter().map(|u| format!("{} ({})", u.entry.id, u.rule)).collect::<Vec<_>>().join(", ");
    let times: Vec<String> = f.times.iter().map(|t| words(&t.tokens)).collect();
    for (name, value) in
        [("at", places(&f.places)), ("not at", places(&f.elsewhere)), ("when", times.join(", ")), ("by", uses(&f.by)), ("on", uses(&f.at))]
    {
        if !value.is_empty() {
            let _ = write!(out, " | {name}: {value}");
        }
    }
    if f.answer != Answer::None {
        let _ = write!(out, " | {}", if f.answer == Answer::Cause { "cause of the act before" } else { "answers the act before" });
    }
    out
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
