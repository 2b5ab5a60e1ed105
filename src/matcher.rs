//! One matcher for lexicon and gazetteer: words are split once and looked up; phrases are paths in a trie of words.

mod open;

use crate::gazetteer::{Compiled, Gazetteer, Name, PlaceId};
use crate::lexicon::{EntryId, Lexicon, Number, Tag, Tense};
use crate::text::{Kind, Token};
use hashbrown::{HashMap, HashSet};
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;

/// What a mention is a mention of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A lexicon row.
    Word(EntryId),
    /// A place name; see [`Matcher::places`].
    Name(NameId),
}

/// A name of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameId {
    /// 0: of the places in memory; else of the compiled file of this number, counted from 1.
    file: u8,
    at: u32,
}

/// Clitics in front of the first word, and the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clitics {
    /// و or ف.
    pub and: bool,
    /// ب, ل or ك.
    pub prep: Option<char>,
    /// ال was there (and is no part of the name).
    pub article: bool,
}

impl Clitics {
    fn letters(self) -> u8 {
        u8::from(self.and) + u8::from(self.prep.is_some())
    }
}

/// A span of tokens with its meaning.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it means.
    pub item: Item,
    /// Tag of the lexicon row; none of a place name.
    pub tag: Option<Tag>,
    /// Clitics before the first word.
    pub clitics: Clitics,
    /// Number told by the form.
    pub number: Number,
    /// Tense of a verb form.
    pub tense: Tense,
    /// Ends in a pronoun.
    pub suffixed: bool,
    /// Is an adjective form.
    pub adjective: bool,
}

#[derive(Clone, Copy, Debug)]
struct FormInfo {
    entry: EntryId,
    number: Number,
    tense: Tense,
    suffixed: bool,
    adjective: bool,
    tag: Tag,
    /// It is the name of a party or a capital.
    party: bool,
}

#[derive(Debug, Default)]
struct Trie {
    /// Node of a first word.
    first: Vec<u32>,
    edges: HashMap<(u32, u32), u32>,
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// What the phrase that ends here is a form of.
    forms: SmallVec<[FormInfo; 2]>,
    /// The name that it is.
    name: Option<u32>,
    /// Does any phrase go on from here?
    continues: bool,
}

const NONE: u32 = u32::MAX;

/// Of a name that more places of a file bear, the most important are weighed: no text decides between hundreds.
const MOST_BEARERS: usize = 32;

/// Words of these tags are never a name alone.
const NEVER_ALONE: [Tag; 8] =
    [Tag::PlaceCue, Tag::Direction, Tag::DirectionAdj, Tag::Relation, Tag::Function, Tag::Connector, Tag::Unit, Tag::Number];

impl Trie {
    /// The node of a first word.
    fn root(&self, word: u32) -> Option<u32> {
        self.first.get(word as usize).copied().filter(|&node| node != NONE)
    }

    fn node(&mut self, words: &[u32]) -> &mut Node {
        let mut node = NONE;
        for (i, &word) in words.iter().enumerate() {
            let fresh = self.nodes.len() as u32;
            let slot = if i == 0 {
                if self.first.len() <= word as usize {
                    self.first.resize(word as usize + 1, NONE);
                }
                if self.first[word as usize] == NONE {
                    self.first[word as usize] = fresh;
                }
                self.first[word as usize]
            } else {
                self.nodes[node as usize].continues = true;
                *self.edges.entry((node, word)).or_insert(fresh)
            };
            if slot == fresh {
                self.nodes.push(Node::default());
            }
            node = slot;
        }
        &mut self.nodes[node as usize]
    }
}

/// Compiled lexicon and gazetteer.
#[derive(Debug, Default)]
pub struct Matcher {
    words: HashMap<Box<str>, u32>,
    /// Lexicon words, article left out.
    loose: Trie,
    /// Place names and exact lexicon words, article as written.
    verbatim: Trie,
    places: Vec<SmallVec<[(PlaceId, bool); 2]>>,
    /// Compiled files, with the index of the first place of each.
    compiled: Vec<(Arc<Compiled>, PlaceId)>,
}

