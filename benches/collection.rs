//! A collection of many synthetic documents: time, memory, what stopping costs, and how the cost of linking grows.
//!
//! `cargo bench --bench collection` maps 20000 documents of about 3 KB; `MARSAD_BENCH_DOCUMENTS=1000000` maps a million. The program is run in earnest,
//! then again with ten kills at moments drawn at random, and the two results are compared byte by byte. `MARSAD_BENCH_COLLECTION=FOLDER` measures only
//! the linking of a collection that is there.

use marsad::collection::Collection;
use marsad::gazetteer::Kind;
use marsad::link::Linking;
use marsad::spill::{Events, IN_MEMORY, Spill};
use marsad::{Account, Document, Resources};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Each incident is told by so many documents, each day has so many incidents: a collection grows with its days, not by its days growing fuller.
const TOLD_BY: usize = 4;
const A_DAY: usize = 25;

/// Packed, they take a fiftieth of the room.
const DOCUMENTS: &str = "documents.jsonl.zst";

/// Words around the report, so that a document is as long as an article.
const FILLER: [&str; 6] = [
    "وتشهد المنطقة حركة محدودة للأهالي بعد عودة الكهرباء إلى بعض الأحياء وفتح الأسواق أبوابها في ساعات النهار.",
    "وقال أحد السكان إن العائلات تنتظر وصول المساعدات الغذائية والطبية التي وعدت بها المنظمات منذ أسابيع.",
    "وكانت اللجنة المحلية قد عقدت اجتماعا لبحث أوضاع المدارس وتأمين المياه قبل بداية الفصل الجديد.",
    "ويعتمد معظم الأهالي على الزراعة وتربية المواشي، فيما تراجعت المواسم بسبب قلة الأمطار وارتفاع أسعار الوقود.",
    "ولم يصدر تعليق رسمي حتى ساعة إعداد هذا الخبر، بينما تداولت صفحات محلية صورا قالت إنها من المكان.",
    "وأضاف المصدر أن الطرق المؤدية إلى البلدة مفتوحة وأن فرق الدفاع المدني تواصل عملها في الموقع.",
];
const ACTS: [&str; 4] = ["قصفت مدفعية الجيش", "استهدفت طائرات مسيرة", "شنت طائرات حربية غارات على", "أطلق مسلحون قذائف على"];

fn places(resources: &Resources) -> Vec<String> {
    let all = (0..resources.gazetteer.len() as u32).map(|id| resources.gazetteer.place(id));
    let towns = all.filter(|p| matches!(p.kind, Kind::City | Kind::Town) && ["SY", "IQ", "LB", "YE"].contains(&p.country.as_str()));
    towns.map(|p| format!("مدينة {}", p.name_ar)).collect()
}

fn document(i: usize, places: &[String]) -> Document {
    let incident = i / TOLD_BY;
    let day = jiff::civil::date(2000, 1, 1).saturating_add(jiff::Span::new().days((incident / A_DAY) as i64));
    let place = &places[incident.wrapping_mul(7919) % places.len()];
    let mut text = format!("{} {place} اليوم، ما أدى إلى مقتل {} مدنيين وإصابة آخرين، وفق مصادر محلية.\n", ACTS[incident % 4], 3 + incident % 8);
    // Each document in an order, and with figures, of its own.
    for k in 0..14 {
        let _ = writeln!(text, "{} وجاء ذلك في التقرير رقم {}.", FILLER[(i + k * (1 + i % 5)) % 6], i * 31 + k);
    }
    Document { name: format!("#{i}"), text, published: Some(day), outlet: None, url: Some(format!("https://example.org/{i}")) }
}

fn program(folder: &Path, out: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marsad"));
    command.current_dir(folder).args(["map", DOCUMENTS, "-o", out, "--add", "--format", "ndjson"]);
    command.stderr(Stdio::null()).spawn().expect("the program starts")
}

/// Wait for a process. Its largest resident memory in MB, as Linux tells it.
fn peak(child: &mut Child) -> Option<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait().expect("its state is known").is_none() {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        most = line.map(|kb| kb / 1024).or(most);
        std::thread::sleep(Duration::from_millis(50));
    }
    most
}

