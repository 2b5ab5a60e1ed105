//! Gazetteers of growing size: time to build, size, time to open, memory, and speed, beside daachorse and aho-corasick on the same names.
//!
//! `cargo bench --bench gazetteers` prints the table of `docs/gazetteer.md` for 4,000 and 100,000 names; `MARSAD_BENCH_NAMES=10000000` that of
//! another size; `… -- 100000 daachorse` one row. Names are made of Arabic syllables; texts are those of the other bench, in which each tenth word is such a name.

use marsad::gazetteer::{Compiled, build};
use marsad::lexicon::Lexicon;
use marsad::text::fold_str;
use marsad::{Document, Resources};
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Numbers that follow from a seed (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) % below as u64) as usize
    }
}

/// A name of one to three words.
fn name(numbers: &mut Numbers) -> String {
    const SYLLABLES: [&str; 24] = [
        "با", "دو", "زر", "سا", "شم", "صو", "طا", "عي", "غر", "فا", "قن", "كو", "لي", "ما", "نو", "هر", "وا", "يب", "جد", "حم", "خا", "رس", "تل",
        "ثم",
    ];
    const HEADS: [&str; 6] = ["تل", "عين", "خربة", "دير", "وادي", "بيت"];
    let mut out = String::new();
    if numbers.next(3) == 0 {
        let _ = write!(out, "{} ", HEADS[numbers.next(HEADS.len())]);
    }
    for word in 0..1 + usize::from(numbers.next(3) == 0) {
        out.push_str(if word > 0 { " " } else { "" });
        out.push_str(if numbers.next(3) == 0 { "ال" } else { "" });
        (0..2 + numbers.next(3)).for_each(|_| out.push_str(SYLLABLES[numbers.next(SYLLABLES.len())]));
    }
    out
}

/// A dump of so many places, in GeoNames' columns.
fn dump(path: &Path, places: usize) -> Vec<String> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
    let mut numbers = Numbers(1);
    let mut sample = Vec::new();
    for i in 0..places {
        let name = name(&mut numbers);
        let (lat, lon) = (13.0 + numbers.next(24_000) as f64 / 1000.0, 34.0 + numbers.next(16_000) as f64 / 1000.0);
        writeln!(out, "{}\tplace {i}\tplace {i}\t{name}\t{lat}\t{lon}\tP\tPPL\tSY\t\t{}\t\t\t\t0\t\t\t\t2024-01-01", i + 1, i % 14).expect("a row");
        sample.push(name);
    }
    sample
}

/// The examples, over and over, with a name in place of each tenth word: some four megabytes.
fn texts(names: &[String]) -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("the examples").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let examples: Vec<String> = paths.iter().map(|p| std::fs::read_to_string(p).expect("a text")).collect();
    let mut numbers = Numbers(2);
    let mut out = Vec::new();
    let mut bytes = 0;
    while bytes < 4_000_000 {
        let text = &examples[out.len() % examples.len()];
        let words = text.split(' ').enumerate().map(|(i, w)| if i % 10 == 9 { names[numbers.next(names.len())].clone() } else { w.to_string() });
        let text = words.collect::<Vec<_>>().join(" ");
        bytes += text.len();
        out.push(Document { name: format!("{}.txt", out.len()), text, published: Some(jiff::civil::date(2024, 2, 20)), ..Document::default() });
    }
    out
}

/// Megabytes a second of work on all texts.
fn speed(texts: &[Document], mut work: impl FnMut(&Document) -> usize) -> f64 {
    let bytes: usize = texts.iter().map(|d| d.text.len()).sum();
    // Once to have everything in memory.
    for d in texts.iter().take(100) {
        std::hint::black_box(work(d));
    }
    let start = seconds();
    for d in texts {
        std::hint::black_box(work(d));
    }
    bytes as f64 / 1e6 / (seconds() - start)
}

/// Seconds that this thread has had of a processor, so that other work on the machine does not count; where Linux does not tell, those of the clock.
fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    told.map_or_else(|| START.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// Seconds that all threads of this process have had of a processor; of Linux only, where a second has 100 ticks.
fn all_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program may hold anything; the fields behind it are numbers.
    let ticks = stat.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2).map(|t| t.parse::<f64>().unwrap_or(f64::NAN));
    ticks.sum::<f64>() / 100.0
}

/// The greatest memory of this process so far, in MiB; of Linux only.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(f64::NAN, |kb| kb / 1024.0)
}

/// The least and the middle of times.
fn least_and_median(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}

/// The middle of three runs.
fn median(mut run: impl FnMut() -> f64) -> f64 {
    least_and_median((0..3).map(|_| run()).collect()).1
}

