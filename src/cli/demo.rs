//! `jejak demo`

use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use clap::Args;

use super::build::{self, BuildArgs};
use super::ledger::{self, HistoryArgs, Want};
use super::serve::{PORT, ServeArgs, serve};
use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::desk::demo::{CLERK, Made, Out, Plan, earliest, latest, write};
use crate::model::day::Zone;
use crate::model::office::Landing;
use crate::model::say::{Lang, Say, counted};
use crate::register::progress::instant;
use crate::report::{dates, register};
use crate::shell::fast_import::{ImportError, check_out, import, seat};
use crate::shell::files;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct DemoArgs {
    /// Folder baru atau kosong (bawaan: contoh-jejak) | A new or empty folder (default: contoh-jejak)
    folder: Option<PathBuf>,
    /// Banyaknya permohonan | How many requests
    #[arg(long, value_name = "N", default_value_t = 240)]
    requests: u64,
    /// Benih: benih lain, contoh lain | The seed: another seed, another example
    #[arg(long, value_name = "BENIH", default_value_t = 1)]
    seed: u64,
    /// Contoh berakhir pada saat ini (bawaan: sekarang) | The example ends at this moment (default: now)
    #[arg(long, value_name = "WAKTU")]
    at: Option<String>,
    /// Tanpa penggabungan: petugas mendaratkan entrinya sendiri | Without merges: officers land their own entries
    #[arg(long)]
    linear: bool,
    /// Berhenti sebelum situs dibangun | End before the site is built
    #[arg(long)]
    no_build: bool,
    /// Berhenti sesudah situs dibangun | End after the site is built
    #[arg(long)]
    no_serve: bool,
    /// Porta situs pada mesin ini | The site's port on this machine
    #[arg(long, value_name = "PORTA", default_value_t = PORT)]
    port: u16,
    /// Hanya menunjukkan yang akan dibuat | Only show what would be made
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &DemoArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let folder = dir.join(args.folder.as_deref().unwrap_or(Path::new("contoh-jejak")));
    let plan = plan(args)?;
    if args.dry_run {
        files::is_free(&folder)?;
        foretold(args, &plan, &folder, terminal);
        return Ok(Outcome::Lawful);
    }
    files::make_empty(&folder).map_err(|error| Failure(error.say()))?;
    let failed = |error: ImportError| Failure(error.say());
    let made = import(&folder, |stream, keep| write(plan, Out { stream, keep })).map_err(failed)?;
    seat(&folder, CLERK.0, CLERK.1).map_err(failed)?;
    told(made, &folder, terminal);
    // The audit reads history alone, so it need not wait for the files.
    let (checked_out, register) = std::thread::scope(|scope| {
        let files = scope.spawn(|| check_out(&folder));
        let register = ledger::open(&folder, &HistoryArgs::head(), Want::Site);
        (files.join(), register)
    });
    checked_out.unwrap_or_else(|_| Err(ImportError::Broken(std::io::ErrorKind::Other.into()))).map_err(failed)?;
    let register = register?;
    let tally = register.audit.tally();
    terminal.print(&register::tally_text(&register.audit, terminal.lang))?;
    if tally.unlawful > tally.answered || tally.unverifiable > 0 {
        return Ok(Outcome::Findings);
    }
    if args.no_build {
        return Ok(Outcome::Lawful);
    }
    let build =
        BuildArgs { history: HistoryArgs::head(), out: None, at: args.at.clone(), first: false, no_cache: false };
    if args.no_serve {
        let built = build::build(&build, &folder, &register, terminal)?;
        terminal.print(built.say.in_lang(terminal.lang))?;
        return Ok(Outcome::Lawful);
    }
    serve(&ServeArgs { build, port: args.port }, &folder, register, terminal)
}

fn plan(args: &DemoArgs) -> Result<Plan, Failure> {
    let at = clock::moment_or_now(args.at.as_deref(), Zone::Wita)?;
    let (first, last) = (earliest(), latest());
    let day = at.with_timezone(&Zone::Wita.offset()).date_naive();
    if day < first || day > last {
        return Err(Failure::new(
            format!("contoh hanya dapat berakhir antara {first} dan {last}; sebut --at di antaranya."),
            format!("an example can only end between {first} and {last}; name an --at between them."),
        ));
    }
    // Whole minutes: what is made in one minute is the same.
    let at = at.with_timezone(&Zone::Wita.offset());
    let time = chrono::Timelike::with_second(&at.time(), 0).unwrap_or(NaiveTime::MIN);
    let at = at.date_naive().and_time(time).and_utc().timestamp() - i64::from(Zone::Wita.offset().local_minus_utc());
    let way = if args.linear { Landing::Direct } else { Landing::Merge };
    Ok(Plan { requests: args.requests, seed: args.seed, at, way })
}

/// What would be made, and where.
fn foretold(args: &DemoArgs, plan: &Plan, folder: &Path, terminal: &mut Terminal) {
    let (shown, requests, at) = (folder.display(), plan.requests, instant(plan.at).with_timezone(&Zone::Wita.offset()));
    let at = [Lang::Id, Lang::En].map(|lang| dates::moment(at, Zone::Wita, lang));
    terminal.note(&Say::new(
        format!("Akan dibuat di {shown}: sebuah repositori git dengan {requests} permohonan, sampai {}.", at[0]),
        format!(
            "Would be made in {shown}: a git repository with {}, until {}.",
            counted(requests, "request", "requests"),
            at[1]
        ),
    ));
    if !args.no_build {
        let site = folder.join("public");
        let shown = site.display();
        terminal.note(&Say::new(
            format!("Situsnya akan dibangun di {shown}."),
            format!("Its site would be built in {shown}."),
        ));
    }
    if !args.no_build && !args.no_serve {
        let port = args.port;
        terminal.note(&Say::new(
            format!("Situs itu akan disajikan di http://127.0.0.1:{port}/ sampai Ctrl-C."),
            format!("That site would be served at http://127.0.0.1:{port}/ until Ctrl-C."),
        ));
    }
    terminal.note(&Say::new("Percobaan: tidak ada yang ditulis.", "A trial: nothing was written."));
}

fn told(made: Made, folder: &Path, terminal: &mut Terminal) {
    let (shown, Made { landings, requests, mistakes, signed, .. }) = (folder.display(), made);
    terminal.note(&Say::new(
        format!("Contoh dibuat di {shown}: {requests} permohonan, {landings} pendaratan, {mistakes} di antaranya keliru dan ditanggapi; {signed} commit bertanda tangan."),
        format!(
            "Made an example in {shown}: {}, {}, {mistakes} of them wrong and answered; {}.",
            counted(requests, "request", "requests"),
            counted(landings, "landing", "landings"),
            counted(signed, "signed commit", "signed commits")
        ),
    ));
    let (post, mail) = CLERK;
    terminal.note(&Say::new(
        format!("Di folder itu git mengenal Anda sebagai {post} ({mail})."),
        format!("In that folder git knows you as {post} ({mail})."),
    ));
}
