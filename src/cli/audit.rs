//! `jejak audit`

use std::path::Path;

use clap::Args;

use super::ledger::{HistoryArgs, Want, hidden_say, open};
use super::terminal::Terminal;
use super::{Failure, FormatArg, Outcome};
use crate::report::{Format, Report, register};

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(flatten)]
    history: HistoryArgs,
    /// Bentuk keluaran | Form of the output
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: FormatArg,
    /// Menilai seluruh riwayat dari awal, tanpa yang disimpan dari penilaian sebelumnya | Judge the whole history from its start, without what was kept of earlier judgements
    #[arg(long)]
    no_cache: bool,
}

pub(super) fn run(args: &AuditArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let ledger = open(dir, &args.history, if args.no_cache { Want::Proof } else { Want::Findings })?;
    for hidden in &ledger.hidden {
        terminal.note(&hidden_say(*hidden));
    }
    let style = terminal.style(args.format.into());
    let audit = &ledger.audit;
    let text = match style.format {
        Format::Json => register::audit_json(audit, style.lang),
        Format::Text => register::audit_text(audit, style, &|landing, path| ledger.source(landing)(path)),
        Format::Github | Format::Sarif => {
            let findings = audit.verdicts.iter().flat_map(|verdict| verdict.findings.clone()).collect();
            Report::new(findings).print(style, &ledger.source(audit.head))
        }
    };
    terminal.print(&text)?;
    let tally = audit.tally();
    let is_proven = tally.unverifiable == 0 && ledger.hidden.is_empty();
    // The program ends here: nobody has to clean up piece by piece what ends with it.
    std::mem::forget(ledger);
    Ok(match is_proven {
        false => Outcome::Unverified,
        true if tally.unlawful > tally.answered => Outcome::Findings,
        true => Outcome::Lawful,
    })
}
