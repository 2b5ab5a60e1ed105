//! Did it happen? Negation, threat, plan, drill, denial, total, habit.

use super::group::Context;
use super::trigger::Trigger;
use crate::event::Method;
use crate::lexicon::{Entry, Number, Role, Tag, Tense};
use crate::mention::time::Day;
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// Whether a frame tells something that happened, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reality {
    /// It does.
    Real,
    /// Negated or denied.
    Negated,
    /// Threatened, planned, possible, feared, exercised.
    Unreal,
    /// A running total or a habit.
    Total,
}

/// What holds for a whole document.
pub struct Document {
    /// Sport and the like.
    pub is_other_topic: bool,
    /// It is about an exercise.
    pub is_drill: bool,
}

impl Document {
    /// Judge a document by its topic words.
    pub fn new(reading: &Reading<'_>) -> Document {
        let all = 0..reading.tokens.len();
        let mut lines_with_sport = 0;
        let mut last = None;
        for (m, e) in reading.all(all.clone(), Tag::Topic) {
            let sentence = reading.sentence_of(m.start);
            if e.is("sport") && last != Some(sentence) {
                lines_with_sport += 1;
                last = Some(sentence);
            }
        }
        let drills = reading.all(all, Tag::Drill).count();
        Document { is_other_topic: lines_with_sport >= 3 && lines_with_sport * 3 >= reading.sentences.len(), is_drill: drills >= 2 }
    }
}

/// A line of the page's furniture: «اقرأ أيضا: …».
pub fn is_furniture(reading: &Reading<'_>, range: Range<usize>) -> bool {
    let words = range.clone().filter(|&t| matches!(reading.tokens[t].kind, Kind::Word | Kind::Foreign));
    let mut first = words.take(2);
    let at_line_start = range.start == 0 || reading.tokens[range.start - 1].kind == Kind::Newline;
    let head = first.next().and_then(|t| reading.tagged(t, Tag::Furniture)).is_some();
    let short = range.len() < 30;
    at_line_start && head && short
}

/// A sentence about sport, the economy, a court or an accident.
pub fn is_other_topic(reading: &Reading<'_>, range: Range<usize>) -> bool {
    let armed = reading.any(range.clone(), Tag::Weapon) || reading.any(range.clone(), Tag::Actor);
    let topics = |sense: &str| reading.all(range.clone(), Tag::Topic).filter(|(_, e)| e.is(sense)).count();
    // What a court, a film or a day of remembrance speaks of is told anew only with its day.
    let dated = || {
        crate::mention::time::parse_all(reading, range.clone())
            .iter()
            .any(|t| matches!(t.day, Day::Date { .. } | Day::MonthDay { .. } | Day::MonthPart { .. }))
    };
    topics("sport") >= if armed { 2 } else { 1 }
        || topics("accident") > 0
        || topics("economy") > usize::from(reading.any(range.clone(), Tag::Weapon))
        || topics("court") > 0 && !dated()
}

