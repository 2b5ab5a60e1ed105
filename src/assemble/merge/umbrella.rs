//! General statements and large places: what they know goes to the finer events that they cover.

use super::Proto;
use super::absorb::donate;
use super::agree::agree;
use crate::assemble::Story;
use crate::assemble::proto::{DayBasis, holds};
use crate::event::{GeoPrecision, Relation};
use crate::frame::{Answer, FRONTED, answers_what_follows};
use crate::gazetteer::Kind;
use crate::mention::harm::Harm;
use crate::resolve::place::distance_km;

/// «الهجمات على السفن في البحر الأحمر», «ردا على مجازر العدو في غزة»: acts in general, at a large place, without a day.
pub(super) fn is_general(story: &Story<'_, '_>, p: &Proto<'_>) -> bool {
    let frame = &story.frames[p.frames[0]];
    let wide = p.place.is_some_and(|i| {
        matches!(story.located[i].precision, GeoPrecision::Country | GeoPrecision::Admin1 | GeoPrecision::Area) || frame.answer == Answer::Cause
    });
    let plural = |w: &str| w.ends_with("ات") || w.ends_with("اتها") || w.ends_with("مجازر");
    let acts: Vec<_> = frame.triggers.iter().filter(|t| t.is_act()).collect();
    let general = !acts.is_empty()
        && acts.iter().all(|t| {
            let start = t.tokens.start;
            // «الغارات شملت الجبل والبادية»: which places they hit.
            let lists = story.reading.is_word(t.tokens.end, &["شملت", "تركزت", "توزعت"]);
            let fronted = answers_what_follows(story.reading, start.saturating_sub(FRONTED)..start);
            !lists
                && !t.is_verb()
                && plural(story.reading.word(start))
                && (t.clitics.article || t.suffixed || fronted || frame.answer == Answer::Cause)
        });
    wide && general && p.basis != DayBasis::Told && p.tolls.is_empty()
}

/// Large places whose finer ones are told of the same act are no events; what they know goes to the finer ones.
pub(super) fn drop_umbrellas<'a>(story: &Story<'_, 'a>, events: Vec<Proto<'a>>) -> Vec<Proto<'a>> {
    let mut keep: Vec<bool> = vec![true; events.len()];
    let mut gifts: Vec<(usize, usize)> = Vec::new();
    for (i, umbrella) in events.iter().enumerate() {
        let Some(place) = umbrella.place else { continue };
        if !story.located[place].is_coarse(story.gazetteer) && !umbrella.title {
            continue;
        }
        let finer: Vec<usize> = (0..events.len())
            .filter(|&j| {
                let Some(inner) = events[j].place else { return false };
                let smaller = story.located[inner].radius_km < story.located[place].radius_km;
                let inside = holds(story, story.located[place].place, inner) || covers(story, place, inner);
                j != i && smaller && inside && !ashore(story, umbrella, &events[j]) && agree(story, umbrella, &events[j])
            })
            .collect();
        if !finer.is_empty() {
            keep[i] = false;
            gifts.extend(finer.into_iter().map(|j| (i, j)));
        }
    }
    let mut out = events.clone();
    for (from, to) in gifts {
        let mut gift = events[from].clone();
        // A toll of the whole is no toll of the part that has its own.
        gift.tolls.retain(|t| out[to].tolls.iter().all(|own| own.harm != t.harm && own.harm != Harm::Both));
        donate(&mut out[to], &gift);
    }
    out.into_iter().zip(keep).filter(|(_, k)| *k).map(|(e, _)| e).collect()
}

/// «هجوم على سفينة في البحر الأحمر» and «غارات على الحديدة»: a ship hit at sea is not what was hit on the coast.
fn ashore(story: &Story<'_, '_>, sea: &Proto<'_>, land: &Proto<'_>) -> bool {
    let vessel = |p: &Proto<'_>| p.at.iter().any(|u| u.entry.id == "vessel");
    let kind = |p: &Proto<'_>| p.place.and_then(|i| story.located[i].place).map(|id| story.gazetteer.place(id).kind);
    // «66 ميلا غربي الحديدة» is at sea.
    let on_land = kind(land) != Some(Kind::Sea) && land.place.is_some_and(|i| story.located[i].relation == Relation::In);
    kind(sea) == Some(Kind::Sea) && on_land && vessel(sea) && !vessel(land)
}

/// Does the circle of the outer expression reach the inner one's point? A circle around a country reaches into its neighbours, the country does not.
pub(super) fn covers(story: &Story<'_, '_>, outer: usize, inner: usize) -> bool {
    let country = |i: usize| story.located[i].place.map(|p| story.gazetteer.place(p).country.as_str()).filter(|c| !c.is_empty());
    if country(outer).zip(country(inner)).is_some_and(|(a, b)| a != b) {
        return false;
    }
    match (story.located[outer].point, story.located[inner].point) {
        (Some(a), Some(b)) => {
            let region = story.located[outer].place.is_some_and(|p| story.gazetteer.place(p).kind == Kind::Region);
            distance_km(a, b) <= story.located[outer].radius_km * if region { 2.2 } else { 1.6 }
        }
        _ => false,
    }
}