/// A word as known to the matcher, as it stands and without its article.
#[derive(Clone, Copy)]
struct Known {
    verbatim: u32,
    bare: u32,
}

impl Known {
    const NOT: Known = Known { verbatim: NONE, bare: NONE };
}

impl Matcher {
    /// Compile.
    pub fn new(lexicon: &Lexicon, gazetteer: &Gazetteer) -> Matcher {
        Matcher::with_names(lexicon, gazetteer, gazetteer.names())
    }

    /// Compile, with the gazetteer's names made before.
    pub(crate) fn with_names(lexicon: &Lexicon, gazetteer: &Gazetteer, names: Vec<Name>) -> Matcher {
        let compiled = gazetteer.compiled().map(|(file, base)| (file.clone(), base)).collect();
        let mut matcher = Matcher { compiled, ..Matcher::default() };
        let mut ids: Vec<u32> = Vec::new();
        for (form, entry) in &lexicon.forms {
            matcher.intern(&form.text, &mut ids);
            let trie = if form.exact { &mut matcher.verbatim } else { &mut matcher.loose };
            let node = trie.node(&ids);
            if node.forms.iter().all(|f| f.entry != *entry) {
                let info = FormInfo {
                    entry: *entry,
                    number: form.number,
                    tense: form.tense,
                    suffixed: form.suffixed,
                    adjective: form.adjective,
                    tag: lexicon.entry(*entry).tag(),
                    party: matches!(lexicon.entry(*entry).tag(), Tag::Actor | Tag::Metonym) && !form.adjective,
                };
                node.forms.push(info);
            }
        }
        let cue_words: HashSet<&str> =
            (lexicon.forms.iter()).filter(|(_, e)| lexicon.entry(*e).tag() == Tag::PlaceCue).map(|(form, _)| form.text.as_str()).collect();
        for name in names {
            matcher.intern(&name.text, &mut ids);
            // A name that is also a word of the lexicon («الظهيرة», «جنديان») is a place only beside a cue.
            let alone = ids.len() == 1;
            if name.text.chars().all(|c| c.is_ascii_digit() || c == ' ') || alone && matcher.is_word(&name.text, &NEVER_ALONE) {
                continue;
            }
            // «مطار بن غوريون», «حقل الشيبة» hold their cue.
            let own_cue = name.text.split_once(' ').is_some_and(|(first, _)| cue_words.contains(first));
            let cue = name.cue && !own_cue || alone && !name.country && matcher.is_word(&name.text, &[]);
            let slot = *matcher.verbatim.node(&ids).name.get_or_insert(matcher.places.len() as u32);
            if slot as usize == matcher.places.len() {
                matcher.places.push(SmallVec::new());
            }
            matcher.places[slot as usize].push((name.place, cue));
        }
        matcher
    }

    fn intern(&mut self, phrase: &str, ids: &mut Vec<u32>) {
        ids.clear();
        for word in phrase.split_whitespace() {
            let next = self.words.len() as u32;
            let id = match self.words.get(word) {
                Some(&id) => id,
                None => {
                    self.words.insert(word.into(), next);
                    next
                }
            };
            ids.push(id);
        }
    }

    /// Is this a word of the lexicon with one of these tags (with any, if none are named), names of parties and capitals aside?
    fn is_word(&self, word: &str, tags: &[Tag]) -> bool {
        let fits = |f: &FormInfo| if tags.is_empty() { !f.party && f.tag != Tag::Home } else { tags.contains(&f.tag) };
        let at = |trie: &Trie, w: &str| {
            let node = self.words.get(w).and_then(|&id| trie.root(id));
            node.is_some_and(|n| trie.nodes[n as usize].forms.iter().any(fits))
        };
        at(&self.loose, word) || at(&self.verbatim, word) || word.strip_prefix("ال").is_some_and(|bare| at(&self.loose, bare))
    }

