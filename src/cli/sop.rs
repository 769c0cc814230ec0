//! `jejak sop list|show|lint`

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use serde_json::json;

use super::terminal::Terminal;
use super::workspace::{self, Loaded};
use super::{Failure, FormatArg, Outcome, PlainFormat, clock};
use crate::model::finding::Finding;
use crate::model::name::{SopRef, SopSlug};
use crate::model::path::FileKind;
use crate::model::place::WorkPath;
use crate::model::say::{Say, counted};
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::report::{Report, flow_table};
use crate::rules::check_sop;

#[derive(Debug, Args)]
pub(super) struct SopArgs {
    #[command(subcommand)]
    command: SopCommand,
}

#[derive(Debug, Subcommand)]
enum SopCommand {
    /// Daftar SOP dan revisinya | Lists SOPs and their revisions
    List {
        /// Bentuk keluaran | Form of the output
        #[arg(long, value_name = "BENTUK", default_value = "text")]
        format: PlainFormat,
        /// Keadaan per saat ini (bawaan: sekarang) | As of this moment (default: now)
        #[arg(long, value_name = "WAKTU")]
        at: Option<String>,
    },
    /// Menggambar diagram alir dengan lajurnya | Draws the flow table with its lanes
    Show {
        /// Slug, slug/revisi, atau berkas | Slug, slug/revision, or file
        sop: String,
    },
    /// Memeriksa SOP saja | Judges SOPs alone
    Lint {
        /// Slug, slug/revisi, atau berkas; semua bila kosong | Slug, slug/revision, or file; all if none
        sops: Vec<String>,
        /// Bentuk keluaran | Form of the output
        #[arg(long, value_name = "BENTUK", default_value = "text")]
        format: FormatArg,
    },
}

pub(super) fn run(args: &SopArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let (loaded, carried) = workspace::load_or_carried(dir)?;
    if carried {
        terminal.note(&Say::new(
            "Tidak ada ruang kerja di sini; yang dipakai adalah SOP bawaan program.",
            "There is no workspace here; the SOPs that the program carries are used.",
        ));
    }
    match &args.command {
        SopCommand::List { format, at } => list(&loaded.workspace, *format, at.as_deref(), terminal),
        SopCommand::Show { sop } => {
            let sop = one(&loaded.workspace, &within(dir, sop))?;
            let text = flow_table::text(sop, terminal.lang, terminal.width());
            terminal.print(&text)?;
            Ok(Outcome::Lawful)
        }
        SopCommand::Lint { sops, format } => lint(&loaded, sops, *format, dir, carried, terminal),
    }
}

fn list(
    workspace: &Workspace,
    format: PlainFormat,
    at: Option<&str>,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let at = clock::moment_or_now(at, clock::office_zone(workspace))?;
    let rows = workspace.sops.values().map(|sop| (sop, is_in_force(workspace, sop, at)));
    let text = match format {
        PlainFormat::Json => {
            let rows: Vec<_> = rows.map(|(sop, in_force)| json_row(sop, in_force)).collect();
            format!("{:#}\n", serde_json::Value::from(rows))
        }
        PlainFormat::Text => rows.map(|(sop, in_force)| text_row(sop, in_force, terminal)).collect(),
    };
    terminal.print(&text)?;
    Ok(Outcome::Lawful)
}

fn is_in_force(workspace: &Workspace, sop: &SopDraft, at: DateTime<Utc>) -> bool {
    let day: NaiveDate = at.with_timezone(&sop.zone.value.offset()).date_naive();
    workspace.is_in_force(&sop.id, day)
}

fn json_row(sop: &SopDraft, in_force: bool) -> serde_json::Value {
    json!({
        "slug": sop.id.slug.as_str(),
        "revision": sop.id.revision,
        "name": sop.name.value,
        "agency": sop.agency.value,
        "number": sop.number.as_ref().map(|number| &number.value),
        "effective": sop.dates.effective.as_ref().map(|window| window.value.to_string()),
        "steps": sop.steps.len(),
        "lanes": sop.lanes.len(),
        "decisions": sop.steps.iter().filter(|step| step.is_decision()).count(),
        "in_force": in_force,
        "path": sop.path.as_str(),
    })
}

