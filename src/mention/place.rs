//! Expressions of place, as they stand: a name with its cue words, relation, direction and distance. Which place is meant is for
//! [`crate::resolve::place`].

use super::number;
use crate::event::Relation;
use crate::gazetteer::{Gazetteer, PlaceId, Trust, Verdict, begins_names};
use crate::lexicon::{Entry, Number, Tag};
use crate::matcher::{Item, Matcher};
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// How an expression hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not at all.
    None,
    /// It contains the one before: «حي هرابش بمدينة دير الزور».
    Contains,
    /// It stands beside it: «بينين وسرجة».
    And,
    /// Another name of it: «عين العرب (كوباني)».
    Alias,
    /// The other end: «بين إزرع وقرفا».
    Between,
}

/// Why an expression may not be where the event was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It may be.
    Location,
    /// Where it came from, or where someone stands: «قادمة من العراق».
    Origin,
    /// Where the reporter writes: «دمشق - سانا:».
    Dateline,
    /// Part of a person's or office's title: «محافظ دير الزور».
    Title,
}

/// An expression of place.
#[derive(Clone, Debug)]
pub struct PlaceExpr<'a> {
    /// All its words.
    pub tokens: Range<usize>,
    /// The name alone.
    pub name: Range<usize>,
    /// Places that bear the name, with whether they need a cue; empty for a name that no gazetteer has.
    pub candidates: Vec<(PlaceId, bool)>,
    /// Its cue word.
    pub cue: Option<&'a Entry>,
    /// Its relation.
    pub relation: Option<Relation>,
    /// Degrees from north.
    pub direction: Option<f64>,
    /// Told distance.
    pub distance_km: Option<f64>,
    /// See [`Link`].
    pub link: Link,
    /// See [`Role`].
    pub role: Role,
    /// A preposition, cue, relation or hashtag marks it as a place.
    pub marked: bool,
    /// Its words stand in a hashtag.
    pub hashtag: bool,
    /// «القاعدة», «المدينة»: index of the expression told before that it means.
    pub same_as: Option<usize>,
    /// One word without the article: most often just that word.
    pub plain: bool,
    /// If it is none of its candidates, it may be a place that no gazetteer has.
    pub may_be_unknown: bool,
}

impl PlaceExpr<'_> {
    /// A name that stands alone.
    fn new(name: Range<usize>, candidates: Vec<(PlaceId, bool)>) -> Self {
        PlaceExpr {
            tokens: name.clone(),
            name,
            candidates,
            cue: None,
            relation: None,
            direction: None,
            distance_km: None,
            link: Link::None,
            role: Role::Location,
            marked: false,
            hashtag: false,
            same_as: None,
            plain: false,
            may_be_unknown: true,
        }
    }
}

/// All expressions of place in a document, in order.
pub fn parse_all<'a>(reading: &Reading<'a>, matcher: &Matcher, gazetteer: &Gazetteer) -> Vec<PlaceExpr<'a>> {
    let mut out: Vec<PlaceExpr<'a>> = Vec::new();
    for sentence in &reading.sentences {
        let first = out.len();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let floor = out[first..].last().map_or(sentence.tokens.start, |e| e.tokens.end);
            let found = named(reading, matcher, gazetteer, at, floor).or_else(|| unknown(reading, at, floor));
            // «المدينة» is the town told before, unless more of its name says that it is another.
            let bare = found.as_ref().is_none_or(|e| e.name.len() == 1 && e.candidates.iter().all(|(_, cue)| *cue));
            let meant = if bare { known_before(reading, &out, at, floor) } else { None };
            let Some(mut expr) = meant.or(found) else {
                at += 1;
                continue;
            };
            at = expr.tokens.end.max(at + 1);
            if correct(reading, gazetteer, &mut expr) {
                gazetteer.drop_doubles(&mut expr.candidates);
                push_linked(reading, &mut out, first, expr);
            }
        }
    }
    out
}

/// Apply what the user said of the name; false if it is no place here.
fn correct(reading: &Reading<'_>, gazetteer: &Gazetteer, expr: &mut PlaceExpr<'_>) -> bool {
    let words: Vec<&str> = expr.name.clone().map(|t| reading.word(t)).collect();
    match gazetteer.corrections.verdict(&words, reading.folded.as_str()).filter(|_| expr.same_as.is_none()) {
        None => {}
        Some(Verdict::NotAPlace) => return false,
        Some(Verdict::Means(place)) => (expr.candidates, expr.marked) = (vec![(place, false)], true),
        Some(Verdict::MeansNot(places)) => expr.candidates.retain(|(c, _)| !places.contains(c)),
    }
    true
}

