//! Sources of names, and the building of a compiled file from them.

mod geojson;
mod geonames;
mod table;

use super::compiled::{Builder, Meta, SourceInfo};
use super::{Gazetteer, GazetteerError, Kind};
use crate::lexicon::Lexicon;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

pub(super) use table::own_rows;

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// Sources and counts.
    pub meta: Meta,
    /// Rows that could not be read, each with file, line and reason; the rest was built.
    pub problems: Vec<String>,
}

/// Build one compiled file from sources: GeoNames dumps (of countries, of the world, alternate names, codes of units), GeoJSON, tables of P-codes,
/// and CSV tables in the gazetteer's own columns; each plain or in a ZIP archive; or folders of them.
///
/// Fails if no source can be read at all, if the sources hold no place with an Arabic name, or if the file cannot be written. What stands at `out` is
/// replaced only once the new file is whole.
pub fn build<P: AsRef<Path>>(sources: &[P], out: &Path) -> Result<Built, GazetteerError> {
    let lexicon = Lexicon::embedded().map_err(|e| GazetteerError(e.to_string()))?;
    let mut work = Work { builder: Builder::new(&lexicon), problems: Problems::default(), embedded: Gazetteer::embedded()? };
    let mut files = Vec::new();
    for source in sources {
        list(source.as_ref(), &mut files).map_err(|e| GazetteerError(format!("{}: {e}", source.as_ref().display())))?;
    }
    // Places first, then the codes of their units, then their further names.
    files.sort_by_key(|f| (f.stage, f.path.clone()));
    for file in &files {
        if let Err(e) = work.read(file) {
            work.problems.whole(&file.path, e);
        }
    }
    let part = out.with_file_name(format!("{}.part", out.file_name().unwrap_or_default().to_string_lossy()));
    let fail = |e: &dyn Display| GazetteerError(format!("{}: {e}", part.display()));
    let mut target = File::create(&part).map_err(|e| fail(&e))?;
    let written = work.builder.write(&mut target).map_err(|e| fail(&e)).and_then(|(meta, lost)| {
        if meta.places == 0 {
            return Err(GazetteerError(
                format!("no place with an Arabic name in these sources\n{}", work.problems.list().join("\n")).trim_end().to_string(),
            ));
        }
        std::fs::rename(&part, out).map_err(|e| GazetteerError(format!("{}: {e}", out.display())))?;
        Ok((meta, lost))
    });
    let (meta, lost) = written.inspect_err(|_| drop(std::fs::remove_file(&part)))?;
    for id in lost {
        work.problems.note(format!("{id}: neither it nor what it contains has coordinates: left out"));
    }
    Ok(Built { meta, problems: work.problems.list() })
}

/// A file to read, or an archive.
#[derive(Debug)]
struct SourceFile {
    path: PathBuf,
    stage: u8,
}

fn list(path: &Path, out: &mut Vec<SourceFile>) -> std::io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        entries.sort();
        let known = |p: &PathBuf| ["txt", "zip", "csv", "json", "geojson", "geojsonl", "geojsonseq"].contains(&ending(p).as_str()) && !is_readme(p);
        return entries.iter().filter(|p| p.is_file() && known(p)).try_for_each(|p| list(p, out));
    }
    File::open(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let stage = if name.starts_with("alternatenames") { 2 } else { u8::from(name.starts_with("admin")) };
    out.push(SourceFile { path: path.to_path_buf(), stage });
    Ok(())
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|s| s.to_string_lossy().to_lowercase().starts_with("readme"))
}

/// What a build holds while it reads.
struct Work {
    builder: Builder,
    problems: Problems,
    /// Rows of one's own name its places as what contains them.
    embedded: Gazetteer,
}

