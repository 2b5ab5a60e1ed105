//! Reading by pieces of bounded size.

use std::io::{self, BufRead, Read};

/// A line, or that it was longer than may be read.
pub enum Line {
    /// Without its end.
    Whole(Vec<u8>),
    /// It was passed over.
    TooLong,
}

/// The next line; `None` at the end.
pub fn next_line(stream: &mut impl BufRead, largest: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let n = stream.take(largest as u64 + 1).read_until(b'\n', &mut line)?;
    if n == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > largest {
        stream.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(line)))
}

/// A stream that fails when too much is read from it at once: a reader that looks for the end of a record stops there instead of filling the memory.
pub struct Budget<R> {
    inner: R,
    left: usize,
}

/// What the readers read ahead does not count.
const AHEAD: usize = 64 * 1024;

impl<R> Budget<R> {
    /// Allow so many bytes until [`Budget::renew`].
    pub fn new(inner: R, bytes: usize) -> Budget<R> {
        Budget { inner, left: bytes.saturating_add(AHEAD) }
    }

    /// A record is done: allow so many bytes for the next one.
    pub fn renew(&mut self, bytes: usize) {
        self.left = bytes.saturating_add(AHEAD);
    }
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.left);
        if most == 0 && !buffer.is_empty() {
            return Err(io::Error::other("a record that is larger than the limit, or does not end"));
        }
        let n = self.inner.read(&mut buffer[..most])?;
        self.left -= n;
        Ok(n)
    }
}
