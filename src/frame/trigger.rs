//! The triggers of a sentence.

use crate::lexicon::{Entry, Number, Role, Tag, Tense};
use crate::matcher::{Clitics, Item, Mention};
use crate::reading::Reading;
use std::ops::Range;

/// A trigger in the text.
#[derive(Clone, Debug)]
pub struct Trigger<'a> {
    /// Its words.
    pub tokens: Range<usize>,
    /// Its lexicon row.
    pub entry: &'a Entry,
    /// Its role.
    pub role: Role,
    /// Proclitics.
    pub clitics: Clitics,
    /// Grammatical number.
    pub number: Number,
    /// Tense, for verbs.
    pub tense: Tense,
    /// Ends in a pronoun.
    pub suffixed: bool,
}

impl Trigger<'_> {
    /// Is it an act by itself?
    pub fn is_act(&self) -> bool {
        matches!(self.role, Role::Action | Role::Weak)
    }

    /// Killing or wounding?
    pub fn is_harm(&self) -> bool {
        matches!(self.role, Role::Kill | Role::Injure)
    }

    /// A verb?
    pub fn is_verb(&self) -> bool {
        self.tense != Tense::None
    }

    /// What stands behind it is what was hit.
    pub fn takes_object(&self) -> bool {
        self.entry.is("verb-object")
    }
}

/// The triggers of a range of tokens, in order, without those that mean nothing here.
pub fn collect<'a>(reading: &Reading<'a>, range: Range<usize>) -> Vec<Trigger<'a>> {
    let mut out: Vec<Trigger<'a>> = Vec::new();
    for at in range.clone() {
        if out.last().is_some_and(|t| t.tokens.end > at) || reading.is(at, Tag::NoHarm) || !reading.is(at, Tag::Trigger) {
            continue;
        }
        let mut meanings = reading.at(at).iter().filter_map(|m| match m.item {
            Item::Word(e) if m.tag == Some(Tag::Trigger) => Some((m, reading.lexicon.entry(e))),
            _ => None,
        });
        // «أطلق جنود النار»: a phrase whose other half stands apart says more than its verb alone.
        let first = meanings.next();
        let whole = meanings.find(|(m, e)| e.is("completed-by") && first.is_some_and(|f| f.0.end == m.end) && reading.completes(m));
        let best = whole.or(first);
        let Some((m, entry)) = best.filter(|_| !reading.is_aside(&range, at)) else { continue };
        let wounds = entry.id == "struck" && crate::mention::harm::people_follow(reading, m.end);
        let role = if wounds { Role::Injure } else { entry.role.unwrap_or(Role::Weak) };
        let (entry, role) = match meant(reading, &range, &out, m, entry, role).and_then(|id| reading.lexicon.find(Tag::Trigger, id)) {
            Some(other) => (other, other.role.unwrap_or(Role::Weak)),
            None => (entry, role),
        };
        // «أسقط 32 قتيلا» is a result, no interception.
        if role == Role::Intercept
            && (m.end..(m.end + 3).min(range.end)).any(|t| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.is("count-noun")))
        {
            continue;
        }
        if !reading.completes(m) {
            continue;
        }
        // «في منطقة سيدكان»: a name that only looks like a verb.
        let name = || reading.at(at).iter().any(|n| matches!(n.item, Item::Name(_)) && n.end >= m.end);
        if m.tense != Tense::None && at > range.start && reading.is(at - 1, Tag::PlaceCue) && name() {
            continue;
        }
        // «اتفاق يقضي بتفعيل دور الشرطة»: to provide, not to perish.
        let provides = role == Role::Kill && reading.word(at).trim_start_matches('و').trim_start_matches(['ي', 'ت']).starts_with("قض");
        let what =
            |t: usize| reading.word(t).starts_with('ب') && !reading.is(t, Tag::Trigger) && !reading.is(t, Tag::Weapon) && !reading.is(t, Tag::Cause);
        // «ووجّه بفتح تحقيق»: to order, not to aim.
        let orders = role == Role::Light && m.tense != Tense::None && reading.word(at).contains("وجه") && what(m.end);
        if orders || provides && m.tense != Tense::None && what(m.end) {
            continue;
        }
        let voids = |word: &str| entry.kinds.iter().any(|k| k == word);
        if !entry.kinds.is_empty() && !entry.is("completed-by") && (m.end..(m.end + 4).min(range.end)).any(|t| voids(reading.word(t))) {
            continue;
        }
        // «واتهم الجيش الجماعة بإطلاقها»: of the shells told before.
        let blamed = || m.suffixed && m.clitics.prep == Some('ب') && reading.any(range.start.max(at.saturating_sub(12))..at, Tag::Blame);
        let idle = role == Role::Weak && !has_weapon_near(reading, &range, m.start, m.end) && !needs_no_weapon(reading, entry, &range, m);
        if idle && !blamed() {
            continue;
        }
        out.push(Trigger { tokens: m.start..m.end, entry, role, clitics: m.clitics, number: m.number, tense: m.tense, suffixed: m.suffixed });
    }
    if out.iter().all(|t| t.is_harm())
        && let Some(thrown) = headline(reading, &range)
    {
        out.push(thrown);
        out.sort_by_key(|t| t.tokens.start);
    }
    out
}

