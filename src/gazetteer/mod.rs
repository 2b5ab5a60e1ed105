//! Places: names, kinds, coordinates and what contains them.

mod check;
mod compiled;
mod corrections;
mod layer;
mod load;
mod place;
mod source;
mod variants;

pub use check::{Finding, check, compare};
pub use compiled::{Compiled, CompiledError, Meta, SourceInfo};
pub use corrections::{Corrections, NOT_A_PLACE};
pub use load::{GazetteerError, embedded_files};
pub use place::{Kind, Place, Trust};
pub use source::{Built, build};

pub(crate) use compiled::{Step, word_key};
pub(crate) use corrections::Verdict;
pub(crate) use variants::begins_names;

use hashbrown::HashMap;
use layer::Layer;
use rayon::prelude::*;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Index of a [`Place`].
pub type PlaceId = u32;

/// One way to write the name of a place.
#[derive(Clone, Debug)]
pub struct Name {
    /// Folded words.
    pub text: String,
    /// The place.
    pub place: PlaceId,
    /// Read as a place only beside a cue word or a containing place.
    pub cue: bool,
    /// A country's: never taken for another word of the same letters («سوريا», two Syrians).
    pub country: bool,
}

/// All places.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// The places in memory: built in, and of CSV files. Those of compiled files bear the indices behind them; see [`Gazetteer::place`].
    pub places: Vec<Place>,
    /// How many of these are built in.
    embedded: PlaceId,
    /// Compiled files.
    layers: Vec<Layer>,
    /// Countries, governorates and districts among `places`.
    units: OnceLock<Vec<PlaceId>>,
    /// The countries among them, by code.
    countries: OnceLock<HashMap<String, PlaceId>>,
    /// Places in memory by the ids that their sources name.
    cited: OnceLock<HashMap<(String, bool), PlaceId>>,
    /// What the user said of single names.
    pub corrections: Corrections,
    by_id: HashMap<String, PlaceId>,
    /// First place of the files that are being read; a row with an id from before replaces that row.
    layer: PlaceId,
}

impl Gazetteer {
    /// The curated gazetteer that is built into the program.
    pub fn embedded() -> Result<Gazetteer, GazetteerError> {
        Gazetteer::with_files::<&Path>(&[])
    }

    /// The embedded gazetteer with files laid over it: CSV files in its own columns, where a row with a known id replaces that row, and compiled
    /// files (see [`build`]), whose places stand behind those of the same name and spot.
    pub fn with_files<P: AsRef<Path>>(files: &[P]) -> Result<Gazetteer, GazetteerError> {
        Gazetteer::with_corrections::<P>(files, &[])
    }

    /// The same with files of corrections (see [`Corrections`]).
    pub fn with_corrections<P: AsRef<Path>>(files: &[P], corrections: &[P]) -> Result<Gazetteer, GazetteerError> {
        let mut gazetteer = Gazetteer::default();
        gazetteer.read_embedded()?;
        gazetteer.embedded = gazetteer.places.len() as PlaceId;
        let (compiled, tables): (Vec<&Path>, Vec<&Path>) = files.iter().map(AsRef::as_ref).partition(|f| compiled::is_compiled(f));
        for file in tables {
            gazetteer.layer = gazetteer.places.len() as PlaceId;
            gazetteer.read_file(file)?;
        }
        let mut rows = Vec::new();
        for file in corrections {
            gazetteer.read_corrections(file.as_ref(), &mut rows)?;
        }
        for file in compiled {
            gazetteer.map_file(file)?;
        }
        gazetteer.link_parents();
        gazetteer.settle_corrections(rows)?;
        Ok(gazetteer)
    }

