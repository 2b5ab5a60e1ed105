//! `marsad map`: articles to layers.

use super::input::Inputs;
use super::{Data, Outcome, Result, undamaged};
use clap::Args;
use marsad::event::{Class, Event};
use marsad::filter::Filter;
use marsad::link::Linking;
use marsad::review::{ReviewError, Reviews};
use marsad::write::{Format, Part, html, unresolved};
use marsad::{Resources, Unplaced, account};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct MapArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// Output directory, or - to write one format to standard output
    #[arg(short, long, default_value = "output", value_name = "DIR")]
    output: PathBuf,
    /// Formats, separated by commas [default: geojson,csv; none with --schema]
    #[arg(long, value_delimiter = ',', value_parser = parse_format)]
    format: Vec<Format>,
    /// Write a CSV with the columns and codes of ACLED or UCDP GED, or of both
    #[arg(long, value_delimiter = ',', value_parser = parse_schema, value_name = "acled,ucdp")]
    schema: Vec<Format>,
    /// Map tiles of the HTML page: an address with {z}, {x} and {y}, or none [default: OpenStreetMap]
    #[arg(long, value_name = "URL", value_parser = html::Settings::with_tiles)]
    tiles: Option<html::Settings>,
    #[command(flatten)]
    data: Data,
    /// What an analyst says of events (CSV, GeoJSON, or an edited copy of the output): see docs/review.md; may be given several times
    #[arg(long, value_name = "FILE")]
    review: Vec<PathBuf>,
    /// Leave out the events that a review rejects
    #[arg(long)]
    without_rejected: bool,
    /// Leave the reports of one event by several documents apart
    #[arg(long)]
    no_link: bool,
    /// Only events not before this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<jiff::civil::Date>,
    /// Only events not after this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    until: Option<jiff::civil::Date>,
    /// Only events in these countries (ISO 3166-1 alpha-2, separated by commas)
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    country: Vec<String>,
    /// Only events inside this box: west,south,east,north
    #[arg(long, value_parser = parse_box, allow_hyphen_values = true, value_name = "BOX")]
    bbox: Option<[f64; 4]>,
    /// Only strikes, or only attacks
    #[arg(long)]
    class: Option<Class>,
    /// Only events with one of these as author or target (separated by commas)
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    actor: Vec<String>,
    /// Only events at least so sure (0 to 1)
    #[arg(long, value_name = "SHARE")]
    min_confidence: Option<f64>,
}

fn parse_format(name: &str) -> std::result::Result<Format, String> {
    named(name, &Format::ALL)
}

fn parse_schema(name: &str) -> std::result::Result<Format, String> {
    named(name, &Format::SCHEMAS)
}

fn named(name: &str, formats: &[Format]) -> std::result::Result<Format, String> {
    let known = || formats.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ");
    formats.iter().copied().find(|f| f.name() == name).ok_or_else(|| format!("known: {}", known()))
}

fn parse_box(text: &str) -> std::result::Result<[f64; 4], String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    match numbers[..] {
        [west, south, east, north] if west <= east && south <= north => Ok([west, south, east, north]),
        _ => Err("four numbers: west,south,east,north".into()),
    }
}

impl MapArgs {
    /// What is to be written, each once.
    fn formats(&self) -> Vec<Format> {
        let mut formats: Vec<Format> = self.format.iter().chain(&self.schema).copied().collect();
        if formats.is_empty() {
            formats = vec![Format::GeoJson, Format::Csv];
        }
        formats.sort();
        formats.dedup();
        formats
    }
}

pub fn run(args: &MapArgs) -> Result<Outcome> {
    let to_stdout = args.output.as_os_str() == "-";
    let formats = args.formats();
    if to_stdout && formats.len() != 1 {
        return Err("-o - writes one format: name it with --format".into());
    }
    let resources = args.data.load()?;
    let targets = if to_stdout { Vec::new() } else { open(&args.output, &formats)? };
    write_all(args, &resources, targets)
}

