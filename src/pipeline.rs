//! The stages in order.

use crate::assemble::{self, Story};
use crate::document::Document;
use crate::event::{Event, Source};
use crate::frame::{ActorUse, Frame, frames, suspects};
use crate::gazetteer::Gazetteer;
use crate::lexicon::{Lexicon, Tag};
use crate::matcher::{Item, Matcher, Mention};
use crate::mention::place::{self, PlaceExpr};
use crate::mention::time::{self, Day};
use crate::mention::{actor, harm};
use crate::reading::Reading;
use crate::resolve::place::{Located, resolve_all};
use crate::resolve::time::{Resolved, resolve};
use crate::text::{CharIndex, Kind, RawSpan, Sketch};
use hashbrown::HashMap;
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;
use std::path::Path;

/// Lexicon, gazetteer and the matcher compiled from them.
#[derive(Debug)]
pub struct Resources {
    /// Words.
    pub lexicon: Lexicon,
    /// Places.
    pub gazetteer: Gazetteer,
    /// Both, compiled.
    pub matcher: Matcher,
}

impl Resources {
    /// What is built into the program.
    pub fn embedded() -> Result<Resources, Box<dyn std::error::Error>> {
        Resources::load::<&Path>(&[], &[])
    }

    /// What is built in, with folders of lexicon files and gazetteer files laid over it.
    pub fn load<P: AsRef<Path> + Sync>(lexicons: &[P], gazetteers: &[P]) -> Result<Resources, Box<dyn std::error::Error>> {
        Resources::load_corrected(lexicons, gazetteers, &[])
    }

    /// The same with tables of corrections of single names; see [`crate::gazetteer::Corrections`].
    pub fn load_corrected<P: AsRef<Path> + Sync>(
        lexicons: &[P],
        gazetteers: &[P],
        corrections: &[P],
    ) -> Result<Resources, Box<dyn std::error::Error>> {
        let places = || Gazetteer::with_corrections(gazetteers, corrections).map(|g| (g.names(), g));
        let (lexicon, places) = rayon::join(|| Lexicon::with_folders(lexicons), places);
        let (lexicon, (names, gazetteer)) = (lexicon?, places?);
        let matcher = Matcher::with_names(&lexicon, &gazetteer, names);
        Ok(Resources { lexicon, gazetteer, matcher })
    }

    /// Compile a lexicon and a gazetteer.
    pub fn new(lexicon: Lexicon, gazetteer: Gazetteer) -> Resources {
        let matcher = Matcher::new(&lexicon, &gazetteer);
        Resources { lexicon, gazetteer, matcher }
    }
}

/// A document with all that the stages before the events found in it.
pub(crate) struct Parsed<'a> {
    pub reading: Reading<'a>,
    pub exprs: Vec<PlaceExpr<'a>>,
    pub located: Vec<Located>,
    pub frames: Vec<Frame<'a>>,
    pub published: Option<Date>,
    pub suspects: Vec<ActorUse<'a>>,
}

pub(crate) fn parse<'a>(text: &'a str, published: Option<Date>, resources: &'a Resources) -> Parsed<'a> {
    let mut reading = Reading::new(text, &resources.lexicon, &resources.matcher);
    let places = |reading: &Reading<'a>| {
        let exprs = place::parse_all(reading, &resources.matcher, &resources.gazetteer);
        let located = resolve_all(&exprs, &resources.gazetteer, &theatre(reading), &resources.lexicon.weights);
        (exprs, located)
    };
    let (mut exprs, mut located) = places(&reading);
    // Names of open sources that came to nothing are words: without them, the text is read again.
    let placed = |m: &Mention| exprs.iter().zip(&located).any(|(e, l)| l.accepted && e.name.start == m.start);
    if reading.keep_names(placed) {
        (exprs, located) = places(&reading);
    }
    let frames = frames(&reading, &exprs, &located);
    let published = published.or_else(|| publication_day(&reading));
    let suspects = suspects(&reading, &frames);
    Parsed { reading, exprs, located, frames, published, suspects }
}

