//! Retaliation as an argument: a report of an act that answers another one fits a report whose document tells that other one, too.

use super::features::Features;
use super::score::{Decision, near, weigh};
use crate::lexicon::Weights;
use hashbrown::HashMap;

/// Which reports of one document answer which.
#[derive(Debug, Default)]
pub struct Answers {
    /// The reports that each one answers or is answered by.
    beside: HashMap<u32, Vec<u32>>,
    /// The reports of documents, sorted; empty where no report answers another.
    told: Vec<(u64, u32)>,
}

impl Answers {
    pub fn of(features: &[Features]) -> Answers {
        let mut out = Answers::default();
        if features.iter().all(|f| f.retaliates.is_none()) {
            return out;
        }
        let documents = |f: &Features| f.documents.clone();
        out.told = features.iter().zip(0..).flat_map(|(f, i)| documents(f).into_iter().map(move |document| (document, i))).collect();
        out.told.sort_unstable();
        for (f, answer) in features.iter().zip(0..) {
            let Some(id) = f.retaliates else { continue };
            let cause = f.documents.iter().flat_map(|document| out.of_document(*document)).find(|&i| features[i as usize].id == id);
            if let Some(cause) = cause {
                out.beside.entry(answer).or_default().push(cause);
                out.beside.entry(cause).or_default().push(answer);
            }
        }
        out
    }

    fn of_document(&self, document: u64) -> impl Iterator<Item = u32> {
        let first = self.told.partition_point(|told| told.0 < document);
        self.told[first..].iter().take_while(move |told| told.0 == document).map(|told| told.1)
    }

    /// Add what two reports' answers say for or against one event.
    pub fn weigh(&self, out: &mut Decision, features: &[Features], a: u32, b: u32, w: &Weights) {
        let beside = |i: u32| self.beside.get(&i).map_or(&[][..], Vec::as_slice);
        let (of_a, of_b) = (beside(a), beside(b));
        if of_a.is_empty() && of_b.is_empty() {
            return;
        }
        let answers = |i: u32| features[i as usize].retaliates.is_some();
        if !of_a.is_empty() && !of_b.is_empty() && answers(a) != answers(b) {
            out.add("one answers, the other is answered", w.link_answer_crossed);
            return;
        }
        // Is the other side of the exchange told in the other document?
        let alike = |x: u32, y: u32| {
            let (x, y) = (&features[x as usize], &features[y as usize]);
            near(x, y, w).is_ok_and(|far| weigh(x, y, far, None, w).score() > 0.0)
        };
        let told = |partners: &[u32], other: u32| {
            let company = || features[other as usize].documents.iter().flat_map(|document| self.of_document(*document)).filter(|&i| i != other);
            partners.iter().any(|&partner| company().any(|i| alike(partner, i)))
        };
        if told(of_a, b) || told(of_b, a) {
            out.add("both sides of an exchange", w.link_answers_alike);
        }
    }
}
