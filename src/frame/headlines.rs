//! Headlines of other articles that a page shows among and below its own text: what they tell is told elsewhere.

use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// A line of running text has at least as many words.
const LONG: usize = 18;

/// A headline has at most as many.
const SHORT: usize = 16;

/// A sentence of a short text has at least as many.
const PROSE: usize = 8;

/// So many headlines make a row.
const ROW: usize = 3;

struct Line {
    tokens: Range<usize>,
    words: usize,
    /// It ends as a sentence does.
    closed: bool,
}

/// The lines of a document, by paragraph, that are headlines of other articles.
///
/// Only a text that closes its own sentences tells them: a short line without a stop, behind the first line of running text, that neither leads
/// up to something nor belongs to a list.
pub fn of_others(reading: &Reading<'_>) -> Vec<bool> {
    let lines = lines(reading);
    let long = || lines.iter().filter(|l| l.words >= LONG);
    let closes = long().count() >= 2 && long().filter(|l| l.closed).count() * 4 >= long().count() * 3;
    let Some(body) = lines.iter().position(|l| l.words >= LONG).filter(|_| closes) else {
        let (tail, more) = (tail(reading, &lines), behind_more(reading, &lines));
        return (0..lines.len()).map(|i| more[i] || i >= tail && lines[i].words > 0).collect();
    };
    let more = behind_more(reading, &lines);
    lines.iter().enumerate().map(|(i, line)| more[i] || i > body && is_headline(reading, line)).collect()
}

/// Lines without a stop behind one that only says «التالي» or «أخبار ذات صلة», until running text comes again.
fn behind_more(reading: &Reading<'_>, lines: &[Line]) -> Vec<bool> {
    let (mut told, mut more) = (false, false);
    let is_more = |l: &Line| l.words <= 3 && reading.tagged(l.tokens.start, Tag::Furniture).is_some_and(|(_, e)| e.is("more"));
    let mut judge = |l: &Line| {
        told |= l.words >= PROSE && l.closed;
        more = told && l.words > 0 && is_more(l) || more && !(l.words >= LONG && l.closed);
        more && !l.closed
    };
    lines.iter().map(&mut judge).collect()
}

/// Where the rows of headlines begin that end a page whose sentences end with a stop, however short they are.
fn tail(reading: &Reading<'_>, lines: &[Line]) -> usize {
    // The title, which no stop closes, is not counted.
    let told: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].words > 0).skip(1).collect();
    let row = told.iter().rev().take_while(|&&i| is_headline(reading, &lines[i])).count();
    let (before, row) = told.split_at(told.len() - row);
    let prose: Vec<&Line> = before.iter().map(|&i| &lines[i]).filter(|l| l.words >= PROSE).collect();
    let closed = prose.iter().filter(|l| l.closed).count();
    if row.len() < ROW || closed < 2 || closed * 4 < prose.len() * 3 {
        return lines.len();
    }
    row[0]
}

fn is_headline(reading: &Reading<'_>, line: &Line) -> bool {
    let mark = |t: usize| reading.tokens.get(t).is_none_or(|t| matches!(t.kind, Kind::Mark(_)));
    let first = line.tokens.start;
    let numbered = reading.tokens.get(first).is_some_and(|t| matches!(t.kind, Kind::Number(_))) && mark(first + 1);
    let item = mark(first) || numbered || reading.tokens[first].hashtag;
    // «وكان …» goes on with what was told.
    let goes_on = reading.word(first).starts_with('و') && reading.at(first).iter().all(|m| m.clitics.and || reading.is(first, Tag::Connector));
    // «فيما أصيبت زوجته»
    let joined = reading.is(first, Tag::Connector) || reading.is_word(first, &["كما", "حيث", "هذا", "ذلك", "يذكر"]);
    !line.closed && line.words <= SHORT && !item && !goes_on && !joined
}

/// Paragraphs; one without words is empty.
fn lines(reading: &Reading<'_>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for sentence in &reading.sentences {
        out.resize_with(out.len().max(sentence.paragraph + 1), || Line { tokens: 0..0, words: 0, closed: false });
        let line = &mut out[sentence.paragraph];
        let start = if line.words == 0 { sentence.tokens.start } else { line.tokens.start };
        line.tokens = start..sentence.tokens.end;
        line.words += sentence.tokens.clone().filter(|&t| matches!(reading.tokens[t].kind, Kind::Word | Kind::Foreign | Kind::Number(_))).count();
        let last = sentence.tokens.clone().rev().find(|&t| !matches!(reading.tokens[t].kind, Kind::Newline | Kind::Mark('"')));
        line.closed = last.is_some_and(|t| matches!(reading.tokens[t].kind, Kind::Mark('.' | '؟' | '?' | '!' | ':' | '،')));
    }
    out
}
