//! One proto-event for each place of each frame, with its day.

use super::Story;
use super::day::{Before, above, day, headings};
use super::toll::{Toll, tolls};
use crate::event::{Class, GeoPrecision, Method, Outcome, Relation};
use crate::frame::{ActorUse, Answer, Frame, Reality, is_item};
use crate::gazetteer::Kind;
use crate::lexicon::{Entry, Role};
use crate::mention::place::{Link, Role as PlaceRole};
use crate::mention::time::TimeExpr;
use crate::resolve::time::When;
use std::ops::Range;

/// Why an event has its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayBasis {
    /// The text says when, but not so that a day follows.
    Vague,
    /// Nothing told: the publication day.
    Publication,
    /// From the act told before.
    Inherited,
    /// Told.
    Told,
}

/// An event in the making.
#[derive(Clone, Debug)]
pub struct Proto<'a> {
    /// Its frames, by index; the first tells it best.
    pub frames: Vec<usize>,
    /// Its place: index of an expression.
    pub place: Option<usize>,
    /// Other expressions that name the same place.
    pub also: Vec<usize>,
    /// Its day.
    pub when: Option<When>,
    /// Why.
    pub basis: DayBasis,
    /// Words of the day.
    pub time: Option<TimeExpr>,
    /// Part of the day.
    pub part: Option<&'static str>,
    /// What the words imply of its class.
    pub class_hint: Option<Class>,
    /// Method.
    pub method: Method,
    /// Outcome.
    pub outcome: Outcome,
    /// Authors.
    pub by: Vec<ActorUse<'a>>,
    /// Those who were hit.
    pub at: Vec<ActorUse<'a>>,
    /// Nobody knows the author, says the text.
    pub by_unknown: bool,
    /// Weapons.
    pub weapons: Vec<(Range<usize>, &'a Entry)>,
    /// What was hit.
    pub target_kind: Option<(Range<usize>, &'a Entry)>,
    /// Tolls told of it.
    pub tolls: Vec<Toll>,
    /// Frame that this one answers.
    pub answers: Option<usize>,
    /// Only the title tells it.
    pub title: bool,
    /// It is spoken of as known.
    pub anaphoric: bool,
    /// It says that what was told before was beaten back: «صدّاه», «أحبطته».
    pub repels: bool,
}

impl Proto<'_> {
    /// Class by its authors, else by its words.
    pub fn class(&self) -> Class {
        let nature = self.by.iter().find_map(|a| a.entry.nature.as_deref().filter(|n| *n != "none"));
        match nature {
            Some("state") => Class::Strike,
            Some(_) => Class::Attack,
            None => self.class_hint.unwrap_or(if self.method == Method::Airstrike { Class::Strike } else { Class::Attack }),
        }
    }

    /// Is its class told by authors, and not only by words?
    pub fn has_author(&self) -> bool {
        !self.by.is_empty()
    }
}