/// For how many seconds this thread had a processor, as Linux tells it: other programs that run meanwhile count for nothing.
fn on_processor() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// The time of linking the first reports of a collection, as [`marsad map`] does it.
fn linking(folder: &Path, resources: &Resources) {
    let collection = Collection::open(&folder.join("events.gpkg"), "").expect("the collection opens");
    let mut all = 0;
    let count = |account: Account| {
        all += account.events.len();
        Ok(())
    };
    collection.each(count).expect("it can be read");
    let mut before: Option<(usize, f64)> = None;
    for share in [8, 4, 2, 1] {
        let mut reports = Spill::new(IN_MEMORY, folder);
        let add = |account: Account| {
            let room = all / share - reports.len();
            account.events.into_iter().take(room).try_for_each(|event| reports.push(event))
        };
        collection.each(add).expect("it can be read");
        let (count, begun, worked) = (reports.len(), Instant::now(), on_processor());
        let groups = Linking::of(reports, &resources.lexicon.weights).expect("the reports can be read");
        let (passed, seconds) = (begun.elapsed().as_secs_f64(), on_processor() - worked);
        let events = groups.unite().expect("the reports can be read").count();
        let united = on_processor() - worked - seconds;
        let power = before.map(|(n, s)| format!(", grows as n^{:.2}", (seconds / s).ln() / (count as f64 / n as f64).ln()));
        let power = power.unwrap_or_default();
        println!("  {count} reports, {events} events: {seconds:.2} s of the processor, {passed:.2} s passed{power}; made of them in {united:.2} s");
        before = Some((count, seconds));
    }
}

fn main() {
    if let Some(folder) = std::env::var_os("MARSAD_BENCH_COLLECTION") {
        return linking(Path::new(&folder), &Resources::embedded().expect("the built-in data are sound"));
    }
    let n = std::env::var("MARSAD_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let resources = Resources::embedded().expect("the built-in data are sound");
    let places = places(&resources);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let file = std::fs::File::create(folder.join(DOCUMENTS)).expect("the documents can be written");
    let mut file = zstd::Encoder::new(file, 1).expect("the documents can be written");
    for i in 0..n {
        let d = document(i, &places);
        let line = serde_json::json!({"text": d.text, "url": d.url, "published": d.published.map(|d| d.to_string())});
        writeln!(file, "{line}").expect("the documents can be written");
    }
    file.finish().expect("the documents can be written");

    let begun = Instant::now();
    let memory = peak(&mut program(folder, "whole"));
    let time = begun.elapsed();
    let size = |path: &str| std::fs::metadata(folder.join(path)).map_or(0, |m| m.len() >> 20);
    println!("mapping {n} documents: {:.1} s, {} MB of memory", time.as_secs_f64(), memory.unwrap_or(0));
    println!("  the collection: {} MB", size("whole/events.gpkg"));
    let begun = Instant::now();
    let memory = peak(&mut program(folder, "whole"));
    println!("  again, with nothing new: {:.1} s, {} MB of memory", begun.elapsed().as_secs_f64(), memory.unwrap_or(0));
    println!("linking:");
    linking(&folder.join("whole"), &resources);

    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut stopped = 0;
    for _ in 0..10 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut child = program(folder, "stopped");
        std::thread::sleep(time.mul_f64((random >> 11) as f64 / (1u64 << 53) as f64));
        stopped += usize::from(child.try_wait().expect("its state is known").is_none());
        child.kill().expect("it can be stopped");
        child.wait().expect("it has ended");
    }
    peak(&mut program(folder, "stopped"));
    let written = |out: &str| std::fs::read(folder.join(out).join("events.ndjson")).expect("the layer is there");
    let same = written("whole") == written("stopped");
    println!("killed {stopped} of ten times, then run to the end: {}", if same { "the same layer" } else { "ANOTHER LAYER" });
    assert!(same, "stopping changed the result");
}
