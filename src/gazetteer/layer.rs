//! A compiled file laid over the places in memory: its places are made when they are first asked for.

use super::compiled::{Compiled, Record};
use super::place::{Place, Trust, unit_vector};
use super::{Gazetteer, Kind, PlaceId};
use hashbrown::HashMap;
use std::sync::{Arc, OnceLock};

/// Places of a page of the cache: a page is cleared when the first of its places is asked for, and names ask for places far apart.
const PAGE: usize = 64;

type Page = Box<[OnceLock<Box<Place>>]>;

/// A compiled file whose places bear the indices from `base` on.
#[derive(Debug)]
pub(super) struct Layer {
    pub file: Arc<Compiled>,
    pub base: PlaceId,
    pages: Box<[OnceLock<Page>]>,
}

impl Layer {
    pub fn new(file: Compiled, base: PlaceId) -> Layer {
        let pages = (0..(file.len() as usize).div_ceil(PAGE)).map(|_| OnceLock::new()).collect();
        Layer { file: Arc::new(file), base, pages }
    }

    pub fn holds(&self, id: PlaceId) -> bool {
        (self.base..self.base + self.file.len()).contains(&id)
    }

    /// A place, made at the first call.
    pub fn place(&self, id: PlaceId, gazetteer: &Gazetteer) -> &Place {
        let at = (id - self.base) as usize;
        let page = self.pages[at / PAGE].get_or_init(|| (0..PAGE).map(|_| OnceLock::new()).collect());
        page[at % PAGE].get_or_init(|| Box::new(self.make(id - self.base, gazetteer)))
    }

    fn make(&self, at: u32, gazetteer: &Gazetteer) -> Place {
        // Only places whose records could be read are ever given out.
        let Some(record) = self.file.record(at) else { return nowhere() };
        let country = country_of(&record);
        let parent = record.parent.filter(|&p| p != at).and_then(|p| {
            let unit = self.file.record(p)?;
            Some(gazetteer.twin_of_unit(&unit).unwrap_or(self.base + p))
        });
        let parent = parent.or_else(|| gazetteer.country(country).filter(|_| record.kind != Kind::Country));
        Place {
            id: record.id.into(),
            kind: record.kind,
            name_ar: record.name_ar.into(),
            alt_ar: record.alt_ar.into(),
            name_en: record.name_en.into(),
            country: country.into(),
            parent: String::new(),
            lat: record.lat,
            lon: record.lon,
            radius_km: record.radius_km.max(0.1),
            population: Some(record.population).filter(|&n| n > 0),
            evidence: if record.cue { "cue" } else { "" }.into(),
            source: if record.source.is_empty() { record.id } else { record.source }.into(),
            parent_index: parent,
            capital: None,
            trust: if record.own { Trust::Own } else { Trust::Open },
            unit: unit_vector(record.lat, record.lon),
        }
    }
}

fn country_of<'r>(record: &'r Record<'_>) -> &'r str {
    std::str::from_utf8(&record.country).ok().filter(|c| c.bytes().all(|b| b.is_ascii_uppercase())).unwrap_or("")
}

fn is_unit(kind: Kind) -> bool {
    matches!(kind, Kind::Country | Kind::Admin1 | Kind::Admin2 | Kind::Admin3)
}

fn nowhere() -> Place {
    Place {
        id: String::new(),
        kind: Kind::Village,
        name_ar: String::new(),
        alt_ar: String::new(),
        name_en: String::new(),
        country: String::new(),
        parent: String::new(),
        lat: 0.0,
        lon: 0.0,
        radius_km: 0.1,
        population: None,
        evidence: "cue".into(),
        source: String::new(),
        parent_index: None,
        capital: None,
        trust: Trust::Open,
        unit: unit_vector(0.0, 0.0),
    }
}

