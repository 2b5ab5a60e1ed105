//! What speaks for a party having done it.

use super::parties::{arrested_in, company, object_follows, shelled_from};
use super::party::{Party, Scored};
use crate::event::Method;
use crate::frame::Trigger;
use crate::frame::answer::Answer;
use crate::lexicon::{Role, Tag};
use crate::mention::actor::Head;

impl Party<'_, '_, '_> {
    /// Score the party as the doer.
    pub(super) fn as_doer(&self, s: &mut Scored<'_, '_>) {
        self.by_phrase(s);
        self.behind_trigger(s);
        self.by_weapon(s);
        self.before_trigger(s);
        self.as_topic(s);
    }

    /// «قصف تركي», «من قبل الجيش»
    fn by_phrase(&self, s: &mut Scored<'_, '_>) {
        let Party { context, frame, mention, start, end, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        // «ضمن رد أمريكي على هجوم»: who answers it did not do it.
        let answers = |t: &Trigger<'_>| frame.answer == Answer::Cause && t.entry.id == "reply";
        let is_act = |t: &Trigger<'_>| t.tokens.start >= start && t.tokens.end <= end && !t.is_harm() && !answers(t);
        if mention.head == Head::Act && frame.triggers.iter().any(is_act) {
            s.doer(w.by_adjective_of_act, "adjective-of-act");
        }
        if let Some((m, _)) = self.behind(Tag::Agent)
            && !(r.tagged(m.start, Tag::Patient).is_some() && mention.head == Head::Site)
        {
            let owned = r.is_word(m.start, &["تتبع", "يتبع", "تابعه", "تابع", "التابعه", "التابع", "تعود"]);
            // The closest noun of what it owns: «طائرة مسيرة تابعة لها» did it, «مقر … تابع لها» was hit.
            let closest = (m.start.saturating_sub(7)..m.start).rev().find(|&t| r.is(t, Tag::Weapon) || r.is(t, Tag::TargetKind));
            let did = closest.is_some_and(|t| r.is(t, Tag::Weapon)) || company(context, frame, m.start);
            if !owned || did {
                s.doer(w.by_agent_phrase, "agent-phrase");
            }
        }
        // «قصف مصدره المناطق التي تسيطر عليها الجماعة»
        if shelled_from(context, frame, start) {
            s.doer(w.by_agent_phrase, "origin");
        }
        if arrested_in(context, frame, mention) {
            s.doer(w.by_subject_behind, "arrested-in");
        }
    }

    /// «قصفت المدفعية», «قصف قوات النظام لمدينة»: the trigger right before the party.
    fn behind_trigger(&self, s: &mut Scored<'_, '_>) {
        let Party { context, frame, mention, start, end, on, preposition, previous, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        // «قتلته ميليشيا قسد»
        if previous.is_some_and(|t| t.is_harm() && t.is_verb() && t.suffixed && self.close(t) == 0)
            && preposition.is_none()
            && mention.head != Head::Site
        {
            s.doer(w.by_subject_behind, "subject-behind");
        }
        // «قتلت القوات الأميركية قياديا»
        // … and «قتلت قسد قياديا», an organisation by its name.
        let name =
            r.tagged(start, Tag::Actor).is_some_and(|(m, e)| m.end == end && !m.adjective && !e.is_unnamed() && e.nature.as_deref() != Some("none"))
                && !r.word(end - 1).ends_with("ون")
                && !r.word(end - 1).ends_with("ين");
        let arms = name || r.tagged(start, Tag::Force).is_some_and(|(_, e)| e.is("collective"));
        // «فقدت القوات المسلحة ستة من جنودها»: who loses kills nobody.
        if previous.is_some_and(|t| t.is_harm() && t.is_verb() && !t.suffixed && self.close(t) == 0 && t.entry.id != "lose-life")
            && arms
            && preposition.is_none()
        {
            s.doer(w.by_subject_behind, "killer");
        }
        if let Some(t) = previous.filter(|t| !t.is_harm() && t.role != Role::Intercept && t.entry.id != "exposed-to") {
            let bare =
                !on && preposition.is_none() && (t.tokens.end..start).all(|x| !r.is_break(x) && !r.is(x, Tag::Function) && !r.is(x, Tag::Patient));
            // «الهجوم الذي استهدف الجيش»: the act is the subject of its relative clause.
            let relative = t.tokens.start.checked_sub(1).filter(|&x| r.tagged(x, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
            // «والثانية استهدفت حاملة الطائرات الأميركية»: one of the acts told before.
            let one_of = t
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|x| t.is_verb() && r.is_word(x, &["الاولي", "الثانيه", "الثالثه", "الرابعه", "الاخري", "احداها"]));
            let of_act = t.takes_object()
                && (one_of || relative.is_some_and(|x| frame.triggers.iter().any(|a| !a.is_verb() && a.tokens.end <= x && x - a.tokens.end <= 1)));
            if t.is_verb() && !t.suffixed && bare && self.close(t) <= 3 && mention.head != Head::Site && !of_act {
                s.doer(w.by_subject_behind, "subject-behind");
            }
            if of_act && bare && self.close(t) <= 3 {
                s.hit(w.at_object, "object");
            }
            if t.is_verb() && t.suffixed && bare && self.close(t) <= 2 {
                s.doer(w.by_subject_behind, "subject-behind");
            }
            if !t.is_verb() && t.takes_object() && bare && self.close(t) == 0 && mention.head != Head::Site {
                // «قصف قوات النظام لمدينة»: the owner of a verbal noun did it if what was hit still follows.
                let object = object_follows(context, frame, end) || t.entry.id == "bombard";
                if object {
                    s.doer(w.by_masdar_owner, "owner-of-act");
                } else {
                    s.hit(w.at_masdar_object, "object-of-act");
                }
            }
            if !t.is_verb() && !t.takes_object() && bare && self.close(t) <= 1 && mention.head != Head::Site {
                s.doer(w.by_masdar_owner, "owner-of-act");
            }
            if !t.is_verb() && preposition == Some('ل') && self.close(t) <= 3 && mention.head != Head::Site {
                let given = frame.triggers.iter().any(|t| t.entry.id == "carry-out" && r.word(t.tokens.start).contains("وج"));
                if t.takes_object() && t.entry.id == "target" || given {
                    s.hit(w.at_object, "object-of-act")
                } else {
                    s.doer(w.by_masdar_owner, "owner-of-act")
                }
            }
        }
    }

    /// Its weapon did it.
    fn by_weapon(&self, s: &mut Scored<'_, '_>) {
        let Party { context, frame, mention, start, end, on, preposition, previous, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        // «دمرتا هنقرين لطائرات تركية»: what was hit held them; «غارة لطائرات تركية» is theirs.
        let held = preposition == Some('ل') && previous.is_some_and(|t| t.is_verb() && t.takes_object() && t.tokens.end < start);
        // «قصف طيران التحالف», «أطلقت من طائرات تركية»: the weapon's owner.
        if self.shoots() {
            s.doer(w.by_weapon_owner, "owner-of-weapon");
        }
        // «حاملة الطائرات الأميركية» is what was hit.
        let vessel = start > 0 && r.word(start - 1).ends_with("حامله");
        if mention.head == Head::Force && (start..end).any(|t| r.is(t, Tag::Weapon)) && !on && !held && !vessel {
            s.doer(w.by_weapon_owner, "owner-of-weapon");
        }
        if (start.saturating_sub(3).max(frame.tokens.start)..start).any(|t| r.is(t, Tag::Weapon)) && preposition == Some('ل') {
            s.doer(w.by_weapon_owner, "owner-of-weapon");
        }
    }

    /// «برصاص جنود الاحتلال»: whose fire it was, though soldiers are mostly whom others hit.
    pub(super) fn shoots(&self) -> bool {
        let r = self.context.reading;
        let fire = |t: &&Trigger<'_>| t.entry.id == "fire-at" && !t.is_verb() && t.tokens.end == self.start;
        self.mention.head == Head::Site && !r.is(self.start, Tag::PlaceCue) && self.frame.triggers.iter().any(|t| fire(&t))
    }

    /// «الطائرات التركية قصفت»: the trigger right behind the party.
    fn before_trigger(&self, s: &mut Scored<'_, '_>) {
        let Party { context, mention, start, end, on, preposition, next, .. } = *self;
        let (r, w) = (context.reading, &context.reading.lexicon.weights);
        // «وفي طهران سقطت الصواريخ»: a capital as a place.
        let inside = start > context.range.start && r.is_word(start - 1, &["في"]) && r.is(start, Tag::Metonym);
        // «سرايا القدس: قصفنا سديروت»
        let we = next.is_some_and(|t| t.tokens.start == end + 1 && r.tokens[end].is_mark(':') && r.word(t.tokens.start).ends_with("نا"));
        if let Some(t) = next.filter(|t| t.is_verb() && !t.is_harm() && t.role != Role::Intercept && t.entry.id != "exposed-to") {
            let gap = end..t.tokens.start;
            // «التحالف، استجابة للتهديد، نفذ»: an aside between commas.
            let aside = gap.len() >= 3 && gap.len() <= 8 && r.is_break(gap.start) && r.is_break(gap.end - 1);
            let inner = if aside { gap.start + 1..gap.end - 1 } else { gap.clone() };
            let clear = (gap.len() <= 6 || aside)
                && !inner.clone().any(|x| r.is_break(x) || aside && r.is(x, Tag::Actor))
                && !gap.clone().any(|x| r.tagged(x, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
            // «وردّت الولايات المتحدة فأطلقت صواريخ»
            let so = start > 0 && gap.is_empty() && r.is_word(start - 1, &["رد", "ردت"]);
            if (clear || we) && !on && !inside && preposition.is_none() && (!t.clitics.and || so) && mention.head != Head::Site {
                s.doer(w.by_subject_before, "subject-before");
            }
        }
        // «واصلت الطائرات الروسية غاراتها», «قوات النظام تجدد قصفها»: the pronoun is the subject before.
        if let Some(t) = next.filter(|t| !t.is_verb() && t.suffixed && !t.is_harm()) {
            let clear = t.tokens.start - end <= 4 && (end..t.tokens.start).all(|x| !r.is_break(x) && !r.is(x, Tag::Actor));
            if (clear || we) && !on && mention.head != Head::Site {
                s.doer(w.by_subject_before, "subject-before");
            }
        }
    }

    /// The party that the sentence speaks of.
    fn as_topic(&self, s: &mut Scored<'_, '_>) {
        let Party { context, frame, mention, start, .. } = *self;
        let w = &context.reading.lexicon.weights;
        // «التحالف الدولي يخلي سبيل …  بعد اعتقاله بإنزال»: the party that the sentence begins with.
        // «وحمّلت الحكومة فلانا المسؤولية»
        let blames = context.reading.is(context.range.start, Tag::Blame);
        // «بررت أنقرة ذلك بتفجير المقهى»: states plant no bombs.
        let bomb = frame.method == Method::Ied && mention.entry.nature.as_deref() == Some("state");
        // «جهاز مكافحة الإرهاب: لم يصب أحد»: who speaks.
        let speaks = context.reading.tokens.get(self.end).is_some_and(|t| t.is_mark(':')) && !frame.has_act();
        if s.by <= 0.0
            && !blames
            && !speaks
            && !bomb
            && start <= context.range.start + 1
            && mention.head == Head::Force
            && !mention.entry.is_unnamed()
            && !frame.triggers.iter().any(|t| t.entry.id == "exposed-to" || t.role == Role::Intercept)
        {
            s.doer(w.by_topic, "topic");
        }
    }
}
