//! From expressions to values: which place, which day.

pub mod place;
pub mod time;