    /// The country of most of some places; the high sea is none.
    pub fn main_country(&self, places: impl Iterator<Item = PlaceId>) -> Option<&str> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for country in places.map(|id| self.place(id).country.as_str()).filter(|c| !c.is_empty()) {
            match counts.iter_mut().find(|(known, _)| *known == country) {
                Some((_, n)) => *n += 1,
                None => counts.push((country, 1)),
            }
        }
        counts.into_iter().max_by_key(|(_, n)| *n).map(|(country, _)| country)
    }

    /// A place.
    pub fn place(&self, id: PlaceId) -> &Place {
        match self.places.get(id as usize) {
            Some(place) => place,
            None => self.layer_of(id).place(id, self),
        }
    }

    fn layer_of(&self, id: PlaceId) -> &Layer {
        self.layers.iter().find(|l| l.holds(id)).expect("an index of a place comes from this gazetteer")
    }

    /// The compiled files, each with the index of its first place.
    pub(crate) fn compiled(&self) -> impl Iterator<Item = (&Arc<Compiled>, PlaceId)> {
        self.layers.iter().map(|l| (&l.file, l.base))
    }

    /// The compiled files.
    pub fn compiled_files(&self) -> impl Iterator<Item = &Compiled> {
        self.layers.iter().map(|l| &*l.file)
    }

    /// The places of an English name; of compiled files, every one is looked at.
    pub fn find_english(&self, name: &str) -> Vec<PlaceId> {
        let here = (0..).zip(&self.places).filter(|(_, p)| p.name_en.eq_ignore_ascii_case(name)).map(|(i, _)| i);
        let files = self.layers.iter().flat_map(|l| l.file.english(name).map(|i| l.base + i));
        here.chain(files).collect()
    }

    /// Number of all places.
    pub fn len(&self) -> usize {
        self.layers.last().map_or(self.places.len(), |l| (l.base + l.file.len()) as usize)
    }

    /// Has it no place?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Was anything that was read of the compiled files damaged? Then names may be missing from what was found.
    pub fn damage(&self) -> Option<CompiledError> {
        self.layers.iter().find_map(|l| l.file.damage())
    }

    /// The place of a stable id.
    pub fn find(&self, id: &str) -> Option<PlaceId> {
        let compiled = || self.layers.iter().find_map(|l| Some(l.base + l.file.find(id)?));
        self.by_id.get(id).copied().or_else(compiled)
    }

    /// The place and what contains it, from small to large.
    pub fn path(&self, id: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        let mut next = Some(id);
        // A chain of parents is short; the bound keeps a faulty file from looping.
        std::iter::from_fn(move || {
            let here = next?;
            next = self.place(here).parent_index;
            Some(here)
        })
        .take(8)
    }

    /// Does `outer` contain `inner`, by the chain of parents, by country, or (for regions) by distance?
    pub fn contains(&self, outer: PlaceId, inner: PlaceId) -> bool {
        if outer == inner || self.path(inner).skip(1).any(|p| p == outer) {
            return true;
        }
        let (o, i) = (self.place(outer), self.place(inner));
        match o.kind {
            Kind::Country => !o.country.is_empty() && o.country == i.country,
            Kind::Admin1 | Kind::Admin2 | Kind::Admin3 => false,
            // A city stands for the unit of its name: «بريف حمص» contains what its governorate contains.
            Kind::City | Kind::Town if o.country == i.country => {
                let namesake = self.path(inner).skip(1).any(|p| {
                    let unit = self.place(p);
                    unit.kind != Kind::Country && (unit.name_ar == o.name_ar || self.capital_of(p) == Some(outer))
                });
                namesake || o.is_within(i, o.radius_km + 4.0)
            }
            _ => o.radius_km > i.radius_km && o.is_within(i, o.radius_km),
        }
    }

    fn capital_of(&self, unit: PlaceId) -> Option<PlaceId> {
        let place = self.place(unit);
        place.capital
    }

    /// The governorate of a place.
    pub fn admin1(&self, id: PlaceId) -> Option<&Place> {
        self.path(id).map(|p| self.place(p)).find(|p| p.kind == Kind::Admin1)
    }

    /// The district of a place.
    pub fn admin2(&self, id: PlaceId) -> Option<&Place> {
        self.path(id).map(|p| self.place(p)).find(|p| p.kind == Kind::Admin2)
    }

    /// Every way to write the name of every place in memory.
    pub fn names(&self) -> Vec<Name> {
        const CHUNK: usize = 1024;
        let of_chunk = |(i, places): (usize, &[Place])| {
            let mut names = Vec::with_capacity(places.len() * 4);
            for (j, place) in places.iter().enumerate() {
                variants::names_of((i * CHUNK + j) as PlaceId, place, &mut names);
            }
            names
        };
        let mut names: Vec<Name> = self.places.par_chunks(CHUNK).enumerate().map(of_chunk).flatten_iter().collect();
        names.extend(self.corrections.names());
        names
    }
}
