//! CSV tables: rows in the gazetteer's own columns, and OCHA's tables of P-codes.

use super::super::compiled::{Draft, NameRank, key_of};
use super::super::load::{Rows, place_of};
use super::super::{Kind, Place};
use super::{Problems, Work};
use csv::StringRecord;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A spreadsheet writes commas, semicolons or tabs.
fn delimiter(header: &str) -> u8 {
    *[b',', b';', b'\t'].iter().max_by_key(|&&d| (header.bytes().filter(|&b| b == d).count(), d == b',')).unwrap_or(&b',')
}

/// A column's name as it is compared.
fn plain(header: &str) -> String {
    header.trim_start_matches('\u{FEFF}').trim().trim_matches('"').to_lowercase()
}

/// A table of places: what its header must say.
pub fn is_own(header: &str) -> bool {
    let d = delimiter(header) as char;
    let columns: Vec<String> = header.trim_end_matches('\r').split(d).map(plain).collect();
    let has = |name: &str| columns.iter().any(|c| c == name);
    (has("name_ar") || has("name")) && has("lat") && has("lon")
}

/// Records of a table with its header in the gazetteer's own words.
fn records(text: impl Read) -> Result<(csv::Reader<impl Read>, StringRecord), String> {
    let mut text = BufReader::new(text);
    let start = text.fill_buf().map_err(|e| e.to_string())?;
    let d = delimiter(&String::from_utf8_lossy(start.split(|&b| b == b'\n').next().unwrap_or_default()));
    let mut reader = csv::ReaderBuilder::new().delimiter(d).trim(csv::Trim::All).from_reader(text);
    let header = reader.headers().map_err(|e| e.to_string())?;
    let header = header.iter().map(plain).map(|h| if h == "name" { "name_ar".to_string() } else { h }).collect();
    Ok((reader, header))
}

/// A row of the list that `map` wrote of names that it could not place, not completed yet.
fn is_open(record: &StringRecord, header: &StringRecord) -> bool {
    let listed = header.iter().any(|h| h == "quote") && header.iter().any(|h| h == "count");
    listed && header.iter().zip(record).all(|(h, cell)| !matches!(h, "lat" | "lon") || cell.is_empty())
}

/// The rows of a user's table, each with its line; the first row that cannot be read is an error with file and line.
pub fn own_rows(name: &str, text: impl Read) -> Result<Rows, String> {
    let (mut reader, header) = records(text).map_err(|e| format!("{name}: {e}"))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| format!("{name}: {e}"))?;
        if is_open(&record, &header) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut place = place_of(&record, &header).map_err(|e| format!("{name}, line {line}: {e}"))?;
        if place.source.is_empty() {
            place.source = name.to_string();
        }
        rows.push((line, place));
    }
    Ok(rows)
}

/// Rows of the user's own, for a compiled file.
pub fn read_own(work: &mut Work, path: &Path, text: impl Read) -> Result<(), String> {
    let (mut reader, header) = records(text)?;
    let mut of_units: Vec<(u32, String)> = Vec::new();
    for record in reader.records() {
        work.count();
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                let line = e.position().map_or(0, csv::Position::line);
                work.problems.row(path, line, e);
                continue;
            }
        };
        if is_open(&record, &header) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        match place_of(&record, &header).and_then(|place| Ok((add_own(work, &place)?, place.parent))) {
            Ok((id, parent)) => of_units.push((id, parent)),
            Err(e) => work.problems.row(path, line, e),
        }
    }
    // What contains them may be a built-in place: it is named in the file, and stands for the built-in one when that is read.
    for (_, parent) in of_units.iter().filter(|(_, p)| !p.is_empty()) {
        if work.builder.find(parent).is_none()
            && let Some(unit) = work.embedded.find(parent)
        {
            let unit = work.embedded.place(unit).clone();
            add(&mut work.builder, &unit, false)?;
        }
    }
    Ok(())
}

fn add_own(work: &mut Work, place: &Place) -> Result<u32, String> {
    let id = add(&mut work.builder, place, true)?;
    for (i, name) in place.names_ar().enumerate() {
        work.builder.name(id, name, if i == 0 { NameRank::Preferred } else { NameRank::Usual })?;
    }
    Ok(id)
}

fn add(builder: &mut super::Builder, place: &Place, own: bool) -> Result<u32, String> {
    let parent = if place.parent.is_empty() { place.country.clone() } else { format!("id:{}", place.parent) };
    let draft = Draft {
        id: &place.id,
        kind: place.kind,
        name_en: &place.name_en,
        country: &place.country,
        point: Some((place.lat, place.lon)),
        population: place.population.unwrap_or(0),
        radius_km: Some(place.radius_km),
        parents: [key_of(&parent), 0],
        origin: &place.source,
        cue: place.evidence == "cue",
        own,
    };
    let id = builder.place(&draft)?;
    builder.unit(key_of(&format!("id:{}", place.id)), id);
    Ok(id)
}

