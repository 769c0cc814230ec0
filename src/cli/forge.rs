//! `jejak forge`: what a forge says, answered with the requests to send. A fixed script asks and sends.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value;

use super::ledger::{self, HistoryArgs, Want, hidden_say, source_at};
use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::desk::forge::{self, Api, Counter, Event, Facts, Plan, Published, Ref, What};
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::office::ForgeKind;
use crate::model::say::{Lang, Say};
use crate::register::overlay::Overlay;
use crate::report::turn_comment::{self, WayOn};
use crate::report::{Report, Style, comment};
use crate::shell::files;
use crate::shell::git::GitStore;

#[derive(Debug, Args)]
pub(super) struct ForgeArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Formulir yang diisi di forge menjadi usulan permohonan | A form filled in on the forge becomes a proposal
    Intake(EventArgs),
    /// Perintah dalam komentar menjadi usulan langkah | A command in a comment becomes a proposal
    Command(EventArgs),
    /// Menjawab kejadian menurut jenisnya: formulir, perintah, atau usulan | Answer an event for what it is: form, command or proposal
    Answer(EventArgs),
    /// Menilai usulan: status, komentar, dan catatan pada barisnya | Judge a proposal: status, comment, annotations
    Check(EventArgs),
    /// Mencatat setelan forge untuk `jejak doctor --forge` | Record the forge's settings for `jejak doctor --forge`
    Settings(EventArgs),
    /// Menilai lagi semua usulan dan memperbarui semua permohonan yang terbuka | Judge all proposals again, renew all open requests
    Sweep(EventArgs),
    /// Menolak menerbitkan situs yang tidak melanjutkan situs yang terbit | Refuse a site that does not go on from the published one
    PublishGuard(GuardArgs),
}

#[derive(Debug, Args)]
struct EventArgs {
    /// Muatan kejadian, seperti diberikan forge | The event's payload, as the forge gives it
    #[arg(long, value_name = "BERKAS")]
    event: PathBuf,
    /// Nama repositori di forge: pemilik/nama, atau nomor proyek GitLab | The repository's name there: owner/name, or a GitLab project's number
    #[arg(long, value_name = "NAMA")]
    repo: Option<String>,
    /// Yang sudah ditanyakan kepada forge (JSON) | What the forge was asked already (JSON)
    #[arg(long, value_name = "BERKAS")]
    facts: Option<PathBuf>,
    /// Alamat halaman repositori, untuk tautan sunting | The address of the repository's pages, for edit links
    #[arg(long, value_name = "ALAMAT")]
    web: Option<String>,
    /// Jenis forge (bawaan: jejak.yaml) | Kind of the forge (default: jejak.yaml)
    #[arg(long, value_name = "JENIS")]
    forge: Option<String>,
    /// Saat menilai (bawaan: sekarang) | The time of judging (default: now)
    #[arg(long, value_name = "WAKTU")]
    at: Option<String>,
    #[command(flatten)]
    history: HistoryArgs,
}

#[derive(Debug, Args)]
struct GuardArgs {
    /// data/register.json dari situs yang terbit; boleh tidak ada dengan --first | data/register.json of the published site; may be missing with --first
    #[arg(long, value_name = "BERKAS")]
    published: PathBuf,
    /// Penerbitan pertama: belum ada situs | The first publication: there is no site yet
    #[arg(long)]
    first: bool,
    #[command(flatten)]
    history: HistoryArgs,
}

pub(super) fn run(args: &ForgeArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match &args.verb {
        Verb::PublishGuard(args) => publish_guard(args, dir, terminal),
        Verb::Intake(args) => answer(args, dir, terminal, forge::intake),
        Verb::Command(args) => answer(args, dir, terminal, forge::command),
        Verb::Answer(args) => answer(args, dir, terminal, |counter, event| match &event.what {
            What::Issue(_) => forge::intake(counter, event),
            What::Comment { .. } => forge::command(counter, event),
            What::Proposal { .. } => check(counter, event),
            What::Other => Plan::nothing("bukan urusan register"),
        }),
        Verb::Settings(args) => answer(args, dir, terminal, |counter, _| settings(counter)),
        Verb::Check(args) => answer(args, dir, terminal, check),
        Verb::Sweep(args) => answer(args, dir, terminal, |counter, _| forge::sweep(counter)),
    }
}

