//! The folded view: one spelling for what Arabic writes in many ways, with exact offsets back to the raw text.
//!
//! Folding removes diacritics, tatweel, zero-width and bidi marks; unites alef and hamza forms, ya and alef maqsura, ta marbuta
//! and ha, Persian and Kurdish letters with their Arabic neighbours; turns presentation forms and all digits into plain ones;
//! and reads words that were spelled to evade filters (`قـ ـصـ ـف`, `بقـ.صف`) as the word that is meant.

use super::span::{FoldSpan, RawSpan};
use unicode_normalization::UnicodeNormalization;

/// A folded text that knows where each of its bytes came from.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    steps: Vec<Step>,
    raw_len: u32,
}

/// From `folded` on, folded and raw offsets run in parallel; only the first character may differ in length.
#[derive(Clone, Copy, Debug)]
struct Step {
    folded: u32,
    raw: u32,
    raw_len: u32,
}

impl Folded {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The raw bytes from which a folded span was made; the span must lie on character boundaries.
    pub fn to_raw(&self, span: FoldSpan) -> RawSpan {
        Origin { folded: self, step: self.steps.partition_point(|s| s.folded <= span.start) }.of(span)
    }

    /// For spans that are asked for in the order of the text.
    pub fn origin(&self) -> Origin<'_> {
        Origin { folded: self, step: 0 }
    }

    /// Add characters that came from the raw text at `raw`, the first of them from `raw_len` bytes, and each other one from as many as it has.
    fn push(&mut self, folded: &str, raw: usize, raw_len: usize) {
        let at = self.text.len();
        let (step_at, origin) = self.steps.last().map_or((0, 0), |s| (s.folded as usize, s.raw as usize));
        let parallel = raw + step_at == at + origin;
        if !parallel || folded.chars().next().map(char::len_utf8) != Some(raw_len) {
            self.steps.push(Step { folded: at as u32, raw: raw as u32, raw_len: raw_len as u32 });
        }
        self.text.push_str(folded);
    }

    fn push_char(&mut self, c: char, raw: usize, raw_len: usize) {
        self.push(c.encode_utf8(&mut [0; 4]), raw, raw_len);
    }
}

/// Leads from folded spans to raw ones, each at or behind the one before.
#[derive(Clone, Debug)]
pub struct Origin<'f> {
    folded: &'f Folded,
    /// Steps up to the last offset.
    step: usize,
}

impl Origin<'_> {
    /// See [`Folded::to_raw`].
    pub fn of(&mut self, span: FoldSpan) -> RawSpan {
        let start = self.raw_of(span.start).0;
        if span.start >= span.end {
            return RawSpan { start, end: start };
        }
        let last = self.folded.text[..span.end as usize].chars().next_back().map_or(0, |c| span.end - c.len_utf8() as u32);
        let (raw, len) = self.raw_of(last);
        RawSpan { start, end: raw + len.unwrap_or(span.end - last) }
    }

    /// Where the character at a folded offset begins in the raw text; the raw length at the end.
    pub fn start(&mut self, at: u32) -> u32 {
        if at as usize >= self.folded.text.len() { self.folded.raw_len } else { self.raw_of(at).0 }
    }

    /// Raw offset of a folded one, and the raw length of the character there where it differs from the folded length.
    fn raw_of(&mut self, at: u32) -> (u32, Option<u32>) {
        let steps = &self.folded.steps;
        while steps.get(self.step).is_some_and(|s| s.folded <= at) {
            self.step += 1;
        }
        match self.step.checked_sub(1).map(|i| steps[i]) {
            None => (at, None),
            Some(s) => (s.raw + if at == s.folded { 0 } else { at - s.folded }, (at == s.folded).then_some(s.raw_len)),
        }
    }
}

