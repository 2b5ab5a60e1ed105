//! One record of an input, not yet read, and how it becomes a document.

use super::decode::{decode, decode_page};
use super::fields::Found;
use super::files::InputError;
use super::{Document, Metadata, day, html};
use jiff::civil::Date;

/// What a record holds.
#[derive(Debug)]
pub enum Body {
    /// A text file's bytes.
    Bytes(Vec<u8>),
    /// A page's bytes, and the encoding that its headers named.
    Page(Vec<u8>, Option<String>),
    /// Text, perhaps with some HTML in it.
    Text(String),
}

/// One article, page or post as its file holds it.
#[derive(Debug)]
pub struct Record {
    /// The document's name: the file's, with the record's number behind `#` where a file holds many.
    pub name: String,
    /// The same with the file's path, for messages.
    pub place: String,
    /// The content.
    pub body: Body,
    /// The title, if it stands apart.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
}

impl Record {
    /// A record without anything but its content.
    pub fn bare(name: String, place: String, body: Body) -> Record {
        Record { name, place, body, title: None, url: None, outlet: None, published: None }
    }

    /// A record from the fields of a table's row or an object.
    pub fn from_fields(name: String, place: String, found: Found) -> Record {
        Record {
            title: found.title,
            url: found.url,
            outlet: found.outlet,
            published: found.published.as_deref().and_then(day::parse_day),
            ..Record::bare(name, place, Body::Text(found.text))
        }
    }

    /// Read it. `None`: it is not in Arabic. The metadata go before what the record says of itself, and that before `published`.
    pub fn document(self, metadata: &Metadata, published: Option<Date>) -> Result<Option<Document>, InputError> {
        let place = self.place;
        let fail = |reason: String| InputError { input: place.clone(), reason };
        let mut said = Document { name: self.name, published: self.published, outlet: self.outlet, url: self.url, ..Document::default() };
        match self.body {
            Body::Bytes(bytes) => said.text = decode(bytes).map_err(|e| fail(e.to_string()))?,
            Body::Text(text) => {
                let text = if html::is_markup(&text) { html::fragment(&text).map_err(fail)? } else { text };
                said.text = titled(self.title.as_deref().map(html::plain), text);
            }
            Body::Page(bytes, charset) => {
                let page = decode_page(bytes, charset.as_deref()).map_err(|e| fail(e.to_string()))?;
                // Most pages of a crawl are in other languages: they are not worth the parsing.
                if page.chars().filter(|c| is_arabic(*c)).take(20).count() < 20 {
                    return Ok(None);
                }
                let page = html::page(&page).map_err(fail)?;
                said.text = titled(page.title, page.text);
                said.published = said.published.or(page.published);
                said.outlet = said.outlet.or(page.outlet);
                said.url = said.url.or(page.url);
            }
        }
        if !in_arabic(&said.text) {
            return Ok(None);
        }
        let row = metadata.row(&said.name, said.url.as_deref()).cloned().unwrap_or_default();
        said.published = row.published.or(said.published).or(published);
        said.outlet = row.outlet.or(said.outlet);
        said.url = row.url.or(said.url);
        Ok(Some(said))
    }
}

/// The title on the first line, unless the text begins with it.
fn titled(title: Option<String>, text: String) -> String {
    match title {
        Some(title) if !title.trim().is_empty() && !text.trim_start().starts_with(title.trim()) => format!("{}\n{text}", title.trim()),
        _ => text,
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Is this Arabic, and not another language, in its own script or in Arabic letters?
///
/// Letters that only Persian, Urdu, Pashto and Kurdish need are rare in Arabic texts; ta marbuta, frequent in Arabic, is rare in theirs.
pub fn in_arabic(text: &str) -> bool {
    let (mut arabic, mut other, mut foreign, mut marbuta) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars() {
        if is_arabic(c) {
            arabic += 1
        } else if c.is_alphabetic() {
            other += 1
        }
        foreign += usize::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ێ' | 'ۆ' | 'ڵ' | 'ڕ' | 'ټ' | 'ډ' | 'ښ' | 'ې'));
        marbuta += usize::from(matches!(c, 'ة' | 'ﺓ' | 'ﺔ'));
    }
    arabic > 0 && arabic * 9 >= other && !(foreign >= 3 && foreign > marbuta)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        assert!(in_arabic("قصفت الطائرات أطراف البلدة"));
        assert!(in_arabic("🔴 قصف — U.S. Central Command (@CENTCOM)"));
        assert!(in_arabic("قصف على گرية بيت چادر وكل اطراف البلدة والمدينة"));
        assert!(!in_arabic("Warplanes struck the edge of the town"));
        assert!(!in_arabic("جنگنده‌ها پایگاهی را در حومه شهر بمباران کردند و چند نفر کشته شدند، گزارش‌ها می‌گویند"));
        assert!(!in_arabic("فۆڕکە جەنگییەکان گوندێکیان بۆردومان کرد"));
        assert!(!in_arabic("2024"));
    }
}