/// The id of the row that a trigger means beside what stands around it, if that is another one.
fn meant(reading: &Reading<'_>, range: &Range<usize>, before: &[Trigger<'_>], m: &Mention, entry: &Entry, role: Role) -> Option<&'static str> {
    // «أسقطت المروحية أسطوانة كلور على المشفى»: bombs that fall are no interception.
    let bombs = |t: usize| reading.tagged(t, Tag::Weapon).is_some_and(|(_, e)| e.id == "bombs-air");
    if role == Role::Intercept && m.tense != Tense::None && (m.end..(m.end + 3).min(range.end)).any(bombs) {
        return Some("drop");
    }
    match entry.id.as_str() {
        "burn" if is_shot_down(reading, range, m) => Some("intercept"),
        // «صدّ المقاتلون تعرضاً واسعاً للتنظيم»: what was beaten back is an attack.
        "exposed-to" if m.tense == Tense::None && before.iter().any(|t| t.role == Role::Intercept) => Some("attack"),
        _ => None,
    }
}

/// «دمرت الدفاعات الجوية مسيّرتين», «تدمير صاروخ باليستي أطلق باتجاه المدينة»: what flies, destroyed on its way.
fn is_shot_down(reading: &Reading<'_>, range: &Range<usize>, m: &Mention) -> bool {
    const NEAR: usize = 4;
    let defence = |t: usize| reading.tagged(t, Tag::TargetKind).filter(|(_, e)| e.id == "air-defence").map(|(d, _)| d.end);
    let from = defence(m.end).unwrap_or(m.end);
    let near = (from..(from + NEAR).min(range.end)).take_while(|&t| !reading.is_break(t) && !reading.is_word(t, &["في", "علي", "من"]));
    let flies = |t: usize| reading.tagged(t, Tag::Weapon).filter(|(_, e)| matches!(e.id.as_str(), "drone" | "ballistic" | "rocket"));
    let mut objects = near.filter_map(flies).filter(|(w, _)| !w.clitics.and && w.clitics.prep.is_none() && !w.suffixed);
    let Some((object, _)) = objects.next() else { return false };
    // «دمرت مسيّرة خزانا»: a weapon right behind an active verb did it, unless the defences stand before it.
    let by_defence = from > m.end || (range.start..m.start).rev().take(8).any(|t| defence(t).is_some());
    let fired = |t: usize| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.id == "launch");
    let on_its_way = m.tense == Tense::None && (object.end..(object.end + 3).min(range.end)).any(fired);
    by_defence || on_its_way
}

