//! Expressions of time, as they stand: what they mean is for [`crate::resolve::time`].

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
    if let Some(last) = out.last_mut() {
        let gap = last.tokens.end..expr.tokens.start;
        let filler = |t: usize| {
            reading.is_word(t, &["يوم", "في", "من", "نهار", "يومي", "قبل"])
                || matches!(reading.tokens[t].kind, Kind::Mark(',' | '،' | '(' | ')' | '-' | '/' | '"' | ':'))
        };
        let close = gap.len() <= 2 && gap.clone().all(filler);
        // «ليل الثلاثاء - الأربعاء», «منتصف ليل الخميس وفجر الجمعة»: one night, the first day is its start.
        if close && last.night && matches!((last.day, expr.day), (Day::Weekday { .. }, Day::Weekday { .. })) {
            last.tokens.end = expr.tokens.end;
            return;
        }
        let fits = match (last.day, expr.day) {
            (_, Day::None) => last.part.is_none(),
            (Day::None, _) => expr.part.is_none() || last.part == Some("night"),
            (Day::Relative(_), Day::Weekday { last: false, .. }) => true,
            (Day::Weekday { .. } | Day::Relative(_), Day::Date { .. }) => true,
            (Day::Date { month: a, .. }, Day::Date { month: b, .. }) => (a > 100) != (b > 100),
            (Day::Weekday { .. }, Day::Relative(_)) => gap.is_empty(),
            _ => false,
        };
        if close && fits && reading.sentence_of(last.tokens.start) == reading.sentence_of(expr.tokens.start) {
            let day = match (last.day, expr.day) {
                (Day::None, d) => d,
                (d, Day::None) => d,
                (Day::Relative(r), Day::Weekday { .. }) => Day::Relative(r),
                (Day::Date { month, .. }, d) if month > 100 => d,
                (d @ Day::Date { .. }, _) => d,
                (_, d) => d,
            };
            // «أمس الجمعة» of a text without a publication day would lose the weekday; with one the two agree.
            *last = TimeExpr { tokens: last.tokens.start..expr.tokens.end, day, part: last.part.or(expr.part), night: last.night || expr.night };
            return;
        }
    }
    out.push(expr);
}

