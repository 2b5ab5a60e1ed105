//! Expressions of place, as they stand: a name with its cue words, relation, direction and distance. Which place is meant is for
//! [`crate::resolve::place`].

mod around;
mod known;
mod link;
mod name;
mod role;

use crate::event::Relation;
use crate::gazetteer::{Gazetteer, PlaceId, Verdict};
use crate::lexicon::{Entry, Tag};
use crate::matcher::Matcher;
use crate::reading::Reading;
use known::known_before;
use link::push_linked;
use name::{named, unknown};
use std::ops::Range;

/// How an expression hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not at all.
    None,
    /// It contains the one before: «حي هرابش بمدينة دير الزور».
    Contains,
    /// It stands beside it: «بينين وسرجة».
    And,
    /// Another name of it: «عين العرب (كوباني)».
    Alias,
    /// The other end: «بين إزرع وقرفا».
    Between,
}

/// Why an expression may not be where the event was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It may be.
    Location,
    /// Where it came from, or where someone stands: «قادمة من العراق».
    Origin,
    /// Where the reporter writes: «دمشق - سانا:».
    Dateline,
    /// Part of a person's or office's title: «محافظ دير الزور».
    Title,
}

/// An expression of place.
#[derive(Clone, Debug)]
pub struct PlaceExpr<'a> {
    /// All its words.
    pub tokens: Range<usize>,
    /// The name alone.
    pub name: Range<usize>,
    /// Places that bear the name, with whether they need a cue; empty for a name that no gazetteer has.
    pub candidates: Vec<(PlaceId, bool)>,
    /// Its cue word.
    pub cue: Option<&'a Entry>,
    /// Its relation.
    pub relation: Option<Relation>,
    /// Degrees from north.
    pub direction: Option<f64>,
    /// Told distance.
    pub distance_km: Option<f64>,
    /// See [`Link`].
    pub link: Link,
    /// See [`Role`].
    pub role: Role,
    /// A preposition, cue, relation or hashtag marks it as a place.
    pub marked: bool,
    /// Its words stand in a hashtag.
    pub hashtag: bool,
    /// «القاعدة», «المدينة»: index of the expression told before that it means.
    pub same_as: Option<usize>,
    /// One word without the article: most often just that word.
    pub plain: bool,
    /// If it is none of its candidates, it may be a place that no gazetteer has.
    pub may_be_unknown: bool,
}

impl PlaceExpr<'_> {
    /// A name that stands alone.
    fn new(name: Range<usize>, candidates: Vec<(PlaceId, bool)>) -> Self {
        PlaceExpr {
            tokens: name.clone(),
            name,
            candidates,
            cue: None,
            relation: None,
            direction: None,
            distance_km: None,
            link: Link::None,
            role: Role::Location,
            marked: false,
            hashtag: false,
            same_as: None,
            plain: false,
            may_be_unknown: true,
        }
    }
}

/// All expressions of place in a document, in order.
pub fn parse_all<'a>(reading: &Reading<'a>, matcher: &Matcher, gazetteer: &Gazetteer) -> Vec<PlaceExpr<'a>> {
    let mut out: Vec<PlaceExpr<'a>> = Vec::new();
    for sentence in &reading.sentences {
        let first = out.len();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if !reading.starts_name(at) && !reading.starts(at, [Tag::PlaceCue]) {
                at += 1;
                continue;
            }
            let floor = out[first..].last().map_or(sentence.tokens.start, |e| e.tokens.end);
            let found = named(reading, matcher, gazetteer, at, floor).or_else(|| unknown(reading, at, floor));
            // «المدينة» is the town told before, unless more of its name says that it is another.
            let bare = found.as_ref().is_none_or(|e| e.name.len() == 1 && e.candidates.iter().all(|(_, cue)| *cue));
            let meant = if bare { known_before(reading, gazetteer, &out, at, floor) } else { None };
            let Some(mut expr) = meant.or(found) else {
                at += 1;
                continue;
            };
            at = expr.tokens.end.max(at + 1);
            if correct(reading, gazetteer, &mut expr) {
                gazetteer.drop_doubles(&mut expr.candidates);
                push_linked(reading, &mut out, first, expr);
            }
        }
    }
    out
}

/// Apply what the user said of the name; false if it is no place here.
fn correct(reading: &Reading<'_>, gazetteer: &Gazetteer, expr: &mut PlaceExpr<'_>) -> bool {
    let words: Vec<&str> = expr.name.clone().map(|t| reading.word(t)).collect();
    match gazetteer.corrections.verdict(&words, reading.folded.as_str()).filter(|_| expr.same_as.is_none()) {
        None => {}
        Some(Verdict::NotAPlace) => return false,
        Some(Verdict::Means(place)) => (expr.candidates, expr.marked) = (vec![(place, false)], true),
        Some(Verdict::MeansNot(places)) => expr.candidates.retain(|(c, _)| !places.contains(c)),
    }
    true
}
