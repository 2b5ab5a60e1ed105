//! What a file is, told by its first bytes. The name only breaks ties.

use super::decode::{DecodeError, decode};
use super::fields::Fields;

/// Kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One text.
    Text,
    /// One saved page.
    Html,
    /// RSS or Atom.
    Feed,
    /// One JSON value a line.
    JsonLines,
    /// A JSON array, or an object that holds one; also chat exports.
    Json,
    /// A table with this delimiter.
    Table(u8),
    /// Pages with headers, as crawlers store them.
    Warc,
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No text, or nothing at all.
    Bytes(DecodeError),
    /// A table or another kind of file that holds no articles; the reason.
    NoArticles(String),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::Bytes(e) => e.fmt(f),
            Unreadable::NoArticles(reason) => f.write_str(reason),
        }
    }
}

/// Tell the kind from the first bytes. `name` is the file's name.
pub fn kind(head: &[u8], name: &str, fields: &Fields) -> Result<Kind, Unreadable> {
    if head.starts_with(b"WARC/") {
        return Ok(Kind::Warc);
    }
    // The end of the head may cut a letter; that decodes to a replacement character.
    let text = decode(head.to_vec()).map_err(Unreadable::Bytes)?;
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let behind = |n: usize| start[n..].trim_start().chars().next();
    match start.as_bytes().first() {
        Some(b'<') => markup(start),
        Some(b'{') if matches!(behind(1), Some('"' | '}')) => Ok(if by_line(start) { Kind::JsonLines } else { Kind::Json }),
        Some(b'[') if matches!(behind(1), Some('{' | ']')) => Ok(Kind::Json),
        _ => table(start, name, fields),
    }
}

/// Are the values one a line? A first line that is a value, or two lines that look like one, say so. A single line may be anything.
fn by_line(start: &str) -> bool {
    let whole = |line: &&str| line.starts_with('{') && line.trim_end().ends_with('}');
    let Some((first, _)) = start.trim_end().split_once('\n') else { return false };
    serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() || start.lines().filter(whole).count() >= 2
}

fn markup(start: &str) -> Result<Kind, Unreadable> {
    let lower = start.to_ascii_lowercase();
    let mut rest = lower.as_str();
    // Past declarations and comments to the first element.
    let element = loop {
        rest = rest.trim_start();
        let end = match rest {
            r if r.starts_with("<!--") => r.find("-->").map(|i| i + 3),
            r if r.starts_with("<!doctype html") => break "html",
            r if r.starts_with("<?") || r.starts_with("<!") => r.find('>').map(|i| i + 1),
            r => break r.strip_prefix('<').map_or("", |r| r.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default()),
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => break "",
        }
    };
    if lower.contains("content=\"marsad") {
        return Err(Unreadable::NoArticles("a page that marsad wrote".into()));
    }
    const ELEMENTS: [&str; 20] = [
        "html", "head", "body", "meta", "title", "link", "script", "div", "p", "article", "main", "section", "header", "table", "span", "h1", "h2",
        "center", "font", "br",
    ];
    match element {
        "rss" | "feed" | "rdf:rdf" => Ok(Kind::Feed),
        _ if ELEMENTS.contains(&element) || lower.contains("<html") => Ok(Kind::Html),
        _ if lower.starts_with("<?xml") => Err(Unreadable::NoArticles(format!("XML with <{element}> is no feed and no page"))),
        _ => Ok(Kind::Text),
    }
}

/// A table has a head with short cells, one of which names the text.
fn table(start: &str, name: &str, fields: &Fields) -> Result<Kind, Unreadable> {
    let named = |ends: &[&str]| {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name).to_string();
        ends.iter().any(|end| name.ends_with(end))
    };
    let head = start.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| head.bytes().filter(|b| b == d).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(head.as_bytes());
    let cells: Vec<String> = reader.records().next().and_then(Result::ok).map_or(Vec::new(), |r| r.iter().map(|c| c.trim().to_string()).collect());
    let short = cells.iter().all(|c| c.chars().count() <= 40);
    if short && fields.names_text(&cells) && (cells.len() > 1 || named(&[".csv", ".tsv"])) {
        return Ok(Kind::Table(delimiter));
    }
    if named(&[".csv", ".tsv"]) {
        let of = cells.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(Unreadable::NoArticles(format!("a table without texts (columns: {of}); name the column of the texts with --text-field")));
    }
    Ok(Kind::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &str, name: &str) -> Result<Kind, Unreadable> {
        kind(head.as_bytes(), name, &Fields::default())
    }

    #[test]
    fn kinds_are_told_by_content() {
        for (head, wanted) in [
            ("قصف على بلدة", Kind::Text),
            ("[عاجل] قصف على بلدة", Kind::Text),
            ("{عاجل} قصف", Kind::Text),
            ("<عاجل> قصف", Kind::Text),
            ("\u{FEFF}<!DOCTYPE html><html>", Kind::Html),
            ("<!-- saved from url=(0014)about:internet -->\n<html dir=rtl>", Kind::Html),
            ("<div>قصف</div>", Kind::Html),
            ("<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">", Kind::Feed),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", Kind::Feed),
            ("<?xml version=\"1.0\"?><html xmlns=\"x\">", Kind::Html),
            ("{\"text\": \"قصف\"}\n{\"text\": \"قصف\"}\n", Kind::JsonLines),
            ("{\"text\": }\n{\"text\": \"قصف\"}\n{\"text\": \"غارة\"}\n", Kind::JsonLines),
            ("{\n \"name\": \"قناة\",\n \"messages\": [", Kind::Json),
            ("[\n{\"text\"", Kind::Json),
            ("[]", Kind::Json),
            ("id,text,date\n1,قصف,2024", Kind::Table(b',')),
            ("المصدر;النص\nوكالة;قصف", Kind::Table(b';')),
            ("url\ttitle\tcontent\n", Kind::Table(b'\t')),
            ("WARC/1.0\r\nWARC-Type: warcinfo", Kind::Warc),
        ] {
            assert_eq!(of(head, "x"), Ok(wanted), "{head}");
        }
    }

    #[test]
    fn what_holds_no_articles_is_refused() {
        assert!(matches!(of("file,published\na.txt,2024-01-01\n", "m.csv"), Err(Unreadable::NoArticles(_))));
        assert!(matches!(of("<?xml version=\"1.0\"?><urlset>", "x.xml"), Err(Unreadable::NoArticles(_))));
        assert_eq!(of("", "x"), Err(Unreadable::Bytes(DecodeError::Empty)));
        assert_eq!(of("\u{1}\u{0}\u{2}", "x"), Err(Unreadable::Bytes(DecodeError::Binary)));
        // Text with a comma is no table.
        assert_eq!(of("قصف، وقتل\n", "x.txt"), Ok(Kind::Text));
    }
}
