//! The inputs of a command, read one after the other and worked on in parallel, results in input order.

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use marsad::Document;
use marsad::document::{Fields, InputError, Listing, Metadata, Options, find, records};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Inputs and what is known about them
#[derive(Args)]
pub struct Inputs {
    /// Files (text, HTML, RSS or Atom, JSON, CSV, WARC, chat exports; also .gz and .zst), directories, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// CSV table with the columns file, published, outlet, url
    #[arg(long, value_name = "CSV")]
    pub metadata: Option<PathBuf>,
    /// Publication day (YYYY-MM-DD) of documents for which neither the metadata nor their file give one
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How files with many records are read
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// Field of JSON or CSV that holds the text (source.text leads into an inner object)
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,
    /// … the title
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,
    /// … the address
    #[arg(long, value_name = "NAME")]
    url_field: Option<String>,
    /// … the outlet
    #[arg(long, value_name = "NAME")]
    outlet_field: Option<String>,
    /// … the day of publication
    #[arg(long, value_name = "NAME")]
    published_field: Option<String>,
    /// Largest document that is read, in megabytes [default: 64]
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=4096))]
    max_document: Option<u32>,
}

impl ReadingArgs {
    fn options(&self) -> Options {
        let mut fields = Fields::default();
        let named = [
            (&self.text_field, &mut fields.text),
            (&self.title_field, &mut fields.title),
            (&self.url_field, &mut fields.url),
            (&self.outlet_field, &mut fields.outlet),
            (&self.published_field, &mut fields.published),
        ];
        for (name, names) in named {
            if let Some(name) = name {
                *names = vec![name.clone()];
            }
        }
        let largest = self.max_document.map_or(Options::default().largest, |mb| (mb as usize) << 20);
        Options { largest, fields: Arc::new(fields) }
    }
}

/// So many problems of one file are told one by one.
const TOLD: usize = 10;

impl Inputs {
    /// Work on each document; problems are named on standard error. Returns the results in input order and whether any input failed.
    pub fn each<T: Send>(&self, work: impl Fn(Document) -> T + Sync) -> super::Result<(Vec<T>, bool)> {
        let results = Mutex::new(Vec::new());
        let failed = self.visit(|i, document| {
            let result = work(document);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
        })?;
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_by_key(|(i, _)| *i);
        Ok((results.into_iter().map(|(_, result)| result).collect(), failed))
    }

    /// The same without results: whatever their number, only a few documents are in memory. The work is told the number of the record.
    pub fn visit(&self, work: impl Fn(usize, Document) + Sync) -> super::Result<bool> {
        let (metadata, mut failed) = self.metadata()?;
        let Listing { inputs, problems, passed_over } = find(&self.inputs);
        let progress = progress_bar(inputs.len());
        let options = self.reading.options();
        let all = inputs.iter().flat_map(|input| {
            progress.inc(1);
            records(input, &options)
        });
        let other_languages = AtomicUsize::new(0);
        // Records are read one after the other, so that a file larger than the memory is no matter; the work on them is shared out.
        let mut broken: Vec<(usize, InputError)> = all
            .enumerate()
            .par_bridge()
            .filter_map(|(i, record)| match record.and_then(|record| record.document(&metadata, self.published)) {
                Ok(Some(document)) => {
                    work(i, document);
                    None
                }
                Ok(None) => {
                    other_languages.fetch_add(1, Ordering::Relaxed);
                    None
                }
                Err(problem) => Some((i, problem)),
            })
            .collect();
        progress.finish_and_clear();
        broken.sort_by_key(|(i, _)| *i);
        let other_languages = other_languages.into_inner();
        let all_problems: Vec<InputError> = problems.into_iter().chain(broken.into_iter().map(|(_, problem)| problem)).collect();
        failed |= !all_problems.is_empty();
        tell(&all_problems);
        if other_languages > 0 {
            eprintln!("marsad: {other_languages} documents in other languages than Arabic were passed over");
        }
        if !passed_over.is_empty() {
            let kinds: Vec<String> =
                passed_over.iter().map(|(ending, n)| format!("{n} {}", if ending.is_empty() { "without ending" } else { ending })).collect();
            eprintln!("marsad: files of other kinds in directories were passed over: {}", kinds.join(", "));
        }
        Ok(failed)
    }

    fn metadata(&self) -> super::Result<(Metadata, bool)> {
        let Some(path) = &self.metadata else { return Ok((Metadata::default(), false)) };
        let (metadata, problems) = Metadata::read(path)?;
        for problem in &problems {
            eprintln!("marsad: {problem}");
        }
        Ok((metadata, !problems.is_empty()))
    }
}

/// Name each problem; of a file with many broken records the first ones, and how many more there are.
fn tell(problems: &[InputError]) {
    let mut more: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in problems {
        let file = problem.input.split('#').next().unwrap_or_default();
        let told = more.entry(file).or_insert(0);
        *told += 1;
        if *told <= TOLD {
            eprintln!("marsad: {problem}");
        }
    }
    for (file, n) in more.into_iter().filter(|(_, n)| *n > TOLD) {
        eprintln!("marsad: {file}: {} more records could not be read", n - TOLD);
    }
}

/// A bar on a terminal when there is much to do.
fn progress_bar(inputs: usize) -> ProgressBar {
    if inputs < 200 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(inputs as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left") {
        bar.set_style(style);
    }
    bar
}
