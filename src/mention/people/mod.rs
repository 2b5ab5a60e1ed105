//! People that a toll counts: «ثلاثة مدنيين وطفل», «طفلين», «رجل وزوجته», «الشبان فلان وفلان».

mod names;
mod sum;

pub use names::{company, named};
pub use sum::add;

use super::number::{self, Quantity};
use crate::event::Count;
use crate::lexicon::{Number, Role, Tag, Tense};
use crate::matcher::Clitics;
use crate::reading::Reading;
use crate::text::Kind;
use names::{is_name, names};
use sum::{is_joined, sum};

/// How many tokens may stand between a word of harm and the people whom it befell.
const REACH: usize = 14;

/// What may tell, between a word of harm and the people, in what it befell them.
const WITHIN: &[&str] = &["في", "خلال", "اثناء", "جراء", "اثر"];

/// The people who stand behind a word of harm, up to `end`: how many, and where the words that say so end.
pub fn behind(reading: &Reading<'_>, from: usize, end: usize) -> Option<(Count, usize)> {
    let limit = (from + REACH).min(end);
    let mut at = from;
    while at < limit {
        if is_adjective(reading, at) && at > from {
            at += 1;
            continue;
        }
        if let Some((mut count, stop)) = group(reading, at, end) {
            // «جندي على الأقل»
            number::bound_after(reading, stop, &mut count);
            // «مقتل فلان وزوجته», «استشهاد فلان برفقة ثلاثة أشخاص»: the one who is named before is one more.
            let named = is_joined(reading, at) && ((from..at).any(|t| is_name(reading, t)) || reading.is_word(from, &["هو", "هي"]));
            let first = if named { add(count, Count::exactly(1)) } else { count };
            return Some(sum(reading, first, stop, end));
        }
        // What may stand between: adverbs of time, «على الأقل», names, «في الهجوم».
        if let Some(end) = known_act(reading, at, from) {
            at = end;
            continue;
        }
        let stop = reading.is_break(at)
            || reading.is(at, Tag::Trigger)
            || reading.is(at, Tag::Part)
            || reading.is(at, Tag::Result)
            || reading.is(at, Tag::Cause) && !reading.is_word(at, WITHIN)
            || matches!(reading.tokens[at].kind, Kind::Number(_)) && !is_day(reading, at)
            // «إن أربعة قتلوا وإن طفلتين جرحتا»: another clause.
            || reading.is_word(at, &["ان"])
            // «جنودا ومجندة»: how many is not told.
            || reading.tagged(at, Tag::People).is_some_and(|(_, e)| e.is("plural"));
        if stop {
            return None;
        }
        at += 1;
    }
    None
}

/// «قتل في القصف ثلاثة», «أصيب خلال التصدي له ثلاثة», «قتلت غارة إسرائيلية ثلاثة», «قتل بغارة على البلدة ثلاثة»: where the words end for the act in which it befell them.
fn known_act(reading: &Reading<'_>, at: usize, from: usize) -> Option<usize> {
    let (m, e) = reading.tagged(at, Tag::Trigger)?;
    let noun = m.tense == Tense::None && matches!(e.role, Some(Role::Action | Role::Intercept));
    let by = m.clitics.prep == Some('ب') && e.role == Some(Role::Action);
    let known = by || at > 0 && reading.is_word(at - 1, WITHIN) || at == from && m.clitics == Clitics::default();
    (noun && known).then_some(m.end)
}

/// «أهداف مدنية», «طائرة عسكرية»: an adjective, and no woman.
fn is_adjective(reading: &Reading<'_>, at: usize) -> bool {
    reading.word(at).ends_with("يه") && reading.tagged(at, Tag::People).is_some_and(|(m, _)| m.suffixed && !m.clitics.and)
}

/// «أمس 12 شباط», «صباح 3 أيار»: a number that belongs to a day.
fn is_day(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at + 1, Tag::Month) || reading.is(at.wrapping_sub(1), Tag::Month) || reading.is(at.wrapping_sub(1), Tag::Weekday)
}

