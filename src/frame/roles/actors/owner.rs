//! Whose pronoun it is: «ردت مدفعيته», «نفذت قواتنا».

use crate::event::Status;
use crate::frame::Frame;
use crate::frame::group::Context;
use crate::frame::issuer::speaker;
use crate::frame::roles::ActorUse;
use crate::lexicon::{Role, Tag};
use crate::mention::actor::{ActorMention, Head, parse_all};

/// «ردت مدفعيته», «قصفت طائراته»: the pronoun's owner is the party told last before.
pub(super) fn owner_of_pronoun<'a>(context: &Context<'_, 'a>, frame: &Frame<'a>) -> Option<ActorUse<'a>> {
    let r = context.reading;
    // «تعرضت لقصف سقطت ثلاثة من صواريخه»: the act's.
    if frame.triggers.iter().any(|t| t.entry.id == "exposed-to") {
        return None;
    }
    // «مقاتلاتها قضت على خمسة»: behind a verb of killing stand those who fell.
    let killers = frame.triggers.iter().filter(|t| t.role == Role::Kill && t.is_verb()).map(|t| t.tokens.start);
    let killers = killers.flat_map(|at| at.saturating_sub(2).max(context.range.start)..at);
    let verbs = frame.triggers.iter().filter(|t| (t.is_act() || t.role == Role::Light) && t.is_verb()).map(|t| t.tokens.start);
    let around = |near: usize| near.saturating_sub(4).max(context.range.start)..(near + 5).min(frame.tokens.end);
    let owned = verbs.flat_map(around).chain(killers).find(|&t| {
        r.tagged(t, Tag::Force).is_some_and(|(m, e)| m.suffixed && !e.is("site"))
            || r.tagged(t, Tag::Weapon).is_some_and(|(m, e)| e.is("carrier") && (m.suffixed || r.word(t).ends_with("نا")))
            // «نفذت وحدات الطائرات المسيّرة لدينا عملية»
            || r.is_word(t, &["لدينا"])
    })?;
    // «مدفعيته» is not of «الجماعات», nor «مدفعيتها» of «التحالف».
    let feminine = |t: usize| r.word(t).ends_with("ات") || r.word(t).ends_with(['ه', 'ا']);
    let hers = r.word(owned).ends_with("ها");
    let party = |a: &&ActorMention<'a>| hers == feminine(a.tokens.start) || hers && r.is(a.tokens.start, Tag::Metonym);
    let party = |a: &&ActorMention<'a>| {
        party(a) && a.tokens.end <= owned && matches!(a.head, Head::Force | Head::Official) && a.entry.nature.as_deref() != Some("none")
    };
    // «نفذت قواتنا الجوية»: who speaks.
    if r.word(owned).ends_with("نا") {
        let a = speaker(r)?;
        return Some(ActorUse { entry: a.entry, tokens: a.tokens, status: Status::Claimed, rule: "owner-of-pronoun" });
    }
    let before = || {
        let sentence = r.sentence_of(context.range.start).checked_sub(1).map(|s| r.sentences[s].tokens.clone())?;
        parse_all(r, sentence).into_iter().rfind(|a| party(&a))
    };
    let a = context.actors.iter().rfind(party).cloned().or_else(before)?;
    Some(ActorUse { entry: a.entry, tokens: a.tokens, status: Status::Reported, rule: "owner-of-pronoun" })
}
