//! What makes two accounts one: the same place, or the same toll in one neighbourhood.

use super::Proto;
use super::agree::days_agree;
use crate::assemble::Story;
use crate::assemble::proto::{DayBasis, holds, same_spot};
use crate::assemble::toll::combine;
use crate::event::{Count, GeoPrecision, Relation};
use crate::frame::Answer;
use crate::gazetteer::Kind;
use crate::resolve::place::distance_km;

/// Are two proto-events at one place?
pub(super) fn same_place(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    // Titles say it roughly: «شهيد في مجدل زون» of what was on the road to it.
    let in_title = a.title != b.title;
    let titled = (a.title || b.title) && [a, b].iter().any(|p| p.place.is_some_and(|i| story.located[i].relation == Relation::Road));
    let (Some(a), Some(b)) = (a.place, b.place) else { return false };
    let (x, y) = (&story.located[a], &story.located[b]);
    if x.place.is_none() || y.place.is_none() {
        return false;
    }
    let named_alike = x.place == y.place && x.basis != "container" && y.basis != "container";
    if same_spot(story, a, b) && x.basis != "container" {
        return true;
    }
    // «غارة رفح» in a title is the one on a camp there that no gazetteer has.
    if in_title && x.place == y.place && (x.basis == "container") != (y.basis == "container") {
        return true;
    }
    if x.basis == "container" || y.basis == "container" {
        return x.basis == y.basis && text_of(story, a) == text_of(story, b);
    }
    // «محيط البلدة» and «البلدة» are one place; «شمال سوريا» and «سوريا» are not.
    let small = |p: GeoPrecision| matches!(p, GeoPrecision::Site | GeoPrecision::Settlement | GeoPrecision::Area);
    let close = matches!((x.point, y.point), (Some(p), Some(q)) if distance_km(p, q) <= 12.0);
    // «غرب الحديدة» in a title is what the text puts «50 ميلا إلى الغرب من الحديدة».
    let at_sea = |r: Relation| matches!(r, Relation::Direction | Relation::Off);
    let roughly = at_sea(x.relation) && at_sea(y.relation);
    let apart = x.point.zip(y.point).map(|(p, q)| distance_km(p, q));
    if in_title && named_alike && roughly && apart.is_some_and(|d| d <= 150.0) {
        return true;
    }
    // «استهداف حرير» in a title is the base beside the town.
    let sized = |p: GeoPrecision| matches!(p, GeoPrecision::Site | GeoPrecision::Settlement | GeoPrecision::Area);
    if in_title && sized(x.precision) && sized(y.precision) && apart.is_some_and(|d| d <= 5.0) && story.exprs[a].name.len() == 1 {
        return true;
    }
    // «الجيش يغير على نيالا» in a title is the raid on Nyala's airport.
    let called_after = |a: u32, b: u32| {
        let (a, b) = (story.gazetteer.place(a), story.gazetteer.place(b));
        matches!(a.kind, Kind::Airport | Kind::Base) && matches!(b.kind, Kind::City | Kind::Town) && a.name_ar.contains(&b.name_ar)
    };
    let after = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| called_after(a, b));
    if in_title && (after(x.place, y.place) || after(y.place, x.place)) && apart.is_some_and(|d| d <= 20.0) {
        return true;
    }
    let wide = |r: Relation| matches!(r, Relation::Countryside | Relation::Between | Relation::Road);
    named_alike && small(x.precision) && small(y.precision) && close && (titled || !(wide(x.relation) ^ wide(y.relation)))
}

fn text_of<'s>(story: &'s Story<'_, '_>, expr: usize) -> &'s str {
    let name = story.exprs[story.exprs[expr].same_as.unwrap_or(expr)].name.clone();
    story.reading.word(name.start)
}

/// Two accounts of one method, in one neighbourhood, with the same dead and wounded: the same act, told once more or less exactly.
pub(super) fn same_toll(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let counts = |p: &Proto<'_>| (combine(story, &p.tolls, true).map(|t| t.0), combine(story, &p.tolls, false).map(|t| t.0));
    let (x, y) = (counts(a), counts(b));
    let telling = |c: &(Option<Count>, Option<Count>)| c.0.is_some_and(|k| k.min > Some(0)) && c.1.is_some_and(|i| i.min > Some(0));
    let apart = a.place.zip(b.place).and_then(|(p, q)| story.located[p].point.zip(story.located[q].point)).map(|(p, q)| distance_km(p, q));
    let untold = a.basis != DayBasis::Told || b.basis != DayBasis::Told;
    let alike = x == y && telling(&x) && apart.is_some_and(|d| d <= 120.0);
    // «متعاقد قتيل وخمسة جرحى» and «وستة جرحى» of what one of them tells as the cause of something else.
    let close =
        |a: Option<Count>, b: Option<Count>| a.zip(b).is_some_and(|(a, b)| a.min.zip(b.min).is_some_and(|(a, b)| a > 0 && a.abs_diff(b) <= 1));
    let cause = |p: &Proto<'_>| story.frames[p.frames[0]].answer == Answer::Cause && p.basis != DayBasis::Told;
    let cause = (cause(a) || cause(b)) && close(x.0, y.0) && close(x.1, y.1) && apart.is_some_and(|d| d <= 160.0);
    a.frames[0] != b.frames[0] && untold && a.method == b.method && (alike && days_agree(a, b) || cause)
}

/// Is one place in or beside the other?
pub(super) fn near(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let (Some(a), Some(b)) = (a.place, b.place) else { return true };
    holds(story, story.located[a].place, b) || holds(story, story.located[b].place, a) || story.located[a].place == story.located[b].place
}
