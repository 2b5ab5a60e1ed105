//! One event told several times in a document is one event.

use super::Story;
use super::proto::{DayBasis, Proto, can_host, holds, is_act, same_spot};
use super::toll::combine;
use crate::event::{Count, GeoPrecision, Method, Outcome, Relation};
use crate::frame::{ActorUse, Answer};
use crate::gazetteer::Kind;
use crate::lexicon::Tag;
use crate::mention::harm::Harm;
use crate::resolve::place::distance_km;

/// Unite the proto-events of a document.
pub fn merge<'a>(story: &Story<'_, 'a>, protos: Vec<Proto<'a>>) -> Vec<Proto<'a>> {
    let (placed, placeless): (Vec<_>, Vec<_>) = protos.into_iter().partition(|p| p.place.is_some());
    let mut events: Vec<Proto<'a>> = Vec::new();
    for p in placed {
        let stands = p.frames.iter().any(|&f| is_act(&story.frames[f])) && !is_general(story, &p);
        let twin = events.iter().rposition(|e| same_place(story, e, &p) && agree(e, &p) || same_toll(story, e, &p) && agree_but_day(e, &p));
        match twin {
            Some(at) => absorb(story, &mut events[at], p),
            None if stands => events.push(p),
            // Harm told of a place: it belongs to the act there, if one is told.
            None => {
                if let Some(at) = events.iter().rposition(|e| near(story, e, &p) && agree(e, &p)) {
                    // «غارات على الشمال. ففي الأتارب قتل ثلاثة»: a part of the act, with its own place.
                    let umbrella = events[at].place.is_some_and(|e| {
                        story.located[e].is_coarse(story.gazetteer)
                            && p.place.is_some_and(|p| holds(story, story.located[e].place, p) || covers(story, e, p))
                    });
                    if umbrella {
                        let whole = events[at].clone();
                        let mut part = p;
                        donate(&mut part, &Proto { tolls: Vec::new(), frames: Vec::new(), ..whole });
                        events.push(part);
                    } else {
                        absorb(story, &mut events[at], Proto { place: None, ..p });
                    }
                }
            }
        }
    }
    let mut events = drop_umbrellas(story, events);
    let mut homeless = Vec::new();
    for p in placeless {
        match antecedents(story, &events, &p) {
            found if !found.is_empty() => {
                for at in found {
                    donate(&mut events[at], &p);
                }
            }
            _ => homeless.push(p),
        }
    }
    house(story, &mut events, homeless);
    events.sort_by_key(|e| e.frames[0]);
    events
}

/// «الهجمات على السفن في البحر الأحمر», «ردا على مجازر العدو في غزة»: acts in general, at a large place, without a day.
fn is_general(story: &Story<'_, '_>, p: &Proto<'_>) -> bool {
    let frame = &story.frames[p.frames[0]];
    let wide = p.place.is_some_and(|i| {
        matches!(story.located[i].precision, GeoPrecision::Country | GeoPrecision::Admin1 | GeoPrecision::Area) || frame.answer == Answer::Cause
    });
    let plural = |w: &str| w.ends_with("ات") || w.ends_with("اتها") || w.ends_with("مجازر");
    let acts: Vec<_> = frame.triggers.iter().filter(|t| t.is_act()).collect();
    let general = !acts.is_empty()
        && acts.iter().all(|t| {
            let start = t.tokens.start;
            let fronted = (start.saturating_sub(4)..start).any(|x| story.reading.tagged(x, Tag::Retaliation).is_some_and(|(_, e)| e.is("answer")));
            !t.is_verb() && plural(story.reading.word(start)) && (t.clitics.article || t.suffixed || fronted || frame.answer == Answer::Cause)
        });
    wide && general && p.basis != DayBasis::Told && p.tolls.is_empty()
}

/// Are two proto-events at one place?
fn same_place(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    // Titles say it roughly: «شهيد في مجدل زون» of what was on the road to it.
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
    if x.basis == "container" || y.basis == "container" {
        return x.basis == y.basis && text_of(story, a) == text_of(story, b);
    }
    // «محيط البلدة» and «البلدة» are one place; «شمال سوريا» and «سوريا» are not.
    let small = |p: GeoPrecision| matches!(p, GeoPrecision::Site | GeoPrecision::Settlement | GeoPrecision::Area);
    let close = matches!((x.point, y.point), (Some(p), Some(q)) if distance_km(p, q) <= 12.0);
    let wide = |r: Relation| matches!(r, Relation::Countryside | Relation::Between | Relation::Road);
    named_alike && small(x.precision) && small(y.precision) && close && (titled || !(wide(x.relation) ^ wide(y.relation)))
}

/// Two accounts of one method, in one neighbourhood, with the same dead and wounded: the same act, told once more or less exactly.
fn same_toll(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let counts = |p: &Proto<'_>| (combine(&p.tolls, true).map(|t| t.0), combine(&p.tolls, false).map(|t| t.0));
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

fn text_of<'s>(story: &'s Story<'_, '_>, expr: usize) -> &'s str {
    let name = story.exprs[expr].name.clone();
    story.reading.word(name.start)
}

