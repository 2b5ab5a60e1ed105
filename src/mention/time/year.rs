//! The year behind a month.

use super::number;
use crate::mention::number::parse;
use crate::reading::Reading;

/// A year behind a month: «2024», «عام 2024», «1445هـ», «قبل عامين», «من العام الماضي».
pub(super) fn year(reading: &Reading<'_>, at: usize) -> Option<(i16, usize)> {
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
    let quantity = parse(reading, at + 1)?;
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
