//! Does a trigger tell the act of the triggers before it? A score, one feature at a time.

use super::Context;
use super::differ::{authors_differ, both_placed, days_differ, methods_differ};
use crate::event::Method;
use crate::frame::Trigger;
use crate::frame::answer::{Answer, FRONTED, answers_what_follows};
use crate::lexicon::{Entry, Role, Tag, Tense, Weights};
use crate::matcher::Mention;
use crate::mention::actor::{ActorMention, Head};
use std::ops::Range;

/// The choice between one act and two.
pub(super) struct Join {
    /// Above zero it is one.
    pub(super) score: f64,
    /// If they are two: how the second relates to the first.
    pub(super) answer: Answer,
    /// If they are two: where the stretch of the second begins.
    pub(super) border: usize,
}

/// Judge a trigger beside the group before it.
pub(super) fn join(context: &Context<'_, '_>, group: &[Trigger<'_>], next: &Trigger<'_>) -> Join {
    let last = &group[group.len() - 1];
    let clause = context.clause_start(next.tokens.start);
    let pair = Pair {
        context,
        group,
        last,
        next,
        gap: last.tokens.end..next.tokens.start,
        clause,
        same_clause: clause <= last.tokens.start,
        group_acts: group.iter().any(|t| t.is_act()),
        only_harm: group.iter().all(|t| t.is_harm()),
        w: &context.reading.lexicon.weights,
    };
    pair.outright().unwrap_or_else(|| pair.judge())
}

/// A trigger and the group before it.
struct Pair<'p, 'a> {
    context: &'p Context<'p, 'a>,
    group: &'p [Trigger<'a>],
    /// The last of the group.
    last: &'p Trigger<'a>,
    next: &'p Trigger<'a>,
    /// What stands between the two.
    gap: Range<usize>,
    /// Where the clause of the next one begins.
    clause: usize,
    same_clause: bool,
    group_acts: bool,
    only_harm: bool,
    w: &'p Weights,
}

