//! Can two accounts be of one act: authors, day, method, and neither the answer to the other?

use super::Proto;
use crate::assemble::Story;
use crate::assemble::proto::DayBasis;
use crate::event::{Method, Outcome};
use crate::frame::ActorUse;
use crate::lexicon::{Lexicon, Tag};

/// Can two accounts be of one act: authors, day, method?
pub(super) fn agree(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    days_agree(a, b) && agree_but_day(story, a, b)
}

pub(super) fn agree_but_day(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    !answer(a, b) && !refutes(a, b) && authors_agree(story.reading.lexicon, a, b) && (a.title || b.title || methods_agree(a, b))
}

fn authors_agree(lexicon: &Lexicon, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    if !a.has_author() || !b.has_author() {
        // Unnamed on one side: the words must not name another class outright.
        return !(a.has_author() ^ b.has_author()) || a.class() == b.class() || a.class_hint.is_none() || b.class_hint.is_none();
    }
    let ids = |p: &Proto<'_>| -> Vec<String> {
        p.by.iter().flat_map(|u| std::iter::once(u.entry.id.clone()).chain(u.entry.kinds.iter().cloned())).collect()
    };
    let (x, y) = (ids(a), ids(b));
    x.iter().any(|id| y.contains(id)) || is_family(lexicon, &x, &y)
}

/// Parties that texts name for one another: both among the parties of one row, or one of them, where the other may be anyone.
fn is_family(lexicon: &Lexicon, x: &[String], y: &[String]) -> bool {
    lexicon.rows(Tag::Implied).filter(|row| row.is("family")).any(|row| {
        let anyone = row.kinds.iter().any(|k| k == "*");
        let named = |ids: &[String]| ids.iter().any(|id| row.kinds.contains(id));
        match (named(x), named(y)) {
            (true, true) => true,
            (one, other) => anyone && (one || other),
        }
    })
}

pub(super) fn days_agree(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    match (a.when, b.when) {
        (Some(x), Some(y)) if x.meets(&y) => true,
        // A day that nothing told is no contradiction for an account that speaks of a known act.
        (Some(_), Some(_)) => {
            let silent = |x: &Proto<'_>, y: &Proto<'_>| x.basis == DayBasis::Publication && (x.anaphoric || x.title || x.frames[0] > y.frames[0]);
            silent(a, b) || silent(b, a)
        }
        (None, None) => true,
        _ => a.anaphoric || b.anaphoric || a.title || b.title || a.basis != DayBasis::Told || b.basis != DayBasis::Told,
    }
}

fn methods_agree(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    use Method::{Airstrike, Artillery, Drone, Ground, Ied, Missile, Naval, Rocket, Shooting, Unknown};
    let pair = |x: Method, y: Method| {
        matches!(
            (x, y),
            (Airstrike, Drone | Missile | Rocket)
                | (Drone, Missile | Rocket)
                | (Missile, Rocket)
                | (Rocket, Artillery)
                | (Ground, Shooting | Ied)
                | (Naval, Drone | Missile)
        )
    };
    let (x, y) = (a.method, b.method);
    // «بالصواريخ والطائرات المسيّرة»: an account of both tells of either.
    let told = |p: &Proto<'_>, m: Method| p.weapons.iter().any(|w| w.1.method == Some(m));
    let names = |p: &Proto<'_>, m: Method| m != Unknown && p.frames.len() == 1 && p.has_author() && told(p, p.method) && told(p, m);
    if names(a, y) || names(b, x) {
        return true;
    }
    let told_apart = |x, y| matches!((x, y), (Drone, Missile | Rocket)) && !a.anaphoric && !b.anaphoric && a.frames[0] != b.frames[0];
    x == y || x == Unknown || y == Unknown || (pair(x, y) && !told_apart(x, y)) || (pair(y, x) && !told_apart(y, x))
}

/// Does one answer the other?
fn answer(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let of = |x: &Proto<'_>, y: &Proto<'_>| x.answers.is_some_and(|f| y.frames.contains(&f));
    of(a, b) || of(b, a)
}

/// What one side only shot down is no strike of its own: «أسقطت ثلاث مسيّرات» and «وضربت منصات الإطلاق».
pub(super) fn stops(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    a.outcome == Outcome::Intercepted && a.by.is_empty() && b.outcome == Outcome::Hit && b.has_author() && !b.anaphoric
}

/// Are the targets of one the authors of the other?
fn refutes(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let among = |u: &ActorUse<'_>, all: &[ActorUse<'_>]| all.iter().any(|v| v.entry.id == u.entry.id);
    let hits = |x: &Proto<'_>, y: &Proto<'_>| !x.by.is_empty() && x.by.iter().all(|u| among(u, &y.at) && !among(u, &x.at) && !among(u, &y.by));
    hits(a, b) || hits(b, a)
}
