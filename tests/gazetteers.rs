//! Gazetteers of any size: sources in, one compiled file out, and what the pipeline makes of it.

mod common;

use common::{command, marsad, stderr, stdout};
use marsad::gazetteer::{Compiled, Gazetteer, build};
use proptest::prelude::*;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;
use std::sync::LazyLock;

/// Rows of a dump in GeoNames' columns: made-up hamlets beside real towns.
const DUMP: &str = "\
900001\tZanzabqa\tZanzabqa\tزنزبقة,Zanzabqa\t37.02\t41.25\tP\tPPL\tSY\t\t01\t0101\t\t\t0\t\t\t\t2024-05-01
900002\tTall Zinbar\tTall Zinbar\tتل زنبار\t37.01\t41.20\tP\tPPL\tSY\t\t01\t0101\t\t\t0\t\t\t\t2024-06-01
900003\tQarya\tQarya\tقرية\t37.00\t41.21\tP\tPPL\tSY\t\t01\t0101\t\t\t0\t\t\t\t2024-05-01
900004\tZanzabqa\tZanzabqa\tزنزبقة\t15.00\t44.00\tP\tPPL\tYE\t\t02\t\t\t\t0\t\t\t\t2024-05-01
900010\tHasakah\tHasakah\tمحافظة الحسكة,الحسكة\t36.5\t40.9\tA\tADM1\tSY\t\t01\t\t\t\t0\t\t\t\t2024-05-01
";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    files.iter().for_each(|(name, bytes)| file(folder.path(), name, bytes));
    folder
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), bytes).expect("a file can be written");
}

/// A folder with a dump and what is built of it.
fn built(sources: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = folder(&[]);
    sources.iter().for_each(|(name, text)| file(folder.path(), name, text));
    let mut arguments = vec!["gazetteer", "build"];
    arguments.extend(sources.iter().map(|s| s.0));
    arguments.extend(["-o", "built.marsad"]);
    let output = marsad(folder.path(), &arguments);
    assert!(folder.path().join("built.marsad").exists(), "{}", stderr(&output));
    folder
}

fn lookup(folder: &Path, name: &str) -> Vec<String> {
    let output = marsad(folder, &["gazetteer", "lookup", name, "--gazetteer", "built.marsad"]);
    stdout(&output).lines().map(str::to_string).collect()
}

fn ids(folder: &Path, name: &str) -> Vec<String> {
    lookup(folder, name).iter().filter_map(|l| l.split('\t').next().map(str::to_string)).collect()
}

#[test]
fn a_dump_is_built_and_looked_up() {
    let folder = built(&[("SY.txt", DUMP)]);
    assert_eq!(ids(folder.path(), "زنزبقه"), ["geonames:900001", "geonames:900004"]);
    assert_eq!(ids(folder.path(), "تلزنبار"), ["geonames:900002"]);
    assert_eq!(ids(folder.path(), "geonames:900002"), ["geonames:900002"]);
    assert_eq!(ids(folder.path(), "Tall Zinbar"), ["geonames:900002"]);
    // The governorate of the dump is the built-in one.
    assert!(lookup(folder.path(), "تل زنبار")[0].contains("Hasakah Governorate < Syria"));
    let info = stdout(&marsad(folder.path(), &["gazetteer", "info", "built.marsad"]));
    assert!(info.contains("SY.txt\tGeoNames\t2024-06-01\t5 rows\tCC BY 4.0"), "{info}");
    assert_eq!(code(&marsad(folder.path(), &["gazetteer", "check", "built.marsad"])), 0);
}

#[test]
fn alternate_names_have_languages_and_flags() {
    let names = "1\t900002\tar\tتل السنابل\t1\t\t\t\n2\t900002\ten\tSpike Hill\t1\t\t\t\n3\t900002\tar\tزنبرين\t\t\t\t1\n4\t900002\tlink\thttps://x/تل\t\t\t\t\n5\t12\tar\tغيره\t\t\t\t\n";
    let folder = built(&[("SY.txt", DUMP), ("alternateNamesV2.txt", names)]);
    let found = lookup(folder.path(), "تل السنابل");
    assert!(found[0].starts_with("geonames:900002\tvillage\tتل السنابل\t"), "the preferred name is shown: {found:?}");
    assert_eq!(ids(folder.path(), "زنبرين"), ["geonames:900002"]);
    assert!(ids(folder.path(), "غيره").is_empty());
}

