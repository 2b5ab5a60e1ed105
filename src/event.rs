//! The public record: what one event says, and the words that it came from.

use crate::text::Sketch;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The value's name in the output.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s { $($text => Ok($name::$variant),)+ _ => Err(format!("unknown value {s:?}; one of: {}", [$($text),+].join(", "))) }
            }
        }
    };
}

vocabulary! {
    /// Whose act: a state's armed forces, or a non-state group's.
    Class {
        /// By a state's armed forces or a coalition of states.
        Strike = "strike",
        /// By a non-state armed group, or unnamed and not from the air.
        Attack = "attack",
    }
}
vocabulary! {
    /// With what.
    Method {
        /// Manned or unspecified aircraft.
        Airstrike = "airstrike",
        /// Unmanned aircraft.
        Drone = "drone",
        /// Ballistic, cruise or guided missile.
        Missile = "missile",
        /// Unguided or unspecified rocket.
        Rocket = "rocket",
        /// Artillery, mortar, shelling.
        Artillery = "artillery",
        /// Bomb, car bomb, mine, suicide belt.
        Ied = "ied",
        /// Raid, assault, clash.
        Ground = "ground",
        /// Small arms, assassination.
        Shooting = "shooting",
        /// Boat or sea drone.
        Naval = "naval",
        /// Not told.
        Unknown = "unknown",
    }
}
vocabulary! {
    /// What came of it.
    Outcome {
        /// It struck.
        Hit = "hit",
        /// All of it was shot down.
        Intercepted = "intercepted",
        /// It missed or had no effect, as the text says.
        Failed = "failed",
    }
}
vocabulary! {
    /// How sure the text is of it.
    Status {
        /// Told as a fact.
        Reported = "reported",
        /// A party says that it did it.
        Claimed = "claimed",
        /// A party is said to have done it.
        Alleged = "alleged",
        /// A party denies it.
        Denied = "denied",
    }
}
vocabulary! {
    /// How exactly the place is known.
    GeoPrecision {
        /// Base, field, crossing, quarter.
        Site = "site",
        /// City, town or village.
        Settlement = "settlement",
        /// Near a settlement, countryside, desert, between, coast, sea.
        Area = "area",
        /// District or sub-district.
        Admin2 = "admin2",
        /// Governorate.
        Admin1 = "admin1",
        /// Country.
        Country = "country",
    }
}
vocabulary! {
    /// How the point relates to the place that was named.
    Relation {
        /// At the place.
        In = "in",
        /// Near it, at its edge, or in its surroundings.
        Near = "near",
        /// In its countryside.
        Countryside = "countryside",
        /// In its desert.
        Desert = "desert",
        /// Between two places.
        Between = "between",
        /// On the road to it.
        Road = "road",
        /// In a direction from it, at a told distance or without one.
        Direction = "direction",
        /// At sea before it.
        Off = "off",
    }
}
vocabulary! {
    /// How exactly the day is known.
    DatePrecision {
        /// One day.
        Day = "day",
        /// One night, which is part of two days.
        Night = "night",
        /// A span of days.
        Span = "span",
    }
}

vocabulary! {
    /// What an analyst has said of the event.
    #[derive(Default)]
    Review {
        /// Nothing.
        #[default]
        Unreviewed = "unreviewed",
        /// It is right.
        Confirmed = "confirmed",
        /// It is no event, or not one of this kind.
        Rejected = "rejected",
        /// Fields were set, or reports moved.
        Edited = "edited",
    }
}

/// A count with its bounds; `None` where the text leaves it open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// At least so many.
    pub min: Option<u32>,
    /// At most so many.
    pub max: Option<u32>,
}

impl Count {
    /// Nothing is told.
    pub fn is_unknown(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// Exactly `n`.
    pub fn exactly(n: u32) -> Count {
        Count { min: Some(n), max: Some(n) }
    }
}

/// A report of the event: one document's account.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The input's file name.
    pub document: String,
    /// Where it was published.
    pub url: Option<String>,
    /// By whom.
    pub outlet: Option<String>,
    /// Publication day, ISO.
    pub published: Option<String>,
    /// The sentence that tells it.
    pub quote: String,
    /// Where the quote starts in the document, in characters.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The document's words, to compare it with others; not written.
    #[serde(skip)]
    pub words: Sketch,
}

/// The words behind one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// The field.
    pub field: String,
    /// The document.
    pub document: String,
    /// First character in the document.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The rule or lexicon row that read them.
    pub rule: String,
}