impl Gazetteer {
    /// The country's own place.
    pub(super) fn country(&self, code: &str) -> Option<PlaceId> {
        let index = self.countries.get_or_init(|| {
            let countries = self.units().iter().rev().map(|&u| (&self.places[u as usize], u)).filter(|(p, _)| p.kind == Kind::Country);
            countries.map(|(p, u)| (p.country.clone(), u)).filter(|(code, _)| !code.is_empty()).collect()
        });
        index.get(code).copied()
    }

    /// Places in memory that contain others.
    fn units(&self) -> &[PlaceId] {
        self.units.get_or_init(|| {
            let unit = |i: &PlaceId| is_unit(self.places[*i as usize].kind);
            (0..self.places.len() as PlaceId).filter(unit).collect()
        })
    }

    /// The unit in memory that a compiled file's unit is: it has or cites its id, or has the same kind, country and name.
    fn twin_of_unit(&self, record: &Record<'_>) -> Option<PlaceId> {
        let country = country_of(record);
        let units = || self.units().iter().copied().filter(|&u| self.places[u as usize].country == country);
        let named = |u: &PlaceId| {
            let unit = &self.places[*u as usize];
            unit.kind == record.kind
                && (unit.kind == Kind::Country || unit.names_ar().any(|n| n == record.name_ar || record.alt_ar.split('|').any(|m| m == n)))
        };
        self.by_id.get(record.id).copied().or_else(|| self.cited(record.id, true)).or_else(|| units().find(named))
    }

    /// The place in memory that a compiled file's place is, because it cites its id or is the same unit.
    pub fn twin(&self, id: PlaceId) -> Option<PlaceId> {
        if (id as usize) < self.places.len() {
            return None;
        }
        let layer = self.layer_of(id);
        let record = layer.file.record(id - layer.base)?;
        if is_unit(record.kind) { self.twin_of_unit(&record) } else { self.cited(record.id, false) }
    }

    /// The unit, or other place, in memory whose source names an id: a town and its district may cite the same one.
    fn cited(&self, id: &str, unit: bool) -> Option<PlaceId> {
        let index = self.cited.get_or_init(|| {
            let mut index = HashMap::new();
            for (i, place) in (0..).zip(&self.places) {
                // «estimate: about 3 km N of geonames:…» cites another place.
                for source in place.source.split(';').map(str::trim).filter(|s| s.contains(':') && !s.contains(' ')) {
                    index.entry((source.to_string(), is_unit(place.kind))).or_insert(i);
                }
            }
            index
        });
        index.get(&(id.to_string(), unit)).copied()
    }

    /// Of the bearers of one name, leave out those that a more trusted one already is: it cites the same id, or stands at the same spot.
    pub fn drop_doubles(&self, bearers: &mut Vec<(PlaceId, bool)>) {
        if bearers.len() < 2 || self.layers.is_empty() && self.embedded as usize == self.places.len() {
            return;
        }
        bearers.sort_by_key(|&(id, cue)| (self.place(id).trust, id, cue));
        bearers.dedup_by_key(|b| b.0);
        let mut kept: Vec<(PlaceId, bool)> = Vec::with_capacity(bearers.len());
        for &(id, cue) in bearers.iter() {
            let place = self.place(id);
            // The built-in places are apart, however near: they were looked through.
            let double = |other: &Place| (other.trust < place.trust || place.trust == Trust::Open) && other.is_double(place);
            if !kept.iter().any(|&(other, _)| double(self.place(other))) {
                kept.push((id, cue));
            }
        }
        *bearers = kept;
    }
}

impl Place {
    /// Does its source name this id?
    fn cites(&self, id: &str) -> bool {
        self.source.split(';').any(|s| s.trim() == id)
    }

    /// Is another place of the same name the same place from another source?
    fn is_double(&self, other: &Place) -> bool {
        let unit = (is_unit(self.kind), is_unit(other.kind));
        if self.id == other.id || unit.0 == unit.1 && self.cites(&other.id) {
            return true;
        }
        if unit.0 || unit.1 {
            return self.kind == other.kind && self.country == other.country;
        }
        // Open sources place a village within a few kilometres of each other.
        self.is_within(other, (self.radius_km + other.radius_km).max(6.0))
    }
}
