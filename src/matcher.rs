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

/// A trie whose edges are words. Texts go through it at random, so that what is small and lies together is what makes it fast.
#[derive(Debug, Default)]
struct Trie {
    nodes: Vec<Node>,
    edges: HashMap<(u32, u32), u32>,
    forms: Vec<SmallVec<[FormInfo; 2]>>,
}

#[derive(Debug)]
struct Node {
    /// What the phrase that ends here is a form of: index in `forms`.
    forms: u32,
    /// The name that it is.
    name: u32,
    /// Which phrases go on from here: a bit for the number of their next word, modulo 32.
    next: u32,
}

/// A word, with the nodes of the phrases that begin with it.
#[derive(Clone, Copy, Debug)]
struct Word {
    id: u32,
    loose: u32,
    verbatim: u32,
}

/// Letters of a word; up to eleven Arabic ones lie in the table itself.
type Letters = SmallVec<[u8; 22]>;

const NONE: u32 = u32::MAX;

/// Of a name that more places of a file bear, the most important are weighed: no text decides between hundreds.
const MOST_BEARERS: usize = 32;

/// Words of these tags are never a name alone.
const NEVER_ALONE: [Tag; 8] =
    [Tag::PlaceCue, Tag::Direction, Tag::DirectionAdj, Tag::Relation, Tag::Function, Tag::Connector, Tag::Unit, Tag::Number];

impl Trie {
    fn push(&mut self) -> u32 {
        self.nodes.push(Node { forms: NONE, name: NONE, next: 0 });
        self.nodes.len() as u32 - 1
    }

    /// The node behind a node, made where there is none.
    fn grow(&mut self, node: u32, word: u32) -> u32 {
        self.nodes[node as usize].next |= Node::bit(word);
        self.next(node, word).unwrap_or_else(|| {
            let next = self.push();
            self.edges.insert((node, word), next);
            next
        })
    }

    fn next(&self, node: u32, word: u32) -> Option<u32> {
        let may = word != NONE && self.nodes[node as usize].next & Node::bit(word) != 0;
        if may { self.edges.get(&(node, word)).copied() } else { None }
    }

    fn add_form(&mut self, node: u32, form: FormInfo) {
        let slot = &mut self.nodes[node as usize].forms;
        if *slot == NONE {
            *slot = self.forms.len() as u32;
            self.forms.push(SmallVec::new());
        }
        self.forms[*slot as usize].push(form);
    }

    /// What the phrase that ends at a node is a form of.
    fn forms(&self, node: u32) -> &[FormInfo] {
        self.nodes.get(node as usize).and_then(|n| self.forms.get(n.forms as usize)).map_or(&[], SmallVec::as_slice)
    }
}

impl Node {
    fn bit(word: u32) -> u32 {
        1 << (word % 32)
    }
}

impl Word {
    const UNKNOWN: Word = Word { id: NONE, loose: NONE, verbatim: NONE };
}

