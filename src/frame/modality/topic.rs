//! Documents, sentences and lines that tell of no violence: sport, drills, courts, the furniture of a page.

use crate::event::Method;
use crate::lexicon::{Role, Tag};
use crate::matcher::Mention;
use crate::mention::time::{self, Day};
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

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
        let drills = drills(reading, all).count();
        Document { is_other_topic: lines_with_sport >= 3 && lines_with_sport * 3 >= reading.sentences.len(), is_drill: drills >= 2 }
    }
}

/// Words of an exercise.
pub(super) fn drills<'r>(reading: &'r Reading<'_>, range: Range<usize>) -> impl Iterator<Item = usize> + 'r {
    // «مجمع لتدريب عناصر الحركة»: what something is for.
    let purpose = |m: &Mention| m.clitics.prep == Some('ل');
    reading.all(range, Tag::Drill).filter(move |(m, _)| !purpose(m)).map(|(m, _)| m.start)
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
    let dated =
        || time::parse_all(reading, range.clone()).iter().any(|t| matches!(t.day, Day::Date { .. } | Day::MonthDay { .. } | Day::MonthPart { .. }));
    // «استهدف الهجوم الانتحاري ملعبا لكرة القدم»
    let claimed = || reading.any(range.clone(), Tag::Claim) || reading.all(range.clone(), Tag::Trigger).any(|(_, e)| e.role == Some(Role::Kill));
    // «انفجار لغم من مخلفات الحرب تبعه قصف مدفعي»
    let shelled = || {
        let fired = |m: &Method| matches!(m, Method::Artillery | Method::Airstrike | Method::Rocket | Method::Missile | Method::Drone);
        let shots = |e: &crate::lexicon::Entry| e.id == "small-arms";
        reading.all(range.clone(), Tag::Trigger).any(|(_, e)| e.method.as_ref().is_some_and(fired))
            || reading.all(range.clone(), Tag::Weapon).any(|(_, e)| shots(e))
    };
    topics("sport")
        >= if armed && claimed() {
            4
        } else if armed {
            2
        } else {
            1
        }
        || topics("accident") > 0 && !shelled()
        || topics("economy") > usize::from(reading.any(range.clone(), Tag::Weapon))
        || topics("court") > 0 && !dated()
        || topics("quarrel") > 0
}
