//! Every row of the lexicon does what its examples say, and nothing in its counter-examples.

mod common;

use common::project;
use marsad::Resources;
use marsad::gazetteer::Gazetteer;
use marsad::lexicon::{EMBEDDED, Lexicon, Tag};
use marsad::matcher::{Item, Matcher};
use marsad::reading::Reading;
use std::collections::BTreeMap;

/// Tags of which every row needs examples; the others are closed classes (numbers, months, directions …).
const WITH_EXAMPLES: [Tag; 12] = [
    Tag::Trigger,
    Tag::Weapon,
    Tag::Actor,
    Tag::Exception,
    Tag::TargetKind,
    Tag::NoHarm,
    Tag::Claim,
    Tag::Blame,
    Tag::Denial,
    Tag::Unreal,
    Tag::Drill,
    Tag::Retaliation,
];

/// Rows of those tags that have no examples yet. Write the examples and remove the row from here.
const WITHOUT_EXAMPLES: &[&str] = &["possible", "condition", "purpose", "future", "answered", "sequence"];

/// Examples and counter-examples that do not hold yet: the row and the text.
const KNOWN_FAILURES: &[(&str, &str)] = &[
    ("bombard", "قصف المهاجم مرمى الضيوف"),
    ("reach", "طال انتظار الأهالي"),
    ("reply", "رد الوزير على سؤال"),
    ("fire-at", "أطلق مسلحون النار على سيارة"),
    ("bombing", "طائرة مسيرة مفخخة"),
    ("kill", "لقي شخصان حتفهما"),
    ("kill", "قضى اللاعب عاما في النادي"),
    ("intercept", "اعترض النائب على القانون"),
    ("advance", "عدوان إسرائيلي على المنطقة الجنوبية"),
    ("warplane", "الطيران الروسي"),
    ("artillery", "قصفت مدفعية الجيش"),
    ("artillery", "قصف مدفعي"),
    ("small-arms", "برصاص قناص"),
    ("israel", "قوات الاحتلال الأمريكي"),
    ("irgc", "الحرس الوطني"),
    ("irgc", "الحرس الجمهوري"),
    ("syrian-army", "النظام الغذائي"),
    ("syrian-army", "النظام الداخلي للنقابة"),
    ("persons", "مقتل ثلاثة أشخاص"),
    ("fighters", "قتل خمسة عناصر"),
    ("force", "قوات النظام"),
    ("cue-city", "مدينة الميادين"),
    ("x-economy", "تلقت العملة ضربة قوية"),
];

/// Ids that stand in two files today. The later row replaces the earlier one, so this is a defect of the data: empty this list.
const KNOWN_DOUBLES: &[&str] = &["vessel"];

fn finds(row: &str, text: &str, resources: &Resources) -> bool {
    let reading = Reading::new(text, &resources.lexicon, &resources.matcher);
    reading.mentions.iter().any(|m| matches!(m.item, Item::Word(e) if resources.lexicon.entry(e).id == row))
}

#[test]
fn examples_and_counter_examples_hold() {
    let resources = Resources::embedded().expect("the embedded data load");
    let mut complaint = String::new();
    let mut judge = |row: &str, text: &str, right: bool, what: &str| {
        let known = KNOWN_FAILURES.contains(&(row, text));
        if right && known {
            complaint += &format!("{row}: {text:?} holds now: remove it from the list\n");
        } else if !right && !known {
            complaint += &format!("{row}: {what} {text:?}\n");
        }
    };
    for entry in &resources.lexicon.entries {
        for text in &entry.examples {
            judge(&entry.id, text, finds(&entry.id, text, &resources), "is not found in its example");
        }
        for text in &entry.counter {
            judge(&entry.id, text, !finds(&entry.id, text, &resources), "is found in its counter-example");
        }
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn ids_are_unique() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut complaint = String::new();
    let mut doubles: Vec<String> = Vec::new();
    for (file, text) in EMBEDDED {
        let table: toml::Table = text.parse().expect("a lexicon file is TOML");
        for row in table.get("row").and_then(toml::Value::as_array).into_iter().flatten() {
            let id = row.get("id").and_then(toml::Value::as_str).expect("a row has an id");
            if let Some(first) = seen.insert(id.to_string(), file) {
                doubles.push(id.to_string());
                if !KNOWN_DOUBLES.contains(&id) {
                    complaint += &format!("{file}: {id} stands in {first} already\n");
                }
            }
        }
    }
    for id in KNOWN_DOUBLES.iter().filter(|id| !doubles.iter().any(|d| d == *id)) {
        complaint += &format!("{id} stands once now: remove it from the list\n");
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn every_row_has_words() {
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let mut has = vec![false; lexicon.entries.len()];
    for (_, entry) in &lexicon.forms {
        has[*entry as usize] = true;
    }
    // What a theatre implies is a rule without words.
    let silent: Vec<&str> = lexicon.entries.iter().zip(has).filter(|(e, has)| !has && e.tag() != Tag::Implied).map(|(e, _)| e.id.as_str()).collect();
    assert!(silent.is_empty(), "rows without a word: {silent:?}");
}

#[test]
fn rows_of_open_classes_have_examples() {
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let mut complaint = String::new();
    for entry in lexicon.entries.iter().filter(|e| WITH_EXAMPLES.contains(&e.tag())) {
        match (entry.examples.is_empty(), WITHOUT_EXAMPLES.contains(&entry.id.as_str())) {
            (true, false) => complaint += &format!("{:?} {} has no example\n", entry.tag(), entry.id),
            (false, true) => complaint += &format!("{} has an example now: remove it from the list\n", entry.id),
            _ => {}
        }
    }
    for id in WITHOUT_EXAMPLES.iter().filter(|id| lexicon.find(id).is_none()) {
        complaint += &format!("the list names {id}, which is no row\n");
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn actors_name_actors() {
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let mut complaint = String::new();
    for entry in lexicon.entries.iter().filter(|e| e.tag() == Tag::Actor) {
        let others = entry.in_country.iter().filter_map(|rule| rule.split_once('=')).map(|(_, id)| id);
        for id in others.filter(|id| lexicon.find(id).is_none_or(|e| e.tag() != Tag::Actor)) {
            complaint += &format!("{}: {id} is no actor\n", entry.id);
        }
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn every_file_is_embedded() {
    let mut there: Vec<String> = std::fs::read_dir(project("lexicon"))
        .expect("the folder is there")
        .map(|entry| entry.expect("its entries can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    there.sort();
    let mut embedded: Vec<&str> = EMBEDDED.iter().map(|f| f.0).collect();
    embedded.sort_unstable();
    assert_eq!(there, embedded);
}

#[test]
fn a_folder_laid_over_replaces_a_row() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let row = "tag = \"actor\"\n[[row]]\nid = \"us\"\nnature = \"state\"\nword = [\"بلاد الزنبق\"]\n";
    std::fs::write(folder.path().join("mine.toml"), row).expect("the file can be written");
    let lexicon = Lexicon::with_folders(&[folder.path()]).expect("the lexicon loads");
    let gazetteer = Gazetteer::embedded().expect("the embedded gazetteer loads");
    let matcher = Matcher::new(&lexicon, &gazetteer);
    let resources = Resources { lexicon, gazetteer, matcher };
    assert!(finds("us", "قصفت بلاد الزنبق الميناء", &resources));
    assert!(!finds("us", "قصفت الولايات المتحدة الميناء", &resources));
}
