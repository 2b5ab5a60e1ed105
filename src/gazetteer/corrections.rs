//! What a user says of single names: this place is meant, this point, or no place at all.

use super::compiled::key_of;
use super::place::Trust;
use super::{Gazetteer, GazetteerError, Kind, Name, Place, PlaceId};
use crate::text::fold_str;
use hashbrown::HashMap;
use serde::Deserialize;
use std::path::Path;

/// What the column `place` says of a name that is none.
pub const NOT_A_PLACE: &str = "not a place";

/// A row as it is written. Other columns are for the reader.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    name: String,
    #[serde(default)]
    context: String,
    #[serde(default)]
    place: String,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name_en: String,
    /// File and line.
    #[serde(skip)]
    at: String,
}

/// What the corrections say of a name where it stands.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    NotAPlace,
    Means(PlaceId),
    /// Places that bear the name only in documents of another context.
    MeansNot(Vec<PlaceId>),
}

#[derive(Debug)]
struct Rule {
    /// Folded words that the document must hold; empty for every document.
    context: String,
    /// None: no place.
    place: Option<PlaceId>,
    /// The place bears the name without the rule, too.
    own: bool,
}

/// Rules for names, from tables with the columns `name`, `context`, `place`, `lat`, `lon`, `kind`: in documents that hold the words of `context` (in
/// all, if it is empty), `name` means the place of the id in `place`, or the point, or with `not a place` none. Rows where all of these are empty are
/// passed over: the list of names that could not be placed has the same columns, to be completed bit by bit.
#[derive(Debug, Default)]
pub struct Corrections {
    rules: HashMap<String, Vec<Rule>>,
}

impl Corrections {
    /// What the rules say of a name (its folded words) in a document (its folded text); none if they say nothing.
    pub(crate) fn verdict(&self, name: &[&str], document: &str) -> Option<Verdict> {
        if self.rules.is_empty() {
            return None;
        }
        let (first, rest) = name.split_first()?;
        let rules = heads(first).iter().find_map(|head| self.rules.get(&[&[head.as_str()], rest].concat().join(" ")))?;
        // The rule with the longest context says most about the document.
        let told = rules.iter().filter(|r| document.contains(&r.context)).max_by_key(|r| r.context.len());
        Some(match told {
            Some(rule) => rule.place.map_or(Verdict::NotAPlace, Verdict::Means),
            None => Verdict::MeansNot(rules.iter().filter(|r| !r.own).filter_map(|r| r.place).collect()),
        })
    }

    /// Names that only the rules know.
    pub(super) fn names(&self) -> Vec<Name> {
        let mut out = Vec::new();
        for (text, rules) in &self.rules {
            out.extend(rules.iter().filter_map(|r| Some(Name { text: text.clone(), place: r.place?, cue: false, country: false })));
        }
        out.sort_by(|a, b| (&a.text, a.place).cmp(&(&b.text, b.place)));
        out
    }
}

/// A word without the clitics that may stand before it, one after the other.
fn heads(word: &str) -> Vec<String> {
    let mut out = vec![word.to_string()];
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    out.push(bare.to_string());
    out.extend(bare.strip_prefix(['ب', 'ل', 'ك']).map(str::to_string));
    out.extend(bare.strip_prefix("لل").map(|rest| format!("ال{rest}")));
    out
}

fn words(text: &str) -> String {
    fold_str(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Gazetteer {
    /// Read a table of corrections; a point becomes a place of its own.
    pub(super) fn read_corrections(&mut self, path: &Path, rows: &mut Vec<Row>) -> Result<(), GazetteerError> {
        let name = path.display().to_string();
        let fail = |e: &dyn std::fmt::Display| GazetteerError(format!("{name}: {e}"));
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_path(path).map_err(|e| fail(&e))?;
        let header: csv::StringRecord = reader.headers().map_err(|e| fail(&e))?.iter().map(str::to_lowercase).collect();
        if !header.iter().any(|h| h == "name") {
            return Err(fail(&"a table of corrections has the columns name, context, place, lat, lon; there is no `name`"));
        }
        for record in reader.records() {
            let record = record.map_err(|e| fail(&e))?;
            let at = format!("{name}, line {}", record.position().map_or(0, csv::Position::line));
            let mut row: Row = record.deserialize(Some(&header)).map_err(|e| GazetteerError(format!("{at}: {e}")))?;
            row.at = at;
            if let Some((lat, lon)) = row.lat.zip(row.lon) {
                row.place = self.add_point(&row, lat, lon).map_err(|e| GazetteerError(format!("{}: {e}", row.at)))?;
            } else if row.lat.is_some() != row.lon.is_some() {
                return Err(GazetteerError(format!("{}: lat and lon belong together", row.at)));
            }
            if !row.place.is_empty() && !words(&row.name).is_empty() {
                rows.push(row);
            }
        }
        Ok(())
    }

    fn add_point(&mut self, row: &Row, lat: f64, lon: f64) -> Result<String, String> {
        if !row.place.is_empty() {
            return Err("either a place or a point".into());
        }
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return Err("coordinates out of range".into());
        }
        let kind = if row.kind.is_empty() { Kind::Village } else { Kind::from_name(&row.kind).ok_or_else(|| format!("no kind {:?}", row.kind))? };
        let id = format!("xx-correction-{:08x}", key_of(&format!("{} {lat} {lon}", row.name)) as u32);
        if self.by_id.contains_key(&id) {
            return Ok(id);
        }
        self.by_id.insert(id.clone(), self.places.len() as PlaceId);
        // What contains the nearest built-in place contains the point, too, where the two are neighbours.
        let mut place = Place {
            id: id.clone(),
            kind,
            name_ar: row.name.clone(),
            alt_ar: String::new(),
            name_en: row.name_en.clone(),
            country: String::new(),
            parent: String::new(),
            lat,
            lon,
            radius_km: kind.usual_radius_km(),
            population: None,
            evidence: String::new(),
            source: row.at.clone(),
            trust: Trust::Own,
            parent_index: None,
            capital: None,
            unit: super::place::unit_vector(lat, lon),
        };
        let settlement = |p: &&Place| matches!(p.kind, Kind::City | Kind::Town | Kind::Village) && p.distance_km(&place) <= 15.0;
        let nearest = self.places.iter().filter(settlement).min_by(|a, b| a.distance_km(&place).total_cmp(&b.distance_km(&place)));
        if let Some((country, parent)) = nearest.map(|n| (n.country.clone(), n.parent.clone())) {
            (place.country, place.parent) = (country, parent);
        }
        self.places.push(place);
        Ok(id)
    }

    /// Make rules of the rows, now that all places are there.
    pub(super) fn settle_corrections(&mut self, rows: Vec<Row>) -> Result<(), GazetteerError> {
        let mut rules: HashMap<String, Vec<Rule>> = HashMap::new();
        for row in rows {
            let name = words(&row.name);
            let none = row.place.eq_ignore_ascii_case(NOT_A_PLACE);
            let place = self.find(&row.place);
            if place.is_none() && !none {
                return Err(GazetteerError(format!("{}: no place has the id {:?} (and it is not {NOT_A_PLACE:?})", row.at, row.place)));
            }
            let place = place.filter(|_| !none);
            let own = place.is_some_and(|p| self.place(p).trust != Trust::Own && self.place(p).names_ar().any(|n| words(n) == name));
            rules.entry(name).or_default().push(Rule { context: words(&row.context), place, own });
        }
        self.corrections = Corrections { rules };
        Ok(())
    }
}
