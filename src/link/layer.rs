//! The events of a run, in the order of the output.

use super::reports::{key, order};
use crate::event::Event;
use crate::spill::{Events, Spill};
use hashbrown::HashMap;
use std::borrow::Cow;
use std::io;

/// Events in their order, those that were changed afterwards in memory.
#[derive(Debug)]
pub struct Layer {
    spill: Spill,
    order: Vec<u32>,
    changed: HashMap<u32, Event>,
}

impl Layer {
    /// The events in the order of [`super::sort`], from the key of each.
    pub(super) fn sorted(spill: Spill, keys: Vec<Box<str>>) -> io::Result<Layer> {
        let order = order(&spill, keys)?;
        Ok(Layer { spill, order, changed: HashMap::new() })
    }

    /// These events, in the order of [`super::sort`]. Errors if those that are not in memory cannot be read.
    pub fn of(spill: Spill) -> io::Result<Layer> {
        let keys = (0..spill.len()).map(|i| Ok(key(&*spill.get(i)?))).collect::<io::Result<_>>()?;
        Layer::sorted(spill, keys)
    }

    /// The event of this place in the order.
    pub fn get(&self, i: usize) -> io::Result<Cow<'_, Event>> {
        let number = self.order[i];
        self.changed.get(&number).map_or_else(|| self.spill.get(number as usize), |event| Ok(Cow::Borrowed(event)))
    }

    /// Put another event into a place of the order.
    pub fn set(&mut self, i: usize, event: Event) {
        self.changed.insert(self.order[i], event);
    }

    /// Leave out the events of which this does not hold. Errors if events that are not in memory cannot be read.
    pub fn retain(&mut self, holds: impl Fn(&Event) -> bool) -> io::Result<()> {
        let mut order = Vec::with_capacity(self.order.len());
        for (i, &number) in self.order.iter().enumerate() {
            if holds(&*self.get(i)?) {
                order.push(number);
            }
        }
        self.order = order;
        Ok(())
    }

    /// All events at once. Errors if those that are not in memory cannot be read.
    pub fn events(mut self) -> io::Result<Vec<Event>> {
        let take = |number: &u32| self.changed.remove(number).map_or_else(|| self.spill.take(*number as usize), Ok);
        self.order.iter().map(take).collect()
    }
}

impl Events for Layer {
    fn count(&self) -> usize {
        self.order.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&Event) -> io::Result<()>) -> io::Result<()> {
        (0..self.order.len()).try_for_each(|i| visit(&*self.get(i)?))
    }
}
