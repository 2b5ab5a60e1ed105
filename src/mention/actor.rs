//! Parties in the text: by name, or by an adjective beside a force, an act or a site.

use crate::lexicon::{Entry, Tag};
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// What the party's name hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// The party itself: «حزب الله», «القوات التركية».
    Force,
    /// Its act: «قصف تركي».
    Act,
    /// Something of it that can be hit: «قاعدة أميركية».
    Site,
    /// Someone who speaks for it: «وزير الدفاع الأميركي».
    Official,
    /// Anything else: «الأراضي السورية».
    Other,
}

/// A party in the text.
#[derive(Clone, Debug)]
pub struct ActorMention<'a> {
    /// Its tokens, head included.
    pub tokens: Range<usize>,
    /// The lexicon row.
    pub entry: &'a Entry,
    /// What it hangs on.
    pub head: Head,
}

/// All parties in a range of tokens.
pub fn parse_all<'a>(reading: &Reading<'a>, range: Range<usize>) -> Vec<ActorMention<'a>> {
    let mut out: Vec<ActorMention<'a>> = Vec::new();
    for (m, entry) in reading.all(range.clone(), Tag::Actor) {
        if let Some(last) = out.last().filter(|a| a.tokens.end > m.start) {
            // «طيران [التحالف بقيادة السعودية]»: of names that overlap, the one that reaches farther.
            if last.tokens.end >= m.end {
                continue;
            }
            out.pop();
        }
        // «المطار المسمى إسرائيليا …»: what it is called there.
        if m.adjective && m.start > range.start && reading.is_word(m.start - 1, &["المسمي", "المسماه", "يسمي", "تسمي", "المعروف", "المعروفه"])
        {
            continue;
        }
        // «الجيش الأميركي»: the adjective names the army.
        if m.adjective {
            while out.last().is_some_and(|a| a.entry.is_unnamed() && a.tokens.end == m.start) {
                out.pop();
            }
        }
        let (start, head) = head_of(reading, range.start, m.start, m.adjective);
        let start = if matches!(head, None | Some(Head::Force)) && !m.adjective { members(reading, range.start, start) } else { start };
        // «قاعدة الاحتلال الأمريكي»: whose it is, with a word for them.
        let site = start.checked_sub(1).filter(|&t| t >= range.start && head == Some(Head::Force) && m.adjective);
        let site = site.and_then(|t| reading.tagged(t, Tag::Force)).filter(|(of, e)| of.end == start && e.is("site") && !of.suffixed);
        let (start, head) = site.map_or((start, head), |(of, _)| (of.start, Some(Head::Site)));
        let head = match head {
            Some(head) => head,
            None if m.adjective => Head::Other,
            None => Head::Force,
        };
        out.push(ActorMention { tokens: start..m.end, entry, head });
    }
    out
}

/// The noun that the name or adjective at `at` stands behind, adjectives between them passed over.
fn head_of(reading: &Reading<'_>, from: usize, at: usize, adjective: bool) -> (usize, Option<Head>) {
    // «لطيران #التحالف_الدولي», «عصابات الPKK»: marks and the article of a foreign name part nothing.
    let article = |t: usize| reading.word(t) == "ال" && reading.tokens[at].kind == Kind::Foreign;
    let at_marks = (from..at).rev().take_while(|&t| matches!(reading.tokens[t].kind, Kind::Mark('#' | '"')) || article(t)).count();
    let name = at;
    let at = at - at_marks;
    for start in (from.max(at.saturating_sub(if adjective { 5 } else { 2 }))..at).rev() {
        // «مقاتلات F-16 عراقية»: a designation parts nothing.
        if reading.is_break(start) && !(adjective && is_designation(reading, start)) {
            break;
        }
        // An adjective may stand behind others; a name stands right behind its head.
        let reaches = |end: usize| if adjective { end <= at } else { end == at };
        // «اتهمت الحكومة الحوثيين»: a noun with the article is nobody's, but «الناطق باسم الحوثيين» is.
        let of = || reading.at(name).iter().any(|n| n.clitics.prep == Some('ل'));
        let own = |m: &crate::matcher::Mention| !adjective && m.clitics.article && m.end == m.start + 1 && !of();
        if let Some((m, _)) = reading.tagged(start, Tag::Official).filter(|(m, _)| reaches(m.end) && !own(m)) {
            return (m.start, Some(Head::Official));
        }
        // «القوات العسكرية الأميركية»: the adjective is not «his soldier».
        let his_site = |m: &crate::matcher::Mention, e: &Entry| m.suffixed && e.is("site");
        // «الجناح العسكري لحزب العمال»: no «soldier of the party».
        let longer = |end: usize| start > from && reading.tagged(start - 1, Tag::Force).is_some_and(|(m, _)| m.end == end);
        if let Some((m, e)) = reading.tagged(start, Tag::Force).filter(|(m, e)| reaches(m.end) && !his_site(m, e) && !longer(m.end)) {
            return (m.start, Some(if e.is("site") { Head::Site } else { Head::Force }));
        }
        if let Some((m, _)) = reading.tagged(start, Tag::Trigger).filter(|(m, _)| reaches(m.end)) {
            return if adjective { (m.start, Some(Head::Act)) } else { (name, None) };
        }
        if reading.is(start, Tag::Function) || reading.is(start, Tag::Actor) || reading.is(start, Tag::Patient) {
            break;
        }
    }
    (name, None)
}

/// A hyphen within a type of aircraft.
fn is_designation(reading: &Reading<'_>, at: usize) -> bool {
    let foreign = |t: usize| matches!(reading.tokens.get(t).map(|t| &t.kind), Some(Kind::Foreign | Kind::Number(_)));
    reading.tokens[at].is_mark('-') && at > 0 && foreign(at - 1) && foreign(at + 1)
}

/// «عناصر من قوات الدعم السريع», «وحدات خاصة في الجيش», «إرهابيان من التنظيم»: some of its men stand for the party.
fn members(reading: &Reading<'_>, from: usize, start: usize) -> usize {
    let Some(of) = start.checked_sub(1).filter(|&t| t > from && reading.is_word(t, &["من", "في"])) else { return start };
    // «وحدات خاصة من قوات سوريا الديمقراطية»: an adjective may stand between.
    let plain = |t: usize| !reading.is_break(t) && !reading.is(t, Tag::Function) && !reading.is(t, Tag::Trigger) && !reading.is(t, Tag::Actor);
    let reaches = |end: usize| end == of || end + 1 == of && plain(end);
    let men = (of.saturating_sub(3).max(from)..of).find(|&t| {
        let people = reading.tagged(t, Tag::People).filter(|(m, e)| m.end == of && e.id.starts_with("fighters") && reading.word(of) == "من");
        let force = reading.tagged(t, Tag::Force).filter(|(m, e)| reaches(m.end) && !m.suffixed && !e.is("site"));
        people.is_some() || force.is_some()
    });
    men.filter(|&t| !reading.at(t).iter().any(|m| m.clitics.and)).unwrap_or(start)
}
