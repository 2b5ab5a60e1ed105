//! The figures: what was found, what is false, what was missed.

use super::gold::{GoldDocument, GoldEvent};
use super::pair::{Field, day_is_right, pairs};
use super::report::Report;
use crate::resolve::place::distance_km;
use std::collections::{BTreeMap, BTreeSet};

/// Events that were found rightly, reports that are none, events that were missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found.
    pub right: usize,
    /// Reported, but not in gold.
    pub spurious: usize,
    /// In gold, but not reported.
    pub missed: usize,
}

impl Counts {
    /// Share of the reports that are right; 1 where there are none.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.spurious)
    }

    /// Share of gold that was found; 1 where there is none.
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.spurious += other.spurious;
        self.missed += other.missed;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// How often something is right where gold states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Right.
    pub right: usize,
    /// Stated.
    pub stated: usize,
}

/// One difference between gold and reports; its text says what.
#[derive(Clone, Copy, Debug)]
pub enum Error<'e> {
    /// Class and place agree, the day is wrong.
    Day(&'e GoldEvent, &'e Report),
    /// The event was found, a field of it is wrong.
    Field(Field, &'e GoldEvent, &'e Report),
    /// The event was not found.
    Missed(&'e GoldEvent),
    /// The report is none of the events.
    False(&'e Report),
}

/// The figures of one document.
#[derive(Clone, Debug)]
pub struct DocumentFigures<'e> {
    /// The document.
    pub name: &'e str,
    /// Class, place and day.
    pub strict: Counts,
    /// Class and place.
    pub loose: Counts,
    /// Class, place, day and every stated field.
    pub complete: Counts,
    /// Each field of the events found strictly, in the order of [`Field::ALL`].
    pub fields: [Share; 6],
    /// Distances between the points of the events found strictly, in kilometres.
    pub distances_km: Vec<f64>,
    /// What is wrong.
    pub errors: Vec<Error<'e>>,
    /// Gold has no event here.
    pub is_empty: bool,
    /// How many reports there are.
    pub reported: usize,
}

/// The figures of all documents together (micro-averages).
#[derive(Clone, Debug)]
pub struct Evaluation<'e> {
    /// Class, place and day.
    pub strict: Counts,
    /// Class and place.
    pub loose: Counts,
    /// Class, place, day and every stated field.
    pub complete: Counts,
    /// Each field of the events found strictly, in the order of [`Field::ALL`].
    pub fields: [Share; 6],
    /// Distances between the points of the events found strictly, in kilometres, sorted.
    pub distances_km: Vec<f64>,
    /// Documents without events in gold (`stated`), and those of them for which nothing is reported (`right`).
    pub empty: Share,
    /// Each document, in the order of gold.
    pub documents: Vec<DocumentFigures<'e>>,
    /// Documents of reports that gold does not know; these reports are not counted.
    pub unknown: Vec<&'e str>,
}

impl Evaluation<'_> {
    /// Median distance between the points of the events found strictly, in kilometres; the upper one of an even number.
    pub fn median_km(&self) -> Option<f64> {
        self.distances_km.get(self.distances_km.len() / 2).copied()
    }
}

/// Compare reports with gold.
pub fn evaluate<'e>(gold: &'e [GoldDocument], reports: &'e [Report]) -> Evaluation<'e> {
    let mut by_document: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        by_document.entry(&report.document).or_default().push(report);
    }
    let known: BTreeSet<&str> = gold.iter().map(|d| d.name.as_str()).collect();
    let none = Vec::new();
    let mut all = Evaluation {
        strict: Counts::default(),
        loose: Counts::default(),
        complete: Counts::default(),
        fields: [Share::default(); 6],
        distances_km: Vec::new(),
        empty: Share::default(),
        documents: Vec::with_capacity(gold.len()),
        unknown: by_document.keys().copied().filter(|name| !known.contains(name)).collect(),
    };
    for document in gold {
        let figures = compare(document, by_document.get(document.name.as_str()).unwrap_or(&none));
        all.strict.add(figures.strict);
        all.loose.add(figures.loose);
        all.complete.add(figures.complete);
        for (sum, part) in all.fields.iter_mut().zip(figures.fields) {
            sum.right += part.right;
            sum.stated += part.stated;
        }
        all.distances_km.extend(&figures.distances_km);
        all.empty.stated += usize::from(figures.is_empty);
        all.empty.right += usize::from(figures.is_empty && figures.reported == 0);
        all.documents.push(figures);
    }
    all.distances_km.sort_by(f64::total_cmp);
    all
}

fn compare<'e>(document: &'e GoldDocument, reports: &[&'e Report]) -> DocumentFigures<'e> {
    let gold = &document.events;
    let mut out = DocumentFigures {
        name: &document.name,
        strict: Counts::default(),
        loose: Counts::default(),
        complete: Counts::default(),
        fields: [Share::default(); 6],
        distances_km: Vec::new(),
        errors: Vec::new(),
        is_empty: gold.is_empty(),
        reported: reports.len(),
    };
    let miss = |counts: &mut Counts| (counts.spurious, counts.missed) = (counts.spurious + 1, counts.missed + 1);
    let pairs = pairs(gold, reports);
    for &(i, j) in &pairs {
        let (g, r) = (&gold[i], reports[j]);
        if g.optional {
            continue;
        }
        out.loose.right += 1;
        if !day_is_right(g, r) {
            miss(&mut out.strict);
            miss(&mut out.complete);
            out.errors.push(Error::Day(g, r));
            continue;
        }
        out.strict.right += 1;
        out.distances_km.extend(g.place.as_ref().zip(r.point).map(|(place, point)| distance_km(point, place.point)));
        let mut complete = true;
        for (field, share) in Field::ALL.into_iter().zip(&mut out.fields) {
            let Some(right) = field.is_right(g, r) else { continue };
            share.stated += 1;
            share.right += usize::from(right);
            complete &= right;
            if !right {
                out.errors.push(Error::Field(field, g, r));
            }
        }
        if complete {
            out.complete.right += 1;
        } else {
            miss(&mut out.complete);
        }
    }
    let missed = gold.iter().enumerate().filter(|(i, g)| !g.optional && pairs.iter().all(|p| p.0 != *i));
    for (_, g) in missed {
        [&mut out.strict, &mut out.loose, &mut out.complete].into_iter().for_each(|c| c.missed += 1);
        out.errors.push(Error::Missed(g));
    }
    for (_, r) in reports.iter().enumerate().filter(|(j, _)| pairs.iter().all(|p| p.1 != *j)) {
        [&mut out.strict, &mut out.loose, &mut out.complete].into_iter().for_each(|c| c.spurious += 1);
        out.errors.push(Error::False(r));
    }
    out
}
