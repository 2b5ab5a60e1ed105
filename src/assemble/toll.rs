//! Tolls: several statements of one event's harm become one range.

use super::Story;
use crate::event::Count;
use crate::frame::Frame;
use crate::lexicon::Tag;
use crate::mention::harm::Harm;
use std::ops::Range;

/// What one frame says of the harm.
#[derive(Clone, Debug, PartialEq)]
pub struct Toll {
    /// Dead or wounded.
    pub harm: Harm,
    /// How many.
    pub count: Count,
    /// The words.
    pub tokens: Range<usize>,
    /// The frame.
    pub frame: usize,
    /// It corrects what was told before.
    pub update: bool,
    /// It recalls what was told earlier.
    pub earlier: bool,
    /// It stands in the title.
    pub title: bool,
    /// The one place that it is told of.
    pub place: Option<usize>,
    /// It is told of several places together.
    pub shared: bool,
    /// So many more than were told before: «وقُتل في تلك الضربة تسعة آخرون».
    pub more: bool,
}

/// The tolls of a frame; groups of victims that one sentence adds up are added.
pub fn tolls(story: &Story<'_, '_>, frame: &Frame<'_>, index: usize) -> Vec<Toll> {
    let r = story.reading;
    let mut out: Vec<Toll> = Vec::new();
    for (h, place) in &frame.harms {
        // «على محطة نفط …، ولقي حارس المحطة مصرعه»: of one place, told again by its noun.
        let place = &place.map(|p| story.exprs[p].same_as.filter(|q| frame.places.contains(q)).unwrap_or(p));
        let from = out.iter().rev().find(|t| t.harm == h.harm).map(|t| t.tokens.end);
        let sentence = r.sentences[frame.sentence].tokens.start;
        let update = (from.unwrap_or(sentence)..h.tokens.end).any(|t| r.tagged(t, Tag::Update).is_some_and(|(_, e)| e.sense.is_none()));
        // «بعدما كانت الحصيلة … أربعة قتلى و17 جريحا»: what stands beside an earlier count is earlier, too.
        let recalls = |from: usize| (from.max(sentence)..h.tokens.end).any(|t| r.tagged(t, Tag::Update).is_some_and(|(_, e)| e.is("earlier")));
        let beside = out.last().is_some_and(|t| t.earlier && h.tokens.start <= t.tokens.end + 2);
        // Bodies that are found may be those of the dead told before.
        let found = h.tokens.clone().any(|t| r.tagged(t, Tag::People).is_some_and(|(_, e)| e.is("body")));
        // «خمسة شهداء في الحصيلة الأولى، ثم ستة عشر»: the word right behind one count is not about the next.
        let first_count = |end: usize| {
            let near = (end..end + 3).take_while(|&t| !r.is_break(t) && t < r.sentences[frame.sentence].tokens.end);
            near.filter_map(|t| r.tagged(t, Tag::Update)).find(|(_, e)| e.is("earlier")).map(|(m, _)| m.end)
        };
        let since = out.last().and_then(|t| first_count(t.tokens.end)).unwrap_or(0);
        let behind = first_count(h.tokens.end).is_some();
        let earlier = found || beside || behind || recalls(h.tokens.start.saturating_sub(14).max(since));
        let apart = from.is_none_or(|f| (f..h.tokens.start + 1).any(|t| r.is(t, Tag::Speech) || r.is(t, Tag::Update) || r.tokens[t].is_mark('؛')));
        let because = (h.tokens.start.saturating_sub(3)..h.tokens.start).any(|t| r.is_word(t, &["بعد", "بعدما", "اثر"]));
        let zero = h.count == Count::exactly(0);
        // «ارتفعت الحصيلة إلى ستة بعد وفاة رجل»: the new count has him in it.
        let died = r.is_word(h.tokens.start, &["وفاه"]);
        if let Some(t) = out.iter_mut().rev().find(|t| t.harm == h.harm && (t.update || died) && because && !update) {
            t.tokens.end = h.tokens.end;
            continue;
        }
        // «وقُتل في تلك الضربة تسعة آخرون»
        let that = (frame.tokens.start..h.tokens.end).any(|t| r.is_word(t, &["تلك", "هذه", "ذلك", "هذا"]));
        let others = that && (h.tokens.start..h.tokens.end + 1).any(|t| r.is_word(t, &["اخرون", "اخرين", "اخران"]));
        let same = out.iter_mut().rev().find(|t| t.harm == h.harm && t.place == *place);
        match same {
            // «ثلاثة جنود … وقضى شرطيان»
            Some(t) if t.count == h.count => t.tokens.end = h.tokens.end,
            Some(t) if t.update && !update && !apart => t.tokens.end = h.tokens.end,
            Some(t) if !apart && t.earlier == earlier && h.harm != Harm::Both && !zero && t.count != Count::exactly(0) => {
                t.count.min = t.count.min.zip(h.count.min).map(|(a, b)| a + b);
                t.count.max = t.count.max.zip(h.count.max).map(|(a, b)| a + b);
                t.tokens.end = h.tokens.end;
            }
            _ => out.push(Toll {
                harm: h.harm,
                count: h.count,
                tokens: h.tokens.clone(),
                frame: index,
                update,
                earlier,
                title: frame.title,
                place: *place,
                shared: false,
                more: from.is_none() && others && h.harm == Harm::Killed,
            }),
        }
    }
    out
}

