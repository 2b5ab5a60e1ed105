//! A document read once: folded text, tokens, sentences, mentions, and quick answers about what stands where.

use crate::lexicon::{Entry, Lexicon, Role, Tag};
use crate::matcher::{Item, Matcher, Mention};
use crate::text::{Folded, Kind, RawSpan, Sentence, Token, fold, sentences, tokenize};
use std::ops::Range;

/// A document read once.
pub struct Reading<'a> {
    /// The text as it was read.
    pub raw: &'a str,
    /// Its folded view.
    pub folded: Folded,
    /// Tokens.
    pub tokens: Vec<Token>,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Mentions, by start, longest first.
    pub mentions: Vec<Mention>,
    /// The lexicon of the mentions.
    pub lexicon: &'a Lexicon,
    /// First mention that starts at or after each token.
    first: Vec<u32>,
    /// Tags whose mentions start at each token ([`NAME`] for names of places), and those whose mentions cover it.
    started: Vec<u64>,
    covered: Vec<u64>,
}

/// First mention that starts at or after each token, and behind the last.
fn first_of(mentions: &[Mention], tokens: usize) -> Vec<u32> {
    let mut at = 0;
    let first = |token| {
        while at < mentions.len() && mentions[at].start < token {
            at += 1;
        }
        at as u32
    };
    (0..=tokens).map(first).collect()
}

/// و and ف, as they stand in the text.
const WA: [u8; 2] = [0xD9, 0x88];
const FA: [u8; 2] = [0xD9, 0x81];

/// The bit of names of places, beside those of the tags.
const NAME: u64 = 1 << 63;

fn bit(tag: Tag) -> u64 {
    1 << tag as u32
}

