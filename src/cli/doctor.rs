//! `jejak doctor`

use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Outcome, PlainFormat, clock, hook, workspace};
use crate::desk;
use crate::desk::forge::{Facts, settings};
use crate::model::day::Zone;
use crate::model::health::{Advice, Weight};
use crate::model::office::ForgeKind;
use crate::report::doctor;
use crate::shell::files;
use crate::shell::git::GitStore;

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Bentuk keluaran | Form of the output
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: PlainFormat,
    /// Menilai setelan forge yang tercatat: python3 kirim.py settings > setelan.json | Judge a forge's recorded settings: python3 kirim.py settings > setelan.json
    #[arg(long, value_name = "BERKAS")]
    forge: Option<PathBuf>,
}

pub(super) fn run(args: &DoctorArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if let Some(path) = &args.forge {
        return of_forge(args, path, dir, terminal);
    }
    let store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    let now = clock::moment_or_now(None, Zone::Wib)?;
    let health = store.health(desk::hook::MARK, &hook::program()?, now.into());
    let advice = desk::doctor::examine(&health, now.timestamp());
    told(args, &advice, terminal)
}

fn told(args: &DoctorArgs, advice: &[Advice], terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let text = match args.format {
        PlainFormat::Text => doctor::text(advice, terminal.lang),
        PlainFormat::Json => doctor::json(advice, terminal.lang),
    };
    terminal.print(&text)?;
    let bad = advice.iter().any(|one| one.weight == Weight::Bad);
    Ok(if bad { Outcome::Findings } else { Outcome::Lawful })
}

/// Judges what was recorded of a forge, against the workspace in a folder.
fn of_forge(args: &DoctorArgs, path: &Path, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let workspace = workspace::load(dir)?.workspace;
    let kind = workspace.office.as_ref().and_then(|office| office.forge.as_ref()).map(|forge| forge.kind);
    let kind = kind.filter(|kind| *kind != ForgeKind::Plain).ok_or_else(|| {
        Failure::new(
            "jejak.yaml tidak menyebut forge (forge: {jenis: …}).",
            "jejak.yaml names no forge (forge: {jenis: …}).",
        )
    })?;
    let shown = path.display();
    let recorded: serde_json::Value = serde_json::from_slice(&files::read_any(path)?).map_err(|error| {
        Failure::new(
            format!("{shown}: bukan JSON ({error}). Catat dengan `python3 kirim.py settings > {shown}`."),
            format!("{shown}: no JSON ({error}). Record it with `python3 kirim.py settings > {shown}`."),
        )
    })?;
    if recorded["repo"].is_null() {
        return Err(Failure::new(
            format!(
                "{shown}: tidak memuat setelan repositori (`repo`). Catat dengan `python3 kirim.py settings > {shown}`."
            ),
            format!(
                "{shown}: holds no settings of a repository (`repo`). Record it with `python3 kirim.py settings > {shown}`."
            ),
        ));
    }
    let takes_forms = [
        ".github/workflows/jejak-permohonan.yml",
        ".forgejo/workflows/jejak-permohonan.yml",
        ".gitlab/issue_templates",
    ];
    let takes_forms = takes_forms.iter().any(|path| dir.join(path).exists());
    let advice = settings::examine(kind, &Facts::new(recorded), &workspace, takes_forms);
    told(args, &advice, terminal)
}
