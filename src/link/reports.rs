//! The reports of all documents, in their order: what they are compared by in memory, the rest where [`Spill`] keeps it.

use super::answers::Answers;
use super::features::Features;
use super::score::{Decision, Refusal, likeness, near, weigh, weigh_part};
use crate::event::{Event, Source};
use crate::lexicon::Weights;
use crate::spill::Spill;
use crate::text::Sketch;
use std::borrow::Cow;
use std::io;

/// Reports by their numbers in the order of [`sort`].
#[derive(Debug)]
pub struct Reports {
    /// What each is compared by.
    pub features: Vec<Features>,
    /// The id of each.
    pub ids: Vec<Box<str>>,
    pub weights: Weights,
    answers: Answers,
    spill: Spill,
    order: Vec<u32>,
}

impl Reports {
    pub fn of(spill: Spill, weights: &Weights) -> io::Result<Reports> {
        let (mut keys, mut features, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..spill.len() {
            let event = spill.get(i)?;
            keys.push(key(&event));
            features.push(Features::of(&event));
            ids.push(event.event_id.as_str().into());
        }
        let order = order(&spill, keys)?;
        arrange(&mut features, &order);
        arrange(&mut ids, &order);
        Ok(Reports { answers: Answers::of(&features), features, ids, weights: weights.clone(), spill, order })
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn get(&self, i: u32) -> io::Result<Cow<'_, Event>> {
        self.spill.get(self.order[i as usize] as usize)
    }

    pub fn take(&mut self, i: u32) -> io::Result<Event> {
        self.spill.take(self.order[i as usize] as usize)
    }

    pub fn words(&self, i: u32) -> io::Result<Vec<Sketch>> {
        self.spill.words(self.order[i as usize] as usize)
    }

    /// Room for as many events, of which as many stay in memory.
    pub fn room(&self) -> Spill {
        self.spill.like()
    }

    /// Compare two reports; a refusal if they cannot be of one event whatever else they say.
    pub fn compare(&self, a: u32, b: u32) -> io::Result<Result<Decision, Refusal>> {
        let (x, y) = (&self.features[a as usize], &self.features[b as usize]);
        Ok(match near(x, y, &self.weights) {
            Err(refusal) => Err(refusal),
            Ok(far) => {
                let mut out = weigh(x, y, far, likeness(&self.words(a)?, &self.words(b)?), &self.weights);
                self.answers.weigh(&mut out, &self.features, a, b, &self.weights);
                Ok(out)
            }
        })
    }

    /// Does a report tell a part of what another tells of a larger place around it?
    pub fn compare_part(&self, part: u32, umbrella: u32) -> io::Result<Decision> {
        let likeness = likeness(&self.words(part)?, &self.words(umbrella)?);
        Ok(weigh_part(&self.features[part as usize], &self.features[umbrella as usize], likeness, &self.weights))
    }
}

/// Bring values into an order, given as the number of each one's place before; in place, as they are many.
fn arrange<T>(values: &mut [T], order: &[u32]) {
    for to in 0..order.len() {
        let mut from = order[to] as usize;
        // What stood in front has been swapped to the place of what was taken from there.
        while from < to {
            from = order[from] as usize;
        }
        values.swap(to, from);
    }
}

/// The order of the output: by day, place, id, document.
pub fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
}

type Key<'e> = (Option<&'e str>, Option<&'e str>, &'e str, &'e [Source]);

fn sort_key(event: &Event) -> Key<'_> {
    (event.date_start.as_deref(), event.place_id.as_deref(), &event.event_id, &event.sources)
}

/// The beginning of that key, small enough to be kept for each event.
pub fn key(event: &Event) -> Box<str> {
    let (day, place, id, sources) = sort_key(event);
    let document = sources.first().map_or("", |s| &s.document);
    [day.unwrap_or(""), place.unwrap_or(""), id, document].join("\0").into()
}

/// The numbers of events in the order of [`sort`], from the key of each.
pub fn order(events: &Spill, keys: Vec<Box<str>>) -> io::Result<Vec<u32>> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let key = |i: &u32| &keys[*i as usize];
    order.sort_unstable_by(|a, b| key(a).cmp(key(b)).then(a.cmp(b)));
    // Few keys are alike: documents of one name, or reports that are not united.
    for alike in order.chunk_by_mut(|a, b| key(a) == key(b)).filter(|run| run.len() > 1) {
        let mut all = alike.iter().map(|&i| Ok((events.get(i as usize)?, i))).collect::<io::Result<Vec<_>>>()?;
        all.sort_by(|a, b| sort_key(&a.0).cmp(&sort_key(&b.0)));
        alike.iter_mut().zip(all).for_each(|(slot, (_, i))| *slot = i);
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_brought_into_an_order() {
        for n in 0..50_u32 {
            // Some order without a pattern.
            let mut order: Vec<u32> = (0..n).collect();
            order.sort_by_key(|i| i.wrapping_mul(0x9E37_79B9) >> 7);
            let before: Vec<u32> = (0..n).map(|i| i * 10).collect();
            let mut values = before.clone();
            arrange(&mut values, &order);
            assert_eq!(values, order.iter().map(|&i| before[i as usize]).collect::<Vec<_>>());
        }
    }
}
