//! `jejak hook`: what git calls, and how it comes to call it.

mod install;
mod receive;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::terminal::Terminal;
use super::{Failure, Outcome, proposal};
use crate::shell::hooks;

#[derive(Debug, Args)]
pub(super) struct HookArgs {
    #[command(subcommand)]
    command: HookCommand,
}

#[derive(Debug, Subcommand)]
enum HookCommand {
    /// Menerima atau menolak dorongan ke cabang register | Accepts or refuses a push to the register's branch
    #[command(name = "pre-receive")]
    PreReceive(receive::ReceiveArgs),
    /// Memeriksa yang akan di-commit | Judges what is about to be committed
    #[command(name = "pre-commit")]
    PreCommit(proposal::OntoArgs),
    /// Memasang hook: pre-receive di server, pre-commit di salinan kerja | Installs a hook: pre-receive on a server, pre-commit in a worktree
    Install(install::InstallArgs),
}

pub(super) fn run(args: &HookArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match &args.command {
        HookCommand::PreReceive(args) => receive::run(args, dir, terminal),
        HookCommand::PreCommit(args) => proposal::before_commit(args, dir, terminal),
        HookCommand::Install(args) => install::run(args, dir, terminal),
    }
}

/// Where this program stands: a hook must not depend on anybody's PATH.
pub(super) fn program() -> Result<PathBuf, Failure> {
    std::env::current_exe().and_then(|path| hooks::whole_path(&path)).map_err(|error| {
        Failure::new(
            format!("letak program ini tidak diketahui: {error}"),
            format!("this program does not know where it stands: {error}"),
        )
    })
}
