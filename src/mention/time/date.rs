//! Days by their date: numbers, a day with its month, parts of a month.

use super::year::year;
use super::{Day, TimeExpr, expr, number};
use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;

/// 2023.11.13, 26/11/2024, 2024-07-27
pub(super) fn numeric_date(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let a = number(reading, at)?;
    let mark = |t: usize| reading.tokens.get(t).filter(|t| t.glued).map(|t| t.kind);
    let sep = mark(at + 1).filter(|k| matches!(k, Kind::Mark('.' | '/' | '-')))?;
    let b = number(reading, at + 2).filter(|_| reading.tokens[at + 2].glued)?;
    if mark(at + 3) != Some(sep) {
        return None;
    }
    let c = number(reading, at + 4).filter(|_| reading.tokens[at + 4].glued)?;
    let (year, month, day) = if a >= 1900 { (a, b, c) } else { (c, b, a) };
    let year = if year < 100 { year + 2000 } else { year };
    let valid = (1300..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let hijri = year < 1600;
    valid.then_some(())?;
    let month = month as i16 + if hijri { 100 } else { 0 };
    expr(at..at + 5, Day::Date { year: Some(year as i16), month, day: day as i8 })
}

/// A month's name at a token, a second name of the same month behind it («كانون الثاني/يناير») included.
fn month(reading: &Reading<'_>, at: usize) -> Option<(i16, usize)> {
    let (m, e) = reading.tagged(at, Tag::Month)?;
    let value = e.value? as i16;
    let mut end = m.end;
    let skip = |t: usize| matches!(reading.tokens.get(t).map(|t| t.kind), Some(Kind::Mark('/' | '(' | '-' | '،' | '_')));
    let after = end + usize::from(skip(end));
    if let Some((m2, e2)) = reading.tagged(after, Tag::Month)
        && e2.value == e.value
    {
        end = m2.end;
        if matches!(reading.tokens.get(end).map(|t| t.kind), Some(Kind::Mark(')'))) {
            end += 1;
        }
    }
    Some((value, end))
}

/// «23 من كانون الثاني 2024», «الـ 26 من آب», «20 رمضان»
pub(super) fn day_and_month(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let day = number(reading, at).filter(|d| (1..=31).contains(d))?;
    let mut next = at + 1;
    if reading.is_word(next, &["من", "شهر"]) || reading.tokens.get(next).is_some_and(|t| matches!(t.kind, Kind::Mark('-' | '/' | '_'))) {
        next += 1;
    }
    if reading.is_word(next, &["شهر"]) {
        next += 1;
    }
    let (month, mut end) = month(reading, next)?;
    let mut the_year = None;
    if let Some((y, after)) = year(reading, end) {
        (the_year, end) = (Some(y), after);
    }
    let start = at - usize::from(at > 0 && matches!(reading.word(at - 1), "ال" | "في" | "لل"));
    expr(start..end, Day::Date { year: the_year, month, day: day as i8 })
}

/// «الأول من نوفمبر», «مطلع حزيران», «الأيام الأولى من يونيو»
pub(super) fn ordinal_and_month(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let (m, e) = reading.tagged(at, Tag::Relday).or_else(|| reading.tagged(at, Tag::Daypart))?;
    let part = match e.sense.as_deref() {
        Some("ordinal") => {
            let day = e.value? as i8;
            let next = m.end + usize::from(reading.is_word(m.end, &["شهر"]));
            if let Some(end) = same_month(reading, next) {
                return expr(at..end, Day::SameMonth(day));
            }
            if let Some(end) = this_month(reading, next) {
                return expr(at..end, Day::MonthDay { month_offset: 0, day });
            }
            let Some((month, end)) = month(reading, next) else {
                return month_offset(reading, m.end).and_then(|(month_offset, end)| expr(at..end, Day::MonthDay { month_offset, day }));
            };
            let (year, end) = year(reading, end).map_or((None, end), |(y, a)| (Some(y), a));
            return expr(at..end, Day::Date { year, month, day });
        }
        Some("early" | "mid" | "late") => (e.value? as i8, e.upto? as i8),
        Some("dawn") if reading.word(at).ends_with("مطلع") => (1, 10),
        _ => return None,
    };
    let mut next = m.end;
    while reading.is_word(next, &["شهر", "من"]) {
        next += 1;
    }
    let (month, end) = month(reading, next)?;
    let (year, end) = year(reading, end).map_or((None, end), |(y, a)| (Some(y), a));
    expr(at..end, Day::MonthPart { year, month, first: part.0, last: part.1 })
}

/// «الـ 26 من الشهر الماضي», «18 من الشهر الجاري»
pub(super) fn month_day(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let day = number(reading, at).filter(|d| (1..=31).contains(d))?;
    let next = at + 1 + usize::from(reading.is_word(at + 1, &["من"]));
    if let Some(end) = same_month(reading, next) {
        return expr(at..end, Day::SameMonth(day as i8));
    }
    if let Some(end) = this_month(reading, at + 1) {
        return expr(at..end, Day::MonthDay { month_offset: 0, day: day as i8 });
    }
    let (month_offset, end) = month_offset(reading, next).or_else(|| month_offset(reading, at + 1))?;
    expr(at..end, Day::MonthDay { month_offset, day: day as i8 })
}

/// «الثالث من الشهر», and no word more: of the month of publication, up to its end.
fn this_month(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let month = at + usize::from(reading.is_word(at, &["من"]));
    let other = |t: usize| reading.tagged(t, Tag::Relday).is_some_and(|(m, _)| m.end > month + 1);
    let bare = reading.word(month) == "الشهر" && !other(at) && !other(month);
    bare.then_some(month + 1)
}

/// «الشهر نفسه», «الشهر ذاته»: the month told before, up to its end.
fn same_month(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let same = reading.tagged(at + 1, Tag::Same).is_some_and(|(_, e)| !e.is("this"));
    (reading.word(at) == "الشهر" && same).then_some(at + 2)
}

/// «الشهر الماضي», «الشهر الجاري»
fn month_offset(reading: &Reading<'_>, at: usize) -> Option<(i8, usize)> {
    let at = if reading.tagged(at, Tag::Relday).is_some() { at } else { at.checked_sub(1)? };
    let (m, e) = reading.tagged(at, Tag::Relday)?;
    match e.sense.as_deref() {
        Some("last-month") => Some((-1, m.end)),
        Some("this-month") => Some((0, m.end)),
        Some("vague") if reading.is_word(at, &["الشهر"]) => Some((-1, m.end)),
        _ => None,
    }
}
