//! WARC: the pages of a crawl, each with the headers under which it was fetched.

use super::lines::{Line, next_line};
use super::record::{Body, Record};
use super::records::{Options, Origin, Step};
use super::unpack::Bytes;
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};

/// Longest line of a head, and the most lines.
const LONGEST: usize = 64 * 1024;
const MOST_LINES: usize = 1000;

/// The pages of a crawl. Records that hold no page (requests, pictures, failures) are counted but give nothing.
pub struct Warc {
    stream: Bytes,
    origin: Origin,
    options: Options,
    number: usize,
    /// The line that begins a record was read where a head should have gone on.
    begun: bool,
    ended: bool,
}

/// The lines of a head, by lower-case name.
type Head = Vec<(String, String)>;

/// Does a line begin a record? What stands before its mark is left of a head that was cut.
fn begins(line: &[u8]) -> bool {
    let version = line.trim_ascii_end();
    line.starts_with(b"WARC/")
        || version.len() >= 8
            && matches!(&version[version.len() - 8..], [b'W', b'A', b'R', b'C', b'/', a, b'.', b] if a.is_ascii_digit() && b.is_ascii_digit())
}

fn get<'h>(head: &'h Head, name: &str) -> Option<&'h str> {
    head.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

impl Warc {
    /// Read from an unpacked stream.
    pub fn new(stream: Bytes, origin: Origin, options: Options) -> Warc {
        Warc { stream, origin, options, number: 0, begun: false, ended: false }
    }

    /// Go behind the next line that begins a record. `Ok(false)`: there is none. Whatever else stands there is an error, told once.
    fn find_record(&mut self, strange: &mut bool) -> io::Result<bool> {
        if std::mem::take(&mut self.begun) {
            return Ok(true);
        }
        loop {
            match next_line(&mut self.stream, LONGEST)? {
                None => return Ok(false),
                Some(Line::Whole(line)) if begins(&line) => return Ok(true),
                Some(Line::Whole(line)) if line.iter().all(u8::is_ascii_whitespace) => {}
                Some(_) => *strange = true,
            }
        }
    }

    fn head(&mut self) -> io::Result<Head> {
        let mut head = Vec::new();
        for _ in 0..MOST_LINES {
            match next_line(&mut self.stream, LONGEST)? {
                Some(Line::Whole(line)) if begins(&line) => {
                    self.begun = true;
                    break;
                }
                Some(Line::Whole(line)) => {
                    let line = String::from_utf8_lossy(&line);
                    if line.trim().is_empty() {
                        return Ok(head);
                    }
                    if let Some((name, value)) = line.split_once(':') {
                        head.push((name.trim().to_ascii_lowercase(), value.trim().to_string()));
                    }
                }
                Some(Line::TooLong) => {}
                None => break,
            }
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, "a record whose head does not end"))
    }

    /// One record: `Ok(None)` if it holds no page.
    fn record(&mut self, strange: &mut bool) -> io::Result<Option<Result<Record, String>>> {
        if !self.find_record(strange)? {
            self.ended = true;
            return Ok(None);
        }
        self.number += 1;
        let head = self.head()?;
        let Some(length) = get(&head, "content-length").and_then(|l| l.parse::<u64>().ok()) else {
            return Ok(Some(Err("a record without its length".into())));
        };
        // The head was cut, and the next record's was read as its end.
        if head.iter().filter(|(name, _)| name == "warc-type").count() > 1 {
            self.number += 1;
            self.skip(length)?;
            return Ok(Some(Err("the head of the record before breaks off and runs into this one".into())));
        }
        let url = get(&head, "warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_string());
        let kind = get(&head, "warc-type").unwrap_or_default();
        if !matches!(kind, "response" | "resource" | "conversion") {
            self.skip(length)?;
            return Ok(None);
        }
        if length > self.options.largest as u64 {
            self.skip(length)?;
            return Ok(Some(Err(self.origin.too_large(self.number, self.options.largest).reason)));
        }
        let mut block = Vec::new();
        (&mut self.stream).take(length).read_to_end(&mut block)?;
        if (block.len() as u64) < length {
            return Ok(Some(Err("the file ends within this record".into())));
        }
        let body = match kind {
            "response" => match http(&block, self.options.largest) {
                Ok(body) => body,
                Err(reason) => return Ok(Some(Err(reason))),
            },
            _ => content(get(&head, "content-type").unwrap_or_default(), block),
        };
        let (name, place) = (self.origin.name(self.number), self.origin.place(self.number));
        Ok(body.map(|body| Ok(Record { url, ..Record::bare(name, place, body) })))
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        io::copy(&mut (&mut self.stream).take(length), &mut io::sink()).map(|_| ())
    }

    /// The next page or problem. A broken record costs itself alone: the next one is looked for.
    pub fn advance(&mut self) -> Option<Step> {
        while !self.ended {
            let mut strange = false;
            let before = self.number;
            let step = match self.record(&mut strange) {
                Ok(None) => None,
                Ok(Some(Ok(record))) => Some(Ok(record)),
                Ok(Some(Err(reason))) => Some(Err(self.origin.error(self.number, reason))),
                // Packing that breaks is picked up at its next member; a stream that cannot be read is given up.
                Err(e) => {
                    self.ended = e.kind() != io::ErrorKind::InvalidData;
                    self.number = before + 1;
                    Some(Err(self.origin.error(self.number, e)))
                }
            };
            match step {
                Some(Ok(record)) => return Some(Ok(record)),
                Some(problem) => return Some(problem),
                None if strange && self.number == 0 => return Some(Err(self.origin.error(0, "no record begins here"))),
                None => {}
            }
        }
        None
    }
}

/// The page of a response: `None` if it is no page, or was not found.
fn http(block: &[u8], largest: usize) -> Result<Option<Body>, String> {
    let mut lines = [httparse::EMPTY_HEADER; 256];
    let mut response = httparse::Response::new(&mut lines);
    let length = match response.parse(block) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Err("a response whose head does not end".into()),
        Err(e) => return Err(format!("a response whose head cannot be read: {e}")),
    };
    if response.code != Some(200) {
        return Ok(None);
    }
    let head = |name: &str| {
        let found = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
        found.map_or(String::new(), |h| String::from_utf8_lossy(h.value).to_ascii_lowercase())
    };
    let mut body = block[length..].to_vec();
    // Crawlers differ in whether they leave the transfer's wrapping on; the bytes tell.
    if head("transfer-encoding").contains("chunked")
        && let Some(whole) = unchunk(&body)
    {
        body = whole;
    }
    if body.starts_with(&[0x1F, 0x8B]) {
        let mut whole = Vec::new();
        let n = MultiGzDecoder::new(&body[..]).take(largest as u64 + 1).read_to_end(&mut whole).map_err(|e| format!("its packing is broken: {e}"))?;
        if n > largest {
            return Err(format!("a page of more than {largest} bytes"));
        }
        body = whole;
    }
    Ok(content(&head("content-type"), body))
}

/// A body by its content type.
fn content(kind: &str, bytes: Vec<u8>) -> Option<Body> {
    let charset = kind.split("charset=").nth(1).map(|c| c.trim_matches(['"', '\'', ' ', ';']).to_string());
    match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => Some(Body::Page(bytes, charset)),
        "text/plain" => Some(Body::Bytes(bytes)),
        _ => None,
    }
}

/// The content of a chunked body; `None` if it is not chunked.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = rest.windows(2).take(32).position(|w| w == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size + 2..).unwrap_or_default();
    }
}