/// «مؤكدا عدم تسجيل أي خسائر بشرية»: a sentence that tells only that nobody was hurt.
pub fn unharmed<'a>(reading: &Reading<'a>, range: Range<usize>) -> Option<Trigger<'a>> {
    let (m, _) = reading.all(range, Tag::NoHarm).next()?;
    let entry = reading.lexicon.find(Tag::Trigger, "injure")?;
    let (number, tense) = (Number::Unmarked, Tense::None);
    Some(Trigger { tokens: m.start..m.end, entry, role: Role::Injure, clitics: m.clitics, number, tense, suffixed: false })
}

/// «صواريخ إسرائيلية على مرفأ اللاذقية»: a weapon upon a place, without a verb.
fn headline<'a>(reading: &Reading<'a>, range: &Range<usize>) -> Option<Trigger<'a>> {
    let entry = reading.lexicon.find(Tag::Trigger, "volley")?;
    // «أضرار جسيمة جراء صاروخ آخر», «اندلاع حريق جراء طائرة مسيّرة»
    let caused = |t: usize| t > range.start && reading.is_word(t - 1, &["جراء", "بسبب", "نتيجه"]);
    let place = |x: usize| reading.at(x).iter().any(|n| matches!(n.item, Item::Name(_))) || reading.is(x, Tag::PlaceCue);
    let upon_place = |m: &Mention| {
        let upon = (m.end..(m.end + 4).min(range.end)).find(|&x| reading.word(x) == "علي");
        upon.is_some_and(|u| !(m.end..u).any(|x| reading.is_break(x)) && (u + 1..(u + 5).min(range.end)).any(place))
    };
    let thrown = |m: &Mention, weapon: &Entry| match weapon.id.as_str() {
        "drone" | "rocket" | "ballistic" => caused(m.start) || upon_place(m),
        "artillery" | "bombs-air" => upon_place(m),
        _ => false,
    };
    let (m, _) = range.clone().filter_map(|t| reading.tagged(t, Tag::Weapon)).find(|(m, weapon)| thrown(m, weapon))?;
    let told =
        Trigger { tokens: m.start..m.end, entry, role: Role::Action, clitics: m.clitics, number: m.number, tense: Tense::None, suffixed: false };
    (!reading.any(range.clone(), Tag::Negation)).then_some(told)
}

/// «سقط صاروخ», «طائرة أصابت مستودعا»: a weapon in the same clause.
fn has_weapon_near(reading: &Reading<'_>, range: &Range<usize>, start: usize, end: usize) -> bool {
    let stop = |t: &usize| reading.is_break(*t);
    let before = (range.start.max(start.saturating_sub(7))..start).rev().take_while(|t| !stop(t));
    let after = (end..(end + 7).min(range.end)).take_while(|t| !stop(t));
    // «أطلقت إيران، ليل السبت، نحو 170 مسيّرة»: an inserted adverb between commas.
    let commas = |t: usize| (end..t).filter(|&x| reading.is_break(x)).count();
    let inserted = (end..(end + 14).min(range.end)).find(|&t| reading.is(t, Tag::Weapon)).is_some_and(|t| commas(t) == 2);
    inserted || before.chain(after).any(|t| reading.is(t, Tag::Weapon))
}

fn needs_no_weapon(reading: &Reading<'_>, entry: &Entry, range: &Range<usize>, m: &Mention) -> bool {
    // «عدوان إسرائيلي», «أحرق مستوطنون», «مستوطنون يضرمون النار»: an author beside it makes it an act.
    let subject = || m.tense != Tense::None && !m.clitics.and && m.start > range.start && reading.is(m.start - 1, Tag::Actor);
    matches!(entry.id.as_str(), "advance" | "burn") && (reading.is(m.end, Tag::Actor) || subject())
        // «بانفجار مجهول المصدر»
        || entry.id == "explosion" && reading.is(m.end, Tag::UnknownActor)
}