fn named<'a>(reading: &Reading<'a>, matcher: &Matcher, gazetteer: &Gazetteer, at: usize, floor: usize) -> Option<PlaceExpr<'a>> {
    let mut names = reading.at(at).iter().filter(|m| matches!(m.item, Item::Name(_)));
    let mut m = names.next()?;
    // «ريف الباب الشرقي» is the countryside of الباب, not the quarter الباب الشرقي.
    let shorter = names.find(|n| n.end < m.end);
    if let Some(shorter) = shorter
        && reading.tagged(shorter.end, Tag::DirectionAdj).is_some_and(|(d, _)| d.end == m.end)
        && ending_at(reading, floor, at).is_some_and(|(_, left)| matches!(left, Left::Relation(Relation::Countryside | Relation::Near)))
    {
        m = shorter;
    }
    // «قرية تل سطيح»: half of a longer name that no gazetteer has.
    if m.end == at + 1 && begins_names(reading.word(at)) && is_opaque(reading, m.end) {
        return None;
    }
    // An actor, an exception or a weapon of the same words says that it is no place here.
    if reading.is(at, Tag::Exception) {
        return None;
    }
    let covered_by_actor = reading.at(at).iter().any(|o| {
        o.end >= m.end
            && o.clitics == m.clitics
            && matches!(o.item, Item::Word(e) if reading.lexicon.entry(e).tag() == Tag::Actor && !o.adjective && o.end > m.end)
    });
    if covered_by_actor {
        return None;
    }
    // The same words may be a name of several files.
    let same = reading.at(at).iter().filter(|n| n.end == m.end && n.clitics == m.clitics);
    let bearers = same.flat_map(|n| if let Item::Name(name) = n.item { matcher.places(name) } else { Vec::new() }).collect();
    let mut expr = PlaceExpr { marked: m.clitics.prep == Some('ب'), hashtag: reading.tokens[at].hashtag, ..PlaceExpr::new(at..m.end, bearers) };
    look_left(reading, &mut expr, floor);
    look_right(reading, &mut expr);
    // «شارع بور سعيد» bears the name of the city.
    if expr.cue.is_some_and(|c| c.is("named-after")) {
        let kinds = expr.cue.map_or(&[][..], |c| &c.kinds);
        expr.candidates.retain(|(c, _)| kinds.iter().any(|k| k == gazetteer.place(*c).kind.as_str()));
    }
    expr.plain = m.end == at + 1 && !reading.word(at).contains("ال");
    // «موقع عسكري», «بلدات جبلية»: an ordinary word, even where somewhere a place is called so.
    let describes = expr.cue.is_some_and(|c| c.is("weak")) || reading.word(at).ends_with("يه");
    let ordinary = expr.plain && describes && expr.candidates.iter().all(|(_, cue)| *cue);
    // Open sources have a name for most words.
    let known = expr.candidates.iter().any(|(c, _)| gazetteer.place(*c).trust != Trust::Open);
    let named = expr.cue.is_some_and(|c| !c.is("weak")) && expr.name.clone().all(|t| is_opaque(reading, t));
    expr.may_be_unknown = !ordinary && (known || named);
    let mut before = expr.tokens.start;
    while before > floor && matches!(reading.tokens[before - 1].kind, Kind::Mark('"' | '#')) {
        before -= 1;
    }
    if before > floor && reading.is_word(before - 1, &["في", "علي", "صوب", "نحو", "باتجاه", "الي", "ب"]) {
        expr.marked = true;
    }
    // «إسرائيل», «إيران»: a party unless a word of place stands before it.
    let party = reading
        .at(at)
        .iter()
        .any(|o| o.end == m.end && matches!(o.item, Item::Word(e) if reading.lexicon.entry(e).tag() == Tag::Actor && !o.adjective));
    let touches = |end: usize| (end..at).all(|t| reading.tokens[t].is_mark('"'));
    if party
        && at > floor
        && (1..=3).filter_map(|n| at.checked_sub(n)).any(|t| reading.tagged(t, Tag::Patient).is_some_and(|(p, _)| p.end <= at && touches(p.end)))
    {
        return None;
    }
    let government = party || reading.is(at, Tag::Metonym);
    // «قصف مدفعي لقوات النظام وروسيا», «استهداف تركيا لقافلة»: governments that did it.
    let doer = government && (m.clitics.and || object_behind(reading, m.end));
    let hit = !doer && is_object(reading, &expr, floor);
    expr.role = role_of(reading, &expr);
    // Where a report is written, who lives there, what a list names beside other places: the town itself, also where it could be a government.
    let told = expr.role == Role::Dateline
        || expr.hashtag
        || lives_there(reading, expr.tokens.start)
        || listed_after(reading, at, m.clitics.and, floor)
        || at > 0 && reading.is(at - 1, Tag::Within);
    if government && !hit && !told && (!expr.marked || expr.relation == Some(Relation::Between)) {
        return None;
    }
    // A name of several words is seldom anything else.
    expr.marked |= hit || expr.hashtag || expr.name.len() >= 2;
    Some(expr)
}