/// The proto-events of a document, in order, those without a place included.
pub fn protos<'a>(story: &Story<'_, 'a>) -> Vec<Proto<'a>> {
    let mut out: Vec<Proto<'a>> = Vec::new();
    let mut before: Option<Before> = None;
    let mut lead: Option<When> = None;
    let headings = headings(story);
    for (index, frame) in story.frames.iter().enumerate() {
        if frame.reality != Reality::Real {
            continue;
        }
        let heading = above(&headings, frame);
        let (time, mut when, basis, part) = day(story, frame, before.as_ref(), heading);
        // The day of the story: what its first sentences tell as of yesterday.
        let item = is_item(story.reading, frame.sentence);
        if basis == DayBasis::Publication && !frame.title {
            when = lead.or(when);
        }
        if basis == DayBasis::Told && lead.is_none() && frame.sentence <= 6 && !item {
            let recent = |w: &When| story.published.is_some_and(|p| (0..=2).contains(&(p - w.start).get_days()));
            lead = when.filter(recent);
        }
        if let Some(w) = when.filter(|_| basis >= DayBasis::Inherited) {
            before = Some(Before { sentence: frame.sentence, when: w, part });
        }
        let mut places = finest(story, frame);
        let tolls = tolls(story, frame, index);
        // «قصف مكثف أسفر عن 7000 قتيل»: a toll of that size without a day is that of a war.
        if basis <= DayBasis::Publication && tolls.iter().any(|t| t.count.min.is_some_and(|n| n >= 1000)) {
            continue;
        }
        if places.is_empty() && frame.elsewhere.is_empty() {
            places.extend(heading.and_then(|h| h.place));
        }
        let make = |place: Option<usize>| Proto {
            frames: vec![index],
            place,
            also: Vec::new(),
            when,
            basis,
            time: time.clone(),
            part,
            class_hint: frame.class,
            method: frame.method,
            outcome: frame.outcome,
            by: authors(frame),
            at: frame.at.clone(),
            by_unknown: frame.by_unknown,
            weapons: frame.weapons.clone(),
            target_kind: frame.target_kind.clone(),
            tolls: tolls
                .iter()
                .filter(|t| t.place.is_none_or(|of| !places.contains(&of) || place.is_some_and(|p| p == of || same_spot(story, p, of))))
                .map(|t| Toll { shared: t.place.is_none() && are_apart(story, &places), ..t.clone() })
                .collect(),
            answers: None,
            title: frame.title,
            anaphoric: frame.anaphoric || !is_act(frame),
            repels: frame.triggers.iter().any(|t| t.role == Role::Intercept && t.suffixed && t.is_verb()),
        };
        let first = out.len();
        if places.is_empty() {
            out.push(make(None));
        } else {
            out.extend(places.iter().map(|&p| make(Some(p))));
            own_harm_wins(&mut out[first..]);
        }
        match frame.answer {
            Answer::Cause if index > 0 => {
                for p in out.iter_mut().filter(|p| p.frames[0] == index - 1) {
                    p.answers = Some(index);
                }
            }
            Answer::Reply if index > 0 => {
                for p in &mut out[first..] {
                    p.answers = Some(index - 1);
                }
            }
            _ => {}
        }
    }
    out
}

/// Who did it; whoever only tells of harm or of what came down («أقرت وسائل إعلام العدو بإصابة أربعة», «بسقوط صواريخ») did not do it.
fn authors<'a>(frame: &Frame<'a>) -> Vec<ActorUse<'a>> {
    let suffered = frame.triggers.iter().all(|t| t.is_harm() || t.entry.id == "fall");
    let doers: Vec<ActorUse<'a>> = frame.by.iter().filter(|u| !suffered || !u.rule.starts_with("speaker")).cloned().collect();
    named(&doers)
}

/// Authors without a name («مسلحون») make the class, but where a named one stands they say nothing more.
fn named<'a>(uses: &[ActorUse<'a>]) -> Vec<ActorUse<'a>> {
    let real = |u: &&ActorUse<'a>| !u.entry.is_unnamed();
    if uses.iter().any(|u| real(&u)) { uses.iter().filter(real).cloned().collect() } else { uses.to_vec() }
}

/// Is the frame an act that can stand as an event: an act, or an interception of a weapon?
pub(super) fn is_act(frame: &Frame<'_>) -> bool {
    let stopped =
        frame.triggers.iter().any(|t| t.role == Role::Intercept) && frame.weapons.iter().any(|w| w.1.id != "small-arms" && w.1.id != "bomb");
    // «مسيّرة قتلت قياديا»: a weapon that killed.
    let killed = frame.triggers.iter().any(|t| t.is_harm() && !t.entry.is("count-noun")) && !frame.weapons.is_empty();
    // «استشهاد رجل في القرية على يد الميليشيا»: killed by someone who is told.
    let by = |u: &ActorUse<'_>| matches!(u.rule, "agent-phrase" | "killer") && !u.entry.is_unnamed();
    let killed = killed
        || frame.places.len() == 1 && frame.by.iter().any(by) && frame.triggers.iter().any(|t| t.role == Role::Kill && !t.entry.is("count-noun"));
    // «وُجهت خمسة صواريخ إلى القاعدة»
    let sent = frame.triggers.iter().any(|t| t.role == Role::Light) && !frame.weapons.is_empty();
    frame.has_act() || stopped || killed || sent
}

