//! `jejak explain`

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Outcome};
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;
use crate::report::manual;

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Nama aturan, seperti pada temuan; semua bila kosong | The rule's name, as in a finding; all if none
    #[arg(value_name = "ATURAN")]
    rule: Option<String>,
}

pub(super) fn run(args: &ExplainArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let lang = terminal.lang;
    let pages = manual::pages();
    let Some(rule) = &args.rule else {
        let width = pages.iter().map(|page| page.id.len()).max().unwrap_or(0);
        let list: String = pages.iter().map(|page| format!("{:<width$}  {}\n", page.id, page.title(lang))).collect();
        terminal.print(&list)?;
        return Ok(Outcome::Lawful);
    };
    let Some(page) = pages.iter().find(|page| page.id == rule) else {
        let say = Say::new(format!("aturan `{rule}` tidak ada."), format!("there is no rule `{rule}`."))
            .and(&did_you_mean(rule, pages.iter().map(|page| page.id)))
            .and(&Say::new("Lihat semuanya dengan `jejak explain`.", "See all of them with `jejak explain`."));
        return Err(Failure(say));
    };
    terminal.print(&format!("{}: {}\n\n{}", page.id, page.title(lang), page.text(lang)))?;
    Ok(Outcome::Lawful)
}
