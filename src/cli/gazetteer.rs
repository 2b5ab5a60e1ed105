//! `marsad gazetteer`: look up and check places.

use super::{Outcome, Result};
use clap::Subcommand;
use marsad::gazetteer::{Gazetteer, check, compare};
use marsad::text::fold_str;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum GazetteerCommand {
    /// Show the places that bear a name (Arabic, English, or an id)
    Lookup {
        /// The name
        name: String,
        /// CSV file of places, laid over the built-in gazetteer
        #[arg(long, value_name = "FILE")]
        gazetteer: Vec<PathBuf>,
    },
    /// Test the built-in gazetteer, or files laid over it
    Check {
        /// CSV files
        files: Vec<PathBuf>,
        /// Folder of GeoNames dump files to compare coordinates with
        #[arg(long, value_name = "DIR")]
        reference: Option<PathBuf>,
    },
}

pub fn run(command: &GazetteerCommand) -> Result<Outcome> {
    match command {
        GazetteerCommand::Lookup { name, gazetteer } => lookup(name, &Gazetteer::with_files(gazetteer)?),
        GazetteerCommand::Check { files, reference } => {
            let gazetteer = Gazetteer::with_files(files)?;
            let mut findings = check(&gazetteer);
            println!("{} places", gazetteer.places.len());
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
    }
}

fn lookup(name: &str, gazetteer: &Gazetteer) -> Result<Outcome> {
    let folded = fold_str(name);
    let mut found: Vec<u32> = gazetteer.names().iter().filter(|n| n.text == folded).map(|n| n.place).collect();
    found.extend((0..gazetteer.places.len() as u32).filter(|&i| {
        let place = gazetteer.place(i);
        place.id == name || place.name_en.eq_ignore_ascii_case(name)
    }));
    found.sort_unstable();
    found.dedup();
    for &id in &found {
        let p = gazetteer.place(id);
        let path: Vec<&str> = gazetteer.path(id).skip(1).map(|i| gazetteer.place(i).name_en.as_str()).collect();
        println!(
            "{}\t{}\t{}\t{}\t{:.4},{:.4}\t±{} km\t{}\t{}",
            p.id,
            p.kind.as_str(),
            p.name_ar,
            p.name_en,
            p.lat,
            p.lon,
            p.radius_km,
            path.join(" < "),
            p.source
        );
    }
    if found.is_empty() {
        eprintln!("marsad: no place is called {name}");
        return Ok(Outcome::SomeFailed);
    }
    Ok(Outcome::Complete)
}
