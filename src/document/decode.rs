//! Bytes to text: UTF-8, UTF-16 with its mark, else the encoding that the bytes look like (windows-1256, ISO-8859-6 …).

use std::fmt;

/// Bytes that are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Nothing there.
    Empty,
    /// Control bytes: a picture, an archive, a program.
    Binary,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DecodeError::Empty => "the file is empty",
            DecodeError::Binary => "this is not a text file",
        })
    }
}

impl std::error::Error for DecodeError {}

/// Decode a file's bytes.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::Empty);
    }
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return Ok(encoding.decode(&bytes).0.into_owned());
    }
    let sample = &bytes[..bytes.len().min(8192)];
    let control = sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B)).count();
    if sample.contains(&0) || control * 20 > sample.len() {
        return Err(DecodeError::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(e) => e.into_bytes(),
    };
    // UTF-8 with a few broken bytes is still UTF-8: in other encodings hardly a letter reads as a whole sequence of UTF-8.
    let lossy = String::from_utf8_lossy(&bytes);
    let broken = lossy.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let whole = lossy.chars().filter(|&c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER).count();
    if broken < whole {
        return Ok(lossy.into_owned());
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let arabic = |e: &'static encoding_rs::Encoding| {
        let (text, _, _) = e.decode(&bytes);
        text.chars().filter(|c| matches!(c, '\u{0621}'..='\u{064A}')).count()
    };
    // The detector's guess stands unless it reads no Arabic where an Arabic encoding reads plenty.
    let best = [guess, encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6].into_iter().max_by_key(|e| (arabic(e), *e == guess));
    Ok(best.unwrap_or(guess).decode(&bytes).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "قصفت الطائرات أطراف البلدة مساء أمس وسقط ثلاثة جرحى بحسب مصادر محلية";

    #[test]
    fn reads_arabic_encodings() {
        for encoding in [encoding_rs::UTF_8, encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6] {
            let (bytes, _, _) = encoding.encode(TEXT);
            assert_eq!(decode(bytes.into_owned()).as_deref(), Ok(TEXT), "{}", encoding.name());
        }
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(utf16).as_deref(), Ok(TEXT));
    }

    #[test]
    fn refuses_what_is_no_text() {
        assert_eq!(decode(b" \n".to_vec()), Err(DecodeError::Empty));
        assert_eq!(decode(vec![0x89, b'P', b'N', b'G', 0, 0, 1, 2]), Err(DecodeError::Binary));
    }

    #[test]
    fn keeps_text_with_a_broken_byte() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.push(0xD8);
        assert!(decode(bytes).unwrap().starts_with(TEXT));
        // A short text, cut inside a letter at both ends.
        let cut = &"غارة على حلب".as_bytes()[1..21];
        assert_eq!(decode(cut.to_vec()).as_deref(), Ok("\u{FFFD}ارة على حل\u{FFFD}"));
    }
}