/// A toll tied to one place of the frame is not the toll of the others.
fn own_harm_wins(protos: &mut [Proto<'_>]) {
    for p in protos {
        if p.tolls.iter().any(|t| t.place.is_some()) {
            p.tolls.retain(|t| t.place.is_some());
        }
    }
}

/// The places of a frame without the large ones that a finer one lies in.
fn finest(story: &Story<'_, '_>, frame: &Frame<'_>) -> Vec<usize> {
    let coarse = |p: usize| story.located[p].is_coarse(story.gazetteer);
    let fine: Vec<usize> = frame.places.iter().copied().filter(|&p| !coarse(p)).collect();
    let mut out: Vec<usize> = Vec::new();
    for &p in &frame.places {
        let outer = story.located[p].place;
        let holds_finer = coarse(p)
            && (fine.iter().any(|&f| holds(story, outer, f)) || frame.places.iter().any(|&q| q != p && finer(story, q, p) && holds(story, outer, q)));
        // «وفي طهران سقطت الصواريخ … في حي نارمك»: the city of a quarter or a site that the act names, if it is no second target.
        let first = story.exprs[p].tokens.start;
        let opens =
            first > 0 && story.reading.is_word(first - 1, &["في", "ففي"]) && frame.places.iter().all(|&q| story.exprs[q].tokens.start >= first);
        // «وفي رام الله، هاجم … في بلدة ترمسعيا»: near it, or not known otherwise than as in it.
        let near = |q: usize| {
            let apart = story.located[p].point.zip(story.located[q].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
            // A valley or a site near it, or a much smaller settlement.
            let smaller = story.located[q].precision != GeoPrecision::Settlement || story.located[q].radius_km <= story.located[p].radius_km * 0.6;
            !coarse(q) && smaller && apart.is_some_and(|d| d <= 60.0) || story.located[q].basis == "container" && story.located[q].place == outer
        };
        let alone = |q: usize| story.exprs[q].link != Link::And && story.exprs[p].link != Link::And;
        let inside = |q: usize| q != p && opens && alone(q) && (finer(story, q, p) && holds(story, outer, q) || near(q));
        let city_of = outer.is_some_and(|o| matches!(story.gazetteer.place(o).kind, Kind::City | Kind::Town))
            && story.located[p].relation == Relation::In
            && frame.places.iter().any(|&q| inside(q));
        let holds_finer = holds_finer || city_of;
        let twice = out.iter().any(|&q| same_spot(story, p, q) || one_target(story, q, p));
        if !holds_finer && !twice {
            out.push(p);
        }
    }
    out
}

/// «صاروخان باتجاه المنطقة الخضراء … قرب ساحة الاحتفالات»: two names of one target, not joined by و.
fn one_target(story: &Story<'_, '_>, first: usize, second: usize) -> bool {
    let apart = story.located[first].point.zip(story.located[second].point).map(|(a, b)| crate::resolve::place::distance_km(a, b));
    story.exprs[second].link != Link::And && apart.is_some_and(|d| d <= 2.0)
}

fn finer(story: &Story<'_, '_>, a: usize, b: usize) -> bool {
    story.located[a].radius_km < story.located[b].radius_km
}

pub(super) fn holds(story: &Story<'_, '_>, outer: Option<u32>, inner: usize) -> bool {
    match (outer, story.located[inner].place) {
        (Some(o), Some(i)) => o != i && story.gazetteer.contains(o, i),
        _ => false,
    }
}

pub(super) fn same_spot(story: &Story<'_, '_>, a: usize, b: usize) -> bool {
    let (a, b) = (&story.located[a], &story.located[b]);
    a.place.is_some() && a.place == b.place && a.basis == b.basis && a.relation == b.relation && a.point == b.point
}

/// Do some of these places lie well apart?
fn are_apart(story: &Story<'_, '_>, places: &[usize]) -> bool {
    const NEAR_KM: f64 = 10.0;
    let mut points = places.iter().filter_map(|&p| story.located[p].point);
    let first = points.next();
    points.any(|p| first.is_some_and(|f| crate::resolve::place::distance_km(f, p) > NEAR_KM))
}

/// Is an expression of place one where something can have happened?
pub(super) fn can_host(story: &Story<'_, '_>, expr: usize) -> bool {
    story.exprs[expr].role == PlaceRole::Location && story.located[expr].accepted && story.located[expr].part_of.is_none()
}
