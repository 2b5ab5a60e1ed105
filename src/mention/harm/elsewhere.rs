//! Statements that are no toll of this act: sums of a span, parts of a larger toll.

use crate::lexicon::{Number, Tag, Tense};
use crate::mention::number;
use crate::reading::Reading;
use crate::text::Kind;

/// Does the statement sum up a span: «منذ مطلع العام … مقتل 33 مدنيا»?
pub fn is_of_span(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    let near = from.max(at.saturating_sub(24))..at;
    // «قتلت 63 طفلا خلال خمسة أشهر»
    let during = |t: usize| {
        let long = |q: number::Quantity| reading.tagged(q.end, Tag::Measure).is_some_and(|(_, e)| e.is("long"));
        reading.is_word(t, &["خلال"]) && number::parse(reading, t + 1).is_some_and(long)
    };
    if (near.start..(at + 9).min(reading.tokens.len())).take_while(|&t| t < at || !reading.is_break(t)).any(during) {
        return true;
    }
    // «حصدت المسيّرات أرواح 20 شخصا هذا العام»
    let this = |t: usize| reading.is_word(t, &["هذا"]) && reading.is_word(t + 1, &["العام", "الشهر", "الاسبوع"]);
    if (at + 1..at + 10).take_while(|&t| !reading.is_break(t)).any(this) {
        return true;
    }
    // «حصيلة العدوان منذ يوم الجمعة 43 شهيدا»
    let tally = near.clone().any(|t| reading.tagged(t, Tag::Update).is_some_and(|(_, e)| e.is("tally")));
    if tally && near.clone().any(|t| reading.is_word(t, &["منذ"]) && (t + 1..t + 4).any(|x| reading.is(x, Tag::Weekday))) {
        return true;
    }
    // «ومنذ مطلع الشهر قصفت المسيّرات السد مرات، ما أدى إلى مقتل 23»
    let sentence = reading.sentences[reading.sentence_of(at)].tokens.start;
    if reading.is_word(sentence, &["منذ"]) && is_long_ago(reading, sentence + 1) {
        return true;
    }
    // «تعداد الذين قضوا منذ منتصف كانون الأول»
    let behind = (at + 1..at + 9).take_while(|&t| !reading.is_break(t));
    near.chain(behind).any(|t| reading.is_word(t, &["منذ"]) && is_long_ago(reading, t + 1) && !is_superlative(reading, t))
}

/// «منذ بداية العام», «منذ 2015», «منذ كانون الأول»
fn is_long_ago(reading: &Reading<'_>, from: usize) -> bool {
    let year = |t: usize| matches!(reading.tokens.get(t).map(|t| t.kind), Some(Kind::Number(1900..2100)));
    reading.tagged(from - 1, Tag::Total).is_some() || year(from) || (from..from + 3).any(|t| reading.is(t, Tag::Month))
}

/// «للمرة الأولى منذ مطلع العام», «أول هجوم قاتل منذ بدء التصعيد», «الأعنف منذ 2015»: it ranks one act.
fn is_superlative(reading: &Reading<'_>, since: usize) -> bool {
    let ranks = |t: usize| reading.is_word(t, &["للمره", "اول", "الاول", "الاولي", "اعنف", "الاعنف", "اكبر", "الاكبر", "الاكثر", "الاخطر", "اشد"]);
    (since.saturating_sub(5)..since).any(ranks)
}

/// Is the statement a part of a larger toll («بينهم ثلاثة قتلى»)? «بينهم طفل وأصيب خمسة» tells another.
pub(super) fn is_part(reading: &Reading<'_>, at: usize) -> bool {
    let another = reading.tagged(at, Tag::Trigger).is_some_and(|(m, e)| m.clitics.and && !e.is("count-noun"));
    // «خمسة مدنيين بينهم طفلتان قتلوا»: the verb tells of all five.
    let of_all = reading.tagged(at, Tag::Trigger).is_some_and(|(m, e)| m.tense == Tense::Past && m.number == Number::Plural && !e.is("count-noun"));
    // «سقط منهم قتيلان»
    let fell = |t: usize| t > 0 && reading.tagged(t - 1, Tag::Trigger).is_some_and(|(m, e)| e.id == "fall" && m.tense == Tense::Past);
    !another && !of_all && (at.saturating_sub(3)..at).any(|t| reading.is(t, Tag::Part) && !fell(t))
}
