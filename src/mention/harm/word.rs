//! A word of harm: killing or wounding, a verb or a noun that is counted.

use super::Harm;
use crate::lexicon::{Entry, Number, Role, Tag, Tense};
use crate::matcher::{Item, Mention};
use crate::mention::number;
use crate::reading::Reading;

/// A word of harm in the text.
pub(super) struct Word<'r, 'a> {
    pub(super) mention: &'r Mention,
    pub(super) entry: &'a Entry,
    pub(super) harm: Harm,
}

impl<'r, 'a> Word<'r, 'a> {
    pub(super) fn at(reading: &'r Reading<'a>, at: usize) -> Option<Word<'r, 'a>> {
        reading.tagged(at, Tag::Trigger)?;
        reading.at(at).iter().find_map(|mention| {
            let Item::Word(e) = mention.item else { return None };
            // «القتلة» looks like «قتله»; «ستقضي على التهديد» is a vow.
            if mention.clitics.article && mention.suffixed || mention.tense == Tense::Future {
                return None;
            }
            // «وإصابته إصابة مباشرة»
            if reading.tagged(mention.end, Tag::Exception).is_some_and(|(_, e)| e.id == "x-direct-hit") {
                return None;
            }
            let entry = reading.lexicon.entry(e);
            let harm = match entry.role {
                Some(Role::Kill) if reading.completes(mention) => Harm::Killed,
                Some(Role::Injure) if reading.completes(mention) => Harm::Injured,
                _ if entry.id == "assassinate" => Harm::Killed,
                // «أصاب سبعة من رفاقه»
                _ if entry.id == "struck" && strikes_people(reading, mention) => Harm::Injured,
                _ => return None,
            };
            Some(Word { mention, entry, harm })
        })
    }

    pub(super) fn counts(&self) -> bool {
        self.entry.is("count-noun")
    }

    pub(super) fn is_verb(&self) -> bool {
        self.mention.tense != Tense::None
    }

    pub(super) fn is_singular(&self, reading: &Reading<'_>) -> bool {
        is_singular(reading, self.mention, self.entry)
    }
}

/// «قتيل», «جريحا»: one; «قتلى» and «جرحى» are several.
pub(in crate::mention) fn is_singular(reading: &Reading<'_>, mention: &Mention, entry: &Entry) -> bool {
    mention.number == Number::Unmarked && entry.singulars.iter().any(|n| bare_equals(reading, mention.start, n))
}

/// «أصابت 12 مدنيا», «أصابت رصاصة طائشة طفلا», «فأصابوه»
fn strikes_people(reading: &Reading<'_>, mention: &Mention) -> bool {
    let weapon = reading.tagged(mention.end, Tag::Weapon).map(|(w, _)| w.end).filter(|_| !mention.clitics.article);
    // «صاروخ إيراني» is a weapon's adjective.
    let adjective = |t: usize| reading.tagged(t, Tag::People).is_some_and(|(_, e)| e.id == "anyone");
    let struck = |t: usize| people_follow(reading, t) && !adjective(t);
    // «أصاب رصاص الجيش اليوم ثلاثة مدنيين»: whose weapon it is and when may stand between.
    let between = |t: usize| [Tag::Actor, Tag::Relday, Tag::Weekday, Tag::Daypart].iter().find_map(|&tag| reading.tagged(t, tag)).map(|(m, _)| m.end);
    let beyond = weapon.map(|t| std::iter::successors(Some(t), |&t| between(t)).last().unwrap_or(t));
    let behind = weapon.is_some_and(|t| struck(t) || struck(t + 1) && !reading.is_break(t)) || beyond.is_some_and(struck);
    let him = mention.suffixed && reading.word(mention.start).ends_with("وه");
    people_follow(reading, mention.end) || behind && mention.tense == Tense::Past || him
}

/// Do people follow who were struck: «أصاب سبعة من رفاقه», «أصابت طفلا»?
pub fn people_follow(reading: &Reading<'_>, at: usize) -> bool {
    number::parse(reading, at).is_some_and(|q| {
        reading.is(q.end, Tag::People)
            || reading.is_word(q.end, &["من"])
            || reading.is_break(q.end)
            || reading.is(q.end, Tag::Part)
            || reading.tagged(at, Tag::Number).is_some_and(|(_, e)| e.value == Some(2))
    }) || reading.tagged(at, Tag::People).is_some_and(|(m, e)| e.sense.is_none() && !m.clitics.and)
}

fn bare_equals(reading: &Reading<'_>, at: usize, folded: &str) -> bool {
    let w = reading.word(at);
    let w = w.strip_prefix('و').filter(|_| !folded.starts_with('و')).unwrap_or(w);
    w == folded || w.strip_suffix('ا') == Some(folded)
}
