//! A bare noun of place that means one told before.

use super::around::look_left;
use super::role::role_of;
use super::{PlaceExpr, Role};
use crate::event::Relation;
use crate::gazetteer::{Gazetteer, Kind};
use crate::lexicon::{Number, Tag};
use crate::reading::Reading;

/// A bare noun of place that means one told before: «تعرضت القاعدة», «شرق المدينة».
pub(super) fn known_before<'a>(
    reading: &Reading<'a>,
    gazetteer: &Gazetteer,
    told: &[PlaceExpr<'a>],
    at: usize,
    floor: usize,
) -> Option<PlaceExpr<'a>> {
    let (m, cue) = reading.tagged(at, Tag::PlaceCue)?;
    let definite = m.clitics.article && !m.suffixed && m.end == at + 1 && m.number != Number::Plural;
    // «كما قالت الشركة»
    let speaks = at > floor && reading.is(at - 1, Tag::Speech);
    // «بالرصاص الحي» is no quarter.
    let live = at > floor && reading.word(at - 1).ends_with("الرصاص");
    if !definite || speaks || live || reading.is(at, Tag::Exception) || reading.is(at, Tag::Actor) {
        return None;
    }
    // «على الطريق بين المدينتين»
    if cue.id == "cue-junction" && reading.is_word(m.end, &["بين", "الواصل", "الواصله", "الرابط", "المودي", "الي"]) {
        return None;
    }
    // «المنطقة» is the nearest one, or any.
    let reach = if cue.id == "cue-region" { 40 } else { 400 };
    // «العاصمة» is a capital.
    if reading.is_word(at, &["العاصمه"]) {
        // «بغداد الجديدة» is none.
        let whole = |e: &PlaceExpr<'_>| reading.tagged(e.name.start, Tag::Metonym).is_some_and(|(m, _)| m.end == e.name.end);
        let capital = |e: &PlaceExpr<'_>| whole(e) && e.same_as.is_none();
        // Of the country that the text tells of, rather than one that comments on it.
        let home = gazetteer.main_country(told.iter().filter_map(|e| e.candidates.first()).map(|(c, _)| *c));
        let at_home = |e: &PlaceExpr<'_>| capital(e) && e.candidates.iter().any(|(c, _)| Some(gazetteer.place(*c).country.as_str()) == home);
        let capital = told.iter().rposition(at_home)?;
        let mut expr =
            PlaceExpr { cue: Some(cue), marked: true, same_as: Some(capital), ..PlaceExpr::new(at..m.end, told[capital].candidates.clone()) };
        look_left(reading, &mut expr, floor);
        expr.role = role_of(reading, &expr);
        return Some(expr);
    }
    let noun = reading.word(at).trim_start_matches(['و', 'ب', 'ل']).trim_start_matches("ال");
    let own_cue = |e: &PlaceExpr<'_>| {
        e.cue.is_some_and(|c| c.id == cue.id)
            // «سوق قورو … وتعرض السوق»
            || reading.word(e.tokens.start).trim_start_matches(['و', 'ب', 'ل']) == noun
            || reading.tagged(e.name.start, Tag::PlaceCue).is_some_and(|(c, own)| own.id == cue.id && c.end < e.name.end)
    };
    let region = cue.id == "cue-region";
    let told_as_place = |e: &PlaceExpr<'_>| !matches!(e.role, Role::Dateline | Role::Title) && (!region || e.role != Role::Origin);
    let before = |e: &PlaceExpr<'_>| e.same_as.is_none() && told_as_place(e) && e.tokens.start + reach > at;
    // «وفي كركوك، انفجرت عبوة جنوبي المحافظة»: the unit whose seat opens the sentence.
    let start = reading.sentences[reading.sentence_of(at)].tokens.start;
    let unit = matches!(cue.id.as_str(), "cue-admin1" | "cue-admin2" | "cue-city");
    let town = |e: &PlaceExpr<'_>| e.candidates.first().is_some_and(|(c, _)| matches!(gazetteer.place(*c).kind, Kind::City | Kind::Town));
    let fits = |e: &PlaceExpr<'_>| cue.id != "cue-city" || town(e);
    let opening =
        || told.iter().position(|e| fits(e) && e.tokens.start > start && e.tokens.start <= start + 3 && reading.is_word(e.tokens.start - 1, &["في"]));
    if let Some(first) = unit.then(opening).flatten() {
        let mut expr = PlaceExpr { cue: Some(cue), marked: true, same_as: Some(first), ..PlaceExpr::new(at..m.end, told[first].candidates.clone()) };
        look_left(reading, &mut expr, floor);
        expr.role = role_of(reading, &expr);
        return Some(expr);
    }
    // «قاعدة التحالف في حقل كونيكو، سقط صاروخ داخل القاعدة»: whose it is stands between the noun and its place.
    let sentence = reading.sentences[reading.sentence_of(at)].tokens.start;
    let loose = |t: usize| told.iter().all(|e| !e.tokens.contains(&t)) && reading.word(t).trim_start_matches(['و', 'ب', 'ل']) == noun;
    let noun_before = (sentence..at).rev().find(|&t| loose(t) && reading.is(t, Tag::PlaceCue));
    let of_noun = noun_before.and_then(|n| told.iter().position(|e| before(e) && e.tokens.start > n && e.tokens.start <= n + 5 && !region));
    // Where something happened is rather meant than where somebody came from or went to.
    let scene = || told.iter().rposition(|e| before(e) && own_cue(e) && e.role == Role::Location);
    // «في مقديشو. … أمام مقهى في وسط المدينة»: the last place of that kind, though no word calls it so.
    let of_kind = || {
        const NEAR: usize = 120;
        let kinds: &[Kind] = match cue.id.as_str() {
            "cue-city" => &[Kind::City, Kind::Town],
            "cue-town" => &[Kind::Town, Kind::Village],
            "cue-village" => &[Kind::Village],
            _ => return None,
        };
        let here = |e: &PlaceExpr<'_>| e.tokens.start >= start && !e.candidates.is_empty() && !matches!(e.role, Role::Dateline | Role::Title);
        if !matches!(noun.trim_start_matches("فال"), "مدينه" | "بلده" | "قريه") || told.iter().any(here) {
            return None;
        }
        let kind = |e: &PlaceExpr<'_>| e.candidates.first().is_some_and(|(c, _)| kinds.contains(&gazetteer.place(*c).kind));
        told.iter()
            .rposition(|e| before(e) && kind(e) && e.role == Role::Location && e.relation != Some(Relation::Road) && e.tokens.start + NEAR > at)
    };
    let same_as = of_noun.or_else(scene).or_else(|| told.iter().rposition(|e| before(e) && own_cue(e))).or_else(of_kind)?;
    let mut expr = PlaceExpr { cue: Some(cue), marked: true, same_as: Some(same_as), ..PlaceExpr::new(at..m.end, told[same_as].candidates.clone()) };
    look_left(reading, &mut expr, floor);
    expr.role = role_of(reading, &expr);
    Some(expr)
}
