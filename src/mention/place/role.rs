//! Why an expression may not be where the event was.

use super::{PlaceExpr, Role};
use crate::event::Relation;
use crate::lexicon::{Tag, Tense};
use crate::reading::Reading;
use crate::text::Kind;
use std::ops::Range;

/// «قال مراسلنا في حماة إن …»: between a word of speech and what was said stands where the speaker is.
fn is_speakers(reading: &Reading<'_>, expr: &PlaceExpr<'_>, sentence: &Range<usize>) -> bool {
    let (start, end) = (expr.tokens.start, expr.tokens.end);
    // «من دون أن» begins no speech.
    let other = |t: usize| reading.is_word(t - 1, &["دون", "قبل", "بعد", "منذ", "الي", "علي", "حتي", "بدل"]);
    let opens = |t: usize| reading.is_word(t, &["ان", "بان", "انه", "بانه", "انها", "بانها"]) && !other(t);
    let Some(speech) = (sentence.start.max(start.saturating_sub(14))..start).rev().find(|&t| reading.is(t, Tag::Speech)) else { return false };
    // «أكد جهاز مكافحة الإرهاب في الإقليم إسقاط المسيّرة»
    let party = || reading.all(speech..start, Tag::Actor).any(|(m, _)| m.end == start - 1);
    let seat = reading.is_word(start - 1, &["في"]) && party();
    let told = reading.tagged(end, Tag::Trigger).is_some_and(|(m, _)| m.tense == Tense::None);
    if seat && told && !reading.any(speech..start, Tag::Trigger) {
        return true;
    }
    (end..(end + 10).min(sentence.end)).find(|&t| opens(t)).is_some_and(|said| !reading.any(speech..said, Tag::Trigger))
}

