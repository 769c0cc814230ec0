//! `jejak man`

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Halaman sebuah perintah; seluruh program bila kosong | The page of a command; of the whole program if none
    command: Option<String>,
}

pub(super) fn run(args: &ManArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut whole = super::command(terminal.lang);
    whole.build();
    let command = match &args.command {
        None => whole,
        Some(name) => whole.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::new(format!("perintah `{name}` tidak ada."), format!("there is no command `{name}`."))
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    terminal.print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Lawful)
}