impl<'a> Reading<'a> {
    /// Read a text.
    pub fn new(raw: &'a str, lexicon: &'a Lexicon, matcher: &Matcher) -> Reading<'a> {
        let folded = fold(raw);
        let tokens = tokenize(&folded);
        let sentences = sentences(&tokens);
        let mentions = matcher.mentions(folded.as_str(), &tokens);
        let first = first_of(&mentions, tokens.len());
        let (started, covered) = (vec![0; tokens.len()], vec![0; tokens.len()]);
        let mut reading = Reading { raw, folded, tokens, sentences, mentions, lexicon, first, started, covered };
        for i in 0..reading.mentions.len() {
            reading.mark(i);
        }
        reading.void_harm();
        reading
    }

    /// Enter a mention into the sets of tags.
    fn mark(&mut self, mention: usize) {
        let m = &self.mentions[mention];
        self.started[m.start] |= m.tag.map_or(NAME, bit);
        if let Some(tag) = m.tag {
            self.covered[m.start..m.end].iter_mut().for_each(|c| *c |= bit(tag));
        }
    }

    /// Words of harm that a negation before them voids say that nobody was hurt.
    fn void_harm(&mut self) {
        for (token, row) in crate::mention::unharmed::find(self) {
            let mut range = self.first[token] as usize..self.first[token + 1] as usize;
            if let Some(i) = range.find(|&i| matches!(self.mentions[i].tag, Some(Tag::Trigger | Tag::Loss))) {
                self.mentions[i].item = Item::Word(row);
                self.mentions[i].tag = Some(self.lexicon.entry(row).tag());
                self.mark(i);
            }
        }
    }

    /// Leave out the names of compiled files that `keep` refuses: most words are some hamlet's name, and say nothing where they are not.
    /// Was any left out?
    pub(crate) fn keep_names(&mut self, keep: impl Fn(&Mention) -> bool) -> bool {
        let all = self.mentions.len();
        self.mentions.retain(|m| !m.is_of_compiled_file() || keep(m));
        let fewer = self.mentions.len() < all;
        if fewer {
            self.first = first_of(&self.mentions, self.tokens.len());
        }
        fewer
    }

    /// Mentions that start at a token, longest first.
    #[inline]
    pub fn at(&self, token: usize) -> &[Mention] {
        match self.first.get(token..token + 2) {
            Some(range) => &self.mentions[range[0] as usize..range[1] as usize],
            None => &[],
        }
    }

    /// The longest mention of a tag that starts at a token.
    #[inline]
    pub fn tagged(&self, token: usize, tag: Tag) -> Option<(&Mention, &'a Entry)> {
        if self.started.get(token).is_none_or(|s| s & bit(tag) == 0) {
            return None;
        }
        self.first_of(token, tag)
    }

    fn first_of(&self, token: usize, tag: Tag) -> Option<(&Mention, &'a Entry)> {
        self.at(token).iter().find_map(|m| match m.item {
            Item::Word(e) if m.tag == Some(tag) => Some((m, self.lexicon.entry(e))),
            _ => None,
        })
    }

    /// Can a mention of one of these tags start at a token? If not, no rule that begins with one needs to be asked.
    #[inline]
    pub fn starts<const N: usize>(&self, token: usize, tags: [Tag; N]) -> bool {
        let set = tags.into_iter().fold(0, |set, tag| set | bit(tag));
        self.started.get(token).is_some_and(|s| s & set != 0)
    }

    /// Can the name of a place start at a token?
    #[inline]
    pub fn starts_name(&self, token: usize) -> bool {
        self.started.get(token).is_some_and(|s| s & NAME != 0)
    }

    /// All mentions of a tag that start in a range of tokens.
    pub fn all(&self, range: Range<usize>, tag: Tag) -> impl Iterator<Item = (&Mention, &'a Entry)> {
        let started = self.started.get(range.start..range.end.min(self.started.len())).unwrap_or_default();
        let here = (range.start..).zip(started).filter(move |(_, s)| **s & bit(tag) != 0);
        here.filter_map(move |(t, _)| self.first_of(t, tag))
    }

    /// Does any mention of a tag cover the token?
    #[inline]
    pub fn is(&self, token: usize, tag: Tag) -> bool {
        self.covered.get(token).is_some_and(|c| c & bit(tag) != 0)
    }

    /// Does any mention of a tag cover a token of the range?
    pub fn any(&self, range: Range<usize>, tag: Tag) -> bool {
        let end = range.end.min(self.covered.len());
        self.covered.get(range.start..end).is_some_and(|tags| tags.iter().any(|c| c & bit(tag) != 0))
    }

    /// The folded word of a token.
    #[inline]
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| t.fold.of(self.folded.as_str()))
    }

    /// Is the token this folded word, a leading و or ف aside?
    #[inline]
    pub fn is_word(&self, token: usize, words: &[&str]) -> bool {
        let Some(token) = self.tokens.get(token) else { return words.contains(&"") };
        // As bytes: no borders of characters need to be looked for.
        let word = &self.folded.as_str().as_bytes()[token.fold.start as usize..token.fold.end as usize];
        let is = |word: &[u8]| words.iter().any(|w| w.as_bytes() == word);
        is(word) || word.first_chunk().is_some_and(|letter| [WA, FA].contains(letter)) && is(&word[2..])
    }

    /// Is the mention's phrase whole? Of some, the second half may stand apart: «فقد شخصان حياتهما».
    pub fn completes(&self, mention: &Mention) -> bool {
        let Item::Word(e) = mention.item else { return true };
        let entry = self.lexicon.entry(e);
        let second = |t: usize| !self.is(t, Tag::Exception) && entry.kinds.iter().any(|k| k == self.word(t));
        // «فقدان وإصابة عشرة»: the other half is left to the word of harm behind.
        let paired =
            |t: usize| self.tagged(t, Tag::Trigger).is_some_and(|(m, e)| e.role == Some(Role::Injure) && m.clitics.and && m.tense == mention.tense);
        !entry.is("completed-by") || paired(mention.end) || (mention.end..(mention.end + 9).min(self.tokens.len())).any(second)
    }

    /// Is it a mark that separates clauses?
    pub fn is_break(&self, token: usize) -> bool {
        // «إف-16», «بي-1»
        let glued = |t: usize| self.tokens.get(t).is_some_and(|t| t.glued);
        if glued(token) && glued(token + 1) && self.tokens[token].is_mark('-') {
            return false;
        }
        // «9:48»
        let digits = |t: usize| matches!(self.tokens.get(t).map(|t| t.kind), Some(Kind::Number(_)));
        if token > 0 && self.tokens[token..].first().is_some_and(|t| t.is_mark(':')) && digits(token - 1) && digits(token + 1) {
            return false;
        }
        matches!(
            self.tokens.get(token).map(|t| t.kind),
            None | Some(Kind::Newline | Kind::Mark('،' | ',' | '؛' | ';' | ':' | '.' | '؟' | '!' | '(' | ')' | '|' | '…' | '-' | '•'))
        )
    }

    /// Does a token stand in a short aside between dashes or brackets? «- بعد ساعتين من الغارات -»
    pub fn is_aside(&self, range: &Range<usize>, at: usize) -> bool {
        let dash = |t: &usize| matches!(self.tokens[*t].kind, Kind::Mark('-' | '(' | ')'));
        let before = (range.start.max(at.saturating_sub(10))..at).rev().find(dash);
        let after = (at..(at + 10).min(range.end)).find(dash);
        match (before, after) {
            (Some(b), Some(a)) => b > range.start + 2 && a < range.end.saturating_sub(2) && a - b <= 10,
            _ => false,
        }
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token).min(self.sentences.len().saturating_sub(1))
    }

    /// Raw bytes of a range of tokens.
    pub fn raw_span(&self, tokens: Range<usize>) -> RawSpan {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(a), Some(b)) if tokens.start < tokens.end => a.raw.join(b.raw),
            _ => RawSpan::default(),
        }
    }
}
