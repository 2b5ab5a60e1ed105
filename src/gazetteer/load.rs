//! Reading gazetteer files.

use super::compiled::Compiled;
use super::layer::Layer;
use super::place::{Trust, unit_vector};
use super::{Gazetteer, Kind, Place, PlaceId, source};
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
    "af.csv",
    "az.csv",
    "bf.csv",
    "bh.csv",
    "dz.csv",
    "eg.csv",
    "et.csv",
    "il.csv",
    "iq.csv",
    "ir.csv",
    "jo.csv",
    "kw.csv",
    "lb.csv",
    "ly.csv",
    "ma.csv",
    "ml.csv",
    "ne.csv",
    "ng.csv",
    "om.csv",
    "pk.csv",
    "ps.csv",
    "sa.csv",
    "sd.csv",
    "so.csv",
    "sy-east.csv",
    "sy-west.csv",
    "td.csv",
    "tn.csv",
    "tr.csv",
    "ua.csv",
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
pub(super) type Rows = Vec<(u64, Place)>;

fn rows(name: &str, text: impl Read) -> Result<Rows, GazetteerError> {
    let mut reader = csv::Reader::from_reader(text);
    let headers = reader.headers().map_err(|e| GazetteerError(format!("{name}: {e}")))?.clone();
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while reader.read_record(&mut record).map_err(|e| GazetteerError(format!("{name}: {e}")))? {
        let line = record.position().map_or(0, csv::Position::line);
        let place = place_of(&record, &headers).map_err(|e| GazetteerError(format!("{name}, line {line}: {e}")))?;
        rows.push((line, place));
    }
    Ok(rows)
}

/// The place of a row, what it leaves open filled in.
pub(super) fn place_of(record: &csv::StringRecord, headers: &csv::StringRecord) -> Result<Place, String> {
    let mut place: Place = record.deserialize(Some(headers)).map_err(|e| e.to_string())?;
    if !(-90.0..=90.0).contains(&place.lat) || !(-180.0..=180.0).contains(&place.lon) {
        return Err(format!("{}: coordinates out of range", place.id));
    }
    if place.id.is_empty() {
        let country = if place.country.is_empty() { "xx".to_string() } else { place.country.to_lowercase() };
        let what = format!("{} {} {} {}", place.name_ar, place.kind.as_str(), place.lat, place.lon);
        place.id = format!("{country}-own-{:08x}", crate::gazetteer::compiled::key_of(&what) as u32);
    }
    // An empty cell and a missing column say the same.
    if place.radius_km == 0.0 && headers.iter().zip(record).all(|(h, cell)| h != "radius_km" || cell.trim().is_empty()) {
        place.radius_km = place.kind.usual_radius_km();
    }
    Ok(place)
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
        let mut rows = source::own_rows(&name, file).map_err(GazetteerError)?;
        rows.iter_mut().for_each(|(_, place)| place.trust = Trust::Own);
        self.add(&name, rows)
    }

    /// Lay a compiled file over what is there. All files in memory have been read by then.
    pub(super) fn map_file(&mut self, path: &Path) -> Result<(), GazetteerError> {
        let file = Compiled::open(path).map_err(|e| GazetteerError(e.0))?;
        let base = self.layers.last().map_or(self.places.len() as PlaceId, |l| l.base + l.file.len());
        if base.checked_add(file.len()).is_none_or(|end| end >= 1 << 31) {
            return Err(GazetteerError(format!("{}: together these files hold too many places", path.display())));
        }
        self.layers.push(Layer::new(file, base));
        Ok(())
    }

    fn add(&mut self, name: &str, rows: Rows) -> Result<(), GazetteerError> {
        for (line, mut place) in rows {
            place.unit = unit_vector(place.lat, place.lon);
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
            let parent = &self.places[i].parent;
            let named = self.by_id.get(parent).copied().filter(|&p| p as usize != i);
            let country = || (parent.is_empty() && self.places[i].kind != Kind::Country).then(|| self.country(&self.places[i].country)).flatten();
            self.places[i].parent_index = named.or_else(country);
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
