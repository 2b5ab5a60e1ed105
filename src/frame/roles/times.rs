//! When: the expressions of time that a frame may take.

use crate::frame::Trigger;
use crate::frame::group::Context;
use crate::lexicon::Tag;
use crate::mention::time::{Day, TimeExpr};
use std::ops::Range;

/// Expressions of time that a frame may take, best first: its own stretch, then what stands before it in the sentence.
pub fn times(context: &Context<'_, '_>, tokens: &Range<usize>, triggers: &[Trigger<'_>]) -> Vec<TimeExpr> {
    let w = &context.reading.lexicon.weights;
    let anchor = triggers.iter().find(|t| t.is_act()).unwrap_or(&triggers[0]).tokens.start;
    let mut own: Vec<(f64, &TimeExpr)> = context
        .times
        .iter()
        .filter(|t| tokens.contains(&t.tokens.start) && is_adverb(context, t))
        // «جاء الهجوم بعد ساعات من استهداف القاعدة»: so long after what follows was something else; at the head of a sentence it is of its verb.
        .filter(|t| {
            let since = matches!(t.day, Day::Offset(i32::MIN..=0)) && context.reading.is_word(t.tokens.end, &["من", "علي"]);
            !(since && t.tokens.start > context.range.start + 1 && (t.tokens.end + 1..t.tokens.end + 4).contains(&anchor))
        })
        .map(|t| {
            let said = t.tokens.start > 0 && (t.tokens.start.saturating_sub(3)..t.tokens.start).any(|x| context.reading.is(x, Tag::Speech));
            // A day of the saying counts only where no other is told; a part of the day only beside a day.
            let exact = match t.day {
                Day::Anniversary(_)
                | Day::Date { .. }
                | Day::MonthDay { .. }
                | Day::SameMonth(_)
                | Day::Weekday { .. }
                | Day::Relative(_)
                | Day::Offset(_)
                | Day::MonthPart { .. } => 0.0,
                Day::Vague => w.time_vague,
                Day::None => w.time_part_of_day,
            };
            let told = if said || of_main_verb(context, tokens, triggers, t) { w.time_of_speech } else { 0.0 };
            (t.tokens.start.abs_diff(anchor) as f64 + exact + told, t)
        })
        .collect();
    own.sort_by(|(a, s), (b, t)| a.total_cmp(b).then(s.tokens.start.cmp(&t.tokens.start)));
    own.into_iter().map(|(_, t)| counted_back(context, t, anchor)).collect()
}

/// «رفعت الوزارة اليوم حصيلة الغارة التي أصابت المركز ليل الثلاثاء»: before the relative clause that tells the act stands the day of something else.
fn of_main_verb(context: &Context<'_, '_>, tokens: &Range<usize>, triggers: &[Trigger<'_>], time: &TimeExpr) -> bool {
    let r = context.reading;
    let relative = |t: usize| r.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative"));
    let Some(act) = triggers.iter().find(|t| t.is_act() && t.is_verb()).map(|t| t.tokens.start) else { return false };
    let Some(clause) = (time.tokens.end..act).rev().find(|&t| relative(t)) else { return false };
    let acts_before = triggers.iter().any(|t| t.is_act() && t.tokens.end <= time.tokens.start);
    !acts_before && context.times.iter().any(|o| tokens.contains(&o.tokens.start) && o.tokens.start > clause)
}

/// «جاء العنف بعد يومين من انفجار شاحنة»: what stands behind it was so long before.
fn counted_back(context: &Context<'_, '_>, time: &TimeExpr, anchor: usize) -> TimeExpr {
    let end = time.tokens.end;
    let counts = anchor > end && context.reading.is_word(end, &["من", "علي"]);
    // «وبعد يومين من الهجوم قصف الطيران»: at the head of a sentence only what stands right behind.
    let inner = time.tokens.start > context.range.start || anchor <= end + 3;
    match time.day {
        Day::Offset(days) if days > 0 && counts && inner => TimeExpr { day: Day::Offset(-days), ..time.clone() },
        _ => time.clone(),
    }
}

/// «ليل» and «صباح» as nouns of something else, weekdays in names, ages and spans are no adverbs of the act.
fn is_adverb(context: &Context<'_, '_>, time: &TimeExpr) -> bool {
    let r = context.reading;
    let start = time.tokens.start;
    let before = |words: &[&str]| start > context.range.start && r.is_word(start - 1, words);
    // «منذ السبت», «حتى الخميس»: not when it was.
    let named_day = start > context.range.start + 1 && before(&["يوم", "مساء", "صباح", "ليل", "فجر"]) && r.is_word(start - 2, &["منذ", "حتي"]);
    let spans = named_day || before(&["منذ", "حتي", "لغايه", "بين", "قبل", "مسلسل"]) && !matches!(time.day, Day::Relative(_));
    let since = start > context.range.start && r.tagged(start - 1, Tag::Total).is_some();
    !(spans || since)
}
