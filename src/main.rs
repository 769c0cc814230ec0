//! `jejak`: parses, runs, exits.

use std::process::ExitCode;

/// An audit makes millions of small things on several threads; the system's allocator takes a third of its time for them.
/// It asks the system for no huge pages: they cost a third more memory, and a short command waits for their zeroing.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    jejak::cli::run(std::env::args_os())
}
