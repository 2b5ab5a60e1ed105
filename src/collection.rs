//! A growing collection: what each document told, kept in the GeoPackage of the output, so that later runs read only what is new.
//!
//! The file is one SQLite database. Beside the tables of the layer it holds `marsad_documents`: one row for each document with its name, a hash of what
//! it says, and its events as they were before linking. Documents are added in batches, each in one transaction, and the layer is made anew in one
//! transaction: a process that is stopped at any moment leaves what was whole before. `docs/collections.md` is the how-to.

use crate::document::Document;
use crate::event::Event;
use crate::spill::Events;
use crate::text::Sketch;
use crate::write::gpkg;
use crate::{Account, Unplaced};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use xxhash_rust::xxh3::Xxh3;

/// Tables of the collection begin so; all others are the layer's.
const OWN: &str = "marsad_";

const TABLES: &str = "
    CREATE TABLE marsad_documents (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, given TEXT NOT NULL, url TEXT, hash BLOB NOT NULL, settings TEXT NOT NULL,
      words BLOB NOT NULL, events TEXT NOT NULL, unplaced TEXT NOT NULL
    );
    CREATE INDEX marsad_documents_given ON marsad_documents (given);
    CREATE INDEX marsad_documents_hash ON marsad_documents (hash);";

/// A batch is brought to the disk when it holds so many documents, or so many bytes of text.
const BATCH: (usize, usize) = (256, 4 << 20);

/// How long to wait for a program that reads or writes the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is wrong with a collection: file, reason.
#[derive(Clone, Debug)]
pub struct CollectionError(String);

impl fmt::Display for CollectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CollectionError {}

type Result<T> = std::result::Result<T, CollectionError>;

/// What became of the documents that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not known before.
    pub new: usize,
    /// Known and unchanged: not read again.
    pub known: usize,
    /// Unchanged, but read with other data or another version before.
    pub again: usize,
    /// Names of those that say something else than before.
    pub changed: Vec<String>,
}

/// An open collection. Only one process can add to it at a time.
pub struct Collection {
    state: Mutex<State>,
    path: PathBuf,
    settings: String,
}

struct State {
    database: Connection,
    waiting: (usize, usize),
    tally: Tally,
    /// Once the file cannot be written nothing more is tried.
    failed: Option<CollectionError>,
}

/// What is to be done with a document.
enum Plan {
    /// It is there.
    Skip,
    /// It stands in this row under this name.
    Replace(i64, String),
    /// It gets a row under this name.
    Add(String),
}

/// How a document is kept: events with their points, and name, reason, quote and kind of what could not be placed.
type Kept = (Vec<(Event, Option<[f64; 2]>)>, Vec<(String, String, String, String)>);

impl Collection {
    /// Is there a collection in this file?
    pub fn is_in(path: &Path) -> Result<bool> {
        Ok(held(path)? == Held::Collection)
    }

    /// Open a collection, or begin one where there is no file. `settings` names everything but the document that its events depend on.
    pub fn open(path: &Path, settings: &str) -> Result<Collection> {
        if held(path)? == Held::Other {
            return Err(CollectionError(format!("{}: this file holds no collection; move it away to begin one", path.display())));
        }
        let fail = |e| problem(path, &e);
        let database = Connection::open(path).map_err(fail)?;
        let begin = || {
            database.busy_timeout(PATIENCE)?;
            // A transaction is always open, so a second process is turned away at once.
            database.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;")?;
            if !database.table_exists(None, "marsad_documents")? {
                database.execute_batch(&format!("{}{TABLES}", gpkg::HEAD))?;
            }
            Ok(())
        };
        begin().map_err(fail)?;
        let state = Mutex::new(State { database, waiting: (0, 0), tally: Tally::default(), failed: None });
        Ok(Collection { state, path: path.to_path_buf(), settings: settings.to_string() })
    }