/// Which columns of a table of P-codes hold what.
#[derive(Debug, Default)]
pub struct PcodeColumns {
    delimiter: u8,
    lat: Option<usize>,
    lon: Option<usize>,
    /// Columns of the code, the Arabic and the English name, from country to smallest unit; the last is the place of the row itself.
    levels: [Level; 6],
}

#[derive(Clone, Copy, Debug, Default)]
struct Level {
    code: Option<usize>,
    ar: Option<usize>,
    en: Option<usize>,
}

impl PcodeColumns {
    pub fn of(header: &str) -> Option<PcodeColumns> {
        let mut out = PcodeColumns { delimiter: delimiter(header), ..PcodeColumns::default() };
        for (at, column) in header.trim_end_matches('\r').split(out.delimiter as char).enumerate() {
            let name: String = plain(column).chars().filter(char::is_ascii_alphanumeric).collect();
            match name.as_str() {
                "lat" | "latitude" | "latitudey" | "y" | "pointy" | "centerlat" | "ycoord" => out.lat = out.lat.or(Some(at)),
                "lon" | "lng" | "long" | "longitude" | "longitudex" | "longitudx" | "x" | "pointx" | "centerlon" | "xcoord" => {
                    out.lon = out.lon.or(Some(at))
                }
                _ => {}
            }
            // adm2_pcode, ADM2_AR, admin2Name_en, admin2Pcode; without a level: pcode, name_ar, name_en.
            let rest = name.strip_prefix("admin").or_else(|| name.strip_prefix("adm"));
            let level = rest.and_then(|r| r.chars().next()).and_then(|c| c.to_digit(10)).filter(|&d| d <= 4);
            let (level, field) = match (rest, level) {
                (Some(rest), Some(level)) => (level as usize, &rest[1..]),
                _ => (5, name.as_str()),
            };
            let level = &mut out.levels[level];
            match field {
                "pcode" | "locationpcode" | "settlementpcode" => level.code = Some(at),
                "ar" | "namear" | "ar1" | "namear1" => level.ar = Some(at),
                "en" | "nameen" => level.en = Some(at),
                _ => {}
            }
        }
        out.levels.iter().any(|l| l.code.is_some()).then_some(out)
    }
}

pub fn read_pcodes(work: &mut Work, path: &Path, text: impl Read, columns: &PcodeColumns) -> Result<(), String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(columns.delimiter).flexible(true).trim(csv::Trim::All).from_reader(text);
    let mut problems: Problems = std::mem::take(&mut work.problems);
    for record in reader.records() {
        work.count();
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                if let Err(why) = pcode_row(work, &record, columns) {
                    problems.row(path, line, why);
                }
            }
            Err(e) => problems.row(path, e.position().map_or(0, csv::Position::line), &e),
        }
    }
    work.problems = problems;
    Ok(())
}

fn pcode_row(work: &mut Work, record: &StringRecord, columns: &PcodeColumns) -> Result<(), String> {
    const KINDS: [Kind; 6] = [Kind::Country, Kind::Admin1, Kind::Admin2, Kind::Admin3, Kind::Village, Kind::Village];
    let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
    let told: Vec<usize> = (0..6).filter(|&l| !cell(columns.levels[l].code).is_empty()).collect();
    let Some(&smallest) = told.last() else { return Err("no P-code".into()) };
    let coordinate = |text: &str| text.parse::<f64>().map_err(|_| format!("{text:?} is no coordinate"));
    let (lat, lon) = (cell(columns.lat), cell(columns.lon));
    let point = if lat.is_empty() && lon.is_empty() { None } else { Some((coordinate(lat)?, coordinate(lon)?)) };
    let mut above = 0;
    for level in told {
        let code = cell(columns.levels[level].code);
        let id = format!("pcode:{}", code.to_lowercase());
        // P-codes begin with the country's letters.
        let country = code.get(..2).filter(|c| c.bytes().all(|b| b.is_ascii_alphabetic())).unwrap_or("").to_uppercase();
        let draft = Draft {
            id: &id,
            kind: KINDS[level],
            name_en: cell(columns.levels[level].en),
            country: &country,
            point: point.filter(|_| level == smallest),
            population: 0,
            radius_km: None,
            parents: [above, 0],
            origin: "",
            cue: true,
            own: false,
        };
        let known = work.builder.find(&id).is_some();
        let place = work.builder.place(&draft)?;
        above = key_of(&id);
        work.builder.unit(above, place);
        if !known {
            work.builder.name(place, cell(columns.levels[level].ar), NameRank::Preferred)?;
        }
    }
    Ok(())
}
