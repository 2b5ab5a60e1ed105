//! **marsad** (مرصد) reads Arabic news of strikes and attacks and finds each event: what, who, whom, with what, how many killed and
//! injured, which day, which place.
//!
//! ```
//! use marsad::{Document, Resources};
//!
//! let resources = Resources::embedded()?;
//! let document = Document {
//!     name: "post.txt".into(),
//!     text: "قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي، ما أدى إلى مقتل شخصين.".into(),
//!     published: Some(jiff::civil::date(2023, 10, 6)),
//!     ..Document::default()
//! };
//! let events = marsad::events(&document, &resources);
//! assert_eq!(events.len(), 1);
//! assert_eq!(events[0].date_start.as_deref(), Some("2023-10-05"));
//! assert_eq!(events[0].perpetrators, ["turkey"]);
//! assert_eq!((events[0].killed_min, events[0].killed_max), (Some(2), Some(2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The stages, in order, each a plain function of the one before and of [`Resources`]:
//! [`text`] folds and cuts, [`matcher`] finds words of [`lexicon`] and [`gazetteer`], [`mention`] reads numbers, times, places, parties and
//! tolls, [`resolve`] decides which place and which day, [`frame`] groups the words of one act, [`assemble`] makes a document's events,
//! [`link`] unites the reports of several documents, [`review`] applies what an analyst said of them, [`write`](mod@write) writes; [`evaluate`] compares with gold.
//! The library reads no clock, no environment and no network, and prints nothing.

pub mod assemble;
pub mod codes;
pub mod collection;
pub mod document;
pub mod evaluate;
pub mod event;
pub mod explain;
pub mod filter;
pub mod frame;
pub mod gazetteer;
mod layer;
pub mod lexicon;
pub mod link;
pub mod matcher;
pub mod mention;
mod pipeline;
pub mod reading;
pub mod resolve;
pub mod review;
pub mod spill;
pub mod text;
pub mod write;

pub use document::Document;
pub use event::Event;
pub use pipeline::{Account, Annotation, Resources, Unplaced, account, annotate, events, publication_day};
