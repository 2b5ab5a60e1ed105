//! The order in which live coverage tells: most pages put the newest line first.

use crate::reading::Reading;
use crate::text::Kind;

/// The hour that begins at a token, in minutes: «05:40 - …».
pub(super) fn clock(reading: &Reading<'_>, at: usize) -> Option<u64> {
    let number = |t: usize, below: u64| match reading.tokens.get(t)?.kind {
        Kind::Number(n) if n < below => Some(n),
        _ => None,
    };
    reading.tokens.get(at + 1).filter(|t| t.is_mark(':'))?;
    Some(number(at, 24)? * 60 + number(at + 2, 60)?)
}

/// Do most lines that begin with an hour have a later one above?
pub fn is_newest_first(reading: &Reading<'_>) -> bool {
    const LINES: usize = 3;
    let hours: Vec<u64> = reading.sentences.iter().filter_map(|s| clock(reading, s.tokens.start)).collect();
    let (falls, rises) = (hours.windows(2).filter(|w| w[0] > w[1]).count(), hours.windows(2).filter(|w| w[0] < w[1]).count());
    hours.len() >= LINES && falls > 2 * rises
}

#[cfg(test)]
mod tests {
    use super::is_newest_first;
    use crate::pipeline::Resources;
    use crate::reading::Reading;

    #[test]
    fn hours_that_fall_put_the_newest_first() {
        let resources = Resources::embedded().expect("the embedded data load");
        let newest_first = |text: &str| is_newest_first(&Reading::new(text, &resources.lexicon, &resources.matcher));
        assert!(newest_first("20:15 غارة على البلدة\n15:40 الحصيلة ستة قتلى\n11:25 غارة أولى\n"));
        assert!(!newest_first("11:25 غارة أولى\n15:40 الحصيلة ستة قتلى\n20:15 غارة على البلدة\n"));
        assert!(!newest_first("20:15 غارة على البلدة\nانتهت التغطية.\n"));
    }
}