/// Compiled lexicon and gazetteer.
#[derive(Debug, Default)]
pub struct Matcher {
    words: HashMap<Letters, Word>,
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
    whole: Word,
    bare: Word,
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
        for (form, entry) in &lexicon.forms {
            let node = matcher.node(&form.text, form.exact);
            let trie = if form.exact { &mut matcher.verbatim } else { &mut matcher.loose };
            if trie.forms(node).iter().all(|f| f.entry != *entry) {
                let info = FormInfo {
                    entry: *entry,
                    number: form.number,
                    tense: form.tense,
                    suffixed: form.suffixed,
                    adjective: form.adjective,
                    tag: lexicon.entry(*entry).tag(),
                    party: matches!(lexicon.entry(*entry).tag(), Tag::Actor | Tag::Metonym) && !form.adjective,
                };
                trie.add_form(node, info);
            }
        }
        let cue_words: HashSet<&str> =
            (lexicon.forms.iter()).filter(|(_, e)| lexicon.entry(*e).tag() == Tag::PlaceCue).map(|(form, _)| form.text.as_str()).collect();
        for name in names {
            // A name that is also a word of the lexicon («الظهيرة», «جنديان») is a place only beside a cue.
            let alone = name.text.split_whitespace().nth(1).is_none();
            if name.text.chars().all(|c| c.is_ascii_digit() || c == ' ') || alone && matcher.is_word(&name.text, &NEVER_ALONE) {
                continue;
            }
            // «مطار بن غوريون», «حقل الشيبة» hold their cue.
            let own_cue = name.text.split_once(' ').is_some_and(|(first, _)| cue_words.contains(first));
            let cue = name.cue && !own_cue || alone && !name.country && matcher.is_word(&name.text, &[]);
            let node = matcher.node(&name.text, true);
            let slot = &mut matcher.verbatim.nodes[node as usize].name;
            if *slot == NONE {
                *slot = matcher.places.len() as u32;
                matcher.places.push(SmallVec::new());
            }
            matcher.places[*slot as usize].push((name.place, cue));
        }
        matcher
    }

    /// The node of a phrase, made where there is none.
    fn node(&mut self, phrase: &str, exact: bool) -> u32 {
        let mut words = phrase.split_whitespace();
        let first = intern(&mut self.words, words.next().unwrap_or_default());
        let (trie, root) = if exact { (&mut self.verbatim, &mut first.verbatim) } else { (&mut self.loose, &mut first.loose) };
        if *root == NONE {
            *root = trie.push();
        }
        let root = *root;
        words.fold(root, |node, word| trie.grow(node, intern(&mut self.words, word).id))
    }

    /// Is this a word of the lexicon with one of these tags (with any, if none are named), names of parties and capitals aside?
    /// With a pronoun behind it («قصره») it is only if no tags are named: then a name may be the likelier reading (قصرة).
    fn is_word(&self, word: &str, tags: &[Tag]) -> bool {
        let fits = |f: &FormInfo| if tags.is_empty() { !f.party && f.tag != Tag::Home } else { tags.contains(&f.tag) && !f.suffixed };
        let loose = |w: &str| self.loose.forms(self.word(w).loose).iter().any(fits);
        loose(word) || self.verbatim.forms(self.word(word).verbatim).iter().any(fits) || word.strip_prefix("ال").is_some_and(loose)
    }

    fn word(&self, word: &str) -> Word {
        self.words.get(word.as_bytes()).copied().unwrap_or(Word::UNKNOWN)
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
        let mut words = folded.split_whitespace().map(|w| self.word(w));
        let root = words.next().map(|w| w.verbatim).filter(|&node| node != NONE)?;
        let node = words.try_fold(root, |node, word| self.verbatim.next(node, word.id))?;
        Some(self.verbatim.nodes[node as usize].name).filter(|&at| at != NONE).map(|at| NameId { file: 0, at })
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
            self.readings(token.fold.of(folded), known[i], &mut buffer, |text, word, clitics| {
                self.walk(&self.loose, word.loose, true, i, tokens, &known, clitics, &mut here);
                if !clitics.article {
                    self.walk(&self.verbatim, word.verbatim, false, i, tokens, &known, clitics, &mut here);
                    self.walk_compiled(text, i, tokens, folded, clitics, &mut here);
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
            _ => Known { whole: Word::UNKNOWN, bare: Word::UNKNOWN },
        }
    }

    fn known(&self, word: &str) -> Known {
        let bare = strip(word, "ال").filter(|rest| rest.len() >= 4);
        Known { whole: self.word(word), bare: bare.map_or(Word::UNKNOWN, |rest| self.word(rest)) }
    }

    /// Call `found` with each word that the token may be, clitics stripped, and what is known of it.
    fn readings(&self, word: &str, known: Known, buffer: &mut String, mut found: impl FnMut(&str, Word, Clitics)) {
        let mut try_word = |w: &str, known: Known, clitics: Clitics| {
            // Compiled files may know words that have no number here.
            if known.whole.id != NONE || !self.compiled.is_empty() {
                found(w, known.whole, clitics);
            }
            if known.bare.id != NONE {
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
    fn walk(&self, trie: &Trie, root: u32, loose: bool, start: usize, tokens: &[Token], known: &[Known], clitics: Clitics, out: &mut Vec<Mention>) {
        let mut next = Some(root).filter(|&root| root != NONE);
        let mut at = start + 1;
        while let Some(here) = next {
            for f in trie.forms(here) {
                let (item, tag) = (Item::Word(f.entry), Some(f.tag));
                let (number, tense, suffixed, adjective) = (f.number, f.tense, f.suffixed, f.adjective);
                out.push(Mention { start, end: at, item, tag, clitics, number, tense, suffixed, adjective });
            }
            let node = &trie.nodes[here as usize];
            if node.name != NONE {
                out.push(Mention::of_name(start..at, NameId { file: 0, at: node.name }, clitics));
            }
            if node.next == 0 {
                return;
            }
            // Quotation marks and hashes stand inside names: كتائب «حزب الله», ميليشيات #قسد.
            while tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Mark('"' | '#'))) {
                at += 1;
            }
            let Some(word) = known.get(at) else { return };
            let bare = if loose { trie.next(here, word.bare.id) } else { None };
            next = bare.or_else(|| trie.next(here, word.whole.id));
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
    // Nearly always one reading alone has found something.
    let letters = |m: &Mention| m.clitics.letters();
    if here.iter().all(|m| letters(m) == letters(&here[0])) {
        return;
    }
    // Longer phrases first decide nothing about shorter ones: compare equal spans only.
    let copy: SmallVec<[Mention; 8]> = here.iter().copied().collect();
    // Among ten thousands of hamlets one is called like any chain of clitics and word: there, the other reading stands.
    let worse = |m: &Mention, o: &Mention| match (m.is_of_compiled_file(), o.is_of_compiled_file()) {
        (true, false) => letters(o) != letters(m),
        (false, true) => false,
        _ => letters(o) < letters(m),
    };
    here.retain(|m| !copy.iter().any(|o| o.end == m.end && worse(m, o)));
}

/// The word of these letters, with a number of its own.
fn intern<'w>(words: &'w mut HashMap<Letters, Word>, word: &str) -> &'w mut Word {
    let id = words.len() as u32;
    words.entry(Letters::from_slice(word.as_bytes())).or_insert(Word { id, ..Word::UNKNOWN })
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