/// Countries of the parties, outlets and nationalities that a document names; more than a few mentions say nothing more.
fn theatre<'a>(reading: &Reading<'a>) -> Vec<(&'a str, f64)> {
    let w = &reading.lexicon.weights;
    let mut out: Vec<(&str, f64)> = Vec::new();
    let all = 0..reading.tokens.len();
    for (_, entry) in [Tag::Actor, Tag::Exception, Tag::Home].into_iter().flat_map(|tag| reading.all(all.clone(), tag)) {
        for country in &entry.countries {
            match out.iter_mut().find(|(c, _)| c == country) {
                Some((_, weight)) => *weight = (*weight + w.place_party).min(w.place_parties),
                None => out.push((country, w.place_party)),
            }
        }
    }
    out
}

/// The events of one document.
pub fn events(document: &Document, resources: &Resources) -> Vec<Event> {
    account(document, resources).events
}

pub(crate) fn events_of(document: &Document, resources: &Resources, parsed: &Parsed<'_>) -> Vec<Event> {
    let story = Story {
        reading: &parsed.reading,
        exprs: &parsed.exprs,
        located: &parsed.located,
        frames: &parsed.frames,
        gazetteer: &resources.gazetteer,
        published: parsed.published,
        newest_first: crate::frame::is_newest_first(&parsed.reading),
        suspects: &parsed.suspects,
    };
    let source = Source {
        document: document.name.clone(),
        url: document.url.clone(),
        outlet: document.outlet.clone(),
        published: document.published.map(|d| d.to_string()),
        ..Source::default()
    };
    assemble::events(&story, &source)
}

/// The day that the text itself gives as that of its writing: a line that is a dateline, or «اليوم» beside a full date.
pub fn publication_day(reading: &Reading<'_>) -> Option<Date> {
    let full = |day: Day| matches!(day, Day::Date { year: Some(_), .. });
    let mut line_start = 0;
    let mut lines = 0;
    let mut inline = None;
    for t in 0..=reading.tokens.len() {
        if t < reading.tokens.len() && reading.tokens[t].kind != Kind::Newline {
            continue;
        }
        let line = line_start..t;
        line_start = t + 1;
        if line.is_empty() {
            continue;
        }
        lines += 1;
        let times = time::parse_all(reading, line.clone());
        for expr in times.iter().filter(|e| full(e.day)) {
            let Resolved::When(when) = resolve(expr, None, None) else { continue };
            let rest = line.clone().filter(|t| !expr.tokens.contains(t) && matches!(reading.tokens[*t].kind, Kind::Word)).count();
            let told = reading.any(line.clone(), Tag::Trigger);
            if rest <= 8 && !told && lines <= 12 {
                return Some(when.start);
            }
            // «… - سانا - 12 آذار 2020: قصفت»: the date opens a long line before its colon.
            let today =
                (expr.tokens.start.saturating_sub(3)..expr.tokens.end).any(|t| reading.tagged(t, Tag::Relday).is_some_and(|(_, e)| e.id == "today"));
            let opening = expr.tokens.start - line.start <= 8
                && reading.tokens.get(expr.tokens.end).is_some_and(|t| matches!(t.kind, Kind::Mark(':' | '-' | '|' | ')')))
                && !reading.any(line.start..expr.tokens.start, Tag::Trigger);
            if today || opening {
                inline = inline.or(Some(when.start));
            }
        }
        if let Some(day) = english_date(reading, line) {
            inline = inline.or(Some(day));
        }
    }
    inline
}

/// «— U.S. Central Command (@CENTCOM) February 23, 2024»: the stamp of a quoted post.
fn english_date(reading: &Reading<'_>, line: std::ops::Range<usize>) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    line.clone().find_map(|t| {
        let word = reading.word(t);
        let month = MONTHS.iter().position(|m| *m == word || word.len() == 3 && m.starts_with(word))? as i8 + 1;
        let number = |t: usize| match reading.tokens.get(t)?.kind {
            Kind::Number(n) => Some(n),
            _ => None,
        };
        let day = number(t + 1)?;
        let comma = usize::from(reading.tokens.get(t + 2)?.is_mark(','));
        let year = number(t + 2 + comma)?;
        Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()
    })
}

