//! `jejak check`

use std::path::Path;

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, FormatArg, Outcome, workspace};
use crate::model::say::Say;
use crate::report::{Format, Report};
use crate::rules::check_workspace;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Bentuk keluaran | Form of the output
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: FormatArg,
}

pub(super) fn run(args: &CheckArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let loaded = workspace::load(dir)?;
    let mut findings = loaded.findings;
    findings.extend(check_workspace(&loaded.workspace));
    let report = Report::new(findings);
    let style = terminal.style(args.format.into());
    if style.format == Format::Text {
        let all = &loaded.workspace;
        let (sops, calendars, people, requests) =
            (all.sops.len(), all.calendars.len(), all.people.len(), all.requests.len());
        terminal.note(&Say::new(
            format!("Diperiksa: {sops} SOP, {calendars} kalender, {people} orang, {requests} permohonan."),
            format!("Checked: {sops} SOPs, {calendars} calendars, {people} people, {requests} requests."),
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
