//! Copies: one agency's story on ten sites is one account of the event, with ten addresses.

use crate::event::Source;

/// Texts with so large a share of common words are copies. Accounts written apart rarely share more than a third.
const COPY: f64 = 0.6;

/// The number of independent accounts among sources, and for each source the number of its account, from 0, in the order of their first sources.
pub fn accounts(sources: &[Source]) -> (usize, Vec<usize>) {
    let mut of: Vec<usize> = (0..sources.len()).collect();
    for i in 0..sources.len() {
        for j in 0..i {
            if of[i] != of[j] && copies(&sources[i], &sources[j]) {
                let (gone, kept) = (of[i].max(of[j]), of[i].min(of[j]));
                of.iter_mut().filter(|n| **n == gone).for_each(|n| *n = kept);
            }
        }
    }
    let mut firsts = of.clone();
    firsts.sort_unstable();
    firsts.dedup();
    let numbers = of.iter().map(|n| firsts.partition_point(|f| f < n)).collect();
    (firsts.len(), numbers)
}

/// Is one a copy of the other: from the same address, or in the same words?
pub fn copies(a: &Source, b: &Source) -> bool {
    a.url.is_some() && a.url == b.url || a.words.likeness(&b.words).is_some_and(|l| l >= COPY)
}
