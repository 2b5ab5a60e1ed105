//! GeoJSON as Who's On First and OpenStreetMap's tools write it: a collection, or a feature on each line.

use super::super::Kind;
use super::super::compiled::{Draft, NameRank, key_of};
use super::{Work, needs_cue};
use geo::Centroid;
use geojson::{Feature, GeoJson, JsonObject};
use serde_json::Value;
use std::io::BufRead;
use std::path::Path;

pub fn read(work: &mut Work, path: &Path, mut text: impl BufRead) -> Result<(), String> {
    let mut whole = String::new();
    text.read_to_string(&mut whole).map_err(|e| e.to_string())?;
    let whole = whole.trim_start_matches('\u{FEFF}');
    // One value in the file, or one on each line (GeoJSONSeq, which may put a record separator before it).
    let first = whole.lines().next().unwrap_or("").trim_start_matches('\u{1E}');
    let sequence = whole.trim_end().contains('\n') && first.parse::<GeoJson>().is_ok();
    if !sequence {
        let value = whole.trim_start_matches('\u{1E}').parse::<GeoJson>().map_err(|e| e.to_string())?;
        return all(work, path, 0, value);
    }
    for (i, line) in whole.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match line.trim_start_matches('\u{1E}').parse::<GeoJson>() {
            Ok(value) => all(work, path, i as u64 + 1, value)?,
            Err(e) => work.problems.row(path, i as u64 + 1, e),
        }
    }
    Ok(())
}

/// Its features; of a collection, their numbers stand for the lines.
fn all(work: &mut Work, path: &Path, line: u64, value: GeoJson) -> Result<(), String> {
    let features = match value {
        GeoJson::FeatureCollection(collection) => collection.features,
        GeoJson::Feature(feature) => vec![feature],
        GeoJson::Geometry(_) => return Err("a geometry without names".into()),
    };
    for (i, feature) in features.iter().enumerate() {
        work.count();
        let at = if line == 0 { i as u64 + 1 } else { line };
        if let Err(why) = add(work, feature) {
            let which = if line == 0 { format!("feature {at}: {why}") } else { why };
            work.problems.row(path, at, which);
        }
    }
    Ok(())
}

fn add(work: &mut Work, feature: &Feature) -> Result<(), String> {
    let empty = JsonObject::new();
    let properties = Properties(feature.properties.as_ref().unwrap_or(&empty));
    let Some(kind) = kind_of(&properties) else { return Ok(()) };
    let point = point_of(feature, &properties).ok_or("no geometry that gives a point")?;
    let wof = properties.text(&["wof:id"]);
    let id = match (&wof, feature.id.as_ref()) {
        (Some(id), _) => format!("wof:{id}"),
        (None, Some(geojson::feature::Id::String(id))) => format!("osm:{id}"),
        (None, Some(geojson::feature::Id::Number(id))) => format!("osm:{id}"),
        (None, None) => format!("osm:{}", properties.text(&["@id", "osm_id", "id"]).ok_or("no id")?),
    };
    let country = properties.text(&["iso:country", "wof:country", "ISO3166-1:alpha2", "ISO3166-1", "addr:country", "is_in:country_code", "country"]);
    let country = country.filter(|c| c.len() == 2 && c.is_ascii()).unwrap_or_default().to_uppercase();
    let name_en = properties.text(&["name:en", "wof:name", "int_name"]).or_else(|| properties.first("name:eng_x_preferred")).unwrap_or_default();
    let parent = properties.text(&["wof:parent_id"]).map_or(0, |p| key_of(&format!("wof:{p}")));
    let population = properties.text(&["population", "wof:population", "gn:population"]).and_then(|p| p.parse().ok()).unwrap_or(0);
    let draft = Draft {
        id: &id,
        kind,
        name_en: &name_en,
        country: &country,
        point: Some(point),
        population,
        radius_km: None,
        parents: [parent, 0],
        origin: "",
        cue: needs_cue(kind, population),
        own: false,
    };
    let place = work.builder.place(&draft)?;
    work.builder.unit(key_of(&id), place);
    if let Some(date) = properties.text(&["wof:lastmodified"]).and_then(|s| s.parse().ok()).and_then(|s| jiff::Timestamp::from_second(s).ok()) {
        work.date(&date.strftime("%F").to_string());
    }
    for (keys, rank) in NAMES {
        for key in keys {
            for name in properties.all(key) {
                work.builder.name(place, &name, rank)?;
            }
        }
    }
    Ok(())
}

