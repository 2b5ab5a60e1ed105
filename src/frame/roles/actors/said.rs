//! What is said about a party, or by it: claims, blame, denials, reports.

use super::parties::{accused, disowns, speaks_of_self};
use super::party::{Party, Scored};
use crate::event::Status;
use crate::frame::is_accusing;
use crate::lexicon::Tag;
use crate::mention::actor::Head;

impl Party<'_, '_, '_> {
    /// Score the party as one that claims the act, is blamed for it or disowns it.
    pub(super) fn as_blamed(&self, s: &mut Scored<'_, '_>) {
        let Party { context, mention, start, end, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        let next_word = end + usize::from(r.tokens.get(end).is_some_and(|t| t.is_mark('"')));
        if let Some((_, _)) = self.behind(Tag::Claim).or_else(|| r.tagged(next_word, Tag::Claim)) {
            s.doer(w.by_claim, "claim");
            s.status = Status::Claimed;
        }
        if let Some((m, _)) = self.behind(Tag::Blame) {
            // «اتهم الجيش الجماعة»: the second party is the accused.
            let accuser = (is_accusing(r, m.start) || r.is_word(m.start, &["حمل", "حملت", "نسب", "نسبت", "رجح", "رجحت"])) && start <= m.end + 1;
            if !accuser {
                s.doer(w.by_blame, "blame");
                s.status = Status::Alleged;
            } else if is_accusing(r, m.start) || r.is_word(m.start, &["نسب", "نسبت"]) {
                s.by += w.by_speaker;
            }
        }
        // «نسبت واشنطن الهجوم إلى الجماعة»
        if self.is_ascribed() {
            s.doer(w.by_blame, "blame");
            s.status = Status::Alleged;
        }
        // «اتهمت الحكومة قوات حفتر بتنفيذ الغارة»
        if accused(context, mention) {
            s.doer(w.by_blame, "blame");
            s.status = Status::Alleged;
        }
        // «تحمّل واشنطن موسكو مسؤوليتها»
        if crate::frame::is_held_responsible(r, &context.range, &(start..end)) {
            s.doer(w.by_blame, "blame");
            s.status = Status::Alleged;
        }
        // «نفى الحزب أي علاقة له بإطلاق الصواريخ»
        if disowns(context, start, end) {
            s.by += w.by_none;
        }
    }

    /// Score the party as one that reports the act, of itself or of others.
    pub(super) fn as_speaker(&self, s: &mut Scored<'_, '_>) {
        let Party { context, frame, mention, end, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        let speech_behind = (end..(end + 14).min(frame.tokens.end)).any(|t| r.tagged(t, Tag::Speech).is_some())
            && !context.actors.iter().any(|a| a.tokens.start >= end && a.tokens.start < end + 14 && a.head != Head::Other);
        if mention.head == Head::Official || self.speaks() || speech_behind && speaks_of_self(context, frame, end) {
            if speaks_of_self(context, frame, end) {
                s.doer(w.by_speaker_of_self, "speaker-of-self");
            } else {
                s.doer(if mention.head == Head::Official { w.by_official } else { w.by_speaker }, "speaker");
            }
        }
    }

    /// Is it the subject of a verb of saying? An act between that verb and the party is what is said: «أفادت مصادر بإقدام الجيش على قصف».
    pub(super) fn speaks(&self) -> bool {
        let Party { context, frame, start, end, .. } = *self;
        let r = context.reading;
        (start.saturating_sub(5).max(context.range.start)..start)
            .rev()
            .take_while(|&t| !r.is_break(t))
            .take_while(|&t| !frame.triggers.iter().any(|x| x.tokens.contains(&t)) && !r.is(t, Tag::Agent))
            // «أفادت الوكالة بأن المدفعية الإسرائيلية قصفت»: behind «أن» stands what is said.
            .take_while(|&t| !matches!(r.word(t), "ان" | "بان" | "وان"))
            .find_map(|t| r.tagged(t, Tag::Speech))
            .is_some()
            || r.tagged(end, Tag::Speech).is_some()
    }

    /// «نسبت واشنطن الهجوم إلى الجماعة»
    pub(super) fn is_ascribed(&self) -> bool {
        let Party { context, start, .. } = *self;
        let r = context.reading;
        let before = |words: usize| start.saturating_sub(words).max(context.range.start)..start;
        before(3).any(|t| r.is_word(t, &["الي"])) && r.any(before(7), Tag::Blame)
    }
}
