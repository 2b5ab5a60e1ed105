//! How, what came of it, and what was hit.

use crate::event::{Method, Outcome};
use crate::frame::Trigger;
use crate::lexicon::{Entry, Role, Tag};
use crate::matcher::Mention;
use crate::reading::Reading;
use std::ops::Range;

/// How it was done: the trigger's own word, else the closest weapon; carriers win over what they fire.
pub fn method(reading: &Reading<'_>, triggers: &[Trigger<'_>], weapons: &[(Range<usize>, &Entry)]) -> Method {
    let acts: Vec<&Trigger<'_>> = triggers.iter().filter(|t| !t.is_harm()).collect();
    let anchor = acts.first().map_or_else(|| triggers[0].tokens.start, |t| t.tokens.start);
    // «استهداف دبابة بصاروخ موجه»: a gun that something else was fired at.
    let fired_at = |w: &(Range<usize>, &Entry)| {
        let gun = w.1.method == Some(Method::Artillery) && triggers.iter().any(|t| t.takes_object() && t.tokens.end == w.0.start);
        let with = |o: &(Range<usize>, &Entry)| reading.tagged(o.0.start, Tag::Weapon).is_some_and(|(m, _)| m.clitics.prep == Some('ب'));
        gun && weapons.iter().any(|o| o.0.start >= w.0.end && o.1.method != Some(Method::Artillery) && with(o))
    };
    let usable = |w: &&(Range<usize>, &Entry)| !is_target(reading, triggers, w.0.start) && !fired_at(w);
    let carrier = weapons.iter().filter(usable).find(|w| w.1.is("carrier"));
    // The closest weapon; one that carries others counts as somewhat closer.
    // «73 صاروخا باليستيا وعشرات المسيّرات»: a carrier that و joins to another weapon fires nothing of it.
    let beside = |w: &(Range<usize>, &Entry)| {
        let joined =
            (w.0.start.saturating_sub(1)..=w.0.start).any(|t| reading.word(t).starts_with('و') && reading.at(t).iter().any(|m| m.clitics.and));
        joined && weapons.iter().any(|o| o.0.end <= w.0.start && w.0.start - o.0.end <= 3 && !o.1.is("carrier"))
    };
    let closer = |w: &(Range<usize>, &Entry)| if w.1.is("carrier") && !beside(w) { reading.lexicon.weights.weapon_carrier } else { 0.0 };
    let distance = |w: &(Range<usize>, &Entry)| (w.0.start.abs_diff(anchor) as f64 - closer(w)).max(0.0);
    let close = weapons.iter().filter(usable).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let by_weapon = |w: Option<&(Range<usize>, &Entry)>| w.and_then(|w| w.1.method);
    let own: Option<Method> = acts.iter().find_map(|t| t.entry.method.filter(|m| *m != Method::Unknown));
    let drone = weapons.iter().filter(usable).any(|w| w.1.id == "drone");
    // «أقلعت مقاتلة من المطار وألقت قنبلة»
    let dropped = triggers.iter().any(|t| t.entry.id == "drop");
    let carried = |fired: Option<&(Range<usize>, &Entry)>, by: Option<&(Range<usize>, &Entry)>| {
        let fires = |m: Option<Method>| matches!(m, Some(Method::Rocket | Method::Missile | Method::Ied));
        fired.zip(by).is_some_and(|(f, c)| !beside(c) && fires(f.1.method) && (f.0.start.abs_diff(c.0.start) <= 6 || dropped))
    };
    let with =
        |w: &&(Range<usize>, &Entry)| (w.0.start.saturating_sub(2)..=w.0.start).any(|t| reading.word(t).starts_with('ب') && !reading.is_break(t));
    let thrown = || {
        weapons.iter().filter(usable).filter(with).find_map(|w| w.1.method.filter(|m| matches!(m, Method::Missile | Method::Rocket | Method::Drone)))
    };
    let at_sea = |m: Method| if m == Method::Rocket { Method::Missile } else { m };
    match own {
        // «قصف مدفعي», «كمين» say it themselves; «غارة» by a drone is one by a drone.
        Some(Method::Airstrike) if drone => Method::Drone,
        Some(Method::Rocket) if by_weapon(close) == Some(Method::Missile) => Method::Missile,
        Some(Method::Ied) if drone => Method::Drone,
        Some(Method::Ground | Method::Shooting) if by_weapon(carrier) == Some(Method::Drone) => Method::Drone,
        // «محاولة اغتيال بعبوة»
        Some(Method::Shooting) if weapons.iter().filter(usable).filter(with).any(|w| w.1.method == Some(Method::Ied)) => Method::Ied,
        // «اشتبكت مع حاملة الطائرات بصاروخين مجنحين»
        Some(Method::Ground) if by_weapon(close) == Some(Method::Missile) => Method::Missile,
        Some(m) => m,
        // «طائرات درون», «طائرة … مسيّرة»: the general word beside the exact one.
        None if drone && by_weapon(close) == Some(Method::Airstrike) => Method::Drone,
        // «استهدفت القوات البحرية سفينة بعدد من الصواريخ»: those are missiles, not the navy's boats.
        None if by_weapon(carrier) == Some(Method::Naval) && thrown().is_some() => thrown().map_or(Method::Naval, at_sea),
        // «سقوط صاروخ من مسيّرة»
        None if carried(close, carrier) => by_weapon(carrier).unwrap_or(Method::Unknown),
        None => by_weapon(close).unwrap_or(Method::Unknown),
    }
}

