//! Building a compiled file from the places of its sources.

use super::super::Kind;
use super::super::variants::spellings;
use super::layout::{
    BLOCK, BOUNDS, CUE, Fields, HEAD, HEAD_SUM, MAGIC, Meta, NEEDS_CUE, NO_PLACE, OWN, SECTIONS, Section, Slot, SourceInfo, VERSION, checksum,
    word_key,
};
use crate::lexicon::{Lexicon, Tag};
use crate::text::fold_str;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::io::{self, Seek, SeekFrom, Write};

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
struct Text {
    at: u32,
    length: u16,
}

#[derive(Debug)]
struct Row {
    id: Text,
    name_en: Text,
    origin: Text,
    lat: i32,
    lon: i32,
    population: u32,
    radius: u16,
    source: u16,
    country: [u8; 2],
    kind: Kind,
    flags: u8,
    placed: bool,
    parents: [u64; 2],
}

#[derive(Debug)]
struct NameRow {
    place: u32,
    text: Text,
    rank: NameRank,
}

/// One spelling of a name of a place, while the file is being written.
struct Spelling {
    key: u64,
    /// Place, and bit 31 for a cue.
    bearer: u32,
    text: Text,
}

/// Collects places and names, then writes them.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    blob: String,
    rows: Vec<Row>,
    names: Vec<NameRow>,
    by_id: HashMap<u64, u32>,
    /// Units by the keys under which their parts name them.
    units: HashMap<u64, u32>,
    sources: Vec<SourceInfo>,
    /// Folded words of a kind that names may begin with, and are left out: texts have them as cues.
    cues: HashMap<String, Vec<Kind>>,
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
    fn behind_cue<'n>(&self, name: &'n str) -> Option<(&'n str, &[Kind])> {
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

    fn text(&self, text: Text) -> &str {
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
                row.flags = row.flags & !NEEDS_CUE | u8::from(draft.cue) * NEEDS_CUE;
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
            flags: u8::from(draft.cue) * NEEDS_CUE | u8::from(draft.own) * OWN,
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

    /// Write the file. Returns its sources and counts, and the ids of units that no coordinate tells.
    pub fn write(mut self, out: &mut (impl Write + Seek)) -> Result<(Meta, Vec<String>), String> {
        self.by_id = HashMap::new();
        let parents = self.parents();
        self.place_units(&parents);
        self.names.par_sort_by_key(|n| (n.place, n.rank));
        let mut keep = vec![false; self.rows.len()];
        self.names.iter().for_each(|n| keep[n.place as usize] = true);
        parents.iter().for_each(|&p| keep.get_mut(p as usize).into_iter().for_each(|k| *k = true));
        let lost = (0..self.rows.len()).filter(|&p| keep[p] && !self.rows[p].placed);
        let lost: Vec<String> = lost.map(|p| self.text(self.rows[p].id).to_string()).collect();
        let mut order: Vec<u32> = (0..self.rows.len() as u32).filter(|&p| keep[p as usize] && self.rows[p as usize].placed).collect();
        order.par_sort_by_key(|&p| {
            let row = &self.rows[p as usize];
            (rank_of(row.kind), std::cmp::Reverse(row.population), self.text(row.id))
        });
        let fail = |e: io::Error| e.to_string();
        let mut file = Output::new(out).map_err(fail)?;
        let (spelled, texts) = self.write_places(&mut file, &order, &parents).map_err(fail)?;
        let names = self.write_names(&mut file, spelled, &texts)?;
        let meta = Meta { built_with: format!("marsad {}", env!("CARGO_PKG_VERSION")), places: order.len() as u64, names, sources: self.sources };
        file.begin(Section::Meta);
        file.write(&serde_json::to_vec(&meta).map_err(|e| e.to_string())?).map_err(fail)?;
        file.finish().map_err(fail)?;
        Ok((meta, lost))
    }

    /// The unit of each place.
    fn parents(&self) -> Vec<u32> {
        let parent = |(i, row): (usize, &Row)| {
            let known = row.parents.iter().filter(|&&k| k != 0).filter_map(|k| self.units.get(k)).find(|&&p| p as usize != i);
            known.copied().unwrap_or(NO_PLACE)
        };
        self.rows.par_iter().enumerate().map(parent).collect()
    }

    /// Units without coordinates stand in the middle of what they contain.
    fn place_units(&mut self, parents: &[u32]) {
        // A unit of units is placed once these are.
        for _ in 0..3 {
            let mut sums: HashMap<u32, (i64, i64, i64)> = HashMap::new();
            for (i, &p) in parents.iter().enumerate() {
                let row = &self.rows[i];
                if row.placed && p != NO_PLACE && !self.rows[p as usize].placed {
                    let sum = sums.entry(p).or_default();
                    *sum = (sum.0 + i64::from(row.lat), sum.1 + i64::from(row.lon), sum.2 + 1);
                }
            }
            for (p, (lat, lon, n)) in sums {
                let row = &mut self.rows[p as usize];
                (row.lat, row.lon, row.placed) = ((lat / n) as i32, (lon / n) as i32, true);
            }
        }
    }

    /// Strings, records and ids. Returns all spellings of names, and their folded texts.
    fn write_places<W: Write + Seek>(&self, file: &mut Output<'_, W>, order: &[u32], parents: &[u32]) -> io::Result<(Vec<Spelling>, String)> {
        let mut rank = vec![NO_PLACE; self.rows.len()];
        order.iter().enumerate().for_each(|(i, &p)| rank[p as usize] = i as u32);
        let mut records: Vec<Fields> = Vec::with_capacity(order.len());
        let mut spelled: Vec<Spelling> = Vec::with_capacity(self.names.len());
        let mut texts = String::new();
        let mut strings = 0;
        file.begin(Section::Strings);
        let mut alt = String::new();
        let mut folded: Vec<(String, bool)> = Vec::new();
        for (i, &p) in order.iter().enumerate() {
            let row = &self.rows[p as usize];
            let from = self.names.partition_point(|n| n.place < p);
            let names = self.names[from..].iter().take_while(|n| n.place == p);
            let names: Vec<(&str, bool)> = names.map(|n| (self.text(n.text), row.flags & NEEDS_CUE != 0 || n.rank == NameRank::Weak)).collect();
            // A city may be listed under the name of its governorate as well, «محافظة إدلب» beside «إدلب»: that is another place.
            let redundant = |name: &str| self.behind_cue(name).is_some_and(|(rest, _)| names.iter().any(|n| n.0 == rest));
            let names: Vec<(&str, bool)> = names.iter().copied().filter(|n| !redundant(n.0)).collect();
            let name_ar = names.first().map_or("", |n| n.0);
            alt.clear();
            for (name, _) in names.iter().skip(1).take(OTHER_NAMES) {
                alt.push_str(if alt.is_empty() { "" } else { "|" });
                alt.push_str(name);
            }
            folded.clear();
            spellings(names.into_iter(), &mut folded);
            for (text, cue) in &folded {
                let Ok(length) = u16::try_from(text.len()) else { continue };
                let at = u32::try_from(texts.len()).map_err(|_| io::Error::other("the spellings of all names are more than 4 GiB"))?;
                texts.push_str(text);
                let bearer = i as u32 | if *cue { CUE } else { 0 };
                spelled.push(Spelling { key: text.split(' ').fold(0, word_key), bearer, text: Text { at, length } });
            }
            let pieces = [self.text(row.id), name_ar, &alt, self.text(row.name_en), self.text(row.origin)];
            pieces.iter().try_for_each(|s| file.write(s.as_bytes()))?;
            records.push(Fields {
                lat: row.lat,
                lon: row.lon,
                parent: parents.get(p as usize).and_then(|&q| rank.get(q as usize)).copied().unwrap_or(NO_PLACE),
                population: row.population,
                strings,
                lengths: pieces.map(|s| s.len() as u16),
                kind: row.kind as u8,
                flags: row.flags,
                country: row.country,
                source: row.source,
                radius: row.radius,
            });
            strings += pieces.iter().map(|s| s.len() as u64).sum::<u64>();
        }
        file.begin(Section::Places);
        records.iter().try_for_each(|r| file.write(&r.to_bytes()))?;
        let mut ids = vec![NO_PLACE; (order.len() * 2).next_power_of_two().max(2)];
        let mask = ids.len() - 1;
        for (i, &p) in order.iter().enumerate() {
            let mut at = checksum(self.text(self.rows[p as usize].id).as_bytes()) as usize & mask;
            while ids[at] != NO_PLACE {
                at = at + 1 & mask;
            }
            ids[at] = i as u32;
        }
        file.begin(Section::Ids);
        ids.iter().try_for_each(|id| file.write(&id.to_le_bytes()))?;
        Ok((spelled, texts))
    }

    /// Names with their bearers, and the trie. Returns the number of names.
    fn write_names<W: Write + Seek>(&self, file: &mut Output<'_, W>, mut spelled: Vec<Spelling>, texts: &str) -> Result<u64, String> {
        let text = |s: &Spelling| &texts[s.text.at as usize..s.text.at as usize + s.text.length as usize];
        // Two names whose keys meet by chance stand side by side: the words are compared as well.
        spelled.par_sort_unstable_by(|a, b| (a.key, text(a), a.bearer & !CUE, a.bearer).cmp(&(b.key, text(b), b.bearer & !CUE, b.bearer)));
        let same = |a: &Spelling, b: &Spelling| a.key == b.key && text(a) == text(b);
        let nodes: usize = spelled.chunk_by(same).map(|group| text(&group[0]).split(' ').count()).sum();
        let mut table = vec![Slot(0); (nodes * 3 / 2).next_power_of_two().max(2)];
        let mask = table.len() - 1;
        file.begin(Section::Names);
        let (mut at, mut count) = (0u64, 0);
        for group in spelled.chunk_by(same) {
            let words = text(&group[0]);
            let mut bearers: Vec<u32> = group.iter().map(|s| s.bearer).collect();
            // Of two ways to the same name of a place, the one that needs no cue comes first.
            bearers.dedup_by_key(|b| *b & !CUE);
            bearers.truncate(usize::from(u16::MAX));
            let unit = u32::try_from(at / 4).map_err(|_| "the names are more than 16 GiB")?;
            let padding = words.len().next_multiple_of(4) - words.len();
            let write = |file: &mut Output<'_, W>| {
                file.write(&(bearers.len() as u16).to_le_bytes())?;
                file.write(&(words.len() as u16).to_le_bytes())?;
                file.write(words.as_bytes())?;
                file.write(&[0; 3][..padding])?;
                bearers.iter().try_for_each(|b| file.write(&b.to_le_bytes()))
            };
            write(file).map_err(|e| e.to_string())?;
            at += (4 + words.len() + padding + 4 * bearers.len()) as u64;
            count += 1;
            let mut key = 0;
            let mut rest = words.split(' ').peekable();
            while let Some(word) = rest.next() {
                key = word_key(key, word);
                let last = rest.peek().is_none();
                insert(&mut table, mask, key, !last, last.then_some(unit));
            }
        }
        file.begin(Section::Table);
        table.iter().try_for_each(|slot| file.write(&slot.0.to_le_bytes())).map_err(|e| e.to_string())?;
        Ok(count)
    }
}

