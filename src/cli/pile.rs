//! What several threads gather from documents.

use marsad::Account;
use marsad::spill::{IN_MEMORY, Spill};
use marsad::write::Unresolved;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What all documents tell.
pub struct Pile {
    reports: Mutex<Spill>,
    unresolved: Mutex<Unresolved>,
}

impl Pile {
    /// What does not fit into memory lies in this folder.
    pub fn new(folder: &Path) -> Pile {
        Pile { reports: Mutex::new(Spill::new(IN_MEMORY, folder)), unresolved: Mutex::default() }
    }

    /// Add what one document tells.
    pub fn add(&self, account: Account) -> std::io::Result<()> {
        let mut unresolved = self.unresolved.lock().unwrap_or_else(PoisonError::into_inner);
        account.unplaced.into_iter().for_each(|name| unresolved.add(name));
        drop(unresolved);
        let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        account.events.into_iter().try_for_each(|event| reports.push(event))
    }

    pub fn into_parts(self) -> (Spill, Unresolved) {
        let Pile { reports, unresolved } = self;
        (reports.into_inner().unwrap_or_else(PoisonError::into_inner), unresolved.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The first error of work that several hands do; after it nothing more is done.
pub struct First<E>(Mutex<Option<E>>, AtomicBool);

impl<E> Default for First<E> {
    fn default() -> First<E> {
        First(Mutex::default(), AtomicBool::new(false))
    }
}

impl<E> First<E> {
    pub fn keep(&self, work: impl FnOnce() -> Result<(), E>) {
        if self.1.load(Ordering::Relaxed) {
            return;
        }
        if let Err(e) = work() {
            self.1.store(true, Ordering::Relaxed);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(e);
        }
    }

    pub fn told(self) -> Result<(), E> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}
