//! `jejak schema`

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Outcome};
use crate::read::schema;

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Jenis berkas: office, answers, sop, request, person, calendar, letter | The kind of file: office, answers, sop, request, person, calendar, letter
    #[arg(value_name = "JENIS")]
    kind: String,
}

pub(super) fn run(args: &SchemaArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let kind = &args.kind;
    let Some(schema) = schema::schema(kind) else {
        let list = schema::KINDS.join(", ");
        return Err(Failure::new(
            format!("jenis berkas `{kind}` tidak dikenal. Pilih: {list}."),
            format!("the kind `{kind}` is unknown. Choose one of: {list}."),
        ));
    };
    terminal.print(&format!("{:#}\n", schema.as_value()))?;
    Ok(Outcome::Lawful)
}
