//! The roles of a frame: where, who, whom, with what, what came of it.

mod actors;
mod harm;
mod how;
mod places;
mod times;

pub use actors::actors;
pub use harm::tie_harm;
pub use how::{is_anaphoric, method, outcome, target_kind};
pub use places::places;
pub use times::times;

use crate::event::Status;
use crate::lexicon::Entry;
use std::ops::Range;

/// A party in a role of a frame.
#[derive(Clone, Debug)]
pub struct ActorUse<'a> {
    /// Its lexicon row.
    pub entry: &'a Entry,
    /// The words.
    pub tokens: Range<usize>,
    /// Reported, claimed or alleged.
    pub status: Status,
    /// The feature that decided.
    pub rule: &'static str,
}