/// A mention with its value, as `marsad annotate` writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annotation {
    /// The input's file name.
    pub document: String,
    /// `place` `actor` `weapon` `trigger` `time` `harm`.
    pub kind: &'static str,
    /// First character in the document.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// What they mean: a gazetteer or lexicon id, a day, a count.
    pub value: String,
    /// Longitude of a place.
    pub lon: Option<f64>,
    /// Latitude of a place.
    pub lat: Option<f64>,
}

/// All mentions of a document, by offset.
pub fn annotate(document: &Document, resources: &Resources) -> Vec<Annotation> {
    let mut out = Vec::new();
    let mut published = document.published;
    let mut before = 0;
    for text in stretches(&document.text) {
        let parsed = parse(text, published, resources);
        published = published.or(parsed.published);
        annotate_stretch(document, resources, &parsed, before, &mut out);
        before += text.chars().count();
    }
    out
}

fn annotate_stretch(document: &Document, resources: &Resources, parsed: &Parsed<'_>, before: usize, all_of: &mut Vec<Annotation>) {
    let reading = &parsed.reading;
    let chars = CharIndex::new(reading.raw);
    let mut out = Vec::new();
    let all = 0..reading.tokens.len();
    let mut add = |kind: &'static str, tokens: std::ops::Range<usize>, value: String, point: Option<[f64; 2]>| {
        let span: RawSpan = reading.raw_span(tokens);
        let (start, end) = chars.of(span);
        out.push(Annotation {
            document: document.name.clone(),
            kind,
            start: before + start,
            end: before + end,
            text: span.of(reading.raw).to_string(),
            value,
            lon: point.map(|p| p[0]),
            lat: point.map(|p| p[1]),
        });
    };
    for (expr, located) in parsed.exprs.iter().zip(&parsed.located).filter(|(_, l)| l.accepted) {
        let id = located.place.filter(|_| located.basis != "container").map(|p| resources.gazetteer.place(p).id.clone());
        add("place", expr.tokens.clone(), id.unwrap_or_else(|| located.basis.to_string()), located.point);
    }
    for a in actor::parse_all(reading, all.clone()) {
        add("actor", a.tokens, a.entry.id.clone(), None);
    }
    for m in &reading.mentions {
        let Item::Word(e) = m.item else { continue };
        let entry = resources.lexicon.entry(e);
        match entry.tag() {
            Tag::Trigger => add("trigger", m.start..m.end, entry.id.clone(), None),
            Tag::Weapon => add("weapon", m.start..m.end, entry.id.clone(), None),
            _ => {}
        }
    }
    for sentence in &reading.sentences {
        for t in time::parse_all(reading, sentence.tokens.clone()) {
            let value = match resolve(&t, parsed.published, None) {
                Resolved::When(w) if w.start == w.end => w.start.to_string(),
                Resolved::When(w) => format!("{}/{}", w.start, w.end),
                Resolved::Unknown => "unknown".into(),
                Resolved::Silent => t.part.unwrap_or("").to_string(),
            };
            add("time", t.tokens, value, None);
        }
        for h in harm::parse_all(reading, sentence.tokens.clone()) {
            let bound = |b: Option<u32>| b.map_or(String::new(), |n| n.to_string());
            let value = format!("{:?} {}..{}", h.harm, bound(h.count.min), bound(h.count.max)).to_lowercase();
            add("harm", h.tokens, value, None);
        }
    }
    out.sort_by(|a, b| (a.start, a.end, a.kind).cmp(&(b.start, b.end, b.kind)));
    out.dedup();
    all_of.append(&mut out);
}

/// A name that was read as a place but could not be placed by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unplaced {
    /// The name.
    pub name: String,
    /// The document.
    pub document: String,
    /// What was done with it.
    pub reason: String,
    /// The sentence.
    pub quote: String,
    /// The kind of the gazetteer that its cue word asks for.
    pub kind: &'static str,
}

impl fmt::Display for Unplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.document, self.name, self.reason)
    }
}

/// What one document tells: its events, and the names of places that no gazetteer has.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The events, in the order in which the document tells them.
    pub events: Vec<Event>,
    /// Names that a cue word marks as places, but that no gazetteer has.
    pub unplaced: Vec<Unplaced>,
}

