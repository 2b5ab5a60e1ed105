//! RSS and Atom, entry by entry, so that a feed that breaks off gives what stands before.

use super::fields::Found;
use super::lines::Budget;
use super::record::Record;
use super::records::{Options, Origin, Step};
use super::unpack::Bytes;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::BufReader;

/// The entries of a feed, counted from its beginning.
pub struct Feed {
    reader: Reader<BufReader<Budget<Bytes>>>,
    origin: Origin,
    options: Options,
    outlet: Option<String>,
    number: usize,
    ended: bool,
}

/// What is being read of an entry.
#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    day: String,
    updated: String,
    content: String,
    summary: String,
    source: String,
}

/// The elements whose text is kept.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Title,
    Link,
    Day,
    Updated,
    Content,
    Summary,
    Source,
}

impl Entry {
    fn of(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::Link => &mut self.link,
            Field::Day => &mut self.day,
            Field::Updated => &mut self.updated,
            Field::Content => &mut self.content,
            Field::Summary => &mut self.summary,
            Field::Source => &mut self.source,
        }
    }
}

fn field(element: &BytesStart<'_>) -> Option<Field> {
    let name = element.name();
    let (prefix, local) = (name.prefix(), name.local_name());
    let prefix = prefix.as_ref().map_or("", |p| p.as_ref());
    match (prefix, local.as_ref()) {
        ("" | "atom", "title") => Some(Field::Title),
        ("" | "atom", "link") => Some(Field::Link),
        ("", "pubDate" | "published") | ("dc", "date") => Some(Field::Day),
        ("" | "atom", "updated") => Some(Field::Updated),
        ("content", "encoded") | ("", "content") => Some(Field::Content),
        ("", "description" | "summary") => Some(Field::Summary),
        ("", "source") => Some(Field::Source),
        _ => None,
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

impl Feed {
    /// Read from a stream in UTF-8.
    pub fn new(stream: Bytes, origin: Origin, options: Options) -> Feed {
        let mut reader = Reader::from_reader(BufReader::new(Budget::new(stream, options.largest)));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Feed { reader, origin, options, outlet: None, number: 0, ended: false }
    }

    /// The next entry or problem.
    pub fn advance(&mut self) -> Option<Step> {
        let mut entry: Option<Entry> = None;
        // The element being kept, and how deep the reader is inside it.
        let mut open: Option<(Field, usize)> = None;
        let mut channel = Entry::default();
        let mut buffer = Vec::new();
        while !self.ended {
            buffer.clear();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(e) => {
                    self.ended = true;
                    return Some(Err(self.origin.error(self.number + usize::from(entry.is_none()), e)));
                }
            };
            let kept = entry.as_mut().unwrap_or(&mut channel);
            match event {
                Event::Start(e) => {
                    let name = e.local_name();
                    if let Some((field, depth)) = &mut open {
                        // Markup inside an element: kept, to be read as HTML.
                        *depth += 1;
                        let out = kept.of(*field);
                        out.push('<');
                        out.push_str(name.as_ref());
                        out.push('>');
                    } else if matches!(name.as_ref(), "item" | "entry") {
                        if self.outlet.is_none() {
                            self.outlet = Some(channel.title.trim().to_string()).filter(|t| !t.is_empty());
                        }
                        self.number += 1;
                        entry = Some(Entry::default());
                    } else if let Some(field) = field(&e) {
                        open = Some((field, 0));
                        let relation = attribute(&e, "rel").unwrap_or_else(|| "alternate".into());
                        if let (Field::Link, Some(address), "alternate") = (field, attribute(&e, "href"), relation.as_str())
                            && kept.link.is_empty()
                        {
                            kept.link = address;
                        }
                    }
                }
                Event::End(e) => match &mut open {
                    Some((_, 0)) => open = None,
                    Some((field, depth)) => {
                        *depth -= 1;
                        let out = kept.of(*field);
                        out.push_str("</");
                        out.push_str(e.local_name().as_ref());
                        out.push('>');
                    }
                    None if matches!(e.local_name().as_ref(), "item" | "entry") => {
                        if let Some(entry) = entry.take() {
                            self.reader.get_mut().get_mut().renew(self.options.largest);
                            return Some(self.record(entry));
                        }
                    }
                    None => {}
                },
                Event::Text(e) => {
                    if let Some((field, _)) = open {
                        kept.of(field).push_str(&e.xml10_content());
                    }
                }
                Event::CData(e) => {
                    if let Some((field, _)) = open {
                        kept.of(field).push_str(&e.xml10_content());
                    }
                }
                Event::GeneralRef(e) => {
                    if let Some((field, _)) = open {
                        let out = kept.of(field);
                        match (e.resolve_char_ref(), resolve_predefined_entity(&e)) {
                            (Ok(Some(c)), _) => out.push(c),
                            (_, Some(text)) => out.push_str(text),
                            // An entity of HTML: read later.
                            _ => out.extend(["&", &*e, ";"]),
                        }
                    }
                }
                Event::Eof => {
                    self.ended = true;
                    return entry.map(|_| Err(self.origin.error(self.number, "the file ends within this entry")));
                }
                _ => {}
            }
        }
        None
    }

    fn record(&self, entry: Entry) -> Step {
        let some = |text: &str| Some(text.trim().to_string()).filter(|t| !t.is_empty());
        // The whole article, where the feed has it; else its beginning; else the title.
        let text = some(&entry.content).or(some(&entry.summary)).or(some(&entry.title));
        let Some(text) = text else { return Err(self.origin.error(self.number, "an entry without text")) };
        let found = Found {
            text,
            title: some(&entry.title),
            url: some(&entry.link),
            outlet: some(&entry.source).filter(|s| !s.contains('<')).or_else(|| self.outlet.clone()),
            published: some(&entry.day).or(some(&entry.updated)),
        };
        Ok(Record::from_fields(self.origin.name(self.number), self.origin.place(self.number), found))
    }
}
