//! The day of a frame.

use super::Story;
use super::proto::DayBasis;
use crate::frame::{Answer, Frame};
use crate::lexicon::Tag;
use crate::mention::time::{self, Day, TimeExpr};
use crate::resolve::time::{Resolved, When, resolve};
use crate::text::Kind;
use jiff::civil::Date;

/// The act told before that has a day.
pub(super) struct Before {
    pub(super) sentence: usize,
    pub(super) when: When,
    pub(super) part: Option<&'static str>,
}

/// «أغار عليها مساء أمس. وفجراً عادت الغارات»: the dawn behind an evening is of the next day.
fn next_morning(before: &Before, part: Option<&str>, published: Option<Date>) -> Option<When> {
    let later = matches!(before.part, Some("evening" | "night")) && matches!(part, Some("dawn" | "morning" | "noon" | "afternoon"));
    let next = before.when.start.tomorrow().ok().filter(|day| later && published.is_some_and(|p| *day <= p))?;
    Some(When::day(next))
}

pub(super) type DayOf = (Option<TimeExpr>, Option<When>, DayBasis, Option<&'static str>);

/// The day of a frame: told, else from the act told before it, else from the heading above it, else the publication day.
pub(super) fn day(story: &Story<'_, '_>, frame: &Frame<'_>, before: Option<&Before>, heading: Option<&Heading>) -> DayOf {
    let part = frame.times.iter().find_map(|t| t.part);
    let reference = before.map(|b| b.when).or(story.published.map(When::day));
    let mut vague = None;
    // «بدأ فجر اليوم بالأطراف، ثم عاد بعدها بساعة»: the day of what it is counted from stands in the frame itself.
    let fixed = |t: &TimeExpr| matches!(t.day, Day::Relative(_) | Day::Weekday { .. } | Day::Date { .. } | Day::MonthDay { .. });
    let counted_here = |t: &TimeExpr| t.day == Day::Offset(0) && frame.times.iter().any(|o| fixed(o) && o.tokens.end <= t.tokens.start);
    for time in frame.times.iter().filter(|t| !counted_here(t)) {
        let counted = matches!(time.day, Day::Offset(_) | Day::SameMonth(_));
        let base = if counted { date_before(story, frame, time).or(reference) } else { reference };
        match resolve(time, story.published, base) {
            // What is told has been.
            Resolved::When(when) if counted && story.published.is_some_and(|p| when.start > p) => {}
            Resolved::When(mut when) => {
                // «في ليل الأربعاء»: the part of the day may stand apart from the day.
                if part == Some("night") && time.day != Day::Offset(0) && when.start == when.end && time.part.is_none() && !time.night {
                    when.precision = crate::event::DatePrecision::Day;
                }
                return (Some(time.clone()), Some(when), DayBasis::Told, part);
            }
            Resolved::Unknown => vague = vague.or(Some(time.clone())),
            Resolved::Silent => {}
        }
    }
    if let Some(time) = vague {
        return (Some(time), None, DayBasis::Vague, part);
    }
    if let Some(b) = before {
        let paragraph = |s: usize| story.reading.sentences[s].paragraph;
        let same_sentence = b.sentence == frame.sentence;
        let near = paragraph(frame.sentence) == paragraph(b.sentence) && frame.sentence - b.sentence <= 2;
        if same_sentence && frame.answer != Answer::Cause || near && !same_sentence {
            return (None, Some(next_morning(b, part, story.published).unwrap_or(b.when)), DayBasis::Inherited, part);
        }
    }
    if let Some(when) = paragraph_day(story, frame).or(heading.map(|h| h.when)) {
        return (None, Some(when), DayBasis::Inherited, part);
    }
    match story.published {
        Some(day) => (None, Some(When::day(day)), DayBasis::Publication, part),
        None => (None, None, DayBasis::Publication, part),
    }
}

/// «المبادرة المعلنة في 22 مارس، والتي ردت عليها بعد ثلاثة أيام»: the date from which days are counted.
fn date_before(story: &Story<'_, '_>, frame: &Frame<'_>, time: &TimeExpr) -> Option<When> {
    let dated = |t: &&TimeExpr| t.tokens.end <= time.tokens.start && matches!(t.day, Day::Date { .. } | Day::MonthDay { .. });
    let date = frame.times.iter().filter(dated).max_by_key(|t| t.tokens.start)?;
    told(date, story.published)
}

/// «وكان يوم أول أمس دامياً. ففي …»: the day that the sentence before sets without telling an act.
fn paragraph_day(story: &Story<'_, '_>, frame: &Frame<'_>) -> Option<When> {
    let sentences = &story.reading.sentences;
    let before = frame.sentence.checked_sub(1).map(|s| &sentences[s]).filter(|s| s.paragraph == sentences[frame.sentence].paragraph)?;
    if story.reading.any(before.tokens.clone(), Tag::Speech) || story.frames.iter().any(|f| f.sentence + 1 == frame.sentence) {
        return None;
    }
    let times = time::parse_all(story.reading, before.tokens.clone());
    times.iter().rev().find_map(|t| told(t, story.published))
}

/// A line that is only a day, or a day and a place: «الإثنين 14 تموز», «■ المخا، 24 يوليو 2015»; what stands below happened then and there.
pub(super) struct Heading {
    sentence: usize,
    when: When,
    /// Index of an expression.
    pub(super) place: Option<usize>,
}

/// The last heading above a frame.
pub(super) fn above<'h>(headings: &'h [Heading], frame: &Frame<'_>) -> Option<&'h Heading> {
    headings.iter().rfind(|h| h.sentence < frame.sentence)
}

/// All such lines of a document.
pub(super) fn headings(story: &Story<'_, '_>) -> Vec<Heading> {
    /// The first lines bear the day of publication.
    const HEAD: usize = 3;
    /// Words of a line that is a heading.
    const WORDS: usize = 8;
    let r = story.reading;
    let is_line = |s: usize| {
        let other = |o: Option<&crate::text::Sentence>| o.is_none_or(|o| o.paragraph != r.sentences[s].paragraph);
        other(r.sentences.get(s - 1)) && other(r.sentences.get(s + 1))
    };
    let bare = |s: usize| {
        let tokens = r.sentences[s].tokens.clone();
        tokens.clone().filter(|&t| r.tokens[t].kind == Kind::Word).count() <= WORDS
            && !tokens.clone().any(|t| r.tokens[t].is_mark('.') || r.is(t, Tag::Trigger) || r.is(t, Tag::Speech))
    };
    let day = |s: usize| time::parse_all(r, r.sentences[s].tokens.clone()).iter().find_map(|t| told(t, story.published));
    let place = |s: usize| {
        let inside = |&i: &usize| r.sentences[s].tokens.contains(&story.exprs[i].tokens.start) && story.located[i].accepted;
        let size = |i: usize| story.located[i].radius_km;
        (0..story.exprs.len()).filter(inside).min_by(|&a, &b| size(a).total_cmp(&size(b)))
    };
    let lines = (HEAD..r.sentences.len()).filter(|&s| bare(s) && is_line(s));
    let lines = lines.filter_map(|s| day(s).map(|when| Heading { sentence: s, when, place: place(s) }));
    // A line with the day of publication is most often a dateline.
    lines.skip_while(|h| story.published.is_some_and(|p| h.when == When::day(p))).collect()
}

fn told(time: &TimeExpr, published: Option<Date>) -> Option<When> {
    match resolve(time, published, None) {
        Resolved::When(when) => Some(when),
        _ => None,
    }
}