/// Is one place in or beside the other?
fn near(story: &Story<'_, '_>, a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let (Some(a), Some(b)) = (a.place, b.place) else { return true };
    holds(story, story.located[a].place, b) || holds(story, story.located[b].place, a) || story.located[a].place == story.located[b].place
}

/// Can two accounts be of one act: authors, day, method?
fn agree(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    days_agree(a, b) && agree_but_day(a, b)
}

fn agree_but_day(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    !answer(a, b) && !refutes(a, b) && authors_agree(a, b) && (a.title || b.title || methods_agree(a, b))
}

fn authors_agree(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    if !a.has_author() || !b.has_author() {
        // Unnamed on one side: the words must not name another class outright.
        return !(a.has_author() ^ b.has_author()) || a.class() == b.class() || a.class_hint.is_none() || b.class_hint.is_none();
    }
    let related = |x: &str, y: &str| x == y;
    let ids = |p: &Proto<'_>| -> Vec<String> {
        p.by.iter().flat_map(|u| std::iter::once(u.entry.id.clone()).chain(u.entry.kinds.iter().cloned())).collect()
    };
    let (x, y) = (ids(a), ids(b));
    x.iter().any(|i| y.iter().any(|j| related(i, j))) || family(&x, &y)
}

/// Parties that texts name for one another.
fn family(x: &[String], y: &[String]) -> bool {
    const FAMILIES: &[&[&str]] =
        &[&["us", "coalition"], &["iran", "irgc"], &["syrian-army", "russia"], &["sdf", "coalition"], &["insurgents-unnamed"]];
    let has = |ids: &[String], family: &[&str]| ids.iter().any(|i| family.contains(&i.as_str()));
    FAMILIES.iter().any(|f| has(x, f) && has(y, f)) || has(x, &["insurgents-unnamed"]) || has(y, &["insurgents-unnamed"])
}

fn days_agree(a: &Proto<'_>, b: &Proto<'_>) -> bool {
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

/// Take in another account of the same event.
fn absorb<'a>(story: &Story<'_, 'a>, into: &mut Proto<'a>, other: Proto<'a>) {
    donate(into, &other);
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
        into.frames.rotate_right(1);
        if let Some(place) = other.place {
            into.place = Some(place);
        }
    }
}

/// Let an account that is no event of its own add what it knows.
fn donate<'a>(into: &mut Proto<'a>, other: &Proto<'a>) {
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
    if other.outcome != Outcome::Hit && into.outcome == Outcome::Hit && (into.tolls.is_empty() || other.repels) && other.anaphoric {
        into.outcome = other.outcome;
        // Assaults are beaten back; only what flies is shot down.
        let ground = matches!(into.method, Method::Ground | Method::Shooting | Method::Unknown) && other.weapons.is_empty();
        if other.repels && ground {
            into.outcome = Outcome::Failed;
        }
    }
    into.weapons.extend(other.weapons.iter().cloned());
    into.target_kind = into.target_kind.clone().or(other.target_kind.clone());
    into.tolls.extend(other.tolls.iter().filter(|t| t.place.is_none()).cloned());
    into.answers = into.answers.or(other.answers);
    into.anaphoric &= other.anaphoric;
}

