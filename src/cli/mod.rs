//! The command line: what was typed, turned into what is meant.

mod annotate;
mod download;
mod evaluate;
mod explain;
mod gazetteer;
mod input;
mod map;
mod pile;

use clap::{Args, Parser, Subcommand};
use marsad::Resources;
use marsad::gazetteer::Gazetteer;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;
use xxhash_rust::xxh3::Xxh3;

/// Arabic news in, a map of strikes and attacks out
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read articles and write their events as layers
    Map(Box<map::MapArgs>),
    /// Write only the mentions: places, actors, weapons, times, tolls, with offsets and values
    Annotate(annotate::AnnotateArgs),
    /// Show the words and the rules behind each field of a document's events
    Explain(explain::ExplainArgs),
    /// Compare events with gold: precision, recall, F1, fields
    Evaluate(evaluate::EvaluateArgs),
    /// Look up, check, build and download places
    #[command(subcommand)]
    Gazetteer(gazetteer::GazetteerCommand),
}

/// Data that replace or extend the built-in ones
#[derive(Args)]
struct Data {
    /// CSV file of places, or file of `gazetteer build`, laid over the built-in gazetteer; may be given several times
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// CSV table of corrections of single names (name, context, place, lat, lon); may be given several times
    #[arg(long, value_name = "FILE")]
    corrections: Vec<PathBuf>,
    /// Folder of lexicon files, laid over the built-in lexicon; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicon: Vec<PathBuf>,
}

impl Data {
    fn load(&self) -> Result<Resources> {
        Resources::load_corrected(&self.lexicon, &self.gazetteer, &self.corrections)
    }
}

impl Data {
    /// All that the events of a document depend on beside it: this program, with what is built in, and the files laid over.
    fn fingerprint(&self) -> Result<String> {
        let mut hash = Xxh3::new();
        let mut files: Vec<PathBuf> = std::env::current_exe().into_iter().collect();
        for folder in &self.lexicon {
            let mut inside = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
            inside.sort();
            files.extend(inside.into_iter().filter(|p| p.is_file()));
        }
        for file in files.iter().chain(&self.gazetteer).chain(&self.corrections) {
            let fail = |e: std::io::Error| format!("{}: {e}", file.display());
            let length = std::fs::metadata(file).map_err(fail)?.len();
            hash.update(&length.to_le_bytes());
            let mut input = BufReader::with_capacity(1 << 20, File::open(file).map_err(fail)?);
            loop {
                let bytes = input.fill_buf().map_err(fail)?;
                let n = bytes.len();
                if n == 0 {
                    break;
                }
                hash.update(bytes);
                input.consume(n);
            }
        }
        Ok(format!("{} {:032x}", env!("CARGO_PKG_VERSION"), hash.digest128()))
    }
}

/// A compiled gazetteer that turns out to be damaged while it is read may have hidden names: what was found with it is not to be relied on.
fn undamaged(gazetteer: &Gazetteer) -> Result<()> {
    gazetteer.damage().map_or(Ok(()), |e| Err(e.into()))
}

/// How a command ended when it could run at all.
pub enum Outcome {
    /// All inputs were read.
    Complete,
    /// Some inputs failed and were named; the rest was written.
    SomeFailed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Complete => ExitCode::SUCCESS,
            Outcome::SomeFailed => ExitCode::from(1),
        }
    }
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Run a command.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Map(args) => map::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Gazetteer(command) => gazetteer::run(&command),
    }
}
