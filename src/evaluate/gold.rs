//! Gold: what a careful reader finds in each document, from the codebook's files or from corrected output.

use super::report::{Report, document_name};
use super::{EvaluationError, codebook, layer, problem};
use crate::document::Metadata;
use crate::event::{Class, Count, Method, Outcome};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// Least tolerance of the place of a corrected event, in kilometres. Gazetteers and readers put the same town a few kilometres apart.
pub const FLOOR_KM: f64 = 5.0;

/// A document with its events.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldDocument {
    /// As [`document_name`] makes it.
    pub name: String,
    /// Its events; a document may have none.
    pub events: Vec<GoldEvent>,
}

/// An event as it should be found. What is empty or `None` is not stated, and not scored.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldEvent {
    /// Whose act.
    pub class: Class,
    /// Methods any of which is right.
    pub methods: Vec<Method>,
    /// Outcomes any of which is right.
    pub outcomes: Vec<Outcome>,
    /// First and last right day; `None`: no day is to be found.
    pub days: Option<[Date; 2]>,
    /// `None`: no point is to be found.
    pub place: Option<GoldPlace>,
    /// Ids any of which is right.
    pub perpetrators: Vec<String>,
    /// Ids any of which is right.
    pub targets: Vec<String>,
    /// Deaths.
    pub killed: Option<Count>,
    /// Wounded.
    pub injured: Option<Count>,
    /// Neither finding nor missing it counts.
    pub optional: bool,
}

/// Where a gold event was.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldPlace {
    /// Its name.
    pub name: Option<String>,
    /// Longitude and latitude, WGS 84.
    pub point: [f64; 2],
    /// A point within this distance is right.
    pub tolerance_km: f64,
}

/// A corrected event: right is what lies within its radius (at least [`FLOOR_KM`]) on a day from its first to its last.
impl From<Report> for GoldEvent {
    fn from(r: Report) -> GoldEvent {
        let tolerance_km = r.radius_km.unwrap_or(0.0).max(FLOOR_KM);
        let stated = |count: Count| (!count.is_unknown()).then_some(count);
        GoldEvent {
            class: r.class,
            methods: r.method.into_iter().collect(),
            outcomes: r.outcome.into_iter().collect(),
            days: r.days,
            place: r.point.map(|point| GoldPlace { name: r.place, point, tolerance_km }),
            perpetrators: r.perpetrators,
            targets: r.targets,
            killed: stated(r.killed),
            injured: stated(r.injured),
            optional: r.optional,
        }
    }
}

/// Read gold: a folder of the codebook's JSON files, or a file of corrected output. What cannot be read is reported; the rest holds.
pub fn read_gold(path: &Path) -> Result<(Vec<GoldDocument>, Vec<EvaluationError>), EvaluationError> {
    if path.is_dir() {
        return codebook::read(path);
    }
    let (reports, problems) = layer::read_corrected(path)?;
    let names: BTreeSet<String> = reports.iter().map(|r| r.document.clone()).collect();
    let mut documents: Vec<GoldDocument> = names.into_iter().map(|name| GoldDocument { name, events: Vec::new() }).collect();
    for report in reports {
        if let Ok(at) = documents.binary_search_by(|d| d.name.cmp(&report.document)) {
            documents[at].events.push(GoldEvent::from(report));
        }
    }
    Ok((documents, problems))
}

/// The names of all documents that gold covers: the articles (`*.txt`, `*.html`, `*.htm`) of a folder, or a CSV table with the column `file`.
pub fn read_documents(path: &Path) -> Result<BTreeSet<String>, EvaluationError> {
    let mut names = BTreeSet::new();
    if path.is_dir() {
        walk(path, &mut names).map_err(|e| problem(path.display(), e))?;
        if names.is_empty() {
            return Err(problem(path.display(), "no .txt or .html file in this folder"));
        }
    } else {
        // A wrong day in the table does not matter here.
        let (table, _) = Metadata::read(path).map_err(|e| EvaluationError(e.to_string()))?;
        names.extend(table.files().map(document_name));
    }
    Ok(names)
}

fn walk(folder: &Path, names: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let article = path.extension().is_some_and(|e| ["txt", "html", "htm"].iter().any(|known| e.eq_ignore_ascii_case(known)));
        if path.is_dir() {
            walk(&path, names)?;
        } else if article {
            names.insert(document_name(&path.to_string_lossy()));
        }
    }
    Ok(())
}

/// Gold of exactly these documents: those without events are added, gold of others is left out. Returns the names that were left out, too.
pub fn cover(gold: Vec<GoldDocument>, documents: &BTreeSet<String>) -> (Vec<GoldDocument>, Vec<String>) {
    let (mut kept, others): (Vec<_>, Vec<_>) = gold.into_iter().partition(|d| documents.contains(&d.name));
    let known: BTreeSet<String> = kept.iter().map(|d| d.name.clone()).collect();
    kept.extend(documents.difference(&known).map(|name| GoldDocument { name: name.clone(), events: Vec::new() }));
    (kept, others.into_iter().map(|d| d.name).collect())
}
