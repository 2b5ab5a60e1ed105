//! What a report is compared by: some two hundred bytes, so that those of a million reports fit into memory. Names are kept as hashes; the words of the
//! documents stay with the reports.

use crate::event::{Class, DatePrecision, Event, GeoPrecision, Method};
use jiff::civil::Date;
use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_64;

/// At least, at most.
pub type Bounds = (Option<u32>, Option<u32>);

/// See the module.
#[derive(Clone, Debug)]
pub struct Features {
    /// The documents that tell it.
    pub documents: SmallVec<[u64; 1]>,
    pub class: Class,
    pub method: Method,
    pub point: Option<[f64; 2]>,
    pub radius_km: Option<f64>,
    /// First and last day, since 1970.
    pub days: Option<(i32, i32)>,
    /// Is the day known to the day?
    pub sharp: bool,
    pub killed: Bounds,
    pub injured: Bounds,
    /// Those who have names.
    pub authors: SmallVec<[u64; 1]>,
    /// Its id, and that of the event of its document that it answers.
    pub id: u64,
    pub retaliates: Option<u64>,
    pub extent: Extent,
    /// Hashes of the country, and of country and governorate.
    pub country: Option<u64>,
    pub admin1: Option<u64>,
}

/// Of what size the place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Country,
    Admin1,
    /// A district, or finer.
    Local,
    /// There is no point.
    Nowhere,
}

impl Features {
    pub fn of(event: &Event) -> Features {
        let day = |d: &Option<String>| d.as_deref().and_then(|d| d.parse::<Date>().ok()).map(|d| (d - jiff::civil::date(1970, 1, 1)).get_days());
        Features {
            documents: event.sources.iter().map(|s| hash(&s.document)).collect(),
            class: event.class,
            method: event.method,
            point: event.point,
            radius_km: event.radius_km,
            days: day(&event.date_start).zip(day(&event.date_end)),
            sharp: event.date_precision == Some(DatePrecision::Day),
            killed: (event.killed_min, event.killed_max),
            injured: (event.injured_min, event.injured_max),
            authors: event.perpetrators.iter().filter(|x| *x != "unknown").map(|x| hash(x)).collect(),
            id: hash(&event.event_id),
            retaliates: event.retaliates.as_deref().map(hash),
            extent: match event.geo_precision {
                _ if event.point.is_none() => Extent::Nowhere,
                Some(GeoPrecision::Country) => Extent::Country,
                Some(GeoPrecision::Admin1) => Extent::Admin1,
                _ => Extent::Local,
            },
            country: event.country.as_deref().map(hash),
            admin1: event.country.as_ref().zip(event.admin1.as_ref()).map(|(country, admin1)| hash(&format!("{country}\0{admin1}"))),
        }
    }
}

pub fn hash(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}
