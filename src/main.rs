//! `jejak`: parses, runs, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    jejak::cli::run(std::env::args_os())
}