/// All statements of one kind as one range: corrections replace, sources that differ span, the body outweighs the title.
pub fn combine(story: &Story<'_, '_>, tolls: &[Toll], killed: bool) -> Option<(Count, Vec<Range<usize>>)> {
    let wanted = |t: &&Toll| match t.harm {
        Harm::Killed => killed,
        Harm::Injured => !killed,
        Harm::Both => true,
    };
    // «ونجا المحافظ» beside seven dead does not say that nobody was wounded.
    let told = tolls.iter().any(|t| !t.title);
    let harmed = !killed && tolls.iter().any(|t| t.harm == Harm::Killed && t.count.min > Some(0) && t.title != told);
    let spared = |t: &&Toll| t.harm == Harm::Both && t.count == Count::exactly(0);
    let mut all: Vec<&Toll> = tolls.iter().filter(wanted).filter(|t| !harmed || !spared(t)).collect();
    if all.iter().any(|t| !t.title) {
        all.retain(|t| !t.title);
    }
    // «10 قتلى وجرحى» and «لا إصابات» yield to a number of their own.
    if all.iter().any(|t| t.harm != Harm::Both) {
        all.retain(|t| t.harm != Harm::Both);
    }
    if all.iter().any(|t| !t.earlier) {
        all.retain(|t| !t.earlier);
    }
    // «18 قتيلا في غارتين على المدينتين», then «11 في الأولى»
    if all.iter().any(|t| !t.shared) {
        all.retain(|t| !t.shared);
    }
    if story.newest_first {
        all.truncate(all.iter().position(|t| t.update).map_or(all.len(), |newest| newest + 1));
    } else if let Some(last) = all.iter().rposition(|t| t.update) {
        all.drain(..last);
    }
    let (more, told): (Vec<&Toll>, Vec<&Toll>) = all.iter().partition(|t| t.more);
    let (all, more) = if told.is_empty() { (all, Vec::new()) } else { (told, more) };
    let first = all.first()?;
    let mut count = first.count;
    for t in &all[1..] {
        let low = count.min;
        count.min = match (count.min, t.count.min) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        // «عشرة على الأقل» and «12» end at 12; «عشرة على الأقل» and «تسعة» stay open.
        let closes = |top: u32, open: Option<u32>| open.is_none_or(|low| top >= low);
        count.max = match (count.max, t.count.max) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (Some(a), None) => Some(a).filter(|&a| closes(a, t.count.min)),
            (None, Some(b)) => Some(b).filter(|&b| closes(b, low)),
            (None, None) => None,
        };
    }
    for t in &more {
        count.min = count.min.zip(t.count.min).map(|(a, b)| a + b);
        count.max = count.max.zip(t.count.max).map(|(a, b)| a + b);
    }
    Some((count, all.iter().chain(&more).map(|t| t.tokens.clone()).collect()))
}
