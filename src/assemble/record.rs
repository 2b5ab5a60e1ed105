//! From proto-events to the public record.

use super::Story;
use super::proto::{DayBasis, Proto};
use super::toll::combine;
use crate::codes;
use crate::event::{Count, Event, Evidence, Review, Source, Status};
use crate::frame::ActorUse;
use crate::gazetteer::Place;
use crate::text::{CharIndex, RawSpan};
use hashbrown::HashMap;
use std::ops::Range;

/// The records of a document's events; equal ids are told apart by their order.
pub fn records(story: &Story<'_, '_>, protos: &[Proto<'_>], source: &Source) -> Vec<Event> {
    let chars = CharIndex::new(story.reading.raw);
    let mut events: Vec<Event> = protos.iter().map(|p| record(story, p, source, &chars)).collect();
    number_twins(&mut events, &mut HashMap::new());
    for (i, p) in protos.iter().enumerate() {
        let cause = p.answers.and_then(|frame| protos.iter().position(|q| q.frames.contains(&frame)));
        events[i].retaliates = cause.filter(|&c| c != i).map(|c| events[c].event_id.clone());
    }
    events
}

/// Give events of the same id a running number, in their order.
///
/// `seen` counts the ids given so far; what an event answers is renamed with it.
pub fn number_twins(events: &mut [Event], seen: &mut HashMap<String, usize>) {
    let mut renamed: HashMap<String, String> = HashMap::new();
    for event in events.iter_mut() {
        let told_as = event.event_id.clone();
        let id = told_as.split('-').next().unwrap_or_default().to_string();
        let count = seen.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            event.event_id = format!("{id}-{count}");
        }
        renamed.insert(told_as, event.event_id.clone());
    }
    for cause in events.iter_mut().filter_map(|e| e.retaliates.as_mut()) {
        if let Some(id) = renamed.get(cause) {
            id.clone_into(cause);
        }
    }
}

fn record(story: &Story<'_, '_>, p: &Proto<'_>, source: &Source, chars: &CharIndex) -> Event {
    let reading = story.reading;
    let main = &story.frames[p.frames[0]];
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut note = |field: &str, tokens: &Range<usize>, rule: String| {
        let span = reading.raw_span(tokens.clone());
        let (start, end) = chars.of(span);
        if evidence.iter().any(|e| e.start == start && e.end == end && e.field == field && e.rule == rule) {
            return;
        }
        let (field, document, text) = (field.to_string(), source.document.clone(), span.of(reading.raw).to_string());
        evidence.push(Evidence { field, document, start, end, text, rule });
    };
    for t in &main.triggers {
        note("class", &t.tokens, format!("trigger:{}", t.entry.id));
    }
    let located = p.place.map(|i| &story.located[i]);
    let gazetteer = story.gazetteer;
    let place: Option<&Place> = located.and_then(|l| l.place).map(|id| gazetteer.place(id));
    let stands_in = located.is_some_and(|l| l.basis == "container");
    if let Some(i) = p.place {
        note("place", &story.exprs[i].tokens, place_rule(story, i));
    }
    for &i in &p.also {
        note("place", &story.exprs[i].tokens, "same-place".into());
    }
    if let Some(t) = &p.time {
        note("date", &t.tokens, "told".into());
    }
    for (field, uses) in [("perpetrators", &p.by), ("targets", &p.at)] {
        for u in uses {
            note(field, &u.tokens, format!("{}:{}", u.rule, u.entry.id));
        }
    }
    for (tokens, entry) in &p.weapons {
        note("weapons", tokens, format!("weapon:{}", entry.id));
    }
    if let Some((tokens, entry)) = &p.target_kind {
        note("target_kind", tokens, format!("target:{}", entry.id));
    }
    let mut harm = |killed: bool| {
        let Some((count, tokens)) = combine(story, &p.tolls, killed) else { return Count::default() };
        for t in &tokens {
            note(if killed { "killed" } else { "injured" }, t, "toll".into());
        }
        count
    };
    let (killed, injured) = (harm(true), harm(false));
    let ids = |uses: &[ActorUse<'_>]| {
        let mut out: Vec<String> = Vec::new();
        for u in uses.iter().filter(|u| !u.entry.is_unnamed()) {
            if !out.contains(&u.entry.id) {
                out.push(u.entry.id.clone());
            }
        }
        out
    };
    let mut perpetrators = ids(&p.by);
    if perpetrators.is_empty() && p.by_unknown {
        perpetrators.push("unknown".into());
    }
    let mut targets = ids(&p.at);
    targets.retain(|t| !perpetrators.contains(t));
    let mut weapons: Vec<String> = p.weapons.iter().map(|w| w.1.id.clone()).collect();
    weapons.sort();
    weapons.dedup();
    let class = p.class();
    let sentence = &reading.sentences[main.sentence];
    let quote_span = trimmed(reading.raw, reading.raw_span(sentence.tokens.clone()));
    let (start, end) = chars.of(quote_span);
    let when = p.when.filter(|_| p.basis != DayBasis::Vague);
    let precision = located.map(|l| l.precision).filter(|_| located.is_some_and(|l| l.point.is_some()));
    let relation = located.map(|l| l.relation).filter(|_| precision.is_some());
    let name_ar = p.place.map(|i| place_words(story, i));
    let admin = |f: &dyn Fn(u32) -> Option<String>| located.and_then(|l| l.place).and_then(f);
    let mut event = Event {
        event_id: String::new(),
        class,
        method: p.method,
        outcome: p.outcome,
        status: p.by.first().map_or(Status::Reported, |u| u.status),
        date_start: when.map(|w| w.start.to_string()),
        date_end: when.map(|w| w.end.to_string()),
        date_precision: when.map(|w| w.precision),
        time_of_day: p.part.map(str::to_string),
        place_id: place.filter(|_| !stands_in).map(|p| p.id.clone()),
        place_ar: name_ar,
        place_en: place.filter(|p| !p.name_en.is_empty()).map(|p| if stands_in { format!("near {}", p.name_en) } else { p.name_en.clone() }),
        admin1: admin(&|id| gazetteer.admin1(id).map(|a| a.name_en.clone())),
        admin2: admin(&|id| gazetteer.admin2(id).map(|a| a.name_en.clone())),
        country: place.map(|p| p.country.clone()).filter(|c| !c.is_empty()),
        geo_precision: precision,
        radius_km: located.filter(|l| l.point.is_some()).map(|l| (l.radius_km * 10.0).round() / 10.0),
        relation,
        coord_basis: Some(located.map_or("no place told", |l| l.basis).to_string()),
        perpetrators,
        targets,
        target_kind: p.target_kind.as_ref().map(|t| t.1.id.clone()),
        weapons,
        killed_min: killed.min,
        killed_max: killed.max,
        injured_min: injured.min,
        injured_max: injured.max,
        retaliates: None,
        confidence: confidence(p, located.map_or(0.0, |l| if l.point.is_some() { 1.0 } else { 0.0 })),
        summary_ar: String::new(),
        summary_en: String::new(),
        acled_event_type: String::new(),
        acled_sub_event_type: String::new(),
        acled_geo_precision: None,
        acled_time_precision: None,
        ucdp_where_prec: None,
        ucdp_date_prec: None,
        source_count: 1,
        sources: vec![Source { quote: quote_span.of(reading.raw).to_string(), start, end, ..source.clone() }],
        evidence,
        review: Review::Unreviewed,
        point: located.and_then(|l| l.point).map(|p| [round5(p[0]), round5(p[1])]),
    };
    codes::complete(&mut event, place.map(|p| p.kind));
    event
}

