//! Days counted from another day: from publication, or from the act told before.

use super::{Day, TimeExpr, expr, number};
use crate::lexicon::Tag;
use crate::mention::number::parse;
use crate::reading::Reading;

/// «قبل ثلاثة أيام», «منذ يومين»
pub(super) fn ago(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    reading.tagged(at, Tag::Relday).filter(|(_, e)| e.is("ago"))?;
    let quantity = parse(reading, at + 1)?;
    let (unit, e) = reading.tagged(quantity.end, Tag::Relday)?;
    (e.is("unit-day") && reading.word(at).ends_with("قبل")).then_some(())?;
    expr(at..unit.end, Day::Relative(-(quantity.count.min? as i32)))
}

/// «بعد ذلك باثني عشر يوما», «قبلها بثلاثة أيام», «بعد أحد عشر يوما»: so many days from the act told before.
pub(super) fn interval(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
    let sign = match reading.word(at).trim_start_matches(['و', 'ف']) {
        "بعد" | "بعدها" | "بعده" => 1,
        "قبل" | "قبلها" | "قبله" => -1,
        _ => return None,
    };
    let pronoun = reading.word(at).ends_with(['ه', 'ا']);
    let referred = pronoun || reading.is_word(at + 1, &["ذلك"]);
    let from = at + 1 + usize::from(referred && !pronoun);
    let quantity = parse(reading, from)?;
    let (unit, e) = reading.tagged(quantity.end, Tag::Relday)?;
    (e.is("unit-day") && (referred || sign > 0)).then_some(())?;
    expr(at..unit.end, Day::Offset(sign * quantity.count.min? as i32))
}

pub(super) fn relative(reading: &Reading<'_>, at: usize) -> Option<TimeExpr> {
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
