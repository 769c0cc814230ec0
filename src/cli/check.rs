//! `jejak check`

use std::path::Path;

use clap::{Args, ValueEnum};

use super::proposal::{self, Proposal};
use super::terminal::Terminal;
use super::{Failure, Outcome, workspace};
use crate::model::say::{Say, counted};
use crate::report::{Format, Report};
use crate::rules::check_workspace;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Menilai sebuah usulan, A..B atau B saja, seakan mendarat pada A (bawaan: cabang yang diterbitkan) | Judges a proposal, A..B or B alone, as if it landed on A (default: the published branch)
    #[arg(long, value_name = "A..B", conflicts_with = "staged")]
    range: Option<String>,
    /// Menilai isi indeks (git add) seakan mendarat | Judges the index (git add) as if it landed
    #[arg(long)]
    staged: bool,
    #[command(flatten)]
    onto: proposal::OntoArgs,
    /// Bentuk keluaran; markdown hanya untuk usulan | Form of the output; markdown for proposals only
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: CheckFormat,
}

/// Findings of files, or the account of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum CheckFormat {
    #[default]
    Text,
    Json,
    Github,
    Sarif,
    Markdown,
}

pub(super) fn run(args: &CheckArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let proposal = match (&args.range, args.staged) {
        (Some(range), _) => Some(Proposal::Range(range)),
        (None, true) => Some(Proposal::Staged),
        (None, false) => None,
    };
    match proposal {
        Some(proposal) => proposal::run(&proposal, &args.onto, args.format, dir, terminal),
        None => files(args.format, dir, terminal),
    }
}

fn files(format: CheckFormat, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let format = match format {
        CheckFormat::Text => Format::Text,
        CheckFormat::Json => Format::Json,
        CheckFormat::Github => Format::Github,
        CheckFormat::Sarif => Format::Sarif,
        CheckFormat::Markdown => {
            return Err(Failure::new(
                "bentuk markdown adalah untuk usulan: jejak check --range A..B --format markdown.",
                "the form markdown is for proposals: jejak check --range A..B --format markdown.",
            ));
        }
    };
    let loaded = workspace::load(dir)?;
    let mut findings = loaded.findings;
    findings.extend(check_workspace(&loaded.workspace));
    let report = Report::new(findings);
    let style = terminal.style(format);
    if style.format == Format::Text {
        let all = &loaded.workspace;
        let (sops, calendars, people, requests) =
            (all.sops.len(), all.calendars.len(), all.people.len(), all.requests.len());
        terminal.note(&Say::new(
            format!("Diperiksa: {sops} SOP, {calendars} kalender, {people} orang, {requests} permohonan."),
            format!(
                "Checked: {}, {}, {}, {}.",
                counted(sops, "SOP", "SOPs"),
                counted(calendars, "calendar", "calendars"),
                counted(people, "person", "people"),
                counted(requests, "request", "requests")
            ),
        ));
        if all.office.is_none() {
            terminal.note(&Say::new(
                "Belum ada jejak.yaml: instansi, kalender dan pengurus tidak diperiksa.",
                "There is no jejak.yaml yet: agencies, calendars in use and stewards are not checked.",
            ));
        }
    }
    terminal.print(&report.print(style, &workspace::source(dir)))?;
    Ok(if report.fails() { Outcome::Findings } else { Outcome::Lawful })
}
