//! Threatened, possible, conditional, a purpose: what is told need not have happened.

use crate::frame::Trigger;
use crate::frame::group::Context;
use crate::lexicon::{Entry, Role, Tag, Tense};
use crate::matcher::Mention;
use crate::reading::Reading;
use std::ops::Range;

/// Does the text only think of the act?
pub(super) fn is_unreal(context: &Context<'_, '_>, clause: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    let at = trigger.tokens.start;
    let intended = (context.range.start.max(at.saturating_sub(16))..at).any(|t| {
        // «مدينة نوى» intends nothing.
        let named = || context.places.iter().any(|&p| context.exprs[p].tokens.contains(&t));
        reading.tagged(t, Tag::Unreal).is_some_and(|(m, e)| m.end <= at && !named() && voids(reading, (m, e), clause, trigger))
    });
    // «سترد بقصف القواعد»
    let promised = || !trigger.is_verb() && clause.clone().any(|t| reading.at(t).iter().any(|m| m.tense == Tense::Future));
    // «أي اعتداء سيقابل برد»: any that may come.
    let any = || !trigger.is_verb() && at > context.range.start && reading.is_word(at - 1, &["اي"]);
    let possible = || reading.tagged(trigger.tokens.end, Tag::Unreal).is_some_and(|(_, e)| e.is("possible") || e.is("future"));
    intended || promised() || any() || possible() || is_thought_of(context, trigger) || is_purpose(context, trigger) || is_words(context, trigger)
}

/// Does a word of threat, possibility, condition or purpose before the trigger reach it?
fn voids(reading: &Reading<'_>, (word, entry): (&Mention, &Entry), clause: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let (from, at) = (word.end, trigger.tokens.start);
    let gap = at - from;
    let same_clause = word.start >= clause.start;
    let verb_between = |tense: &dyn Fn(Tense) -> bool| reading.all(from..at, Tag::Trigger).any(|(m, _)| tense(m.tense));
    match entry.sense.as_deref() {
        // «توعدت بالرد على الهجوم الذي استهدف الجيش»: the act is known.
        Some("threat") if is_told(reading, trigger) => false,
        // «توعد برد قاس بعد أن فتح مسلح النار»: what was before the threat.
        Some("threat")
            if (from..at)
                .any(|t| reading.is_word(t, &["بعدما", "عقب", "اثر"]) || reading.is_word(t, &["بعد"]) && reading.is_word(t + 1, &["ان"])) =>
        {
            false
        }
        // «تحضيرا لتسليمها لذويه بعد مقتله»: what is prepared stands right behind.
        Some("threat") if gap > 2 && !reading.is(from, Tag::Trigger) && reading.at(from).iter().any(|m| m.clitics.prep == Some('ل')) => false,
        Some("threat") => {
            let breaks = (from..at).filter(|&x| reading.is_break(x)).count();
            // A past verb in a later clause tells something else.
            let told = || verb_between(&|tense| tense == Tense::Past);
            // «تستعد القوات للعملية، وتشمل ضربات»
            let further = !trigger.is_verb() && breaks == 1 && gap <= 14 && !told();
            (gap <= 12 && breaks == 0 || further) && (same_clause || trigger.tense != Tense::Past)
        }
        Some("possible") => {
            let past = |x: usize| reading.at(x).iter().any(|m| m.tense == Tense::Past);
            // «كان المطار قد تعرض لقصف», «وقد جرى تدميره»: before a past, and behind «كان», it is no doubt.
            let was = || (clause.start..word.start).any(|x| reading.is_word(x, &["كان", "كانت", "كانوا"]));
            let done = || !reading.word(from).starts_with(['ي', 'ت', 'ن', 'ا']);
            // «وقد تم إسقاطها»
            let done = || done() || reading.is_word(from, &["تم", "تمت"]);
            let perfect =
                word.end == word.start + 1 && reading.is_word(word.start, &["قد"]) && (trigger.tense == Tense::Past || past(from) || was() || done());
            // «قد تجرّ الفصائل إلى ضرب المصالح»
            let leads = reading.is_word(word.start, &["قد"]) && (from..at).any(|t| reading.is_word(t, &["الي"]));
            gap <= if leads { 6 } else { 3 } && same_clause && !perfect
        }
        Some("condition") => same_clause || gap <= 10 && !(from..at).any(|x| reading.is_break(x)),
        Some("purpose") => gap <= 5 && same_clause && !verb_between(&|tense| tense != Tense::None),
        _ => false,
    }
}

/// A definite noun whose relative clause tells in the past what it did: «الهجوم الذي استهدف», asked of the noun or of the verb.
fn is_told(reading: &Reading<'_>, trigger: &Trigger<'_>) -> bool {
    let act = |t: usize| reading.tagged(t, Tag::Trigger).map(|(m, _)| m);
    let relative = |t: usize| reading.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative"));
    if !trigger.is_verb() {
        let end = trigger.tokens.end;
        return trigger.clitics.article && relative(end) && act(end + 1).is_some_and(|m| m.tense == Tense::Past);
    }
    let Some(noun) = trigger.tokens.start.checked_sub(2) else { return false };
    trigger.tense == Tense::Past && relative(noun + 1) && act(noun).is_some_and(|m| m.clitics.article)
}

/// «شن نائب هجوما عنيفا على الوزير»: an attack with words, where the sentence has no weapon.
fn is_words(context: &Context<'_, '_>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    trigger.role == Role::Light && reading.is(trigger.tokens.end, Tag::Official) && !reading.any(context.range.clone(), Tag::Weapon)
}

/// «قصف الموقع قد يؤخر البرنامج», «ضربة على العاصمة لو وقعت»: what an act would do tells that it is only thought of.
fn is_thought_of(context: &Context<'_, '_>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    let would = |t: usize| reading.is_word(t, &["لو"]) || reading.is_word(t, &["قد"]) && reading.word(t + 1).starts_with(['ي', 'ت']);
    let after = trigger.tokens.end..(trigger.tokens.end + 5).min(context.range.end);
    !trigger.is_verb() && after.take_while(|&t| !reading.is_break(t)).any(would)
}

/// «يستخدمها لمهاجمة القوات»: a verbal noun behind ل is a purpose, unless something was exposed to it.
fn is_purpose(context: &Context<'_, '_>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    // «تصدت لهجوم» is no purpose: a noun of one act, not of acting.
    let acting = trigger.takes_object() || trigger.role != Role::Action || trigger.clitics.article;
    if trigger.clitics.prep != Some('ل') || trigger.is_verb() || trigger.clitics.and || !acting {
        return false;
    }
    let at = trigger.tokens.start;
    // «أحبطت مخططا لاستهداف السفارة» stopped only a plan.
    let told = |t: usize| {
        reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| match e.role {
            Some(Role::Light) => true,
            Some(Role::Intercept) => !reading.any(t..at, Tag::Unreal),
            _ => false,
        })
    };
    let exposed = |t: usize| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.id == "exposed-to");
    !(at.saturating_sub(14).max(context.range.start)..at).any(|t| told(t) || reading.is(t, Tag::Undergone))
        && !(at.saturating_sub(30).max(context.range.start)..at).any(exposed)
}