/// Did the act of these triggers happen?
pub fn of_frame(context: &Context<'_, '_>, tokens: &Range<usize>, triggers: &[Trigger<'_>], document: &Document) -> Reality {
    let reading = context.reading;
    let sentence = &context.range;
    if reading.any(sentence.clone(), Tag::Drill) {
        return Reality::Unreal;
    }
    let dated = context.times.iter().any(|t| matches!(t.day, crate::mention::time::Day::Date { .. }));
    if document.is_drill && !dated {
        return Reality::Unreal;
    }
    let acts: Vec<&Trigger<'_>> = triggers.iter().filter(|t| !t.is_harm()).collect();
    // «عثرت الشرطة على عبوة ناسفة وفككتها»
    let bombs = |t: &&Trigger<'_>| t.entry.method == Some(Method::Ied) || matches!(t.entry.id.as_str(), "explosion" | "carry-out" | "burn");
    let seized = |arrest: bool| reading.all(sentence.clone(), Tag::Disarmed).any(|(_, e)| e.is("arrest") == arrest);
    if !acts.is_empty() && acts.len() == triggers.len() && acts.iter().all(bombs) && seized(false) {
        return Reality::Unreal;
    }
    // «داهمت القوات البلدة واعتقلت شابين»
    let search = |t: &&Trigger<'_>| t.entry.id == "search";
    // «شنت حملة مداهمات في المدينة»: where nobody was hurt, a search.
    let campaign = |t: &&Trigger<'_>| t.number == Number::Plural || is_plural(reading.word(t.tokens.start)) || t.role == Role::Light;
    let searched = |t: &&Trigger<'_>| search(t) || t.role == Role::Light;
    let unharmed = !acts.is_empty() && acts.len() == triggers.len();
    if unharmed && acts.iter().any(search) && acts.iter().all(searched) && (seized(true) || acts.iter().all(campaign)) {
        return Reality::Unreal;
    }
    let mut judged: Vec<Reality> = acts.iter().map(|t| of_trigger(context, tokens, t)).collect();
    // «وُجهت خمسة صواريخ لم يسقط أي منها»: what came of an act that happened.
    if judged.first() == Some(&Reality::Real) {
        for (t, verdict) in acts.iter().zip(&mut judged).skip(1) {
            if is_effect(t) && *verdict == Reality::Negated {
                *verdict = Reality::Real;
            }
        }
    }
    // «استهدفت مقرا يستخدم لمهاجمة القوات»: what something was for says nothing of the act beside it.
    if acts.iter().zip(&judged).any(|(t, v)| *v == Reality::Real && t.role != Role::Intercept) {
        let purpose = |t: &Trigger<'_>| t.clitics.prep == Some('ل') && !t.is_verb();
        judged = acts.iter().zip(&judged).filter(|(t, v)| !(**v == Reality::Unreal && purpose(t))).map(|(_, v)| *v).collect();
    }
    for bad in [Reality::Negated, Reality::Unreal, Reality::Total] {
        // One word that did not happen spoils the act that it names with others.
        if judged.contains(&bad) {
            return bad;
        }
    }
    Reality::Real
}

/// A word for what came of an act: it fell, hit, burst.
pub fn is_effect(trigger: &Trigger<'_>) -> bool {
    trigger.is_verb() && matches!(trigger.entry.id.as_str(), "fall" | "struck" | "explosion" | "burn")
}

fn of_trigger(context: &Context<'_, '_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> Reality {
    let reading = context.reading;
    let at = trigger.tokens.start;
    if trigger.tense == Tense::Future {
        return Reality::Unreal;
    }
    let clause = context.clause_start(at)..at;
    if is_negated(reading, &clause, at) {
        return Reality::Negated;
    }
    if is_denied(context, at) {
        return Reality::Negated;
    }
    if is_unreal(context, &clause, trigger) {
        return Reality::Unreal;
    }
    if is_total(context, tokens, trigger) {
        return Reality::Total;
    }
    Reality::Real
}

/// A negation close before the word, nothing between that closes its scope.
pub fn is_negated(reading: &Reading<'_>, clause: &Range<usize>, at: usize) -> bool {
    (clause.start.max(at.saturating_sub(7))..at).any(|t| {
        let Some((m, _)) = reading.tagged(t, Tag::Negation) else { return false };
        let verb_between = (m.end..at).any(|x| reading.is(x, Tag::Trigger));
        let near = at - m.end <= if reading.is_word(t, &["لم", "لن"]) { 6 } else { 1 };
        // «لم تسفر الغارة عن إصابات»: the result is negated, not the act.
        let result = reading.is(m.end, Tag::Result);
        near && !verb_between && !result && !reading.is(t, Tag::UnknownHarm) && !reading.is(t, Tag::UnknownActor)
    })
}

/// «نفى … أن تكون القاعدة قد تعرضت»: a denial before the word, unless it is only the authorship that is denied.
fn is_denied(context: &Context<'_, '_>, at: usize) -> bool {
    let reading = context.reading;
    let denies = |t: usize| {
        let Some((m, _)) = reading.tagged(t, Tag::Denial) else { return false };
        !is_authorship(reading, m.end..(m.end + 6).min(context.range.end))
    };
    let far = |t: usize| at - t <= 25;
    (context.range.start..at).any(|t| denies(t) && far(t))
        // «الحديث عن استهداف المطار لا أساس له»
        || (at..(at + 16).min(context.range.end)).any(|t| reading.tagged(t, Tag::Denial).is_some_and(|(_, e)| e.is("absolute")))
        // «… وتبين أن المقطع قديم»
        || hoax(context)
        // «تداولت صفحات أنباء عن قصف، إلا أن مصدرا نفى ذلك»
        || (at..context.range.end).any(|t| denies(t) && reading.is_word(t + 1, &["ذلك", "الامر", "صحه", "وقوع", "حدوث"]))
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

fn is_unreal(context: &Context<'_, '_>, clause: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    let at = trigger.tokens.start;
    for t in context.range.start.max(at.saturating_sub(16))..at {
        let Some((m, e)) = reading.tagged(t, Tag::Unreal) else { continue };
        // «مدينة نوى» intends nothing.
        let named = context.places.iter().any(|&p| context.exprs[p].tokens.contains(&t));
        if m.end > at || named {
            continue;
        }
        let gap = at - m.end;
        let same_clause = t >= clause.start;
        let unreal = match e.sense.as_deref() {
            // «توعدت بالرد على الهجوم الذي استهدف الجيش»: the act is known.
            Some("threat") if is_told(reading, trigger) => false,
            Some("threat") => {
                let breaks = (m.end..at).filter(|&x| reading.is_break(x)).count();
                // A past verb in a later clause tells something else.
                let told = (m.end..at).any(|x| reading.tagged(x, Tag::Trigger).is_some_and(|(t, _)| t.tense == Tense::Past));
                // «تستعد القوات للعملية، وتشمل ضربات»
                let further = !trigger.is_verb() && breaks == 1 && gap <= 14 && !told;
                (gap <= 12 && breaks == 0 || further) && (same_clause || trigger.tense != Tense::Past)
            }
            Some("possible") => {
                let past = |x: usize| reading.at(x).iter().any(|m| m.tense == Tense::Past);
                let perfect = reading.is_word(t, &["قد"]) && (trigger.tense == Tense::Past || past(m.end));
                gap <= 3 && same_clause && !perfect
            }
            Some("condition") => same_clause || gap <= 10 && !(m.end..at).any(|x| reading.is_break(x)),
            Some("purpose") => {
                gap <= 5 && same_clause && !(m.end..at).any(|x| reading.tagged(x, Tag::Trigger).is_some_and(|(t, _)| t.tense != Tense::None))
            }
            _ => false,
        };
        if unreal {
            return true;
        }
    }
    // «سترد بقصف القواعد»
    let promised = clause.clone().any(|t| reading.at(t).iter().any(|m| m.tense == Tense::Future));
    if promised && !trigger.is_verb() {
        return true;
    }
    let after = trigger.tokens.end;
    if reading.tagged(after, Tag::Unreal).is_some_and(|(_, e)| e.is("possible") || e.is("future")) {
        return true;
    }
    // «قصف الموقع قد يؤخر البرنامج»: what an act would do tells that it is only thought of.
    // «ضربة على العاصمة لو وقعت»
    if !trigger.is_verb() && (after..(after + 5).min(context.range.end)).take_while(|&t| !reading.is_break(t)).any(|t| reading.is_word(t, &["لو"]))
    {
        return true;
    }
    let would = |t: usize| reading.is_word(t, &["قد"]) && reading.word(t + 1).starts_with(['ي', 'ت']);
    if !trigger.is_verb() && (after..(after + 5).min(context.range.end)).take_while(|&t| !reading.is_break(t)).any(would) {
        return true;
    }
    // «يستخدمها لمهاجمة القوات»: a verbal noun behind ل is a purpose, unless something was exposed to it.
    // «تصدت لهجوم» is no purpose: a noun of one act, not of acting.
    let acting = trigger.takes_object() || trigger.role != Role::Action || trigger.clitics.article;
    let purpose = trigger.clitics.prep == Some('ل') && !trigger.is_verb() && acting;
    let exposed = (at.saturating_sub(14).max(context.range.start)..at)
        .any(|t| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.role == Some(Role::Light)) || reading.is(t, Tag::Undergone));
    purpose && !exposed && !trigger.clitics.and
}

/// A definite noun whose relative clause tells in the past what it did.
fn is_told(reading: &Reading<'_>, trigger: &Trigger<'_>) -> bool {
    let end = trigger.tokens.end;
    let relative = reading.tagged(end, Tag::Connector).is_some_and(|(_, e)| e.is("relative"));
    let past = |t: usize| reading.tagged(t, Tag::Trigger).is_some_and(|(m, _)| m.tense == Tense::Past);
    (trigger.clitics.article && !trigger.is_verb() && relative && past(end + 1))
        || trigger.tense == Tense::Past && {
            let before = trigger.tokens.start.checked_sub(1).filter(|&t| reading.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
            before.and_then(|t| t.checked_sub(1)).is_some_and(|t| reading.tagged(t, Tag::Trigger).is_some_and(|(m, _)| m.clitics.article))
        }
}

/// «78 هجوما منذ عام 2021», «عشرات الهجمات», «الهجمات المتكررة على القوات».
fn is_total(context: &Context<'_, '_>, tokens: &Range<usize>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    // «قصفت البلدة 12 مرة», «تعرضت لهجمات 12 مرة»
    let times = (trigger.tokens.end..(trigger.tokens.end + 12).min(tokens.end))
        .any(|t| matches!(reading.tokens[t].kind, Kind::Number(n) if n > 3) && reading.is_word(t + 1, &["مره", "مرات"]));
    // «وتوغلت مرات في الأراضي المجاورة»
    let end = trigger.tokens.end;
    let times = times || trigger.is_verb() && (end..(end + 3).min(tokens.end)).any(|t| reading.is_word(t, &["مرات"]));
    // «كان يقصف القرى كل صيف»
    let habit =
        trigger.tense == Tense::Present && reading.all(tokens.clone(), Tag::Total).any(|(m, e)| reading.is_word(m.start, &["كل"]) || e.is("habit"));
    if habit || reading.all(context.range.start..trigger.tokens.start, Tag::Total).any(|(_, e)| e.is("sum")) {
        return true;
    }
    if goes_on(context, trigger) {
        return true;
    }
    if times || trigger.is_verb() && trigger.role != Role::Light && trigger.number == Number::Unmarked {
        return times;
    }
    // «منذ بدء العدوان», but not «للمرة الثالثة منذ …»
    let since = (context.range.start.max(trigger.tokens.start.saturating_sub(4))..trigger.tokens.start)
        .any(|t| reading.tagged(t, Tag::Total).is_some_and(|(m, _)| reading.is_word(m.start, &["منذ"])));
    let years = tokens.start.max(trigger.tokens.start.saturating_sub(14))..tokens.end.min(trigger.tokens.end + 14);
    if since || !trigger.is_verb() && reading.all(years, Tag::Total).any(|(_, e)| e.is("years")) {
        return true;
    }
    let plural = trigger.number != Number::Dual && (trigger.number == Number::Plural || is_plural(reading.word(trigger.tokens.start)));
    let start = trigger.tokens.start;
    let counted = start > context.range.start && reading.tagged(start - 1, Tag::Quantity).is_some();
    // «عشرات الصواريخ على البلدة» is one volley.
    if counted && trigger.entry.id != "volley" {
        return true;
    }
    let number =
        (start.saturating_sub(2).max(context.range.start)..start).find_map(|t| crate::mention::number::parse(reading, t)).filter(|q| q.end == start);
    let year = |n: &u32| (1900..2100).contains(n);
    let count = number.and_then(|q| q.count.min).filter(|n| !year(n)).unwrap_or(0);
    if count >= 12 && trigger.entry.id == "attack" {
        return true;
    }
    let many = count >= 5;
    let marked = {
        // «وخلال الأسبوع الماضي، تعرضت …»: the span may stand before the clause.
        let lo = tokens.start.max(start.saturating_sub(14));
        let hi = (trigger.tokens.end + 14).min(tokens.end);
        let marks = |m: &crate::matcher::Mention, e: &Entry| !e.is("recent") || (trigger.tokens.end..trigger.tokens.end + 5).contains(&m.start);
        reading.all(lo..hi, Tag::Total).any(|(m, e)| marks(m, e)) && !(lo..hi).any(|t| reading.is_word(t, &["للمره"]))
    };
    marked && (plural || many)
}

/// «ومنذ أسابيع كثفت تركيا من قصف القرى»: no day is told, but that it goes on, or a long span.
fn goes_on(context: &Context<'_, '_>, trigger: &Trigger<'_>) -> bool {
    let reading = context.reading;
    let fixed = |d: &Day| !matches!(d, Day::None | Day::Vague);
    let near = |t: &usize| t.abs_diff(trigger.tokens.start) <= 20;
    if context.times.iter().any(|t| fixed(&t.day) && near(&t.tokens.start)) {
        return false;
    }
    let head = context.range.start..(context.range.start + 4).min(trigger.tokens.start);
    let span = reading.all(head, Tag::Total).any(|(_, e)| e.is("span"));
    let from = context.range.start.max(trigger.tokens.start.saturating_sub(9));
    let escalates = || reading.all(from..trigger.tokens.start, Tag::Total).any(|(_, e)| e.is("escalates"));
    span || !trigger.is_verb() && !trigger.is_harm() && escalates()
}

fn is_plural(word: &str) -> bool {
    let bare = word.trim_start_matches(['و', 'ف', 'ب', 'ل']);
    bare.ends_with("ات") || bare.ends_with("اتها") || bare.ends_with("اته")
}
