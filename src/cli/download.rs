//! `marsad gazetteer download`: GeoNames' country files over HTTPS, then built.

use super::gazetteer::build_and_tell;
use super::{Outcome, Result};
use clap::Args;
use etcetera::BaseStrategy;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Args)]
pub struct DownloadArgs {
    /// Countries (ISO 3166-1 alpha-2), or allCountries
    #[arg(required = true, value_name = "COUNTRY", value_parser = parse_country)]
    countries: Vec<String>,
    /// The file to build [default: a file named after the countries, in the folder of downloads]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Where the files lie
    #[arg(long, default_value = "https://download.geonames.org/export/dump", value_name = "URL")]
    base: String,
    /// Folder of downloads [default: marsad/geonames in the platform's data folder]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Fetch again what was fetched before
    #[arg(long)]
    refresh: bool,
    /// Fetch the names of all languages as well, which tell the Arabic ones (some 200 MB)
    #[arg(long)]
    alternate_names: bool,
}

fn parse_country(code: &str) -> std::result::Result<String, String> {
    if code == "allCountries" {
        return Ok(code.to_string());
    }
    let two = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
    two.then(|| code.to_ascii_uppercase()).ok_or_else(|| "two letters (SY), or allCountries".into())
}

pub fn run(args: &DownloadArgs) -> Result<Outcome> {
    let cache = match &args.cache {
        Some(folder) => folder.clone(),
        None => etcetera::choose_base_strategy()?.data_dir().join("marsad").join("geonames"),
    };
    std::fs::create_dir_all(&cache).map_err(|e| format!("{}: {e}", cache.display()))?;
    let mut names: Vec<String> = args.countries.iter().map(|c| format!("{c}.zip")).collect();
    names.extend(["admin1CodesASCII.txt".to_string(), "admin2Codes.txt".to_string()]);
    if args.alternate_names {
        names.push("alternateNamesV2.zip".into());
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(20)))
        .timeout_recv_response(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .user_agent(concat!("marsad/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut files = Vec::new();
    for name in &names {
        let path = cache.join(name);
        if args.refresh || !path.exists() {
            let url = format!("{}/{name}", args.base.trim_end_matches('/'));
            let size = fetch(&agent, &url, &path).map_err(|e| format!("{url}: {e}"))?;
            eprintln!("{}: {:.1} MB", path.display(), size as f64 / 1e6);
        }
        files.push(path);
    }
    let output = args.output.clone().unwrap_or_else(|| cache.join(format!("{}.marsad", args.countries.join("-"))));
    let outcome = build_and_tell(&files, &output)?;
    eprintln!("Use it with: marsad map ARTICLES --gazetteer {}", output.display());
    Ok(outcome)
}

/// Fetch a file, going on where a download before was cut off; what is whole and sound is put in place. Returns its bytes.
fn fetch(agent: &ureq::Agent, url: &str, path: &Path) -> Result<u64> {
    let part = path.with_file_name(format!("{}.part", path.file_name().unwrap_or_default().to_string_lossy()));
    let tag = part.with_extension("part-of");
    // Only a part of the very same file may be continued: the server's tag or date of it stands beside.
    let known = std::fs::read_to_string(&tag).unwrap_or_default();
    let start = if known.is_empty() { 0 } else { std::fs::metadata(&part).map_or(0, |m| m.len()) };
    let mut request = agent.get(url);
    if start > 0 {
        request = request.header("Range", format!("bytes={start}-")).header("If-Range", &known);
    }
    let mut response =
        request.call().map_err(|e| format!("{e}: is there a network? Files fetched elsewhere are built with `marsad gazetteer build`"))?;
    let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_string);
    let status = response.status().as_u16();
    let length = header("content-length").and_then(|l| l.parse::<u64>().ok());
    let (from, total) = match status {
        200 => (0, length),
        206 => {
            // Content-Range: bytes 100-999/1000
            let range = header("content-range").unwrap_or_default();
            let told = range
                .strip_prefix("bytes ")
                .and_then(|r| Some((r.split('-').next()?.parse::<u64>().ok()?, r.rsplit('/').next()?.parse::<u64>().ok())));
            let (from, total) =
                told.filter(|(from, _)| *from == start).ok_or_else(|| format!("the server sent another part than was asked for ({range})"))?;
            (from, total)
        }
        404 => return Err("there is no such file".into()),
        416 => {
            std::fs::remove_file(&part)?;
            return Err("what was fetched before does not fit the server's file: it is removed, try again".into());
        }
        _ => return Err(format!("the server answers {status}").into()),
    };
    let now = header("etag").or_else(|| header("last-modified")).unwrap_or_default();
    std::fs::write(&tag, now)?;
    let mut file = if from > 0 { OpenOptions::new().append(true).open(&part)? } else { File::create(&part)? };
    let copied = copy(&mut response.body_mut().as_reader(), &mut file);
    drop(file);
    let size = std::fs::metadata(&part)?.len();
    if copied.is_err() || total.is_some_and(|t| t != size) {
        let (of, why) = (total.map_or("unknown".into(), |t| t.to_string()), copied.err().map_or(String::new(), |e| format!(" ({e})")));
        return Err(format!("cut off after {size} of {of} bytes{why}: the same command goes on from there").into());
    }
    if let Err(e) = sound(&part) {
        std::fs::remove_file(&part)?;
        return Err(format!("what came is not sound: {e}").into());
    }
    std::fs::rename(&part, path)?;
    let _ = std::fs::remove_file(&tag);
    Ok(size)
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    io::copy(from, to)?;
    to.flush()
}

/// Is a downloaded archive whole? A page of a portal that asks for a login, say, is none.
fn sound(part: &Path) -> std::result::Result<(), String> {
    let name = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut file = File::open(part).map_err(|e| e.to_string())?;
    if !name.ends_with(".zip") {
        let mut start = [0; 1];
        let empty = file.read(&mut start).map_err(|e| e.to_string())? == 0;
        return if empty || start[0] == b'<' { Err("no table".into()) } else { Ok(()) };
    }
    let mut archive = zip::ZipArchive::new(file).map_err(|e| e.to_string())?;
    for i in 0..archive.len() {
        // Reading to the end compares the checksum of the entry.
        let mut entry = archive.by_index(i).map_err(|e| e.to_string())?;
        io::copy(&mut entry, &mut io::sink()).map_err(|e| e.to_string())?;
    }
    Ok(())
}
