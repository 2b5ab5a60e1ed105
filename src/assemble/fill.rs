//! What is told once holds for the others: authors, targets, methods of one story.

use super::proto::Proto;
use super::toll::combine;
use super::{Story, author};
use crate::event::{Method, Outcome, Status};
use crate::frame::{ActorUse, speaker};
use crate::gazetteer::Kind;
use crate::lexicon::{Entry, Lexicon, Tag};
use crate::mention::place::Role;

/// Fill what an account leaves out from its neighbours, where the text leaves no other reading.
pub fn fill<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    in_country(story, events);
    proxies(events);
    origins(story, events);
    targets_of_answers(events);
    author::infer(story, events);
    // Who was found elsewhere may have no name, either: «وحمّل جيش الاحتلال المسؤولية».
    in_country(story, events);
    grounded(events);
    proxies_by_blame(story, events);
    methods(story, events);
    implied(story, events);
    targets(events);
    implied_targets(story, events);
    usual_targets(events);
}

/// Groups without warplanes fly none.
fn grounded(events: &mut [Proto<'_>]) {
    for e in events.iter_mut().filter(|e| e.method == Method::Airstrike) {
        if e.by.iter().all(|u| u.entry.nature.as_deref() == Some("non-state")) {
            e.by.clear();
        }
    }
}

/// «الجيش», «التحالف», «المقاومة» mean whom they mean in the country where it happened.
fn in_country<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    let main = story.gazetteer.main_country(story.located.iter().filter(|l| l.accepted).filter_map(|l| l.place));
    for e in events {
        // The high sea has no country.
        let country = country(story, e).or(main).unwrap_or_default();
        for uses in [&mut e.by, &mut e.at] {
            for u in uses.iter_mut() {
                if let Some(entry) = named_before(story, u) {
                    u.entry = entry;
                } else if let Some(entry) = u.entry.in_country(country).and_then(|id| lexicon.find(Tag::Actor, id)) {
                    u.entry = entry;
                }
            }
        }
        // «التحالف: مقذوف أطلقه الحوثيون سقط على نجران»: of two, not the one at home there.
        if e.by.len() > 1 && e.by.iter().any(|u| !spares(lexicon, u.entry, country)) {
            e.by.retain(|u| !spares(lexicon, u.entry, country));
        }
        // One party cannot be both by this; the author stands.
        let by: Vec<&str> = e.by.iter().map(|u| u.entry.id.as_str()).collect();
        e.at.retain(|u| !by.contains(&u.entry.id.as_str()));
    }
}

/// «المليشيات ذاتها», «التنظيم»: the party told before whose name holds the noun.
fn named_before<'a>(story: &Story<'_, 'a>, u: &ActorUse<'a>) -> Option<&'a Entry> {
    const REACH: usize = 400;
    let r = story.reading;
    if !u.entry.is_named_before() {
        return None;
    }
    let bare = |t: usize| r.word(t).trim_start_matches(['و', 'ل', 'ب']).trim_start_matches("ال");
    let named = |entry: &Entry| !entry.is_unnamed() && entry.nature == u.entry.nature;
    // «مجاهدونا»: who speaks, whom the document names first.
    if r.word(u.tokens.end - 1).ends_with("نا") {
        return speaker(r).map(|a| a.entry).filter(|e| named(e));
    }
    let noun = bare(u.tokens.end - 1);
    // «تنظيم «بي كا كا»», «جماعة الحوثي», «مليشيات حفتر»: the noun is in the name or right before it.
    let holds = |t: usize| {
        let (m, entry) = r.tagged(t, Tag::Actor)?;
        // «الإرهابيون», «إرهابيين من تنظيم …»: the same noun in another case.
        let said =
            |x: usize| bare(x) == noun || case_stem(noun).is_some_and(|n| case_stem(bare(x)) == Some(n)) || noun == "عدو" && bare(x) == "عدوان";
        (named(entry) && (m.start.saturating_sub(3)..m.end).any(said)).then_some(entry)
    };
    let holder = (u.tokens.start.saturating_sub(REACH)..u.tokens.start).rev().find_map(holds);
    // «التنظيم», «الجماعة»: if no name holds the noun, the one named last; a plural («الفصائل») means no single one.
    let single = u.entry.is("last-named");
    let last = || r.all(u.tokens.start.saturating_sub(REACH)..u.tokens.start, Tag::Actor).map(|(_, e)| e).filter(|e| named(e)).last();
    // Whom the noun mostly means, if the document names it anywhere.
    let usual = u.entry.in_country("*").is_some_and(|id| r.all(0..r.tokens.len(), Tag::Actor).any(|(_, e)| e.id == id));
    holder.or_else(|| last().filter(|_| single && !usual))
}

