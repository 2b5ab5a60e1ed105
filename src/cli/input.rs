//! The inputs of a command, read and worked on in parallel, results in input order.

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use marsad::Document;
use marsad::document::{Metadata, find, read};
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Inputs and what is known about them
#[derive(Args)]
pub struct Inputs {
    /// Files, directories (their .txt files), or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// CSV table with the columns file, published, outlet, url
    #[arg(long, value_name = "CSV")]
    pub metadata: Option<PathBuf>,
    /// Publication day (YYYY-MM-DD) of documents for which the metadata give none
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
}

impl Inputs {
    /// Work on each document; problems are named on standard error. Returns the results in input order and whether any input failed.
    pub fn each<T: Send>(&self, work: impl Fn(&Document) -> T + Sync) -> super::Result<(Vec<T>, bool)> {
        let mut failed = false;
        let metadata = match &self.metadata {
            None => Metadata::default(),
            Some(path) => {
                let (metadata, problems) = Metadata::read(path)?;
                for problem in &problems {
                    failed = true;
                    eprintln!("marsad: {problem}");
                }
                metadata
            }
        };
        let (inputs, problems) = find(&self.inputs);
        for problem in &problems {
            failed = true;
            eprintln!("marsad: {problem}");
        }
        let progress = progress_bar(inputs.len());
        let results: Vec<_> = inputs
            .par_iter()
            .map(|input| {
                let result = read(input, &metadata, self.published).map(|document| work(&document));
                progress.inc(1);
                result
            })
            .collect();
        progress.finish_and_clear();
        let mut done = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Ok(value) => done.push(value),
                Err(problem) => {
                    failed = true;
                    eprintln!("marsad: {problem}");
                }
            }
        }
        Ok((done, failed))
    }
}

/// A bar on a terminal when there is much to do.
fn progress_bar(inputs: usize) -> ProgressBar {
    if inputs < 200 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(inputs as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} documents, {eta} left") {
        bar.set_style(style);
    }
    bar
}
