//! Reading a compiled file: every access is checked against bounds and checksums.

use super::super::Kind;
use super::super::place::KINDS;
use super::layout::{
    self, BLOCK, BOUNDS, CUE, Fields, HEAD, HEAD_SUM, MAGIC, Meta, NEEDS_CUE, NO_PLACE, OWN, RECORD, SECTIONS, Section, Slot, VERSION,
};
use std::fmt;
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Are checksums compared? A build for fuzzing reads past them, as they would turn away every changed file.
const COMPARED: bool = !cfg!(fuzzing);

/// A compiled file that cannot be used: the file and why.
#[derive(Debug)]
pub struct CompiledError(pub String);

impl fmt::Display for CompiledError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CompiledError {}

/// A compiled gazetteer. Nothing of it is copied into memory until it is asked for.
pub struct Compiled {
    name: String,
    bytes: Box<dyn Deref<Target = [u8]> + Send + Sync>,
    /// Offset and length of each section.
    bounds: [(u64, u64); SECTIONS],
    sums: u64,
    /// One bit for each block: its checksum was compared.
    checked: Box<[AtomicU64]>,
    /// Places that were read before, a bit each.
    sound: Box<[AtomicU64]>,
    damaged: AtomicBool,
    meta: Meta,
}

impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compiled").field("name", &self.name).field("meta", &self.meta).finish()
    }
}

/// A place as the file has it.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    pub id: &'a str,
    pub name_ar: &'a str,
    pub alt_ar: &'a str,
    pub name_en: &'a str,
    pub source: &'a str,
    pub kind: Kind,
    /// Two letters, or zeros at sea.
    pub country: [u8; 2],
    pub lat: f64,
    pub lon: f64,
    pub radius_km: f64,
    pub population: u32,
    pub parent: Option<u32>,
    /// Its names need a cue.
    pub cue: bool,
    /// A row of the user's own.
    pub own: bool,
}

/// What a word leads to in the trie.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Step {
    /// Some name goes on from here.
    pub continues: bool,
    /// The name that ends here.
    pub name: Option<u32>,
}

/// Does the file begin as a compiled gazetteer does?
pub(crate) fn is_compiled(path: &Path) -> bool {
    let mut head = [0; MAGIC.len()];
    std::fs::File::open(path).is_ok_and(|mut f| std::io::Read::read_exact(&mut f, &mut head).is_ok()) && head == *MAGIC
}

