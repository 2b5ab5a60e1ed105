//! Writing what a builder collected.

use super::super::Kind;
use super::super::variants::spellings;
use super::builder::{Builder, NameRank, Row, Text};
use super::layout::{CUE, Fields, Meta, NEEDS_CUE, NO_PLACE, Section, Slot, checksum, word_key};
use super::output::Output;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::io::{self, Seek, Write};

/// One spelling of a name of a place, while the file is being written.
struct Spelling {
    key: u64,
    /// Place, and bit 31 for a cue.
    bearer: u32,
    text: Text,
}

impl Builder {
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
                at = (at + 1) & mask;
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
        at = (at + 1) & mask;
    }
}

/// Names of a place that are shown beside its usual one; more of them are only looked up.
const OTHER_NAMES: usize = 16;

/// The more important, the less.
fn rank_of(kind: Kind) -> usize {
    const ORDER: [Kind; 7] = [Kind::Country, Kind::Sea, Kind::Admin1, Kind::City, Kind::Admin2, Kind::Town, Kind::Admin3];
    ORDER.iter().position(|&k| k == kind).unwrap_or(ORDER.len() + usize::from(matches!(kind, Kind::Village | Kind::Quarter)))
}
