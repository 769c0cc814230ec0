//! `jejak hook install`

use std::fmt::Write as _;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::super::terminal::Terminal;
use super::super::{Failure, Outcome};
use crate::desk::hook::{self, Kind};
use crate::model::say::Say;
use crate::shell::git::GitStore;
use crate::shell::hooks::{self, Layout};

#[derive(Debug, Args)]
pub(in super::super) struct InstallArgs {
    /// Cabang register, bagi pre-receive (bawaan: yang ditunjuk HEAD) | The register's branch, for pre-receive (default: the one that HEAD names)
    #[arg(long, value_name = "CABANG")]
    branch: Option<String>,
    /// Susunan folder hook (bawaan: dikenali sendiri) | Layout of the hooks' folder (default: recognized)
    #[arg(long, value_name = "SUSUNAN")]
    layout: Option<LayoutArg>,
    /// Hanya menunjukkan apa yang akan dipasang | Only shows what would be installed
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LayoutArg {
    /// hooks/pre-receive
    Git,
    /// hooks/pre-receive.d/
    Forgejo,
    /// custom_hooks/pre-receive.d/
    Gitlab,
}

pub(super) fn run(args: &InstallArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    let place = store.hooks();
    let kind = if place.bare { Kind::PreReceive } else { Kind::PreCommit };
    let layout = args.layout.map(|layout| match layout {
        LayoutArg::Git => Layout::Git,
        LayoutArg::Forgejo => Layout::Forgejo,
        LayoutArg::Gitlab => Layout::GitLab,
    });
    let path = hooks::path(&place, kind.name(), layout);
    let branch = args.branch.clone().unwrap_or_else(|| store.published());
    let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
    let script = hook::script(kind, &super::program()?, branch).ok_or_else(|| {
        Failure::new(
            "letak program ini atau nama cabangnya memuat karakter yang tidak dapat ditulis ke dalam hook.",
            "this program's place or the branch's name holds characters that cannot be written into a hook.",
        )
    })?;
    if args.dry_run {
        let mut text = format!("{}\n\n", path.display());
        let _ = write!(text, "{script}");
        terminal.print(&text)?;
        return Ok(Outcome::Lawful);
    }
    hooks::install(&path, &script, hook::MARK)?;
    let shown = path.display();
    terminal.note(&Say::new(format!("Terpasang: {shown}"), format!("Installed: {shown}")));
    if place.bare {
        terminal.note(&Say::new(
            "Periksa setelan server dengan: jejak doctor",
            "Check the server's settings with: jejak doctor",
        ));
    }
    Ok(Outcome::Lawful)
}
