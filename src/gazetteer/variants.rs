//! Spellings that follow from a name by rule, so that no file need list them.

use super::{Kind, Name, Place, PlaceId};
use crate::text::fold_str;
use std::sync::LazyLock;

/// First parts of names, as they are folded.
static HEADS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("../../gazetteer/name-heads.txt").lines();
    lines.filter(|l| !l.starts_with('#')).map(fold_str).collect()
});

/// Is a word the beginning of many names, and no name alone?
pub(crate) fn begins_names(word: &str) -> bool {
    HEADS.iter().any(|h| h == word)
}

pub(super) fn names_of(id: PlaceId, place: &Place, out: &mut Vec<Name>) {
    let cue = place.evidence == "cue";
    let mut texts = Vec::with_capacity(4);
    // The bare name may need a cue; a longer name that holds its kind's word carries the cue in itself.
    spellings(place.names_ar().enumerate().map(|(i, name)| (name, cue && (i == 0 || !name.trim().contains(' ')))), &mut texts);
    out.extend(texts.into_iter().map(|(text, cue)| Name { text, place: id, cue, country: place.kind == Kind::Country }));
}

/// Folded spellings of the names of one place, each name with whether it needs a cue.
pub(super) fn spellings<'n>(names: impl Iterator<Item = (&'n str, bool)>, out: &mut Vec<(String, bool)>) {
    for (name, cue) in names {
        add(out, &fold_str(name).split_whitespace().collect::<Vec<_>>().join(" "), cue);
    }
    for i in 0..out.len() {
        let (text, cue) = out[i].clone();
        for joined in joinings(&text) {
            add(out, &joined, cue);
        }
        // The article comes and goes: عليمات, العليمات. Without it (or with it) the word is weaker evidence.
        match text.strip_prefix("ال") {
            Some(bare) if text.chars().count() > 5 && !bare.starts_with(' ') => add(out, bare, true),
            None if !text.contains(' ') => add(out, &format!("ال{text}"), true),
            _ => {}
        }
    }
}

fn add(out: &mut Vec<(String, bool)>, text: &str, cue: bool) {
    if !text.is_empty() && !out.iter().any(|n| n.0 == text) {
        out.push((text.to_string(), cue));
    }
}

fn joinings(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some((head, rest)) = text.split_once(' ') {
        if begins_names(head) {
            out.push(format!("{head}{rest}"));
        }
        if head == "ابو" {
            out.push(format!("البو {rest}"));
            out.push(format!("بو {rest}"));
        }
    } else if let Some(rest) = text.strip_prefix("كفر").filter(|r| r.chars().count() >= 3) {
        out.push(format!("كفر {rest}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::joinings;

    #[test]
    fn joins_and_parts() {
        assert_eq!(joinings("تل رفعت"), ["تلرفعت"]);
        assert_eq!(joinings("كفرنبل"), ["كفر نبل"]);
        assert!(joinings("سراقب").is_empty());
    }
}
