//! Cue words, relations, directions and distances around a name.

use super::PlaceExpr;
use crate::event::Relation;
use crate::lexicon::{Entry, Tag};
use crate::mention::number;
use crate::reading::Reading;
use crate::text::Kind;

/// Cue words, relations, directions and distances before the name.
pub(super) fn look_left<'a>(reading: &Reading<'a>, expr: &mut PlaceExpr<'a>, floor: usize) {
    loop {
        let mut at = expr.tokens.start;
        while at > floor && matches!(reading.tokens[at - 1].kind, Kind::Mark('"' | '#')) {
            at -= 1;
        }
        let Some((start, found)) = ending_at(reading, floor, at) else { break };
        expr.marked = true;
        // «شرق مدينة إدلب وريف حماة»: the head of the expression is what stands farthest left.
        match found {
            Left::Cue(e) if expr.relation.is_none() && expr.direction.is_none() => {
                expr.cue = expr.cue.or(Some(e));
            }
            Left::Cue(_) => break,
            Left::Relation(r) => {
                if expr.relation.is_none() || expr.relation == Some(Relation::In) {
                    expr.relation = Some(r);
                }
            }
            Left::Direction(degrees) => {
                if expr.direction.is_some() {
                    break;
                }
                expr.direction = Some(degrees);
                if expr.relation.is_none() {
                    expr.relation = Some(Relation::Direction);
                }
            }
            Left::Distance(km) => expr.distance_km = Some(km),
            Left::Filler => {}
        }
        expr.tokens.start = start;
    }
    // Fillers at the edge belong to the sentence, not to the place.
    if expr.relation == Some(Relation::In) {
        expr.relation = None;
    }
}

pub(super) enum Left<'a> {
    Cue(&'a Entry),
    Relation(Relation),
    Direction(f64),
    Distance(f64),
    Filler,
}

/// The mention that ends right before `at`, if it belongs to an expression of place.
pub(super) fn ending_at<'a>(reading: &Reading<'a>, floor: usize, at: usize) -> Option<(usize, Left<'a>)> {
    for start in floor.max(at.saturating_sub(6))..at {
        if let Some((_, e)) = reading.tagged(start, Tag::Relation).filter(|(m, _)| m.end == at) {
            let relation = match e.sense.as_deref()? {
                "near" | "edge" => Relation::Near,
                "countryside" => Relation::Countryside,
                "desert" => Relation::Desert,
                "road" => Relation::Road,
                "between" => Relation::Between,
                "off" => Relation::Off,
                _ => Relation::In,
            };
            return Some((start, Left::Relation(relation)));
        }
        // «بالحي الجنوبي بمدينة إنخل» is a quarter of the town, «جنوبي مدينة إنخل» lies outside.
        if let Some((_, e)) = reading.tagged(start, Tag::Direction).filter(|(m, _)| m.end == at && !m.clitics.article) {
            return Some((start, Left::Direction(e.value? as f64)));
        }
        if let Some((_, e)) = reading.tagged(start, Tag::DirectionAdj).filter(|(m, e)| m.end == at && e.value >= Some(0))
            && reading.is_word(at.wrapping_sub(1), &["من"])
        {
            return Some((start, Left::Direction(e.value? as f64)));
        }
        if let Some((m, e)) = reading.tagged(start, Tag::PlaceCue).filter(|(m, _)| m.end == at)
            && !m.suffixed
            && !m.clitics.article
        {
            return Some((start, Left::Cue(e)));
        }
        if let Some(q) = number::parse(reading, start)
            && let Some((unit, e)) = reading.tagged(q.end, Tag::Unit)
            && unit.end == at
        {
            let value = f64::from(q.count.min.or(q.count.max)?) * e.value? as f64 / 1000.0;
            let start = if start > floor && reading.is_word(start - 1, &["بعد", "مسافه", "نحو", "ب"]) { start - 1 } else { start };
            return Some((start, Left::Distance(value)));
        }
    }
    // «20 كم إلى الجنوب الغربي من العاصمة»
    let word = reading.word(at.checked_sub(1).filter(|&a| a >= floor)?);
    if word == "من" {
        for start in floor.max(at.saturating_sub(4))..at - 1 {
            let compass = |e: &Entry| e.value.filter(|&v| v >= 0).map(|v| v as f64);
            if let Some((_, e)) = reading.tagged(start, Tag::DirectionAdj).filter(|(m, _)| m.end == at - 1) {
                return Some((start, Left::Direction(compass(e)?)));
            }
            if let Some((_, e)) = reading.tagged(start, Tag::Direction).filter(|(m, _)| m.end == at - 1) {
                return Some((start, Left::Direction(compass(e)?)));
            }
        }
    }
    let here = at - 1;
    let measured = || ending_at(reading, floor, here).is_some_and(|(_, l)| matches!(l, Left::Distance(_)));
    // «الواقعة إلى الجنوب من عين العرب», «على نحو 140 كيلومترا إلى الجنوب»
    if word == "الي" && (reading.is(at, Tag::DirectionAdj) || reading.is(at, Tag::Direction)) || word == "علي" && measured() {
        return Some((here, Left::Filler));
    }
    None
}

/// A direction behind the name: «ريف حلب الغربي», «أطراف الميادين الجنوبية».
pub(super) fn look_right(reading: &Reading<'_>, expr: &mut PlaceExpr<'_>) {
    let at = expr.tokens.end;
    let shifts = matches!(expr.relation, Some(Relation::Countryside | Relation::Near | Relation::Desert));
    if let Some((m, e)) = reading.tagged(at, Tag::DirectionAdj)
        && expr.direction.is_none()
        && shifts
    {
        expr.direction = e.value.filter(|&v| v >= 0).map(|v| v as f64);
        expr.tokens.end = m.end;
    }
}
