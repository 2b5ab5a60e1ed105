//! Reports of one event fall together, others stay apart, and neither order nor company changes that.

use marsad::link::Linking;
use marsad::spill::{Events, Spill};
use marsad::{Document, Event, Resources};
use std::sync::LazyLock;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().expect("the embedded data load"));

const WIRE: &str = "قصفت طائرات مسيرة تركية مساء الخميس قرية هيمو غربي القامشلي، ما أدى إلى مقتل شخصين وإصابة ثالث بجروح خطيرة. وقال شهود إن سيارات الإسعاف هرعت إلى المكان ونقلت المصاب إلى مشفى المدينة، بينما حلقت طائرات الاستطلاع في أجواء المنطقة حتى ساعات الليل.";
const OWN_WORDS: &str = "مراسلنا في ريف القامشلي: شخصان قتلا الليلة الماضية بعدما استهدفت مسيّرة تركية قرية هيمو.";

fn report(name: &str, text: &str, day: Option<i8>) -> Vec<Event> {
    let published = day.map(|day| jiff::civil::date(2023, 10, day));
    marsad::events(&Document { name: name.into(), text: text.into(), published, ..Document::default() }, &RESOURCES)
}

fn link(reports: Vec<Event>) -> Vec<Event> {
    marsad::link::link(reports, &RESOURCES.lexicon.weights)
}

