//! JSON: a value a line, an array, or an object that holds an array of articles or messages. Never more than one record is held.

use super::fields::{Found, text_of};
use super::lines::{Line, next_line};
use super::record::Record;
use super::records::{Options, Origin, Step};
use super::unpack::Bytes;
use serde_json::{Map, Value};
use std::io;

/// Members of an object that hold its records: of news APIs, of JSON Feed, of chat exports.
const CONTAINERS: [&str; 11] = ["messages", "items", "articles", "results", "posts", "documents", "records", "entries", "stories", "data", "list"];

/// Longest member name.
const LONGEST_NAME: usize = 4096;

/// The records of a file with one value a line; a record's number is that of its line.
pub fn lines(mut stream: Bytes, origin: Origin, options: Options) -> impl FnMut() -> Option<Step> + Send {
    let mut number = 0;
    let mut ended = false;
    move || {
        while !ended {
            number += 1;
            let line = match next_line(&mut stream, options.largest) {
                Ok(None) => return None,
                Ok(Some(Line::Whole(line))) => line,
                Ok(Some(Line::TooLong)) => return Some(Err(origin.too_large(number, options.largest))),
                Err(e) => {
                    ended = true;
                    return Some(Err(origin.error(number, e)));
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match record(&line, &number.to_string(), None, &origin, &options) {
                Ok(None) => {}
                Ok(Some(record)) => return Some(Ok(record)),
                Err(reason) => return Some(Err(origin.error(number, reason))),
            }
        }
        None
    }
}

/// Where the reader stands: in an array of records, or in an object that may hold one.
enum Level {
    Array,
    /// Its members so far, how many bytes they take, and whether one of them held records.
    Object {
        members: Map<String, Value>,
        bytes: usize,
        held_records: bool,
    },
}

/// The records of a file that is one value, or several one after the other.
pub struct Tree {
    stream: Bytes,
    origin: Origin,
    options: Options,
    levels: Vec<Level>,
    number: usize,
    ended: bool,
}

impl Tree {
    /// Read from a stream in UTF-8.
    pub fn new(stream: Bytes, origin: Origin, options: Options) -> Tree {
        Tree { stream, origin, options, levels: Vec::new(), number: 0, ended: false }
    }

    fn end(&mut self, reason: impl ToString) -> Option<Step> {
        self.ended = true;
        Some(Err(self.origin.error(self.number + 1, reason)))
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            match buffer.iter().position(|b| !b.is_ascii_whitespace()) {
                Some(at) => {
                    let byte = buffer[at];
                    self.stream.consume(at);
                    return Ok(Some(byte));
                }
                None => {
                    let all = buffer.len();
                    self.stream.consume(all);
                }
            }
        }
    }

    /// The bytes of the next value; `None` if it is larger than may be read.
    fn value(&mut self, largest: usize) -> io::Result<Option<Vec<u8>>> {
        let (mut out, mut depth, mut quoted, mut escaped, mut large) = (Vec::new(), 0usize, false, false, false);
        let first = self.peek()?;
        let scalar = !matches!(first, Some(b'{' | b'[' | b'"'));
        loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                return if scalar { Ok(Some(out)) } else { Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends within this record")) };
            }
            let mut done = None;
            for (i, &byte) in buffer.iter().enumerate() {
                if scalar {
                    if byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}' | b':' | b'{' | b'[' | b'"') {
                        done = Some(i);
                        break;
                    }
                    continue;
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if quoted => escaped = true,
                    b'"' => quoted = !quoted,
                    b'{' | b'[' if !quoted => depth += 1,
                    b'}' | b']' if !quoted => depth -= 1,
                    _ => {}
                }
                if depth == 0 && !quoted {
                    done = Some(i + 1);
                    break;
                }
            }
            let taken = done.unwrap_or(buffer.len());
            if !large && out.len() + taken <= largest {
                out.extend_from_slice(&buffer[..taken]);
            } else {
                large = true;
                out = Vec::new();
            }
            self.stream.consume(taken);
            if done.is_some() {
                return Ok((!large).then_some(out));
            }
        }
    }

    /// One step into, through or out of a level.
    fn step(&mut self) -> io::Result<Option<Step>> {
        let Some(byte) = self.peek()? else {
            return Ok(if self.levels.is_empty() { self.finish() } else { self.end("the file ends before its last bracket closes") });
        };
        match (byte, self.levels.last()) {
            (b',', Some(_)) => self.stream.consume(1),
            (b']', Some(Level::Array)) => {
                self.stream.consume(1);
                self.levels.pop();
            }
            (b'}', Some(Level::Object { .. })) => {
                self.stream.consume(1);
                if let Some(Level::Object { members, held_records: false, .. }) = self.levels.pop() {
                    self.number += 1;
                    return Ok(self.told(of_object(members, &self.number.to_string(), None, &self.origin, &self.options)));
                }
            }
            (b'[', None) => {
                self.stream.consume(1);
                self.levels.push(Level::Array);
            }
            (b'{', None) => {
                self.stream.consume(1);
                self.levels.push(Level::Object { members: Map::new(), bytes: 0, held_records: false });
            }
            // The chats of an export that holds several.
            (b'{', Some(Level::Array)) if self.holds_chats() => {
                self.stream.consume(1);
                self.levels.push(Level::Object { members: Map::new(), bytes: 0, held_records: true });
            }
            (b'"', Some(Level::Object { .. })) => return self.member(),
            (b']' | b'}' | b':', _) | (_, Some(Level::Object { .. })) | (_, None) => return Ok(self.end("this is not JSON")),
            (_, Some(Level::Array)) => {
                self.number += 1;
                let Some(bytes) = self.value(self.options.largest)? else {
                    return Ok(Some(Err(self.origin.too_large(self.number, self.options.largest))));
                };
                let chat = self.levels.iter().rev().find_map(|level| match level {
                    Level::Object { members, .. } => Some(members),
                    Level::Array => None,
                });
                return Ok(self.told(record(&bytes, &self.number.to_string(), chat, &self.origin, &self.options)));
            }
        }
        Ok(None)
    }

    fn told(&self, record: Result<Option<Record>, String>) -> Option<Step> {
        match record {
            Ok(record) => record.map(Ok),
            Err(reason) => Some(Err(self.origin.error(self.number, reason))),
        }
    }

    /// Are we in `{"chats": {"list": [`?
    fn holds_chats(&self) -> bool {
        matches!(self.levels[..], [Level::Object { .. }, Level::Object { .. }, Level::Array])
    }

    /// A member of an object: records are entered, the rest is kept.
    fn member(&mut self) -> io::Result<Option<Step>> {
        let name = self.value(LONGEST_NAME)?.and_then(|bytes| serde_json::from_slice::<String>(&bytes).ok());
        let Some(name) = name else { return Ok(self.end("this is not JSON")) };
        if self.peek()? != Some(b':') {
            return Ok(self.end("this is not JSON"));
        }
        self.stream.consume(1);
        let next = self.peek()?;
        let inner = match next {
            Some(b'[') if CONTAINERS.contains(&name.as_str()) && self.levels.len() <= 4 => Some(Level::Array),
            Some(b'{') if name == "chats" && self.levels.len() == 1 => Some(Level::Object { members: Map::new(), bytes: 0, held_records: true }),
            _ => None,
        };
        let Some(Level::Object { bytes, held_records, .. }) = self.levels.last_mut() else { return Ok(None) };
        if let Some(inner) = inner {
            *held_records = true;
            self.stream.consume(1);
            self.levels.push(inner);
            return Ok(None);
        }
        // All members of an object together are no larger than a record may be.
        let largest = self.options.largest.saturating_sub(*bytes);
        let Some(value) = self.value(largest)? else { return Ok(Some(Err(self.origin.too_large(self.number + 1, self.options.largest)))) };
        let Some(Level::Object { members, bytes, .. }) = self.levels.last_mut() else { return Ok(None) };
        *bytes += name.len() + value.len();
        match serde_json::from_slice(&value) {
            Ok(value) => {
                members.insert(name, value);
                Ok(None)
            }
            Err(e) => Ok(Some(Err(self.origin.error(self.number + 1, format!("{name}: {e}"))))),
        }
    }

    fn finish(&mut self) -> Option<Step> {
        self.ended = true;
        None
    }

    /// The next record or problem.
    pub fn advance(&mut self) -> Option<Step> {
        while !self.ended {
            match self.step() {
                Ok(None) => {}
                Ok(some) => return some,
                Err(e) => {
                    self.ended = true;
                    return Some(Err(self.origin.error(self.number.max(1), e)));
                }
            }
        }
        None
    }
}

