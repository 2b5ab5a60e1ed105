//! Which triggers of a sentence tell one act: one scored choice between each two neighbours.

use super::answer::{Answer, FRONTED, answers_what_follows};
use super::trigger::Trigger;
use crate::event::Method;
use crate::lexicon::{Role, Tag};
use crate::mention::actor::{ActorMention, Head};
use crate::mention::place::PlaceExpr;
use crate::mention::time::{Day, TimeExpr};
use crate::reading::Reading;
use std::ops::Range;

/// A sentence with what stands in it.
pub struct Context<'c, 'a> {
    /// The document.
    pub reading: &'c Reading<'a>,
    /// All expressions of place of the document.
    pub exprs: &'c [PlaceExpr<'a>],
    /// Those of this sentence that are read as places.
    pub places: &'c [usize],
    /// Expressions of time of this sentence.
    pub times: Vec<TimeExpr>,
    /// Parties of this sentence.
    pub actors: Vec<ActorMention<'a>>,
    /// Its tokens.
    pub range: Range<usize>,
}

impl Context<'_, '_> {
    /// Does a clause begin at this token?
    pub fn starts_clause(&self, t: usize) -> bool {
        let r = self.reading;
        if t == self.range.start || r.is_break(t - 1) {
            return true;
        }
        if r.tagged(t, Tag::Connector).is_some_and(|(_, e)| !e.is("relative")) {
            return true;
        }
        let and = |tag| r.tagged(t, tag).is_some_and(|(m, _)| m.clitics.and && m.tense != crate::lexicon::Tense::None);
        and(Tag::Trigger) || and(Tag::Speech)
    }

    /// First token of the clause that holds a token.
    pub fn clause_start(&self, t: usize) -> usize {
        (self.range.start..=t).rev().find(|&x| self.starts_clause(x)).unwrap_or(self.range.start)
    }
}

/// A stretch of the sentence, its triggers, and its relation to the stretch before.
pub type Group<'a> = (Range<usize>, Vec<Trigger<'a>>, Answer);

/// Group the triggers of a sentence into frames.
pub fn frames<'a>(context: &Context<'_, 'a>, triggers: Vec<Trigger<'a>>) -> Vec<Group<'a>> {
    let mut groups: Vec<(Vec<Trigger<'a>>, Answer, usize)> = Vec::new();
    for trigger in triggers {
        let Some((last, _, _)) = groups.last_mut() else {
            groups.push((vec![trigger], Answer::None, context.range.start));
            continue;
        };
        let (score, answer, border) = join(context, last, &trigger);
        if score > 0.0 {
            last.push(trigger);
        } else {
            groups.push((vec![trigger], answer, border));
        }
    }
    let borders: Vec<usize> = groups.iter().map(|g| g.2).chain([context.range.end]).collect();
    groups
        .into_iter()
        .zip(borders.windows(2).map(|w| w[0]..w[1]).collect::<Vec<_>>())
        .map(|((triggers, answer, _), tokens)| (tokens, triggers, answer))
        .collect()
}