#[test]
fn units_without_coordinates_stand_amid_their_parts() {
    let table = "admin1Name_ar,admin1Name_en,admin1Pcode,admin2Name_ar,admin2Name_en,admin2Pcode,name_ar,name_en,pcode,latitude,longitude\n\
        ولاية السنط,Sunt,SD90,محلية الطلح,Talh,SD9001,زنطور,Zantur,C1,14.0,30.0\n\
        ولاية السنط,Sunt,SD90,محلية الطلح,Talh,SD9001,كرزيل,Karzil,C2,15.0,31.0\n\
        ولاية السنط,Sunt,SD90,محلية الطلح,Talh,SD9001,شملخ,Shamlakh,C3,north,31.0\n";
    let folder = folder(&[("places.csv", table.as_bytes())]);
    let output = marsad(folder.path(), &["gazetteer", "build", "places.csv", "-o", "built.marsad"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("places.csv, line 4: \"north\" is no coordinate"), "{}", stderr(&output));
    let found = lookup(folder.path(), "زنطور");
    assert!(found[0].starts_with("pcode:c1\tvillage\tزنطور\tZantur\t14.0000,30.0000") && found[0].contains("Talh < Sunt"), "{found:?}");
    assert!(lookup(folder.path(), "pcode:sd9001")[0].contains("\t14.5000,30.5000\t"));
}

#[test]
fn geojson_of_two_houses_is_read() {
    let whosonfirst = r#"{"type":"Feature","id":77,"properties":{"wof:id":77,"wof:name":"Karzil","wof:placetype":"locality","wof:country":"SD","name:ara_x_preferred":["كرزيل"],"name:ara_x_variant":["قرزيل"]},"geometry":{"type":"Polygon","coordinates":[[[30,14],[32,14],[32,16],[30,16],[30,14]]]}}"#;
    let map = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"node/5","properties":{"place":"hamlet","name":"شملخ","name:en":"Shamlakh","alt_name:ar":"شملوخ;شملاخ"},"geometry":{"type":"Point","coordinates":[31.5,15.5]}},
        {"type":"Feature","id":"node/6","properties":{"place":"hamlet","name":"ضائعة"},"geometry":null}]}"#;
    let folder = folder(&[("wof.geojson", whosonfirst.as_bytes()), ("osm.geojson", map.as_bytes())]);
    let output = marsad(folder.path(), &["gazetteer", "build", ".", "-o", "built.marsad"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("feature 2: no geometry"), "{}", stderr(&output));
    assert!(lookup(folder.path(), "قرزيل")[0].contains("wof:77\tvillage\tكرزيل\tKarzil\t15.0000,31.0000"));
    assert_eq!(ids(folder.path(), "شملاخ"), ["osm:node/5"]);
}