/// Read, find, link, filter and write: to the targets, or to standard output where there are none.
fn write_all(args: &MapArgs, resources: &Resources, targets: Vec<(Format, Part)>) -> Result<Outcome> {
    let (reviews, problems) = Reviews::read(&args.review)?;
    let mut failed = tell(&problems);
    let (accounts, unread) = args.inputs.each(|document| account(document, resources))?;
    failed |= unread;
    undamaged(&resources.gazetteer)?;
    let mut events: Vec<Event> = Vec::new();
    let mut unplaced: Vec<Unplaced> = Vec::new();
    for account in accounts {
        events.extend(account.events);
        unplaced.extend(account.unplaced);
    }
    let mut linking = if args.no_link { Linking::apart(events) } else { Linking::of(events) };
    let (regrouped, problems) = reviews.regroup(&mut linking);
    failed |= tell(&problems);
    let mut events = linking.unite();
    regrouped.mark(&mut events);
    failed |= tell(&reviews.apply(&mut events, resources));
    let filter = Filter {
        since: args.since.map(|d| d.to_string()),
        until: args.until.map(|d| d.to_string()),
        countries: args.country.clone(),
        bbox: args.bbox,
        class: args.class,
        actors: args.actor.clone(),
        min_confidence: args.min_confidence,
        without_rejected: args.without_rejected,
    };
    events.retain(|e| filter.admits(e));
    let settings = args.tiles.clone().unwrap_or_default();
    if html::IS_SIMPLE && args.format.contains(&Format::Html) {
        eprintln!("marsad: this build writes a simple page that loads Leaflet from the network; for the full page build web/ with npm, then marsad");
    }
    if targets.is_empty() {
        let mut out = BufWriter::new(std::io::stdout());
        match args.formats()[0] {
            Format::Html => html::write_with(&events, &settings, &mut out),
            other => other.write(&events, &unplaced, &mut out),
        }
        .and_then(|()| out.flush())?;
    } else {
        for (format, part) in targets {
            let path = part.path().to_path_buf();
            match format {
                Format::Html => part.write(|out| html::write_with(&events, &settings, out)),
                other => other.save(&events, &unplaced, part),
            }
            .map_err(|e| format!("{}: {e}", path.display()))?;
        }
        write_unresolved(&args.output, &unplaced)?;
        report(&events, &args.output);
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}

/// Name problems; were there any?
fn tell(problems: &[ReviewError]) -> bool {
    problems.iter().for_each(|problem| eprintln!("marsad: {problem}"));
    !problems.is_empty()
}

/// Open the targets before the long work, so that a folder that cannot be written is known at once.
fn open(directory: &Path, formats: &[Format]) -> Result<Vec<(Format, Part)>> {
    std::fs::create_dir_all(directory).map_err(|e| format!("{}: {e}", directory.display()))?;
    formats.iter().map(|&format| Ok((format, create(&directory.join(format.file_name()))?))).collect()
}

fn create(path: &Path) -> Result<Part> {
    Part::create(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Place names that could not be placed by themselves, with how often and one sentence.
fn write_unresolved(directory: &Path, unplaced: &[Unplaced]) -> Result<()> {
    let path = directory.join("unresolved.csv");
    let mut part = create(&path)?;
    let mut out = BufWriter::new(part.file());
    let written = unresolved::write(unplaced, &mut out).and_then(|()| out.flush());
    drop(out);
    written.and_then(|()| part.finish()).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn report(events: &[Event], directory: &Path) {
    let placed = events.iter().filter(|e| e.point.is_some()).count();
    eprintln!("{} events, {} on the map, in {}", events.len(), placed, directory.display());
    for e in events.iter().filter(|e| e.point.is_none()) {
        let reason = e.coord_basis.as_deref().unwrap_or("");
        let document = e.sources.first().map_or("", |s| s.document.as_str());
        eprintln!("  not on the map: {} ({document}): {}: {reason}", e.event_id, e.summary_en);
    }
}
