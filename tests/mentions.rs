//! Which words are read as places: `marsad annotate`. `tests/mentions/dev.csv` holds the labels of the measured articles; `scripts/mentions.py` scores.

mod common;

use common::project;
use marsad::{Document, Resources};

/// The words of each place mention.
fn places(text: &str, resources: &Resources) -> Vec<String> {
    let document = Document { name: "a".into(), text: text.into(), ..Document::default() };
    let all = marsad::annotate(&document, resources);
    all.into_iter().filter(|a| a.kind == "place").map(|a| a.text).collect()
}

#[test]
fn capitals_are_places_where_the_text_speaks_of_the_town() {
    let resources = Resources::embedded().expect("the embedded data load");
    let cases: [(&str, &[&str]); 7] = [
        ("بغداد - خاص: لم يصدر أي تعليق بعد.", &["بغداد"]),
        ("فر سكان أربيل إلى الملاجئ.", &["أربيل"]),
        ("لم تسمع الانفجارات في طرطوس ولا دمشق.", &["طرطوس", "دمشق"]),
        ("لم يعلن أحد شيئا حتى الساعة.\n#بغداد", &["بغداد"]),
        ("ففي العراق لم يتغير شيء.", &["العراق"]),
        // The government, a common noun, several of a kind that were not told.
        ("قالت بغداد إن التحقيق مستمر.", &[]),
        ("تصاعد الدخان من موقع عسكري خارج الخدمة.", &[]),
    ];
    for (text, expected) in cases {
        let found = places(text, &resources);
        let fits = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.contains(e));
        assert!(fits, "{text}: {found:?}, not {expected:?}");
    }
}

#[test]
fn labels_name_places_that_exist() {
    let resources = Resources::embedded().expect("the embedded data load");
    let mut rows = 0;
    for row in csv::Reader::from_path(project("tests/mentions/dev.csv")).expect("the labels").records() {
        let row = row.expect("a row of five columns");
        let number = |at: usize| row[at].parse::<u32>().unwrap_or_else(|_| panic!("{row:?}: column {at} is no number"));
        assert!(number(2) + number(3) > 0, "{row:?} is never named");
        assert_eq!(number(2) == 0, row[4].is_empty(), "{row:?}: a place is asked for where the name is counted");
        for id in row[4].split('|').filter(|id| !["", "-"].contains(id)) {
            assert!(resources.gazetteer.find(id).is_some(), "{row:?}: there is no {id}");
        }
        rows += 1;
    }
    assert!(rows > 200, "{rows} labels");
}