/// A plural without its ending of case: «إرهابيون», «إرهابيين».
fn case_stem(word: &str) -> Option<&str> {
    word.strip_suffix("ون").or_else(|| word.strip_suffix("ين"))
}

pub(super) fn country<'s>(story: &Story<'s, '_>, e: &Proto<'_>) -> Option<&'s str> {
    let place = story.located[e.place?].place?;
    Some(story.gazetteer.place(place).country.as_str()).filter(|c| !c.is_empty())
}

/// Does a party not strike in a country because it is its own?
pub(super) fn spares(lexicon: &Lexicon, party: &Entry, country: &str) -> bool {
    lexicon.rows(Tag::Implied).any(|r| r.is("spared") && r.kinds.contains(&party.id) && r.in_country(country).is_some())
}

/// The author whom theatre and method leave no doubt about.
fn implied<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    for e in events.iter_mut().filter(|e| !e.has_author() && !e.by_unknown) {
        let Some(country) = country(story, e) else { continue };
        let rule = lexicon
            .rows(Tag::Implied)
            .find(|r| r.sense.is_none() && r.kinds.iter().any(|k| k == e.method.as_str()) && r.in_country(country).is_some());
        if let Some(entry) = rule.and_then(|r| r.in_country(country)).and_then(|id| lexicon.find(Tag::Actor, id)) {
            let tokens = story.frames[e.frames[0]].triggers[0].tokens.clone();
            e.by.push(ActorUse { entry, tokens, status: Status::Reported, rule: "implied" });
        }
    }
}

/// «صاروخ أُطلق من اليمن»: who fires from one country into another.
fn origins<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    let fired = |m: Method| matches!(m, Method::Rocket | Method::Missile | Method::Drone);
    for e in events.iter_mut().filter(|e| !e.has_author() && !e.by_unknown && fired(e.method)) {
        let Some(country) = country(story, e) else { continue };
        let elsewhere = e.frames.iter().flat_map(|&f| &story.frames[f].elsewhere).filter(|&&i| story.exprs[i].role == Role::Origin);
        let rule = elsewhere.filter_map(|&i| Some((i, story.gazetteer.place(story.located[i].place?)))).find_map(|(i, from)| {
            let rows = lexicon.rows(Tag::Implied).filter(|r| r.is("origin") && r.kinds.contains(&from.country));
            rows.into_iter().find_map(|r| r.in_country(country)).map(|id| (i, id))
        });
        if let Some((i, entry)) = rule.and_then(|(i, id)| Some((i, lexicon.find(Tag::Actor, id)?))) {
            e.by.push(ActorUse { entry, tokens: story.exprs[i].tokens.clone(), status: Status::Reported, rule: "implied" });
        }
    }
}

/// «الهجمات الإيرانية» in a story whose attackers are named as Iran's militias are theirs.
fn proxies(events: &mut [Proto<'_>]) {
    let Some(militia) = events.iter().flat_map(|e| &e.by).find(|u| u.entry.id == "iran-backed-militias").cloned() else { return };
    for e in events.iter_mut() {
        for u in e.by.iter_mut().filter(|u| u.entry.id == "iran" && u.rule == "adjective-of-act") {
            u.entry = militia.entry;
        }
    }
}

/// «يتهمون إيران بالوقوف وراء الهجمات»: where its militias fight, they are meant.
fn proxies_by_blame<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    for e in events.iter_mut() {
        let Some(country) = country(story, e) else { continue };
        for u in e.by.iter_mut().filter(|u| u.status == Status::Alleged) {
            let row = lexicon.rows(Tag::Implied).find(|r| r.is("proxy") && r.kinds.contains(&u.entry.id));
            if let Some(entry) = row.and_then(|r| r.in_country(country)).and_then(|id| lexicon.find(Tag::Actor, id)) {
                u.entry = entry;
            }
        }
    }
}

