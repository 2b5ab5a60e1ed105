//! No text makes the library panic, and what it says of a text stands in the text.

#[path = "common/beginnings.rs"]
mod beginnings;
mod common;

use beginnings::BEGINNINGS;
use common::project;
use marsad::document::{Input, Metadata, Options, decode, page, parse_day, read};
use marsad::gazetteer::Gazetteer;
use marsad::lexicon::{Lexicon, Tag};
use marsad::text::fold;
use marsad::write::{Format, Unresolved};
use marsad::{Document, Event, Resources};
use proptest::prelude::*;
use std::sync::LazyLock;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().expect("the embedded data load"));

/// Words that rules listen to: forms of the lexicon, one of nine place names, calendar words and numbers.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lexicon = &RESOURCES.lexicon;
    let mut words: Vec<String> =
        lexicon.forms.iter().filter(|(_, e)| lexicon.entry(*e).tag() != Tag::Furniture).map(|(f, _)| f.text.clone()).collect();
    words.extend(RESOURCES.gazetteer.places.iter().step_by(9).map(|p| p.name_ar.clone()));
    words
});

/// Whole sentences, to be cut and mixed.
static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(project("examples/articles")).expect("the examples are there") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("an example can be read");
        out.extend(text.split_inclusive(['.', '،', '\n']).map(str::to_string));
    }
    out.sort();
    out
});

/// A word as posts write it that hide from filters.
fn hidden(word: &str, gap: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(gap)
}

/// Pieces that texts are made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => any::<prop::sample::Index>().prop_map(|i| i.get(&WORDS).clone()),
        3 => any::<prop::sample::Index>().prop_map(|i| i.get(&SENTENCES).clone()),
        2 => prop::sample::select(vec!["و", "ف", "ب", "ل", "ال", "في", "على", "من", "إلى", "بين", "بعد", "قبل", "ما أدى إلى", "مقتل", "وإصابة", "رداً على"]).prop_map(String::from),
        2 => prop::sample::select(vec![" ", "\n", "\r\n", "،", ".", "؛", ":", "«", "»", "\"", "(", ")", "/", "-", "#", "_", "@", "*", "…", "؟", "|"]).prop_map(String::from),
        2 => prop::sample::select(vec!["ـ", "\u{64B}", "\u{651}", "\u{670}", "\u{A0}", "\u{3000}", "\u{85}", "\u{200F}", "\u{200D}", "\u{202E}", "\u{FEFF}", "ﷺ", "ﻻ", "🔴", "👍🏽", "\u{0}"]).prop_map(String::from),
        2 => (0u64..100_000_000_000).prop_map(|n| n.to_string()),
        2 => (any::<prop::sample::Index>(), prop::sample::select(vec![".", "ـ", "*", "_", "ـ ـ", "/", "ـ.ـ", "\u{200C}"])).prop_map(|(i, gap)| hidden(i.get(&WORDS).as_str(), gap)),
        1 => "[٠-٩]{1,12}",
        1 => "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
        2 => "[ء-ي]{1,9}",
        1 => "\\PC{0,12}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let glue = prop::sample::select(vec![" ", " ", " ", " و", "", "\n"]);
    prop::collection::vec((piece(), glue), 0..40).prop_map(|pieces| pieces.into_iter().flat_map(|(piece, glue)| [piece, glue.to_string()]).collect())
}

/// Pieces of the syntax of files, to be mixed with words.
fn syntax() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"share\">",
        "</div>",
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<content>",
        "</entry>",
        "&amp;",
        "&nbsp;",
        "&#x0;",
        "&",
        "<",
        ">",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ":",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n\r\n",
        "\"text\":",
        "\"messages\":",
        "\"items\":[",
        "null",
        "1e999",
        "WARC/1.0\r\n",
        "Content-Length: 12\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        "18446744073709551615",
        "\u{0}",
        "\u{FEFF}",
    ]);
    let piece = prop_oneof![3 => pieces.prop_map(String::from), 1 => piece()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn document(text: String, dated: bool) -> Document {
    let published = dated.then(|| jiff::civil::date(2024, 2, 29));
    Document { name: "text.txt".into(), text, published, ..Document::default() }
}

fn holds(chars: &[char], start: usize, end: usize, words: &str) -> bool {
    start <= end && end <= chars.len() && chars[start..end].iter().copied().eq(words.chars())
}

fn sound(event: &Event, chars: &[char]) -> Result<(), TestCaseError> {
    for source in &event.sources {
        prop_assert!(holds(chars, source.start, source.end, &source.quote), "quote {source:?}");
    }
    for evidence in &event.evidence {
        prop_assert!(holds(chars, evidence.start, evidence.end, &evidence.text), "evidence {evidence:?}");
    }
    if let Some([lon, lat]) = event.point {
        prop_assert!((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat));
    }
    prop_assert!((0.0..=1.0).contains(&event.confidence));
    prop_assert!(event.radius_km.is_none_or(|r| r.is_finite() && r >= 0.0));
    for (min, max) in [(event.killed_min, event.killed_max), (event.injured_min, event.injured_max)] {
        prop_assert!(min.zip(max).is_none_or(|(min, max)| min <= max), "{min:?} {max:?}");
    }
    for day in [&event.date_start, &event.date_end].into_iter().flatten() {
        prop_assert!(day.parse::<jiff::civil::Date>().is_ok(), "{day}");
    }
    prop_assert!(event.date_start <= event.date_end);
    prop_assert!(!event.event_id.is_empty());
    Ok(())
}

/// So many cases, or as many as `PROPTEST_CASES` says.
fn config(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() }
}

