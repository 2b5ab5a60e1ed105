//! GeoNames' dump files: places, codes of units, alternate names.

use super::super::Kind;
use super::super::compiled::{Draft, NameRank, key_of};
use super::{Problems, Work, lines, needs_cue};
use std::fmt::Write;
use std::io::BufRead;
use std::path::Path;

/// Which of the dump's files it is, told by its columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layout {
    Places,
    Codes,
    Names,
}

impl Layout {
    pub fn of(first: &str) -> Option<Layout> {
        let columns: Vec<&str> = first.trim_end_matches('\r').split('\t').collect();
        let number = |c: &str| !c.is_empty() && c.bytes().all(|b| b.is_ascii_digit());
        match columns.len() {
            15.. if number(columns[0]) => Some(Layout::Places),
            4 if columns[0].contains('.') && number(columns[3]) => Some(Layout::Codes),
            4..=10 if number(columns[0]) && number(columns[1]) => Some(Layout::Names),
            _ => None,
        }
    }
}

pub fn read(work: &mut Work, path: &Path, text: impl BufRead, layout: Layout) -> Result<(), String> {
    let mut problems = std::mem::take(&mut work.problems);
    let mut id = String::new();
    let done = lines(&mut problems, path, text, |problems: &mut Problems, number, line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let told = match layout {
            Layout::Places => place(work, &columns, &mut id),
            Layout::Codes => code(work, &columns),
            Layout::Names => name(work, &columns, &mut id),
        };
        work.count();
        if let Err(why) = told {
            problems.row(path, number, why);
        }
    });
    work.problems = problems;
    done
}

fn place(work: &mut Work, columns: &[&str], id: &mut String) -> Result<(), String> {
    let [number, name, ascii, alternates, lat, lon, _, code, country, _, admin1, admin2, _, _, population, ..] = *columns else {
        return Err(format!("{} columns; a place has 19", columns.len()));
    };
    let coordinate = |text: &str| text.parse::<f64>().map_err(|_| format!("{text:?} is no coordinate"));
    let point = (coordinate(lat)?, coordinate(lon)?);
    let population: u32 = population.parse().unwrap_or(0);
    let Some(kind) = kind_of(code, population) else { return Ok(()) };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("{number:?} is no id"));
    }
    id.clear();
    let _ = write!(id, "geonames:{number}");
    let (of_admin1, of_admin2) = (format!("gn:{country}.{admin1}"), format!("gn:{country}.{admin1}.{admin2}"));
    let parents = match kind {
        Kind::Country => [0, 0],
        Kind::Admin1 => [key_of(country), 0],
        Kind::Admin2 => [key_of(&of_admin1), key_of(country)],
        _ => [key_of(&of_admin2), key_of(&of_admin1)],
    };
    let draft = Draft {
        id,
        kind,
        name_en: ascii,
        country,
        point: Some(point),
        population,
        radius_km: None,
        parents,
        origin: "",
        cue: needs_cue(kind, population),
        own: false,
    };
    let known = work.builder.find(id).is_some();
    let place = work.builder.place(&draft)?;
    match kind {
        Kind::Country => work.builder.unit(key_of(country), place),
        Kind::Admin1 => work.builder.unit(key_of(&of_admin1), place),
        Kind::Admin2 => work.builder.unit(key_of(&of_admin2), place),
        _ => {}
    }
    work.date(columns.get(18).copied().unwrap_or("").trim());
    // The same place in a second file of the dump has the same names.
    if known {
        return Ok(());
    }
    alternates.split(',').chain([name]).try_for_each(|n| work.builder.name(place, n, NameRank::Usual))
}