pub(super) fn role_of(reading: &Reading<'_>, expr: &PlaceExpr<'_>) -> Role {
    let start = expr.tokens.start;
    let sentence = reading.sentences[reading.sentence_of(start)].tokens.clone();
    let back = |n: usize| start.checked_sub(n).filter(|&t| t >= sentence.start);
    // «على كل من مرعناز والمالكية»
    let each = back(2).is_some_and(|t| reading.is_word(t, &["كل", "كلا"]));
    let from = back(1).is_some_and(|t| reading.is_word(t, &["من"])) && !each;
    // «أطلقت الطائرات صواريخ من فوق البحر»
    if back(1).is_some_and(|t| reading.is_word(t, &["فوق"])) && back(2).is_some_and(|t| reading.is_word(t, &["من"])) {
        return Role::Origin;
    }
    // «القوات المتمركزة في محيط المدينة»: the preposition may be the place's.
    let ends = |end: usize| end == start || end == start + 1 && reading.is_word(start, &["في", "فوق"]);
    if (1..=5).filter_map(back).any(|t| reading.tagged(t, Tag::Origin).is_some_and(|(m, e)| ends(m.end) && !e.is("apart"))) {
        return Role::Origin;
    }
    // «ينحدر المراسل من مدينة دمشق», «غادرت المروحيات نحو الحقل»
    let descends = |t: usize| reading.tagged(t, Tag::Origin).is_some_and(|(_, e)| e.is("apart"));
    let there = from || back(1).is_some_and(|t| reading.is_word(t, &["في", "نحو", "باتجاه", "الي"]));
    if there && (2..=7).map_while(back).take_while(|&t| !reading.is_break(t)).any(descends) {
        return Role::Origin;
    }
    // «مطار زوارة، الواقع على بعد 110 كيلومترات غرب طرابلس»: where the place before it lies.
    let lies = |t: usize| reading.is_word(t, &["الواقع", "الواقعه", "يقع", "تقع", "ويقع", "وتقع", "ويبعد", "وتبعد", "يبعد", "تبعد"]);
    // … and «الواقعة بين المدينتين»
    let between = expr.relation == Some(Relation::Between) && back(1).is_some_and(lies);
    if between || expr.distance_km.is_some() && (1..=3).filter_map(back).any(lies) {
        return Role::Origin;
    }
    // «مسؤول التفخيخ في ما يسمى ولاية الفرات»: a rank
    if (1..=2).filter_map(back).any(|t| reading.is_word(t, &["يسمي", "تسمي", "يعرف", "تعرف"]) && t > 0 && reading.is_word(t - 1, &["ما"]))
    {
        return Role::Title;
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
    if expr.relation == Some(Relation::Near) && expr.distance_km.is_none() && from && !back(2).is_some_and(part) {
        return Role::Origin;
    }
    // «من مواقعها القريبة من المطار»: where its guns stand.
    let guns = back(1).is_some_and(|t| reading.at(t).iter().any(|m| m.suffixed && m.tag == Some(Tag::TargetKind)));
    if expr.relation == Some(Relation::Near) && guns && back(2).is_some_and(|t| reading.is_word(t, &["من"])) {
        return Role::Origin;
    }
    // «أسعفوا إلى المشافي والنقاط الطبية في مدن إدلب وسرمدا»
    let ward = |t: &usize| reading.tagged(*t, Tag::TargetKind).is_some_and(|(_, e)| e.id == "hospital");
    let quiet = (2..=8).map_while(back).take_while(|&t| !reading.is_break(t) && !reading.is(t, Tag::Trigger));
    if back(1).is_some_and(|t| reading.is_word(t, &["في"])) && quiet.into_iter().find(ward).is_some_and(|t| t > 0 && reading.is_word(t - 1, &["الي"]))
    {
        return Role::Origin;
    }
    // «مصدرها مواقع الدعم السريع شرقي المدينة»
    let source = || (2..=8).map_while(back).take_while(|&t| !reading.is_break(t)).any(|t| reading.is_word(t, &["مصدرها", "مصدره"]));
    // … but «مصدره قوات الجماعة على البلدة»
    let upon = back(1).is_some_and(|t| reading.is_word(t, &["علي"]));
    if (expr.cue.is_none() || expr.direction.is_some()) && !upon && source() {
        return Role::Origin;
    }
    // «في» and «ب» mark where something was; a bare «من» where it came from.
    // «تحويل الرحلات إلى دمشق»: a way, unless something was fired or sent there.
    let sent = |t: usize| {
        reading
            .tagged(t, Tag::Trigger)
            .is_some_and(|(_, e)| matches!(e.id.as_str(), "launch" | "drop" | "fall" | "raid" | "carry-out" | "swoop" | "reach"))
    };
    // «مسيّرتان كانتا في طريقهما إلى القاعدة»: where they were to strike.
    let bound = back(2).is_some_and(|t| ["طريقه", "متجه", "متوجه", "موجه"].iter().any(|w| reading.word(t).starts_with(w)))
        && (3..=9).filter_map(back).any(|t| reading.is(t, Tag::Weapon));
    if back(1).is_some_and(|t| reading.word(t) == "الي") && expr.distance_km.is_none() && !bound && !(2..=14).filter_map(back).any(sent) {
        return Role::Origin;
    }
    // «قرار حظر الدخول إلى موانئ فلسطين المحتلة»
    let ports = |t: usize| reading.is_word(t, &["موانئ", "مواني", "الموانئ"]);
    if (start..=start).chain(back(1)).any(ports)
        && (1..=2).filter_map(back).any(|t| reading.is_word(t, &["الي"]))
        && !(2..=8).filter_map(back).any(sent)
    {
        return Role::Origin;
    }
    // «قرب الحدود الأردنية مع العراق»
    if back(1).is_some_and(|t| reading.is_word(t, &["مع"])) {
        return Role::Origin;
    }
    // «سياح من وسط العراق», «إصابات من بلدة التمانعة»
    if from
        && back(2).is_some_and(|t| reading.is(t, Tag::People) || reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.is("count-noun")))
        && expr.relation != Some(Relation::Near)
    {
        return Role::Origin;
    }
    let simple = expr.relation.is_none() && expr.direction.is_none() && expr.cue.is_none() && expr.name.len() == 1;
    if from && simple {
        return Role::Origin;
    }
    let launched = || (2..=8).filter_map(back).any(|t| reading.tagged(t, Tag::Trigger).is_some_and(|(_, e)| e.id == "launch"));
    if from && launched() {
        return Role::Origin;
    }
    if back(1).is_some_and(|t| reading.is(t, Tag::Official) && !reading.is(t, Tag::PlaceCue)) && expr.cue.is_none() {
        return Role::Title;
    }
    // «19:05 | مستشفى العودة: ارتفاع عدد القتلى»: who says it.
    let said = reading.tokens.get(expr.tokens.end).is_some_and(|t| t.is_mark(':'));
    let only_marks = (sentence.start..start).all(|t| matches!(reading.tokens[t].kind, Kind::Mark(_) | Kind::Number(_)));
    let hospital = || reading.tagged(start, Tag::TargetKind).is_some_and(|(_, e)| e.id == "hospital");
    if said && only_marks && hospital() {
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
