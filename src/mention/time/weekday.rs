//! Weekdays and parts of the day.

use super::{Day, TimeExpr};
use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;

pub(super) fn weekday(reading: &Reading<'_>, at: usize, end: usize) -> Option<TimeExpr> {
    let (m, e) = reading.tagged(at, Tag::Weekday)?;
    let weekday = e.value? as i8;
    // «الشهداء الأحد عشر» are eleven.
    if reading.is_word(m.end, &["عشر"]) {
        return None;
    }
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

pub(super) fn daypart(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
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