fn marsad_row(source: &Path, names: &[String]) {
    let file = source.with_extension("marsad");
    let documents = texts(names);
    let (before, start) = (all_seconds(), Instant::now());
    build(&[source], &file).expect("it is built");
    let (built, used, built_peak) = (start.elapsed().as_secs_f64(), all_seconds() - before, peak());
    let size = std::fs::metadata(&file).expect("its size").len() as f64 / 1e6;
    let opened = (0..21).map(|_| {
        let start = Instant::now();
        drop(Compiled::open(&file).expect("it opens"));
        start.elapsed().as_secs_f64() * 1e3
    });
    let (least, middle) = least_and_median(opened.collect());
    let embedded = Resources::embedded().expect("the embedded data load");
    let plain = median(|| speed(&documents, |d| marsad::events(d, &embedded).len()));
    let resources = Resources::load(&[], &[&file]).expect("it loads");
    let whole = median(|| speed(&documents, |d| marsad::events(d, &resources).len()));
    let lexicon = Lexicon::embedded().expect("the lexicon loads");
    let matching = median(|| speed(&documents, |d| marsad::reading::Reading::new(&d.text, &lexicon, &resources.matcher).mentions.len()));
    println!(
        "| {} places | marsad | {built:.1} s ({used:.1} s of processor) | {size:.0} MB | {least:.3} / {middle:.3} ms | {built_peak:.0} MiB | {matching:.1} | {whole:.2} ({plain:.2} embedded alone) |",
        names.len()
    );
}

/// A row of an automaton: built, its size in bytes, and how many names it finds in a text.
fn automaton_row<A>(
    what: &str,
    names: &[String],
    build: impl FnOnce(&[String]) -> A,
    size: impl FnOnce(&A) -> usize,
    find: impl Fn(&A, &str) -> usize,
) {
    let texts: Vec<Document> = texts(names).into_iter().map(|d| Document { text: fold_str(&d.text), ..d }).collect();
    let mut folded: Vec<String> = names.iter().map(|n| fold_str(n)).collect();
    folded.sort();
    folded.dedup();
    let (before, start) = (all_seconds(), Instant::now());
    let automaton = build(&folded);
    let (built, used) = (start.elapsed().as_secs_f64(), all_seconds() - before);
    let (names, size, built_peak) = (folded.len(), size(&automaton) as f64 / 1e6, peak());
    let found = median(|| speed(&texts, |d| find(&automaton, &d.text)));
    println!(
        "| {names} names | {what} | {built:.1} s ({used:.1} s of processor) | {size:.0} MB in memory | – | {built_peak:.0} MiB | {found:.1} | – |"
    );
}

fn row(places: usize, matcher: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = folder.path().join("SY.txt");
    let names = dump(&source, places);
    match matcher {
        "marsad" => marsad_row(&source, &names),
        "daachorse" => automaton_row(
            "daachorse, char-wise",
            &names,
            |names| -> daachorse::CharwiseDoubleArrayAhoCorasick<u32> {
                let builder = daachorse::CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(daachorse::MatchKind::LeftmostLongest);
                builder.build(names).expect("it is built")
            },
            |a| a.heap_bytes(),
            |a, text| a.leftmost_find_iter(text).count(),
        ),
        _ => automaton_row(
            "aho-corasick, contiguous",
            &names,
            |names| {
                let kind = Some(aho_corasick::AhoCorasickKind::ContiguousNFA);
                let mut builder = aho_corasick::AhoCorasick::builder();
                builder.kind(kind).match_kind(aho_corasick::MatchKind::LeftmostLongest).build(names).expect("it is built")
            },
            |a| a.memory_usage(),
            |a, text| a.find_iter(text).count(),
        ),
    }
}

fn main() {
    // Each row has a process of its own, so that its memory is its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if let [places, matcher] = &arguments[..] {
        return row(places.parse().expect("a number of names"), matcher);
    }
    println!(
        "| size | matcher | build | file | open, least / median | peak memory, built | MB/s matching | MB/s whole pipeline |\n|---|---|---|---|---|---|---|---|"
    );
    let more = std::env::var("MARSAD_BENCH_NAMES").ok().and_then(|n| n.parse().ok());
    let sizes = more.map_or(vec![4_000, 100_000], |n: usize| vec![n]);
    let this = std::env::current_exe().expect("its own path");
    for (size, matcher) in sizes.into_iter().flat_map(|s| ["marsad", "daachorse", "aho-corasick"].map(|m| (s, m))) {
        let ended = std::process::Command::new(&this).args([&size.to_string(), matcher]).status().expect("it runs");
        if !ended.success() {
            println!("| {size} places | {matcher} | {ended} | – | – | – | – | – |");
        }
    }
}