/// The people who stand right before a verb of harm, at or after `from`: «إن سبعة أشخاص قضوا», «30 طالبا على الأقل قتلوا».
pub fn before(reading: &Reading<'_>, from: usize, verb: usize) -> Option<(Count, usize)> {
    for at in from.max(verb.saturating_sub(12))..verb {
        if is_adjective(reading, at) {
            continue;
        }
        // «إن عشرة قتلوا»: a number alone, right before the verb.
        let that = at > 0 && reading.is_word(at - 1, &["ان", "بان"]);
        let alone = || number::parse(reading, at).filter(|q| that && q.end == verb).map(|q| (q.count, q.end));
        let Some((count, stop)) = group(reading, at, verb).or_else(alone) else { continue };
        let (count, stop) = sum(reading, count, stop, verb);
        if stop <= verb && reaches(reading, stop, verb) {
            return Some((count, at));
        }
    }
    None
}

/// Do the people who end at `stop` reach the verb: right before it, with whom they belong to, who is among them, or where they were?
fn reaches(reading: &Reading<'_>, stop: usize, verb: usize) -> bool {
    let among = (stop..verb.min(stop + 6)).find(|&t| reading.is(t, Tag::Part));
    let belong = reading.is_word(stop, &["من"]);
    // «كان الفتى فلان الفلاني (16 عاما) قد ارتقى»
    let named = is_name(reading, stop);
    let far = if among.is_some() || named {
        10
    } else if belong {
        6
    } else {
        3
    };
    let blocked = |t: usize| {
        let comma = among.is_some() && matches!(reading.tokens[t].kind, Kind::Mark('،' | ','));
        let age = named && matches!(reading.tokens[t].kind, Kind::Mark('(' | ')'));
        let aside = comma || age;
        reading.is_break(t) && !aside
            || reading.is(t, Tag::Trigger)
            || reading.is(t, Tag::Part) && among != Some(t)
            || reading.is(t, Tag::Cause) && !reading.is_word(t, &["في"])
            || reading.is(t, Tag::Speech)
            || reading.is_word(t, &["ان"])
            || reading.is(t, Tag::Connector) && !is_relative(reading, t) && !reading.is_word(t, &["كان", "كانت", "كانوا"])
    };
    verb - stop <= far && !(stop..verb).any(blocked)
}

fn is_relative(reading: &Reading<'_>, t: usize) -> bool {
    reading.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative"))
}

/// One group of people: a number with a noun, a dual, one person, or people by name.
fn group(reading: &Reading<'_>, at: usize, limit: usize) -> Option<(Count, usize)> {
    if let Some(end) = one_of(reading, at) {
        return Some((Count::exactly(1), end));
    }
    if let Some(q) = number::parse(reading, at) {
        return counts_people(reading, &q).then(|| counted(reading, q));
    }
    let (m, entry) = reading.tagged(at, Tag::People)?;
    match entry.sense.as_deref() {
        None if m.number == Number::Dual => Some((Count::exactly(2), m.end)),
        // «مدنيين اثنين», «مدنيا واحدا»
        None => match reading.tagged(m.end, Tag::Number).filter(|(_, e)| e.value.is_some_and(|v| v <= 2)) {
            Some((n, e)) => Some((Count::exactly(e.value? as u32), n.end)),
            None => (m.number == Number::Unmarked).then(|| (Count::exactly(1), m.end)),
        },
        // «جثمان أحد الحراس», «جثتي شابين»
        Some("body") => {
            let two = m.number == Number::Dual || reading.is_word(at, &["جثتي", "جثماني"]);
            let one = reading.is_word(at, &["جثه", "جثمان"]);
            (two || one).then(|| (Count::exactly(if two { 2 } else { 1 }), m.end))
        }
        Some("pair") => Some((Count::exactly(2), m.end)),
        // «خامس», «ثالثة»: one more; «الخامس» may be a day.
        Some("ordinal") => (!m.clitics.article).then(|| (Count::exactly(1), m.end)),
        // «أطفالها الثلاثة», «الأشقاء الأربعة»
        Some("plural") => {
            if let Some(q) = number::parse(reading, m.end).filter(|q| reading.at(q.start).iter().any(|n| n.clitics.article)) {
                return Some((q.count, q.end));
            }
            // «مدنيين اثنين»
            if let Some((n, _)) = reading.tagged(m.end, Tag::Number).filter(|(n, e)| e.value == Some(2) && !n.clitics.and) {
                return Some((Count::exactly(2), n.end));
            }
            if is_dual(reading, at) {
                return Some((Count::exactly(2), m.end));
            }
            let named = m.clitics.article.then(|| names(reading, m.end, limit)).flatten();
            named.filter(|(n, _)| *n > 1).map(|(n, stop)| (Count::exactly(n), stop))
        }
        // «كل من فلان وفلان»
        Some("each") => names(reading, m.end, limit).map(|(n, stop)| (Count::exactly(n), stop)),
        // «عائلة من ستة أفراد»
        Some("collective") => {
            let of = (m.end..m.end + 3).find(|&t| reading.is_word(t, &["من"]))?;
            number::parse(reading, of + 1).map(|q| counted(reading, q))
        }
        _ => None,
    }
}