#[test]
fn bad_rows_are_told_and_the_rest_is_built() {
    let bad = format!("{DUMP}900005\ttoo few columns\n900006\tNowhere\tNowhere\tلامكان\t95\t10\tP\tPPL\tSY\t\t\t\t\t\t0\t\t\t\t2024-05-01\n");
    let folder = folder(&[("SY.txt", bad.as_bytes()), ("notes.csv", b"a,b\n1,2\n")]);
    let output = marsad(folder.path(), &["gazetteer", "build", "SY.txt", "notes.csv", "-o", "built.marsad"]);
    assert_eq!(code(&output), 1);
    let said = stderr(&output);
    for part in ["SY.txt, line 6: 2 columns", "SY.txt, line 7: coordinates out of range", "notes.csv: not a known source"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(ids(folder.path(), "زنزبقة").len(), 2);
    let output = marsad(folder.path(), &["gazetteer", "build", "notes.csv", "-o", "other.marsad"]);
    assert_eq!(code(&output), 2);
    assert!(!folder.path().join("other.marsad").exists() && !folder.path().join("other.marsad.part").exists());
}

const STRIKE: &str = "قصفت طائرة مسيرة تركية سيارة في قرية زنزبقة قرب مدينة القامشلي، ما أدى إلى مقتل شخصين.";

fn place_ids(folder: &Path, text: &str, options: &[&str]) -> Vec<String> {
    file(folder, "a.txt", text);
    let arguments = [&["map", "a.txt", "--published", "2024-02-20", "-o", "-", "--format", "csv"], options].concat();
    let output = marsad(folder, &arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let column = reader.headers().expect("a header").iter().position(|h| h == "place_id").expect("place_id");
    reader.records().map(|r| r.expect("a row")[column].to_string()).collect()
}

#[test]
fn the_namesake_beside_its_neighbours_is_meant() {
    let folder = built(&[("SY.txt", DUMP)]);
    assert_eq!(place_ids(folder.path(), STRIKE, &["--gazetteer", "built.marsad"]), ["geonames:900001"]);
    assert_ne!(place_ids(folder.path(), STRIKE, &[]), ["geonames:900001"]);
}

#[test]
fn a_hamlets_name_alone_is_a_word() {
    // «قرية» is a hamlet of the dump; and زنزبقة without anything beside it may be anything.
    let folder = built(&[("SY.txt", DUMP)]);
    let text = STRIKE.replace("قرية زنزبقة قرب ", "");
    assert_eq!(place_ids(folder.path(), &text, &["--gazetteer", "built.marsad"]), place_ids(folder.path(), &text, &[]));
    let person = "قال زنزبقة إن طائرة مسيرة تركية قصفت سيارة في مدينة القامشلي، ما أدى إلى مقتل شخصين.";
    assert_eq!(place_ids(folder.path(), person, &["--gazetteer", "built.marsad"]), ["sy-qamishli"]);
}

#[test]
fn the_users_rows_win() {
    let own = "name_ar;name_en;kind;lat;lon;country\nزنزبقة;Zanzabqa;village;37.03;41.26;SY\n";
    let folder = built(&[("SY.txt", DUMP)]);
    file(folder.path(), "own.csv", own);
    let found = place_ids(folder.path(), STRIKE, &["--gazetteer", "own.csv", "--gazetteer", "built.marsad"]);
    assert!(found[0].starts_with("sy-own-"), "{found:?}");
    // As part of a built file, too; and what the user says of the same spot replaces what the dump says.
    let folder = built(&[("own.csv", own), ("SY.txt", DUMP)]);
    let found = ids(folder.path(), "زنزبقة");
    assert!(found.len() == 2 && found[0].starts_with("sy-own-") && found[1] == "geonames:900004", "{found:?}");
}

#[test]
fn what_could_not_be_placed_comes_back_corrected() {
    let folder = folder(&[("a.txt", STRIKE.as_bytes())]);
    let output = marsad(folder.path(), &["map", "a.txt", "--published", "2024-02-20", "-o", "out"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let list = std::fs::read_to_string(folder.path().join("out/unresolved.csv")).expect("the list is there");
    let mut reader = csv::Reader::from_reader(list.trim_start_matches('\u{FEFF}').as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    let column = |name: &str| header.iter().position(|h| h == name).expect("a column");
    assert_eq!((&rows[0][column("name")], &rows[0][column("count")], &rows[0][column("kind")]), ("زنزبقة", "1", "village"));
    assert!(rows[0][column("quote")].contains("قرية زنزبقة") && ["context", "place", "lat", "lon"].iter().all(|c| rows[0][column(c)].is_empty()));
    // Passed back as it is, it says nothing; completed, it is a correction, or a gazetteer.
    std::fs::copy(folder.path().join("out/unresolved.csv"), folder.path().join("open.csv")).expect("it can be copied");
    assert_eq!(place_ids(folder.path(), STRIKE, &["--corrections", "open.csv", "--gazetteer", "open.csv"]), [""]);
    let complete = |values: &[(&str, &str)]| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).expect("a row");
        let cell = |(i, old): (usize, &str)| values.iter().find(|(c, _)| column(c) == i).map_or(old.to_string(), |(_, v)| v.to_string());
        writer.write_record(rows[0].iter().enumerate().map(cell)).expect("a row");
        file(folder.path(), "done.csv", writer.into_inner().expect("bytes"));
    };
    complete(&[("lat", "37.02"), ("lon", "41.25")]);
    assert!(place_ids(folder.path(), STRIKE, &["--corrections", "done.csv"])[0].starts_with("xx-correction-"));
    assert!(place_ids(folder.path(), STRIKE, &["--gazetteer", "done.csv"])[0].starts_with("xx-own-"));
    complete(&[("place", "sy-himo")]);
    assert_eq!(place_ids(folder.path(), STRIKE, &["--corrections", "done.csv"]), ["sy-himo"]);
    complete(&[("place", "sy-himo"), ("context", "تركية")]);
    assert_eq!(place_ids(folder.path(), STRIKE, &["--corrections", "done.csv"]), ["sy-himo"]);
    complete(&[("place", "sy-himo"), ("context", "روسية")]);
    assert_eq!(place_ids(folder.path(), STRIKE, &["--corrections", "done.csv"]), [""]);
    complete(&[("place", "not a place")]);
    assert_eq!(place_ids(folder.path(), STRIKE, &["--corrections", "done.csv"]), ["sy-qamishli"]);
}

#[test]
fn a_wrong_correction_is_refused() {
    let folder = folder(&[("a.txt", STRIKE.as_bytes()), ("bad.csv", "name,place\nزنزبقة,sy-no-such-place\n".as_bytes())]);
    let output = marsad(folder.path(), &["map", "a.txt", "-o", "-", "--format", "csv", "--corrections", "bad.csv"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("bad.csv, line 2") && stderr(&output).contains("sy-no-such-place"), "{}", stderr(&output));
}

/// A compiled file of the dump, small enough to be damaged everywhere.
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    file(folder.path(), "SY.txt", DUMP);
    build(&[folder.path().join("SY.txt")], &folder.path().join("x")).expect("it is built");
    std::fs::read(folder.path().join("x")).expect("it can be read")
});

/// Open bytes as a compiled gazetteer and look everything up. Whatever is found without a complaint must be what the whole file holds.
fn try_all(bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x.marsad");
    std::fs::write(&path, bytes).expect("a file can be written");
    let Ok(compiled) = Compiled::open(&path) else { return Ok(()) };
    let _ = compiled.verify();
    let Ok(gazetteer) = Gazetteer::with_files(&[&path]) else { return Ok(()) };
    let resources = marsad::Resources::new(marsad::lexicon::Lexicon::embedded().expect("the lexicon loads"), gazetteer);
    for name in ["زنزبقه", "تل زنبار", "الحسكه"] {
        for (id, _) in resources.matcher.bearers(name) {
            let place = resources.gazetteer.place(id);
            if resources.gazetteer.damage().is_none() && place.id.starts_with("geonames:9") {
                let spot = match place.id.as_str() {
                    "geonames:900001" => (37.02, 41.25),
                    "geonames:900002" => (37.01, 41.2),
                    "geonames:900004" => (15.0, 44.0),
                    "geonames:900010" => (36.5, 40.9),
                    other => return Err(TestCaseError::fail(format!("{other} from nowhere"))),
                };
                prop_assert_eq!((place.lat, place.lon), spot);
            }
        }
    }
    Ok(())
}

#[test]
fn every_cut_is_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x.marsad");
    for length in (0..BYTES.len()).step_by(97).chain([BYTES.len() - 1]) {
        std::fs::write(&path, &BYTES[..length]).expect("a file can be written");
        assert!(Compiled::open(&path).is_err(), "cut after {length} bytes");
    }
}

#[test]
fn every_changed_byte_is_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x.marsad");
    for at in (0..BYTES.len()).step_by(41) {
        let mut bytes = BYTES.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&path, &bytes).expect("a file can be written");
        assert!(Compiled::open(&path).and_then(|c| c.verify()).is_err(), "byte {at}");
    }
}

