//! Bytes to text: UTF-8, UTF-16 with its mark, else the encoding that the bytes look like (windows-1256, ISO-8859-6 …).

use super::unpack::Bytes;
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fmt;
use std::io::BufReader;

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
    if encoding_rs::Encoding::for_bom(&bytes).is_none() {
        let sample = &bytes[..bytes.len().min(8192)];
        let control = sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B)).count();
        if sample.contains(&0) || control * 20 > sample.len() {
            return Err(DecodeError::Binary);
        }
    }
    let encoding = encoding(&bytes);
    if encoding == encoding_rs::UTF_8 && !bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()));
    }
    Ok(encoding.decode(&bytes).0.into_owned())
}

/// The encoding that bytes are in, or look like.
pub fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return encoding_rs::UTF_8;
    }
    // UTF-8 with a few broken bytes is still UTF-8: in other encodings hardly a letter reads as a whole sequence of UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let whole = lossy.chars().filter(|&c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER).count();
    if broken < whole {
        return encoding_rs::UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let arabic = |e: &'static Encoding| {
        let (text, _, _) = e.decode(bytes);
        text.chars().filter(|c| matches!(c, '\u{0621}'..='\u{064A}')).count()
    };
    // The detector's guess stands unless it reads no Arabic where an Arabic encoding reads plenty.
    let candidates = [guess, encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6];
    candidates.into_iter().max_by_key(|e| (arabic(e), *e == guess)).unwrap_or(guess)
}

/// A stream in UTF-8: from the encoding that its first bytes show. What is broken becomes replacement characters.
pub fn transcode(head: &[u8], stream: Bytes) -> Bytes {
    // A head that was cut inside a letter is no broken text.
    let whole = (0..4).find(|n| head.len() > *n && std::str::from_utf8(&head[..head.len() - n]).is_ok());
    let encoding = if whole.is_some() { encoding_rs::UTF_8 } else { encoding(head) };
    Box::new(BufReader::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).build(stream)))
}

/// Decode a page: UTF-8 if it is valid, else the encoding that its headers or its first lines name, else the one that it looks like.
pub fn decode_page(bytes: Vec<u8>, charset: Option<&str>) -> Result<String, DecodeError> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(e) => e.into_bytes(),
    };
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let declared = head.split("charset=").nth(1).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(rest.len())]
    });
    let named = [charset, declared].into_iter().flatten().find_map(|label| Encoding::for_label(label.trim().as_bytes()));
    match named {
        // The web writes "utf-8" on pages of all encodings.
        Some(encoding) if encoding != encoding_rs::UTF_8 && Encoding::for_bom(&bytes).is_none() => Ok(encoding.decode(&bytes).0.into_owned()),
        _ => decode(bytes),
    }
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
    fn pages_say_their_encoding() {
        let page = |label: &str| format!("<html><head><meta charset=\"{label}\"></head><body>{TEXT}</body></html>");
        let legacy = encoding_rs::ISO_8859_6.encode(&page("iso-8859-6")).0.into_owned();
        assert!(decode_page(legacy.clone(), None).unwrap().contains(TEXT));
        assert!(decode_page(encoding_rs::WINDOWS_1256.encode(&page("x")).0.into_owned(), Some("windows-1256")).unwrap().contains(TEXT));
        // What a page says of itself can be wrong.
        assert!(decode_page(page("windows-1256").into_bytes(), None).unwrap().contains(TEXT));
        assert!(decode_page(encoding_rs::WINDOWS_1256.encode(&page("utf-8")).0.into_owned(), None).unwrap().contains(TEXT));
    }

    #[test]
    fn streams_become_utf8() {
        for encoding in [encoding_rs::UTF_8, encoding_rs::WINDOWS_1256] {
            let bytes = encoding.encode(TEXT).0.into_owned();
            let mut out = String::new();
            let head = bytes[..41].to_vec();
            std::io::Read::read_to_string(&mut transcode(&head, Box::new(std::io::Cursor::new(bytes))), &mut out).unwrap();
            assert_eq!(out, TEXT);
        }
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
