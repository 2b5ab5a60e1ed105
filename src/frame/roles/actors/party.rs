//! A party with the words around it, and its scores as author and as target.

use crate::event::Status;
use crate::frame::group::Context;
use crate::frame::{Frame, Trigger};
use crate::lexicon::{Entry, Tag};
use crate::matcher::Mention;
use crate::mention::actor::ActorMention;
use crate::text::Kind;

/// How much speaks for each role of a party, and the feature that says most.
pub(super) struct Scored<'m, 'a> {
    pub(super) mention: &'m ActorMention<'a>,
    pub(super) by: f64,
    pub(super) by_rule: &'static str,
    pub(super) at: f64,
    pub(super) at_rule: &'static str,
    pub(super) status: Status,
}

impl Scored<'_, '_> {
    /// A feature of the doer: the strongest stands; what speaks against it is taken off.
    pub(super) fn doer(&mut self, weight: f64, rule: &'static str) {
        if weight < 0.0 {
            (self.by, self.by_rule) = (self.by + weight, rule);
        } else if weight > self.by {
            (self.by, self.by_rule) = (weight, rule);
        }
    }

    /// A feature of whom it hit: the strongest stands.
    pub(super) fn hit(&mut self, weight: f64, rule: &'static str) {
        if weight > self.at {
            (self.at, self.at_rule) = (weight, rule);
        }
    }
}

/// A party where it stands in its frame.
pub(super) struct Party<'p, 'm, 'a> {
    pub(super) context: &'p Context<'p, 'a>,
    pub(super) frame: &'p Frame<'a>,
    pub(super) mention: &'m ActorMention<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The preposition that is joined to it, or ل before a mark: «قصف لـ"قسد"».
    pub(super) preposition: Option<char>,
    /// Does «على» or the like stand before it?
    pub(super) on: bool,
    /// The trigger before it.
    pub(super) previous: Option<&'p Trigger<'a>>,
    /// The trigger behind it.
    pub(super) next: Option<&'p Trigger<'a>>,
}

impl<'p, 'm, 'a> Party<'p, 'm, 'a> {
    pub(super) fn new(context: &'p Context<'p, 'a>, frame: &'p Frame<'a>, mention: &'m ActorMention<'a>) -> Self {
        let r = context.reading;
        let (start, end) = (mention.tokens.start, mention.tokens.end);
        let apart = (start.saturating_sub(2)..start).rev().find(|&t| !matches!(r.tokens[t].kind, Kind::Mark(_))).filter(|&t| r.word(t) == "ل");
        Party {
            context,
            frame,
            mention,
            start,
            end,
            preposition: r.at(start).first().and_then(|m| m.clitics.prep).or(apart.map(|_| 'ل')),
            on: start > frame.tokens.start && r.is_word(start - 1, &["علي", "ضد", "صوب", "باتجاه", "نحو"]),
            previous: frame.triggers.iter().rev().find(|t| t.tokens.end <= start),
            next: frame.triggers.iter().find(|t| t.tokens.start >= end),
        }
    }

    /// The scores of both roles.
    pub(super) fn scored(&self) -> Scored<'m, 'a> {
        let mut s = Scored { mention: self.mention, by: 0.0, by_rule: "none", at: 0.0, at_rule: "none", status: Status::Reported };
        self.as_doer(&mut s);
        self.as_blamed(&mut s);
        self.as_speaker(&mut s);
        self.as_interceptor(&mut s);
        if self.mention.entry.nature.as_deref() == Some("none") {
            s.by += self.context.reading.lexicon.weights.by_none;
        }
        self.as_hit(&mut s);
        s
    }

    /// A mention of a tag, of up to six words, right before the party, or one word before it.
    pub(super) fn behind(&self, tag: Tag) -> Option<(&'p Mention, &'a Entry)> {
        let (r, start) = (self.context.reading, self.start);
        // «بعد ساعات على اقتحام التنظيم», «أشار إلى أن العدو ارتكب»: it belongs to the word between.
        let apart = |t: usize| r.is_break(t) || r.is(t, Tag::Trigger) || r.is_word(t, &["ان"]);
        (start.saturating_sub(6).max(self.frame.tokens.start)..=start)
            .find_map(|t| r.tagged(t, tag).filter(|(m, _)| m.end == start || m.end + 1 == start && !apart(m.end)))
    }

    /// Words between a trigger and the party.
    pub(super) fn close(&self, trigger: &Trigger<'_>) -> usize {
        let tokens = &self.context.reading.tokens;
        (trigger.tokens.end..self.start).filter(|&x| !matches!(tokens[x].kind, Kind::Mark('"' | '#'))).count()
    }
}