    /// The places that bear a name, each with whether it needs a cue.
    pub fn places(&self, name: NameId) -> Vec<(PlaceId, bool)> {
        let Some(file) = usize::from(name.file).checked_sub(1) else { return self.places[name.at as usize].to_vec() };
        let (file, base) = &self.compiled[file];
        let word = self.is_word(file.text(name.at), &[]);
        file.bearers(name.at).take(MOST_BEARERS).map(|(place, cue)| (base + place, cue || word)).collect()
    }

    /// The places that bear a folded text as their name, in memory and in compiled files.
    pub fn bearers(&self, folded: &str) -> Vec<(PlaceId, bool)> {
        let compiled = self.compiled.iter().enumerate();
        let compiled = compiled.filter_map(|(i, (file, _))| Some(NameId { file: i as u8 + 1, at: file.name_of(folded)? }));
        self.name(folded).into_iter().chain(compiled).flat_map(|n| self.places(n)).collect()
    }

    /// The name of a folded text among the places in memory, if any bears it.
    pub fn name(&self, folded: &str) -> Option<NameId> {
        let mut node = NONE;
        for (i, word) in folded.split_whitespace().enumerate() {
            let id = *self.words.get(word)?;
            node = if i == 0 { self.verbatim.root(id)? } else { *self.verbatim.edges.get(&(node, id))? };
        }
        (node != NONE).then(|| self.verbatim.nodes[node as usize].name).flatten().map(|at| NameId { file: 0, at })
    }

    /// All mentions in a document, by start, longest first. Of matches at one place that differ only in how many clitics were
    /// stripped, the one with the fewest stands; content words inside a longer content phrase are left out.
    pub fn mentions(&self, folded: &str, tokens: &[Token]) -> Vec<Mention> {
        let known: Vec<Known> = tokens.iter().map(|t| self.known_token(t, folded)).collect();
        let mut all = Vec::with_capacity(tokens.len());
        let mut here: Vec<Mention> = Vec::new();
        let mut buffer = String::new();
        for (i, token) in tokens.iter().enumerate() {
            if !matches!(token.kind, Kind::Word | Kind::Foreign) {
                continue;
            }
            here.clear();
            self.readings(token.fold.of(folded), known[i], &mut buffer, |word, id, clitics| {
                if id != NONE {
                    self.walk(&self.loose, id, true, i, tokens, &known, clitics, &mut here);
                    if !clitics.article {
                        self.walk(&self.verbatim, id, false, i, tokens, &known, clitics, &mut here);
                    }
                }
                if !clitics.article {
                    self.walk_compiled(word, i, tokens, folded, clitics, &mut here);
                }
            });
            if !self.compiled.is_empty() {
                here.retain(|m| !m.is_of_compiled_file() || self.is_supported(m, &all, folded, tokens));
            }
            keep_fewest_clitics(&mut here);
            here.sort_by_key(|m| std::cmp::Reverse(m.end));
            all.extend_from_slice(&here);
        }
        if !self.compiled.is_empty() {
            open::drop_cued(&mut all);
        }
        drop_inner(&mut all);
        all
    }

    fn known_token(&self, token: &Token, folded: &str) -> Known {
        match token.kind {
            Kind::Word | Kind::Foreign | Kind::Number(_) => self.known(token.fold.of(folded)),
            _ => Known::NOT,
        }
    }

    fn known(&self, word: &str) -> Known {
        let id = |w: &str| self.words.get(w).copied().unwrap_or(NONE);
        let bare = strip(word, "ال").filter(|rest| rest.len() >= 4);
        Known { verbatim: id(word), bare: bare.map_or(NONE, id) }
    }

