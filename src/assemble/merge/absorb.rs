//! What one account adds to another.

use super::Proto;
use crate::assemble::Story;
use crate::event::{GeoPrecision, Method, Outcome};

/// Take in another account of the same event.
pub(super) fn absorb<'a>(story: &Story<'_, 'a>, into: &mut Proto<'a>, other: Proto<'a>) {
    donate(into, &other);
    // What is told of one place only is told of this one.
    into.tolls.extend(other.tolls.iter().filter(|t| t.place.is_some()).cloned());
    into.also.extend(other.place);
    into.also.extend(other.also.iter().copied());
    // The more exact place stands.
    let is_site = |i: usize| story.located[i].precision == GeoPrecision::Site;
    if let (Some(mine), Some(theirs)) = (into.place, other.place)
        && (story.located[theirs].radius_km < story.located[mine].radius_km * 0.7 || is_site(theirs) && !is_site(mine))
        && story.located[theirs].basis != "container"
    {
        into.place = Some(theirs);
    }
    // The account with more of its own words comes first.
    if into.title && !other.title {
        into.title = false;
        // «صواريخ إسرائيلية على المرفأ», which aircraft fired.
        if into.method == Method::Rocket && other.method == Method::Airstrike {
            into.method = other.method;
        }
        into.frames.rotate_right(1);
        if let Some(place) = other.place {
            into.place = Some(place);
        }
    }
}

/// Let an account that is no event of its own add what it knows.
pub(super) fn donate<'a>(into: &mut Proto<'a>, other: &Proto<'a>) {
    let fresh: Vec<usize> = other.frames.iter().copied().filter(|f| !into.frames.contains(f)).collect();
    into.frames.extend(fresh);
    if other.basis > into.basis && other.when.is_some() {
        (into.when, into.basis, into.time) = (other.when, other.basis, other.time.clone());
    }
    into.part = into.part.or(other.part);
    if into.by.is_empty() || into.by.iter().all(|u| u.entry.is_unnamed()) && !other.by.is_empty() {
        into.by.clone_from(&other.by);
    } else {
        for u in &other.by {
            if into.by.iter().all(|v| v.entry.id != u.entry.id) && other.by.len() > 1 {
                into.by.push(u.clone());
            }
        }
    }
    for u in &other.at {
        if into.at.iter().all(|v| v.entry.id != u.entry.id) {
            into.at.push(u.clone());
        }
    }
    into.by_unknown |= other.by_unknown;
    if into.method == other.method || into.method == Method::Unknown {
        into.class_hint = into.class_hint.or(other.class_hint);
    }
    if into.method == Method::Unknown
        || into.method == Method::Airstrike && other.method == Method::Drone
        || into.method == Method::Rocket && other.method == Method::Missile
    {
        into.method = other.method;
    }
    let unharmed = into.tolls.iter().all(|t| t.count.max == Some(0));
    if other.outcome != Outcome::Hit && into.outcome == Outcome::Hit && (unharmed || other.repels) && other.anaphoric {
        into.outcome = other.outcome;
        // Assaults are beaten back; only what flies is shot down.
        let unarmed = into.weapons.is_empty() && other.weapons.is_empty();
        if matches!(into.method, Method::Ground | Method::Shooting) && other.weapons.is_empty() || into.method == Method::Unknown && unarmed {
            into.outcome = Outcome::Failed;
        }
    }
    into.weapons.extend(other.weapons.iter().cloned());
    into.target_kind = into.target_kind.clone().or(other.target_kind.clone());
    into.tolls.extend(other.tolls.iter().filter(|t| t.place.is_none()).cloned());
    into.answers = into.answers.or(other.answers);
    into.anaphoric &= other.anaphoric;
}