impl Compiled {
    /// Map a file. Fails if it is no compiled gazetteer, of another version, cut off, or damaged in its head.
    pub fn open(path: &Path) -> Result<Compiled, CompiledError> {
        let name = path.display().to_string();
        let fail = |e: std::io::Error| CompiledError(format!("{name}: {e}"));
        let file = std::fs::File::open(path).map_err(fail)?;
        if file.metadata().map_err(fail)?.len() < HEAD {
            return Err(CompiledError(format!("{name}: too short for a compiled gazetteer")));
        }
        #[expect(
            unsafe_code,
            reason = "mapping needs it: the file must not shrink meanwhile, and `build` only ever replaces files whole, by renaming"
        )]
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(fail)?;
        Compiled::new(name, Box::new(map))
    }

    /// The same from bytes in memory.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Compiled, CompiledError> {
        Compiled::new(name.to_string(), Box::new(bytes))
    }

    fn new(name: String, bytes: Box<dyn Deref<Target = [u8]> + Send + Sync>) -> Result<Compiled, CompiledError> {
        let fail = |why: &str| CompiledError(format!("{name}: {why}"));
        let length = bytes.len() as u64;
        let head = bytes.get(..HEAD as usize).ok_or_else(|| fail("too short for a compiled gazetteer"))?;
        if !head.starts_with(MAGIC) {
            return Err(fail("not a compiled gazetteer"));
        }
        let version = layout::u32_at(head, 8).unwrap_or(0);
        if version != VERSION {
            return Err(fail(&format!("a compiled gazetteer of version {version}; this program reads version {VERSION}: build it anew")));
        }
        let number = |at: usize| layout::u64_at(head, at).unwrap_or(0);
        if number(16) != length {
            return Err(fail(&format!("cut off or changed: {length} bytes, should be {}", number(16))));
        }
        let sums = number(24);
        if !(HEAD..=length).contains(&sums) || length - sums != sums.div_ceil(BLOCK) * 8 {
            return Err(fail("damaged: its checksums are not where they should be"));
        }
        let mut covered = head.to_vec();
        covered[HEAD_SUM..HEAD_SUM + 8].fill(0);
        covered.extend_from_slice(&bytes[sums as usize..]);
        if COMPARED && layout::checksum(&covered) != number(HEAD_SUM) {
            return Err(fail("damaged: the checksum of its head does not hold"));
        }
        let mut bounds = [(0, 0); SECTIONS];
        for (i, bound) in bounds.iter_mut().enumerate() {
            *bound = (number(BOUNDS + 16 * i), number(BOUNDS + 16 * i + 8));
            if bound.0 < HEAD || bound.0.checked_add(bound.1).is_none_or(|end| end > sums) {
                return Err(fail("damaged: a section lies outside the file"));
            }
        }
        let (places, table, ids) = (bounds[Section::Places as usize].1, bounds[Section::Table as usize].1, bounds[Section::Ids as usize].1);
        if places % RECORD as u64 != 0
            || places / RECORD as u64 > u64::from(CUE - 1)
            || !(table / 8).is_power_of_two()
            || !(ids / 4).is_power_of_two()
        {
            return Err(fail("damaged: a table has an impossible size"));
        }
        let blocks = sums.div_ceil(BLOCK) as usize;
        let bits = |count: usize| (0..count.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let (checked, sound) = (bits(blocks), bits((places / RECORD as u64) as usize));
        let mut compiled = Compiled { name, bytes, bounds, sums, checked, sound, damaged: AtomicBool::new(false), meta: Meta::default() };
        let meta = compiled.section(Section::Meta, 0, compiled.bounds[Section::Meta as usize].1);
        let meta = meta.and_then(|m| serde_json::from_slice(m).ok());
        compiled.meta = meta.ok_or_else(|| CompiledError(format!("{}: damaged: its list of sources cannot be read", compiled.name)))?;
        Ok(compiled)
    }

    /// File name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its sources and counts.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Number of places.
    pub fn len(&self) -> u32 {
        (self.bounds[Section::Places as usize].1 / RECORD as u64) as u32
    }

    /// Has it no place?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was read so far, was any of it damaged? Names that a damaged block holds were not found.
    pub fn damage(&self) -> Option<CompiledError> {
        let message = || CompiledError(format!("{}: damaged: a checksum does not hold, or an offset leads nowhere", self.name));
        self.damaged.load(Ordering::Relaxed).then(message)
    }

    /// Compare all checksums and read every place and every name.
    pub fn verify(&self) -> Result<(), CompiledError> {
        let whole = (0..self.sums.div_ceil(BLOCK)).all(|b| self.block(b));
        let places = whole && (0..self.len()).all(|i| self.record(i).is_some());
        let slots = self.bounds[Section::Table as usize].1 / 8;
        let named = |at: u64| {
            let slot = Slot(self.section(Section::Table, at * 8, 8).and_then(|b| layout::u64_at(b, 0)).unwrap_or(0));
            slot.name().is_none_or(|n| self.entry(n).is_some_and(|(text, _)| std::str::from_utf8(text).is_ok()))
        };
        if !places || !(0..slots).all(named) {
            self.damaged.store(true, Ordering::Relaxed);
        }
        self.damage().map_or(Ok(()), Err)
    }

    /// Does a block's checksum hold? Compared once.
    fn block(&self, block: u64) -> bool {
        let (word, bit) = (&self.checked[(block / 64) as usize], 1 << (block % 64));
        if word.load(Ordering::Relaxed) & bit != 0 {
            return true;
        }
        let (from, to) = (block * BLOCK, ((block + 1) * BLOCK).min(self.sums));
        // The head has its own checksum, which also covers these.
        let from = from.max(HEAD);
        let holds = !COMPARED
            || layout::u64_at(&self.bytes, (self.sums + block * 8) as usize) == Some(layout::checksum(&self.bytes[from as usize..to as usize]));
        if holds {
            word.fetch_or(bit, Ordering::Relaxed);
        } else {
            self.damaged.store(true, Ordering::Relaxed);
        }
        holds
    }

    /// Checked bytes of a section.
    fn section(&self, section: Section, offset: u64, length: u64) -> Option<&[u8]> {
        let (start, whole) = self.bounds[section as usize];
        let inside = offset.checked_add(length).is_some_and(|end| end <= whole);
        let bytes = if inside {
            let from = start + offset;
            let last = (from + length).saturating_sub(1).max(from) / BLOCK;
            let holds = length == 0 || (from / BLOCK..=last).all(|b| self.block(b));
            holds.then(|| &self.bytes[from as usize..(from + length) as usize])
        } else {
            None
        };
        if bytes.is_none() {
            self.damaged.store(true, Ordering::Relaxed);
        }
        bytes
    }

    /// Go from a beginning of names to the longer one whose key this is; `is` says whether a name's folded text is the one that is meant.
    pub(crate) fn step(&self, key: u64, is: impl Fn(&[u8]) -> bool) -> Step {
        let mask = self.bounds[Section::Table as usize].1 / 8 - 1;
        let mut step = Step::default();
        let mut at = key & mask;
        // Runs are short; the bound keeps a hostile file from holding up the reader.
        for _ in 0..256 {
            let Some(slot) = self.section(Section::Table, at * 8, 8).and_then(|b| layout::u64_at(b, 0)).map(Slot) else { break };
            if slot.is_free() {
                break;
            }
            if slot.fits(key) {
                step.continues |= slot.continues();
                if step.name.is_none() {
                    step.name = slot.name().filter(|&n| self.entry(n).is_some_and(|(text, _)| is(text)));
                }
            }
            at = (at + 1) & mask;
        }
        step
    }

    /// The name of a folded text.
    pub(crate) fn name_of(&self, folded: &str) -> Option<u32> {
        let key = folded.split(' ').fold(0, layout::word_key);
        self.step(key, |text| text == folded.as_bytes()).name
    }

    /// Folded text of a name and the bytes of its bearers.
    fn entry(&self, name: u32) -> Option<(&[u8], &[u8])> {
        let at = u64::from(name) * 4;
        let head = self.section(Section::Names, at, 4)?;
        let (count, length) = (u64::from(layout::u16_at(head, 0)?), u64::from(layout::u16_at(head, 2)?));
        let padded = length.div_ceil(4) * 4;
        let (text, bearers) = self.section(Section::Names, at + 4, padded + count * 4)?.split_at(padded as usize);
        Some((&text[..length as usize], bearers))
    }

    /// Folded text of a name.
    pub(crate) fn text(&self, name: u32) -> &str {
        self.entry(name).and_then(|(text, _)| std::str::from_utf8(text).ok()).unwrap_or("")
    }

    /// The places that bear a name, the most important first, each with whether it needs a cue.
    pub(crate) fn bearers(&self, name: u32) -> impl Iterator<Item = (u32, bool)> + '_ {
        let bearers = self.entry(name).map_or(&[][..], |(_, bearers)| bearers);
        let all = bearers.chunks_exact(4).filter_map(|b| layout::u32_at(b, 0));
        all.map(|b| (b & !CUE, b & CUE != 0)).filter(|&(place, _)| self.is_sound(place))
    }

    /// Can a place be read? Tried once.
    fn is_sound(&self, place: u32) -> bool {
        let Some(word) = self.sound.get(place as usize / 64) else { return false };
        let bit = 1 << (place % 64);
        if word.load(Ordering::Relaxed) & bit != 0 {
            return true;
        }
        let sound = self.record(place).is_some();
        if sound {
            word.fetch_or(bit, Ordering::Relaxed);
        }
        sound
    }

    /// A place; none if there is no such place, or if the file is damaged there.
    pub(crate) fn record(&self, place: u32) -> Option<Record<'_>> {
        let fields = Fields::from_bytes(self.section(Section::Places, u64::from(place) * RECORD as u64, RECORD as u64)?)?;
        let total: u64 = fields.lengths.iter().map(|&l| u64::from(l)).sum();
        let mut rest = std::str::from_utf8(self.section(Section::Strings, fields.strings, total)?).ok()?;
        let mut strings = [""; 5];
        for (string, &length) in strings.iter_mut().zip(&fields.lengths) {
            (*string, rest) = rest.split_at_checked(length as usize)?;
        }
        let [id, name_ar, alt_ar, name_en, source] = strings;
        let (lat, lon) = (f64::from(fields.lat) / 1e6, f64::from(fields.lon) / 1e6);
        let sound = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        sound.then_some(())?;
        Some(Record {
            id,
            name_ar,
            alt_ar,
            name_en,
            source: if source.is_empty() { self.meta.sources.get(fields.source as usize).map_or("", |s| &s.file) } else { source },
            kind: *KINDS.get(fields.kind as usize)?,
            country: fields.country,
            lat,
            lon,
            radius_km: f64::from(fields.radius) / 10.0,
            population: fields.population,
            parent: Some(fields.parent).filter(|&p| p != NO_PLACE && p < self.len()),
            cue: fields.flags & NEEDS_CUE != 0,
            own: fields.flags & OWN != 0,
        })
    }

    /// The places of an English name: all are looked at.
    pub(crate) fn english<'a>(&'a self, name: &'a str) -> impl Iterator<Item = u32> + 'a {
        (0..self.len()).filter(move |&i| self.record(i).is_some_and(|r| r.name_en.eq_ignore_ascii_case(name)))
    }

    /// The place of an id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let mask = self.bounds[Section::Ids as usize].1 / 4 - 1;
        let mut at = layout::checksum(id.as_bytes()) & mask;
        for _ in 0..256 {
            let place = self.section(Section::Ids, at * 4, 4).and_then(|b| layout::u32_at(b, 0)).filter(|&p| p != NO_PLACE)?;
            if place < self.len() && self.record(place).is_some_and(|r| r.id == id) {
                return Some(place);
            }
            at = (at + 1) & mask;
        }
        None
    }
}