/// The sizes of the events of reports: independent accounts and documents.
fn sizes(reports: &[Vec<Event>]) -> Vec<(usize, usize)> {
    let mut sizes: Vec<(usize, usize)> = link(reports.concat()).iter().map(|e| (e.source_count, e.sources.len())).collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn a_wire_story_on_ten_sites_is_one_account() {
    let site = |i: u32| format!("موقع {i} - رصد ومتابعة\n{WIRE}\nالمصدر: وكالات، تحرير {i}");
    let mut reports: Vec<Vec<Event>> = (0..10).map(|i| report(&format!("site{i}.html"), &site(i), Some(6))).collect();
    assert_eq!(sizes(&reports), [(1, 10)]);
    let alone = link(reports[0].clone())[0].confidence;
    assert!((link(reports.concat())[0].confidence - alone).abs() < 1e-9, "copies make nothing surer");
    reports.push(report("own.txt", OWN_WORDS, Some(6)));
    assert_eq!(sizes(&reports), [(2, 11)]);
    assert!(link(reports.concat())[0].confidence >= alone);
}

#[test]
fn reports_without_a_day_need_words_in_common() {
    let dated = report("a.txt", WIRE, Some(6));
    assert_eq!(sizes(&[dated.clone(), report("b.txt", &WIRE.replace("مساء الخميس ", ""), None)]), [(1, 2)]);
    let other = "غارة بمسيرة تركية على هيمو أحرقت شاحنة محملة بالقطن من دون ضحايا، وفق ما نشرته صفحات كردية.";
    assert_eq!(sizes(&[dated, report("c.txt", other, None)]).len(), 2);
}

#[test]
fn what_differs_stays_apart() {
    let first = report("a.txt", WIRE, Some(6));
    for (what, other) in [
        ("another day", report("b.txt", WIRE, Some(20))),
        ("another place", report("b.txt", &WIRE.replace("قرية هيمو غربي القامشلي", "قرية سرمدا شمالي إدلب"), Some(6))),
        ("another kind", report("b.txt", "انفجرت عبوة ناسفة في قرية هيمو غربي القامشلي الخميس وأصيب طفل.", Some(6))),
    ] {
        assert!(!other.is_empty(), "{what}");
        assert_eq!(sizes(&[first.clone(), other]), [(1, 1), (1, 1)], "{what}");
    }
}

#[test]
fn events_of_one_document_are_never_united() {
    let twice = report("a.txt", &format!("{WIRE}\nوفي وقت لاحق قصفت المدفعية التركية قرية هيمو."), Some(6));
    let before = twice.len();
    assert_eq!(link(twice).len(), before);
}

#[test]
fn order_and_company_change_nothing() {
    let texts = [
        WIRE,
        OWN_WORDS,
        "استهدفت مدفعية الجيش التركي ليلا قرية هيمو بريف القامشلي.",
        "غارات إسرائيلية على بلدة عيترون جنوبي لبنان أدت إلى مقتل ثلاثة.",
    ];
    let mut reports: Vec<Vec<Event>> =
        (0..24).map(|i| report(&format!("{i}.txt"), texts[i % 4], (i % 3 != 2).then_some(5 + (i % 2) as i8))).collect();
    let linked = link(reports.concat());
    assert!(linked.len() < reports.concat().len());
    for turn in [1, 5, 11, 17] {
        reports.rotate_left(turn);
        reports.swap(0, turn);
        assert_eq!(link(reports.concat()), linked);
    }
    // A report of something else leaves names and members alone.
    reports.push(report("new.txt", "قصف مدفعي على مدينة أريحا أوقع قتيلا.", Some(6)));
    let more = link(reports.concat());
    for event in &linked {
        assert!(more.contains(event), "{}", event.event_id);
    }
    assert_eq!(more.len(), linked.len() + 1);
}

#[test]
fn what_lies_on_the_disk_is_linked_alike() {
    let answer = "قصفت مدفعية الجيش التركي مواقع في بلدة عين عيسى يوم الخميس رداً على قصف قسد بالصواريخ مدينة أعزاز مساء الأربعاء.";
    let texts = [WIRE, OWN_WORDS, answer, "غارات إسرائيلية على بلدة عيترون جنوبي لبنان أدت إلى مقتل ثلاثة."];
    let reports: Vec<Event> = (0..40).flat_map(|i| report(&format!("{i}.txt"), texts[i % 4], Some(5 + (i % 3) as i8))).collect();
    let linked = link(reports.clone());
    assert!(linked.len() < reports.len() && linked.iter().any(|e| e.retaliates.is_some()));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for in_memory in [0, 7] {
        let mut spill = Spill::new(in_memory, folder.path());
        reports.iter().rev().for_each(|e| spill.push(e.clone()).expect("it can be written"));
        let layer = Linking::of(spill, &RESOURCES.lexicon.weights).and_then(Linking::unite).expect("it can be read");
        assert_eq!(layer.events().expect("it can be read"), linked);
    }
}

#[test]
fn each_union_says_why() {
    let linked = link([report("a.txt", WIRE, Some(6)), report("b.txt", OWN_WORDS, Some(6))].concat());
    let why: Vec<&str> = linked[0].evidence.iter().filter(|e| e.field == "link").map(|e| e.rule.as_str()).collect();
    assert_eq!(why.len(), 1);
    for reason in ["days meet", "same place", "words alike", "same method", " = +"] {
        assert!(why[0].contains(reason), "{reason}: {}", why[0]);
    }
}

#[test]
fn it_is_told_why_two_reports_are_one_event_or_two() {
    let reports = [
        report("a.txt", WIRE, Some(6)),
        report("b.txt", OWN_WORDS, Some(6)),
        report("c.txt", WIRE, Some(20)),
        report("d.txt", &WIRE.replace("قرية هيمو غربي القامشلي", "قرية سرمدا شمالي إدلب"), Some(6)),
    ];
    let told = marsad::explain::explain_link(reports.concat(), &RESOURCES.lexicon.weights);
    let pair = |a: &str, b: &str| {
        let blocks = told.split("\n\n").map(|block| block.lines().collect::<Vec<_>>()).filter(|l| l.len() == 3);
        let lines = blocks.filter(|l| l[..2].iter().any(|l| l.starts_with(a)) && l[..2].iter().any(|l| l.starts_with(b)));
        lines.map(|l| l[2].trim().to_string()).next().unwrap_or_else(|| panic!("{a} {b}: {told}"))
    };
    assert!(pair("a.txt", "b.txt").starts_with("one event: days meet +2.0"), "{told}");
    assert_eq!(pair("a.txt", "c.txt"), "two events: other days");
    let far = pair("a.txt", "d.txt");
    assert!(far.starts_with("two events: ") && far.ends_with("km apart, more than 6.0"), "{far}");
}

#[test]
fn contradictions_are_listed() {
    let more = WIRE.replace("مساء الخميس", "يوم الخميس").replace("شخصين", "سبعة أشخاص");
    assert_ne!(more, WIRE);
    let linked = link([report("a.txt", WIRE, Some(6)), report("b.txt", &more, Some(6)), report("c.txt", OWN_WORDS, Some(6))].concat());
    assert_eq!(linked.len(), 1);
    let told = |document: &str| -> Vec<&str> {
        linked[0].evidence.iter().filter(|e| e.field == "contradiction" && e.document == document).map(|e| e.rule.as_str()).collect()
    };
    assert_eq!(told("a.txt"), ["killed: 2; others say 7"]);
    assert_eq!(told("b.txt"), ["killed: 7; others say 2"]);
    assert_eq!((linked[0].killed_min, linked[0].killed_max), (Some(2), Some(7)));
}

#[test]
fn an_umbrella_report_is_a_source_of_its_parts() {
    let umbrella = "قصفت طائرات أمريكية فجر السبت سبعة مواقع في سوريا والعراق، ما أدى إلى مقتل أربعين شخصا، وفق بيان للجيش الأمريكي.";
    let mayadin = "غارات أمريكية فجر السبت على مدينة الميادين شرقي دير الزور أوقعت ستة قتلى.";
    let qaim = "مقتل شخصين في غارة أمريكية استهدفت مدينة القائم غربي العراق فجر السبت.";
    let report = |name: &str, text: &str| report(name, text, Some(7));
    let alone = link(report("u.txt", umbrella));
    assert_eq!(alone.iter().map(|e| (e.country.as_deref(), e.killed_min)).collect::<Vec<_>>().len(), 2, "{alone:#?}");
    let told = link([report("u.txt", umbrella), report("a.txt", mayadin), report("b.txt", qaim)].concat());
    let seen: Vec<(&str, Option<u32>, usize, usize)> =
        told.iter().map(|e| (e.place_en.as_deref().unwrap_or(""), e.killed_max, e.sources.len(), e.source_count)).collect();
    assert_eq!(seen.len(), 2, "{seen:?}");
    for event in &told {
        assert_eq!((event.sources.len(), event.source_count), (2, 2), "{seen:?}");
        assert!(event.killed_max < Some(40), "the toll is of the whole: {seen:?}");
        let why: Vec<&str> = event.evidence.iter().filter(|e| e.field == "umbrella" && e.document == "u.txt").map(|e| e.rule.as_str()).collect();
        assert!(why.len() == 1 && why[0].starts_with("inside -6.0, ") && why[0].contains("same author +2.0"), "{why:?}");
    }
    // Another party's act, another day, another country, more dead than in all of them: not a part.
    for (what, other) in [
        ("another author", "غارات إسرائيلية فجر السبت على مدينة الميادين شرقي دير الزور أوقعت ستة قتلى."),
        ("another country", "غارات أمريكية فجر السبت على مدينة الحديدة غربي اليمن أوقعت ستة قتلى."),
        ("another day", "غارات أمريكية يوم الاثنين الماضي على مدينة الميادين شرقي دير الزور أوقعت ستة قتلى."),
        ("another kind", "انفجار عبوة ناسفة فجر السبت في مدينة الميادين شرقي دير الزور."),
        ("more dead", "تسعون قتيلا في مدينة الميادين بعدما أغار عليها الطيران الأمريكي يوم السبت، كما ذكر مستشفى المدينة ووجهاء العشائر."),
    ] {
        let told = link([report("u.txt", umbrella), report("a.txt", other)].concat());
        assert_eq!(told.len(), 3, "{what}");
        assert!(told.iter().all(|e| e.sources.len() == 1), "{what}");
    }
    // Left apart by wish, nothing is given to others.
    let apart = Linking::apart(Spill::of([report("u.txt", umbrella), report("a.txt", mayadin)].concat())).and_then(Linking::unite);
    assert_eq!(apart.expect("it is in memory").count(), 3);
}

#[test]
fn an_exchange_that_both_documents_tell_speaks_for_one_event() {
    let exchange = "قصفت مدفعية الجيش التركي بلدة عين عيسى يوم الخميس رداً على قصف قسد بالصواريخ مدينة أعزاز مساء الأربعاء.";
    let both = "سقطت صواريخ أطلقتها قسد على مدينة أعزاز مساء الأربعاء. وقصفت المدفعية التركية بلدة عين عيسى الخميس.";
    let only = "وقصفت المدفعية التركية بلدة عين عيسى الخميس.";
    let first = report("a.txt", exchange, Some(6));
    assert!(first.iter().any(|e| e.retaliates.is_some()), "{first:#?}");
    let why = |other: &str| -> Vec<String> {
        let linked = link([first.clone(), report("b.txt", other, Some(6))].concat());
        linked.iter().flat_map(|e| &e.evidence).filter(|e| e.field == "link").map(|e| e.rule.clone()).collect()
    };
    let with = why(both);
    assert_eq!(with.len(), 2, "both acts are united: {with:?}");
    assert!(with.iter().all(|rule| rule.contains("both sides of an exchange +1.0")), "{with:?}");
    let without = why(only);
    assert!(without.len() == 1 && !without[0].contains("exchange"), "{without:?}");
}
