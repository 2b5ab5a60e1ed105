//! marsad: Arabic news in, a map of strikes and attacks out.

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = cli::Cli::parse();
    match cli::run(command) {
        Ok(outcome) => outcome.into(),
        Err(e) => {
            eprintln!("marsad: {e}");
            ExitCode::from(2)
        }
    }
}
