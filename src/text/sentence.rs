//! Sentences of Arabic news: ends at full stops, question marks and line breaks, not at dots inside dates or numbers.

use super::token::{Kind, Token};
use std::ops::Range;

/// A sentence, as a range of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, closing mark included.
    pub tokens: Range<usize>,
    /// Which paragraph (line) of the document it stands in.
    pub paragraph: usize,
}

/// Cut a document's tokens into sentences. Empty lines give none.
pub fn sentences(tokens: &[Token]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    for i in 0..tokens.len() {
        let line_ends = tokens[i].kind == Kind::Newline;
        if line_ends || ends_sentence(tokens, i) {
            if tokens[start..=i].iter().any(|t| !matches!(t.kind, Kind::Mark(_) | Kind::Newline)) {
                out.push(Sentence { tokens: start..i + 1, paragraph });
            }
            start = i + 1;
            paragraph += usize::from(line_ends);
        }
    }
    if tokens[start..].iter().any(|t| !matches!(t.kind, Kind::Mark(_) | Kind::Newline)) {
        out.push(Sentence { tokens: start..tokens.len(), paragraph });
    }
    out
}

fn ends_sentence(tokens: &[Token], i: usize) -> bool {
    let next = tokens.get(i + 1);
    match tokens[i].kind {
        Kind::Mark('؟' | '?' | '!' | '…' | '•') => true,
        Kind::Mark('.') => match (i.checked_sub(1).map(|p| tokens[p].kind), next) {
            // 2023.11.13
            (Some(Kind::Number(_)), Some(n)) if n.glued && matches!(n.kind, Kind::Number(_)) => false,
            // A dot between letters of another script belongs to an address.
            (Some(Kind::Foreign), Some(n)) if n.glued && n.kind == Kind::Foreign => false,
            // The first of several dots, or a dot before a closing quote: the last one ends.
            (_, Some(n)) if n.is_mark('.') || n.glued && n.is_mark('"') => false,
            // «أ. فلان», «فلان ف. (30 عاما)»: an initial.
            (Some(Kind::Word), Some(n)) if is_initial(tokens, i) && (n.kind == Kind::Word || n.is_mark('(')) => false,
            _ => true,
        },
        Kind::Mark('"') => i > 0 && tokens[i - 1].is_mark('.') && tokens[i].glued && next.is_none_or(|n| !n.is_mark('،')),
        _ => false,
    }
}

fn is_initial(tokens: &[Token], dot: usize) -> bool {
    dot > 0 && tokens[dot - 1].fold.end - tokens[dot - 1].fold.start <= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, tokenize};

    fn cut(raw: &str) -> Vec<String> {
        let folded = fold(raw);
        let tokens = tokenize(&folded);
        let text = |s: &Sentence| {
            let (a, b) = (tokens[s.tokens.start].raw.start, tokens[s.tokens.end - 1].raw.end);
            raw[a as usize..b as usize].trim().to_string()
        };
        sentences(&tokens).iter().map(text).collect()
    }

    #[test]
    fn ends_where_readers_end() {
        assert_eq!(
            cut("قُصفت البلدة يوم 13.11.2023 مرتين. وقال شاهد: \"لم ننم.\" ثم هدأت؟\nانتهى"),
            ["قُصفت البلدة يوم 13.11.2023 مرتين.", "وقال شاهد: \"لم ننم.\"", "ثم هدأت؟", "انتهى"]
        );
    }
}
