//! `marsad map`: articles to layers.

use super::input::Inputs;
use super::pile::{First, Pile};
use super::{Data, Outcome, Result, undamaged};
use clap::Args;
use marsad::collection::Collection;
use marsad::event::Class;
use marsad::filter::Filter;
use marsad::link::{Layer, Linking};
use marsad::review::{ReviewError, Reviews};
use marsad::spill::Events;
use marsad::write::{Format, Part, Unresolved, html, unresolved};
use marsad::{Document, Resources, account};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct MapArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// Output directory, or - to write one format to standard output
    #[arg(short, long, default_value = "output", value_name = "DIR")]
    output: PathBuf,
    /// Keep what was read in events.gpkg of the output directory, so that later runs read only what is new; implied where such a file is there
    #[arg(long)]
    add: bool,
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
    let store = args.output.join(Format::Gpkg.file_name());
    if to_stdout && args.add {
        return Err("--add needs an output directory".into());
    }
    let growing = !to_stdout && (args.add || Collection::is_in(&store)?);
    // The collection's file is a layer, too.
    let formats: Vec<Format> = formats.into_iter().filter(|f| !(growing && *f == Format::Gpkg)).collect();
    let resources = args.data.load()?;
    let targets = if to_stdout { Vec::new() } else { open(&args.output, &formats)? };
    let collection = if growing { Some(Collection::open(&store, &args.data.fingerprint()?)?) } else { None };
    write_all(args, &resources, targets, to_stdout, collection.as_ref())
}

/// Read, find, link, filter and write: to the targets, or to standard output.
fn write_all(
    args: &MapArgs,
    resources: &Resources,
    targets: Vec<(Format, Part)>,
    to_stdout: bool,
    collection: Option<&Collection>,
) -> Result<Outcome> {
    let (reviews, problems) = Reviews::read(&args.review)?;
    let mut failed = tell(&problems);
    // What does not fit into memory lies beside the output.
    let folder = if to_stdout { std::env::temp_dir() } else { args.output.clone() };
    let pile = Pile::new(&folder);
    let unread = match collection {
        Some(collection) => collected(args, resources, collection, &pile)?,
        None => told(args, resources, &pile)?,
    };
    failed |= unread;
    let (reports, unresolved) = pile.into_parts();
    let at = |e: std::io::Error| format!("{}: {e}", folder.display());
    let linking = if args.no_link { Linking::apart(reports) } else { Linking::of(reports, &resources.lexicon.weights) };
    let mut linking = linking.map_err(at)?;
    let (regrouped, problems) = reviews.regroup(&mut linking).map_err(at)?;
    failed |= tell(&problems);
    let mut events = linking.unite().map_err(at)?;
    regrouped.mark(&mut events).map_err(at)?;
    failed |= tell(&reviews.apply(&mut events, resources).map_err(at)?);
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
    events.retain(|e| filter.admits(e)).map_err(at)?;
    let settings = args.tiles.clone().unwrap_or_default();
    if html::IS_SIMPLE && args.format.contains(&Format::Html) {
        eprintln!("marsad: this build writes a simple page that loads Leaflet from the network; for the full page build web/ with npm, then marsad");
    }
    if to_stdout {
        let mut out = BufWriter::new(std::io::stdout());
        match args.formats()[0] {
            Format::Html => html::write_with(&events, &settings, &mut out),
            other => other.write(&events, &unresolved, &mut out),
        }
        .and_then(|()| out.flush())?;
    } else {
        for (format, part) in targets {
            let path = part.path().to_path_buf();
            match format {
                Format::Html => part.write(|out| html::write_with(&events, &settings, out)),
                other => other.save(&events, &unresolved, part),
            }
            .map_err(|e| format!("{}: {e}", path.display()))?;
        }
        if let Some(collection) = collection {
            collection.write(&events)?;
        }
        write_unresolved(&args.output, &unresolved)?;
        report(&events, &args.output)?;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}

/// Read all documents; was there any that could not be read?
fn told(args: &MapArgs, resources: &Resources, pile: &Pile) -> Result<bool> {
    let first = First::default();
    let failed = args.inputs.visit(|_, document| first.keep(|| pile.add(account(&document, resources))))?;
    undamaged(&resources.gazetteer)?;
    first.told().map_err(|e| format!("{}: {e}", args.output.display()))?;
    Ok(failed)
}

/// The same of a collection, to which the documents are added.
fn collected(args: &MapArgs, resources: &Resources, collection: &Collection, pile: &Pile) -> Result<bool> {
    // What was read with a damaged gazetteer is not to be kept.
    let read = |document: &Document| {
        let account = account(document, resources);
        resources.gazetteer.damage().map_or(Ok(account), Err)
    };
    let (first, damaged) = (First::default(), First::default());
    let failed = args.inputs.visit(|_, document| first.keep(|| collection.add(document, read).map(|result| damaged.keep(|| result))))?;
    first.told()?;
    damaged.told()?;
    let (tally, others) = collection.finish()?;
    eprintln!("{} documents new, {} known and not read again", tally.new, tally.known);
    if tally.again > 0 {
        eprintln!("{} documents read again, with other data or another version than before", tally.again);
    }
    if !tally.changed.is_empty() {
        eprintln!("{} documents say something else than before, and were replaced:", tally.changed.len());
        tally.changed.iter().take(10).for_each(|name| eprintln!("  {name}"));
    }
    if others > 0 {
        eprintln!("marsad: {others} documents were read with other data or another version; give them again to have them read anew");
    }
    collection.each(|account| pile.add(account))?;
    Ok(failed)
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
fn write_unresolved(directory: &Path, names: &Unresolved) -> Result<()> {
    let path = directory.join("unresolved.csv");
    let mut part = create(&path)?;
    let mut out = BufWriter::new(part.file());
    let written = unresolved::write(names, &mut out).and_then(|()| out.flush());
    drop(out);
    written.and_then(|()| part.finish()).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// So many events that are not on the map are named.
const NAMED: usize = 100;

fn report(events: &Layer, directory: &Path) -> std::io::Result<()> {
    let (mut placed, mut nowhere) = (0, Vec::new());
    events.each(&mut |e| {
        if e.point.is_some() {
            placed += 1;
        } else if nowhere.len() < NAMED {
            let reason = e.coord_basis.as_deref().unwrap_or("");
            let document = e.sources.first().map_or("", |s| s.document.as_str());
            nowhere.push(format!("  not on the map: {} ({document}): {}: {reason}", e.event_id, e.summary_en));
        }
        Ok(())
    })?;
    eprintln!("{} events, {placed} on the map, in {}", events.count(), directory.display());
    nowhere.iter().for_each(|line| eprintln!("{line}"));
    match events.count() - placed - nowhere.len() {
        0 => {}
        more => eprintln!("  {more} more are not on the map"),
    }
    Ok(())
}