    /// Add a document, read by `read` unless it is known and unchanged. A document that `read` refuses is not kept.
    pub fn add<E>(
        &self,
        mut document: Document,
        read: impl FnOnce(&Document) -> std::result::Result<Account, E>,
    ) -> Result<std::result::Result<(), E>> {
        let hash = hash(&document);
        let given = document.name.clone();
        let plan = self.with(|state| {
            let plan = plan(&state.database, &document, &hash, &self.settings)?;
            if matches!(plan, Plan::Skip) {
                state.tally.known += 1;
            }
            Ok(plan)
        })?;
        let row = match plan {
            Plan::Skip => return Ok(Ok(())),
            Plan::Replace(row, name) => {
                document.name = name;
                Some(row)
            }
            Plan::Add(name) => {
                document.name = name;
                None
            }
        };
        let account = match read(&document) {
            Ok(account) => account,
            Err(e) => return Ok(Err(e)),
        };
        let words = account.events.first().and_then(|e| e.sources.first()).map(|s| s.words.to_bytes()).unwrap_or_default();
        let events: Vec<(&Event, Option<[f64; 2]>)> = account.events.iter().map(|e| (e, e.point)).collect();
        let unplaced: Vec<_> = account.unplaced.iter().map(|u| (&u.name, &u.reason, &u.quote, u.kind)).collect();
        let (events, unplaced) = (json(&events), json(&unplaced));
        self.with(|state| {
            let before: Option<Vec<u8>> =
                row.map(|row| state.database.query_row("SELECT hash FROM marsad_documents WHERE id = ?1", [row], |r| r.get(0))).transpose()?;
            match before {
                None => state.tally.new += 1,
                Some(before) if hash == before => state.tally.again += 1,
                Some(_) => state.tally.changed.push(document.name.clone()),
            }
            state
                .database
                .prepare_cached("INSERT OR REPLACE INTO marsad_documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                .execute(params![row, document.name, given, document.url, hash, self.settings, words, events, unplaced])?;
            state.waiting = (state.waiting.0 + 1, state.waiting.1 + document.text.len());
            if state.waiting.0 >= BATCH.0 || state.waiting.1 >= BATCH.1 {
                state.waiting = (0, 0);
                state.database.execute_batch("COMMIT; BEGIN IMMEDIATE;")?;
            }
            Ok(())
        })
        .map(Ok)
    }

    /// Bring the last batch to the disk, and tell what became of the documents that were given, and how many others were read with other settings.
    pub fn finish(&self) -> Result<(Tally, usize)> {
        self.with(|state| {
            state.database.execute_batch("COMMIT; BEGIN IMMEDIATE;")?;
            let others = "SELECT count(*) FROM marsad_documents WHERE settings <> ?1";
            let others: i64 = state.database.query_row(others, [&self.settings], |r| r.get(0))?;
            state.tally.changed.sort();
            Ok((state.tally.clone(), others as usize))
        })
    }

    /// Go through what each document told. An error of `visit` ends it, and is told as it is.
    pub fn each(&self, mut visit: impl FnMut(Account) -> io::Result<()>) -> Result<()> {
        let read = self.with(|state| {
            let mut rows = state.database.prepare("SELECT name, words, events, unplaced FROM marsad_documents ORDER BY id")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let name: String = row.get(0)?;
                let words = Sketch::from_bytes(row.get_ref(1)?.as_blob()?);
                let (events, unplaced): Kept = (parsed(row.get_ref(2)?.as_bytes()?)?, parsed(row.get_ref(3)?.as_bytes()?)?);
                let mut account = Account::default();
                account.events.extend(events.into_iter().map(|(mut event, point)| {
                    event.point = point;
                    event.sources.iter_mut().for_each(|s| s.words = words.clone());
                    event
                }));
                account.unplaced.extend(unplaced.into_iter().map(|(word, reason, quote, kind)| {
                    let kind = crate::gazetteer::Kind::from_name(&kind).map_or("", crate::gazetteer::Kind::as_str);
                    Unplaced { name: word, document: name.clone(), reason, quote, kind }
                }));
                if let Err(e) = visit(account) {
                    return Ok(Err(e));
                }
            }
            Ok(Ok(()))
        })?;
        read.map_err(|e| CollectionError(e.to_string()))
    }