/// «استهدف منصة صواريخ», «مستودع قذائف», «ضرب طائرة مسيرة»: the weapon is what was hit.
fn is_target(reading: &Reading<'_>, triggers: &[Trigger<'_>], weapon: usize) -> bool {
    // «هدفا لثلاثة صواريخ» is an act, no site that holds them.
    // … and «دمرت الدفاعات الجوية مسيّرتين» tells who shot them down.
    let act = |t: usize| triggers.iter().any(|a| a.tokens.contains(&t) || a.role == Role::Intercept && a.tokens.end == t);
    // «الدفاعات الجوية أسقطت مسيّرة»: between the two stands what was done.
    let next_to = |m: &Mention| m.end + 1 >= weapon && !(m.end..weapon).any(|x| reading.is(x, Tag::Trigger));
    // «قصفت المعسكر نفسه بالمدفعية»
    let with = reading.tagged(weapon, Tag::Weapon).is_some_and(|(m, _)| m.clitics.prep == Some('ب'));
    let stored = !with
        && (weapon.saturating_sub(3)..weapon).any(|t| {
            reading
                .tagged(t, Tag::TargetKind)
                .filter(|_| !act(t))
                .is_some_and(|(m, e)| matches!(e.id.as_str(), "depot" | "air-defence" | "position" | "base") && next_to(m))
                || reading.tagged(t, Tag::Store).is_some_and(|(m, _)| m.end + 1 >= weapon)
        });
    // «دمرت مواقع قتالية ومدفع هاون»
    let destroyed = triggers.iter().rfind(|t| t.tokens.end <= weapon).is_some_and(|t| {
        let mut between = t.tokens.end..weapon;
        let joined = (weapon - 1..=weapon).any(|x| reading.word(x).starts_with('و') && reading.at(x).iter().any(|m| m.clitics.and));
        t.entry.id == "burn" && joined && between.len() <= 4 && between.any(|x| reading.is(x, Tag::TargetKind))
    });
    (stored || destroyed) && !triggers.iter().any(|t| t.tokens.start <= weapon && weapon < t.tokens.end)
}

