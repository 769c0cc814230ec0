//! `jejak status` and `jejak queue`

use std::collections::BTreeSet;
use std::path::Path;

use clap::Args;

use super::ledger::{HistoryArgs, Register, Want, hidden_say, open};
use super::terminal::Terminal;
use super::{Failure, Outcome, PlainFormat, clock, propose};
use crate::model::say::{Say, counted};
use crate::model::workspace::Workspace;
use crate::read::suggest::did_you_mean;
use crate::register::policy::lane_ref;
use crate::report::register::{self, Whose};

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Nomor, folder, atau slug permohonan | The request's number, folder or slug
    #[arg(value_name = "PERMOHONAN")]
    request: String,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Args)]
pub(super) struct QueueArgs {
    /// Hanya lajur ini: slug/lajur | This lane only: slug/lane
    #[arg(long, value_name = "LAJUR")]
    lane: Option<String>,
    /// Hanya yang menunggu Anda, menurut git config user.email | Only what waits for you, by git config user.email
    #[arg(long)]
    mine: bool,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Args)]
struct View {
    #[command(flatten)]
    history: HistoryArgs,
    /// Keadaan per saat ini (bawaan: sekarang) | As of this moment (default: now)
    #[arg(long, value_name = "WAKTU")]
    at: Option<String>,
    /// Bentuk keluaran | Form of the output
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: PlainFormat,
}

pub(super) fn status(args: &StatusArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let ledger = open(dir, &args.view.history, Want::Named(&args.request))?;
    warn(&ledger, terminal);
    let now = clock::moment_or_now(args.view.at.as_deref(), ledger.audit.ledger.policy.zone())?;
    let standing = ledger.request(&args.request)?;
    let text = match args.view.format {
        PlainFormat::Json => format!("{:#}\n", register::request_json(standing, &ledger.audit.ledger, now)),
        PlainFormat::Text => register::status_text(standing, &ledger.audit.ledger, now, terminal.lang),
    };
    terminal.print(&text)?;
    let gap = ledger.audit.ledger.doubt.of_request(&standing.folder);
    Ok(if gap.is_some() { Outcome::Unverified } else { Outcome::Lawful })
}

pub(super) fn queue(args: &QueueArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let ledger = open(dir, &args.view.history, Want::Requests)?;
    warn(&ledger, terminal);
    let now = clock::moment_or_now(args.view.at.as_deref(), ledger.audit.ledger.policy.zone())?;
    let policy = &ledger.audit.ledger.policy;
    let mail = ledger.store.identity(None);
    let person = if args.mine { Some((propose::known(policy, &mail)?, policy.day(now.timestamp()))) } else { None };
    let lane = args.lane.as_deref().map(|word| lane(word, &policy.workspace)).transpose()?;
    let whose = Whose { lane: lane.as_deref(), person };
    let text = match args.view.format {
        PlainFormat::Json => register::queue_json(&ledger.audit.ledger, &whose, now),
        PlainFormat::Text => register::queue_text(&ledger.audit.ledger, &whose, now, terminal.lang),
    };
    terminal.print(&text)?;
    Ok(if ledger.audit.ledger.doubt.is_none() { Outcome::Lawful } else { Outcome::Unverified })
}

/// The lane that a word means: `slug/lane`, or a lane that only one procedure has.
fn lane(word: &str, workspace: &Workspace) -> Result<String, Failure> {
    let lanes =
        workspace.sops.values().flat_map(|sop| sop.lanes.iter().map(|lane| lane_ref(sop, &lane.id).to_string()));
    let all: BTreeSet<String> = lanes.collect();
    let of_one = |known: &&String| known.split_once('/').is_some_and(|(_, lane)| lane == word);
    let meant: Vec<&String> = all.iter().filter(|known| *known == word || of_one(known)).collect();
    if let [only] = meant[..] {
        return Ok(only.clone());
    }
    let list = if meant.is_empty() { all.iter().collect() } else { meant };
    let list = list.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let none = Say::new(format!("sebut satu lajur, bukan `{word}`."), format!("name one lane, not `{word}`."));
    let near = did_you_mean(word, all.iter().map(String::as_str));
    Err(Failure(none.and(&near).and(&Say::new(format!("Yang ada: {list}."), format!("There are: {list}.")))))
}

/// The state of a register that is not whole is shown, never silently.
fn warn(ledger: &Register, terminal: &mut Terminal) {
    for hidden in &ledger.hidden {
        terminal.note(&hidden_say(*hidden));
    }
    if !ledger.audit.ledger.doubt.is_none() {
        let many = ledger.audit.tally().unverifiable;
        terminal.note(&Say::new(
            format!("{many} pendaratan tidak dapat diverifikasi; yang bergantung padanya ditandai. Ambil klon penuh."),
            format!(
                "{} cannot be verified; what depends on {} is marked. Take a full clone.",
                counted(many, "landing", "landings"),
                if many == 1 { "it" } else { "them" }
            ),
        ));
    }
}
