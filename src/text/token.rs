//! Tokens: words, numbers and single marks, with their place in the folded and in the raw text.

use super::fold::Folded;
use super::span::{FoldSpan, RawSpan};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Arabic letters.
    Word,
    /// Letters of another script.
    Foreign,
    /// Digits, with thousands separators read over; the value saturates.
    Number(u64),
    /// A line break.
    Newline,
    /// Any other mark, as folded.
    Mark(char),
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Place in the folded text.
    pub fold: FoldSpan,
    /// Place in the raw text.
    pub raw: RawSpan,
    /// What it is.
    pub kind: Kind,
    /// No space stands before it.
    pub glued: bool,
    /// It belongs to a hashtag (`#دير_الزور` gives two such words).
    pub hashtag: bool,
}

impl Token {
    /// Is it this mark?
    pub fn is_mark(&self, c: char) -> bool {
        self.kind == Kind::Mark(c)
    }
}

/// Split a folded text into tokens. White space other than line breaks is left out.
pub fn tokenize(folded: &Folded) -> Vec<Token> {
    let text = folded.as_str();
    let bytes = text.as_bytes();
    let mut origin = folded.origin();
    let mut tokens = Vec::with_capacity(text.len() / 9 + 8);
    let mut at = 0;
    let (mut glued, mut hashtag) = (false, false);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            (glued, hashtag) = (false, false);
            continue;
        }
        let start = at;
        let c = text[at..].chars().next().unwrap_or(' ');
        let kind = if c == '\n' {
            at += 1;
            Kind::Newline
        } else if c.is_ascii_digit() {
            at = number_end(bytes, at);
            Kind::Number(
                text[start..at].bytes().filter(u8::is_ascii_digit).fold(0u64, |n, d| n.saturating_mul(10).saturating_add(u64::from(d - b'0'))),
            )
        } else if is_word_char(c) {
            let arabic = is_arabic(c);
            at += usual_letters(&bytes[at..]);
            let rest = &text[at..];
            at += rest.find(|c| !is_word_char(c) || is_arabic(c) != arabic).unwrap_or(rest.len());
            if arabic { Kind::Word } else { Kind::Foreign }
        } else if c.is_whitespace() {
            at += c.len_utf8();
            (glued, hashtag) = (false, false);
            continue;
        } else {
            at += c.len_utf8();
            if c == '_' {
                // Joins the words of a hashtag, is a space elsewhere.
                glued = hashtag;
                continue;
            }
            Kind::Mark(c)
        };
        let fold = FoldSpan { start: start as u32, end: at as u32 };
        hashtag = match kind {
            Kind::Mark('#') => true,
            Kind::Mark(_) | Kind::Newline => false,
            _ => hashtag,
        };
        let mut raw = origin.of(fold);
        // Marks that folding dropped behind the last letter belong to the word: رداً.
        if matches!(kind, Kind::Word) {
            raw.end = raw.end.max(origin.start(fold.end));
        }
        tokens.push(Token { fold, raw, kind, glued, hashtag });
        glued = kind != Kind::Newline;
    }
    tokens
}

/// Bytes of the letters U+0620 to U+064A at the head: nearly all letters of the text, told from two bytes.
fn usual_letters(bytes: &[u8]) -> usize {
    bytes.chunks_exact(2).take_while(|c| matches!(c, [0xD8, 0xA0..=0xBF] | [0xD9, 0x80..=0x8A])).count() * 2
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{065F}' | '\u{066E}'..='\u{06EF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}')
}

fn is_word_char(c: char) -> bool {
    // Arabic letters and ASCII first: nearly all of the text, without the Unicode tables.
    match c {
        '\u{0620}'..='\u{064A}' | 'a'..='z' | 'A'..='Z' => true,
        '،' | '؛' | '؟' => false,
        _ if c.is_ascii() => false,
        _ => c.is_alphabetic(),
    }
}

/// Digits, and separators between groups of three (`1,400`, `12.500.000`).
fn number_end(bytes: &[u8], start: usize) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = start + digits(start);
    if at - start <= 3 {
        while matches!(bytes.get(at), Some(b',' | b'.')) && digits(at + 1) == 3 {
            at += 4;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn kinds(raw: &str) -> Vec<(String, Kind)> {
        let folded = fold(raw);
        tokenize(&folded).iter().map(|t| (t.fold.of(folded.as_str()).to_string(), t.kind)).collect()
    }

    #[test]
    fn parts_words_numbers_and_marks() {
        let tokens = kinds("مقتل ١٬٤٠٠ و13عنصراً، #دير_الزور.");
        let words: Vec<&str> = tokens.iter().map(|(w, _)| w.as_str()).collect();
        assert_eq!(words, ["مقتل", "1,400", "و", "13", "عنصرا", "،", "#", "دير", "الزور", "."]);
        assert_eq!(tokens[1].1, Kind::Number(1400));
    }

    #[test]
    fn dates_stay_apart() {
        let words: Vec<String> = kinds("2023.11.13 | 26/11/2024انتهت").into_iter().map(|(w, _)| w).collect();
        assert_eq!(words, ["2023", ".", "11", ".", "13", "|", "26", "/", "11", "/", "2024", "انتهت"]);
    }

    #[test]
    fn raw_spans_hold_the_words() {
        let raw = "رداً قصـ.ـف حيّ الشعّارِ";
        let folded = fold(raw);
        let tokens = tokenize(&folded);
        let words: Vec<&str> = tokens.iter().map(|t| t.raw.of(raw)).collect();
        assert_eq!(words, ["رداً", "قصـ.ـف", "حيّ", "الشعّارِ"]);
        assert!(tokens.iter().all(|t| !t.hashtag));
    }
}