/// Enter a beginning of a name. A slot holds one name: a second one of the same key stands in a slot of its own.
fn insert(table: &mut [Slot], mask: usize, key: u64, continues: bool, name: Option<u32>) {
    let mut at = key as usize & mask;
    loop {
        let slot = table[at];
        if slot.is_free() || slot.fits(key) && (name.is_none() || slot.name().is_none()) {
            table[at] = Slot::new(key, continues || slot.continues(), name.or(slot.name()));
            return;
        }
        at = at + 1 & mask;
    }
}

/// Degrees to millionths.
fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

/// Names of a place that are shown beside its usual one; more of them are only looked up.
const OTHER_NAMES: usize = 16;

/// The more important, the less.
fn rank_of(kind: Kind) -> usize {
    const ORDER: [Kind; 7] = [Kind::Country, Kind::Sea, Kind::Admin1, Kind::City, Kind::Admin2, Kind::Town, Kind::Admin3];
    ORDER.iter().position(|&k| k == kind).unwrap_or(ORDER.len() + usize::from(matches!(kind, Kind::Village | Kind::Quarter)))
}

/// The file while it is written: sections and checksums are noted on the way.
struct Output<'w, W: Write> {
    out: io::BufWriter<&'w mut W>,
    at: u64,
    bounds: [(u64, u64); SECTIONS],
    open: Option<Section>,
    block: Vec<u8>,
    sums: Vec<u8>,
}

