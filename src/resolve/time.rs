//! From expressions of time to days.

use crate::event::DatePrecision;
use crate::mention::time::{Day, TimeExpr};
use icu_calendar::Date as IcuDate;
use icu_calendar::cal::Hijri;
use icu_calendar::cal::hijri::UmmAlQura;
use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

/// A day, or a span of days in which it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// First possible day.
    pub start: Date,
    /// Last possible day.
    pub end: Date,
    /// How exact.
    pub precision: DatePrecision,
}

impl When {
    /// One day.
    pub fn day(day: Date) -> When {
        When { start: day, end: day, precision: DatePrecision::Day }
    }

    /// Do the spans share a day?
    pub fn meets(&self, other: &When) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// What an expression resolves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Days.
    When(When),
    /// The text says when, but not which day that is.
    Unknown,
    /// It says nothing of the day (only of its part).
    Silent,
}

/// Resolve an expression against the publication day and the day of the event told before.
pub fn resolve(expr: &TimeExpr, published: Option<Date>, before: Option<When>) -> Resolved {
    let found = |day: Option<Date>| day.map_or(Resolved::Unknown, |day| Resolved::When(night_or_day(day, expr)));
    match expr.day {
        Day::None => Resolved::Silent,
        Day::Vague => Resolved::Unknown,
        Day::Anniversary(year) => found(published.and_then(|p| Date::new(year, p.month(), p.day()).ok())),
        Day::Relative(days) => found(published.and_then(|p| shift(p, days))),
        Day::Offset(days) => match before {
            Some(w) => Resolved::When(When {
                start: shift(w.start, days).unwrap_or(w.start),
                end: shift(w.end, days).unwrap_or(w.end),
                precision: w.precision,
            }),
            None if days == 0 => Resolved::Silent,
            None => Resolved::Unknown,
        },
        Day::SameMonth(day) => found(before.and_then(|w| Date::new(w.start.year(), w.start.month(), day).ok())),
        Day::Weekday { weekday, last } => found(published.and_then(|p| weekday_before(p, weekday, last))),
        Day::Date { year, month, day } if month > 100 => found(hijri(year, month - 100, day, published)),
        Day::Date { year, month, day } => found(gregorian(year, month, day, published)),
        Day::MonthDay { month_offset, day } => found(published.and_then(|p| {
            let first = p.first_of_month().checked_add(Span::new().months(i32::from(month_offset))).ok()?;
            Date::new(first.year(), first.month(), day).ok()
        })),
        Day::MonthPart { year, month, first, last } => {
            let day = |d: i8| {
                let start = gregorian(year, month, 1, published)?;
                Date::new(start.year(), start.month(), d.min(start.days_in_month())).ok()
            };
            match (day(first), day(last)) {
                (Some(start), Some(end)) if month <= 100 => Resolved::When(When { start, end, precision: DatePrecision::Span }),
                _ => Resolved::Unknown,
            }
        }
    }
}

fn night_or_day(day: Date, expr: &TimeExpr) -> When {
    if expr.night {
        return When { start: day, end: shift(day, 1).unwrap_or(day), precision: DatePrecision::Night };
    }
    When::day(day)
}

fn shift(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// The last such weekday up to publication; with «الماضي» strictly before it.
fn weekday_before(published: Date, weekday: i8, last: bool) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    if published.weekday() == weekday && !last {
        return Some(published);
    }
    published.nth_weekday(-1, weekday).ok()
}

/// A date; without a year, the last such day up to publication.
fn gregorian(year: Option<i16>, month: i16, day: i8, published: Option<Date>) -> Option<Date> {
    let month = i8::try_from(month).ok()?;
    if let Some(back) = year.filter(|y| *y < 0) {
        return Date::new(published?.year() + back, month, day).ok();
    }
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let published = published?;
    // One day of grace: texts are dated in one zone and written in another.
    let latest = shift(published, 1)?;
    (0..=4).filter_map(|back| Date::new(latest.year() - back, month, day).ok()).find(|d| *d <= latest)
}

fn hijri(year: Option<i16>, month: i16, day: i8, published: Option<Date>) -> Option<Date> {
    let make = |year: i16| -> Option<Date> {
        let calendar = Hijri::<UmmAlQura>::new_umm_al_qura();
        let d = IcuDate::try_new(
            icu_calendar::types::YearInput::Extended(i32::from(year)),
            icu_calendar::types::Month::new(month as u8),
            day as u8,
            calendar,
        )
        .ok()?;
        let iso = d.to_calendar(icu_calendar::Iso);
        Some(date(i16::try_from(iso.year().extended_year()).ok()?, iso.month().ordinal as i8, iso.day_of_month().0 as i8))
    };
    if let Some(year) = year {
        return make(year);
    }
    let published = published?;
    let around = (i32::from(published.year()) - 622) * 33 / 32;
    let latest = shift(published, 1)?;
    (-1..=2).filter_map(|back| make((around - back) as i16)).filter(|d| *d <= latest).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;
    use crate::lexicon::Lexicon;
    use crate::matcher::Matcher;
    use crate::mention::time::parse_all;
    use crate::reading::Reading;

    /// The days of the first expression of a text published on Wednesday 2024-03-06.
    fn days(text: &str) -> String {
        let lexicon = Lexicon::embedded().unwrap();
        let matcher = Matcher::new(&lexicon, &Gazetteer::default());
        let reading = Reading::new(text, &lexicon, &matcher);
        let exprs = parse_all(&reading, 0..reading.tokens.len());
        match exprs.first().map(|e| resolve(e, Some(date(2024, 3, 6)), None)) {
            Some(Resolved::When(w)) if w.start == w.end => w.start.to_string(),
            Some(Resolved::When(w)) => format!("{}/{}", w.start, w.end),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn expressions_of_news() {
        for (text, want) in [
            ("صباح اليوم الأربعاء", "2024-03-06"),
            ("أمس الثلاثاء", "2024-03-05"),
            ("مساء الاثنين", "2024-03-04"),
            ("أول أمس", "2024-03-04"),
            ("الأحد الماضي", "2024-03-03"),
            ("الأربعاء الماضي", "2024-02-28"),
            ("الـ 26 من الشهر الماضي", "2024-02-26"),
            ("في 20 من كانون الثاني", "2024-01-20"),
            ("في 7 تشرين الأول/أكتوبر 2023", "2023-10-07"),
            ("٢٠٢٣/١٠/٢٠", "2023-10-20"),
            ("26/11/2023", "2023-11-26"),
            ("22 رمضان 1445هـ", "2024-04-01"),
            ("ليل الثلاثاء - الأربعاء", "2024-03-05/2024-03-06"),
            ("ليلة الأحد/الاثنين", "2024-03-03/2024-03-04"),
            ("قبل ثلاثة أيام", "2024-03-03"),
            ("الأول من نوفمبر", "2023-11-01"),
            ("في الأيام الأولى من يونيو", "2023-06-01/2023-06-10"),
            ("13 تشرين الثاني قبل عامين", "2022-11-13"),
            ("14 من تموز من العام الماضي", "2023-07-14"),
            ("الاثنين 4 الجاري", "2024-03-04"),
            ("قبل أيام", "Some(Unknown)"),
            ("مساء", "Some(Silent)"),
        ] {
            assert_eq!(days(text), want, "{text}");
        }
    }
}