    /// Make the layer anew of these events.
    pub fn write(&self, events: &dyn Events) -> Result<()> {
        self.with(|state| {
            state.database.execute_batch("COMMIT;")?;
            let layer = state.database.transaction()?;
            gpkg::replace(&layer, events, OWN)?;
            layer.commit()?;
            state.database.execute_batch("BEGIN IMMEDIATE;")
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> rusqlite::Result<T>) -> Result<T> {
        let mut state: MutexGuard<'_, State> = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failed) = &state.failed {
            return Err(failed.clone());
        }
        work(&mut state).map_err(|e| {
            let failed = problem(&self.path, &e);
            state.failed = Some(failed.clone());
            failed
        })
    }
}

/// What a file holds.
#[derive(PartialEq)]
enum Held {
    Collection,
    /// There is no file, or a run was stopped before it had begun.
    Nothing,
    Other,
}

fn held(path: &Path) -> Result<Held> {
    if !path.exists() {
        return Ok(Held::Nothing);
    }
    let look = || -> rusqlite::Result<(i64, bool)> {
        // Writable, so that what a stopped run left unfinished can be taken back.
        let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        database.busy_timeout(PATIENCE)?;
        let tables: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        Ok((tables, database.table_exists(None, "marsad_documents")?))
    };
    match look() {
        Ok((_, true)) => Ok(Held::Collection),
        Ok((0, _)) => Ok(Held::Nothing),
        Ok(_) => Ok(Held::Other),
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => Ok(Held::Other),
        Err(e) => Err(problem(path, &e)),
    }
}

fn problem(path: &Path, error: &rusqlite::Error) -> CollectionError {
    CollectionError(format!("{}: {}", path.display(), reason(error)))
}

/// Is the document there, was it changed, or is it new? A name alone is no proof: records of two exports may bear one number.
fn plan(database: &Connection, document: &Document, hash: &[u8], settings: &str) -> rusqlite::Result<Plan> {
    type Row = (i64, String, Option<String>, Vec<u8>, String);
    let mut rows = database.prepare_cached("SELECT id, name, url, hash, settings FROM marsad_documents WHERE given = ?1 ORDER BY id")?;
    let rows = rows.query_map([&document.name], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
    let rows: Vec<Row> = rows.collect::<rusqlite::Result<_>>()?;
    if let Some((id, name, _, _, with)) = rows.iter().find(|r| r.3 == hash) {
        return Ok(if with == settings { Plan::Skip } else { Plan::Replace(*id, name.clone()) });
    }
    let Some(first) = rows.first() else { return Ok(Plan::Add(document.name.clone())) };
    let same = |r: &&Row| r.2.is_some() && r.2 == document.url;
    let piped = document.name == "-" || document.name.starts_with("-#");
    let unsaid = |r: &&Row| !piped && (r.2.is_none() || document.url.is_none());
    if let Some((id, name, ..)) = rows.iter().find(same).or(rows.iter().find(unsaid)) {
        return Ok(Plan::Replace(*id, name.clone()));
    }
    // Another document of this name. It may be known under another number.
    let elsewhere = "SELECT id, name, settings FROM marsad_documents WHERE hash = ?1 AND url IS NOT NULL ORDER BY id";
    let elsewhere = database.query_row(elsewhere, [hash], |r| Ok((r.get(0)?, r.get(1)?, r.get::<_, String>(2)?))).optional()?;
    Ok(match elsewhere {
        Some((_, _, with)) if with == settings => Plan::Skip,
        Some((id, name, _)) => Plan::Replace(id, name),
        None => Plan::Add(format!("{}~{}", first.1, rows.len() + 1)),
    })
}

/// What the document says, and what is said of it.
fn hash(document: &Document) -> Vec<u8> {
    let mut hash = Xxh3::new();
    let day = document.published.map(|day| day.to_string());
    for part in [Some(&document.text), day.as_ref(), document.outlet.as_ref(), document.url.as_ref()] {
        hash.update(&part.map_or(u64::MAX, |p| p.len() as u64).to_le_bytes());
        hash.update(part.map_or(&[], |p| p.as_bytes()));
    }
    hash.digest128().to_le_bytes().to_vec()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain values are JSON")
}

fn parsed<T: serde::de::DeserializeOwned>(json: &[u8]) -> rusqlite::Result<T> {
    serde_json::from_slice(json).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

/// What SQLite says, in the words of who runs marsad.
fn reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => "another program is writing this file".into(),
        Some(rusqlite::ErrorCode::DiskFull) => "no space left on device".into(),
        _ => error.to_string(),
    }
}