impl<'w, W: Write + Seek> Output<'w, W> {
    fn new(out: &'w mut W) -> io::Result<Self> {
        let mut out = io::BufWriter::with_capacity(1 << 20, out);
        out.write_all(&[0; HEAD as usize])?;
        Ok(Output { out, at: HEAD, bounds: [(HEAD, 0); SECTIONS], open: None, block: Vec::new(), sums: Vec::new() })
    }

    fn begin(&mut self, section: Section) {
        self.end();
        self.bounds[section as usize] = (self.at, 0);
        self.open = Some(section);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.take() {
            let bound = &mut self.bounds[open as usize];
            bound.1 = self.at - bound.0;
        }
    }

    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        while !bytes.is_empty() {
            let room = (BLOCK - self.at % BLOCK) as usize;
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.block.extend_from_slice(now);
            self.at += now.len() as u64;
            if self.at % BLOCK == 0 {
                self.close_block();
            }
            bytes = later;
        }
        Ok(())
    }

    fn close_block(&mut self) {
        self.sums.extend_from_slice(&checksum(&self.block).to_le_bytes());
        self.block.clear();
    }

    fn finish(mut self) -> io::Result<()> {
        self.end();
        if self.at % BLOCK != 0 {
            self.close_block();
        }
        self.out.write_all(&self.sums)?;
        let mut head = vec![0; HEAD as usize];
        head[..8].copy_from_slice(MAGIC);
        head[8..12].copy_from_slice(&VERSION.to_le_bytes());
        head[12..16].copy_from_slice(&(SECTIONS as u32).to_le_bytes());
        head[16..24].copy_from_slice(&(self.at + self.sums.len() as u64).to_le_bytes());
        head[24..32].copy_from_slice(&self.at.to_le_bytes());
        for (i, (offset, length)) in self.bounds.iter().enumerate() {
            head[BOUNDS + 16 * i..][..8].copy_from_slice(&offset.to_le_bytes());
            head[BOUNDS + 16 * i + 8..][..8].copy_from_slice(&length.to_le_bytes());
        }
        let mut covered = head.clone();
        covered.extend_from_slice(&self.sums);
        head[HEAD_SUM..HEAD_SUM + 8].copy_from_slice(&checksum(&covered).to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head)?;
        self.out.flush()
    }
}