/// What came of it.
pub fn outcome(reading: &Reading<'_>, tokens: &Range<usize>, triggers: &[Trigger<'_>]) -> Outcome {
    let missed = triggers.iter().skip(1).any(|t| {
        crate::frame::modality::is_effect(t) && crate::frame::modality::is_negated(reading, &(tokens.start..t.tokens.start), t.tokens.start)
    });
    if missed {
        return Outcome::Failed;
    }
    // «فشلت الدفاعات في اعتراضها»: it came through.
    let through = |t: usize| reading.tagged(t, Tag::Exception).is_some_and(|(_, e)| e.id == "x-defence-failed");
    let came_through = tokens.clone().any(through);
    let intercepted = !came_through && triggers.iter().any(|t| t.role == Role::Intercept);
    let partial =
        || reading.any(tokens.clone(), Tag::Part) || tokens.clone().any(|t| reading.is_word(t, &["معظم", "بعض", "عدد", "احدهما", "احدها", "اغلب"]));
    // «عدد الغارات تخطى العشرين» looks like «تخطئ».
    let failed = reading.all(tokens.clone(), Tag::Missed).any(|(m, _)| !through(m.start) && crate::mention::number::parse(reading, m.end).is_none());
    let hits = triggers.iter().any(|t| matches!(t.entry.id.as_str(), "struck" | "burn") || t.is_harm());
    if failed {
        Outcome::Failed
    } else if intercepted && !hits && !partial() {
        Outcome::Intercepted
    } else {
        Outcome::Hit
    }
}

/// «الهجوم», «هذه الغارات», «القصف»: an act that the text takes as known.
pub fn is_anaphoric(reading: &Reading<'_>, triggers: &[Trigger<'_>]) -> bool {
    let mut acts = triggers.iter().filter(|t| !t.is_harm()).peekable();
    if acts.peek().is_none() {
        return true;
    }
    // «القصف استهدف كتيبة رادار»: a known act as the subject of a verb.
    let of_known = |t: &Trigger<'_>| {
        let subject = triggers.iter().rfind(|a| a.tokens.end <= t.tokens.start);
        t.is_verb() && subject.is_some_and(|a| a.is_act() && !a.is_verb() && a.clitics.article && t.tokens.start - a.tokens.end <= 1)
    };
    acts.all(|t| {
        of_known(t)
            || !t.is_verb() && (t.clitics.article || reading.tagged(t.tokens.start.saturating_sub(1), Tag::Same).is_some())
            || t.role == Role::Light
            || t.role == Role::Intercept && stops_known(reading, t)
            || t.entry.id == "reach"
            // «أربعة مصابين بالرصاص»: how they were hurt.
            || t.entry.id == "fire-at" && reading.word(t.tokens.start).starts_with('ب') && triggers.iter().any(|h| h.is_harm() && h.tokens.end == t.tokens.start)
            // «هجوم التاجي», «قصف القاعدة»: an act by the name of its place.
            || !t.is_verb() && t.clitics.prep.is_none() && reading.at(t.tokens.end).iter().any(|m| matches!(m.item, crate::matcher::Item::Name(_)) && m.clitics.prep.is_none()) && !t.takes_object()
    })
}

/// «صدّاه», «اعترضت القبة الصاروخين», «اعتراض كل الصواريخ»: what was stopped is known.
fn stops_known(reading: &Reading<'_>, stop: &Trigger<'_>) -> bool {
    const NEAR: usize = 4;
    let end = stop.tokens.end;
    let weapon = (end..end + NEAR).take_while(|&t| !reading.is_break(t)).find_map(|t| reading.tagged(t, Tag::Weapon));
    stop.suffixed || weapon.is_some_and(|(m, _)| m.clitics.article)
}

/// What was hit, from the words behind the triggers.
pub fn target_kind<'a>(reading: &Reading<'a>, tokens: &Range<usize>, triggers: &[Trigger<'_>]) -> Option<(Range<usize>, &'a Entry)> {
    let from = triggers.iter().find(|t| t.is_act()).unwrap_or(&triggers[0]).tokens.end;
    let specific = |m: &(&crate::matcher::Mention, &Entry)| m.1.id != "position";
    let behind = || reading.all(from.min(tokens.end)..tokens.end, Tag::TargetKind);
    // «الدفاعات الجوية أسقطت مسيّرة»: who stopped it was not its target.
    let stopped = triggers.iter().any(|t| t.role == Role::Intercept);
    let anywhere = || reading.all(tokens.clone(), Tag::TargetKind).filter(|(_, e)| !(stopped && e.id == "air-defence"));
    let found = behind().find(specific).or_else(|| behind().next()).or_else(|| anywhere().find(specific))?;
    Some((found.0.start..found.0.end, found.1))
}