/// Longest text that is read as one, in bytes. No article is so long; a longer text is a digest or an archive, and is read in stretches, so that
/// the time grows with its length and no faster.
const STRETCH: usize = 32 * 1024;

/// The stretches of a text, cut at line or sentence ends.
pub(crate) fn stretches(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while rest.len() > STRETCH {
        let limit = (0..=STRETCH).rev().find(|&i| rest.is_char_boundary(i)).unwrap_or(rest.len());
        let head = &rest[..limit];
        let half = |i: &usize| *i > STRETCH / 2;
        let end = head.rfind('\n').filter(half).or_else(|| head.rfind(". ").filter(half)).or_else(|| head.rfind(' ')).map_or(limit, |i| i + 1);
        let (piece, behind) = rest.split_at(end);
        out.push(piece);
        rest = behind;
    }
    out.push(rest);
    out
}

/// The events of one document, and the names that could not be placed.
pub fn account(document: &Document, resources: &Resources) -> Account {
    let mut out = Account::default();
    let mut published = document.published;
    let mut before = 0;
    let mut seen = HashMap::new();
    let mut words: Vec<u32> = Vec::new();
    for text in stretches(&document.text) {
        let parsed = parse(text, published, resources);
        // The first day that the text gives as its own holds for the rest.
        published = published.or(parsed.published);
        Sketch::add(&mut words, content_words(&parsed.reading));
        let mut events = events_of(document, resources, &parsed);
        events.iter_mut().for_each(|e| e.shift(before));
        if before > 0 {
            assemble::number_twins(&mut events, &mut seen);
        } else {
            events.iter().for_each(|e| *seen.entry(e.event_id.split('-').next().unwrap_or_default().to_string()).or_insert(0) += 1);
        }
        out.events.extend(events);
        out.unplaced.extend(unplaced_of(document, resources, &parsed));
        before += text.chars().count();
    }
    let words = Sketch::new(words);
    out.events.iter_mut().flat_map(|e| &mut e.sources).for_each(|s| s.words = words.clone());
    out
}

/// Words long enough to say something of what a text is about, as they are folded.
fn content_words<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = &'r str> {
    let words = (0..reading.tokens.len()).filter(|&t| matches!(reading.tokens[t].kind, Kind::Word)).map(|t| reading.word(t));
    words.filter(|w| w.chars().nth(2).is_some())
}

fn unplaced_of(document: &Document, resources: &Resources, parsed: &Parsed<'_>) -> Vec<Unplaced> {
    let reading = &parsed.reading;
    // A cue word says that it is a place, and yet it is none that is known, or none of those that are.
    let open = |e: &PlaceExpr<'_>, l: &Located| {
        e.candidates.is_empty() || e.cue.is_some_and(|c| !c.is("weak")) && (l.place.is_none() || l.basis == "container")
    };
    let unknown = parsed.exprs.iter().zip(&parsed.located).filter(|(e, l)| e.same_as.is_none() && open(e, l));
    unknown
        .map(|(expr, located)| {
            let sentence = &reading.sentences[reading.sentence_of(expr.name.start)];
            let words = |tokens: std::ops::Range<usize>| reading.raw_span(tokens).of(reading.raw).split_whitespace().collect::<Vec<_>>().join(" ");
            let known = match expr.candidates.first() {
                Some((id, _)) => format!("nothing near speaks for {}", resources.gazetteer.place(*id).id),
                None => "not in the gazetteer".to_string(),
            };
            let reason = match located.place {
                Some(id) => format!("{known}; read as within {}", resources.gazetteer.place(id).id),
                None => format!("{known}, and no place is told that contains it"),
            };
            let kind =
                expr.cue.and_then(|c| c.kinds.first()).and_then(|k| crate::gazetteer::Kind::from_name(k)).map_or("", crate::gazetteer::Kind::as_str);
            Unplaced { name: words(expr.name.clone()), document: document.name.clone(), reason, quote: words(sentence.tokens.clone()), kind }
        })
        .collect()
}
