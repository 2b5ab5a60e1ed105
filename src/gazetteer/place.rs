//! One row of the gazetteer.

use super::PlaceId;
use crate::event::GeoPrecision;
use geo::Point;
use serde::Deserialize;

/// What a place is; see `gazetteer/README.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Kind {
    Country,
    Admin1,
    Admin2,
    Admin3,
    City,
    Town,
    Village,
    Quarter,
    Base,
    Airport,
    Field,
    Crossing,
    Camp,
    Facility,
    Region,
    Desert,
    Mountain,
    River,
    Island,
    Road,
    Sea,
}

/// All kinds, by their number.
pub(super) const KINDS: [Kind; 21] = [
    Kind::Country,
    Kind::Admin1,
    Kind::Admin2,
    Kind::Admin3,
    Kind::City,
    Kind::Town,
    Kind::Village,
    Kind::Quarter,
    Kind::Base,
    Kind::Airport,
    Kind::Field,
    Kind::Crossing,
    Kind::Camp,
    Kind::Facility,
    Kind::Region,
    Kind::Desert,
    Kind::Mountain,
    Kind::River,
    Kind::Island,
    Kind::Road,
    Kind::Sea,
];

impl Kind {
    /// The precision of an event at a place of this kind.
    pub fn precision(self) -> GeoPrecision {
        match self {
            Kind::Country => GeoPrecision::Country,
            Kind::Admin1 => GeoPrecision::Admin1,
            Kind::Admin2 | Kind::Admin3 => GeoPrecision::Admin2,
            Kind::City | Kind::Town | Kind::Village => GeoPrecision::Settlement,
            Kind::Region | Kind::Desert | Kind::Mountain | Kind::River | Kind::Island | Kind::Road | Kind::Sea => GeoPrecision::Area,
            _ => GeoPrecision::Site,
        }
    }

    /// Half the usual extent, in kilometres, of a place whose source does not tell it.
    pub fn usual_radius_km(self) -> f64 {
        match self {
            Kind::Country => 400.0,
            Kind::Sea => 150.0,
            Kind::Admin1 => 60.0,
            Kind::Region | Kind::Desert => 30.0,
            Kind::Admin2 => 25.0,
            Kind::Admin3 | Kind::River | Kind::Mountain | Kind::Road => 10.0,
            Kind::City => 6.0,
            Kind::Island => 5.0,
            Kind::Town => 3.0,
            Kind::Base | Kind::Airport | Kind::Field => 2.0,
            Kind::Village | Kind::Quarter => 1.5,
            Kind::Crossing | Kind::Camp | Kind::Facility => 1.0,
        }
    }

    /// The kind of a name in the files.
    pub fn from_name(name: &str) -> Option<Kind> {
        KINDS.iter().copied().find(|k| k.as_str() == name)
    }

    /// Large units, which finer places of the same action make superfluous.
    pub fn is_coarse(self) -> bool {
        matches!(self, Kind::Country | Kind::Admin1 | Kind::Admin2 | Kind::Admin3 | Kind::Region | Kind::Desert | Kind::Sea)
    }

    /// The kind's name in the files.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Country => "country",
            Kind::Admin1 => "admin1",
            Kind::Admin2 => "admin2",
            Kind::Admin3 => "admin3",
            Kind::City => "city",
            Kind::Town => "town",
            Kind::Village => "village",
            Kind::Quarter => "quarter",
            Kind::Base => "base",
            Kind::Airport => "airport",
            Kind::Field => "field",
            Kind::Crossing => "crossing",
            Kind::Camp => "camp",
            Kind::Facility => "facility",
            Kind::Region => "region",
            Kind::Desert => "desert",
            Kind::Mountain => "mountain",
            Kind::River => "river",
            Kind::Island => "island",
            Kind::Road => "road",
            Kind::Sea => "sea",
        }
    }
}

/// Whose word a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// A row of the user's own.
    Own,
    /// The built-in gazetteer, looked through by hand.
    #[default]
    Curated,
    /// An open source of many names, where most ordinary words are some hamlet's name: read as a place only on evidence.
    Open,
}

/// One place. Of a row, `kind`, `name_ar`, `lat` and `lon` are required.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// Stable id; if a row has none, it is made from its name and point.
    #[serde(default)]
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Usual Arabic name.
    pub name_ar: String,
    /// Further Arabic names, separated by `|`.
    #[serde(default)]
    pub alt_ar: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// ISO 3166-1 alpha-2, empty at sea.
    #[serde(default)]
    pub country: String,
    /// Id of the next larger unit.
    #[serde(default)]
    pub parent: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Half its extent; if a row has none, the usual one of its kind.
    #[serde(default, deserialize_with = "or_zero")]
    pub radius_km: f64,
    /// Inhabitants, if known.
    #[serde(default)]
    pub population: Option<u32>,
    /// Empty, or `cue`.
    #[serde(default)]
    pub evidence: String,
    /// Where the coordinate comes from.
    #[serde(default)]
    pub source: String,
    /// Whose word it is.
    #[serde(skip)]
    pub trust: Trust,
    /// Index of `parent`.
    #[serde(skip)]
    pub parent_index: Option<PlaceId>,
    /// For a unit: the town of the same name inside it.
    #[serde(skip)]
    pub capital: Option<PlaceId>,
    /// The point on the unit sphere: distances between places are asked for often.
    #[serde(skip)]
    pub(super) unit: [f64; 3],
}

/// A number; an empty cell is 0.
fn or_zero<'d, D: serde::Deserializer<'d>>(cell: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(cell)?.unwrap_or(0.0))
}

/// Mean radius of the Earth.
const EARTH_KM: f64 = 6371.0088;

/// A point on the unit sphere.
pub(super) fn unit_vector(lat: f64, lon: f64) -> [f64; 3] {
    let (lat, lon) = (lat.to_radians(), lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

impl Place {
    /// Its point (longitude, latitude).
    pub fn point(&self) -> Point {
        Point::new(self.lon, self.lat)
    }

    /// Distance on the sphere: within half a percent of that on the ellipsoid, and many times faster.
    pub fn distance_km(&self, other: &Place) -> f64 {
        let chord: f64 = self.unit.iter().zip(&other.unit).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        2.0 * EARTH_KM * (chord / 2.0).min(1.0).asin()
    }

    /// Is another place at most so many kilometres away?
    pub fn is_within(&self, other: &Place, km: f64) -> bool {
        // No way over the ground is shorter than the chord through it: most places are told to be too far without an arc sine.
        let chord: f64 = self.unit.iter().zip(&other.unit).map(|(a, b)| (a - b) * (a - b)).sum();
        km >= 0.0 && chord * EARTH_KM * EARTH_KM <= km * km * (1.0 + 1e-9) && self.distance_km(other) <= km
    }

    /// Its Arabic names, the usual one first.
    pub fn names_ar(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name_ar.as_str()).chain(self.alt_ar.split('|')).map(str::trim).filter(|n| !n.is_empty())
    }
}
