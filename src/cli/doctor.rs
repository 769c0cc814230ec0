//! `jejak doctor`

use std::path::Path;

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Outcome, PlainFormat, clock, hook};
use crate::desk;
use crate::model::day::Zone;
use crate::model::health::Weight;
use crate::report::doctor;
use crate::shell::git::GitStore;

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Bentuk keluaran | Form of the output
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: PlainFormat,
}

pub(super) fn run(args: &DoctorArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    let now = clock::moment_or_now(None, Zone::Wib)?;
    let health = store.health(desk::hook::MARK, &hook::program()?, now.into());
    let advice = desk::doctor::examine(&health, now.timestamp());
    let text = match args.format {
        PlainFormat::Text => doctor::text(&advice, terminal.lang),
        PlainFormat::Json => doctor::json(&advice, terminal.lang),
    };
    terminal.print(&text)?;
    let bad = advice.iter().any(|one| one.weight == Weight::Bad);
    Ok(if bad { Outcome::Findings } else { Outcome::Lawful })
}
