//! Who issued a statement.

use crate::lexicon::Tag;
use crate::mention::actor::{ActorMention, Head, parse_all};
use crate::reading::Reading;

/// The party that speaks in a document: «بلاغ عسكري صادر عن كتائب القسام», «المركز الإعلامي لقوات سوريا الديمقراطية» in its first lines.
pub fn issuer<'a>(reading: &Reading<'a>) -> Option<ActorMention<'a>> {
    /// Sentences that can bear it.
    const LINES: usize = 4;
    /// Tokens between the word and the party.
    const NEAR: usize = 3;
    let head = reading.sentences.get(..LINES).unwrap_or(&reading.sentences).last()?.tokens.end;
    let mut parties = parse_all(reading, 0..head).into_iter().filter(|a| a.head == Head::Force && !a.entry.is_unnamed());
    parties.find(|a| {
        let before = a.tokens.start.saturating_sub(NEAR)..a.tokens.start;
        a.entry.nature.as_deref() != Some("none")
            && before.clone().any(|t| reading.is(t, Tag::Issued) && (t..a.tokens.start).all(|x| !reading.is_break(x) && !reading.is(x, Tag::Trigger)))
    })
}

/// Who says «نا»: the issuer, else the party that the document names first and does not call an enemy.
pub fn speaker<'a>(reading: &Reading<'a>) -> Option<ActorMention<'a>> {
    let end = reading.tokens.len();
    let hostile = |a: &ActorMention<'_>| {
        let called = a.tokens.start.saturating_sub(1)..a.tokens.end;
        called.into_iter().any(|t| reading.tagged(t, Tag::Actor).is_some_and(|(_, e)| e.is_unnamed()) || reading.word(t).ends_with("احتلال"))
    };
    let first = || parse_all(reading, 0..end).into_iter().find(|a| !a.entry.is_unnamed() && a.entry.nature.as_deref() != Some("none") && !hostile(a));
    issuer(reading).or_else(first)
}
