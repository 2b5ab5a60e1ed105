//! More events than the memory holds: the first ones stay in memory, the others go to a temporary file that nobody has to clean up.

use crate::event::Event;
use crate::text::Sketch;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// So many events stay in memory, at 5 to 10 KB each.
pub const IN_MEMORY: usize = 8_000;

/// Bytes that are gathered before the file is written.
const BUFFER: usize = 1 << 20;

/// Events that can be gone through in their order, any number of times.
pub trait Events {
    /// How many there are.
    fn count(&self) -> usize;

    /// Look at each. The first error ends it; reading them is one, too.
    fn each(&self, visit: &mut dyn FnMut(&Event) -> io::Result<()>) -> io::Result<()>;
}

impl Events for Vec<Event> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&Event) -> io::Result<()>) -> io::Result<()> {
        self.iter().try_for_each(visit)
    }
}

/// The same where visits have errors of another kind; `wrap` makes one of what went wrong in reading.
pub(crate) fn try_each<E>(
    events: &(impl Events + ?Sized),
    wrap: impl Fn(io::Error) -> E,
    mut visit: impl FnMut(&Event) -> Result<(), E>,
) -> Result<(), E> {
    let mut failed = None;
    let all = events.each(&mut |event| {
        visit(event).map_err(|e| {
            failed = Some(e);
            io::ErrorKind::Other.into()
        })
    });
    failed.map_or(all.map_err(wrap), Err)
}

/// Events by their numbers, in the order in which they were added.
#[derive(Debug)]
pub struct Spill {
    kept: Vec<Event>,
    most: usize,
    folder: PathBuf,
    /// Where in the file each of the others begins, and the length of its words there.
    begins: Vec<(u64, u32)>,
    file: Mutex<Option<File>>,
    /// Bytes of the file, and what is to be written behind them.
    written: u64,
    waiting: Vec<u8>,
}

impl Spill {
    /// Keep so many events in memory, the others in a temporary file in this folder.
    pub fn new(most: usize, folder: &Path) -> Spill {
        Spill { kept: Vec::new(), most, folder: folder.to_path_buf(), begins: Vec::new(), file: Mutex::new(None), written: 0, waiting: Vec::new() }
    }

    /// Keep them all in memory.
    pub fn of(events: Vec<Event>) -> Spill {
        Spill { kept: events, ..Spill::new(usize::MAX, Path::new("")) }
    }

    /// An empty one with the same limit and folder.
    pub fn like(&self) -> Spill {
        Spill::new(self.most, &self.folder)
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.kept.len() + self.begins.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Add an event.
    pub fn push(&mut self, event: Event) -> io::Result<()> {
        if self.kept.len() < self.most {
            self.kept.push(event);
            return Ok(());
        }
        let begin = self.waiting.len();
        for source in &event.sources {
            let words = source.words.to_bytes();
            self.waiting.extend((words.len() as u32).to_le_bytes());
            self.waiting.extend(words);
        }
        self.begins.push((self.written + begin as u64, (self.waiting.len() - begin) as u32));
        serde_json::to_writer(&mut self.waiting, &(&event, event.point))?;
        if self.waiting.len() >= BUFFER {
            let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
            if file.is_none() {
                *file = Some(tempfile::tempfile_in(&self.folder)?);
            }
            if let Some(file) = file {
                // A read may have moved the position.
                file.seek(SeekFrom::Start(self.written))?;
                file.write_all(&self.waiting)?;
            }
            self.written += self.waiting.len() as u64;
            self.waiting.clear();
        }
        Ok(())
    }

    /// The event of this number.
    pub fn get(&self, i: usize) -> io::Result<Cow<'_, Event>> {
        if let Some(event) = self.kept.get(i) {
            return Ok(Cow::Borrowed(event));
        }
        let (begin, words) = self.begins[i - self.kept.len()];
        let end = self.begins.get(i - self.kept.len() + 1).map_or(self.written + self.waiting.len() as u64, |next| next.0);
        let bytes = self.bytes(begin, (end - begin) as usize)?;
        let (words, json) = bytes.split_at(words as usize);
        let (mut event, point): (Event, Option<[f64; 2]>) = serde_json::from_slice(json)?;
        event.point = point;
        event.sources.iter_mut().zip(sketches(words)).for_each(|(source, words)| source.words = words);
        Ok(Cow::Owned(event))
    }

    /// The event of this number, which is then no longer there.
    pub fn take(&mut self, i: usize) -> io::Result<Event> {
        match self.kept.get_mut(i) {
            Some(event) => Ok(std::mem::replace(event, Event::blank())),
            None => self.get(i).map(Cow::into_owned),
        }
    }

    /// The words of its sources.
    pub fn words(&self, i: usize) -> io::Result<Vec<Sketch>> {
        if let Some(event) = self.kept.get(i) {
            return Ok(event.sources.iter().map(|s| s.words.clone()).collect());
        }
        let (begin, words) = self.begins[i - self.kept.len()];
        Ok(sketches(&self.bytes(begin, words as usize)?).collect())
    }

    fn bytes(&self, begin: u64, length: usize) -> io::Result<Vec<u8>> {
        if begin >= self.written {
            let begin = (begin - self.written) as usize;
            return Ok(self.waiting[begin..begin + length].to_vec());
        }
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(begin))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Sketches as [`Spill::push`] writes them, each behind its length.
fn sketches(bytes: &[u8]) -> impl Iterator<Item = Sketch> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (length, behind) = rest.split_first_chunk()?;
        let (words, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = behind;
        Some(Sketch::from_bytes(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Source;

    fn event(n: usize) -> Event {
        let mut words = Vec::new();
        let all: Vec<String> = (0..n % 300).map(|w| format!("w{w}")).collect();
        Sketch::add(&mut words, all.iter().map(String::as_str));
        let sources = (0..n % 3).map(|s| Source { document: format!("{n}-{s}"), words: Sketch::new(words.clone()), ..Source::default() });
        let point = n.is_multiple_of(2).then_some([n as f64 / 3.0, 0.1]);
        Event { event_id: format!("m{n}"), radius_km: Some(n as f64 / 7.0), sources: sources.collect(), point, ..Event::blank() }
    }

    #[test]
    fn what_was_added_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::new(5, folder.path());
        for n in 0..3000 {
            spill.push(event(n)).unwrap();
            // Reading between writes disturbs nothing.
            assert_eq!(*spill.get(n / 2).unwrap(), event(n / 2));
        }
        assert!(spill.written > 0 && !spill.waiting.is_empty());
        for n in 0..3000 {
            assert_eq!(*spill.get(n).unwrap(), event(n));
            assert_eq!(spill.words(n).unwrap(), event(n).sources.iter().map(|s| s.words.clone()).collect::<Vec<_>>());
            assert_eq!(spill.take(n).unwrap(), event(n));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no name is left behind");
    }
}
