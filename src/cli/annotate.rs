//! `marsad annotate`: mentions only.

use super::input::Inputs;
use super::{Data, Outcome, Result, undamaged};
use clap::Args;
use std::io::{BufWriter, Write};

#[derive(Args)]
pub struct AnnotateArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

pub fn run(args: &AnnotateArgs) -> Result<Outcome> {
    let resources = args.data.load()?;
    let (all, failed) = args.inputs.each(|document| marsad::annotate(&document, &resources))?;
    undamaged(&resources.gazetteer)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for a in all.into_iter().flatten() {
        if args.json {
            writeln!(out, "{}", serde_json::to_string(&a)?)?;
        } else {
            let point = a.lat.zip(a.lon).map_or(String::new(), |(lat, lon)| format!("{lat:.4},{lon:.4}"));
            let text = a.text.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "{}\t{}\t{}\t{}\t{}\t{}\t{point}", a.document, a.start, a.end, a.kind, text, a.value)?;
        }
    }
    out.flush()?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}
