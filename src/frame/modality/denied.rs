//! Negated or denied: the text says that it did not happen.

use crate::frame::group::Context;
use crate::lexicon::Tag;
use crate::reading::Reading;
use std::ops::Range;

/// A negation close before the word, nothing between that closes its scope.
pub fn is_negated(reading: &Reading<'_>, clause: &Range<usize>, at: usize) -> bool {
    (clause.start.max(at.saturating_sub(7))..at).any(|t| {
        let Some((m, _)) = reading.tagged(t, Tag::Negation) else { return false };
        let verb_between = (m.end..at).any(|x| reading.is(x, Tag::Trigger));
        let near = at - m.end
            <= if reading.is_word(t, &["لم", "لن"]) {
                6
            } else if reading.is_word(t, &["ليس", "ليست", "ليسا", "ليستا"]) {
                // «ليست ناجمة عن قصف»
                3
            } else {
                1
            };
        // «لم تمض ساعة حتى أرسلت», «لم تنس الصاروخ الذي سقط»: what follows did happen.
        let relative = |x: usize| reading.tagged(x, Tag::Connector).is_some_and(|(_, e)| e.is("relative"));
        // «لم يتم التعرف عليهم بعملية إنزال»: only the noun behind يتم is negated.
        let done = reading.is_word(m.end, &["يتم", "تتم", "يجر", "تجر"]) && at > m.end + 1;
        // «لم تشهد البلدة مثله منذ الهجوم», «لم ينس الأهالي القصف»: what a time is counted from, or what is remembered, was.
        let known =
            |x: usize| reading.is_word(x, &["حتي", "منذ", "بعد", "عقب"]) || reading.tagged(x, Tag::Veil).is_some_and(|(_, e)| e.is("recalls"));
        let closed = done || (m.end..at).any(|x| known(x) || relative(x));
        // «لم تسفر الغارة عن إصابات»: the result is negated, not the act.
        let result = reading.is(m.end, Tag::Result);
        near && !verb_between && !closed && !result && !reading.is(t, Tag::UnknownHarm) && !reading.is(t, Tag::UnknownActor)
    })
}

/// «نفى … أن تكون القاعدة قد تعرضت»: a denial before the word, unless it is only the authorship that is denied.
pub(super) fn is_denied(context: &Context<'_, '_>, at: usize) -> bool {
    let reading = context.reading;
    let denies = |t: usize| {
        let Some((m, _)) = reading.tagged(t, Tag::Denial) else { return false };
        !is_authorship(reading, m.end..(m.end + 6).min(context.range.end))
    };
    // «نفى التحالف أنه قصف السجن، وهو القصف الذي أودى بسبعين»: the text itself tells it.
    let upheld = |t: usize| reading.is_word(t, &["وهو", "وهي"]) && reading.tagged(t + 1, Tag::Trigger).is_some_and(|(m, _)| m.clitics.article);
    if (context.range.start..context.range.end).any(upheld) {
        return false;
    }
    let far = |t: usize| at - t <= 25;
    (context.range.start..at).any(|t| denies(t) && far(t))
        // «الحديث عن استهداف المطار لا أساس له»
        || (at..(at + 16).min(context.range.end)).any(|t| reading.tagged(t, Tag::Denial).is_some_and(|(_, e)| e.is("absolute")))
        // «… وتبين أن المقطع قديم»
        || hoax(context)
        // «تداولت صفحات أنباء عن قصف، إلا أن مصدرا نفى ذلك», «وهو ما سارعت الوزارة إلى نفيه»
        || (at..context.range.end).any(|t| denies(t) && reading.is_word(t + 1, &["ذلك", "الامر", "صحه", "وقوع", "حدوث"]) || denies_which(reading, at..t))
}

/// «غارة على المطار، وهو ما نفته الوزارة»: does the denial behind these words deny the act that they begin with?
fn denies_which(reading: &Reading<'_>, words: Range<usize>) -> bool {
    let denial = reading.tagged(words.end, Tag::Denial).is_some_and(|(m, _)| m.suffixed || reading.word(words.end).ends_with('ه'));
    if !denial {
        return false;
    }
    let which = |t: usize| reading.is_word(t, &["وهو", "الامر"]) && reading.is_word(t + 1, &["ما", "الذي"]);
    // «وزعم العدو أن المستهدف مجمع، الأمر الذي نفته الحركة»: what was said last is denied.
    let from = words.clone().rev().take(9).find(|&t| which(t));
    let claims = |t: usize| reading.is_word(t, &["زعم", "زعمت", "ادعي", "ادعت", "زاعما", "زاعمه"]);
    from.is_some_and(|t| !(words.start..t).any(claims))
}

/// Does this sentence or the next one call the news false?
fn hoax(context: &Context<'_, '_>) -> bool {
    let reading = context.reading;
    let here = reading.sentence_of(context.range.start);
    let false_news = |s: usize| {
        let tokens = reading.sentences.get(s).map_or(0..0, |s| s.tokens.clone());
        reading.all(tokens, Tag::Denial).any(|(_, e)| e.is("before"))
    };
    false_news(here) || false_news(here + 1)
}

/// «نفى مسؤوليته», «أي علاقة له»: words of having a part in an act.
pub fn is_authorship(reading: &Reading<'_>, mut range: Range<usize>) -> bool {
    let words = ["مسوولي", "ضلوع", "تورط", "علاق", "صلت", "صله", "وقوف"];
    range.any(|t| words.iter().any(|w| reading.word(t).contains(w)))
}
