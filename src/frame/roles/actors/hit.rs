//! What speaks for a party having been hit.

use super::party::{Party, Scored};
use crate::frame::Trigger;
use crate::lexicon::{Role, Tag};
use crate::mention::actor::Head;

impl Party<'_, '_, '_> {
    /// Who shoots it down is whom it was sent at.
    pub(super) fn as_interceptor(&self, s: &mut Scored<'_, '_>) {
        let Party { context, mention, end, previous, next, .. } = *self;
        let w = &context.reading.lexicon.weights;
        let stops = |t: &Trigger<'_>| t.role == Role::Intercept && t.is_verb();
        // «أطلقت إيران 30 صاروخا اعتُرض معظمها»: who stands behind a verb of its own did that.
        let before = || s.by_rule != "subject-behind" && next.is_some_and(|t| stops(t) && t.tokens.start - end <= 3);
        let interceptor = previous.is_some_and(|t| stops(t) && self.close(t) <= 2) || before();
        if interceptor && mention.head != Head::Act {
            s.by += w.by_speaker;
            s.hit(w.at_object, "interceptor");
        }
    }

    /// Score the party as whom it hit.
    pub(super) fn as_hit(&self, s: &mut Scored<'_, '_>) {
        let Party { context, frame, mention, start, end, on, preposition, previous, next, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        // «على لسان الكتائب»
        let tongue = start > 0 && r.is_word(start - 1, &["لسان"]);
        if (self.behind(Tag::Patient).is_some() || on) && !self.is_ascribed() && !tongue {
            s.hit(w.at_patient_phrase, "patient-phrase");
        }
        if mention.head == Head::Site && !self.speaks() && !self.shoots() {
            s.hit(w.at_site, "owner-of-site");
        }
        if preposition == Some('ل')
            && (start.saturating_sub(4).max(frame.tokens.start)..start).any(|t| r.is(t, Tag::TargetKind))
            && !previous.is_some_and(|t| self.close(t) <= 1 && !t.takes_object())
        {
            s.hit(w.at_patient_phrase, "owner-of-site");
        }
        // «أقر الجيش بمقتل جندي»
        let admits = |t: usize| r.tagged(t, Tag::Speech).is_some_and(|(_, e)| e.is("admits"));
        if next.is_some_and(|t| t.is_harm() && t.tokens.start - end <= 8) && (start.saturating_sub(3).max(frame.tokens.start)..start).any(admits) {
            s.hit(w.at_victims, "admits");
        }
        if next.is_some_and(|t| t.entry.id == "exposed-to" && t.tokens.start - end <= 4) {
            s.hit(w.at_exposed, "exposed");
        }
        if let Some(t) = previous {
            if t.entry.id == "exposed-to" && self.close(t) <= 3 {
                s.hit(w.at_exposed, "exposed");
            }
            // «قتلت مسيّرة تركية رجلا»: the weapon killed.
            let weapon = matches!(s.by_rule, "owner-of-weapon" | "killer");
            // «مقتل قيادي في التنظيم»: of whom they were.
            let member = |x: usize| r.is_word(x, &["في"]) && (t.tokens.end..x).any(|p| r.is(p, Tag::People) || r.is(p, Tag::Official));
            if t.is_harm() && !weapon && self.close(t) <= 6 && (t.tokens.end..start).all(|x| !r.is_break(x) && (!r.is(x, Tag::Cause) || member(x))) {
                s.hit(w.at_victims, "victims");
            }
            if t.is_verb() && t.takes_object() && s.by <= 0.0 && self.close(t) <= 8 && (t.tokens.end..start).all(|x| !r.is_break(x)) {
                s.hit(w.at_object, "object");
            }
        }
        if mention.entry.id == "vessel" || mention.entry.id == "civilians" && mention.head != Head::Official {
            let harmed = frame.triggers.iter().any(|t| t.is_harm());
            if mention.entry.id == "vessel" || harmed {
                s.hit(w.at_victims, "victims");
            }
        }
    }
}