/// One event. The fields are the output's properties, in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Stable name.
    pub event_id: String,
    /// See [`Class`].
    pub class: Class,
    /// See [`Method`].
    pub method: Method,
    /// See [`Outcome`].
    pub outcome: Outcome,
    /// See [`Status`].
    pub status: Status,
    /// First day on which it may have begun, ISO.
    pub date_start: Option<String>,
    /// Last such day.
    pub date_end: Option<String>,
    /// See [`DatePrecision`].
    pub date_precision: Option<DatePrecision>,
    /// `dawn` `morning` `noon` `afternoon` `evening` `night` `midnight`.
    pub time_of_day: Option<String>,
    /// Gazetteer id.
    pub place_id: Option<String>,
    /// The place as the text names it.
    pub place_ar: Option<String>,
    /// Its English name.
    pub place_en: Option<String>,
    /// Governorate (English name).
    pub admin1: Option<String>,
    /// District (English name).
    pub admin2: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// See [`GeoPrecision`].
    pub geo_precision: Option<GeoPrecision>,
    /// The event lies within this distance of the point.
    pub radius_km: Option<f64>,
    /// See [`Relation`].
    pub relation: Option<Relation>,
    /// How the coordinates were found: `gazetteer`, `offset`, `midpoint`, `container`, or why there are none.
    pub coord_basis: Option<String>,
    /// Ids of the authors.
    pub perpetrators: Vec<String>,
    /// Ids of those who were hit.
    pub targets: Vec<String>,
    /// What was hit.
    pub target_kind: Option<String>,
    /// Ids of the weapons.
    pub weapons: Vec<String>,
    /// Deaths, at least.
    pub killed_min: Option<u32>,
    /// Deaths, at most.
    pub killed_max: Option<u32>,
    /// Wounded, at least.
    pub injured_min: Option<u32>,
    /// Wounded, at most.
    pub injured_max: Option<u32>,
    /// `event_id` of the event that it answers.
    pub retaliates: Option<String>,
    /// 0 to 1: how many of its fields are firm.
    pub confidence: f64,
    /// One line in Arabic.
    pub summary_ar: String,
    /// One line in English.
    pub summary_en: String,
    /// ACLED's event type.
    pub acled_event_type: String,
    /// ACLED's sub-event type.
    pub acled_sub_event_type: String,
    /// ACLED's geo-precision code, 1 to 3.
    pub acled_geo_precision: Option<u8>,
    /// ACLED's time-precision code, 1 to 3.
    pub acled_time_precision: Option<u8>,
    /// UCDP's where-precision code, 1 to 7.
    pub ucdp_where_prec: Option<u8>,
    /// UCDP's date-precision code, 1 to 5.
    pub ucdp_date_prec: Option<u8>,
    /// How many documents tell it independently; copies count once.
    pub source_count: usize,
    /// The documents.
    pub sources: Vec<Source>,
    /// The words behind the fields.
    pub evidence: Vec<Evidence>,
    /// See [`Review`].
    #[serde(default)]
    pub review: Review,
    /// Longitude and latitude, WGS 84; GeoJSON's geometry, columns `lon` and `lat` in CSV.
    #[serde(skip)]
    pub point: Option<[f64; 2]>,
}

impl Method {
    /// Can two reports of one act name these two methods?
    pub fn is_like(self, other: Method) -> bool {
        use Method::{Airstrike, Artillery, Drone, Missile, Rocket, Unknown};
        let air = |m| matches!(m, Airstrike | Drone);
        let fire = |m| matches!(m, Missile | Rocket | Artillery);
        self == other || self == Unknown || other == Unknown || air(self) && air(other) || fire(self) && fire(other)
    }
}

impl Event {
    /// Move the offsets of all words by so many characters.
    pub fn shift(&mut self, characters: usize) {
        for source in &mut self.sources {
            source.start += characters;
            source.end += characters;
        }
        for evidence in &mut self.evidence {
            evidence.start += characters;
            evidence.end += characters;
        }
    }

    /// An event of which nothing is known.
    pub fn blank() -> Event {
        Event {
            event_id: String::new(),
            class: Class::Attack,
            method: Method::Unknown,
            outcome: Outcome::Hit,
            status: Status::Reported,
            date_start: None,
            date_end: None,
            date_precision: None,
            time_of_day: None,
            place_id: None,
            place_ar: None,
            place_en: None,
            admin1: None,
            admin2: None,
            country: None,
            geo_precision: None,
            radius_km: None,
            relation: None,
            coord_basis: None,
            perpetrators: Vec::new(),
            targets: Vec::new(),
            target_kind: None,
            weapons: Vec::new(),
            killed_min: None,
            killed_max: None,
            injured_min: None,
            injured_max: None,
            retaliates: None,
            confidence: 0.0,
            summary_ar: String::new(),
            summary_en: String::new(),
            acled_event_type: String::new(),
            acled_sub_event_type: String::new(),
            acled_geo_precision: None,
            acled_time_precision: None,
            ucdp_where_prec: None,
            ucdp_date_prec: None,
            source_count: 0,
            sources: Vec::new(),
            evidence: Vec::new(),
            review: Review::default(),
            point: None,
        }
    }
}