/// Fold a text. Offsets are exact: [`Folded::to_raw`] gives back the bytes that each part came from.
pub fn fold(raw: &str) -> Folded {
    let mut out = Folded { text: String::with_capacity(raw.len()), steps: Vec::new(), raw_len: raw.len() as u32 };
    let mut at = 0;
    // Inside a word that has shown one gap of evasion, a lone dot is another.
    let mut evading = false;
    while at < raw.len() {
        // Most characters stay as they are: they are copied in runs.
        let run = unchanged(&raw.as_bytes()[at..], &mut evading);
        if run > 0 {
            let kept = &raw[at..at + run];
            out.push(kept, at, kept.chars().next().map_or(0, char::len_utf8));
            at += run;
        }
        let Some(c) = raw[at..].chars().next() else { break };
        if (is_gap_mark(c) || c == TATWEEL)
            && let Some(skip) = evasive_gap(raw, at, evading)
        {
            evading = true;
            at += skip;
            continue;
        }
        let len = c.len_utf8();
        match fold_char(c) {
            Fold::Keep(k) => out.push_char(k, at, len),
            Fold::Drop => {}
            Fold::Decompose => {
                for d in std::iter::once(c).nfkc() {
                    if let Fold::Keep(k) = fold_char_plain(d) {
                        out.push_char(k, at, len);
                    }
                }
            }
        }
        evading &= !is_gap_mark(c);
        at += len;
    }
    out
}

/// Bytes of the characters that stay as they are, up to the first that does not; ASCII white space among them ends a word.
fn unchanged(bytes: &[u8], evading: &mut bool) -> usize {
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        match b {
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' => *evading = false,
            0..0x80 if b.is_ascii_uppercase() || is_gap_mark(b as char) => break,
            0..0x80 => {}
            // U+0600 to U+063F and U+0640 to U+067F: all common letters and digits of Arabic.
            0xD8 | 0xD9 if UNCHANGED[usize::from(b & 1)] >> (bytes[at + 1] & 0x3F) & 1 == 1 => at += 1,
            _ => break,
        }
        at += 1;
    }
    at
}

/// Which of the characters of two bytes that begin with D8, and with D9, are as they are folded: one bit each.
static UNCHANGED: [u64; 2] = [unchanged_from(0x600), unchanged_from(0x640)];

const fn unchanged_from(first: u32) -> u64 {
    let (mut set, mut i) = (0, 0);
    while i < 64 {
        if let Some(c) = char::from_u32(first + i)
            && let Fold::Keep(k) = fold_char_plain(c)
            && k as u32 == c as u32
        {
            set |= 1 << i;
        }
        i += 1;
    }
    set
}

/// The folded form of a short string such as a lexicon or gazetteer entry.
pub fn fold_str(raw: &str) -> String {
    fold(raw).text
}

const TATWEEL: char = '\u{0640}';

enum Fold {
    Keep(char),
    Drop,
    Decompose,
}

fn fold_char(c: char) -> Fold {
    match c {
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => Fold::Decompose,
        _ => fold_char_plain(c),
    }
}

const fn fold_char_plain(c: char) -> Fold {
    Fold::Keep(match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        // Letters that Arabic spelling confuses.
        'أ' | 'إ' | 'آ' | 'ٱ' | '\u{0672}' | '\u{0673}' | '\u{0675}' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ې' | 'ێ' | '\u{0678}' => 'ي',
        'ؤ' | 'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' | '\u{0676}' | '\u{0677}' => 'و',
        'ة' | 'ە' | 'ھ' | 'ہ' | 'ۀ' | 'ۃ' => 'ه',
        // Persian, Kurdish, Urdu and Maghrebi letters to their nearest Arabic neighbours.
        'ک' | 'ڪ' | 'گ' | 'ڭ' | 'ګ' => 'ك',
        'پ' => 'ب',
        'چ' => 'ج',
        'ژ' => 'ز',
        'ڤ' | 'ڢ' | 'ڨ' => 'ف',
        'ڵ' => 'ل',
        'ڕ' | 'ړ' => 'ر',
        // Digits.
        '٠'..='٩' => (b'0' + (c as u32 - '٠' as u32) as u8) as char,
        '۰'..='۹' => (b'0' + (c as u32 - '۰' as u32) as u8) as char,
        '٫' => '.',
        '٬' => ',',
        '٪' => '%',
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '–' | '—' | '―' | '−' | '‐' | '‑' | '‒' => '-',
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' => '"',
        // What carries no letter.
        '\u{0610}'..='\u{061A}'
        | '\u{0640}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06ED}'
        | '\u{0300}'..='\u{036F}'
        | '\u{00AD}'
        | '\u{061C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => return Fold::Drop,
        _ => c,
    })
}

