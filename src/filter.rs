//! Which events are written: `--since --until --country --bbox --class --actor --min-confidence --without-rejected`.

use crate::event::{Class, Event, Review};

/// Conditions that an event must meet; empty ones hold for all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Not before this day (ISO).
    pub since: Option<String>,
    /// Not after this day (ISO).
    pub until: Option<String>,
    /// ISO 3166-1 alpha-2, any of them.
    pub countries: Vec<String>,
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Its class.
    pub class: Option<Class>,
    /// An author or target, any of them.
    pub actors: Vec<String>,
    /// At least so sure.
    pub min_confidence: Option<f64>,
    /// Not rejected by an analyst.
    pub without_rejected: bool,
}

impl Filter {
    /// Does the event meet all conditions? What is not told meets none.
    pub fn admits(&self, event: &Event) -> bool {
        let day = |ok: &dyn Fn(&str, &str) -> bool| match (&event.date_start, &event.date_end) {
            (Some(a), Some(b)) => ok(a, b),
            _ => false,
        };
        let since = self.since.as_deref().is_none_or(|since| day(&|_, end| end >= since));
        let until = self.until.as_deref().is_none_or(|until| day(&|start, _| start <= until));
        let country =
            self.countries.is_empty() || event.country.as_ref().is_some_and(|c| self.countries.iter().any(|wanted| wanted.eq_ignore_ascii_case(c)));
        let inside = self.bbox.is_none_or(|[west, south, east, north]| {
            event.point.is_some_and(|[lon, lat]| (west..=east).contains(&lon) && (south..=north).contains(&lat))
        });
        let class = self.class.is_none_or(|c| c == event.class);
        let actor = self.actors.is_empty() || self.actors.iter().any(|a| event.perpetrators.contains(a) || event.targets.contains(a));
        let kept = !(self.without_rejected && event.review == Review::Rejected);
        kept && since && until && country && inside && class && actor && self.min_confidence.is_none_or(|m| event.confidence >= m)
    }
}
