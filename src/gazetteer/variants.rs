//! Spellings that follow from a name by rule, so that no file need list them.

use super::{Kind, Name, Place, PlaceId};
use crate::text::fold_str;

/// First parts that news writes joined or apart: تلرفعت, كفرعمة, ديرالزور.
const JOINED: [&str; 16] = ["تل", "عين", "دير", "كفر", "بيت", "ام", "ابو", "خان", "راس", "تير", "حير", "جب", "بير", "بئر", "بو", "كوم"];

pub(super) fn names_of(id: PlaceId, place: &Place, out: &mut Vec<Name>) {
    let cue = place.evidence == "cue";
    let country = place.kind == Kind::Country;
    let first = out.len();
    for (i, name) in place.names_ar().enumerate() {
        let text = fold_str(name).split_whitespace().collect::<Vec<_>>().join(" ");
        // The bare name may need a cue; a longer name that holds its kind's word carries the cue in itself.
        let needs_cue = cue && (i == 0 || text.split(' ').count() == 1);
        add(out, first, Name { text, place: id, cue: needs_cue, country });
    }
    for i in first..out.len() {
        let (text, needs_cue) = (out[i].text.clone(), out[i].cue);
        for joined in joinings(&text) {
            add(out, first, Name { text: joined, place: id, cue: needs_cue, country });
        }
        // The article comes and goes: عليمات, العليمات. Without it (or with it) the word is weaker evidence.
        match text.strip_prefix("ال") {
            Some(bare) if text.chars().count() > 5 => add(out, first, Name { text: bare.to_string(), place: id, cue: true, country: false }),
            None if !text.contains(' ') => add(out, first, Name { text: format!("ال{text}"), place: id, cue: true, country: false }),
            _ => {}
        }
    }
}

fn add(out: &mut Vec<Name>, first: usize, name: Name) {
    if !name.text.is_empty() && !out[first..].iter().any(|n| n.text == name.text) {
        out.push(name);
    }
}

fn joinings(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some((head, rest)) = text.split_once(' ') {
        if JOINED.contains(&head) && !rest.starts_with("ال") {
            out.push(format!("{head}{rest}"));
        } else if JOINED.contains(&head) {
            // ديرالزور
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
