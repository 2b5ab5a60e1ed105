//! What the words around a party say of its part.

use crate::frame::Frame;
use crate::frame::group::Context;
use crate::frame::is_accusing;
use crate::lexicon::{Role, Tag, Tense};
use crate::mention::actor::{ActorMention, Head};

/// «نفذت مجموعة تابعة لقوات التحالف»: the company that the verb before it tells as its doer.
pub(super) fn company(context: &Context<'_, '_>, frame: &Frame<'_>, owned: usize) -> bool {
    let r = context.reading;
    let Some(t) = (owned.saturating_sub(3).max(frame.tokens.start)..owned).find(|&t| r.tagged(t, Tag::Force).is_some_and(|(_, e)| !e.is("site")))
    else {
        return false;
    };
    frame.triggers.iter().any(|v| v.is_verb() && !v.is_harm() && v.tokens.end == t && v.entry.id != "exposed-to")
}

/// «الذي اعتقلته قوات التحالف خلال إنزال جوي»: who took someone in the act told behind.
pub(super) fn arrested_in(context: &Context<'_, '_>, frame: &Frame<'_>, mention: &ActorMention<'_>) -> bool {
    let r = context.reading;
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let verb = start.checked_sub(1).and_then(|t| r.tagged(t, Tag::Disarmed)).filter(|(m, e)| e.is("arrest") && m.tense != Tense::None);
    let act = frame.triggers.iter().find(|t| t.tokens.start >= end && t.is_act());
    verb.is_some() && act.is_some_and(|t| t.tokens.start - end <= 2 && (end..t.tokens.start).all(|x| !r.is_break(x)))
}

/// «مصدره نقاط مشتركة بين الجيش والميليشيا»: from whose land it came.
pub(super) fn shelled_from(context: &Context<'_, '_>, frame: &Frame<'_>, start: usize) -> bool {
    const REACH: usize = 9;
    let r = context.reading;
    let (from, parts) = (start.saturating_sub(REACH).max(frame.tokens.start), |t| r.is_break(t) || r.is(t, Tag::Actor));
    let origin = (from..start).rev().take_while(|&t| !parts(t)).find_map(|t| r.tagged(t, Tag::Agent).filter(|(_, e)| e.is("origin")));
    // «مصدر القصف» names an act itself.
    origin.is_some_and(|(m, _)| (m.end..start).all(|t| !r.is(t, Tag::Trigger)))
}

/// Is it the second party behind a verb of blame, the first being who blames?
pub(super) fn accused(context: &Context<'_, '_>, mention: &ActorMention<'_>) -> bool {
    let r = context.reading;
    let start = mention.tokens.start;
    let from = start.saturating_sub(12).max(context.range.start);
    let Some((m, _)) =
        (from..start).rev().find_map(|t| r.tagged(t, Tag::Blame)).filter(|(m, _)| is_accusing(r, m.start) || r.is_word(m.start, &["حمل", "حملت"]))
    else {
        return false;
    };
    // «واتهمت به الحزب»
    if r.is_word(m.end, &["به", "بها", "بهما"]) && start == m.end + 1 {
        return true;
    }
    let mut parties = context.actors.iter().filter(|a| a.tokens.start >= m.end && a.head != Head::Site);
    // «واتهم ناشطون الميليشيات بالوقوف وراءه», «واتهمت الحكومة الحوثيين»: the accusers are no party.
    let people = r.word(m.end).ends_with("ون") || r.is(m.end, Tag::Official);
    let accusers = m.end + 1 == start && !r.is_break(m.end) && !r.is(m.end, Tag::Function) && people;
    if accusers && m.clitics.prep.is_none() {
        return true;
    }
    let accuser = parties.next().is_some_and(|a| a.tokens.start <= m.end + 2);
    accuser && parties.next().is_some_and(|a| a.tokens.start == start)
}

/// Does the party deny that it had a part in the act?
pub(super) fn disowns(context: &Context<'_, '_>, start: usize, end: usize) -> bool {
    let r = context.reading;
    let near = start.saturating_sub(3).max(context.range.start)..(end + 12).min(context.range.end);
    near.filter_map(|t| r.tagged(t, Tag::Denial)).any(|(m, _)| {
        let accused = (end..m.start).any(|t| r.is(t, Tag::Actor));
        !accused && crate::frame::modality::is_authorship(r, m.end..(m.end + 7).min(context.range.end))
    })
}

/// Does something that was hit follow the party: a place, a site, «لـ» or «على»?
pub(super) fn object_follows(context: &Context<'_, '_>, frame: &Frame<'_>, end: usize) -> bool {
    let r = context.reading;
    let stop = (end..frame.tokens.end).find(|&t| r.is_break(t)).unwrap_or(frame.tokens.end).min(end + 8);
    (end..stop).any(|t| {
        r.tagged(t, Tag::TargetKind).is_some()
            || r.is_word(t, &["علي"])
            || t == end && r.at(t).iter().any(|m| m.clitics.prep == Some('ل'))
            || context.exprs.iter().any(|e| {
                e.tokens.start == t && !r.is_word(t.saturating_sub(1), &["في"]) && r.at(t).first().is_none_or(|m| m.clitics.prep != Some('ب'))
            })
    })
}

/// «أعلنت واشنطن أنها شنت», «قال الجيش إن قواته استهدفت»: who speaks tells of its own act.
pub(super) fn speaks_of_self(context: &Context<'_, '_>, frame: &Frame<'_>, end: usize) -> bool {
    let r = context.reading;
    let own = [
        "انها",
        "انه",
        "بانها",
        "بانه",
        "قواتها",
        "قواته",
        "قواتنا",
        "طاءراته",
        "طاءراتها",
        "طايراته",
        "طايراتها",
        "مقاتلوها",
        "مقاتلوه",
        "قواتهم",
        "مقاتلاته",
        "مقاتلاتها",
        "مدفعيته",
        "مجاهديها",
        "مجاهدوها",
        "انهم",
    ];
    let verb = frame.triggers.iter().find(|t| t.tokens.start >= end && !t.is_harm() && t.role != Role::Intercept);
    let Some(verb) = verb else { return false };
    // «قال الجيش إن قواته صدت هجوما»: it tells of the act of others.
    if frame.triggers.iter().any(|t| t.role == Role::Intercept && (end..verb.tokens.start).contains(&t.tokens.start)) {
        return false;
    }
    // «أعلن المتحدث العسكري عن تنفيذ عمليتين»
    let others = || context.actors.iter().any(|a| (verb.tokens.end..verb.tokens.end + 2).contains(&a.tokens.start));
    if verb.role == Role::Light && !verb.is_verb() && verb.tokens.start - end <= 4 && !others() {
        return true;
    }
    // «نعت القوات أحد مقاتليها وقالت إنه قُتل برصاص»: the pronoun is the dead one's.
    if !verb.is_verb() && frame.triggers.iter().any(|t| t.is_harm() && (end..verb.tokens.start).contains(&t.tokens.start)) {
        return false;
    }
    let gap = end..verb.tokens.start;
    if gap.len() > 22 {
        return false;
    }
    let pronoun = gap.clone().any(|t| own.contains(&r.word(t)));
    // «أعلن الجيش استهداف», «أعلن الجيش قصف»: the verbal noun right behind has the speaker as its doer.
    let masdar = gap.is_empty() && !verb.is_verb() && verb.role != Role::Intercept;
    pronoun || masdar || gap.len() <= 2 && verb.role == Role::Light
}
