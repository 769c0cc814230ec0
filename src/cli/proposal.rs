//! `jejak check --range` and `--staged`: what would happen if a proposal landed now.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;

use super::check::CheckFormat;
use super::ledger::{self, hidden_say, source_at};
use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::desk::trial;
use crate::model::git::{ObjectId, Signer};
use crate::model::say::Say;
use crate::register::landings::NoRegister;
use crate::register::overlay::Overlay;
use crate::report::{Format, Report, comment, foresight};
use crate::rules::judge::{Audit, Finished, Foresight, audit};
use crate::rules::proposal::spoken;
use crate::shell::git::GitStore;

/// On what a proposal would land, and when.
#[derive(Debug, Args)]
pub(super) struct OntoArgs {
    /// Cabang yang diterbitkan, bagi --range dan --staged (bawaan: main) | The published branch, for --range and --staged (default: main)
    #[arg(long, value_name = "CABANG")]
    branch: Option<String>,
    /// Commit awal register | The register's start
    #[arg(long, value_name = "COMMIT")]
    start: Option<String>,
    /// Judul atau uraian usulan, untuk diperiksa dari data pribadi; boleh diulang | The proposal's title or text, to be searched for personal data; may be repeated
    #[arg(long, value_name = "TEKS", allow_hyphen_values = true)]
    title: Vec<String>,
    /// Nama cabang usulan, bila A..B tidak menyebutnya | The proposal's branch, where A..B does not name it
    #[arg(long, value_name = "NAMA", allow_hyphen_values = true)]
    head: Option<String>,
    /// Saat mendarat (bawaan: sekarang) | The time of landing (default: now)
    #[arg(long, value_name = "WAKTU")]
    at: Option<String>,
}

impl OntoArgs {
    /// The name of the proposal's branch, as far as it is told.
    fn branch_of(&self, proposal: &Proposal, store: &GitStore) -> Option<String> {
        let named = |words: &str| {
            let to = words.split_once("...").or_else(|| words.split_once("..")).map_or(words, |(_, to)| to);
            Some(to.to_owned()).filter(|to| !to.is_empty() && to != "HEAD" && to.parse::<ObjectId>().is_err())
        };
        let of_range = match proposal {
            Proposal::Range(words) => named(words),
            Proposal::Staged => None,
        };
        self.head.clone().or(of_range).or_else(|| store.work_branch())
    }
}

/// What is proposed.
pub(super) enum Proposal<'a> {
    /// Commits: `A..B`, or `B` alone.
    Range(&'a str),
    /// What stands in the index.
    Staged,
}

