//! A file that takes its name only when it is whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// A file that is being written beside its final name. Dropped before [`Part::finish`], it leaves nothing behind; a process that is killed leaves
/// `NAME.….part`, and what stood under the final name.
pub struct Part {
    part: NamedTempFile,
    path: PathBuf,
}

impl Part {
    /// Begin a file. Errors if its folder cannot be written, or if a folder stands under its name.
    pub fn create(path: &Path) -> io::Result<Part> {
        if path.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(io::ErrorKind::InvalidFilename.into()) };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut prefix = name.to_os_string();
        prefix.push(".");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".part");
        // As any other file, not only for the user; what the user's mask denies is still denied.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Part { part: builder.tempfile_in(folder)?, path: path.to_path_buf() })
    }

    /// The final name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is being written.
    pub fn place(&self) -> &Path {
        self.part.path()
    }

    /// The file.
    pub fn file(&mut self) -> &mut File {
        self.part.as_file_mut()
    }

    /// Write it from the first byte to the last, then give it its name.
    pub fn write(mut self, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>) -> io::Result<()> {
        let mut out = BufWriter::new(self.file());
        write(&mut out)?;
        out.flush()?;
        drop(out);
        self.finish()
    }

    /// Bring what was written to the disk, then give it its name, over a file that has it.
    pub fn finish(self) -> io::Result<()> {
        self.part.as_file().sync_all()?;
        self.part.persist(&self.path).map_err(|e| e.error)?;
        Ok(())
    }
}