/// «طرطوس ولا دمشق»: does it follow another place in a list?
fn listed_after(reading: &Reading<'_>, at: usize, and: bool, floor: usize) -> bool {
    let sentence = &reading.sentences[reading.sentence_of(at)].tokens;
    floor > sentence.start && (floor == at && and || floor + 1 == at && reading.is_word(floor, &["لا", "او", "و"]))
}

/// «سكان أربيل»: do people of the place stand before it?
fn lives_there(reading: &Reading<'_>, start: usize) -> bool {
    start > 0 && reading.tagged(start - 1, Tag::Origin).is_some_and(|(m, _)| m.end == start)
}

/// A word that is no word of the lexicon, only perhaps part of a name.
fn is_opaque(reading: &Reading<'_>, t: usize) -> bool {
    let plain = reading.tokens.get(t).is_some_and(|t| t.kind == Kind::Word) && reading.at(t).iter().all(|m| matches!(m.item, Item::Name(_)));
    plain && ![Tag::PlaceCue, Tag::Actor, Tag::Trigger, Tag::Function].iter().any(|&tag| reading.is(t, tag))
}

/// Does a trigger that takes an object stand right before: «قصفت الطائرات دمشق», «استهداف بغداد»?
fn is_object(reading: &Reading<'_>, expr: &PlaceExpr<'_>, floor: usize) -> bool {
    let start = expr.tokens.start;
    (floor.max(start.saturating_sub(5))..start).rev().take_while(|&t| !reading.is_break(t)).any(|t| {
        reading.tagged(t, Tag::Trigger).is_some_and(|(m, e)| {
            let doer = m.end == start || (m.end..start).all(|x| reading.is(x, Tag::Actor) || reading.is(x, Tag::Force) || reading.is(x, Tag::Weapon));
            e.is("verb-object") && m.end <= start && doer
        })
    })
}

/// Does what was hit stand right behind: «لقافلة», «على مواقع»?
fn object_behind(reading: &Reading<'_>, end: usize) -> bool {
    reading.is_word(end, &["علي"]) || reading.at(end).iter().any(|m| m.clitics.prep == Some('ل')) || reading.word(end).starts_with("لل")
}

/// A cue word with a name that no gazetteer has: «قرية تل سطيح».
fn unknown<'a>(reading: &Reading<'a>, at: usize, floor: usize) -> Option<PlaceExpr<'a>> {
    let (m, cue) = reading.tagged(at, Tag::PlaceCue)?;
    let quoted = reading.tokens.get(m.end).is_some_and(|t| t.is_mark('"') && !t.glued);
    if cue.is("weak") && !quoted || m.suffixed || reading.is(at, Tag::Exception) {
        return None;
    }
    let opaque = |t: usize| is_opaque(reading, t);
    let start = m.end + usize::from(quoted);
    let first = reading.word(start);
    // Descriptions follow a cue as often as names: «قرية صغيرة», «قاعدة عسكرية», «مخيم للنازحين».
    let describes = !quoted && (first.ends_with("يه") || first.starts_with("لل") || first.chars().count() < 3);
    // A name that the gazetteer has is read from its own first word, unless it is only half of this one.
    let half = begins_names(first) && opaque(start + 1) && !reading.at(start).iter().any(|n| matches!(n.item, Item::Name(_)) && n.end > start + 1);
    let unread = reading.at(start).is_empty() || half;
    if !opaque(start) && !half || !unread || describes || m.clitics.article {
        return None;
    }
    let compound = begins_names(first);
    let article_next = reading.word(start + 1).starts_with("ال") && opaque(start + 1);
    let end = start + 1 + usize::from((compound || article_next && quoted) && opaque(start + 1));
    let mut expr = PlaceExpr { marked: true, hashtag: reading.tokens[start].hashtag, ..PlaceExpr::new(start..end, Vec::new()) };
    look_left(reading, &mut expr, floor.min(at));
    expr.role = role_of(reading, &expr);
    expr.cue.is_some().then_some(expr)
}

