//! `marsad gazetteer`: look up, check, build and download places.

use super::{Outcome, Result, download, undamaged};
use clap::Subcommand;
use marsad::Resources;
use marsad::gazetteer::{Built, Compiled, Finding, Gazetteer, Meta, Place, Trust, build, check, compare};
use marsad::text::fold_str;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Subcommand)]
pub enum GazetteerCommand {
    /// Show the places that bear a name (Arabic, English, or an id), and what each needs to be read as a place
    Lookup {
        /// The name
        name: String,
        /// CSV file of places, or file of `gazetteer build`, laid over the built-in gazetteer
        #[arg(long, value_name = "FILE")]
        gazetteer: Vec<PathBuf>,
    },
    /// Test the built-in gazetteer, or files laid over it
    Check {
        /// CSV files, and files of `gazetteer build`
        files: Vec<PathBuf>,
        /// Folder of GeoNames dump files to compare coordinates with
        #[arg(long, value_name = "DIR")]
        reference: Option<PathBuf>,
    },
    /// Build one file from GeoNames dumps, GeoJSON, tables of P-codes and CSV tables (plain or .zip), or folders of them
    Build {
        /// Files and folders
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<PathBuf>,
        /// The file to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Show the sources, dates and licences of a built file
    Info {
        /// The file
        file: PathBuf,
    },
    /// Download GeoNames' files of countries and build one file from them
    Download(download::DownloadArgs),
}

pub fn run(command: &GazetteerCommand) -> Result<Outcome> {
    match command {
        GazetteerCommand::Lookup { name, gazetteer } => lookup(name, gazetteer),
        GazetteerCommand::Check { files, reference } => check_all(files, reference.as_deref()),
        GazetteerCommand::Build { sources, output } => build_and_tell(sources, output),
        GazetteerCommand::Info { file } => {
            tell_sources(Compiled::open(file)?.meta());
            Ok(Outcome::Complete)
        }
        GazetteerCommand::Download(args) => download::run(args),
    }
}

pub fn build_and_tell(sources: &[PathBuf], output: &Path) -> Result<Outcome> {
    let start = Instant::now();
    let Built { meta, problems } = build(sources, output)?;
    for problem in &problems {
        eprintln!("marsad: {problem}");
    }
    tell_sources(&meta);
    let size = std::fs::metadata(output).map_or(0, |m| m.len());
    println!("{}: {:.1} MB, built in {:.1} s", output.display(), size as f64 / 1e6, start.elapsed().as_secs_f64());
    Ok(if problems.is_empty() { Outcome::Complete } else { Outcome::SomeFailed })
}

fn tell_sources(meta: &Meta) {
    for source in &meta.sources {
        let (date, licence) =
            (source.date.as_deref().unwrap_or("no date"), if source.licence.is_empty() { "licence not told" } else { &source.licence });
        println!("{}\t{}\t{date}\t{} rows\t{licence}", source.file, source.format, source.rows);
    }
    println!("{} places, {} names, by {}", meta.places, meta.names, meta.built_with);
}

fn check_all(files: &[PathBuf], reference: Option<&Path>) -> Result<Outcome> {
    let gazetteer = Gazetteer::with_files(files)?;
    let mut findings: Vec<Finding> = check(&gazetteer);
    println!("{} places", gazetteer.len());
    for file in gazetteer.compiled_files() {
        file.verify()?;
        println!("{}: whole", file.name());
        tell_sources(file.meta());
    }
    if let Some(folder) = reference {
        let (compared, more) = compare(&gazetteer, folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        println!("{compared} compared with namesakes in {}", folder.display());
        findings.extend(more);
    }
    for f in &findings {
        println!("{} {}: {}", if f.error { "error" } else { "look at" }, f.id, f.message);
    }
    let errors = findings.iter().filter(|f| f.error).count();
    println!("{errors} errors, {} to look at", findings.len() - errors);
    Ok(if errors > 0 { Outcome::SomeFailed } else { Outcome::Complete })
}

fn lookup(name: &str, files: &[PathBuf]) -> Result<Outcome> {
    let resources = Resources::load(&[], files)?;
    let gazetteer = &resources.gazetteer;
    // Names first, as a text would be read; then ids and English names.
    let mut found: Vec<(u32, bool)> = resources.matcher.bearers(&fold_str(name));
    gazetteer.drop_doubles(&mut found);
    for id in gazetteer.find(name).into_iter().chain(gazetteer.find_english(name)) {
        if !found.iter().any(|(known, _)| *known == id) {
            found.push((id, gazetteer.place(id).evidence == "cue"));
        }
    }
    for (id, cue) in &found {
        let p = gazetteer.place(*id);
        let path: Vec<&str> =
            gazetteer.path(*id).skip(1).map(|i| gazetteer.place(i)).map(|u| if u.name_en.is_empty() { &*u.name_ar } else { &*u.name_en }).collect();
        let point = format!("{:.4},{:.4}\t±{} km", p.lat, p.lon, p.radius_km);
        println!("{}\t{}\t{}\t{}\t{point}\t{}\t{}\t{}", p.id, p.kind.as_str(), p.name_ar, p.name_en, path.join(" < "), p.source, needs(p, *cue));
    }
    undamaged(gazetteer)?;
    if found.is_empty() {
        eprintln!("marsad: no place is called {name}");
        return Ok(Outcome::SomeFailed);
    }
    Ok(Outcome::Complete)
}

/// What a name of the place needs to be read as a place.
fn needs(place: &Place, cue: bool) -> &'static str {
    match (place.trust, cue) {
        (Trust::Open, true) => "from an open source: needs a cue word of its kind, a containing place, or a neighbour in the text",
        (Trust::Open, false) => "from an open source, important: the bare name is enough",
        (_, true) => "also a word or a name, or a rarer spelling: needs a cue word of its kind, a containing place, or a neighbour in the text",
        (Trust::Own, false) => "of your own: the bare name is enough",
        (Trust::Curated, false) => "the bare name is enough",
    }
}
