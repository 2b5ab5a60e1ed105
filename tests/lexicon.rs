//! Every row of the lexicon does what its examples say, and nothing in its counter-examples.

mod common;

use common::project;
use marsad::Resources;
use marsad::gazetteer::Gazetteer;
use marsad::lexicon::{EMBEDDED, Lexicon, Tag};
use marsad::matcher::{Item, Matcher};
use marsad::reading::Reading;
use marsad::text::fold_str;
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

fn finds(row: &str, text: &str, resources: &Resources) -> bool {
    let reading = Reading::new(text, &resources.lexicon, &resources.matcher);
    reading.mentions.iter().any(|m| matches!(m.item, Item::Word(e) if resources.lexicon.entry(e).id == row))
}

#[test]
fn examples_and_counter_examples_hold() {
    let resources = Resources::embedded().expect("the embedded data load");
    let mut complaint = String::new();
    let mut judge = |row: &str, text: &str, right: bool, what: &str| {
        if !right {
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
fn ids_are_unique_within_a_tag() {
    let mut seen: BTreeMap<(String, String), &str> = BTreeMap::new();
    let mut complaint = String::new();
    for (file, text) in EMBEDDED {
        let table: toml::Table = text.parse().expect("a lexicon file is TOML");
        let own = |value: &toml::Value| value.get("tag").and_then(toml::Value::as_str).map(str::to_string);
        for row in table.get("row").and_then(toml::Value::as_array).into_iter().flatten() {
            let id = row.get("id").and_then(toml::Value::as_str).expect("a row has an id");
            let tag = own(row).or_else(|| table.get("tag").and_then(toml::Value::as_str).map(str::to_string)).expect("a row has a tag");
            if let Some(first) = seen.insert((tag, id.to_string()), file) {
                complaint += &format!("{file}: {id} stands in {first} already\n");
            }
        }
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn no_list_of_a_row_has_a_form_twice() {
    let mut complaint = String::new();
    for (file, text) in EMBEDDED {
        let table: toml::Table = text.parse().expect("a lexicon file is TOML");
        for row in table.get("row").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table) {
            for (key, list) in row.iter().filter_map(|(key, value)| Some((key, value.as_array()?))) {
                let mut forms: Vec<String> = list.iter().filter_map(toml::Value::as_str).map(fold_str).collect();
                forms.sort();
                for pair in forms.windows(2).filter(|pair| pair[0] == pair[1]) {
                    complaint += &format!("{file}: {} lists {:?} twice in {key}\n", row["id"], pair[0]);
                }
            }
        }
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
        if entry.examples.is_empty() {
            complaint += &format!("{:?} {} has no example\n", entry.tag(), entry.id);
        }
    }
    assert!(complaint.is_empty(), "\n{complaint}");
}

#[test]
fn actors_name_actors() {
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let mut complaint = String::new();
    for entry in lexicon.entries.iter().filter(|e| e.tag() == Tag::Actor) {
        let others = entry.in_country.iter().filter_map(|rule| rule.split_once('=')).map(|(_, id)| id);
        for id in others.filter(|id| lexicon.find(Tag::Actor, id).is_none()) {
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