fn record(bytes: &[u8], number: &str, chat: Option<&Map<String, Value>>, origin: &Origin, options: &Options) -> Result<Option<Record>, String> {
    match serde_json::from_slice(bytes).map_err(|e| e.to_string())? {
        Value::Object(object) => of_object(object, number, chat, origin, options),
        _ => Err("no object".into()),
    }
}

/// `Ok(None)`: a message without words.
fn of_object(
    object: Map<String, Value>,
    number: &str,
    around: Option<&Map<String, Value>>,
    origin: &Origin,
    options: &Options,
) -> Result<Option<Record>, String> {
    if let Some(chat) = around.filter(|_| object.contains_key("date_unixtime") || object.contains_key("text_entities")) {
        return Ok(message(&object, chat).map(|(id, found)| Record::from_fields(origin.name(&id), origin.place(&id), found)));
    }
    let Some(found) = options.fields.pick_json(&object) else {
        let names = object.keys().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(format!("no text (fields: {names}); name the field of the text with --text-field"));
    };
    Ok(Some(Record::from_fields(origin.name(number), origin.place(number), found)))
}

/// A message of a chat export. Its number is its own in the channel, so that it stays the same in the next export.
fn message(object: &Map<String, Value>, chat: &Map<String, Value>) -> Option<(String, Found)> {
    if object.get("type").is_some_and(|t| t != "message") {
        return None;
    }
    let text = object.get("text").and_then(text_of).filter(|t| !t.trim().is_empty())?;
    let id = object.get("id").and_then(text_of).unwrap_or_default();
    let channel = chat.get("name").and_then(text_of);
    let outlet = match object.get("forwarded_from").and_then(text_of) {
        Some(author) => Some(channel.map_or(author.clone(), |channel| format!("{author} (via {channel})"))),
        None => channel,
    };
    let chat_id = chat.get("id").and_then(text_of);
    let url = chat_id.as_ref().map(|chat| format!("https://t.me/c/{chat}/{id}"));
    let name = chat_id.map_or(id.clone(), |chat| format!("{chat}/{id}"));
    Some((name, Found { text, title: None, url, outlet, published: object.get("date").and_then(text_of) }))
}