/// Give bytes the checksums that they should have, as one who means harm would.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    use xxhash_rust::xxh3::xxh3_64;
    let sums = u64::from_le_bytes(bytes[24..32].try_into().expect("eight bytes")) as usize;
    if bytes.len() < 4096 || sums >= bytes.len() || bytes.len() - sums != sums.div_ceil(65536) * 8 {
        return bytes;
    }
    for block in 0..sums.div_ceil(65536) {
        let sum = xxh3_64(&bytes[(block * 65536).max(4096)..((block + 1) * 65536).min(sums)]);
        bytes[sums + block * 8..sums + block * 8 + 8].copy_from_slice(&sum.to_le_bytes());
    }
    bytes[32..40].fill(0);
    let covered = [&bytes[..4096], &bytes[sums..]].concat();
    bytes[32..40].copy_from_slice(&xxh3_64(&covered).to_le_bytes());
    bytes
}

#[test]
fn sealing_keeps_a_whole_file_as_it_is() {
    assert!(sealed(BYTES.clone()) == *BYTES);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_crashes_or_misplaces(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = BYTES.clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        try_all(bytes)?;
    }

    #[test]
    fn no_malice_crashes(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 1..8)) {
        let mut bytes = BYTES.clone();
        for (at, value) in changes {
            // Bounds of sections, or words of the sections.
            let at = 40 + at.index(bytes.len() - 48);
            bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("x.marsad");
        std::fs::write(&path, sealed(bytes)).expect("a file can be written");
        if let Ok(compiled) = Compiled::open(&path) {
            let _ = compiled.verify();
            if let Ok(gazetteer) = Gazetteer::with_files(&[&path]) {
                let all = gazetteer.places.len() as u32..gazetteer.len() as u32;
                all.for_each(|id| assert!(gazetteer.path(id).count() <= 8));
            }
        }
    }
}

