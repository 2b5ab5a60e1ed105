//! `marsad explain`: the words and rules behind each field.

use super::input::{Inputs, ReadingArgs};
use super::{Data, Outcome, Result, undamaged};
use clap::Args;
use marsad::Resources;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct ExplainArgs {
    /// A file, or - for standard input
    #[arg(value_name = "INPUT")]
    input: PathBuf,
    /// Only this event
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// Instead, why reports of the input and of this file are taken for one event or not
    #[arg(long, value_name = "FILE", conflicts_with = "event")]
    link: Option<PathBuf>,
    /// CSV table with the columns file, published, outlet, url
    #[arg(long, value_name = "CSV")]
    metadata: Option<PathBuf>,
    /// Publication day (YYYY-MM-DD) if the metadata give none
    #[arg(long, value_name = "DATE")]
    published: Option<jiff::civil::Date>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: Data,
}

pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    let resources = args.data.load()?;
    if let Some(other) = &args.link {
        return compared(args, other, &resources);
    }
    let inputs =
        Inputs { inputs: vec![args.input.clone()], metadata: args.metadata.clone(), published: args.published, reading: args.reading.clone() };
    let (texts, failed) = inputs.each(|document| marsad::explain::explain(&document, &resources, args.event.as_deref()))?;
    undamaged(&resources.gazetteer)?;
    if let (Some(event), true) = (&args.event, texts.iter().all(Option::is_none)) {
        return Err(format!("{}: no event {event}", args.input.display()).into());
    }
    for text in texts.iter().flatten() {
        std::io::stdout().write_all(text.as_bytes())?;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}

/// Compare the reports of two inputs.
fn compared(args: &ExplainArgs, other: &Path, resources: &Resources) -> Result<Outcome> {
    let inputs = Inputs {
        inputs: vec![args.input.clone(), other.to_path_buf()],
        metadata: args.metadata.clone(),
        published: args.published,
        reading: args.reading.clone(),
    };
    let (reports, failed) = inputs.each(|document| marsad::events(&document, resources))?;
    undamaged(&resources.gazetteer)?;
    std::io::stdout().write_all(marsad::explain::explain_link(reports.concat(), &resources.lexicon.weights).as_bytes())?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}