/// Who answers an attack was hit by it.
fn targets_of_answers(events: &mut [Proto<'_>]) {
    for i in 0..events.len() {
        let Some(cause) = events[i].answers else { continue };
        let by = events[i].by.clone();
        for e in events.iter_mut().filter(|e| e.frames.contains(&cause)) {
            if e.at.is_empty() {
                e.at.extend(by.iter().cloned().map(|u| ActorUse { rule: "answered-by", ..u }));
            }
        }
    }
}

/// An act whose target is not told hit whom the same author's acts of that day hit.
fn targets(events: &mut [Proto<'_>]) {
    for i in 0..events.len() {
        if !events[i].at.is_empty() {
            continue;
        }
        let same = |e: &&Proto<'_>| {
            !e.at.is_empty()
                && e.by.iter().any(|u| events[i].by.iter().any(|v| u.entry.id == v.entry.id))
                && e.when.is_some()
                && e.when == events[i].when
        };
        if let Some(at) = events.iter().find(same).map(|e| e.at.clone()) {
            events[i].at = at.into_iter().map(|u| ActorUse { rule: "same-story", ..u }).collect();
        }
    }
}

/// Whom an author fights in all else that the document tells of him.
fn usual_targets(events: &mut [Proto<'_>]) {
    for i in 0..events.len() {
        if !events[i].at.is_empty() {
            continue;
        }
        let same = |e: &&Proto<'_>| e.by.iter().any(|u| events[i].by.iter().any(|v| u.entry.id == v.entry.id));
        let mut told = events.iter().filter(same).flat_map(|e| &e.at).filter(|u| u.entry.id != "civilians");
        let Some(first) = told.next().cloned() else { continue };
        if told.all(|u| u.entry.id == first.entry.id) {
            events[i].at.push(ActorUse { rule: "same-story", ..first });
        }
    }
}

/// «ضربات أميركية»: how such an author strikes where the text does not say it.
fn methods(story: &Story<'_, '_>, events: &mut [Proto<'_>]) {
    let lexicon = story.reading.lexicon;
    // «صاروخان على المبنى» of one who strikes from the air: a missile fired by an aircraft keeps the method of what carried it.
    let fired = |e: &Proto<'_>| e.method == Method::Rocket && !e.weapons.is_empty() && e.weapons.iter().all(|w| w.1.id == "rocket");
    // At ships a rocket is a missile.
    for e in events.iter_mut().filter(|e| e.method == Method::Rocket && e.at.iter().any(|u| u.entry.id == "vessel")) {
        e.method = Method::Missile;
    }
    // «صاروخ إيراني على هرتسليا»: no rocket reaches so far.
    for e in events.iter_mut().filter(|e| fired(e)) {
        let Some(country) = country(story, e) else { continue };
        let far =
            |u: &ActorUse<'_>| lexicon.rows(Tag::Implied).find(|r| r.is("reach") && r.kinds.contains(&u.entry.id) && r.in_country(country).is_some());
        if let Some(method) = e.by.iter().find_map(far).and_then(|r| r.method) {
            e.method = method;
        }
    }
    for e in events.iter_mut().filter(|e| e.method == Method::Unknown && e.outcome != Outcome::Intercepted || fired(e)) {
        let unknown = e.method == Method::Unknown;
        let of = |u: &ActorUse<'_>| lexicon.rows(Tag::Implied).find(|r| r.is("method") && r.kinds.contains(&u.entry.id));
        // Beside who has no aircraft it went on the ground.
        let armed = |u: &ActorUse<'_>| u.entry.nature.as_deref() != Some("non-state") || of(u).is_some();
        let first = e.by.iter().find_map(of).filter(|_| e.by.iter().all(armed));
        if let Some(method) = first.and_then(|r| r.method).filter(|m| unknown || *m == Method::Airstrike) {
            e.method = method;
        }
    }
}

/// Whom an act hit where the text leaves no doubt: who is stationed at the place, whom such an author hits there, or civilians by the
/// people who were hurt and the kind of place.
fn implied_targets<'a>(story: &Story<'_, 'a>, events: &mut [Proto<'a>]) {
    let lexicon = story.reading.lexicon;
    for e in events.iter_mut() {
        let place = e.place.and_then(|p| story.located[p].place).map(|p| story.gazetteer.place(p));
        let tokens = story.frames[e.frames[0]].triggers[0].tokens.clone();
        let add = |e: &mut Proto<'a>, id: &str| {
            if let Some(entry) = lexicon.find(Tag::Actor, id).filter(|entry| e.by.iter().chain(&e.at).all(|u| u.entry.id != entry.id)) {
                e.at.push(ActorUse { entry, tokens: tokens.clone(), status: Status::Reported, rule: "implied" });
            }
        };
        let country = place.map_or("", |p| p.country.as_str());
        let rule = |sense: &'static str, key: &dyn Fn(&str) -> bool| {
            let rules = lexicon.rows(Tag::Implied).filter(|r| r.is(sense) && r.kinds.iter().any(|k| key(k)));
            rules.filter(|_| place.is_some()).find_map(|r| r.in_country(country)).map(str::to_string)
        };
        let by: Vec<String> = e.by.iter().map(|u| u.entry.id.clone()).collect();
        let among = |k: &str| by.iter().any(|b| b == k);
        // Who was hurt, by the people that the tolls count.
        let told: Vec<usize> = [true, false]
            .into_iter()
            .filter_map(|killed| combine(story, &e.tolls, killed))
            .filter(|(count, _)| count.max != Some(0))
            .flat_map(|(_, tokens)| tokens.into_iter().flatten())
            .collect();
        let hurt = |is: &dyn Fn(&str) -> bool| told.iter().filter_map(|&x| story.reading.tagged(x, Tag::People)).any(|(_, p)| is(&p.id));
        let persons = hurt(&|id| id.starts_with("persons") || id == "families");
        let soldiers = hurt(&|id| id.starts_with("soldiers"));
        let unarmed = !hurt(&|id| id.starts_with("soldiers") || id.starts_with("fighters"));
        // «شهداء وجرحى»: how many is not told, but that there are.
        let some = e.frames.iter().map(|&f| &story.frames[f]).any(|f| {
            let open = story.reading.any(f.tokens.clone(), Tag::NoHarm) || story.reading.any(f.tokens.clone(), Tag::UnknownHarm);
            !open && f.triggers.iter().any(|t| t.is_harm() && t.entry.is("count-noun"))
        });
        let anyone = unarmed && (!told.is_empty() || some);
        let kind = |kinds: &[&str]| e.target_kind.as_ref().is_some_and(|k| kinds.contains(&k.1.id.as_str()));
        // «على المستشفى السعودي»: the name of the place may say it, too.
        const CIVIL: &[&str] = &["مستشفى", "مشفى", "مدرسة", "جامعة", "مسجد", "جامع", "كنيسة", "سوق", "مخيم"];
        let called = place.is_some_and(|p| matches!(p.kind, Kind::Facility | Kind::Camp) && CIVIL.iter().any(|w| p.name_ar.contains(w)));
        let civil = kind(&["camp", "hospital", "school", "market", "worship", "residential", "farmland"]) || called;
        let armed = kind(&["base", "depot", "headquarters", "air-defence", "checkpoint", "position", "airport"]);
        let towns = place.is_some_and(|p| matches!(p.kind, Kind::City | Kind::Town | Kind::Village | Kind::Quarter | Kind::Camp | Kind::Facility));
        let blind = matches!(e.method, Method::Airstrike | Method::Artillery | Method::Rocket | Method::Ied);

        if let Some(id) = rule("target-state", &among) {
            add(e, &id);
        }
        if e.at.is_empty()
            && let Some(id) = rule("site", &|k| place.is_some_and(|p| p.id == k))
        {
            add(e, &id);
        }
        let army = lexicon.find(Tag::Actor, "army-unnamed").and_then(|a| a.in_country(country));
        if e.at.is_empty()
            && soldiers
            && let Some(id) = army.filter(|id| !among(id))
        {
            add(e, id);
        }
        if persons || civil && e.at.is_empty() {
            add(e, "civilians");
        }
        // People hurt by what is no aimed shot, in a town, with no armed target told.
        if e.at.is_empty() && anyone && towns && blind && !armed {
            add(e, "civilians");
        }
        if e.at.is_empty()
            && let Some(id) = rule("target", &among)
        {
            add(e, &id);
        }
        // Oil and gas fields, where no armed target is told.
        if e.at.is_empty() && !armed && !soldiers && place.is_some_and(|p| p.kind == Kind::Field) {
            add(e, "civilians");
        }
    }
}
