//! What keeps two triggers apart: other places, methods, days, authors.

use super::Context;
use crate::event::Method;
use crate::frame::Trigger;
use crate::lexicon::Tag;
use crate::mention::actor::{ActorMention, Head};
use crate::mention::time::{Day, TimeExpr};
use std::ops::Range;

pub(super) fn both_placed(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>, border: usize) -> bool {
    let starts = |range: Range<usize>| context.places.iter().any(|&p| range.contains(&context.exprs[p].tokens.start));
    let next_end = context.clause_end(next.tokens.end);
    starts(group[0].tokens.start..border) && starts(border..next_end)
}

/// The method that a trigger or the weapon right behind it tells.
fn told_method(context: &Context<'_, '_>, trigger: &Trigger<'_>) -> Option<Method> {
    let r = context.reading;
    let known = |m: Option<Method>| m.filter(|m| *m != Method::Unknown);
    known(trigger.entry.method).or_else(|| {
        (trigger.tokens.end..(trigger.tokens.end + 3).min(context.range.end))
            .find_map(|t| r.tagged(t, Tag::Weapon))
            .and_then(|(_, e)| known(e.method))
    })
}

pub(super) fn methods_differ(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>) -> bool {
    let Some(new) = told_method(context, next) else { return false };
    let family = |m: Method| match m {
        Method::Airstrike | Method::Drone => 0,
        Method::Missile | Method::Rocket => 1,
        Method::Artillery => 2,
        Method::Ground | Method::Shooting => 3,
        Method::Ied => 4,
        _ => 5,
    };
    group
        .iter()
        .filter_map(|t| told_method(context, t))
        .any(|old| family(old) != family(new) && !(family(old) <= 1 && family(new) <= 1) || old == Method::Drone && new == Method::Rocket)
}

pub(super) fn days_differ(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>, border: usize) -> bool {
    let day = |range: Range<usize>| {
        // «بعد 11 يوما من مقتل خمسة بغارة في 21 سبتمبر»: two words of one day.
        let since = |t: &TimeExpr| matches!(t.day, Day::Offset(_)) && context.reading.is_word(t.tokens.end, &["من", "علي"]);
        let told = |t: &&TimeExpr| range.contains(&t.tokens.start) && !matches!(t.day, Day::None | Day::Vague) && !since(t);
        context.times.iter().find(told).map(|t| t.day)
    };
    let next_end = context.clause_end(next.tokens.end);
    match (day(group[0].tokens.start.saturating_sub(6).max(context.range.start)..border), day(border..next_end)) {
        (Some(Day::Date { month: a, .. }), Some(Day::Date { month: b, .. })) if (a > 100) != (b > 100) => false,
        (Some(Day::Offset(0)), _) | (_, Some(Day::Offset(0))) => false,
        (Some(a), Some(b)) => {
            a != b
                && !matches!(
                    (a, b),
                    (Day::Relative(_), Day::Weekday { .. })
                        | (Day::Weekday { .. }, Day::Relative(_))
                        | (Day::Weekday { .. }, Day::Date { .. })
                        | (Day::Date { .. }, Day::Weekday { .. })
                )
        }
        _ => false,
    }
}

/// «قصف تركي … وهجوم روسي»
pub(super) fn authors_differ(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>) -> bool {
    let author = |t: &Trigger<'_>| {
        let touches = |a: &&ActorMention<'_>| a.tokens.start <= t.tokens.start && a.tokens.end <= t.tokens.end + 3 && a.tokens.end > t.tokens.end;
        context.actors.iter().filter(|a| a.head == Head::Act).find(touches).map(|a| a.entry.id.as_str())
    };
    match (group.iter().find_map(author), author(next)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}