/// «أحد العمال», «إحدى النازحات», one of many.
fn one_of(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let one = reading.is_word(at, &["احد", "احدي"]);
    let many = reading.tagged(at + 1, Tag::People).filter(|(_, e)| e.is("plural"));
    // «سائق سيارة الإسعاف وأحد الجرحى»; «بعد وفاة أحد الجرحى» tells a toll that holds him already.
    let joined = reading.word(at).starts_with('و');
    let hurt = || reading.tagged(at + 1, Tag::Trigger).filter(|(m, e)| joined && e.is("count-noun") && m.clitics.article);
    many.or_else(hurt).filter(|_| one).map(|(m, _)| m.end)
}

/// «أميركيَّين»: the vowel that parts a dual from a plural, where the text writes it.
fn is_dual(reading: &Reading<'_>, at: usize) -> bool {
    let marks: &[char] = &['\u{64E}', '\u{651}'];
    let word = reading.raw_span(at..at + 1).of(reading.raw);
    word.strip_suffix("ين")
        .is_some_and(|stem| stem.trim_end_matches(marks).len() < stem.len() && stem[stem.trim_end_matches(marks).len()..].contains('\u{64E}'))
}

/// The people of a number, its noun and bounds behind it passed over.
fn counted(reading: &Reading<'_>, q: Quantity) -> (Count, usize) {
    let (mut count, mut end) = (q.count, q.end);
    number::bound_after(reading, end, &mut count);
    // «ستة من عناصر التنظيم على الأقل»
    if reading.is_word(end, &["من"]) {
        let close = (end + 1..end + 5).take_while(|&t| !reading.is_break(t) && !reading.is(t, Tag::Trigger) && number::parse(reading, t).is_none());
        for t in close.map(|t| t + 1) {
            number::bound_after(reading, t, &mut count);
        }
        // Whom they belong to tells who they were.
        end = reading.tagged(end + 1, Tag::People).filter(|(_, e)| e.is("plural")).map_or(end, |(m, _)| m.end);
    } else if reading.is_word(end, &["منهم", "منهن"]) {
        end += 1;
    } else if let Some((m, _)) = reading.tagged(end, Tag::People) {
        end = m.end;
        number::bound_after(reading, end, &mut count);
    } else if let Some((m, _)) = reading.tagged(end, Tag::Trigger).filter(|(m, e)| e.is("count-noun") && !m.clitics.and) {
        // «راح ضحيته 25 شهيدا»
        end = m.end;
    }
    (count, end)
}

/// Does the number count people, and not years, days, rockets or houses?
fn counts_people(reading: &Reading<'_>, q: &Quantity) -> bool {
    if q.count.max == Some(0) {
        return false;
    }
    if reading.is(q.end, Tag::People) {
        return true;
    }
    let is_year = q.count.min.is_some_and(|n| (1900..2100).contains(&n));
    let other = [Tag::Unit, Tag::Weapon, Tag::Month, Tag::TargetKind];
    let unit = reading.is(q.start, Tag::Weekday)
        || reading.is(q.end, Tag::Measure)
        || reading.tagged(q.end, Tag::Relday).is_some_and(|(_, e)| e.is("unit-day"));
    let act = reading.tagged(q.end, Tag::Trigger).is_some_and(|(m, e)| !e.is("count-noun") && !m.clitics.and && m.clitics.prep.is_none());
    let age = q.start > 0 && reading.tagged(q.start - 1, Tag::Measure).is_some_and(|(_, e)| e.is("age"));
    !(is_year || unit || act || age || other.iter().any(|&t| reading.is(q.end, t)))
}
