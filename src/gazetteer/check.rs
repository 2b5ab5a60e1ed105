//! The checker of gazetteer files: what a row must be, and how far it lies from the reference.

use super::{Gazetteer, Kind, PlaceId};
use crate::text::fold_str;
use geo::{Distance, Geodesic, Point};
use hashbrown::HashMap;
use std::path::Path;

/// Something that is wrong, or worth a look, with a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The row's id.
    pub id: String,
    /// What is the matter.
    pub message: String,
    /// A defect; otherwise a remark.
    pub error: bool,
}

/// Boxes of the countries that have a file of their own: south, west, north, east. Generous: Natural Earth's borders, seaboard and
/// disputed parts (Western Sahara) within.
const BOXES: &[(&str, [f64; 4])] = &[
    ("SY", [32.2, 35.5, 37.4, 42.5]),
    ("IQ", [28.9, 38.7, 37.5, 48.8]),
    ("JO", [29.1, 34.8, 33.5, 39.4]),
    ("LB", [33.0, 35.0, 34.8, 36.7]),
    ("IL", [29.4, 34.2, 33.4, 35.95]),
    ("PS", [31.1, 34.1, 32.7, 35.7]),
    ("YE", [11.8, 41.7, 19.1, 54.8]),
    ("SA", [16.2, 34.4, 32.3, 55.8]),
    ("AE", [22.5, 51.4, 26.5, 56.6]),
    ("SD", [8.3, 21.7, 23.3, 39.1]),
    ("LY", [19.4, 9.2, 33.6, 25.3]),
    ("EG", [21.8, 24.6, 32.0, 37.2]),
    ("KW", [28.4, 46.4, 30.3, 49.3]),
    ("TR", [35.7, 25.5, 42.3, 44.9]),
    ("IR", [24.9, 44.0, 39.9, 63.4]),
    ("AF", [29.3, 60.4, 38.6, 75.0]),
    ("AZ", [38.3, 44.7, 42.0, 50.9]),
    ("BF", [9.3, -5.6, 15.2, 2.5]),
    ("BH", [25.5, 50.2, 26.5, 51.0]),
    ("DZ", [18.9, -8.8, 37.2, 12.1]),
    ("ET", [3.3, 32.9, 15.0, 48.1]),
    ("MA", [20.7, -17.2, 36.0, -0.9]),
    ("ML", [10.0, -12.4, 25.1, 4.4]),
    ("NE", [11.6, 0.1, 23.6, 16.1]),
    ("NG", [4.1, 2.6, 14.0, 14.8]),
    ("OM", [16.5, 51.8, 26.6, 60.5]),
    ("PK", [23.5, 60.8, 37.2, 77.9]),
    ("SO", [-1.8, 40.9, 12.1, 51.6]),
    ("TD", [7.3, 13.4, 23.6, 24.1]),
    ("TN", [30.1, 7.4, 37.6, 11.7]),
    ("UA", [44.2, 22.0, 52.5, 40.4]),
];

/// Check all rows of a gazetteer. The reader has refused double ids by then; this finds the rest.
pub fn check(gazetteer: &Gazetteer) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |id: &str, error: bool, message: String| findings.push(Finding { id: id.to_string(), message, error });
    for (i, place) in gazetteer.places.iter().enumerate() {
        if let Some((_, [south, west, north, east])) = BOXES.iter().find(|(c, _)| *c == place.country)
            && !((*south..=*north).contains(&place.lat) && (*west..=*east).contains(&place.lon))
        {
            report(&place.id, true, format!("{}, {} lies outside {}", place.lat, place.lon, place.country));
        }
        if !place.parent.is_empty() && place.parent_index.is_none() {
            report(&place.id, true, format!("its parent {} does not exist", place.parent));
        }
        if place.parent.is_empty() && !matches!(place.kind, Kind::Country | Kind::Sea) && !place.country.is_empty() {
            report(&place.id, true, "has no parent".into());
        }
        if gazetteer.path(i as PlaceId).count() >= 8 {
            report(&place.id, true, "its parents form a loop".into());
        }
        if place.name_ar.trim().is_empty() || place.name_en.trim().is_empty() || place.source.trim().is_empty() {
            report(&place.id, true, "name_ar, name_en and source must not be empty".into());
        }
        if !place.id.is_ascii() || place.id.chars().any(|c| c.is_ascii_uppercase() || c.is_whitespace()) {
            report(&place.id, true, "an id is lower-case ASCII without spaces".into());
        }
        if !matches!(place.evidence.as_str(), "" | "cue") {
            report(&place.id, true, format!("evidence {:?} is neither empty nor cue", place.evidence));
        }
        if place.radius_km.is_nan() || place.radius_km <= 0.0 {
            report(&place.id, true, "radius_km must be greater than 0".into());
        }
        let mut folded: Vec<String> = place.names_ar().map(fold_str).collect();
        folded.sort();
        for pair in folded.windows(2).filter(|p| p[0] == p[1]) {
            report(&place.id, true, format!("two of its names fold alike: {}", pair[0]));
        }
    }
    findings
}

/// Compare each place with its namesakes in GeoNames' dump files (`*.txt`) of a folder.
///
/// A place with `geonames:ID` must stand where that row stands; any other place that has namesakes in its country is
/// reported where even the nearest of them is farther than 25 km and its own radius away.
pub fn compare(gazetteer: &Gazetteer, folder: &Path) -> std::io::Result<(usize, Vec<Finding>)> {
    let mut by_id: HashMap<String, Point> = HashMap::new();
    let mut by_name: HashMap<(String, String), Vec<Point>> = HashMap::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")) {
        for line in String::from_utf8_lossy(&std::fs::read(path)?).lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, name, _, alternates, lat, lon, _, _, country, ..] = columns[..] else { continue };
            let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
            let point = Point::new(lon, lat);
            by_id.insert(id.to_string(), point);
            for name in alternates.split(',').chain([name]).filter(|n| !n.is_empty()) {
                by_name.entry((country.to_string(), fold_str(name))).or_default().push(point);
            }
        }
    }
    let mut findings = Vec::new();
    let mut compared = 0;
    for place in &gazetteer.places {
        let near = |point: &Point| Geodesic.distance(*point, place.point()) / 1000.0;
        let cited = place.source.split(';').filter_map(|s| s.trim().strip_prefix("geonames:")).find_map(|id| by_id.get(id.trim()));
        if let Some(point) = cited {
            compared += 1;
            if near(point) > 2.0 && !matches!(place.kind, Kind::Admin1 | Kind::Country | Kind::Region) {
                let message = format!("is {:.1} km from the row of GeoNames that it cites", near(point));
                findings.push(Finding { id: place.id.clone(), message, error: true });
            }
            continue;
        }
        if matches!(place.kind, Kind::Country | Kind::Admin1 | Kind::Sea | Kind::Region | Kind::Desert) {
            continue;
        }
        let namesakes = place.names_ar().filter_map(|n| by_name.get(&(place.country.clone(), fold_str(n)))).flatten();
        if let Some(nearest) = namesakes.map(near).reduce(f64::min) {
            compared += 1;
            if nearest > 25.0 + place.radius_km {
                let message = format!("its nearest namesake in the reference is {nearest:.0} km away");
                findings.push(Finding { id: place.id.clone(), message, error: false });
            }
        }
    }
    Ok((compared, findings))
}
