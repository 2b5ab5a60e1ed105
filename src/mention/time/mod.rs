//! Expressions of time, as they stand: what they mean is for [`crate::resolve::time`].

mod date;
mod relative;
mod weekday;
mod year;

use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// What an expression says of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Day {
    /// A date; month 101-112 is Hijri. The year may be missing; a negative one counts back from the year of publication.
    Date { year: Option<i16>, month: i16, day: i8 },
    /// Part of a month: first to last day.
    MonthPart { year: Option<i16>, month: i16, first: i8, last: i8 },
    /// A day of the last (or this) month, by number.
    MonthDay { month_offset: i8, day: i8 },
    /// A day, by number, of the month told before: «13 من الشهر ذاته».
    SameMonth(i8),
    /// A weekday, 1 Monday … 7 Sunday; `last` where the text says الماضي.
    Weekday { weekday: i8, last: bool },
    /// Days from publication.
    Relative(i32),
    /// Days from the event told before.
    Offset(i32),
    /// «في مثل هذا اليوم من عام 2017»: the publication day in another year.
    Anniversary(i16),
    /// Not to be fixed: «قبل أيام».
    Vague,
    /// Only a part of the day.
    None,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpr {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The day.
    pub day: Day,
    /// Part of the day, as `time_of_day` writes it.
    pub part: Option<&'static str>,
    /// A night that belongs to two days.
    pub night: bool,
}

/// All expressions of time in a range of tokens.
pub fn parse_all(reading: &Reading<'_>, range: Range<usize>) -> Vec<TimeExpr> {
    let mut out: Vec<TimeExpr> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match parse(reading, at, range.end) {
            Some(expr) => {
                at = expr.tokens.end.max(at + 1);
                merge_or_push(reading, &mut out, expr);
            }
            None => at += 1,
        }
    }
    out
}

/// «فجر» + «اليوم» + «الجمعة» + «13 آذار» is one expression; the most exact part tells the day.
fn merge_or_push(reading: &Reading<'_>, out: &mut Vec<TimeExpr>, expr: TimeExpr) {
    match out.last_mut().and_then(|last| merged(reading, last, &expr).map(|one| (last, one))) {
        Some((last, one)) => *last = one,
        None => out.push(expr),
    }
}

/// Two expressions as one, if they are.
fn merged(reading: &Reading<'_>, last: &TimeExpr, expr: &TimeExpr) -> Option<TimeExpr> {
    let gap = last.tokens.end..expr.tokens.start;
    let filler = |t: usize| {
        reading.is_word(t, &["يوم", "في", "من", "نهار", "يومي", "قبل"])
            || matches!(reading.tokens[t].kind, Kind::Mark(',' | '،' | '(' | ')' | '-' | '/' | '"' | ':'))
    };
    if gap.len() > 2 || !gap.clone().all(filler) {
        return None;
    }
    let tokens = last.tokens.start..expr.tokens.end;
    // «ليل الثلاثاء - الأربعاء», «منتصف ليل الخميس وفجر الجمعة»: one night, the first day is its start.
    if last.night && matches!((last.day, expr.day), (Day::Weekday { .. }, Day::Weekday { .. })) {
        return Some(TimeExpr { tokens, ..last.clone() });
    }
    let fits = match (last.day, expr.day) {
        (_, Day::None) => last.part.is_none(),
        (Day::None, _) => expr.part.is_none() || last.part == Some("night"),
        (Day::Relative(_), Day::Weekday { last: false, .. }) => true,
        (Day::Weekday { .. } | Day::Relative(_), Day::Date { .. } | Day::MonthDay { .. }) => true,
        (Day::Date { month: a, .. }, Day::Date { month: b, .. }) => (a > 100) != (b > 100),
        (Day::Weekday { .. }, Day::Relative(_)) => gap.is_empty(),
        _ => false,
    };
    if !fits || reading.sentence_of(last.tokens.start) != reading.sentence_of(expr.tokens.start) {
        return None;
    }
    let day = match (last.day, expr.day) {
        (Day::None, d) => d,
        (d, Day::None) => d,
        // «أمس الجمعة» of a text without a publication day would lose the weekday; with one the two agree.
        (Day::Relative(r), Day::Weekday { .. }) => Day::Relative(r),
        (Day::Date { month, .. }, d) if month > 100 => d,
        (d @ Day::Date { .. }, _) => d,
        (_, d) => d,
    };
    Some(TimeExpr { tokens, day, part: last.part.or(expr.part), night: last.night || expr.night })
}

fn parse(reading: &Reading<'_>, at: usize, end: usize) -> Option<TimeExpr> {
    // Most tokens begin no expression of time: all rules but one begin with a number or one of these tags.
    if number(reading, at).is_none() && !reading.starts(at, [Tag::Relday, Tag::Weekday, Tag::Daypart]) {
        return relative::interval(reading, at);
    }
    date::numeric_date(reading, at)
        .or_else(|| date::day_and_month(reading, at))
        .or_else(|| date::ordinal_and_month(reading, at))
        .or_else(|| date::month_day(reading, at))
        .or_else(|| relative::ago(reading, at))
        .or_else(|| relative::interval(reading, at))
        .or_else(|| relative::relative(reading, at))
        .or_else(|| weekday::weekday(reading, at, end))
        .or_else(|| weekday::daypart(reading, at))
}

fn expr(tokens: Range<usize>, day: Day) -> Option<TimeExpr> {
    Some(TimeExpr { tokens, day, part: None, night: false })
}

fn number(reading: &Reading<'_>, at: usize) -> Option<u64> {
    match reading.tokens.get(at)?.kind {
        Kind::Number(n) => Some(n),
        _ => None,
    }
}
