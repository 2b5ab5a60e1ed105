//! Collecting the places and names of all sources.

use super::super::Kind;
use super::layout::{CUE, NEEDS_CUE, OWN, SourceInfo, checksum};
use crate::lexicon::{Lexicon, Tag};
use crate::text::fold_str;
use hashbrown::HashMap;

/// Which of a place's names comes first; the later ones are weaker evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameRank {
    Preferred,
    Usual,
    Other,
    /// Colloquial or historic: read as a place only beside a cue.
    Weak,
}

/// A place as a source tells it, without its names.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'a> {
    /// Stable id.
    pub id: &'a str,
    pub kind: Kind,
    pub name_en: &'a str,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: &'a str,
    /// Latitude and longitude; a unit without them stands in the middle of what it contains.
    pub point: Option<(f64, f64)>,
    pub population: u32,
    /// By kind if none is told.
    pub radius_km: Option<f64>,
    /// Keys of the units that may contain it, the smallest first; see [`key_of`].
    pub parents: [u64; 2],
    /// Where the coordinate comes from, if that is not the source's file.
    pub origin: &'a str,
    /// Its names need a cue.
    pub cue: bool,
    /// A row of the user's own.
    pub own: bool,
}

/// Key of a unit by which the rows of its parts name it; never 0.
pub(crate) fn key_of(text: &str) -> u64 {
    checksum(text.as_bytes()).max(1)
}

/// A piece of the blob of strings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Text {
    pub(super) at: u32,
    pub(super) length: u16,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: Text,
    pub(super) name_en: Text,
    pub(super) origin: Text,
    pub(super) lat: i32,
    pub(super) lon: i32,
    pub(super) population: u32,
    pub(super) radius: u16,
    pub(super) source: u16,
    pub(super) country: [u8; 2],
    pub(super) kind: Kind,
    pub(super) flags: u8,
    pub(super) placed: bool,
    pub(super) parents: [u64; 2],
}

#[derive(Debug)]
pub(super) struct NameRow {
    pub(super) place: u32,
    pub(super) text: Text,
    pub(super) rank: NameRank,
}

/// Collects places and names, then writes them.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    pub(super) blob: String,
    pub(super) rows: Vec<Row>,
    pub(super) names: Vec<NameRow>,
    pub(super) by_id: HashMap<u64, u32>,
    /// Units by the keys under which their parts name them.
    pub(super) units: HashMap<u64, u32>,
    pub(super) sources: Vec<SourceInfo>,
    /// Folded words of a kind that names may begin with, and are left out: texts have them as cues.
    pub(super) cues: HashMap<String, Vec<Kind>>,
}

impl Builder {
    /// A builder that knows the cue words of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Builder {
        let mut builder = Builder::default();
        let cues = lexicon.forms.iter().map(|(form, e)| (form, lexicon.entry(*e))).filter(|(_, e)| e.tag() == Tag::PlaceCue);
        for (form, entry) in cues {
            // A weak cue is part of many names («جبل الشيخ»), but not of those of governorates.
            let kinds = entry.kinds.iter().filter_map(|k| Kind::from_name(k)).filter(|k| !entry.is("weak") || *k == Kind::Admin1);
            builder.cues.entry(form.text.clone()).or_default().extend(kinds);
        }
        builder
    }

    /// What follows the cue word that a name begins with, and the kinds that it is part of no name for.
    pub(super) fn behind_cue<'n>(&self, name: &'n str) -> Option<(&'n str, &[Kind])> {
        let (head, rest) = name.split_once(' ')?;
        Some((rest.trim_start(), self.cues.get(&fold_str(head))?))
    }

    /// «محافظة إدلب» is called إدلب.
    fn without_cue<'n>(&self, name: &'n str, kind: Kind) -> &'n str {
        self.behind_cue(name).filter(|(_, kinds)| kinds.contains(&kind)).map_or(name, |(rest, _)| rest)
    }

    /// Begin a source; the places that follow are its own.
    pub fn source(&mut self, info: SourceInfo) {
        self.sources.push(info);
    }

    /// The source that is being read.
    pub fn current(&mut self) -> Option<&mut SourceInfo> {
        self.sources.last_mut()
    }

    fn keep(&mut self, text: &str) -> Result<Text, String> {
        let length = u16::try_from(text.len()).map_err(|_| "a text is longer than 65,535 bytes")?;
        let at = u32::try_from(self.blob.len()).map_err(|_| "the names of all sources are more than 4 GiB")?;
        self.blob.push_str(text);
        Ok(Text { at, length })
    }

    pub(super) fn text(&self, text: Text) -> &str {
        &self.blob[text.at as usize..text.at as usize + text.length as usize]
    }

    /// The place of an id, if a row told it before.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(&key_of(id)).copied().filter(|&p| self.text(self.rows[p as usize].id) == id)
    }

    /// Add a place, or add to the place of the same id what is new: its population, and with it its kind.
    pub fn place(&mut self, draft: &Draft<'_>) -> Result<u32, String> {
        if draft.id.is_empty() || draft.id.len() > 200 {
            return Err("a place needs an id of at most 200 bytes".into());
        }
        let (lat, lon) = draft.point.unwrap_or_default();
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return Err(format!("coordinates out of range: {lat}, {lon}"));
        }
        if let Some(place) = self.find(draft.id) {
            let row = &mut self.rows[place as usize];
            if let Some((lat, lon)) = draft.point.filter(|_| !row.placed) {
                (row.lat, row.lon, row.placed) = (micro(lat), micro(lon), true);
            }
            if draft.population > row.population {
                (row.population, row.kind) = (draft.population, draft.kind);
                row.flags = (row.flags & !NEEDS_CUE) | (u8::from(draft.cue) * NEEDS_CUE);
            }
            return Ok(place);
        }
        let place = u32::try_from(self.rows.len()).ok().filter(|&p| p < CUE).ok_or("more than two thousand million places")?;
        let [id, name_en, origin] = [self.keep(draft.id)?, self.keep(draft.name_en)?, self.keep(draft.origin)?];
        self.by_id.insert(key_of(draft.id), place);
        let radius_km = draft.radius_km.unwrap_or_else(|| draft.kind.usual_radius_km());
        self.rows.push(Row {
            id,
            name_en,
            origin,
            lat: micro(lat),
            lon: micro(lon),
            population: draft.population,
            radius: (radius_km * 10.0).round().clamp(1.0, f64::from(u16::MAX)) as u16,
            source: self.sources.len().saturating_sub(1) as u16,
            country: draft.country.as_bytes().try_into().unwrap_or_default(),
            kind: draft.kind,
            flags: (u8::from(draft.cue) * NEEDS_CUE) | (u8::from(draft.own) * OWN),
            placed: draft.point.is_some(),
            parents: draft.parents,
        });
        Ok(place)
    }

    /// Say by which key the parts of a unit name it.
    pub fn unit(&mut self, key: u64, place: u32) {
        self.units.entry(key).or_insert(place);
    }

    /// Add a name; those that are not in Arabic script are left out.
    pub fn name(&mut self, place: u32, name: &str, rank: NameRank) -> Result<(), String> {
        let name = self.without_cue(name.trim(), self.rows[place as usize].kind);
        let letters = |c: char| matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}');
        if name.chars().any(letters) && name.len() <= 200 {
            let text = self.keep(name)?;
            self.names.push(NameRow { place, text, rank });
        }
        Ok(())
    }
}

/// Degrees to millionths.
fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}