#[test]
fn the_texts_made_here_tell_events() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let made = (0..200).map(|_| text().new_tree(&mut runner).expect("a text").current());
    let told = made.filter(|text| !marsad::events(&document(text.clone(), true), &RESOURCES).is_empty()).count();
    assert!(told >= 40, "{told} of 200");
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_text_gives_sound_events(text in text(), dated in any::<bool>()) {
        let document = document(text, dated);
        let chars: Vec<char> = document.text.chars().collect();
        let events = marsad::events(&document, &RESOURCES);
        for event in &events {
            sound(event, &chars)?;
        }
        prop_assert_eq!(&events, &marsad::events(&document, &RESOURCES));
        let mut ids: Vec<&str> = events.iter().map(|e| e.event_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), events.len(), "ids are unique");
        for format in Format::ALL.into_iter().chain(Format::SCHEMAS) {
            format.write(&events, &Unresolved::default(), &mut Vec::new()).expect("events can be written");
        }
    }

    #[test]
    fn any_text_can_be_annotated_and_explained(text in text(), dated in any::<bool>()) {
        let document = document(text, dated);
        let chars: Vec<char> = document.text.chars().collect();
        for a in marsad::annotate(&document, &RESOURCES) {
            prop_assert!(holds(&chars, a.start, a.end, &a.text), "{:?}", a);
        }
        prop_assert!(marsad::explain::explain(&document, &RESOURCES, None).is_some());
        marsad::account(&document, &RESOURCES);
    }

    #[test]
    fn linking_does_not_depend_on_the_order(a in text(), b in text()) {
        let find = |text: &str, name: &str| marsad::events(&Document { name: name.into(), ..document(text.to_string(), true) }, &RESOURCES);
        let (a, b) = (find(&a, "a.txt"), find(&b, "b.txt"));
        let link = |reports| marsad::link::link(reports, &RESOURCES.lexicon.weights);
        let linked = link([a.clone(), b.clone()].concat());
        prop_assert_eq!(&linked, &link([b, a].concat()));
        prop_assert!(linked.iter().all(|e| (1..=e.sources.len()).contains(&e.source_count)));
    }

    #[test]
    fn any_file_is_read_or_refused(beginning in prop::sample::select(&BEGINNINGS[..]), rest in syntax(), broken in prop::collection::vec(any::<u8>(), 0..8), largest in 1usize..4096) {
        let (name, beginning) = beginning;
        let bytes = [beginning.as_bytes(), rest.as_bytes(), &broken, rest.as_bytes()].concat();
        let input = Input::File(name.into(), name.into(), true);
        let options = Options { largest, ..Options::default() };
        let most = bytes.len() + 2;
        if let Ok(records) = read(std::io::Cursor::new(bytes), &input, &options) {
            for (i, record) in records.enumerate() {
                prop_assert!(i < most, "the reader goes on for ever");
                if let Ok(Some(document)) = record.and_then(|r| r.document(&Metadata::default(), None)) {
                    prop_assert!(!document.text.is_empty());
                }
            }
        }
        parse_day(&rest);
    }

    #[test]
    fn any_page_gives_text_or_a_reason(html in syntax(), text in text()) {
        if let Ok(page) = page(&format!("{html}{text}{html}")) {
            prop_assert!(!page.text.is_empty());
        }
    }

    #[test]
    fn any_text_folds(text in "\\PC{0,60}", mixed in text()) {
        for text in [text, mixed] {
            fold(&text);
        }
    }

    #[test]
    fn any_bytes_decode_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(text) = decode(bytes) {
            fold(&text);
        }
    }

    #[test]
    fn any_text_in_an_arabic_encoding_decodes(text in text()) {
        for encoding in [encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6, encoding_rs::UTF_8] {
            let _ = decode(encoding.encode(&text).0.into_owned());
        }
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn any_metadata_table_is_read_or_refused(table in "(file|published|outlet|url|x)?(,(file|published)){0,3}\n([a-z\"،0-9-]{0,12}(,|\n)){0,20}", head in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("m.csv");
        std::fs::write(&path, if head { format!("file,published\n{table}") } else { table }).expect("a file can be written");
        let _ = Metadata::read(&path);
    }

    #[test]
    fn any_lexicon_file_is_read_or_refused(words in prop::collection::vec(piece(), 1..6), kind in prop::sample::select(vec!["noun", "verb", "adj", "word", "exact", "odd"])) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let list: Vec<String> = words.iter().map(|w| format!("{:?}", w.replace(['\\', '\u{0}'], ""))).collect();
        let file = format!("tag = \"trigger\"\n[[row]]\nid = \"x\"\nrole = \"action\"\n{kind} = [{}]\n", list.join(", "));
        std::fs::write(folder.path().join("x.toml"), file).expect("a file can be written");
        let _ = Lexicon::with_folders(&[folder.path()]);
    }

    #[test]
    fn any_gazetteer_file_is_read_or_refused(name in piece(), kind in "(village|sea|country|castle)", parent in "(sy|xx-a|xx-b|none)?", lat in "-?[0-9]{0,3}(\\.[0-9])?|NaN|inf") {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("g.csv");
        let name = name.replace('"', "");
        let columns = "id,kind,name_ar,alt_ar,name_en,country,parent,lat,lon,radius_km,evidence,source";
        let rows = format!("{columns}\nxx-a,{kind},\"{name}\",,A,SY,{parent},{lat},40,1,,t\nxx-b,village,\"{name}\",,B,SY,xx-a,35,40,1,cue,t\n");
        std::fs::write(&path, rows).expect("a file can be written");
        if let Ok(gazetteer) = Gazetteer::with_files(&[&path]) {
            marsad::gazetteer::check(&gazetteer);
            gazetteer.names();
        }
    }
}
