//! Reading gazetteer files.

use super::place::unit_vector;
use super::{Gazetteer, Kind, Place, PlaceId};
use rayon::prelude::*;
use std::fmt;
use std::io::Read;
use std::path::Path;

macro_rules! files {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../../gazetteer/", $name)))),+] };
}

/// The files of `gazetteer/`, built in.
pub(super) const EMBEDDED: &[(&str, &str)] = files![
    "ae.csv",
    "eg.csv",
    "il.csv",
    "iq.csv",
    "ir.csv",
    "jo.csv",
    "kw.csv",
    "lb.csv",
    "ly.csv",
    "ps.csv",
    "sa.csv",
    "sd.csv",
    "sy-east.csv",
    "sy-west.csv",
    "tr.csv",
    "world.csv",
    "ye.csv"
];

/// Names and texts of the built-in files.
pub fn embedded_files() -> &'static [(&'static str, &'static str)] {
    EMBEDDED
}

/// A gazetteer file that cannot be read: the file, the line, and why.
#[derive(Debug)]
pub struct GazetteerError(pub String);

impl fmt::Display for GazetteerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GazetteerError {}

/// The rows of a file, each with its line.
type Rows = Vec<(u64, Place)>;

fn rows(name: &str, text: impl Read) -> Result<Rows, GazetteerError> {
    let mut reader = csv::Reader::from_reader(text);
    let headers = reader.headers().map_err(|e| GazetteerError(format!("{name}: {e}")))?.clone();
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while reader.read_record(&mut record).map_err(|e| GazetteerError(format!("{name}: {e}")))? {
        let line = record.position().map_or(0, csv::Position::line);
        let place: Place = record.deserialize(Some(&headers)).map_err(|e| GazetteerError(format!("{name}, line {line}: {e}")))?;
        if !(-90.0..=90.0).contains(&place.lat) || !(-180.0..=180.0).contains(&place.lon) {
            return Err(GazetteerError(format!("{name}, line {line}: {}: coordinates out of range", place.id)));
        }
        rows.push((line, place));
    }
    Ok(rows)
}

impl Gazetteer {
    pub(super) fn read_embedded(&mut self) -> Result<(), GazetteerError> {
        let files: Vec<Result<Rows, GazetteerError>> = EMBEDDED.par_iter().map(|(name, text)| rows(name, text.as_bytes())).collect();
        for ((name, _), rows) in EMBEDDED.iter().zip(files) {
            self.add(name, rows?)?;
        }
        Ok(())
    }

    pub(super) fn read_file(&mut self, path: &Path) -> Result<(), GazetteerError> {
        let name = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|e| GazetteerError(format!("{name}: {e}")))?;
        self.add(&name, rows(&name, file)?)
    }

    fn add(&mut self, name: &str, rows: Rows) -> Result<(), GazetteerError> {
        for (line, place) in rows {
            match self.by_id.get(&place.id) {
                Some(&at) if at >= self.layer => {
                    return Err(GazetteerError(format!("{name}, line {line}: another row has the id {}", place.id)));
                }
                Some(&at) => self.places[at as usize] = place,
                None => {
                    self.by_id.insert(place.id.clone(), self.places.len() as PlaceId);
                    self.places.push(place);
                }
            }
        }
        Ok(())
    }

    pub(super) fn link_parents(&mut self) {
        for i in 0..self.places.len() {
            self.places[i].unit = unit_vector(self.places[i].lat, self.places[i].lon);
            let parent = &self.places[i].parent;
            self.places[i].parent_index = self.by_id.get(parent).copied().filter(|&p| p as usize != i);
        }
        for i in 0..self.places.len() {
            let place = &self.places[i];
            if !matches!(place.kind, Kind::City | Kind::Town) {
                continue;
            }
            let namesake = |unit: &PlaceId| {
                let u = &self.places[*unit as usize];
                u.kind != Kind::Country && u.capital.is_none() && u.names_ar().any(|n| place.names_ar().any(|m| m == n))
            };
            let units: Vec<PlaceId> = self.path(i as PlaceId).skip(1).filter(namesake).collect();
            for unit in units {
                self.places[unit as usize].capital = Some(i as PlaceId);
            }
        }
    }
}