/// Where names stand, the usual ones first.
const NAMES: [(&[&str], NameRank); 4] = [
    (&["name:ara_x_preferred", "name:ar", "name_ar"], NameRank::Preferred),
    (&["name", "name:ara_x_variant", "alt_name:ar", "short_name:ar", "official_name:ar"], NameRank::Usual),
    (&["alt_name", "alt_ar", "loc_name"], NameRank::Other),
    (&["name:ara_x_colloquial", "name:ara_x_historical", "old_name:ar", "old_name"], NameRank::Weak),
];

fn point_of(feature: &Feature, properties: &Properties<'_>) -> Option<(f64, f64)> {
    // Who's On First says where a label stands; the middle of a crooked border may lie outside.
    let told = |lat: &str, lon: &str| Some((properties.text(&[lat])?.parse().ok()?, properties.text(&[lon])?.parse().ok()?));
    told("lbl:latitude", "lbl:longitude").or_else(|| told("geom:latitude", "geom:longitude")).or_else(|| {
        let shape = geo::Geometry::<f64>::try_from(feature.geometry.as_ref()?).ok()?;
        shape.centroid().map(|p| (p.y(), p.x()))
    })
}

struct Properties<'p>(&'p JsonObject);

impl Properties<'_> {
    /// The first of these that is there, as text.
    fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|k| match self.0.get(*k)? {
            Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_string()),
            Value::Number(n) => Some(n.to_string()),
            _ => None,
        })
    }

    /// The values of a key: a text whose parts `;` separates, or a list.
    fn all(&self, key: &str) -> Vec<String> {
        match self.0.get(key) {
            Some(Value::String(s)) => s.split([';', '|']).map(|s| s.trim().to_string()).collect(),
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_string).collect(),
            _ => Vec::new(),
        }
    }

    fn first(&self, key: &str) -> Option<String> {
        self.all(key).into_iter().next()
    }

    fn is(&self, key: &str, values: &[&str]) -> bool {
        self.0.get(key).and_then(Value::as_str).is_some_and(|v| values.contains(&v))
    }
}

fn kind_of(properties: &Properties<'_>) -> Option<Kind> {
    let told = |key: &str| properties.text(&[key]).unwrap_or_default();
    if let Some(kind) = Kind::from_name(&told("kind")) {
        return Some(kind);
    }
    let settlement = |population: &str| match population.parse().unwrap_or(0u32) {
        100_000.. => Kind::City,
        15_000.. => Kind::Town,
        _ => Kind::Village,
    };
    match told("wof:placetype").as_str() {
        "country" => return Some(Kind::Country),
        "region" => return Some(Kind::Admin1),
        "county" => return Some(Kind::Admin2),
        "localadmin" => return Some(Kind::Admin3),
        "locality" => return Some(settlement(&properties.text(&["wof:population", "gn:population"]).unwrap_or_default())),
        "neighbourhood" | "macrohood" | "microhood" | "borough" => return Some(Kind::Quarter),
        _ => {}
    }
    match told("place").as_str() {
        "country" => return Some(Kind::Country),
        "state" | "province" => return Some(Kind::Admin1),
        "county" | "district" => return Some(Kind::Admin2),
        "municipality" => return Some(Kind::Admin3),
        "city" => return Some(Kind::City),
        "town" => return Some(Kind::Town),
        "village" | "hamlet" | "isolated_dwelling" | "farm" => return Some(Kind::Village),
        "suburb" | "quarter" | "neighbourhood" | "city_block" => return Some(Kind::Quarter),
        "island" | "islet" => return Some(Kind::Island),
        "region" => return Some(Kind::Region),
        "sea" | "ocean" => return Some(Kind::Sea),
        _ => {}
    }
    if properties.is("boundary", &["administrative"]) {
        return match told("admin_level").as_str() {
            "2" => Some(Kind::Country),
            "3" | "4" => Some(Kind::Admin1),
            "5" | "6" => Some(Kind::Admin2),
            "7" | "8" => Some(Kind::Admin3),
            _ => None,
        };
    }
    let tags: [(&str, &[&str], Kind); 11] = [
        ("military", &["airfield", "base", "barracks", "naval_base", "checkpoint"], Kind::Base),
        ("landuse", &["military"], Kind::Base),
        ("aeroway", &["aerodrome"], Kind::Airport),
        ("barrier", &["border_control"], Kind::Crossing),
        ("amenity", &["refugee_site"], Kind::Camp),
        ("amenity", &["hospital", "prison", "university"], Kind::Facility),
        ("man_made", &["petroleum_refinery", "gasworks", "works"], Kind::Field),
        ("waterway", &["dam"], Kind::Facility),
        ("waterway", &["river", "wadi", "stream"], Kind::River),
        ("natural", &["peak", "hill", "ridge", "mountain_range"], Kind::Mountain),
        ("natural", &["desert"], Kind::Desert),
    ];
    tags.iter().find(|(key, values, _)| properties.is(key, values)).map(|t| t.2)
}
