//! Coordinate descent: one weight at a time, kept where the events get better.

use crate::sets::Labelled;
use crate::weights::{Values, compile};
use marsad::Resources;
use marsad::evaluate::{Counts, Share, evaluate, reports};
use rayon::prelude::*;
use std::error::Error;
use std::fmt;
use std::ops::Add;

/// What the texts tell with some weights, to be added up over documents.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    strict: Counts,
    complete: Counts,
    fields: Share,
}

impl Tally {
    /// What is made as large as it can be: class, place and day first, then whole events and single fields.
    pub fn objective(&self) -> f64 {
        let fields = if self.fields.stated == 0 { 1.0 } else { self.fields.right as f64 / self.fields.stated as f64 };
        self.strict.f1() + 0.25 * self.complete.f1() + 0.25 * fields
    }
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        let counts = |a: Counts, b: Counts| Counts { right: a.right + b.right, spurious: a.spurious + b.spurious, missed: a.missed + b.missed };
        let fields = Share { right: self.fields.right + other.fields.right, stated: self.fields.stated + other.fields.stated };
        Tally { strict: counts(self.strict, other.strict), complete: counts(self.complete, other.complete), fields }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Share { right, stated } = self.fields;
        let (strict, complete) = (self.strict.f1(), self.complete.f1());
        write!(f, "{:.4}: strict F1 {strict:.4}, complete F1 {complete:.4}, fields {right}/{stated}", self.objective())
    }
}

/// The labelled texts, and lexicon and gazetteer that are compiled once.
pub struct Trial {
    resources: Resources,
    texts: Vec<Labelled>,
}

impl Trial {
    pub fn new(resources: Resources, texts: Vec<Labelled>) -> Trial {
        Trial { resources, texts }
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// How some of the texts are read with these weights, in the order of the indices.
    pub fn tallies(&mut self, values: &Values, indices: &[usize]) -> Result<Vec<Tally>, Box<dyn Error>> {
        // The matcher knows words and names only: weights can be changed beside it.
        self.resources.lexicon.weights = compile(values)?;
        Ok(indices.par_iter().map(|&i| tally(&self.texts[i], &self.resources)).collect())
    }

    fn objective(&mut self, values: &Values, indices: &[usize]) -> Result<f64, Box<dyn Error>> {
        let all = self.tallies(values, indices)?;
        Ok(all.into_iter().fold(Tally::default(), Tally::add).objective())
    }
}

fn tally(text: &Labelled, resources: &Resources) -> Tally {
    let mut found = reports(&marsad::events(&text.document, resources));
    // Texts are compared one by one, whatever their names are.
    found.iter_mut().for_each(|r| r.document.clone_from(&text.gold.name));
    let figures = evaluate(std::slice::from_ref(&text.gold), &found);
    let fields = figures.fields.iter().fold(Share::default(), |a, b| Share { right: a.right + b.right, stated: a.stated + b.stated });
    Tally { strict: figures.strict, complete: figures.complete, fields }
}

/// How to fit.
pub struct Fit {
    pub rounds: u32,
    pub pull: f64,
    pub only: String,
}

impl Fit {
    /// The best weights for some of the texts. The same texts and weights give the same result.
    pub fn run(&self, trial: &mut Trial, present: &Values, indices: &[usize]) -> Result<Values, Box<dyn Error>> {
        let mut best = present.clone();
        let mut best_score = trial.objective(&best, indices)?;
        for round in 0..self.rounds {
            let factor = 0.5_f64.powi(round as i32);
            for at in 0..best.len() {
                if !best[at].0.starts_with(&self.only) {
                    continue;
                }
                let from = best[at].1;
                // Both ways, near and far: a choice changes only where a sum crosses another one.
                for steps in [-4.0, -2.0, -1.0, 1.0, 2.0, 4.0] {
                    let to = moved(from, present[at].1, steps * factor);
                    // What speaks for something does not come to speak against it.
                    if to * present[at].1 <= 0.0 {
                        continue;
                    }
                    let mut candidate = best.clone();
                    candidate[at].1 = to;
                    let score = trial.objective(&candidate, indices)? - self.pull * distance(present, &candidate);
                    if score > best_score + 1e-9 {
                        (best, best_score) = (candidate, score);
                    }
                }
            }
        }
        Ok(best)
    }
}

/// One step is a quarter of the present value.
fn unit(present: f64) -> f64 {
    (present.abs() * 0.25).max(1e-3)
}

fn moved(from: f64, present: f64, steps: f64) -> f64 {
    ((from + steps * unit(present)) * 1000.0).round() / 1000.0
}

/// How far weights are from the present ones, in steps.
fn distance(present: &Values, values: &Values) -> f64 {
    present.iter().zip(values).map(|((_, a), (_, b))| (a - b).abs() / unit(*a)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets;
    use crate::weights::{WeightFile, changes};
    use std::path::Path;

    #[test]
    fn a_spoiled_weight_is_found_again() {
        let mut trial = Trial::new(Resources::embedded().unwrap(), sets::read(Path::new("tests/corpus")).unwrap());
        let everything: Vec<usize> = (0..trial.len()).collect();
        let mut spoiled = WeightFile::read(Path::new("lexicon/weights.toml")).unwrap().weights();
        let at = spoiled.iter().position(|(name, _)| name == "by_adjective_of_act").unwrap();
        spoiled[at].1 = 1.0;
        let fit = |pull| Fit { rounds: 1, pull, only: "by_adjective".into() };
        let before = trial.objective(&spoiled, &everything).unwrap();
        let fitted = fit(0.0005).run(&mut trial, &spoiled, &everything).unwrap();
        assert!(trial.objective(&fitted, &everything).unwrap() > before);
        let moved = changes(&spoiled, &fitted);
        assert!(moved.len() == 1 && moved[0].2 > 1.0, "{moved:?}");
        assert_eq!(fit(0.0005).run(&mut trial, &spoiled, &everything).unwrap(), fitted);
        assert_eq!(fit(10.0).run(&mut trial, &spoiled, &everything).unwrap(), spoiled);
    }

    #[test]
    fn held_out_articles_are_refused() {
        assert!(sets::read(Path::new("tests/heldout")).is_err_and(|e| e.to_string().contains("held-out")));
    }
}