    /// Call `found` with each word that the token may be, clitics stripped, and its number; compiled files may know words that have none.
    fn readings(&self, word: &str, known: Known, buffer: &mut String, mut found: impl FnMut(&str, u32, Clitics)) {
        let mut try_word = |w: &str, known: Known, clitics: Clitics| {
            if known.verbatim != NONE || !self.compiled.is_empty() {
                found(w, known.verbatim, clitics);
            }
            if known.bare != NONE {
                found(&w["ال".len()..], known.bare, Clitics { article: true, ..clitics });
            }
        };
        let mut with_preposition = |w: &str, known: Known, clitics: Clitics, buffer: &mut String| {
            try_word(w, known, clitics);
            // At least two letters must be left.
            if w.len() < 6 {
                return;
            }
            if let Some(rest) = strip(w, "لل") {
                let clitics = Clitics { prep: Some('ل'), ..clitics };
                // «لله» apart, an initial ل swallows one of ال + ل: للاذقية.
                for article in ["ال", "الل"] {
                    buffer.clear();
                    buffer.push_str(article);
                    buffer.push_str(rest);
                    try_word(buffer, self.known(buffer), clitics);
                }
            }
            for (letter, prep) in [("ب", 'ب'), ("ل", 'ل'), ("ك", 'ك')] {
                if let Some(rest) = strip(w, letter) {
                    try_word(rest, self.known(rest), Clitics { prep: Some(prep), ..clitics });
                }
            }
        };
        with_preposition(word, known, Clitics::default(), buffer);
        if word.len() >= 6 {
            for letter in ["و", "ف"] {
                if let Some(rest) = strip(word, letter) {
                    with_preposition(rest, self.known(rest), Clitics { and: true, ..Clitics::default() }, buffer);
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn walk(&self, trie: &Trie, word: u32, loose: bool, start: usize, tokens: &[Token], known: &[Known], clitics: Clitics, out: &mut Vec<Mention>) {
        let mut next = trie.root(word);
        let mut at = start + 1;
        while let Some(here) = next {
            let node = &trie.nodes[here as usize];
            for f in &node.forms {
                let (item, tag) = (Item::Word(f.entry), Some(f.tag));
                let (number, tense, suffixed, adjective) = (f.number, f.tense, f.suffixed, f.adjective);
                out.push(Mention { start, end: at, item, tag, clitics, number, tense, suffixed, adjective });
            }
            if let Some(name) = node.name {
                out.push(Mention::of_name(start..at, NameId { file: 0, at: name }, clitics));
            }
            if !node.continues {
                return;
            }
            // Quotation marks and hashes stand inside names: كتائب «حزب الله», ميليشيات #قسد.
            while tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Mark('"' | '#'))) {
                at += 1;
            }
            let Some(word) = known.get(at) else { return };
            let edge = |word: u32| if word == NONE { None } else { trie.edges.get(&(here, word)).copied() };
            let bare = if loose { edge(word.bare) } else { None };
            next = bare.or_else(|| edge(word.verbatim));
            at += 1;
        }
    }
}

impl Mention {
    fn of_name(tokens: Range<usize>, name: NameId, clitics: Clitics) -> Mention {
        Mention {
            start: tokens.start,
            end: tokens.end,
            item: Item::Name(name),
            tag: None,
            clitics,
            number: Number::Unmarked,
            tense: Tense::None,
            suffixed: false,
            adjective: false,
        }
    }

    /// Is it a name of a compiled file?
    pub(crate) fn is_of_compiled_file(&self) -> bool {
        matches!(self.item, Item::Name(NameId { file: 1.., .. }))
    }
}

fn keep_fewest_clitics(here: &mut Vec<Mention>) {
    if here.len() < 2 {
        return;
    }
    // Longer phrases first decide nothing about shorter ones: compare equal spans only.
    let copy: SmallVec<[Mention; 8]> = here.iter().copied().collect();
    // Among ten thousands of hamlets one is called like any chain of clitics and word: there, the other reading stands.
    let worse = |m: &Mention, o: &Mention| match (m.is_of_compiled_file(), o.is_of_compiled_file()) {
        (true, false) => o.clitics.letters() != m.clitics.letters(),
        (false, true) => false,
        _ => o.clitics.letters() < m.clitics.letters(),
    };
    here.retain(|m| !copy.iter().any(|o| o.end == m.end && worse(m, o)));
}

/// What stands behind a prefix. (A prefix that the compiler knows takes one comparison.)
#[inline(always)]
fn strip<'w>(word: &'w str, prefix: &'static str) -> Option<&'w str> {
    (word.get(..prefix.len()) == Some(prefix)).then(|| &word[prefix.len()..])
}

/// Tags whose words can be part of a longer name or phrase and then mean nothing by themselves.
fn is_content(tag: Tag) -> bool {
    matches!(tag, Tag::Actor | Tag::Exception | Tag::Trigger | Tag::Weapon | Tag::NoHarm | Tag::UnknownHarm | Tag::UnknownActor)
}

fn is_coverable(tag: Tag) -> bool {
    is_content(tag)
        || matches!(
            tag,
            Tag::Force
                | Tag::Official
                | Tag::PlaceCue
                | Tag::TargetKind
                | Tag::Topic
                | Tag::Cause
                | Tag::Negation
                | Tag::People
                | Tag::Patient
                | Tag::Denial
                | Tag::Update
                | Tag::Unreal
                | Tag::Drill
                | Tag::Total
        )
}

fn drop_inner(all: &mut Vec<Mention>) {
    // Phrases of several words, by start.
    let phrase = |m: &&Mention| m.end - m.start > 1 && m.tag.is_none_or(is_content);
    let covers: Vec<(usize, usize, Cover)> = all.iter().filter(phrase).map(|m| (m.start, m.end, cover(m))).collect();
    let longest = covers.iter().map(|c| c.1 - c.0).max().unwrap_or(0);
    // The mentions are sorted by start: so are the first covers that reach them.
    let mut from = 0;
    all.retain(|m| {
        if !m.tag.is_none_or(is_coverable) {
            return true;
        }
        while covers.get(from).is_some_and(|c| c.0 + longest < m.start) {
            from += 1;
        }
        let own = cover(m);
        let inside = |&(start, end, by): &(usize, usize, Cover)| {
            // A shorter name at the same start may be the one that is meant; a party's name leaves its weapons («طيران التحالف»).
            let kept = own == Cover::Name && by == Cover::Name && start == m.start
                // «مناطق سيطرة قسد» names the party, too.
                || by == Cover::Name && own == Cover::Party && end - start >= 3
                || by == Cover::Party && matches!(m.tag, Some(Tag::Weapon | Tag::Force));
            m.end <= end && !kept && (end - start > m.end - m.start || by == Cover::Exception && own != Cover::Exception)
        };
        !covers[from..].iter().take_while(|c| c.0 <= m.start).any(inside)
    });
}

/// What kind of phrase hides the words inside it.
#[derive(Clone, Copy, PartialEq)]
enum Cover {
    Name,
    Party,
    Exception,
    Other,
}

fn cover(mention: &Mention) -> Cover {
    match mention.tag {
        None => Cover::Name,
        Some(Tag::Exception) => Cover::Exception,
        Some(Tag::Actor) => Cover::Party,
        Some(_) => Cover::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, tokenize};

    fn found(text: &str) -> Vec<String> {
        let lexicon = Lexicon::embedded().unwrap();
        let gazetteer = Gazetteer::embedded().unwrap();
        let matcher = Matcher::new(&lexicon, &gazetteer);
        let folded = fold(text);
        let tokens = tokenize(&folded);
        matcher
            .mentions(folded.as_str(), &tokens)
            .iter()
            .map(|m| match m.item {
                Item::Word(e) => lexicon.entry(e).id.clone(),
                Item::Name(n) => gazetteer.place(matcher.places(n)[0].0).name_en.clone(),
            })
            .collect()
    }

    #[test]
    fn the_longest_name_stands() {
        let ids = found("استهدفت مقرا لكتائب «حزب الله» في العراق");
        assert!(ids.contains(&"kataib-hezbollah".to_string()) && !ids.contains(&"hezbollah".to_string()), "{ids:?}");
        let ids = found("بيان المقاومة الإسلامية في العراق");
        assert!(ids.contains(&"islamic-resistance-iraq".to_string()) && !ids.contains(&"Iraq".to_string()), "{ids:?}");
    }

    #[test]
    fn clitics_are_stripped() {
        let ids = found("وبالغارات ولسوريا فللعراق");
        assert!(ids.contains(&"airstrike".to_string()), "{ids:?}");
        assert!(ids.contains(&"Syria".to_string()) && ids.contains(&"Iraq".to_string()), "{ids:?}");
    }
}
