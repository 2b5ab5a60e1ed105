//! Statements that are no toll of this act: sums of a span, parts of a larger toll.

use crate::lexicon::Tag;
use crate::mention::number;
use crate::reading::Reading;

/// Does the statement sum up a span: «منذ مطلع العام … مقتل 33 مدنيا»?
pub(super) fn is_of_span(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    let near = from.max(at.saturating_sub(24))..at;
    // «قتلت 63 طفلا خلال خمسة أشهر»
    let during = |t: usize| {
        let long = |q: number::Quantity| reading.tagged(q.end, Tag::Measure).is_some_and(|(_, e)| e.is("long"));
        reading.is_word(t, &["خلال"]) && number::parse(reading, t + 1).is_some_and(long)
    };
    if (near.start..(at + 9).min(reading.tokens.len())).take_while(|&t| t < at || !reading.is_break(t)).any(during) {
        return true;
    }
    // «حصيلة العدوان منذ يوم الجمعة 43 شهيدا»
    let tally = near.clone().any(|t| reading.tagged(t, Tag::Update).is_some_and(|(_, e)| e.is("tally")));
    if tally && near.clone().any(|t| reading.is_word(t, &["منذ"]) && (t + 1..t + 4).any(|x| reading.is(x, Tag::Weekday))) {
        return true;
    }
    near.clone().any(|t| {
        reading.is_word(t, &["منذ"])
            && (reading.tagged(t, Tag::Total).is_some() || (t + 1..t + 4).any(|x| reading.is(x, Tag::Month)))
            && !(t.saturating_sub(3)..t).any(|x| reading.is_word(x, &["للمره"]))
    })
}

/// Is the statement a part of a larger toll («بينهم ثلاثة قتلى»)? «بينهم طفل وأصيب خمسة» tells another.
pub(super) fn is_part(reading: &Reading<'_>, at: usize) -> bool {
    let another = reading.tagged(at, Tag::Trigger).is_some_and(|(m, e)| m.clitics.and && !e.is("count-noun"));
    !another && (at.saturating_sub(3)..at).any(|t| reading.is(t, Tag::Part))
}
