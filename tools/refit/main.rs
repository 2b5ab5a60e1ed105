//! Fits the weights of `lexicon/weights.toml` to labelled texts.
//!
//! ```sh
//! cargo run --release --example refit -- --dry-run tests/corpus ARTICLES
//! ```
//!
//! A labelled set is a folder of `*.jsonl` as in `tests/corpus`, or a folder with `articles/`, `gold/` and `metadata.csv`.
//! Weights move one at a time, by steps that grow smaller from round to round, and only where that makes the events better. First this is
//! done on all texts but a part, for each part in turn, and tried on the part left out: if the unseen texts do not gain, neither will others.

mod fit;
mod sets;
mod weights;

use clap::Parser;
use fit::{Fit, Tally, Trial};
use marsad::Resources;
use std::error::Error;
use std::path::PathBuf;
use weights::WeightFile;

/// Fit the weights of the decisions to labelled texts
#[derive(Parser)]
struct Options {
    /// Folders of labelled texts: *.jsonl, or articles/ with gold/ and metadata.csv
    #[arg(required = true, value_name = "SET")]
    sets: Vec<PathBuf>,
    /// The file of weights
    #[arg(long, default_value = "lexicon/weights.toml", value_name = "FILE")]
    weights: PathBuf,
    /// Parts for cross-validation; 0: none
    #[arg(long, default_value_t = 5, value_name = "N")]
    folds: usize,
    /// Rounds over all weights; the steps are halved from each to the next
    #[arg(long, default_value_t = 3, value_name = "N")]
    rounds: u32,
    /// What a step away from the present value costs; one of 400 events found is worth about 0.0025
    #[arg(long, default_value_t = 0.0015, value_name = "COST")]
    pull: f64,
    /// Fit only weights whose names begin so, for instance place_
    #[arg(long, value_name = "PREFIX")]
    only: Option<String>,
    /// Show what would change, and leave the file as it is
    #[arg(long)]
    dry_run: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let mut file = WeightFile::read(&options.weights)?;
    let mut labelled = Vec::new();
    for set in &options.sets {
        let texts = sets::read(set)?;
        println!("{}: {} texts, {} events", set.display(), texts.len(), texts.iter().map(|t| t.gold.events.len()).sum::<usize>());
        labelled.extend(texts);
    }
    let mut trial = Trial::new(Resources::embedded()?, labelled);
    let fit = Fit { rounds: options.rounds, pull: options.pull, only: options.only.unwrap_or_default() };
    let present = file.weights();
    let everything: Vec<usize> = (0..trial.len()).collect();
    let before = trial.tallies(&present, &everything)?;
    println!("present weights     {}", sum(&before));

    let mut unseen = Tally::default();
    for fold in 0..options.folds {
        let (out, seen): (Vec<usize>, Vec<usize>) = everything.iter().partition(|&&i| i % options.folds == fold);
        let fitted = fit.run(&mut trial, &present, &seen)?;
        let of = |indices: &[usize]| sum(&indices.iter().map(|&i| before[i]).collect::<Vec<_>>());
        let (seen_after, out_after) = (sum(&trial.tallies(&fitted, &seen)?), sum(&trial.tallies(&fitted, &out)?));
        let score = |t: Tally| format!("{:.4}", t.objective());
        let part = format!("part {} of {}", fold + 1, options.folds);
        let moved = weights::changes(&present, &fitted).len();
        println!(
            "{part:19} seen {} -> {}, unseen {} -> {} ({moved} weights)",
            score(of(&seen)),
            score(seen_after),
            score(of(&out)),
            score(out_after)
        );
        unseen = unseen + out_after;
    }
    if options.folds > 0 {
        println!("unseen, all parts   {unseen}");
    }

    let fitted = fit.run(&mut trial, &present, &everything)?;
    println!("fitted to all       {}", sum(&trial.tallies(&fitted, &everything)?));
    for (name, from, to) in weights::changes(&present, &fitted) {
        println!("  {name} = {from:?} -> {to:?}");
    }
    if options.dry_run {
        println!("{} is left as it is", options.weights.display());
    } else {
        file.write(&fitted)?;
        println!("{} is written; build again, run ./test, and measure on texts that were not used here", options.weights.display());
    }
    Ok(())
}

fn sum(tallies: &[Tally]) -> Tally {
    tallies.iter().fold(Tally::default(), |a, b| a + *b)
}
