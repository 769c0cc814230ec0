//! `jejak completions`

use clap::Args;
use clap_complete::Shell;

use super::terminal::Terminal;
use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Shell yang dipakai | The shell
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(terminal.lang), "jejak", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Lawful)
}
