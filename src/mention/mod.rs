//! Mentions that are more than one lexicon row: numbers, times, places, actors, harm.

pub mod actor;
pub mod harm;
pub mod number;
mod people;
pub mod place;
pub mod time;
pub mod unharmed;
