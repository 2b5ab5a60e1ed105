//! The many ways in which files write a day.

use jiff::civil::Date;

/// English names of months: feeds and interfaces write them in any language.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The calendar day that a stamp names, as it stands there: hours and zones are left aside, because an outlet dates by its own clock.
///
/// Understood are `2024-02-13…`, `2024/2/13`, `20240213…`, `13/02/2024` (day first, unless only the other way is a day), `13 Feb 2024`, `Feb 13, 2024`,
/// and seconds or milliseconds since 1970.
pub fn parse_day(stamp: &str) -> Option<Date> {
    let stamp = stamp.trim();
    if stamp.len() >= 8 && stamp.bytes().all(|b| b.is_ascii_digit()) {
        return match stamp.len() {
            8 | 12 | 14 => date(number(&stamp[..4])?, number(&stamp[4..6])?, number(&stamp[6..8])?),
            9 | 10 => from_seconds(stamp.parse().ok()?),
            13 => from_seconds(stamp.parse::<i64>().ok()? / 1000),
            _ => None,
        };
    }
    if let Some((date, _)) = stamp.split_once('T')
        && date.len() == 8
        && date.bytes().all(|b| b.is_ascii_digit())
    {
        return parse_day(date);
    }
    let parts: Vec<&str> = stamp.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).take(6).collect();
    // "2024-02-13T09:12" has its day glued to the hour.
    let head = |p: &str| number(p.split('T').next().unwrap_or(p));
    if let [a, b, c, ..] = parts[..] {
        let day = match (number(a), number(b), head(c)) {
            (Some(y), Some(m), Some(d)) if a.len() == 4 => date(y, m, d),
            (Some(d), Some(m), Some(y)) if y > 31 => date(y, m, d).or_else(|| date(y, d, m)),
            _ => None,
        };
        if day.is_some() {
            return day;
        }
    }
    let at = parts.iter().position(|p| month(p).is_some())?;
    let near = |i: usize| parts.get(i).and_then(|p| number(p));
    let month = month(parts[at])?;
    let before = at.checked_sub(1).and_then(near);
    match (before, near(at + 1), near(at + 2)) {
        (Some(d), Some(y), _) if y > 31 => date(y, month, d),
        (_, Some(d), Some(y)) => date(y, month, d),
        _ => None,
    }
}

fn number(digits: &str) -> Option<i32> {
    (digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

fn month(word: &str) -> Option<i32> {
    let short = word.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|m| *m == short).map(|i| i as i32 + 1)
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let in_range = (1900..2200).contains(&year);
    in_range.then(|| Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()).flatten()
}

fn from_seconds(seconds: i64) -> Option<Date> {
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read() {
        let day = Some(jiff::civil::date(2024, 2, 13));
        for stamp in [
            "2024-02-13",
            "2024-02-13T23:50:00+03:00",
            "2024-02-13 08:00",
            "2024/2/13",
            "20240213",
            "20240213T101500Z",
            "20240213101500",
            "13/02/2024",
            "13.2.2024",
            "02/13/2024",
            "Tue, 13 Feb 2024 22:00:00 GMT",
            "13 February 2024",
            "Feb 13, 2024 at 5:00 PM",
            "1707825600",
            "1707825600000",
        ] {
            assert_eq!(parse_day(stamp), day, "{stamp}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for stamp in ["", "yesterday", "2024", "2024-13-45", "99/99/2024", "12:30", "may", "00000000", "9999999999999999"] {
            assert_eq!(parse_day(stamp), None, "{stamp}");
        }
    }
}