/// A bare noun of place that means one told before: «تعرضت القاعدة», «شرق المدينة».
fn known_before<'a>(reading: &Reading<'a>, told: &[PlaceExpr<'a>], at: usize, floor: usize) -> Option<PlaceExpr<'a>> {
    let (m, cue) = reading.tagged(at, Tag::PlaceCue)?;
    let definite = m.clitics.article && !m.suffixed && m.end == at + 1 && m.number != Number::Plural;
    // «كما قالت الشركة»
    let speaks = at > floor && reading.is(at - 1, Tag::Speech);
    if !definite || speaks || reading.is(at, Tag::Exception) || reading.is(at, Tag::Actor) {
        return None;
    }
    // «المنطقة» is the nearest one, or any.
    let reach = if cue.id == "cue-region" { 40 } else { 400 };
    // «العاصمة» is a capital.
    if reading.is_word(at, &["العاصمه"]) {
        let capital = told.iter().rposition(|e| reading.is(e.name.start, Tag::Metonym) && e.same_as.is_none())?;
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
    let same_as = told.iter().rposition(|e| before(e) && own_cue(e))?;
    let mut expr = PlaceExpr { cue: Some(cue), marked: true, same_as: Some(same_as), ..PlaceExpr::new(at..m.end, told[same_as].candidates.clone()) };
    look_left(reading, &mut expr, floor);
    expr.role = role_of(reading, &expr);
    Some(expr)
}

/// Cue words, relations, directions and distances before the name.
fn look_left<'a>(reading: &Reading<'a>, expr: &mut PlaceExpr<'a>, floor: usize) {
    loop {
        let mut at = expr.tokens.start;
        while at > floor && matches!(reading.tokens[at - 1].kind, Kind::Mark('"' | '#')) {
            at -= 1;
        }
        let Some((start, found)) = ending_at(reading, floor, at) else { break };
        expr.marked = true;
        // «شرق مدينة إدلب وريف حماة»: the head of the expression is what stands farthest left.
        match found {
            Left::Cue(e) if expr.relation.is_none() && expr.direction.is_none() => {
                expr.cue = expr.cue.or(Some(e));
            }
            Left::Cue(_) => break,
            Left::Relation(r) => {
                if expr.relation.is_none() || expr.relation == Some(Relation::In) {
                    expr.relation = Some(r);
                }
            }
            Left::Direction(degrees) => {
                if expr.direction.is_some() {
                    break;
                }
                expr.direction = Some(degrees);
                if expr.relation.is_none() {
                    expr.relation = Some(Relation::Direction);
                }
            }
            Left::Distance(km) => expr.distance_km = Some(km),
            Left::Filler => {}
        }
        expr.tokens.start = start;
    }
    // Fillers at the edge belong to the sentence, not to the place.
    if expr.relation == Some(Relation::In) {
        expr.relation = None;
    }
}

enum Left<'a> {
    Cue(&'a Entry),
    Relation(Relation),
    Direction(f64),
    Distance(f64),
    Filler,
}

/// The mention that ends right before `at`, if it belongs to an expression of place.
fn ending_at<'a>(reading: &Reading<'a>, floor: usize, at: usize) -> Option<(usize, Left<'a>)> {
    for start in floor.max(at.saturating_sub(6))..at {
        if let Some((_, e)) = reading.tagged(start, Tag::Relation).filter(|(m, _)| m.end == at) {
            let relation = match e.sense.as_deref()? {
                "near" | "edge" => Relation::Near,
                "countryside" => Relation::Countryside,
                "desert" => Relation::Desert,
                "road" => Relation::Road,
                "between" => Relation::Between,
                "off" => Relation::Off,
                _ => Relation::In,
            };
            return Some((start, Left::Relation(relation)));
        }
        if let Some((_, e)) = reading.tagged(start, Tag::Direction).filter(|(m, _)| m.end == at) {
            return Some((start, Left::Direction(e.value? as f64)));
        }
        if let Some((_, e)) = reading.tagged(start, Tag::DirectionAdj).filter(|(m, e)| m.end == at && e.value >= Some(0))
            && reading.is_word(at.wrapping_sub(1), &["من"])
        {
            return Some((start, Left::Direction(e.value? as f64)));
        }
        if let Some((m, e)) = reading.tagged(start, Tag::PlaceCue).filter(|(m, _)| m.end == at)
            && !m.suffixed
            && !m.clitics.article
        {
            return Some((start, Left::Cue(e)));
        }
        if let Some(q) = number::parse(reading, start)
            && let Some((unit, e)) = reading.tagged(q.end, Tag::Unit)
            && unit.end == at
        {
            let value = f64::from(q.count.min.or(q.count.max)?) * e.value? as f64 / 1000.0;
            let start = if start > floor && reading.is_word(start - 1, &["بعد", "مسافه", "نحو", "ب"]) { start - 1 } else { start };
            return Some((start, Left::Distance(value)));
        }
    }
    // «20 كم إلى الجنوب الغربي من العاصمة»
    let word = reading.word(at.checked_sub(1).filter(|&a| a >= floor)?);
    if word == "من" {
        for start in floor.max(at.saturating_sub(4))..at - 1 {
            let compass = |e: &Entry| e.value.filter(|&v| v >= 0).map(|v| v as f64);
            if let Some((_, e)) = reading.tagged(start, Tag::DirectionAdj).filter(|(m, _)| m.end == at - 1) {
                return Some((start, Left::Direction(compass(e)?)));
            }
            if let Some((_, e)) = reading.tagged(start, Tag::Direction).filter(|(m, _)| m.end == at - 1) {
                return Some((start, Left::Direction(compass(e)?)));
            }
        }
    }
    let here = at - 1;
    let measured = || ending_at(reading, floor, here).is_some_and(|(_, l)| matches!(l, Left::Distance(_)));
    // «الواقعة إلى الجنوب من عين العرب», «على نحو 140 كيلومترا إلى الجنوب»
    if word == "الي" && (reading.is(at, Tag::DirectionAdj) || reading.is(at, Tag::Direction)) || word == "علي" && measured() {
        return Some((here, Left::Filler));
    }
    None
}

