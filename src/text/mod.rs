//! Text as the later stages see it: a folded view, tokens, sentences.
//!
//! [`fold()`] serves text, lexicon and gazetteer alike, so that a word is written once in its natural spelling.

mod chars;
mod fold;
mod sentence;
mod sketch;
mod span;
mod token;

pub use chars::CharIndex;
pub use fold::{Folded, fold, fold_str};
pub use sentence::{Sentence, sentences};
pub use sketch::Sketch;
pub use span::{FoldSpan, RawSpan};
pub use token::{Kind, Token, tokenize};
