//! Opening: packed streams are unpacked on the way, and a stream that swells beyond reason is stopped.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A stream of an input's bytes.
pub type Bytes = Box<dyn BufRead + Send>;

/// So many bytes of the beginning tell what a file is.
const HEAD: usize = 64 * 1024;

/// Text packs to a tenth or a twentieth. What swells more than this, beyond the first bytes, was made to fill memories.
const SWELLING: u64 = 250;
const SWELLING_FROM: u64 = 32 << 20;

/// Unpack gzip and Zstandard, recognised by their first bytes. Returns the first bytes of the content and the whole stream.
pub fn unpack(raw: impl Read + Send + 'static) -> io::Result<(Vec<u8>, Bytes)> {
    let consumed = Arc::new(AtomicU64::new(0));
    let (magic, raw) = peek(Box::new(BufReader::new(Counted { inner: raw, count: consumed.clone() })), 4)?;
    let content: Bytes = match magic[..] {
        [0x1F, 0x8B, ..] => Box::new(BufReader::new(Guarded { inner: Gunzip::new(raw), consumed, produced: 0 })),
        [0x28, 0xB5, 0x2F, 0xFD] => Box::new(BufReader::new(Guarded { inner: zstd::Decoder::with_buffer(raw)?, consumed, produced: 0 })),
        _ => raw,
    };
    peek(content, HEAD)
}

/// The first bytes, and the stream with them. What goes wrong among them is told by the stream when its reader comes to it.
fn peek(mut stream: Bytes, length: usize) -> io::Result<(Vec<u8>, Bytes)> {
    let mut head = Vec::new();
    let trouble = (&mut stream).take(length as u64).read_to_end(&mut head).err();
    let trouble = match trouble {
        Some(e) if head.is_empty() => return Err(e),
        other => other,
    };
    let rest = io::BufReader::new(Trouble(trouble)).chain(stream);
    Ok((head.clone(), Box::new(io::Cursor::new(head).chain(rest))))
}

/// Nothing but an error, told once.
struct Trouble(Option<io::Error>);

impl Read for Trouble {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Stops a stream that swells too much.
struct Guarded<R> {
    inner: R,
    consumed: Arc<AtomicU64>,
    produced: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.produced += n as u64;
        if self.produced > SWELLING_FROM && self.produced / SWELLING > self.consumed.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!("it swells more than {SWELLING} times when unpacked; the rest is not read")));
        }
        Ok(n)
    }
}

/// All members of a gzip file. A broken member is an error once; then reading goes on with the next one, if there is any.
struct Gunzip {
    member: Option<GzDecoder<Bytes>>,
    rest: Option<Bytes>,
    broken: bool,
}

impl Gunzip {
    fn new(raw: Bytes) -> Gunzip {
        Gunzip { member: None, rest: Some(raw), broken: false }
    }

    /// Go to the next member: right here, or, behind a broken one or padding, where its first bytes stand.
    fn next_member(&mut self) -> io::Result<bool> {
        let Some(mut rest) = self.rest.take() else { return Ok(false) };
        loop {
            let buffer = rest.fill_buf()?;
            let Some(&first) = buffer.first() else { return Ok(false) };
            if !self.broken && first != 0 {
                break;
            }
            if let Some(skip) = buffer.windows(3).position(|w| w == [0x1F, 0x8B, 8]) {
                rest.consume(skip);
                break;
            }
            // The mark may begin in the last two bytes of the buffer; then this member is not found.
            let all = buffer.len();
            rest.consume(all);
        }
        self.broken = false;
        self.member = Some(GzDecoder::new(rest));
        Ok(true)
    }
}

impl Read for Gunzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.member.is_none() && !self.next_member()? {
                return Ok(0);
            }
            let Some(member) = &mut self.member else { return Ok(0) };
            let n = match member.read(buffer) {
                Ok(n) => n,
                Err(e) => {
                    self.broken = true;
                    self.rest = self.member.take().map(GzDecoder::into_inner);
                    return Err(io::Error::new(io::ErrorKind::InvalidData, format!("its packing is broken: {e}")));
                }
            };
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            self.rest = self.member.take().map(GzDecoder::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn all(packed: Vec<u8>) -> io::Result<Vec<u8>> {
        let (_, mut stream) = unpack(io::Cursor::new(packed))?;
        let mut out = Vec::new();
        stream.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        assert_eq!(all([gzip(b"one "), gzip(b""), gzip(b"two"), vec![0; 512]].concat()).unwrap(), b"one two");
        let frame = |content: &[u8]| zstd::encode_all(content, 3).unwrap();
        assert_eq!(all([frame(b"one "), frame(b"two")].concat()).unwrap(), b"one two");
        assert_eq!(all(b"plain".to_vec()).unwrap(), b"plain");
        assert_eq!(all(Vec::new()).unwrap(), b"");
    }

    #[test]
    fn a_broken_member_does_not_hide_the_next() {
        let mut broken = gzip(&[b'x'; 300]);
        broken.truncate(15);
        // The broken one may take the beginning of the next with it.
        let (_, mut stream) = unpack(io::Cursor::new([gzip(b"one"), broken, gzip(b"lost"), gzip(b"two")].concat())).unwrap();
        let mut out = Vec::new();
        assert!(stream.read_to_end(&mut out).is_err());
        stream.read_to_end(&mut out).unwrap();
        assert!(out.ends_with(b"two"));
    }

    #[test]
    fn a_bomb_is_stopped() {
        let zeros = vec![b' '; 40 << 20];
        assert!(all(gzip(&zeros)).unwrap_err().to_string().contains("swells"));
        assert!(all(zstd::encode_all(&zeros[..], 3).unwrap()).unwrap_err().to_string().contains("swells"));
    }
}