/// Reads what there is, and prints what is to be done.
fn answer(
    args: &EventArgs,
    dir: &Path,
    terminal: &mut Terminal,
    plan: impl FnOnce(&Counter, &Event) -> Plan,
) -> Result<Outcome, Failure> {
    let register = ledger::open(dir, &args.history, Want::Requests)?;
    for hidden in &register.hidden {
        terminal.note(&hidden_say(*hidden));
    }
    if !register.hidden.is_empty() {
        return Ok(Outcome::Unverified);
    }
    let (audit, lang) = (&register.audit, Lang::Id);
    let policy = &audit.ledger.policy;
    let api = api(args, policy.office().and_then(|office| office.forge.as_ref()))?;
    let event = forge::read_event(api.kind, &files::read_any(&args.event)?).map_err(|error| {
        let shown = args.event.display();
        Failure::new(
            format!("{shown}: muatan kejadian tidak terbaca ({error})."),
            format!("{shown}: the event's payload cannot be read ({error})."),
        )
    })?;
    let facts = match &args.facts {
        Some(path) => Facts::new(serde_json::from_slice(&files::read_any(path)?).unwrap_or(Value::Null)),
        None => Facts::default(),
    };
    let now = clock::moment_or_now(args.at.as_deref(), policy.zone())?;
    let overlay = Overlay::over(&register.store);
    let tell = |foresight: &crate::rules::judge::Foresight| {
        let text = comment::markdown(foresight, policy, now, lang, &source_at(&overlay, foresight.landed));
        text.trim_start_matches(comment::MARKER).trim_start().to_owned()
    };
    let branch = args.history.short_branch(&register.store);
    let show = |standing: &crate::register::standing::Standing, ways: &forge::Ways| {
        let file = overlay.read(standing.file.id, ObjectKind::Blob).ok();
        let file = file.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        let page = |way: &forge::Way| {
            let text = file.as_ref().map(|file| format!("{file}{}", way.lines));
            let web = args.web.as_deref()?;
            Some(forge::edit_page(api.kind, web, &branch, &standing.folder, text.as_deref()))
        };
        let pages: Vec<_> = ways.all.iter().map(|way| (way, page(way))).collect();
        turn_comment::markdown(standing, policy, now, lang, &pages.iter().map(on).collect::<Vec<_>>())
    };
    let tip = |wanted: &Ref| fetched(&register.store, wanted);
    let counter = Counter {
        api: api.clone(),
        branch: branch.clone(),
        audit,
        overlay: &overlay,
        tip: &tip,
        now,
        facts,
        tell: &tell,
        show: &show,
    };
    let plan = plan(&counter, &event);
    let text = serde_json::to_string_pretty(&plan).unwrap_or_default();
    terminal.print(&format!("{text}\n"))?;
    Ok(Outcome::Lawful)
}

fn on<'w>((way, page): &'w (&forge::Way, Option<forge::EditPage>)) -> WayOn<'w> {
    let edit = page.as_ref().map(|page| (page.address.as_str(), page.is_filled));
    WayOn { command: &way.command, needs: &way.needs, lines: &way.lines, reason: way.reason, edit }
}

/// What `jejak doctor --forge` asks of a forge; the script keeps the answers.
fn settings(counter: &Counter) -> Plan {
    let needs = forge::settings::needs(&counter.api, &counter.branch);
    let unknown: Vec<_> = needs.into_iter().filter(|need| counter.facts.get(&need.name).is_none()).collect();
    if unknown.is_empty() { Plan::nothing("setelan tercatat") } else { Plan::ask(unknown) }
}