fn text_row(sop: &SopDraft, in_force: bool, terminal: &Terminal) -> String {
    let lang = terminal.lang;
    let force = if in_force { lang.pick("berlaku", "in force") } else { lang.pick("tidak berlaku", "not in force") };
    let steps = sop.steps.len();
    format!(
        "{}\n    {} · {} · {} · {}\n",
        sop.id,
        sop.name.value,
        sop.agency.value,
        lang.pick(&format!("{steps} langkah"), &counted(steps, "step", "steps")),
        force,
    )
}

fn lint(
    loaded: &Loaded,
    names: &[String],
    format: FormatArg,
    dir: &Path,
    carried: bool,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut findings = Vec::new();
    if names.is_empty() {
        findings
            .extend(loaded.findings.iter().filter(|finding| finding.place.path.as_str().starts_with("sops/")).cloned());
        findings.extend(loaded.workspace.sops.keys().flat_map(|id| check_sop(&loaded.workspace, id)));
    }
    for name in names {
        let name = &within(dir, name);
        let unread = unread(loaded, name);
        if unread.is_empty() {
            let sop = one(&loaded.workspace, name)?;
            findings.extend(loaded.findings.iter().filter(|finding| finding.place.path == sop.path).cloned());
            findings.extend(check_sop(&loaded.workspace, &sop.id));
        }
        findings.extend(unread);
    }
    let report = Report::new(findings);
    let style = terminal.style(format.into());
    let text = if carried {
        report.print(style, &|path| {
            let bytes = crate::desk::defaults::below(path.as_str()).next()?.1;
            Some(String::from_utf8_lossy(bytes).into_owned())
        })
    } else {
        report.print(style, &workspace::source(dir))
    };
    terminal.print(&text)?;
    Ok(if report.fails() { Outcome::Findings } else { Outcome::Lawful })
}

/// A path on disk as a path in the workspace; any other word as it is.
fn within(dir: &Path, name: &str) -> String {
    let inside = || {
        let (file, dir) = (Path::new(name).canonicalize().ok()?, dir.canonicalize().ok()?);
        Some(file.strip_prefix(dir).ok()?.to_string_lossy().replace('\\', "/"))
    };
    inside().filter(|path| !path.is_empty()).unwrap_or_else(|| name.to_owned())
}

/// What is wrong with an SOP file that could not be read at all, by slug, slug/revision or path.
fn unread(loaded: &Loaded, name: &str) -> Vec<Finding> {
    let means = |path: &WorkPath| match FileKind::of(path.as_str()) {
        Ok(FileKind::Sop(id)) => {
            !loaded.workspace.sops.contains_key(&id)
                && (name == id.slug.as_str()
                    || name == id.to_string()
                    || name.trim_start_matches("./") == path.as_str())
        }
        _ => false,
    };
    loaded.findings.iter().filter(|finding| means(&finding.place.path)).cloned().collect()
}

/// The SOP that a word on the command line means.
fn one<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a SopDraft, Failure> {
    let by_path = || match FileKind::of(name.trim_start_matches("./")) {
        Ok(FileKind::Sop(id)) => workspace.sops.get(&id),
        _ => None,
    };
    let by_ref = || name.parse::<SopRef>().ok().and_then(|id| workspace.sops.get(&id));
    let by_slug = || name.parse::<SopSlug>().ok().and_then(|slug| workspace.newest(&slug));
    by_ref().or_else(by_slug).or_else(by_path).ok_or_else(|| {
        let known: Vec<String> = workspace.sops.keys().map(ToString::to_string).collect();
        let slugs = workspace.sops.keys().map(|id| id.slug.as_str());
        let near = crate::read::suggest::did_you_mean(name, slugs);
        let list = known.join(", ");
        Failure(
            Say::new(
                format!("SOP `{name}` tidak ada atau tidak terbaca."),
                format!("there is no SOP `{name}`, or it cannot be read."),
            )
            .and(&near)
            .and(&Say::new(format!("Yang ada: {list}"), format!("There are: {list}"))),
        )
    })
}
