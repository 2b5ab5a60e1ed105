//! Speed: the whole pipeline, matching alone, and the start.
//!
//! `cargo bench` prints the time of one pass, bytes a second, and documents a second (items). All on one thread.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use marsad::reading::Reading;
use marsad::text::{fold, sentences, tokenize};
use marsad::{Document, Resources, link};
use std::path::Path;
use std::sync::LazyLock;

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().expect("the embedded data load"));

/// Articles and posts: the examples, and bundles of the test corpus' texts in the lengths of news (one to twelve of them).
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = |folder: &str, ending: &str| {
        let entries = std::fs::read_dir(root.join(folder)).expect("the folder is there");
        let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).filter(|p| p.extension().is_some_and(|e| e == ending)).collect();
        paths.sort();
        paths.into_iter().map(|p| std::fs::read_to_string(p).expect("a file can be read")).collect::<Vec<String>>()
    };
    let published = Some(jiff::civil::date(2024, 2, 20));
    let document = |(i, text): (usize, String)| Document { name: format!("{i:04}.txt"), text, published, ..Document::default() };
    // A folder of one's own articles: MARSAD_BENCH_TEXTS=DIR cargo bench
    if let Ok(folder) = std::env::var("MARSAD_BENCH_TEXTS") {
        return list(&folder, "txt").into_iter().enumerate().map(document).collect();
    }
    let mut texts = list("examples/articles", "txt");
    let mut small: Vec<String> = Vec::new();
    for file in list("tests/corpus", "jsonl") {
        for line in file.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            small.push(value["text"].as_str().expect("a text").to_string());
        }
    }
    let mut rest = &small[..];
    for length in [1, 3, 1, 6, 2, 12, 1, 4].into_iter().cycle() {
        let (now, later) = rest.split_at(length.min(rest.len()));
        texts.push(now.join("\n"));
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    texts.into_iter().enumerate().map(document).collect()
});

fn main() {
    LazyLock::force(&RESOURCES);
    let bytes: usize = DOCUMENTS.iter().map(|d| d.text.len()).sum();
    println!("{} documents, {:.0} KB, {:.1} KB each", DOCUMENTS.len(), bytes as f64 / 1e3, bytes as f64 / 1e3 / DOCUMENTS.len() as f64);
    divan::main();
}

/// Over all documents, with their bytes and their number.
fn all<T>(bencher: Bencher, work: impl Fn(&'static Document) -> T + Sync) {
    let documents: &'static [Document] = &DOCUMENTS;
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(documents.len())).bench(|| {
        for document in documents {
            black_box(work(document));
        }
    });
}

/// Text to events: what `marsad map --no-link` does between reading and writing.
#[divan::bench]
fn pipeline(bencher: Bencher) {
    all(bencher, |d| marsad::events(d, &RESOURCES));
}

/// Folding, words and sentences.
#[divan::bench]
fn text_alone(bencher: Bencher) {
    all(bencher, |d| {
        let folded = fold(&d.text);
        let tokens = tokenize(&folded);
        let sentences = sentences(&tokens);
        (folded, tokens, sentences)
    });
}

/// Text and the mentions of lexicon and gazetteer.
#[divan::bench]
fn matching(bencher: Bencher) {
    all(bencher, |d| Reading::new(&d.text, &RESOURCES.lexicon, &RESOURCES.matcher));
}

/// One long document of about so many KB in place of many short ones: its bytes a second should be near those of `pipeline`.
#[divan::bench(args = [4, 16, 64], sample_count = 3)]
fn one_document(bencher: Bencher, kilobytes: usize) {
    let text: String = DOCUMENTS.iter().flat_map(|d| d.text.chars().chain(['\n'])).take(kilobytes * 1000 * 4 / 7).collect();
    let document = Document { text, ..DOCUMENTS[0].clone() };
    bencher.counter(BytesCount::new(document.text.len())).bench(|| marsad::events(&document, &RESOURCES));
}

/// Uniting the reports of all documents.
#[divan::bench]
fn linking(bencher: Bencher) {
    let events: Vec<_> = DOCUMENTS.iter().flat_map(|d| marsad::events(d, &RESOURCES)).collect();
    bencher
        .counter(ItemsCount::new(events.len()))
        .with_inputs(|| events.clone())
        .bench_values(|events| link::link(events, &RESOURCES.lexicon.weights));
}

/// From nothing to the events of the first document: lexicon and gazetteer read and compiled, one post read.
#[divan::bench(sample_count = 20)]
fn start_to_first_event(bencher: Bencher) {
    bencher.bench(|| {
        let resources = Resources::embedded().expect("the embedded data load");
        marsad::events(&DOCUMENTS[0], &resources)
    });
}

/// The same as a process: `marsad map` on one post, from its start to its end.
#[divan::bench(sample_count = 20)]
fn start_to_end_of_a_process(bencher: Bencher) {
    let post = std::env::temp_dir().join(format!("marsad-bench-{}.txt", std::process::id()));
    std::fs::write(&post, &DOCUMENTS[0].text).expect("a file can be written");
    bencher.bench(|| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_marsad"))
            .args(["map", "-o", "-", "--format", "geojson", "--published", "2024-02-20"])
            .arg(&post)
            .output();
        assert!(run.expect("the program starts").status.success());
    });
    let _ = std::fs::remove_file(&post);
}