/// The words of a place without what belongs to the sentence: «و», «ب», quotation marks, hashes.
fn place_words(story: &Story<'_, '_>, i: usize) -> String {
    let tokens = story.exprs[i].tokens.clone();
    let clitics = story.reading.at(tokens.start).first().map(|m| m.clitics).unwrap_or_default();
    let mut words = story.reading.raw_span(tokens).of(story.reading.raw);
    if clitics.and {
        words = words.strip_prefix(['و', 'ف']).unwrap_or(words);
    }
    if clitics.prep == Some('ب') {
        words = words.strip_prefix('ب').unwrap_or(words);
    }
    let marks = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '#');
    words.replace('_', " ").replace(marks, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn place_rule(story: &Story<'_, '_>, i: usize) -> String {
    let located = &story.located[i];
    let names: Vec<String> = located.ranked.iter().take(4).map(|(id, score)| format!("{} {:.1}", story.gazetteer.place(*id).id, score)).collect();
    match located.basis {
        "container" => format!("container:{}", located.place.map_or("", |p| story.gazetteer.place(p).id.as_str())),
        basis if names.len() > 1 => format!("{basis}: {}", names.join(", ")),
        basis => format!("{basis}:{}", names.join("")),
    }
}

/// Shares of a full mark for each field that is told rather than inferred.
fn confidence(p: &Proto<'_>, placed: f64) -> f64 {
    let day = match p.basis {
        DayBasis::Told => 1.0,
        DayBasis::Inherited => 0.7,
        DayBasis::Publication if p.when.is_some() => 0.5,
        _ => 0.0,
    };
    let author = match p.by.first() {
        Some(u) if u.rule != "same-story" => 1.0,
        Some(_) => 0.5,
        None => 0.2,
    };
    let told = if p.title { 0.6 } else { 1.0 };
    let sum = 0.35 * placed + 0.3 * day + 0.2 * author + 0.15 * told;
    (sum * 100.0).round() / 100.0
}

fn round5(x: f64) -> f64 {
    (x * 1e5).round() / 1e5
}

fn trimmed(raw: &str, span: RawSpan) -> RawSpan {
    let text = span.of(raw);
    let start = span.start + (text.len() - text.trim_start().len()) as u32;
    RawSpan { start, end: start + text.trim().len() as u32 }
}
