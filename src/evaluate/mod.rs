//! How right are the events? Figures against gold: precision, recall and F1, the error of the place, each field.
//!
//! ```
//! use marsad::evaluate::{GoldDocument, GoldEvent, Report, evaluate, reports};
//! use marsad::{Document, Resources};
//!
//! let resources = Resources::embedded()?;
//! let text = "قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي، ما أدى إلى مقتل شخصين.";
//! let document = Document { name: "post.txt".into(), text: text.into(), published: Some(jiff::civil::date(2023, 10, 6)), ..Document::default() };
//! let found = reports(&marsad::events(&document, &resources));
//!
//! // What was found, corrected by a reader, is gold.
//! let corrected = Report { killed: marsad::event::Count::exactly(3), ..found[0].clone() };
//! let gold = [GoldDocument { name: "post".into(), events: vec![GoldEvent::from(corrected)] }];
//! let figures = evaluate(&gold, &found);
//! assert_eq!(figures.strict.f1(), 1.0);
//! assert_eq!(figures.complete.f1(), 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A gold event is found, *strictly*, where class, place and day are right; *loosely*, where class and place are; *completely*, where it is
//! found strictly and every field that gold states is right. `docs/evaluate.md` is the how-to.

mod codebook;
mod figures;
mod gold;
mod layer;
mod pair;
mod report;
mod summary;

pub use figures::{Counts, DocumentFigures, Error, Evaluation, Share, evaluate};
pub use gold::{FLOOR_KM, GoldDocument, GoldEvent, GoldPlace, cover, read_documents, read_gold};
pub use layer::{parse_reports, read_reports};
pub use pair::Field;
pub use report::{Report, document_name, reports};

use std::fmt;

/// What is wrong with gold or a layer: file, row, reason.
#[derive(Debug)]
pub struct EvaluationError(String);

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EvaluationError {}

/// An error about a file or a place in it.
fn problem(whence: impl fmt::Display, reason: impl fmt::Display) -> EvaluationError {
    EvaluationError(format!("{whence}: {reason}"))
}