/// A direction behind the name: «ريف حلب الغربي», «أطراف الميادين الجنوبية».
fn look_right(reading: &Reading<'_>, expr: &mut PlaceExpr<'_>) {
    let at = expr.tokens.end;
    let shifts = matches!(expr.relation, Some(Relation::Countryside | Relation::Near | Relation::Desert));
    if let Some((m, e)) = reading.tagged(at, Tag::DirectionAdj)
        && expr.direction.is_none()
        && shifts
    {
        expr.direction = e.value.filter(|&v| v >= 0).map(|v| v as f64);
        expr.tokens.end = m.end;
    }
}

/// «قال مراسلنا في حماة إن …»: between a word of speech and what was said stands where the speaker is.
fn is_speakers(reading: &Reading<'_>, expr: &PlaceExpr<'_>, sentence: &Range<usize>) -> bool {
    let (start, end) = (expr.tokens.start, expr.tokens.end);
    let acts = |range: Range<usize>| range.into_iter().any(|t| reading.is(t, Tag::Trigger));
    // «من دون أن» begins no speech.
    let other = |t: usize| reading.is_word(t - 1, &["دون", "قبل", "بعد", "منذ", "الي", "علي", "حتي", "بدل"]);
    let opens = |t: usize| reading.is_word(t, &["ان", "بان", "انه", "بانه", "انها", "بانها"]) && !other(t);
    let said = (end..(end + 10).min(sentence.end)).find(|&t| opens(t));
    let speech = (sentence.start.max(start.saturating_sub(14))..start).rev().find(|&t| reading.is(t, Tag::Speech));
    speech.zip(said).is_some_and(|(speech, said)| !acts(speech..said))
}

