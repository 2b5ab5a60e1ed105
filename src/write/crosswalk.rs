//! From marsad's ids to the names and codes of ACLED and UCDP GED, as `crosswalk/*.csv` has them.

use serde::Deserialize;
use std::collections::HashMap;
use std::io;

/// A party.
#[derive(Deserialize)]
pub(super) struct Actor {
    id: String,
    pub name: String,
    /// ACLED's type of actor, at home.
    pub inter: String,
    /// Where it is at home: ISO 3166-1 alpha-2, joined by `|`.
    home: String,
    ucdp_name: String,
}

impl Actor {
    /// ACLED's type: a state's forces abroad are external forces.
    pub fn inter_in(&self, country: &str) -> &str {
        let abroad = self.inter == "State forces" && !self.home.split('|').any(|home| home == country);
        if abroad { "External/Other forces" } else { &self.inter }
    }

    /// UCDP's name, or the common one.
    pub fn ucdp_name(&self) -> &str {
        if self.ucdp_name.is_empty() { &self.name } else { &self.ucdp_name }
    }

    /// The country whose government it is, as UCDP sees it.
    pub fn governs(&self) -> Option<&str> {
        self.ucdp_name.starts_with("Government of ").then(|| self.home.split('|').next().unwrap_or_default())
    }
}

/// A country.
#[derive(Deserialize)]
pub(super) struct Country {
    iso2: String,
    pub name: String,
    /// ISO 3166-1 numeric.
    pub iso: String,
    pub acled_region: String,
    /// Gleditsch and Ward's number.
    pub gwno: String,
    pub ucdp_name: String,
    pub ucdp_region: String,
}

/// Both tables.
pub(super) struct Crosswalk {
    actors: HashMap<String, Actor>,
    countries: HashMap<String, Country>,
}

impl Crosswalk {
    pub fn load() -> io::Result<Crosswalk> {
        let actors: Vec<Actor> =
            csv::Reader::from_reader(include_str!("../../crosswalk/actors.csv").as_bytes()).deserialize().collect::<Result<_, _>>()?;
        let countries: Vec<Country> =
            csv::Reader::from_reader(include_str!("../../crosswalk/countries.csv").as_bytes()).deserialize().collect::<Result<_, _>>()?;
        Ok(Crosswalk {
            actors: actors.into_iter().map(|a| (a.id.clone(), a)).collect(),
            countries: countries.into_iter().map(|c| (c.iso2.clone(), c)).collect(),
        })
    }

    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.get(id)
    }

    pub fn country(&self, iso2: Option<&str>) -> Option<&Country> {
        self.countries.get(iso2?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;
    use crate::lexicon::{Entry, Lexicon, Tag};

    #[test]
    fn every_party_of_the_lexicon_has_a_row() {
        let crosswalk = Crosswalk::load().unwrap();
        let lexicon = Lexicon::embedded().unwrap();
        let named = |e: &&Entry| e.tag() == Tag::Actor && e.nature.is_some() && !e.is_unnamed();
        for entry in lexicon.entries.iter().filter(named) {
            assert!(crosswalk.actor(&entry.id).is_some(), "{}", entry.id);
        }
    }

    #[test]
    fn every_country_of_the_gazetteer_has_a_row() {
        let crosswalk = Crosswalk::load().unwrap();
        let gazetteer = Gazetteer::embedded().unwrap();
        for code in gazetteer.places.iter().map(|p| p.country.as_str()).filter(|c| !c.is_empty()) {
            let country = crosswalk.country(Some(code)).unwrap_or_else(|| panic!("{code} has no row"));
            // ISO 3166-1 has no Kosovo, lists of states no British Indian Ocean Territory.
            assert!(code == "XK" || country.iso.parse::<u16>().is_ok(), "{code} has no ISO number");
            assert!(code == "IO" || country.gwno.parse::<u16>().is_ok(), "{code} has no Gleditsch-Ward number");
            let told = [&country.acled_region, &country.ucdp_name, &country.ucdp_region];
            assert!(code == "IO" || !country.name.is_empty() && told.iter().all(|t| !t.is_empty()), "{code} lacks a name or a region");
        }
    }
}