/// Judges the proposal that an event names.
fn check(counter: &Counter, event: &Event) -> Plan {
    let What::Proposal { number, title, branch } = &event.what else { return Plan::nothing("bukan usulan") };
    let Some(checked) = forge::check(counter, *number, [title, branch]) else {
        let say = format!("usulan {number} belum diambil: refs/jejak/usulan/{number}");
        return Plan { exit: 2, ..Plan::nothing(say) };
    };
    let style = Style { format: crate::report::Format::Github, lang: Lang::Id, color: false, width: 100 };
    let source = source_at(counter.overlay, checked.foresight.landed);
    let annotations = Report::new(checked.foresight.findings.clone()).print(style, &source);
    Plan { annotations, ..forge::check_plan(counter, *number, &checked) }
}

/// How the forge is spoken to.
fn api(args: &EventArgs, standing: Option<&crate::model::office::Forge>) -> Result<Api, Failure> {
    let kind = match args.forge.as_deref() {
        Some(word) => super::forge_set::kind(word)?,
        None => standing.map(|forge| forge.kind).filter(|kind| *kind != ForgeKind::Plain).ok_or_else(|| {
            Failure::new(
                "jejak.yaml tidak menyebut forge; sebut dengan --forge.",
                "jejak.yaml names no forge; name it with --forge.",
            )
        })?,
    };
    let repo =
        args.repo.clone().or_else(|| standing.and_then(|forge| forge.repository.as_ref()).map(|at| at.value.clone()));
    let repo = repo.filter(|repo| is_repository(repo)).ok_or_else(|| {
        Failure::new(
            "sebut repositorinya: --repo pemilik/nama (GitLab: nomor proyek).",
            "name the repository: --repo owner/name (GitLab: the project's number).",
        )
    })?;
    Ok(Api { kind, repo })
}

/// Letters, digits and a few signs, so that nothing in it changes the meaning of an address.
fn is_repository(repo: &str) -> bool {
    let part = |part: &str| {
        let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        !part.is_empty() && plain && !part.starts_with('.')
    };
    repo.split('/').count() <= 2 && repo.split('/').all(part)
}

/// What a workflow fetched: proposals under names of their own, branches as any clone has them.
fn fetched(store: &GitStore, wanted: &Ref) -> Option<crate::model::git::ObjectId> {
    match wanted {
        Ref::Proposal(number) => store.resolve(&format!("refs/jejak/usulan/{number}")).ok(),
        Ref::Branch(name) => store.resolve(&format!("refs/remotes/origin/{name}")).ok(),
    }
}

fn publish_guard(args: &GuardArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let register = ledger::open(dir, &args.history, Want::Requests)?;
    let published = files::read_any(&args.published).ok();
    let (outcome, say) = match forge::guard(published.as_deref(), &register.audit.chain) {
        Published::Before(head) => (
            Outcome::Lawful,
            Say::new(
                format!("Situs yang terbit berdiri pada {head}; dapat diperbarui."),
                format!("The published site stands at {head}; it may be renewed."),
            ),
        ),
        Published::Unknown if args.first && published.is_none() => {
            (Outcome::Lawful, Say::new("Penerbitan pertama.", "The first publication."))
        }
        Published::Unknown => (
            Outcome::Unverified,
            Say::new(
                "Keadaan situs yang terbit tidak dapat dibaca; tidak diterbitkan. Bila memang belum ada situs, jalankan sekali dengan --first.",
                "The state of the published site cannot be read; nothing is published. If there is no site yet, run once with --first.",
            ),
        ),
        Published::Elsewhere(head) => (
            Outcome::Findings,
            Say::new(
                format!(
                    "Situs yang terbit berdiri pada {head}, yang tidak ada pada rantai cabang ini: riwayat ditulis ulang atau mundur. Tidak diterbitkan."
                ),
                format!(
                    "The published site stands at {head}, which is not on the chain of this branch: history was rewritten or went back. Nothing is published."
                ),
            ),
        ),
    };
    terminal.note(&say);
    Ok(outcome)
}