/// Score of joining a trigger to the group before it, the relation if it is not joined, and where its own stretch would begin.
fn join(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>) -> (f64, Answer, usize) {
    let r = context.reading;
    let w = &r.lexicon.weights;
    let last = &group[group.len() - 1];
    let gap = last.tokens.end..next.tokens.start;
    let clause = context.clause_start(next.tokens.start);
    let same_clause = clause <= last.tokens.start;
    let group_acts = group.iter().any(|t| t.is_act());
    let only_harm = group.iter().all(|t| t.is_harm());
    let mut score = if same_clause { w.join_same_clause } else { w.join_new_clause };
    score += w.join_distance * gap.len() as f64;

    // Retaliation and sequence words part two acts.
    let parting = (last.tokens.end..=next.tokens.start)
        .filter_map(|t| r.tagged(t, Tag::Retaliation))
        .find(|(m, e)| m.start < next.tokens.end && !(only_harm && e.is("sequence")) && !r.is_aside(&context.range, m.start))
        // «أطلق الحرس، انتقاما لضحاياه، وابلا من الصواريخ»: between commas, before the noun of the same act.
        .filter(|(m, _)| {
            let closed = (m.end..next.tokens.start).any(|t| r.is_break(t));
            !r.is_break(m.start - 1) || !closed || !last.is_verb() || next.is_verb() || next.clitics.and || next.is_harm()
        });
    // «للمرة الثالثة منذ بدء العدوان على غزة»: the span is no part of the act.
    if let Some((m, _)) =
        gap.clone().filter_map(|t| r.tagged(t, Tag::Total)).find(|(m, _)| r.is_word(m.start, &["منذ"]) && next.tokens.start - m.start <= 4)
    {
        return (w.join_retaliation, Answer::None, m.start);
    }
    // «غارات على مواقع … بعد هجوم على الحقل»: another act, before or behind this one.
    let after = next.tokens.start.checked_sub(1).filter(|&t| t >= last.tokens.end && r.is_word(t, &["بعد", "قبل", "عقب", "غداه"]));
    if let Some(t) = after.filter(|_| group_acts && next.is_act() && !next.is_verb() && !next.clitics.article) {
        return (w.join_retaliation, Answer::None, t);
    }
    // A title: «هجوم على سفينة وغارات على الميناء» are two acts.
    let upon = |t: &Trigger<'_>| (t.tokens.end..(t.tokens.end + 3).min(context.range.end)).any(|x| r.is_word(x, &["علي"]));
    if context.range.start == 0 && next.clitics.and && !next.is_verb() && next.is_act() && upon(next) && group.iter().any(|t| !t.is_verb() && upon(t))
    {
        return (w.join_retaliation, Answer::None, next.tokens.start);
    }
    let mut answer = Answer::None;
    let mut border = clause.max(last.tokens.end);
    // «كان أعنفها في 28 أيلول، حين أطلق»: the day before «حين» is that of what follows.
    if r.is_word(border, &["حين", "حينما", "عندما", "يوم", "اذ"])
        && let Some(time) = context.times.iter().find(|t| t.tokens.start >= last.tokens.end && t.tokens.end <= border && border - t.tokens.end <= 2)
    {
        border = time.tokens.start;
    }
    // «…، وفي الصباح حلقت مسيّرتان باتجاه المطار فأسقطتا»: what was stopped is told in the clause before.
    if next.role == Role::Intercept && !same_clause && !r.any(border..next.tokens.start, Tag::Weapon) {
        let weapon = (last.tokens.end..border).rev().find(|&t| r.is(t, Tag::Weapon));
        if let Some(start) = weapon.map(|w| context.clause_start(w)).filter(|&s| s > last.tokens.end) {
            border = start;
        }
    }
    if let Some((m, e)) = parting {
        answer = match e.sense.as_deref() {
            Some("answer") => Answer::Cause,
            Some("answered") => Answer::Reply,
            _ => Answer::None,
        };
        if !next.is_harm() || answer == Answer::Cause {
            score += w.join_retaliation;
            border = m.start.max(last.tokens.end);
        }
    }
    // «33 قتيلا في البلدة والجيش يرد بالمسيّرات»: the answer is another act than what it answers.
    if next.entry.id == "reply" && parting.is_none() && next.is_verb() {
        answer = Answer::Reply;
        score += w.join_retaliation;
    }
    // «وردا على الغارات، استهدفت الميليشيات»: the cause stands first.
    let fronted = group[0].tokens.start.saturating_sub(FRONTED).max(context.range.start)..group[0].tokens.start;
    if parting.is_none() && !same_clause && !next.is_harm() && answers_what_follows(r, fronted) {
        answer = Answer::Reply;
        score += w.join_retaliation;
    }
    let own_cause = || {
        // «وأصيب اثنان بقصف على …»: harm with an act of its own behind it in its clause.
        // «ومقتل عشرة عمال، سبعة منهم أجانب، بضربة أصابت معملا»: an aside between commas parts nothing.
        let aside = |t: usize| r.is_break(t - 1) && (t..(t + 3).min(context.range.end)).any(|x| r.is(x, Tag::Part));
        let behind_aside = |t: usize| r.at(t).iter().any(|m| m.clitics.prep == Some('ب'));
        let ends = |&t: &usize| context.starts_clause(t) && !aside(t) && !behind_aside(t);
        let end = (next.tokens.end..context.range.end).find(ends).unwrap_or(context.range.end);
        let place = context.places.iter().any(|&p| (next.tokens.end..end).contains(&context.exprs[p].tokens.start));
        let act = (next.tokens.end..end).any(|t| {
            r.tagged(t, Tag::Trigger)
                .is_some_and(|(m, e)| e.role == Some(Role::Action) && (m.clitics.prep == Some('ب') || r.is(t - 1, Tag::Cause)) && !m.clitics.article)
        });
        act && place
    };
    if next.is_harm() {
        score += w.join_harm_after_act;
        if !same_clause && group_acts && own_cause() {
            score += w.join_harm_own_cause;
        }
    } else if next.role == Role::Intercept {
        score += w.join_intercept_after_act;
    } else if only_harm {
        let cause = r.any(gap.clone(), Tag::Cause) || r.any(gap.clone(), Tag::Result);
        score += if cause {
            w.join_act_after_harm_cause
        } else if next.clitics.prep == Some('ب') {
            w.join_act_after_harm_by
        } else {
            w.join_act_after_harm_clause
        };
    } else {
        let relative = gap.clone().rev().take(3).any(|t| r.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
        // «الطيران رد عليهم وضرب تجمعاتهم»
        let replied = last.entry.id == "reply" && next.is_verb() && next.clitics.and;
        // «تصدت، فجر الاثنين، لهجوم»
        let stopped = last.role == Role::Intercept && last.is_verb() && !next.is_verb() && next.clitics.prep == Some('ل');
        // «غارات على المنطقة، نُفذت ليلا»: a verb that carries the act told before.
        let clause_end = (next.tokens.end..context.range.end).find(|&t| context.starts_clause(t)).unwrap_or(context.range.end);
        let carries = (next.tokens.end..clause_end)
            .any(|t| r.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.role == Some(Role::Action) || e.role == Some(Role::Weak)));
        let carried = next.role == Role::Light && next.is_verb() && !next.clitics.and && !carries && group_acts;
        if carried {
            score += w.join_light;
        }
        if last.role == Role::Light && gap.len() <= 10 || replied && gap.len() <= 3 || stopped && gap.len() <= 8 {
            score += w.join_light;
        }
        if relative {
            score += w.join_relative;
        }
        if last.is_verb() && !next.is_verb() && next.clitics.prep == Some('ب') && same_clause {
            score += w.join_with_noun;
        }
        if !last.is_verb() && next.is_verb() && !next.clitics.and && same_clause {
            score += w.join_verb_of_noun;
        }
        // «مسيّرات انطلقت من الشمال وسقطت على البلدة»: the way of one weapon.
        if last.entry.id == "launch" && matches!(next.entry.id.as_str(), "fall" | "struck" | "explosion") && next.is_verb() {
            score += w.join_flight;
        }
        if next.entry.id == "targeting-participle" {
            score += w.join_relative;
        }
        if next.clitics.article && !next.is_verb() && !next.clitics.and {
            score += w.join_anaphoric_noun;
        }
        if next.is_verb() && next.clitics.and {
            score += w.join_and_verb;
        }
        if !same_clause && r.tagged(clause, Tag::Connector).is_some() {
            score += w.join_connector;
        }
        if both_placed(context, group, next, border) {
            score += w.join_both_placed;
        }
        if methods_differ(context, group, next) {
            score += w.join_method_conflict;
        }
    }
    if days_differ(context, group, next, border) {
        score += w.join_other_day;
    }
    if authors_differ(context, group, next) {
        score += w.join_other_author;
    }
    (score, answer, border)
}

fn both_placed(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>, border: usize) -> bool {
    let starts = |range: Range<usize>| context.places.iter().any(|&p| range.contains(&context.exprs[p].tokens.start));
    let next_end = (next.tokens.end..context.range.end).find(|&t| context.starts_clause(t)).unwrap_or(context.range.end);
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

fn methods_differ(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>) -> bool {
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

fn days_differ(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>, border: usize) -> bool {
    let day = |range: Range<usize>| {
        context.times.iter().find(|t| range.contains(&t.tokens.start) && !matches!(t.day, Day::None | Day::Vague)).map(|t| t.day)
    };
    let next_end = (next.tokens.end..context.range.end).find(|&t| context.starts_clause(t)).unwrap_or(context.range.end);
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
fn authors_differ(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>) -> bool {
    let author = |t: &Trigger<'_>| {
        let touches = |a: &&ActorMention<'_>| a.tokens.start <= t.tokens.start && a.tokens.end <= t.tokens.end + 3 && a.tokens.end > t.tokens.end;
        context.actors.iter().filter(|a| a.head == Head::Act).find(touches).map(|a| a.entry.id.as_str())
    };
    match (group.iter().find_map(author), author(next)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}