impl<'p> Pair<'p, '_> {
    /// Words that part two acts whatever else speaks for one.
    fn outright(&self) -> Option<Join> {
        let (r, next) = (self.context.reading, self.next);
        let part = |border| Some(Join { score: self.w.join_retaliation, answer: Answer::None, border });
        // «للمرة الثالثة منذ بدء العدوان على غزة»: the span is no part of the act.
        let since = |m: &Mention| r.is_word(m.start, &["منذ"]) && next.tokens.start - m.start <= 4;
        if let Some((m, _)) = r.all(self.gap.clone(), Tag::Total).find(|(m, _)| since(m)) {
            return part(m.start);
        }
        // «غارات على مواقع … بعد هجوم على الحقل»: another act, before or behind this one.
        let after = self.gap.clone().next_back().filter(|&t| r.is_word(t, &["بعد", "قبل", "عقب", "غداه"]));
        if let Some(t) = after.filter(|_| self.group_acts && next.is_act() && !next.is_verb() && !next.clitics.article) {
            return part(t);
        }
        // «ضرب مجموعة كانت تتأهب لمهاجمة السكان، ما أسفر عن مقتل جندي»: the purpose had no result.
        let purpose = self.group.iter().all(|t| !t.is_verb() && t.clitics.prep == Some('ل'));
        if let Some((m, _)) = r.all(self.gap.clone(), Tag::Result).find(|_| purpose && next.is_harm() && !self.same_clause) {
            return part(m.start);
        }
        if let Some(subject) = self.own_subject().filter(|_| next.entry.id != "reply") {
            return part(subject);
        }
        // «ارتكب مجزرة في القرية، حين أغار على مبنى»: how it was done, where no other place is told.
        let named = |t: &Trigger<'_>| t.role == Role::Light || t.entry.id == "massacre";
        let told = |p: &usize| (self.clause..self.context.clause_end(next.tokens.end)).contains(&self.context.exprs[*p].tokens.start);
        let when = r.is_word(self.clause, &["حين", "حينما", "عندما", "حيث"]) && self.clause >= self.last.tokens.end;
        if when && self.group.iter().all(named) && next.is_act() && next.is_verb() && !self.context.places.iter().any(told) {
            return Some(Join { score: self.w.join_light, answer: Answer::None, border: self.clause });
        }
        // «تعرضت القرية، الساعة العاشرة صباحا، لقصف»
        let open = self.group.iter().all(|t| t.entry.id == "exposed-to") && self.last.is_verb();
        if open && next.clitics.prep == Some('ل') && !next.is_verb() && self.gap.len() <= 25 {
            return Some(Join { score: self.w.join_light, answer: Answer::None, border: next.tokens.start });
        }
        // «إثر هجوم …، وتمكنت القوات من صده»
        if self.group_acts && next.role == Role::Intercept && next.suffixed && !next.is_verb() {
            return Some(Join { score: self.w.join_light, answer: Answer::None, border: next.tokens.start });
        }
        // «تفجير في الحبيبية وصد هجوم قرب المصفاة»: what is stopped is told behind.
        let of_another =
            || r.tagged(next.tokens.end, Tag::Trigger).is_some_and(|(m, e)| e.role == Some(Role::Action) && !m.clitics.article && !m.suffixed);
        if self.group_acts && next.role == Role::Intercept && !next.is_verb() && next.clitics.and && !next.suffixed && of_another() {
            return part(next.tokens.start);
        }
        // A title: «هجوم على سفينة وغارات على الميناء» are two acts.
        let upon = |t: &Trigger<'_>| (t.tokens.end..(t.tokens.end + 3).min(self.context.range.end)).any(|x| r.is_word(x, &["علي"]));
        let noun_upon = |t: &Trigger<'_>| !t.is_verb() && upon(t);
        if self.context.range.start == 0 && next.clitics.and && next.is_act() && noun_upon(next) && self.group.iter().any(noun_upon) {
            return part(next.tokens.start);
        }
        None
    }

    fn judge(&self) -> Join {
        let w = self.w;
        let mut score = if self.same_clause { w.join_same_clause } else { w.join_new_clause };
        score += w.join_distance * self.gap.len() as f64;
        let (mut score, answer, border) = self.answer(score);
        if self.next.is_harm() {
            score += w.join_harm_after_act;
            if !self.same_clause && self.group_acts && self.has_own_cause() {
                score += w.join_harm_own_cause;
            }
        } else if self.next.role == Role::Intercept {
            score += w.join_intercept_after_act;
        } else if self.only_harm {
            score += self.act_after_harm();
        } else {
            score = self.act_after_act(score, border);
        }
        if days_differ(self.context, self.group, self.next, border) {
            score += w.join_other_day;
        }
        // Who stops an act is another than who does it.
        let stopped = self.last.role == Role::Intercept && self.last.is_verb();
        if !stopped && authors_differ(self.context, self.group, self.next) {
            score += w.join_other_author;
        }
        Join { score, answer, border }
    }

    /// Retaliation: the score with what it adds, which of the two answers the other, and where the second would begin.
    fn answer(&self, mut score: f64) -> (f64, Answer, usize) {
        let (r, next, weight) = (self.context.reading, self.next, self.w.join_retaliation);
        let border = self.border();
        if let Some((m, e)) = self.parting() {
            let answer = match e.sense.as_deref() {
                Some("answer") => Answer::Cause,
                Some("answered") => Answer::Reply,
                _ => Answer::None,
            };
            if next.is_harm() && answer != Answer::Cause {
                return (score, answer, border);
            }
            return (score + weight, answer, m.start.max(self.last.tokens.end));
        }
        let mut answer = Answer::None;
        // «33 قتيلا في البلدة والجيش يرد بالمسيّرات»: the answer is another act than what it answers.
        if next.entry.id == "reply" && next.is_verb() {
            (score, answer) = (score + weight, Answer::Reply);
        }
        // «وردا على الغارات، استهدفت الميليشيات»: the cause stands first.
        let first = self.group[0].tokens.start;
        let fronted = first.saturating_sub(FRONTED).max(self.context.range.start)..first;
        if !self.same_clause && !next.is_harm() && answers_what_follows(r, fronted) {
            (score, answer) = (score + weight, Answer::Reply);
        }
        (score, answer, border)
    }

    /// A word of retaliation or sequence between the two.
    fn parting(&self) -> Option<(&'p Mention, &'p Entry)> {
        let (r, last, next) = (self.context.reading, self.last, self.next);
        r.all(last.tokens.end..next.tokens.start + 1, Tag::Retaliation)
            .find(|(m, e)| m.start < next.tokens.end && !(self.only_harm && e.is("sequence")) && !r.is_aside(&self.context.range, m.start))
            // «أطلق الحرس، انتقاما لضحاياه، وابلا من الصواريخ»: between commas, before the noun of the same act.
            .filter(|(m, _)| {
                let closed = (m.end..next.tokens.start).any(|t| r.is_break(t));
                !r.is_break(m.start - 1) || !closed || !last.is_verb() || next.is_verb() || next.clitics.and || next.is_harm()
            })
    }

    /// «قصف على المخيم وطيران الجيش يغير على المطار», «وصواريخ تقتل جنديا»: where a subject of its own begins, behind و.
    fn own_subject(&self) -> Option<usize> {
        let (r, next) = (self.context.reading, self.next);
        if !next.is_verb() || next.clitics.and || !self.group_acts {
            return None;
        }
        let party = |a: &&ActorMention<'_>| {
            let and = r.at(a.tokens.start).iter().any(|m| m.clitics.and);
            let close = a.tokens.start > self.gap.start && a.tokens.end <= next.tokens.start && next.tokens.start - a.tokens.end <= 1;
            // «قصف لقوات النظام وروسيا استهدف»: one of two.
            let pair = self.context.actors.iter().any(|o| o.tokens.end == a.tokens.start || o.tokens.end + 1 == a.tokens.start);
            and && close && !pair && matches!(a.head, Head::Force)
        };
        let reaches = |end: usize| end <= next.tokens.start && (end..next.tokens.start).all(|t| r.tokens[t].is_mark('-') || r.word(t).is_empty());
        let armed = |m: &Mention| m.clitics.and && m.clitics.prep.is_none() && m.start > self.gap.start && reaches(m.end);
        let weapon = || r.all(self.gap.clone(), Tag::Weapon).find(|(m, _)| armed(m)).map(|(m, _)| m.start);
        self.context.actors.iter().find(party).filter(|_| next.is_act()).map(|a| a.tokens.start).or_else(weapon)
    }

    /// Where the stretch of the next one begins if no word of retaliation says it.
    fn border(&self) -> usize {
        let (r, from) = (self.context.reading, self.last.tokens.end);
        let mut border = self.clause.max(from);
        // «صلية على المطلة واشتباك عند مارون الراس»: what stands before the و belongs to the act before.
        if self.same_clause && self.next.clitics.and && !self.next.is_verb() {
            border = self.next.tokens.start;
        }
        border = self.own_subject().unwrap_or(border);
        // «كان أعنفها في 28 أيلول، حين أطلق»: the day before «حين» is that of what follows.
        let told = |border: usize| self.context.times.iter().find(|t| t.tokens.start >= from && t.tokens.end <= border && border - t.tokens.end <= 2);
        if r.is_word(border, &["حين", "حينما", "عندما", "يوم", "اذ"])
            && let Some(time) = told(border)
        {
            border = time.tokens.start;
        }
        // «…، وفي الصباح حلقت مسيّرتان باتجاه المطار فأسقطتا»: what was stopped is told in the clause before.
        if self.next.role == Role::Intercept && !self.same_clause && !r.any(border..self.next.tokens.start, Tag::Weapon) {
            let weapon = (from..border).rev().find(|&t| r.is(t, Tag::Weapon));
            border = weapon.map(|w| self.context.clause_start(w)).filter(|&s| s > from).unwrap_or(border);
        }
        border
    }

    /// «وأصيب اثنان بقصف على …»: harm with an act of its own behind it in its clause.
    fn has_own_cause(&self) -> bool {
        let (context, r) = (self.context, self.context.reading);
        let from = self.next.tokens.end;
        // «ومقتل عشرة عمال، سبعة منهم أجانب، بضربة أصابت معملا»: an aside between commas parts nothing.
        let aside = |t: usize| r.is_break(t - 1) && (t..(t + 3).min(context.range.end)).any(|x| r.is(x, Tag::Part));
        let behind_aside = |t: usize| r.at(t).iter().any(|m| m.clitics.prep == Some('ب'));
        // «كما قتل اثنان وأصيب ستة جراء غارة»: both are of one act.
        let more_harm = |t: usize| {
            r.tagged(t, Tag::Trigger)
                .is_some_and(|(m, e)| m.clitics.and && m.tense == Tense::Past && matches!(e.role, Some(Role::Kill | Role::Injure)))
        };
        let ends = |&t: &usize| context.starts_clause(t) && !aside(t) && !behind_aside(t) && !more_harm(t);
        let end = (from..context.range.end).find(ends).unwrap_or(context.range.end);
        let place = context.places.iter().any(|&p| (from..end).contains(&context.exprs[p].tokens.start));
        let by = |m: &Mention| m.clitics.prep == Some('ب') || r.is(m.start - 1, Tag::Cause);
        place && r.all(from..end, Tag::Trigger).any(|(m, e)| e.role == Some(Role::Action) && !m.clitics.article && by(m))
    }

    fn act_after_harm(&self) -> f64 {
        let (r, w) = (self.context.reading, self.w);
        if r.any(self.gap.clone(), Tag::Cause) || r.any(self.gap.clone(), Tag::Result) {
            w.join_act_after_harm_cause
        } else if self.next.clitics.prep == Some('ب') || self.by_weapon() {
            w.join_act_after_harm_by
        } else {
            w.join_act_after_harm_clause
        }
    }

    /// «قتل مدنيان أمس، بقذائف أطلقتها الجماعة على البلدة»: what killed them, in a relative clause; «قتل شاب، وهو عائد، برصاصة».
    fn by_weapon(&self) -> bool {
        let r = self.context.reading;
        if self.next.entry.method == Some(Method::Shooting) && !self.next.is_verb() && r.word(self.next.tokens.start).starts_with('ب') {
            return true;
        }
        let mut gap = self.gap.clone().rev().take(4);
        gap.any(|t| r.is(t, Tag::Weapon) && r.at(t).iter().any(|m| m.clitics.prep == Some('ب')))
    }

    fn act_after_act(&self, score: f64, border: usize) -> f64 {
        let (context, r, w) = (self.context, self.context.reading, self.w);
        let (last, next, gap) = (self.last, self.next, &self.gap);
        let relative = gap.clone().rev().take(3).any(|t| r.tagged(t, Tag::Connector).is_some_and(|(_, e)| e.is("relative")));
        // «الطيران رد عليهم وضرب تجمعاتهم»
        let replied = last.entry.id == "reply" && next.is_verb() && next.clitics.and;
        // «تصدت، فجر الاثنين، لهجوم»
        let stopped = last.role == Role::Intercept && last.is_verb() && !next.is_verb() && next.clitics.prep == Some('ل');
        let leads = last.role == Role::Light && gap.len() <= 10 || replied && gap.len() <= 3 || stopped && gap.len() <= 8;
        let with_noun = last.is_verb() && !next.is_verb() && next.clitics.prep == Some('ب') && self.same_clause;
        let verb_of_noun = !last.is_verb() && next.is_verb() && !next.clitics.and && self.same_clause;
        // «مسيّرات انطلقت من الشمال وسقطت على البلدة»: the way of one weapon.
        let flight = last.entry.id == "launch" && matches!(next.entry.id.as_str(), "fall" | "struck" | "explosion") && next.is_verb();
        // «بدأت المدفعية قصفا استمر ساعة، وطال قريتين»: where the act reached, if no other is named.
        let noun_behind = (next.tokens.end..next.tokens.end + 2).any(|t| r.is(t, Tag::Trigger) || r.is(t, Tag::Weapon));
        let reaches = next.entry.id == "reach" && next.is_verb() && next.clitics.and && !noun_behind;
        let anaphoric = next.clitics.article && !next.is_verb() && !next.clitics.and;
        let connected = !self.same_clause && r.tagged(self.clause, Tag::Connector).is_some();
        let features = [
            (self.is_carried(), w.join_light),
            (leads, w.join_light),
            (relative, w.join_relative),
            (with_noun, w.join_with_noun),
            (verb_of_noun, w.join_verb_of_noun),
            (flight, w.join_flight),
            (next.entry.id == "targeting-participle", w.join_relative),
            (anaphoric, w.join_anaphoric_noun),
            (reaches, w.join_light),
            (next.is_verb() && next.clitics.and && !reaches, w.join_and_verb),
            (connected, w.join_connector),
            (both_placed(context, self.group, next, border), w.join_both_placed),
            (methods_differ(context, self.group, next), w.join_method_conflict),
        ];
        features.iter().filter(|(holds, _)| *holds).fold(score, |score, (_, weight)| score + weight)
    }

    /// «غارات على المنطقة، نُفذت ليلا»: a verb that carries the act told before, and none behind it.
    fn is_carried(&self) -> bool {
        let (next, r) = (self.next, self.context.reading);
        if next.role != Role::Light || !next.is_verb() || next.clitics.and || !self.group_acts {
            return false;
        }
        let behind = next.tokens.end..self.context.clause_end(next.tokens.end);
        !r.all(behind, Tag::Trigger).any(|(_, e)| matches!(e.role, Some(Role::Action | Role::Weak)))
    }
}
