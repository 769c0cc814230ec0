//! What the flow table of a request shows of its procedure, whatever the request: filled once, for all requests.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::name::SopRef;
use crate::model::say::Lang;
use crate::site::address::REQUEST_DEPTH;
use crate::site::drawing::flow;
use crate::site::engine::{BadTemplate, Engine, Read, Values};
use crate::site::projection::Procedure;
use crate::site::words::Two;

/// A procedure as the pages of its requests show it.
pub(super) struct Fixed {
    /// The procedure.
    pub(super) sop: Read,
    /// The parts of its flow table that are filled already.
    pub(super) table: Read,
}

#[derive(Serialize)]
struct Table {
    kepala: Two,
    baris: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    baca: Two,
    mutu: Two,
}

/// Every procedure.
pub(super) fn of(
    procedures: &BTreeMap<SopRef, Procedure>,
    engine: &Engine,
) -> Result<BTreeMap<SopRef, Fixed>, BadTemplate> {
    procedures.iter().map(|(id, procedure)| Ok((id.clone(), fixed(procedure, engine)?))).collect()
}

fn fixed(procedure: &Procedure, engine: &Engine) -> Result<Fixed, BadTemplate> {
    let sop = Read::new(procedure);
    let both = |component: &str, values: &Values| -> Result<Two, BadTemplate> {
        Ok(Two::new(engine.part(Lang::Id, component, values)?, engine.part(Lang::En, component, values)?))
    };
    let head = Values::default().with_read("sop", &sop).with("alur", &flow(procedure, None));
    let link = format!("{}{}", "../".repeat(REQUEST_DEPTH), procedure.url);
    let rows = procedure.rows.iter().map(|row| {
        let values = Values::default().with("r", row);
        Ok(Row { baca: both("BacaBaris", &values)?, mutu: both("MutuBaku", &values.with("ke", &link))? })
    });
    let table = Table { kepala: both("KepalaAlir", &head)?, baris: rows.collect::<Result<_, BadTemplate>>()? };
    Ok(Fixed { sop, table: Read::new(&table) })
}