pub(super) fn run(
    proposal: &Proposal,
    onto: &OntoArgs,
    format: CheckFormat,
    dir: &Path,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    // In which zone the office is, its register says; until that is read, any will do for a commit that nobody makes.
    let claimed = clock::moment_or_now(onto.at.as_deref(), crate::model::day::Zone::Wib)?;
    let hidden = store.hidden();
    for hidden in &hidden {
        terminal.note(&hidden_say(*hidden));
    }
    let published = onto.branch.clone().unwrap_or_else(|| store.published());
    let staged = match proposal {
        Proposal::Staged => Some(store.staged(index_file().as_deref()).map_err(|error| Failure(error.say()))?),
        Proposal::Range(_) => None,
    };
    let overlay = Overlay::over(&store);
    let (head, tip) = match (proposal, staged) {
        (Proposal::Range(words), _) => range(&store, words, &published)?,
        (Proposal::Staged, None) => return Ok(Outcome::Lawful),
        (Proposal::Staged, Some(staged)) => {
            let mail = store.identity(author_mail().as_deref());
            let by = Signer { mail: mail.into_bytes(), seconds: claimed.timestamp(), offset: Some(0) };
            let tip = overlay.add_commit(staged.tree, &staged.parents, &by);
            (store.resolve(&published).ok().or(staged.parents.first().copied()), tip)
        }
    };
    let start = ledger::start_of(onto.start.as_deref())?;
    let now = |audit: &Audit| clock::moment_or_now(onto.at.as_deref(), audit.ledger.policy.zone());
    let foresee = |audit: &Audit| {
        // A moment that cannot be read is told below, where it is asked for.
        let now = now(audit).map_or(0, |now| now.timestamp());
        trial::foreseen(&overlay, &audit.ledger, &audit.chain, audit.head, tip, now)
    };
    let stands = match head.map(|head| ledger::proposed(&store, &overlay, (head, start), tip, foresee)) {
        Some(Ok(stands)) => Some(stands),
        None | Some(Err(NoRegister::NoOffice)) => None,
        Some(Err(error)) => return Err(ledger::no_register(error)),
    };
    let Some((audit, mut told)) = stands else { return begins(&overlay, tip, proposal, format, terminal) };
    let now = now(&audit)?;
    let is_account = |mail: &str| audit.ledger.policy.person_of(mail.as_bytes()).is_some();
    told.findings.extend(spoken(onto.branch_of(proposal, &store).as_deref(), &onto.title, is_account));
    let told = Told { foresight: told, audit: &audit, now, overlay: &overlay };
    if matches!(proposal, Proposal::Staged) {
        return told.staged(format, terminal);
    }
    told.print(format, terminal)?;
    Ok(if hidden.is_empty() { told.outcome() } else { Outcome::Unverified })
}

/// `jejak hook pre-commit`
pub(super) fn before_commit(onto: &OntoArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let outcome = run(&Proposal::Staged, onto, CheckFormat::Text, dir, terminal)?;
    if outcome != Outcome::Lawful {
        terminal.note(&Say::new(
            "Commit dihentikan. Betulkan dahulu; rancangan yang belum jadi dapat disimpan dengan git commit --no-verify.",
            "The commit is stopped. Mend it first; a draft can be kept with git commit --no-verify.",
        ));
    }
    Ok(outcome)
}

/// git names the index of a commit that is being made.
#[expect(clippy::disallowed_methods, reason = "git tells a hook by its environment")]
fn index_file() -> Option<PathBuf> {
    std::env::var_os("GIT_INDEX_FILE").map(PathBuf::from)
}

/// … and its author, where it is not the usual one.
#[expect(clippy::disallowed_methods, reason = "git tells a hook by its environment")]
pub(super) fn author_mail() -> Option<String> {
    std::env::var("GIT_AUTHOR_EMAIL").ok().filter(|mail| !mail.is_empty())
}

/// The two ends of a range. What is not named is the published branch, or HEAD.
fn range(store: &GitStore, words: &str, published: &str) -> Result<(Option<ObjectId>, ObjectId), Failure> {
    let (from, to) = match words.split_once("...").or_else(|| words.split_once("..")) {
        Some((from, to)) => (from, if to.is_empty() { "HEAD" } else { to }),
        None => ("", words),
    };
    let from = if from.is_empty() { published } else { from };
    let find = |word: &str| store.find(word).map_err(|error| Failure(error.say()));
    Ok((Some(find(from)?), find(to)?))
}

/// Where no register stands yet: the proposal would begin it, and its whole tree is taken as given.
fn begins(
    overlay: &Overlay,
    tip: ObjectId,
    proposal: &Proposal,
    format: CheckFormat,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let audit = match audit(overlay, tip, None, Finished::Stay) {
        Ok(audit) => audit,
        Err(NoRegister::NoOffice) if matches!(proposal, Proposal::Staged) => return Ok(Outcome::Lawful),
        Err(error) => return Err(ledger::no_register(error)),
    };
    terminal.note(&Say::new(
        "Belum ada register; dengan ini register dimulai.",
        "There is no register yet; with this one begins.",
    ));
    let findings = audit.verdicts.into_iter().flat_map(|verdict| verdict.findings).collect();
    let report = Report::new(findings);
    terminal.print(&report.print(terminal.style(plain(format)), &source_at(overlay, tip)))?;
    Ok(if report.fails() { Outcome::Findings } else { Outcome::Lawful })
}

