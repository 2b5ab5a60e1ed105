//! Labelled texts: the small ones of `tests/corpus`, and whole articles with gold.

use jiff::civil::Date;
use marsad::Document;
use marsad::document::Metadata;
use marsad::evaluate::{GoldDocument, GoldEvent, GoldPlace, document_name, read_gold};
use marsad::event::{Class, Count};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// A text with what is to be found in it.
pub struct Labelled {
    pub document: Document,
    pub gold: GoldDocument,
}

pub fn read(folder: &Path) -> Result<Vec<Labelled>, Box<dyn Error>> {
    if folder.components().any(|c| c.as_os_str() == "heldout") {
        return Err(format!("{}: held-out articles are for measuring; fit on others", folder.display()).into());
    }
    if folder.join("gold").is_dir() { articles(folder) } else { small(folder) }
}

/// `articles/NAME.txt`, `gold/NAME.json`, `metadata.csv`.
fn articles(folder: &Path) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let (metadata, mut problems) =
        Metadata::read(&folder.join("metadata.csv")).map(|(m, p)| (m, p.iter().map(ToString::to_string).collect::<Vec<_>>()))?;
    let (gold, more) = read_gold(&folder.join("gold"))?;
    problems.extend(more.iter().map(ToString::to_string));
    if !problems.is_empty() {
        return Err(problems.join("\n").into());
    }
    let texts: BTreeMap<String, PathBuf> =
        files(&folder.join("articles"), "txt")?.into_iter().map(|(name, path)| (document_name(&name), path)).collect();
    let labelled = gold.into_iter().map(|gold| {
        let path = texts.get(&gold.name).ok_or_else(|| format!("{}: there is no article {}.txt", folder.display(), gold.name))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let published = metadata.row(&name, None).and_then(|row| row.published);
        Ok(Labelled { document: Document { name, text, published, ..Document::default() }, gold })
    });
    labelled.collect()
}

/// A line of a corpus file; see CONTRIBUTING.md.
#[derive(Deserialize)]
struct Line {
    name: String,
    published: Option<Date>,
    text: String,
    events: Vec<Value>,
}

fn small(folder: &Path) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let mut out = Vec::new();
    for (_, path) in files(folder, "jsonl")? {
        let lines = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for (i, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let fail = |e: &dyn std::fmt::Display| format!("{}, line {}: {e}", path.display(), i + 1);
            let line: Line = serde_json::from_str(line).map_err(|e| fail(&e))?;
            let events = line.events.iter().map(expected).collect::<Result<Vec<_>, _>>().map_err(|e| fail(&e))?;
            // The name must come through the output as it is.
            let gold = GoldDocument { name: document_name(&line.name), events };
            out.push(Labelled { document: Document { name: line.name, text: line.text, published: line.published, ..Document::default() }, gold });
        }
    }
    Ok(out)
}

/// What a corpus text expects. A field that is left out is not scored: any day and any point will do. `null` says that there must be none.
fn expected(event: &Value) -> Result<GoldEvent, Box<dyn Error>> {
    fn field<T: DeserializeOwned>(event: &Value, name: &str) -> Result<Option<T>, Box<dyn Error>> {
        let value = event.get(name).filter(|v| !v.is_null());
        value.map(|v| serde_json::from_value(v.clone())).transpose().map_err(|e| format!("{name}: {e}").into())
    }
    fn one_or_more<T: DeserializeOwned>(event: &Value, name: &str) -> Result<Vec<T>, Box<dyn Error>> {
        match event.get(name) {
            Some(Value::Array(_)) => Ok(field(event, name)?.unwrap_or_default()),
            _ => Ok(field(event, name)?.into_iter().collect()),
        }
    }
    let days = match field::<String>(event, "date")? {
        None if event.get("date").is_none() => Some([Date::MIN, Date::MAX]),
        None => None,
        Some(range) => {
            let (first, last) = range.split_once('/').unwrap_or((&range, &range));
            Some([first.parse()?, last.parse()?])
        }
    };
    let place = match (field(event, "lon")?, field(event, "lat")?) {
        (Some(lon), Some(lat)) => {
            Some(GoldPlace { name: field(event, "place")?, point: [lon, lat], tolerance_km: field(event, "km")?.unwrap_or(10.0) })
        }
        _ if event.get("place").is_some_and(Value::is_null) => None,
        _ => Some(GoldPlace { name: field(event, "place")?, point: [0.0, 0.0], tolerance_km: f64::INFINITY }),
    };
    let count = |name| -> Result<Option<Count>, Box<dyn Error>> {
        let told = field::<[Option<u32>; 2]>(event, name)?.map_or(Count::default(), |[min, max]| Count { min, max });
        Ok(event.get(name).map(|_| told))
    };
    Ok(GoldEvent {
        class: field::<Class>(event, "class")?.ok_or("no class")?,
        methods: one_or_more(event, "method")?,
        outcomes: one_or_more(event, "outcome")?,
        days,
        place,
        perpetrators: one_or_more(event, "perpetrators")?,
        targets: one_or_more(event, "targets")?,
        killed: count("killed")?,
        injured: count("injured")?,
        optional: false,
    })
}

/// Files of a folder with this ending, by name.
fn files(folder: &Path, ending: &str) -> Result<BTreeMap<String, PathBuf>, Box<dyn Error>> {
    let fail = |e: &dyn std::fmt::Display| format!("{}: {e}", folder.display());
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|e| fail(&e))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == ending) {
            out.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path);
        }
    }
    if out.is_empty() { Err(fail(&format!("no .{ending} file in this folder")).into()) } else { Ok(out) }
}
