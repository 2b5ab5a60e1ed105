//! How an expression hangs on the one before it.

use super::{Link, PlaceExpr, Role};
use crate::event::Relation;
use crate::lexicon::Tag;
use crate::reading::Reading;
use crate::text::Kind;

/// «جرف النصر (الصخر سابقا) والسعيدات»: where a short bracket behind a name ends.
fn behind_brackets(reading: &Reading<'_>, end: usize, limit: usize) -> usize {
    if reading.tokens.get(end).is_some_and(|t| t.is_mark(')')) {
        return end + 1;
    }
    if !reading.tokens.get(end).is_some_and(|t| t.is_mark('(')) {
        return end;
    }
    (end + 1..limit.min(end + 6)).find(|&t| reading.tokens[t].is_mark(')')).map_or(end, |t| t + 1)
}

/// «من أطراف برطلة باتجاه المطار»: what it was fired at.
fn direct_target(reading: &Reading<'_>, start: usize) -> bool {
    start > 0 && reading.is_word(start - 1, &["باتجاه", "صوب", "نحو", "علي", "الي", "تجاه"])
}

pub(super) fn push_linked<'a>(reading: &Reading<'a>, out: &mut Vec<PlaceExpr<'a>>, first: usize, mut expr: PlaceExpr<'a>) {
    if let Some(last) = out[first..].last() {
        let gap = behind_brackets(reading, last.tokens.end, expr.tokens.start)..expr.tokens.start;
        let start = expr.tokens.start;
        let clitics = reading.at(start).first().map(|m| m.clitics).unwrap_or_default();
        let and = clitics.and || reading.word(start).starts_with('و') && expr.candidates.is_empty();
        let comma = gap.len() == 1 && reading.tokens[gap.start].is_mark('،') || gap.len() == 1 && reading.tokens[gap.start].is_mark(',');
        let only = |words: &[&str]| {
            !gap.is_empty() && gap.clone().all(|t| reading.is_word(t, words) || reading.tokens[t].is_mark('"') || reading.tokens[t].is_mark('#'))
        };
        let spatial = expr.relation.is_some() || expr.direction.is_some();
        let hash_gap = gap.clone().all(|t| reading.tokens[t].is_mark('#') || reading.tokens[t].is_mark('"'));
        let dash = gap.clone().all(|t| reading.tokens[t].is_mark('-'));
        let between = last.relation == Some(Relation::Between) && (and || only(&["و"]))
            || last.relation == Some(Relation::Road) && gap.len() <= 1 && (comma || dash || and);
        // «أبين وشوارغة والعلقمية», «القرية الحدودية وجارتها»: a name unknown, an adjective or a mark, but no other word.
        let passes = |t: usize| reading.tokens[t].kind != Kind::Word || reading.word(t).starts_with("ال") || reading.word(t).starts_with('و');
        let short = gap.len() <= 1 && gap.clone().all(passes);
        // «على حي أولاد الريف وعلى محيط المستشفى»
        let again =
            gap.len() == 1 && reading.word(gap.start).starts_with('و') && reading.is_word(gap.start, &["علي", "في", "باتجاه", "صوب", "عند", "الي"]);
        let joined = and && short || again || comma || only(&["و", "او"]) && !hash_gap;
        let inside = clitics.prep == Some('ب') || clitics.prep == Some('ل') || spatial || expr.cue.is_some() || expr.hashtag;
        let comma_in = gap.len() == 2 && reading.tokens[gap.start].is_mark('،') && reading.is_word(gap.start + 1, &["في"]);
        // «قاعدة زليكان التركية شمال شرقي الموصل»: whose it is stands between.
        // «موقع ناحال عوز العسكري شرق غزة»: or of what kind it is.
        let adjective =
            |t: usize| last.cue.is_some() && reading.word(t).starts_with("ال") && !reading.is(t, Tag::Trigger) && !reading.is(t, Tag::Function);
        let owner = (1..=2).contains(&gap.len()) && spatial && gap.clone().all(|t| reading.is(t, Tag::Actor) || adjective(t));
        // «مصيف برخ السياحي في قضاء زاخو»
        let described = gap.len() == 2 && adjective(gap.start) && reading.is_word(gap.start + 1, &["في"]);
        let contains = described
            || (hash_gap || owner) && inside
            || comma_in
            || gap.len() <= 3 && (only(&["في", "من", "الي"]) || reading.any(gap.clone(), Tag::Within));
        expr.link = if between {
            Link::Between
        } else if gap.len() == 1 && reading.tokens[gap.start].is_mark('(') {
            Link::Alias
        } else if joined {
            if comma && !and && (spatial || clitics.prep == Some('ب')) { Link::Contains } else { Link::And }
        } else if contains {
            Link::Contains
        } else {
            Link::None
        };
        // «كبكابية - شمال دارفور: يوم الاثنين …»: the head of the line goes on.
        if last.role == Role::Dateline
            && gap.len() == 1
            && reading.tokens[gap.start].is_mark('-')
            && reading.tokens.get(expr.tokens.end).is_some_and(|t| t.is_mark(':'))
        {
            (expr.role, expr.link) = (Role::Dateline, Link::None);
        }
        // «قريتي بينين وسرجة», «محيط مراط وخشام»: what stands before the first holds for the others.
        if expr.link == Link::And && !spatial && clitics.prep.is_none() {
            expr.cue = expr.cue.or(last.cue);
            if matches!(last.relation, Some(Relation::Near | Relation::Countryside | Relation::Desert)) && last.direction.is_none() {
                expr.relation = last.relation;
            }
            expr.marked |= last.marked;
        }
        // «يتلقيان العلاج في أربيل واثنان في بغداد»
        let beside = gap.len() <= 4 && !gap.clone().any(|t| reading.is_break(t) || reading.is(t, Tag::Trigger));
        let and = and || gap.clone().any(|t| reading.at(t).iter().any(|m| m.clitics.and));
        if beside
            && and
            && expr.link != Link::Contains
            && expr.role == Role::Location
            && last.role == Role::Origin
            && expr.relation.is_none()
            && expr.distance_km.is_none()
            && !direct_target(reading, start)
        {
            expr.role = last.role;
        }
        // «الواقعة على بعد 140 كيلومترا غرب العاصمة» holds nothing, it only tells where the place before it lies.
        if expr.link == Link::Contains && expr.role == Role::Origin {
            (expr.link, expr.role) = if expr.distance_km.is_some() || expr.relation == Some(Relation::Between) {
                (Link::None, Role::Origin)
            } else {
                (Link::Contains, Role::Location)
            };
        }
    }
    out.push(expr);
}