fn is_gap_mark(c: char) -> bool {
    matches!(c, '.' | '*' | '@' | '\'' | '`' | '|' | '~' | '^' | '/' | '_')
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' | '\u{0671}'..='\u{06D3}' | '\u{06D5}')
}

/// The text between white space that holds `at`, and where it starts; `None` if it is longer than any word.
fn chunk_around(raw: &str, at: usize) -> Option<(usize, &str)> {
    const LONGEST: usize = 60;
    let before = raw[..at].chars().rev().take_while(|c| !c.is_whitespace()).take(LONGEST + 1);
    let (letters, bytes) = before.fold((0, 0), |(n, len), c| (n + 1, len + c.len_utf8()));
    let behind = raw[at..].chars().take_while(|c| !c.is_whitespace()).take(LONGEST + 1);
    let (more, more_bytes) = behind.fold((0, 0), |(n, len), c| (n + 1, len + c.len_utf8()));
    (letters + more <= LONGEST).then(|| (at - bytes, &raw[at - bytes..at + more_bytes]))
}

/// If the text at `at` (a tatweel or a mark) begins a gap that only hides a word from filters, its length in bytes.
///
/// A gap hides a word when tatweel meets a mark or a space with tatweel behind it (`ـ.`, `.ـ`, `ـ ـ`), when a star or the like
/// stands between two letters, when a dot cuts off the last letter, or when dots part single letters (`ق.ص.ف`).
fn evasive_gap(raw: &str, at: usize, evading: bool) -> Option<usize> {
    let before = raw[..at].chars().next_back().filter(|&c| is_arabic_letter(c) || c == TATWEEL)?;
    let (mut tatweel, mut marks, mut spaces, mut ends_in_tatweel) = (before == TATWEEL, 0, 0, false);
    let mut len = 0;
    let mut next = None;
    for c in raw[at..].chars() {
        if c == TATWEEL {
            tatweel = true;
        } else if is_gap_mark(c) {
            marks += 1;
        } else if c == ' ' {
            spaces += 1;
        } else if matches!(fold_char(c), Fold::Drop) {
            // Diacritics and zero-width marks inside the gap.
        } else {
            next = Some(c);
            break;
        }
        ends_in_tatweel = c == TATWEEL;
        len += c.len_utf8();
        if marks + spaces > 3 {
            return None;
        }
    }
    if !next.is_some_and(is_arabic_letter) || marks + spaces == 0 {
        return None;
    }
    // «1445هـ. وقال»: the abbreviation of the Hijri year is no evasion.
    if spaces > 0 {
        let starts_in_tatweel = raw[at..].starts_with(TATWEEL) || before == TATWEEL;
        return (starts_in_tatweel && ends_in_tatweel).then_some(len);
    }
    let (chunk_start, chunk) = chunk_around(raw, at)?;
    if chunk.contains('#') || chunk.contains("://") {
        return None;
    }
    if tatweel || evading {
        return Some(len);
    }
    match raw[at..].chars().next() {
        // «السبت/الأحد»: a slash alone joins nothing.
        Some('/' | '|' | '@') => return None,
        Some('.') => {}
        Some('_') => {
            let left = raw[chunk_start..at].chars().count();
            return (left == 1).then_some(len);
        }
        _ => return Some(len),
    }
    // «يق.ص.ف»: several dots in one short chunk.
    let pieces: Vec<usize> = chunk.split('.').map(|p| p.chars().filter(|&c| is_arabic_letter(c)).count()).collect();
    if pieces.len() >= 3
        && pieces.iter().all(|&n| n <= 3)
        && pieces.iter().sum::<usize>() <= 12
        && chunk.chars().all(|c| is_arabic_letter(c) || c == '.')
    {
        return Some(len);
    }
    let letters = |s: &mut dyn Iterator<Item = char>| s.take_while(|&c| is_arabic_letter(c)).take(3).count();
    let left = letters(&mut raw[..at].chars().rev());
    let right = letters(&mut raw[at + len..].chars());
    let rest = &raw[at + len..];
    let dot_after_right = rest.chars().nth(1) == Some('.');
    (right == 1 && rest.starts_with('ء') || right == 1 && left == 1 && (dot_after_right || evading)).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unites_spellings() {
        for (raw, folded) in [
            ("إسرائيلُ", "اسراييل"),
            ("المُسَيَّرة", "المسيره"),
            ("شـــمال", "شمال"),
            ("٢٠٢٤", "2024"),
            ("۱۴۰۲", "1402"),
            ("\u{FEFB}\u{FEA3}\u{FED8}", "لاحق"),
            ("کوردستان", "كوردستان"),
            ("دير\u{200C}الزور", "ديرالزور"),
        ] {
            assert_eq!(fold_str(raw), folded, "{raw}");
        }
    }

    #[test]
    fn reads_evasive_spelling() {
        for (raw, folded) in [
            ("قـ ـصـ ـف", "قصف"),
            ("بقـ.صف", "بقصف"),
            ("إسرائـ.ـيل", "اسراييل"),
            ("قـ ـتـ ـلى", "قتلي"),
            ("صـ.ار.وخ", "صاروخ"),
            ("الشهدا.ء", "الشهداء"),
            ("قص*ف", "قصف"),
            ("غـ ـارة على حلب", "غاره علي حلب"),
            ("يق.ص.ف", "يقصف"),
            ("الاحتـ/ـلال", "الاحتلال"),
        ] {
            assert_eq!(fold_str(raw), folded, "{raw}");
        }
    }

    #[test]
    fn white_space_of_several_bytes_is_no_trap() {
        assert_eq!(fold_str("\u{A0}ب.ت\u{A0}.ث"), " ب.ت .ث");
    }

    #[test]
    fn leaves_real_gaps() {
        for (raw, folded) in [
            ("1445هـ. وقال", "1445ه. وقال"),
            ("1445هـ وقال", "1445ه وقال"),
            ("الدانا.كما", "الدانا.كما"),
            ("السبت. قال", "السبت. قال"),
            ("السبت/الأحد", "السبت/الاحد"),
            ("#دير_الزور", "#دير_الزور"),
        ] {
            assert_eq!(fold_str(raw), folded, "{raw}");
        }
    }

    #[test]
    fn spans_lead_back_to_the_raw_words() {
        let raw = "قُصِفَتْ بـ١٢ صـ.ـاروخًا";
        let folded = fold(raw);
        let at = folded.as_str().find("صاروخ").unwrap() as u32;
        let span = FoldSpan { start: at, end: at + "صاروخ".len() as u32 };
        assert_eq!(folded.to_raw(span).of(raw), "صـ.ـاروخ");
        let at = folded.as_str().find("12").unwrap() as u32;
        assert_eq!(folded.to_raw(FoldSpan { start: at, end: at + 2 }).of(raw), "١٢");
    }

    proptest! {
        #[test]
        fn offsets_are_exact(raw in "[ابةىئآـ \\.٠-٩۱a-zA-Zُ\u{200F}ﻻﷲ‌😀\n«]{0,60}") {
            let folded = fold(&raw);
            let mut end_before = 0;
            for (i, c) in folded.as_str().char_indices() {
                let span = folded.to_raw(FoldSpan { start: i as u32, end: (i + c.len_utf8()) as u32 });
                // The span is one raw character, in order, and folds to what stands in the view.
                let origin = span.of(&raw);
                prop_assert_eq!(origin.chars().count(), 1);
                prop_assert!(fold_str(origin).contains(c));
                prop_assert!(span.end >= end_before);
                end_before = span.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(raw in "\\PC{0,60}") {
            let once = fold_str(&raw);
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&fold_str(&once)), letters(&once));
        }
    }
}