fn role_of(reading: &Reading<'_>, expr: &PlaceExpr<'_>) -> Role {
    let start = expr.tokens.start;
    let sentence = reading.sentences[reading.sentence_of(start)].tokens.clone();
    let back = |n: usize| start.checked_sub(n).filter(|&t| t >= sentence.start);
    if (1..=5).filter_map(back).any(|t| reading.tagged(t, Tag::Origin).is_some_and(|(m, _)| m.end == start)) {
        return Role::Origin;
    }
    if is_speakers(reading, expr, &sentence) {
        return Role::Origin;
    }
    // «سيارة إسعاف تابعة لمشفى كوباني»: whose it is. «القرية التابعة لناحية شران» is a place within.
    if back(1).is_some_and(|t| reading.is_word(t, &["تابعه", "تابع", "تابعين"])) {
        return Role::Origin;
    }
    // «ردت المدفعية من محيط عين عيسى»: where it was fired from; «عدد من قرى», «كيلومتر من أطراف» are no origins.
    let part = |t: usize| {
        reading.is_word(t, &["كل", "كلا", "عدد", "عددا", "العديد", "بدءا", "ابتداء", "مناطق", "اجزاء", "انحاء", "قريبا", "بالقرب", "قرب", "مقربه"])
            || reading.is(t, Tag::Unit)
    };
    if expr.relation == Some(Relation::Near)
        && expr.distance_km.is_none()
        && back(1).is_some_and(|t| reading.is_word(t, &["من"]))
        && !back(2).is_some_and(part)
    {
        return Role::Origin;
    }
    // «مصدرها مواقع الدعم السريع شرقي المدينة»
    let source = (2..=8).map_while(back).take_while(|&t| !reading.is_break(t)).any(|t| reading.is_word(t, &["مصدرها", "مصدره"]));
    if source && (expr.cue.is_none() || expr.direction.is_some()) {
        return Role::Origin;
    }
    // «في» and «ب» mark where something was; a bare «من» where it came from.
    // «تحويل الرحلات إلى دمشق»: a way, unless something was fired or sent there.
    let sent = |t: usize| {
        reading
            .tagged(t, Tag::Trigger)
            .is_some_and(|(_, e)| matches!(e.id.as_str(), "launch" | "drop" | "fall" | "raid" | "carry-out" | "swoop" | "reach"))
    };
    if back(1).is_some_and(|t| reading.word(t) == "الي") && expr.distance_km.is_none() && !(2..=14).filter_map(back).any(sent) {
        return Role::Origin;
    }
    // «قرب الحدود الأردنية مع العراق»
    if back(1).is_some_and(|t| reading.is_word(t, &["مع"])) {
        return Role::Origin;
    }
    // «سياح من وسط العراق», «إصابات من بلدة التمانعة»
    if back(1).is_some_and(|t| reading.is_word(t, &["من"]))
        && back(2).is_some_and(|t| reading.is(t, Tag::People) || reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.is("count-noun")))
        && expr.relation != Some(Relation::Near)
    {
        return Role::Origin;
    }
    let simple = expr.relation.is_none() && expr.direction.is_none() && expr.cue.is_none() && expr.name.len() == 1;
    if back(1).is_some_and(|t| reading.is_word(t, &["من"])) && simple {
        return Role::Origin;
    }
    let launched = (2..=8).filter_map(back).any(|t| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.id == "launch"));
    if back(1).is_some_and(|t| reading.is_word(t, &["من"])) && launched {
        return Role::Origin;
    }
    if back(1).is_some_and(|t| reading.is(t, Tag::Official) && !reading.is(t, Tag::PlaceCue)) && expr.cue.is_none() {
        return Role::Title;
    }
    // «دمشق - سانا:», «إدلب – خاص»: a place at the head of a line, before a dash or colon, without a verb.
    let line_start = sentence.start == 0 || reading.tokens[sentence.start - 1].kind == Kind::Newline || start == sentence.start;
    let dash = reading.tokens.get(expr.tokens.end).is_some_and(|t| matches!(t.kind, Kind::Mark('-' | ':' | '|' | '/')));
    // «#تعز: إصابة خمسة في حي كلابة»
    let head = reading.tokens.get(expr.tokens.end).is_some_and(|t| t.is_mark(':'));
    if line_start && dash && (!expr.hashtag || head) && start - sentence.start <= 2 && expr.relation.is_none() && expr.cue.is_none() {
        return Role::Dateline;
    }
    Role::Location
}

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

fn push_linked<'a>(reading: &Reading<'a>, out: &mut Vec<PlaceExpr<'a>>, first: usize, mut expr: PlaceExpr<'a>) {
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
        let owner = (1..=2).contains(&gap.len()) && spatial && gap.clone().all(|t| reading.is(t, Tag::Actor));
        let contains =
            (hash_gap || owner) && inside || comma_in || gap.len() <= 3 && (only(&["في", "من", "الي"]) || reading.any(gap.clone(), Tag::Within));
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
        if expr.link == Link::Contains && expr.role == Role::Origin {
            expr.role = Role::Location;
        }
    }
    out.push(expr);
}