/// `admin1CodesASCII.txt`, `admin2Codes.txt`: units that the file of places may lack.
fn code(work: &mut Work, columns: &[&str]) -> Result<(), String> {
    let [code, _, ascii, number] = *columns else { return Err(format!("{} columns; a code has 4", columns.len())) };
    let id = format!("geonames:{number}");
    let country = code.split('.').next().unwrap_or("");
    let above = code.rsplit_once('.').map_or("", |c| c.0);
    let (kind, parents) = match code.split('.').count() {
        2 => (Kind::Admin1, [key_of(country), 0]),
        3 => (Kind::Admin2, [key_of(&format!("gn:{above}")), key_of(country)]),
        _ => return Err(format!("{code:?} is no code of a unit")),
    };
    let draft =
        Draft { id: &id, kind, name_en: ascii, country, point: None, population: 0, radius_km: None, parents, origin: "", cue: true, own: false };
    let place = work.builder.place(&draft)?;
    work.builder.unit(key_of(&format!("gn:{code}")), place);
    Ok(())
}

/// `alternateNamesV2.txt`: names with their languages and flags.
fn name(work: &mut Work, columns: &[&str], id: &mut String) -> Result<(), String> {
    let [_, number, language, name, ..] = *columns else { return Err(format!("{} columns; a name has 8", columns.len())) };
    let flag = |at: usize| columns.get(at).is_some_and(|c| c.trim() == "1");
    // Links, codes and names in other scripts.
    if name.is_ascii() || matches!(language, "link" | "wkdt" | "post" | "phon" | "piny") {
        return Ok(());
    }
    id.clear();
    let _ = write!(id, "geonames:{number}");
    let Some(place) = work.builder.find(id) else { return Ok(()) };
    let rank = match language {
        _ if flag(6) || flag(7) => NameRank::Weak,
        "ar" if flag(4) => NameRank::Preferred,
        "ar" => NameRank::Usual,
        "" => NameRank::Other,
        // Persian, Urdu and others write in Arabic script, too.
        _ => NameRank::Weak,
    };
    work.builder.name(place, name, rank)
}

/// The kind of a feature code; none for what news does not place events at.
fn kind_of(code: &str, population: u32) -> Option<Kind> {
    Some(match code {
        "PPLC" | "PPLA" => Kind::City,
        _ if code.starts_with("PPL") && population >= 100_000 => Kind::City,
        "PPLX" => Kind::Quarter,
        "PPLH" | "PPLQ" => return None,
        "PPLA2" => Kind::Town,
        _ if code.starts_with("PPL") && population >= 15_000 => Kind::Town,
        _ if code.starts_with("PPL") => Kind::Village,
        "FRM" | "FRMS" | "FRMT" => Kind::Village,
        "PCLI" | "PCLS" | "PCLD" | "PCLF" | "PCL" | "PCLIX" => Kind::Country,
        "ADM1" => Kind::Admin1,
        "ADM2" => Kind::Admin2,
        "ADM3" | "ADM4" => Kind::Admin3,
        "AIRB" | "MILB" | "INSM" | "FT" | "NVB" => Kind::Base,
        "AIRP" | "AIRF" | "AIRH" => Kind::Airport,
        "OILF" | "OILR" | "OILT" | "GASF" | "OILP" | "REFINERY" => Kind::Field,
        "CMP" | "CMPRF" | "CMPL" => Kind::Camp,
        "DAM" | "PRN" | "PRT" | "HSP" | "BDG" | "PS" | "PSH" | "UNIV" => Kind::Facility,
        "MT" | "MTS" | "HLL" | "HLLS" | "PK" | "PKS" | "RDGE" | "PLAT" => Kind::Mountain,
        "STM" | "STMI" | "WAD" | "WADS" | "CNL" | "LK" | "LKI" => Kind::River,
        "ISL" | "ISLS" => Kind::Island,
        "DSRT" => Kind::Desert,
        "RGN" | "AREA" | "PLN" | "VAL" | "CST" | "OAS" => Kind::Region,
        "RDJCT" | "RD" | "PASS" => Kind::Road,
        "SEA" | "GULF" | "STRT" => Kind::Sea,
        _ => return None,
    })
}
