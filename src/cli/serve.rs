//! `jejak serve`

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;

use super::build::{self, BuildArgs, build};
use super::ledger::{Register, Want, open};
use super::terminal::Terminal;
use super::{Failure, Outcome};
use crate::model::say::Say;
use crate::shell::web::Server;

/// The usual port.
pub(super) const PORT: u16 = 8035;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// Porta pada mesin ini | Port on this machine
    #[arg(long, value_name = "PORTA", default_value_t = PORT)]
    pub(super) port: u16,
}

pub(super) fn run(args: &ServeArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let register = open(dir, &args.build.history, Want::Site)?;
    serve(args, dir, register, terminal)
}

/// Builds the site of a register, serves it, and builds it again whenever the register moves on.
pub(super) fn serve(
    args: &ServeArgs,
    dir: &Path,
    register: Register,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let built = build(&args.build, dir, &register, terminal)?;
    let mut head = register.audit.head;
    drop(register);
    let server = Server::bind(args.port, &build::target(&args.build, dir), &built.base).map_err(|error| {
        Failure::new(
            format!("porta {} tidak dapat dipakai ({error}); pilih yang lain dengan --port.", args.port),
            format!("port {} cannot be used ({error}); choose another with --port.", args.port),
        )
    })?;
    let url = format!("http://{}{}", server.address()?, built.base);
    terminal.print(&format!("{}{url}\n", built.say.in_lang(terminal.lang)))?;
    terminal.note(&Say::new("Ctrl-C untuk berhenti.", "Ctrl-C stops."));
    let version = server.version();
    std::thread::spawn(move || server.run());
    loop {
        std::thread::sleep(Duration::from_secs(1));
        // A register that cannot be read for a moment (somebody is pushing) is read a second later.
        let Ok(next) = super::ledger::head(dir, &args.build.history) else { continue };
        if next == head {
            continue;
        }
        head = next;
        let again = open(dir, &args.build.history, Want::Site)
            .and_then(|register| build(&args.build, dir, &register, terminal));
        match again {
            Ok(built) => {
                version.fetch_add(1, Ordering::Release);
                terminal.note(&built.say);
            }
            Err(failure) => terminal.note(&failure.0),
        }
    }
}