/// Large places whose finer ones are told of the same act are no events; what they know goes to the finer ones.
fn drop_umbrellas<'a>(story: &Story<'_, 'a>, events: Vec<Proto<'a>>) -> Vec<Proto<'a>> {
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
                j != i && smaller && inside && !ashore(story, umbrella, &events[j]) && agree(umbrella, &events[j])
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
fn covers(story: &Story<'_, '_>, outer: usize, inner: usize) -> bool {
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

/// The events that a frame without a place speaks of: those of the closest frame told before it, else after it.
fn antecedents(story: &Story<'_, '_>, events: &[Proto<'_>], p: &Proto<'_>) -> Vec<usize> {
    let here = p.frames[0];
    let frame = &story.frames[here];
    let fits = |e: &Proto<'_>| agree(e, p) && !stops(e, p);
    // What the same sentence tells is closer than what another does, and what was told before than what comes later.
    let apart = |f: usize| match story.frames[f].sentence.cmp(&frame.sentence) {
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Less => 4,
        std::cmp::Ordering::Greater => 9,
    };
    // What another act answered is only recalled there: a toll without an act goes on with the answer.
    let told = |f: &&usize| story.frames[**f].answer != Answer::Cause || frame.has_act();
    let distance = |e: &Proto<'_>| {
        let of = |f: &usize| f.abs_diff(here) * 2 + apart(*f);
        let near = e.frames.iter().filter(told).map(of).min();
        near.or_else(|| e.frames.iter().map(of).min()).unwrap_or(usize::MAX)
    };
    let candidates: Vec<usize> = (0..events.len()).filter(|&i| fits(&events[i])).collect();
    let Some(best) = candidates.iter().map(|&i| distance(&events[i])).min() else { return Vec::new() };
    let told_before = |i: usize| events[i].frames.iter().any(|f| *f < here);
    // A new act, told as new, is not the one before only because nothing contradicts.
    let independent = !p.anaphoric && !p.title && is_act(frame);
    if independent && !candidates.iter().any(|&i| told_before(i) && shares(&events[i], p)) {
        let after = candidates.iter().any(|&i| events[i].frames[0] > here && shares(&events[i], p));
        if !after {
            return Vec::new();
        }
    }
    candidates.into_iter().filter(|&i| distance(&events[i]) == best).collect()
}

/// Do two accounts share an author, or a method and a day that is told?
fn shares(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let author = a.by.iter().any(|u| b.by.iter().any(|v| u.entry.id == v.entry.id));
    let method = a.method == b.method && a.method != Method::Unknown;
    author || method && (b.by.is_empty() || a.by.is_empty())
}

/// Does one answer the other?
fn answer(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let of = |x: &Proto<'_>, y: &Proto<'_>| x.answers.is_some_and(|f| y.frames.contains(&f));
    of(a, b) || of(b, a)
}

/// What one side only shot down is no strike of its own: «أسقطت ثلاث مسيّرات» and «وضربت منصات الإطلاق».
fn stops(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    a.outcome == Outcome::Intercepted && a.by.is_empty() && b.outcome == Outcome::Hit && b.has_author() && !b.anaphoric
}

/// Are the targets of one the authors of the other?
fn refutes(a: &Proto<'_>, b: &Proto<'_>) -> bool {
    let among = |u: &ActorUse<'_>, all: &[ActorUse<'_>]| all.iter().any(|v| v.entry.id == u.entry.id);
    let hits = |x: &Proto<'_>, y: &Proto<'_>| !x.by.is_empty() && x.by.iter().all(|u| among(u, &y.at) && !among(u, &x.at) && !among(u, &y.by));
    hits(a, b) || hits(b, a)
}

/// Acts without a place: one that the document names near them is theirs; of a document without any event they stand unplaced.
fn house<'a>(story: &Story<'_, 'a>, events: &mut Vec<Proto<'a>>, homeless: Vec<Proto<'a>>) {
    let none_yet = events.is_empty();
    for mut p in homeless {
        let frame = &story.frames[p.frames[0]];
        if !is_act(frame) || p.basis == DayBasis::Vague {
            continue;
        }
        let stands = p.has_author() && !p.anaphoric && !p.title;
        // «إن الضربات أضعفت الجماعة»: of acts that are only spoken of, nothing tells when or where they were.
        if p.anaphoric && p.tolls.is_empty() && p.basis <= DayBasis::Publication {
            continue;
        }
        if !none_yet && !stands {
            continue;
        }
        let place = nearest_place(story, frame.sentence);
        if let Some(place) = place {
            p.place = Some(place);
            let twin = events.iter().rposition(|e| (same_place(story, e, &p) || near(story, e, &p)) && agree(e, &p));
            match twin {
                Some(at) => donate(&mut events[at], &p),
                None if none_yet => events.push(p),
                // «أربعة انفجارات في المطار. مصادر قالت إن مسيّرات قصفت مدرجه»
                None if is_beside(story, place, frame.sentence) => events.push(p),
                None => {}
            }
        } else if none_yet {
            match events.iter_mut().find(|e| agree(e, &p)) {
                Some(e) => donate(e, &p),
                None => events.push(p),
            }
        }
    }
}

/// Is it an exact place that the sentence before names?
fn is_beside(story: &Story<'_, '_>, place: usize, sentence: usize) -> bool {
    let exact = matches!(story.located[place].precision, GeoPrecision::Site | GeoPrecision::Settlement);
    let told = story.reading.sentence_of(story.exprs[place].tokens.start);
    exact && can_host(story, place) && told <= sentence && sentence - told <= 1
}

/// The finest place within two sentences of one, the closest first; else the dateline.
fn nearest_place(story: &Story<'_, '_>, sentence: usize) -> Option<usize> {
    let of = |i: usize| story.reading.sentence_of(story.exprs[i].tokens.start);
    let hosts: Vec<usize> = (0..story.exprs.len())
        .filter(|&i| story.located[i].accepted && story.located[i].point.is_some() && story.located[i].part_of.is_none())
        .collect();
    let rank = |&i: &usize| {
        let coarse = match story.located[i].precision {
            GeoPrecision::Country => 4,
            GeoPrecision::Admin1 => 2,
            GeoPrecision::Admin2 => 1,
            _ => 0,
        };
        let role = if can_host(story, i) { 0 } else { 3 };
        (coarse + role + of(i).abs_diff(sentence).min(6), i)
    };
    hosts.into_iter().min_by_key(rank)
}
