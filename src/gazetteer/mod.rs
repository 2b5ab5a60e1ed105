//! Places: names, kinds, coordinates and what contains them.

mod check;
mod load;
mod place;
mod variants;

pub use check::{Finding, check, compare};
pub use load::{GazetteerError, embedded_files};
pub use place::{Kind, Place};

use hashbrown::HashMap;
use rayon::prelude::*;
use std::path::Path;

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
    /// The places.
    pub places: Vec<Place>,
    by_id: HashMap<String, PlaceId>,
    /// First place of the files that are being read; a row with an id from before replaces that row.
    layer: PlaceId,
}

impl Gazetteer {
    /// The curated gazetteer that is built into the program.
    pub fn embedded() -> Result<Gazetteer, GazetteerError> {
        let mut gazetteer = Gazetteer::default();
        gazetteer.read_embedded()?;
        gazetteer.link_parents();
        Ok(gazetteer)
    }

    /// The embedded gazetteer with CSV files in its own columns laid over it: a row with a known id replaces that row.
    pub fn with_files<P: AsRef<Path>>(files: &[P]) -> Result<Gazetteer, GazetteerError> {
        let mut gazetteer = Gazetteer::embedded()?;
        for file in files {
            gazetteer.layer = gazetteer.places.len() as PlaceId;
            gazetteer.read_file(file.as_ref())?;
        }
        gazetteer.link_parents();
        Ok(gazetteer)
    }

    /// A place.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id as usize]
    }

    /// The place of a stable id.
    pub fn find(&self, id: &str) -> Option<PlaceId> {
        self.by_id.get(id).copied()
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
        let distance = o.distance_km(i);
        match o.kind {
            Kind::Country => !o.country.is_empty() && o.country == i.country,
            Kind::Admin1 | Kind::Admin2 | Kind::Admin3 => false,
            // A city stands for the unit of its name: «بريف حمص» contains what its governorate contains.
            Kind::City | Kind::Town if o.country == i.country => {
                let namesake = self.path(inner).skip(1).any(|p| {
                    let unit = self.place(p);
                    unit.kind != Kind::Country && (unit.name_ar == o.name_ar || self.capital_of(p) == Some(outer))
                });
                namesake || distance <= o.radius_km + 4.0
            }
            _ => distance <= o.radius_km && o.radius_km > i.radius_km,
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

    /// Every way to write the name of every place.
    pub fn names(&self) -> Vec<Name> {
        const CHUNK: usize = 1024;
        let of_chunk = |(i, places): (usize, &[Place])| {
            let mut names = Vec::with_capacity(places.len() * 4);
            for (j, place) in places.iter().enumerate() {
                variants::names_of((i * CHUNK + j) as PlaceId, place, &mut names);
            }
            names
        };
        self.places.par_chunks(CHUNK).enumerate().map(of_chunk).flatten_iter().collect()
    }
}
