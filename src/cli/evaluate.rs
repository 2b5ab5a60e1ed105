//! `marsad evaluate`: how right are the events?

use super::{Outcome, Result};
use clap::Args;
use marsad::evaluate::{EvaluationError, cover, evaluate, parse_reports, read_documents, read_gold, read_reports};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct EvaluateArgs {
    /// A folder of gold files (JSON, one a document), or corrected output (GeoJSON or CSV)
    gold: PathBuf,
    /// Output of `marsad map` (GeoJSON or CSV), or - for standard input
    predicted: PathBuf,
    /// Folder of articles (.txt, .html), or CSV table with the column `file`: the documents that gold covers, also those without events
    #[arg(long, value_name = "FOLDER|CSV")]
    documents: Option<PathBuf>,
    /// Name each event that was missed or is false, and each wrong field
    #[arg(long)]
    errors: bool,
    /// Show the figures of each document
    #[arg(long)]
    by_document: bool,
    /// Exit with code 1 if the strict F1 is below this (0 to 1)
    #[arg(long, value_name = "F1")]
    min_strict: Option<f64>,
    /// Write the figures as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &EvaluateArgs) -> Result<Outcome> {
    let (mut gold, problems) = read_gold(&args.gold)?;
    let mut failed = named(&problems);
    let (reports, problems) = if args.predicted == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        parse_reports("-", bytes)?
    } else {
        read_reports(&args.predicted)?
    };
    failed |= named(&problems);
    if let Some(path) = &args.documents {
        let left_out;
        (gold, left_out) = cover(gold, &read_documents(path)?);
        if !left_out.is_empty() {
            eprintln!("marsad: gold of documents that are not in {}, left out: {}", path.display(), left_out.join(", "));
        }
    }
    let figures = evaluate(&gold, &reports);
    let mut out = BufWriter::new(std::io::stdout().lock());
    if args.json {
        writeln!(out, "{:#}", figures.to_json(args.by_document, args.errors))?;
    } else {
        for document in &figures.documents {
            for error in document.errors.iter().filter(|_| args.errors) {
                writeln!(out, "{}: {error}", document.name)?;
            }
            if args.by_document {
                let c = document.strict;
                writeln!(out, "{}: found {} false {} missed {}", document.name, c.right, c.spurious, c.missed)?;
            }
        }
        write!(out, "{figures}")?;
    }
    out.flush()?;
    if let Some(unknown) = figures.unknown_documents() {
        eprintln!("marsad: {unknown}");
    }
    if let Some(least) = args.min_strict.filter(|least| figures.strict.f1() < *least) {
        eprintln!("marsad: strict F1 {:.3} is below {least}", figures.strict.f1());
        failed = true;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}

/// Name problems on standard error; were there any?
fn named(problems: &[EvaluationError]) -> bool {
    problems.iter().for_each(|p| eprintln!("marsad: {p}"));
    !problems.is_empty()
}
