//! Reading lexicon files.

use super::row::{Entry, Tag};
use super::weights::Weights;
use super::{Form, Lexicon, inflect};
use crate::text::fold_str;
use hashbrown::HashSet;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The files of `lexicon/`, built in.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("triggers.toml", include_str!("../../lexicon/triggers.toml")),
    ("weapons.toml", include_str!("../../lexicon/weapons.toml")),
    ("actors.toml", include_str!("../../lexicon/actors.toml")),
    ("people.toml", include_str!("../../lexicon/people.toml")),
    ("numbers.toml", include_str!("../../lexicon/numbers.toml")),
    ("calendar.toml", include_str!("../../lexicon/calendar.toml")),
    ("places.toml", include_str!("../../lexicon/places.toml")),
    ("implied.toml", include_str!("../../lexicon/implied.toml")),
    ("targets.toml", include_str!("../../lexicon/targets.toml")),
    ("discourse.toml", include_str!("../../lexicon/discourse.toml")),
    ("exceptions.toml", include_str!("../../lexicon/exceptions.toml")),
    ("weights.toml", include_str!("../../lexicon/weights.toml")),
];

/// A lexicon file that cannot be read, with the file's name and the place in it.
#[derive(Debug)]
pub struct LexiconError(String);

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LexiconError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tag: Option<Tag>,
    #[serde(default)]
    row: Vec<Entry>,
    weights: Option<Weights>,
}

/// Rows of a later layer replace those of the same tag and id; within a layer that is an error.
pub(super) fn load(layers: Vec<Vec<(String, String)>>) -> Result<Lexicon, LexiconError> {
    let mut lexicon = Lexicon::default();
    let mut by_id: BTreeMap<(Tag, String), (usize, bool)> = BTreeMap::new();
    for layer in layers {
        by_id.values_mut().for_each(|(_, fresh)| *fresh = false);
        for (name, text) in layer {
            let file: File = toml::from_str(&text).map_err(|e| LexiconError(format!("{name}: {e}")))?;
            if let Some(weights) = file.weights {
                lexicon.weights = weights;
            }
            for mut entry in file.row {
                entry.tag = entry.tag.or(file.tag);
                let Some(tag) = entry.tag else {
                    return Err(LexiconError(format!("{name}: row {}: neither the row nor the file has a tag", entry.id)));
                };
                match by_id.insert((tag, entry.id.clone()), (lexicon.entries.len(), true)) {
                    Some((_, true)) => return Err(LexiconError(format!("{name}: row {}: another row of this tag has the same id", entry.id))),
                    Some((at, false)) => {
                        by_id.insert((tag, entry.id.clone()), (at, true));
                        lexicon.entries[at] = entry;
                    }
                    None => lexicon.entries.push(entry),
                }
            }
        }
    }
    // A word that some row of a tag lists is what that row means by it, not a form of another word (مدنيين, جرحى).
    let mut listed: HashSet<(Tag, String)> = HashSet::new();
    for entry in &lexicon.entries {
        let words = entry.noun.iter().chain(&entry.word).chain(&entry.adj);
        listed.extend(words.map(|w| (entry.tag(), inflect::phrase(w).remove(0).text)));
    }
    let words: HashSet<String> = listed.iter().map(|(_, text)| text.clone()).collect();
    for (id, entry) in lexicon.entries.iter().enumerate() {
        let mut add = |base: &str, forms: Vec<Form>| {
            let base = inflect::phrase(base).remove(0).text;
            // «مصدره» is listed as the mark of an author: it is no form of the noun for a source.
            let taken = |f: &Form| listed.contains(&(entry.tag(), f.text.clone())) || f.suffixed && words.contains(&f.text);
            let kept = forms.into_iter().filter(|f| f.text == base || f.exact || !taken(f));
            lexicon.forms.extend(kept.map(|form| (form, id as u32)));
        };
        entry.noun.iter().for_each(|w| add(w, inflect::noun(w)));
        entry.verb.iter().for_each(|w| add(w.split_whitespace().next().unwrap_or(w), inflect::verb(w)));
        entry.adj.iter().for_each(|w| add(w, inflect::adj(w)));
        entry.word.iter().for_each(|w| add(w, inflect::phrase(w)));
        entry.exact.iter().for_each(|w| add(w, inflect::exact(w)));
    }
    // What texts are compared with is folded as they are.
    for entry in lexicon.entries.iter_mut().filter(|e| e.tag() == Tag::Trigger) {
        entry.singulars = entry.noun.iter().map(|w| fold_str(w)).collect();
        entry.kinds.iter_mut().for_each(|w| *w = fold_str(w));
    }
    lexicon.index();
    Ok(lexicon)
}

pub(super) fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, LexiconError> {
    let fail = |path: &Path, e: &dyn fmt::Display| LexiconError(format!("{}: {e}", path.display()));
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .map_err(|e| fail(folder, &e))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(fail(folder, &"no .toml file in this folder"));
    }
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).map_err(|e| fail(&path, &e))?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}