/// The form of findings alone.
fn plain(format: CheckFormat) -> Format {
    match format {
        CheckFormat::Json => Format::Json,
        CheckFormat::Github => Format::Github,
        CheckFormat::Sarif => Format::Sarif,
        CheckFormat::Text | CheckFormat::Markdown => Format::Text,
    }
}

/// What was foreseen, and by what it was judged.
struct Told<'a> {
    foresight: Foresight,
    audit: &'a Audit,
    now: DateTime<Utc>,
    overlay: &'a Overlay<'a>,
}

impl Told<'_> {
    fn outcome(&self) -> Outcome {
        match (self.foresight.unreadable, self.foresight.is_lawful()) {
            (Some(_), _) => Outcome::Unverified,
            (None, true) => Outcome::Lawful,
            (None, false) => Outcome::Findings,
        }
    }

    fn print(&self, format: CheckFormat, terminal: &mut Terminal) -> Result<(), Failure> {
        let (told, policy, lang) = (&self.foresight, &self.audit.ledger.policy, terminal.lang);
        let source = source_at(self.overlay, told.landed);
        let report = Report::new(told.told());
        let text = match format {
            CheckFormat::Json => foresight::json(told, policy, self.now, lang),
            CheckFormat::Markdown => comment::markdown(told, policy, self.now, lang, &source),
            CheckFormat::Sarif => report.print(terminal.style(Format::Sarif), &source),
            CheckFormat::Text => self.text(&report, terminal),
            // Annotations are commands; what comes from files is fenced so that nothing in it is one.
            CheckFormat::Github => {
                let annotations = report.print(terminal.style(Format::Github), &source);
                let stop = secret();
                format!("{annotations}::stop-commands::{stop}\n{}::{stop}::\n", self.text(&report, terminal))
            }
        };
        terminal.print(&text)?;
        Ok(())
    }

    fn text(&self, report: &Report, terminal: &Terminal) -> String {
        let told = &self.foresight;
        let mut text = foresight::text(told, &self.audit.ledger.policy, terminal.lang);
        if let Some(gap) = told.unreadable {
            let _ = writeln!(text, "\n{gap}");
        }
        if !report.findings().is_empty() {
            let source = source_at(self.overlay, told.landed);
            let _ = write!(text, "\n{}", report.print(terminal.style(Format::Text), &source));
        }
        text
    }

    /// Before a commit only what is wrong with it is told; who may merge it is asked of the proposal.
    fn staged(&self, format: CheckFormat, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        let told = &self.foresight;
        // A commit that touches nothing of the register is no affair of the hook.
        if told.is_empty {
            if format == CheckFormat::Text {
                terminal.note(&Say::new(
                    "Tidak ada perubahan register yang siap di-commit (git add <berkas>).",
                    "Nothing of the register is ready to be committed (git add <file>).",
                ));
            }
            return Ok(Outcome::Lawful);
        }
        let report = Report::new(told.told());
        if format != CheckFormat::Text {
            self.print(format, terminal)?;
        } else if told.unreadable.is_some() || !told.findings.is_empty() {
            terminal.print(&self.text(&report, terminal))?;
        } else if !told.cautions.is_empty() {
            let source = source_at(self.overlay, told.landed);
            terminal.print(&report.print(terminal.style(Format::Text), &source))?;
        }
        Ok(match (told.unreadable, told.findings.is_empty()) {
            (Some(_), _) => Outcome::Unverified,
            (None, true) => Outcome::Lawful,
            (None, false) => Outcome::Findings,
        })
    }
}

/// A word that nobody who wrote a file could know.
fn secret() -> String {
    use std::hash::{BuildHasher, RandomState};
    let one = || RandomState::new().hash_one(0u8);
    format!("jejak-{:016x}{:016x}", one(), one())
}