impl Work {
    fn read(&mut self, source: &SourceFile) -> Result<(), String> {
        let file = File::open(&source.path).map_err(|e| e.to_string())?;
        let path = &source.path;
        if ending(path) != "zip" {
            return self.read_one(path, BufReader::with_capacity(1 << 20, file));
        }
        let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| format!("not a sound ZIP archive: {e}"))?;
        for i in 0..archive.len() {
            let entry = archive.by_index(i).map_err(|e| e.to_string())?;
            let inner = PathBuf::from(entry.name().map_err(|e| e.to_string())?.as_ref());
            // GeoNames adds a table of language codes to its alternate names.
            if entry.is_file() && !is_readme(&inner) && !inner.to_string_lossy().to_lowercase().contains("iso-language") {
                self.read_one(&path.join(inner), BufReader::with_capacity(1 << 20, entry))?;
            }
        }
        Ok(())
    }

    fn read_one(&mut self, path: &Path, mut text: impl BufRead) -> Result<(), String> {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let start = text.fill_buf().map_err(|e| e.to_string())?;
        let first = String::from_utf8_lossy(start.split(|&b| b == b'\n').next().unwrap_or_default()).trim_start_matches('\u{FEFF}').to_string();
        let info =
            |format: &str, licence: &str| SourceInfo { file: file.clone(), format: format.into(), licence: licence.into(), ..SourceInfo::default() };
        if first.trim_start().starts_with(['{', '[', '\u{1E}']) {
            self.builder.source(info("GeoJSON", ""));
            geojson::read(self, path, text)
        } else if let Some(layout) = geonames::Layout::of(&first) {
            self.builder.source(info("GeoNames", "CC BY 4.0, GeoNames (geonames.org)"));
            geonames::read(self, path, text, layout)
        } else if let Some(columns) = table::PcodeColumns::of(&first) {
            self.builder.source(info("P-codes", "CC BY-IGO, OCHA and national authorities (data.humdata.org)"));
            table::read_pcodes(self, path, text, &columns)
        } else if table::is_own(&first) {
            self.builder.source(info("CSV", "the user's own"));
            table::read_own(self, path, text)
        } else {
            Err("not a known source: neither GeoNames' columns, nor GeoJSON, nor a CSV header with name_ar, kind, lat and lon, nor P-codes".into())
        }
    }

    /// A row was read.
    fn count(&mut self) {
        if let Some(source) = self.builder.current() {
            source.rows += 1;
        }
    }

    /// The latest day among a source's rows is its date.
    fn date(&mut self, day: &str) {
        if let Some(source) = self.builder.current()
            && day.len() == 10
            && source.date.as_deref().is_none_or(|d| d < day)
        {
            source.date = Some(day.to_string());
        }
    }
}

/// Does the bare name of a place of an open source tell too little? Only what the whole world knows needs nothing beside it.
fn needs_cue(kind: Kind, population: u32) -> bool {
    !(kind == Kind::Country || kind == Kind::City && population >= 500_000)
}

/// Rows that could not be read.
#[derive(Debug, Default)]
struct Problems {
    list: Vec<String>,
    last: PathBuf,
    of_last: usize,
}

impl Problems {
    /// So many of one file are told one by one.
    const SHOWN: usize = 20;

    fn row(&mut self, path: &Path, line: u64, why: impl Display) {
        if self.last != path {
            self.close();
            self.last = path.to_path_buf();
        }
        self.of_last += 1;
        if self.of_last <= Self::SHOWN {
            self.list.push(format!("{}, line {line}: {why}", path.display()));
        }
    }

    fn whole(&mut self, path: &Path, why: impl Display) {
        self.close();
        self.list.push(format!("{}: {why}", path.display()));
    }

    fn note(&mut self, what: String) {
        self.close();
        self.list.push(what);
    }

    fn close(&mut self) {
        if self.of_last > Self::SHOWN {
            self.list.push(format!("{}: {} more rows could not be read", self.last.display(), self.of_last - Self::SHOWN));
        }
        self.of_last = 0;
    }

    fn list(&mut self) -> Vec<String> {
        self.close();
        std::mem::take(&mut self.list)
    }
}

/// Call `row` with each line and its number; lines that are not UTF-8 are reported.
fn lines(problems: &mut Problems, path: &Path, mut text: impl BufRead, mut row: impl FnMut(&mut Problems, u64, &str)) -> Result<(), String> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if text.read_until(b'\n', &mut line).map_err(|e| format!("line {number}: {e}"))? == 0 {
            break;
        }
        match std::str::from_utf8(&line) {
            Ok(text) => row(problems, number, text.trim_end_matches(['\n', '\r'])),
            Err(_) => problems.row(path, number, "not UTF-8"),
        }
    }
    Ok(())
}
