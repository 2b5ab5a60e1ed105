//! marsad: Arabic news in, a map of strikes and attacks out.

mod cli;

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Reading makes many small, short-lived values: this allocator spends a fifth less time on them than the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let command = cli::Cli::parse();
    match cli::run(command) {
        Ok(outcome) => outcome.into(),
        // The reader of the output has seen enough: `marsad annotate … | head`.
        Err(e) if e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("marsad: {e}");
            ExitCode::from(2)
        }
    }
}
