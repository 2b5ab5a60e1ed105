//! A running total or a habit is no single act.

use crate::frame::Trigger;
use crate::frame::group::Context;
use crate::lexicon::{Number, Role, Tag, Tense};
use crate::mention::number;
use crate::mention::time::{Day, TimeExpr};
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// «78 هجوما منذ عام 2021», «عشرات الهجمات», «الهجمات المتكررة على القوات».
pub(super) fn is_total(context: &Context<'_, '_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    if is_habit(reading, tokens, trigger)
        || goes_on(context, trigger)
        || reading.all(context.range.start..trigger.tokens.start, Tag::Total).any(|(_, e)| e.is("sum"))
        || is_repeated(reading, tokens, trigger)
    {
        return true;
    }
    if trigger.is_verb() && trigger.role != Role::Light && trigger.number == Number::Unmarked {
        return false;
    }
    is_since(context, tokens, trigger) || is_counted_up(context, tokens, trigger)
}

/// «كان يقصف القرى كل صيف»
fn is_habit(reading: &Reading<'_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    // «تشن محاولات تسلل وقصفا كل فترة»
    let often = || reading.all(tokens.start.max(trigger.tokens.start.saturating_sub(8))..tokens.end.min(trigger.tokens.end + 5), Tag::Total);
    if !trigger.is_verb() && often().any(|(_, e)| e.is("habit")) {
        return true;
    }
    trigger.tense == Tense::Present && reading.all(tokens.clone(), Tag::Total).any(|(m, e)| reading.is_word(m.start, &["كل"]) || e.is("habit"))
}

/// «ومنذ أسابيع كثفت تركيا من قصف القرى»: no day is told, but that it goes on, or a long span.
fn goes_on(context: &Context<'_, '_>, trigger: &Trigger<'_>) -> bool {
    let (reading, at) = (context.reading, trigger.tokens.start);
    let fixed = |t: &TimeExpr| !matches!(t.day, Day::None | Day::Vague) && t.tokens.start.abs_diff(at) <= 20;
    if context.times.iter().any(fixed) {
        return false;
    }
    let head = context.range.start..(context.range.start + 4).min(at);
    let span = reading.all(head, Tag::Total).any(|(_, e)| e.is("span"));
    // «وردا على مجازر الاحتلال بحق أهلنا»: a motive.
    let near = context.range.start.max(at.saturating_sub(3))..at;
    let motive = || reading.all(near, Tag::Retaliation).any(|(_, e)| e.is("answer"));
    if !trigger.is_verb() && (trigger.number == Number::Plural || is_plural(reading.word(at))) && motive() {
        return true;
    }
    let before = context.range.start.max(at.saturating_sub(9))..at;
    span || !trigger.is_verb() && !trigger.is_harm() && reading.all(before, Tag::Total).any(|(_, e)| e.is("escalates"))
}

/// «قصفت البلدة 12 مرة», «تعرضت لهجمات 12 مرة», «توغلت مرات»
fn is_repeated(reading: &Reading<'_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let end = trigger.tokens.end;
    // «أغارت ثلاث مرات» is one wave.
    let bare = |t: usize| reading.is_word(t, &["مرات"]) && number::parse(reading, t - 1).is_none();
    let often = trigger.is_verb() && (end..(end + 3).min(tokens.end)).any(bare);
    often
        || (trigger.tokens.end..(trigger.tokens.end + 12).min(tokens.end))
            .any(|t| matches!(reading.tokens[t].kind, Kind::Number(n) if n > 3) && reading.is_word(t + 1, &["مره", "مرات"]))
}

/// «منذ بدء العدوان», but not «للمرة الثالثة منذ …»; «هجمات على مدى سنوات»
fn is_since(context: &Context<'_, '_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    let before = context.range.start.max(trigger.tokens.start.saturating_sub(4))..trigger.tokens.start;
    let years = tokens.start.max(trigger.tokens.start.saturating_sub(14))..tokens.end.min(trigger.tokens.end + 14);
    reading.all(before, Tag::Total).any(|(m, _)| reading.is_word(m.start, &["منذ"]))
        || !trigger.is_verb() && reading.all(years, Tag::Total).any(|(_, e)| e.is("years"))
}

/// So many that they are no single act: «عشرات الهجمات», «12 هجوما», several beside a word of a span.
fn is_counted_up(context: &Context<'_, '_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    let start = trigger.tokens.start;
    // «عشرات الصواريخ على البلدة» is one volley.
    if start > context.range.start && reading.tagged(start - 1, Tag::Quantity).is_some() && trigger.entry.id != "volley" {
        return true;
    }
    let year = |n: &u32| (1900..2100).contains(n);
    let quantity = (start.saturating_sub(2).max(context.range.start)..start).find_map(|t| number::parse(reading, t)).filter(|q| q.end == start);
    let count = quantity.and_then(|q| q.count.min).filter(|n| !year(n)).unwrap_or(0);
    if count >= 12 && trigger.entry.id == "attack" {
        return true;
    }
    // «وثقت منظمة حقوقية 137 غارة»
    let recorded = |t: usize| reading.tagged(t, Tag::Speech).is_some_and(|(_, e)| e.is("records"));
    if count >= 20 && (context.range.start.max(start.saturating_sub(7))..start).any(recorded) {
        return true;
    }
    let plural = trigger.number != Number::Dual && (trigger.number == Number::Plural || is_plural(reading.word(start)));
    // «وخلال الأسبوع الماضي، تعرضت …»: the span may stand before the clause.
    // … and of what it counts beside: «منذ بداية العام 370 غارة و900 قصف مدفعي».
    let from = if count >= 12 { context.range.start } else { tokens.start };
    let near = from.max(start.saturating_sub(14))..(trigger.tokens.end + 14).min(tokens.end);
    // «الأخيرة» right behind the act.
    let behind = trigger.tokens.end..trigger.tokens.end + 5;
    let marks = reading.all(near.clone(), Tag::Total).any(|(m, e)| !e.is("recent") || behind.contains(&m.start));
    (plural || count >= 5) && marks && !near.clone().any(|t| reading.is_word(t, &["للمره"]))
}

pub(super) fn is_plural(word: &str) -> bool {
    let bare = word.trim_start_matches(['و', 'ف', 'ب', 'ل']);
    bare.ends_with("ات") || bare.ends_with("اتها") || bare.ends_with("اته")
}
