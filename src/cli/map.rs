//! `marsad map`: articles to layers.

use super::input::Inputs;
use super::{Data, Outcome, Result};
use clap::Args;
use marsad::event::{Class, Event};
use marsad::filter::Filter;
use marsad::write::Format;
use marsad::write::csv::harmless;
use marsad::write::html;
use marsad::{Resources, Unplaced, account, link};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct MapArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// Output directory, or - to write one format to standard output
    #[arg(short, long, default_value = "output", value_name = "DIR")]
    output: PathBuf,
    /// Formats, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "geojson,csv", value_parser = parse_format)]
    format: Vec<Format>,
    /// Map tiles of the HTML page: an address with {z}, {x} and {y}, or none [default: OpenStreetMap]
    #[arg(long, value_name = "URL", value_parser = html::Settings::with_tiles)]
    tiles: Option<html::Settings>,
    #[command(flatten)]
    data: Data,
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
    Format::from_name(name).ok_or_else(|| format!("known formats: {}", Format::ALL.map(Format::name).join(", ")))
}

fn parse_box(text: &str) -> std::result::Result<[f64; 4], String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    match numbers[..] {
        [west, south, east, north] if west <= east && south <= north => Ok([west, south, east, north]),
        _ => Err("four numbers: west,south,east,north".into()),
    }
}

pub fn run(args: &MapArgs) -> Result<Outcome> {
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout && args.format.len() != 1 {
        return Err("-o - writes one format: name it with --format".into());
    }
    let resources = args.data.load()?;
    if to_stdout {
        return write_all(args, &resources, Vec::new());
    }
    let done = open(&args.output, &args.format).and_then(|targets| write_all(args, &resources, targets));
    if done.is_err() {
        for format in &args.format {
            let _ = std::fs::remove_file(beside(&target(&args.output, *format)));
        }
    }
    done
}

/// Read, find, link, filter and write: to the targets, or to standard output where there are none.
fn write_all(args: &MapArgs, resources: &Resources, targets: Vec<(Format, File)>) -> Result<Outcome> {
    let (accounts, failed) = args.inputs.each(|document| account(document, resources))?;
    let mut events: Vec<Event> = Vec::new();
    let mut unplaced: Vec<Unplaced> = Vec::new();
    for account in accounts {
        events.extend(account.events);
        unplaced.extend(account.unplaced);
    }
    if args.no_link {
        link::sort(&mut events);
    } else {
        events = link::link(events);
    }
    let filter = Filter {
        since: args.since.map(|d| d.to_string()),
        until: args.until.map(|d| d.to_string()),
        countries: args.country.clone(),
        bbox: args.bbox,
        class: args.class,
        actors: args.actor.clone(),
        min_confidence: args.min_confidence,
    };
    events.retain(|e| filter.admits(e));
    let settings = args.tiles.clone().unwrap_or_default();
    let write = |format: Format, out: &mut dyn Write| match format {
        Format::Html => html::write_with(&events, &settings, out),
        other => other.write(&events, out),
    };
    if html::IS_SIMPLE && args.format.contains(&Format::Html) {
        eprintln!("marsad: this build writes a simple page that loads Leaflet from the network; for the full page build web/ with npm, then marsad");
    }
    if targets.is_empty() {
        let mut out = BufWriter::new(std::io::stdout().lock());
        write(args.format[0], &mut out).and_then(|()| out.flush())?;
    } else {
        for (format, file) in targets {
            save(file, &target(&args.output, format), |out| write(format, out))?;
        }
        write_unplaced(&args.output, unplaced)?;
        report(&events, &args.output);
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Complete })
}

fn target(directory: &Path, format: Format) -> PathBuf {
    directory.join(format!("events.{}", format.name()))
}

/// Open the targets before the long work, so that a folder that cannot be written is known at once.
fn open(directory: &Path, formats: &[Format]) -> Result<Vec<(Format, File)>> {
    std::fs::create_dir_all(directory).map_err(|e| format!("{}: {e}", directory.display()))?;
    let mut formats = formats.to_vec();
    formats.sort();
    formats.dedup();
    let open = |format: Format| {
        let path = beside(&target(directory, format));
        let file = File::create(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok((format, file))
    };
    formats.into_iter().map(open).collect()
}

/// What is being written stands beside its final name until it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}

fn save(file: File, path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
    let part = beside(path);
    let mut out = BufWriter::new(file);
    let written = write(&mut out).and_then(|()| out.flush());
    drop(out);
    let done = written.and_then(|()| std::fs::rename(&part, path));
    done.map_err(|e| {
        let _ = std::fs::remove_file(&part);
        format!("{}: {e}", path.display()).into()
    })
}

/// Place names that could not be placed by themselves, with how often and one sentence.
fn write_unplaced(directory: &Path, mut all: Vec<Unplaced>) -> Result<()> {
    all.sort();
    let path = directory.join("unresolved.csv");
    let file = File::create(beside(&path)).map_err(|e| format!("{}: {e}", path.display()))?;
    save(file, &path, |out| {
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(["name", "count", "reason", "document", "quote"])?;
        for group in all.chunk_by(|a, b| a.name == b.name) {
            let first = &group[0];
            let cells = [&first.name, &group.len().to_string(), &first.reason, &first.document, &first.quote];
            writer.write_record(cells.map(|cell| harmless(cell)))?;
        }
        writer.flush()
    })
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
