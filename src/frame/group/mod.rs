//! Which triggers of a sentence tell one act: one scored choice between each two neighbours.

mod differ;
mod join;

use super::answer::Answer;
use super::trigger::Trigger;
use crate::lexicon::{Tag, Tense};
use crate::mention::actor::ActorMention;
use crate::mention::place::PlaceExpr;
use crate::mention::time::TimeExpr;
use crate::reading::Reading;
use join::join;
use std::ops::Range;

/// A sentence with what stands in it.
pub struct Context<'c, 'a> {
    /// The document.
    pub reading: &'c Reading<'a>,
    /// All expressions of place of the document.
    pub exprs: &'c [PlaceExpr<'a>],
    /// Those of this sentence that are read as places.
    pub places: &'c [usize],
    /// Expressions of time of this sentence.
    pub times: Vec<TimeExpr>,
    /// Parties of this sentence.
    pub actors: Vec<ActorMention<'a>>,
    /// Its tokens.
    pub range: Range<usize>,
}

impl Context<'_, '_> {
    /// Does a clause begin at this token?
    pub fn starts_clause(&self, t: usize) -> bool {
        let r = self.reading;
        if t == self.range.start || r.is_break(t - 1) {
            return true;
        }
        if r.tagged(t, Tag::Connector).is_some_and(|(_, e)| !e.is("relative")) {
            return true;
        }
        let and = |tag| r.tagged(t, tag).is_some_and(|(m, _)| m.clitics.and && m.tense != Tense::None);
        and(Tag::Trigger) || and(Tag::Speech)
    }

    /// Where the clause that goes on at a token ends.
    pub fn clause_end(&self, t: usize) -> usize {
        (t..self.range.end).find(|&x| self.starts_clause(x)).unwrap_or(self.range.end)
    }

    /// First token of the clause that holds a token.
    pub fn clause_start(&self, t: usize) -> usize {
        (self.range.start..=t).rev().find(|&x| self.starts_clause(x)).unwrap_or(self.range.start)
    }
}

/// A stretch of the sentence, its triggers, and its relation to the stretch before.
pub type Group<'a> = (Range<usize>, Vec<Trigger<'a>>, Answer);

/// Group the triggers of a sentence into frames.
pub fn frames<'a>(context: &Context<'_, 'a>, triggers: Vec<Trigger<'a>>) -> Vec<Group<'a>> {
    let mut groups: Vec<(Vec<Trigger<'a>>, Answer, usize)> = Vec::new();
    for trigger in triggers {
        let Some((last, _, _)) = groups.last_mut() else {
            groups.push((vec![trigger], Answer::None, context.range.start));
            continue;
        };
        let join = join(context, last, &trigger);
        if join.score > 0.0 {
            last.push(trigger);
        } else {
            groups.push((vec![trigger], join.answer, join.border));
        }
    }
    let borders: Vec<usize> = groups.iter().map(|g| g.2).chain([context.range.end]).collect();
    groups
        .into_iter()
        .zip(borders.windows(2).map(|w| w[0]..w[1]).collect::<Vec<_>>())
        .map(|((triggers, answer, _), tokens)| (tokens, triggers, answer))
        .collect()
}
