//! Names of compiled files. Among a hundred thousand names, most words of the language are one: a name is a mention only where something in the
//! text speaks for a place. Whether it is one, and which, is decided later, from the whole document.

use super::{Clitics, Item, Matcher, Mention, NEVER_ALONE, NameId};
use crate::gazetteer::{Step, begins_names, word_key};
use crate::lexicon::Tag;
use crate::text::{Kind, Token};
use smallvec::SmallVec;

/// Words before a place.
const BEFORE_PLACES: [&str; 12] = ["في", "من", "الي", "علي", "عند", "نحو", "صوب", "باتجاه", "بين", "حتي", "عن", "ضد"];

impl Matcher {
    /// The names of compiled files that begin with a word.
    pub(super) fn walk_compiled(&self, word: &str, start: usize, tokens: &[Token], folded: &str, clitics: Clitics, out: &mut Vec<Mention>) {
        for (number, (file, _)) in self.compiled.iter().enumerate() {
            let mut words: SmallVec<[&str; 8]> = SmallVec::from_slice(&[word]);
            let mut key = word_key(0, word);
            let mut at = start + 1;
            loop {
                let Step { continues, name } = file.step(key, |text| text.split(|&b| b == b' ').eq(words.iter().map(|w| w.as_bytes())));
                if let Some(name) = name {
                    out.push(Mention::of_name(start..at, NameId { file: number as u8 + 1, at: name }, clitics));
                }
                while tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Mark('"' | '#'))) {
                    at += 1;
                }
                let next = tokens.get(at).filter(|t| continues && matches!(t.kind, Kind::Word | Kind::Foreign | Kind::Number(_)));
                let Some(next) = next else { break };
                words.push(next.fold.of(folded));
                key = word_key(key, next.fold.of(folded));
                at += 1;
            }
        }
    }

    /// Does anything before the name of a compiled file speak for a place? `before` are the mentions that begin earlier.
    pub(super) fn is_supported(&self, mention: &Mention, before: &[Mention], folded: &str, tokens: &[Token]) -> bool {
        let word = |t: usize| tokens[t].fold.of(folded);
        let Item::Name(name) = mention.item else { return true };
        let text = self.compiled[usize::from(name.file) - 1].0.text(name.at);
        let alone = !text.contains(' ');
        if alone && (self.is_word(text, &NEVER_ALONE) || begins_names(text) || text.chars().count() < 3 || text.chars().all(|c| c.is_ascii_digit())) {
            return false;
        }
        let mut at = mention.start;
        while at > 0 && matches!(tokens[at - 1].kind, Kind::Mark('"' | '#')) {
            at -= 1;
        }
        let recent = before.iter().rev().take_while(|m| m.start + 6 >= at);
        let ends_here = |tags: &[Tag]| recent.clone().any(|m| m.end == at && m.tag.is_some_and(|tag| tags.contains(&tag)) && !m.clitics.article);
        // «قرية تل الأحمر», but not «مزرعة لتربية الدواجن», «سوق شعبية»: what follows a common noun may describe it.
        if ends_here(&[Tag::PlaceCue]) {
            let describes = mention.clitics.letters() > 0 || alone && text.ends_with("يه") && !text.starts_with("ال");
            return !describes;
        }
        // A word of the language of news is a place only there.
        if alone && self.is_word(text, &[]) {
            return false;
        }
        if ends_here(&[Tag::Relation, Tag::Direction]) {
            return mention.clitics.letters() == 0;
        }
        let behind_name = || recent.clone().any(|m| matches!(m.item, Item::Name(_)) && m.end <= at && at - m.end <= 1);
        let listed = mention.clitics.and || at > 0 && matches!(tokens[at - 1].kind, Kind::Mark('،' | ',' | '(' | '-' | '/'));
        let behind_preposition = mention.clitics.prep.is_some() || at > 0 && BEFORE_PLACES.contains(&word(at - 1).trim_start_matches('و'));
        tokens[mention.start].hashtag || behind_preposition || listed && behind_name() || ends_here(&[Tag::DirectionAdj, Tag::Within, Tag::Trigger])
    }
}

/// «مخيم نور شمس» is read as a cue and a trusted name where there is one, not as a longer name of an open source.
pub(super) fn drop_cued(all: &mut Vec<Mention>) {
    let cued = |m: &Mention| {
        let cues = all[all.partition_point(|o| o.start < m.start)..].iter().take_while(|o| o.start == m.start);
        let cue = |o: &&Mention| o.end < m.end && o.tag == Some(Tag::PlaceCue);
        let rest = |start: usize| all[all.partition_point(|o| o.start < start)..].iter().take_while(move |o| o.start == start);
        let trusted = |o: &Mention| o.end == m.end && matches!(o.item, Item::Name(_)) && !o.is_of_compiled_file();
        cues.filter(cue).any(|c| rest(c.end).any(trusted))
    };
    let doubled: Vec<usize> = (0..all.len()).filter(|&i| all[i].end - all[i].start > 1 && all[i].is_of_compiled_file() && cued(&all[i])).collect();
    for i in doubled.into_iter().rev() {
        all.remove(i);
    }
}
