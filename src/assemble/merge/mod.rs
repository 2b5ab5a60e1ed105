//! One event told several times in a document is one event.

mod absorb;
mod agree;
mod placeless;
mod same;
mod umbrella;

use super::Story;
use super::proto::{Proto, holds, is_act};
use absorb::{absorb, donate};
use agree::{agree, agree_but_day};
use same::{near, same_place, same_toll};
use umbrella::covers;

/// Unite the proto-events of a document.
pub fn merge<'a>(story: &Story<'_, 'a>, protos: Vec<Proto<'a>>) -> Vec<Proto<'a>> {
    let (placed, placeless): (Vec<_>, Vec<_>) = protos.into_iter().partition(|p| p.place.is_some());
    let mut events: Vec<Proto<'a>> = Vec::new();
    for p in placed {
        let twin =
            events.iter().rposition(|e| same_place(story, e, &p) && agree(story, e, &p) || same_toll(story, e, &p) && agree_but_day(story, e, &p));
        match twin {
            Some(at) => absorb(story, &mut events[at], p),
            None if p.frames.iter().any(|&f| is_act(&story.frames[f])) && !umbrella::is_general(story, &p) => events.push(p),
            None => add_to_act(story, &mut events, p),
        }
    }
    let mut events = umbrella::drop_umbrellas(story, events);
    let mut homeless = Vec::new();
    for p in placeless {
        let told = placeless::antecedents(story, &events, &p);
        for &at in &told {
            donate(&mut events[at], &p);
        }
        if told.is_empty() {
            homeless.push(p);
        }
    }
    placeless::house(story, &mut events, homeless);
    events.sort_by_key(|e| e.frames[0]);
    events
}

/// Harm told of a place: it belongs to the act there, if one is told.
fn add_to_act<'a>(story: &Story<'_, 'a>, events: &mut Vec<Proto<'a>>, harm: Proto<'a>) {
    let Some(at) = events.iter().rposition(|e| near(story, e, &harm) && agree(story, e, &harm)) else { return };
    // «غارات على الشمال. ففي الأتارب قتل ثلاثة»: a part of the act, with its own place.
    let is_part = events[at].place.zip(harm.place).is_some_and(|(whole, part)| {
        story.located[whole].is_coarse(story.gazetteer) && (holds(story, story.located[whole].place, part) || covers(story, whole, part))
    });
    if is_part {
        let mut part = harm;
        donate(&mut part, &Proto { tolls: Vec::new(), frames: Vec::new(), ..events[at].clone() });
        events.push(part);
    } else {
        absorb(story, &mut events[at], Proto { place: None, ..harm });
    }
}