/// A server that answers `requests` requests on loopback; returns its address.
fn serve(requests: usize, answer: impl Fn(&str, Option<usize>) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().take(requests) {
            let mut stream = stream.expect("a connection");
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !request.ends_with(b"\r\n\r\n") {
                let n = stream.read(&mut buffer).expect("a request");
                request.extend_from_slice(&buffer[..n]);
            }
            let request = String::from_utf8(request).expect("text");
            let path = request.split(' ').nth(1).expect("a path").to_string();
            let range = request.lines().find_map(|l| l.to_lowercase().strip_prefix("range: bytes=")?.strip_suffix('-')?.parse().ok());
            let _ = stream.write_all(&answer(&path, range));
        }
    });
    address
}

fn zipped(name: &str, text: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
    writer.write_all(text.as_bytes()).expect("its text");
    writer.finish().expect("an archive").into_inner()
}

fn whole(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: \"one\"\r\nConnection: close\r\n{headers}\r\n", body.len()).as_bytes(), body].concat()
}

#[test]
fn a_download_goes_on_where_it_was_cut_off() {
    let folder = folder(&[]);
    let archive = zipped("SY.txt", DUMP);
    let cut = archive.len() / 2;
    let address = serve(4, move |path, range| match (path, range) {
        ("/dump/SY.zip", None) => {
            let mut answer = whole("200 OK", "", &archive);
            answer.truncate(answer.len() - (archive.len() - cut));
            answer
        }
        ("/dump/SY.zip", Some(from)) => {
            assert_eq!(from, cut);
            whole("206 Partial Content", &format!("Content-Range: bytes {from}-{}/{}\r\n", archive.len() - 1, archive.len()), &archive[from..])
        }
        ("/dump/admin1CodesASCII.txt", _) => whole("200 OK", "", b"SY.01\tHasakah\tHasakah\t900010\n"),
        _ => whole("200 OK", "", b"SY.01.0101\tQamishli\tQamishli\t900011\n"),
    });
    let run = || marsad(folder.path(), &["gazetteer", "download", "sy", "--base", &format!("{address}/dump"), "--cache", "cache", "-o", "sy.marsad"]);
    let first = run();
    assert_eq!(code(&first), 2);
    assert!(stderr(&first).contains("cut off after"), "{}", stderr(&first));
    let second = run();
    assert!(stdout(&second).contains("SY.txt\tGeoNames"), "{}{}", stdout(&second), stderr(&second));
    // What was fetched is used again: the server answers no more.
    let third = run();
    assert_eq!(stdout(&third).lines().count(), stdout(&second).lines().count(), "{}", stderr(&third));
    assert!(Compiled::open(&folder.path().join("sy.marsad")).is_ok());
}

#[test]
fn what_is_no_archive_is_refused() {
    let folder = folder(&[]);
    let address = serve(1, |_, _| whole("200 OK", "", b"<html>Please log in</html>"));
    let output = marsad(folder.path(), &["gazetteer", "download", "SY", "--base", &address, "--cache", "cache"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("not sound"), "{}", stderr(&output));
    assert!(!folder.path().join("cache/SY.zip").exists());
}

#[test]
fn without_a_network_it_says_so() {
    let folder = folder(&[]);
    let output =
        command(folder.path(), &["gazetteer", "download", "SY", "--base", "http://127.0.0.1:1", "--cache", "cache"]).output().expect("it starts");
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("SY.zip") && stderr(&output).contains("is there a network?"), "{}", stderr(&output));
    let output = marsad(folder.path(), &["gazetteer", "download", "Syria"]);
    assert_eq!(code(&output), 2);
}