fn parse(reading: &Reading<'_>, at: usize, end: usize) -> Option<TimeExpr> {
    if number(reading, at).is_none() && !reading.starts(at, [Tag::Relday, Tag::Weekday, Tag::Daypart]) {
        return interval(reading, at);
    }
    numeric_date(reading, at)
        .or_else(|| day_and_month(reading, at))
        .or_else(|| ordinal_and_month(reading, at))
        .or_else(|| month_day(reading, at))
        .or_else(|| ago(reading, at))
        .or_else(|| interval(reading, at))
        .or_else(|| relative(reading, at))
        .or_else(|| weekday(reading, at, end))
        .or_else(|| daypart(reading, at))
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

/// 2023.11.13, 26/11/2024, 2024-07-27
fn numeric_date(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
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

/// A year behind a month: «2024», «عام 2024», «1445هـ», «قبل عامين», «من العام الماضي».
fn year(reading: &Reading<'_>, at: usize) -> Option<(i16, usize)> {
    absolute_year(reading, at).or_else(|| years_back(reading, at))
}

/// «قبل عامين», «من العام الماضي»: so many years before the text, negative.
fn years_back(reading: &Reading<'_>, at: usize) -> Option<(i16, usize)> {
    let at = at + usize::from(reading.is_word(at, &["من", "في"]));
    if reading.is_word(at, &["العام", "السنه"]) && reading.is_word(at + 1, &["الماضي", "الماضيه", "الفاءت", "الفاءته", "المنصرم", "المنصرمه"])
    {
        return Some((-1, at + 2));
    }
    reading.is_word(at, &["قبل"]).then_some(())?;
    let one_or_two = |t: usize| match reading.word(t) {
        "عام" | "سنه" => Some(1),
        "عامين" | "سنتين" => Some(2),
        _ => None,
    };
    if let Some(years) = one_or_two(at + 1) {
        return Some((-years, at + 2));
    }
    let quantity = super::number::parse(reading, at + 1)?;
    let unit = reading.is_word(quantity.end, &["اعوام", "سنوات", "عاما", "سنه"]);
    unit.then_some((-(quantity.count.min? as i16), quantity.end + 1))
}

fn absolute_year(reading: &Reading<'_>, at: usize) -> Option<(i16, usize)> {
    let at = match reading.word(at) {
        "عام" | "العام" | "سنه" | "لعام" | "من" => at + 1,
        "," | "،" | "-" => at + 1,
        _ => at,
    };
    let at = if reading.is_word(at, &["عام", "العام", "سنه"]) { at + 1 } else { at };
    let n = number(reading, at)?;
    if !(1350..1500).contains(&n) && !(1900..2200).contains(&n) {
        return None;
    }
    let end = at + 1;
    let suffix = reading.tokens.get(end).is_some_and(|t| {
        matches!(reading.word(end), "ه" | "م" | "هجري" | "هجريه" | "ميلادي")
            && (t.glued || reading.word(end).len() > 2 || reading.word(end) == "ه" || reading.word(end) == "م")
    });
    Some((n as i16, end + usize::from(suffix)))
}

/// «23 من كانون الثاني 2024», «الـ 26 من آب», «20 رمضان»
fn day_and_month(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
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
fn ordinal_and_month(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let (m, e) = reading.tagged(at, Tag::Relday).or_else(|| reading.tagged(at, Tag::Daypart))?;
    let part = match e.sense.as_deref() {
        Some("ordinal") => {
            let day = e.value? as i8;
            let next = m.end + usize::from(reading.is_word(m.end, &["شهر"]));
            // «يوم الثالث من الشهر»: of the month of publication.
            if reading.word(next) == "الشهر" && reading.tagged(next, Tag::Relday).is_none() {
                return expr(at..next + 1, Day::MonthDay { month_offset: 0, day });
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
fn month_day(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let day = number(reading, at).filter(|d| (1..=31).contains(d))?;
    let next = at + 1 + usize::from(reading.is_word(at + 1, &["من"]));
    let (month_offset, end) = month_offset(reading, next).or_else(|| month_offset(reading, at + 1))?;
    expr(at..end, Day::MonthDay { month_offset, day: day as i8 })
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

/// «قبل ثلاثة أيام», «منذ يومين»
fn ago(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    reading.tagged(at, Tag::Relday).filter(|(_, e)| e.is("ago"))?;
    let quantity = super::number::parse(reading, at + 1)?;
    let (unit, e) = reading.tagged(quantity.end, Tag::Relday)?;
    (e.is("unit-day") && reading.word(at).ends_with("قبل")).then_some(())?;
    expr(at..unit.end, Day::Relative(-(quantity.count.min? as i32)))
}

/// «بعد ذلك باثني عشر يوما», «قبلها بثلاثة أيام», «بعد أحد عشر يوما»: so many days from the act told before.
fn interval(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let sign = match reading.word(at).trim_start_matches(['و', 'ف']) {
        "بعد" | "بعدها" | "بعده" => 1,
        "قبل" | "قبلها" | "قبله" => -1,
        _ => return None,
    };
    let pronoun = reading.word(at).ends_with(['ه', 'ا']);
    let referred = pronoun || reading.is_word(at + 1, &["ذلك"]);
    let from = at + 1 + usize::from(referred && !pronoun);
    let quantity = super::number::parse(reading, from)?;
    let (unit, e) = reading.tagged(quantity.end, Tag::Relday)?;
    // «بعد ثلاثة أيام من تدمير الجسر» counts from what follows.
    let plain = sign > 0 && !reading.is_word(unit.end, &["من", "علي"]);
    (e.is("unit-day") && (referred || plain)).then_some(())?;
    expr(at..unit.end, Day::Offset(sign * quantity.count.min? as i32))
}

fn relative(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let (m, e) = reading.tagged(at, Tag::Relday)?;
    let tokens = at..m.end;
    let night = e.is("night");
    let day = match (e.sense.as_deref(), e.value) {
        (None | Some("night"), Some(v)) => Day::Relative(v as i32),
        (Some("same"), _) => Day::Offset(0),
        (Some("offset"), Some(v)) => Day::Offset(v as i32),
        (Some("vague"), _) => Day::Vague,
        (Some("anniversary"), _) => {
            let year = number(reading, m.end).filter(|y| (1900..2200).contains(y))?;
            return expr(at..m.end + 1, Day::Anniversary(year as i16));
        }
        // «غداة غارات»: what follows was the day before.
        (Some("morrow"), _) if reading.is(m.end, Tag::Trigger) => Day::Offset(-1),
        _ => return None,
    };
    Some(TimeExpr { tokens, day, part: night.then_some("night"), night })
}

fn weekday(reading: &Reading<'_>, at: usize, end: usize) -> Option<TimeExpr> {
    let (m, e) = reading.tagged(at, Tag::Weekday)?;
    let weekday = e.value? as i8;
    let mut stop = m.end;
    // «الأحد/الاثنين» and «السبت - الأحد» are one night.
    let mark = matches!(reading.tokens.get(stop).map(|t| t.kind), Some(Kind::Mark('/' | '-')));
    let mut night = false;
    if mark && let Some((m2, _)) = reading.tagged(stop + 1, Tag::Weekday) {
        stop = m2.end;
        night = true;
    }
    // «ليل السبت الأحد», and «بعد منتصف ليل السبت الأحد», which is Sunday.
    let of_night = at > 0 && reading.is_word(at - 1, &["ليل", "ليله"]);
    let second = if night { reading.tagged(stop - 1, Tag::Weekday) } else { reading.tagged(stop, Tag::Weekday).filter(|_| of_night) };
    if let Some((m2, e2)) = second.filter(|_| of_night) {
        (stop, night) = (m2.end, true);
        let after_midnight = at >= 3 && reading.is_word(at - 3, &["بعد"]) && reading.is_word(at - 2, &["منتصف"]);
        if after_midnight {
            let day = Day::Weekday { weekday: e2.value? as i8, last: false };
            return Some(TimeExpr { tokens: at..stop, day, part: Some("midnight"), night: false });
        }
    }
    let last = stop < end && reading.tagged(stop, Tag::Relday).is_some_and(|(_, e)| e.is("last"));
    Some(TimeExpr { tokens: at..stop + usize::from(last), day: Day::Weekday { weekday, last }, part: night.then_some("night"), night })
}

fn daypart(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let (m, e) = reading.tagged(at, Tag::Daypart)?;
    // The plain words mean a part of the day only in time adverbs: «مساء», «فجر اليوم», «ليلا».
    let part: &'static str = match e.sense.as_deref()? {
        "dawn" => "dawn",
        "morning" => "morning",
        "noon" => "noon",
        "afternoon" => "afternoon",
        "evening" => "evening",
        "night" => "night",
        "midnight" => "midnight",
        _ => return None,
    };
    Some(TimeExpr { tokens: at..m.end, day: Day::None, part: Some(part), night: matches!(part, "night" | "midnight") })
}
