//! Text to model. The only part that knows YAML.
//!
//! Every reader returns what it could read *and* what is wrong with the rest, each finding with its exact place. None
//! of them stops at the first problem, and none of them fails on data.

mod calendar;
mod context;
mod decode;
pub mod faults;
mod growth;
mod guard;
mod letter;
mod office;
mod person;
mod plain;
mod request;
pub mod schema;
mod sop;
pub(crate) mod suggest;
mod tree;
mod workspace;

pub use context::MAX_FINDINGS;
pub use guard::{MAX_PIECE, text_flaws};
pub use letter::read_letter;
pub use request::{Cut, ENTRY, FURTHER, cut_entries, cut_request, read_entry, read_header, read_request};
pub use sop::read_sop;
pub use workspace::{FileReading, WorkspaceReader, cautions, read_workspace};

use crate::model::finding::Finding;
use crate::model::place::WorkPath;

/// What was read, and what is wrong with the rest.
#[derive(Debug)]
pub struct Reading<T> {
    /// What could be read; none if nothing could.
    pub value: Option<T>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Runs a reader over one file.
fn reading<T>(path: &WorkPath, read: impl FnOnce(&context::Context) -> Option<T>) -> Reading<T> {
    let cx = context::Context::new(path);
    let value = read(&cx);
    Reading { value, findings: cx.into_findings() }
}

/// Reads a whole small file as one raw type, and turns that into something.
fn file<R, T>(bytes: &[u8], cx: &context::Context, turn: impl FnOnce(R, &context::Context) -> Option<T>) -> Option<T>
where
    R: for<'de> serde::Deserialize<'de>,
{
    // Asked of the bytes, before anything looks at them one by one.
    if !guard::is_small_file(bytes, cx) {
        return None;
    }
    let text = guard::text(bytes, 1, cx)?;
    let raw = raw_of::<R>(&text, 1, cx)?;
    turn(raw, cx)
}

/// Reads one YAML document that begins at a line of the file.
fn raw_of<R>(text: &str, first_line: u32, cx: &context::Context) -> Option<R>
where
    R: for<'de> serde::Deserialize<'de>,
{
    let node = plain::read(text, first_line).or_else(|| tree::parse(text, first_line, cx));
    let Some(node) = node else {
        if cx.is_clean() {
            cx.report(faults::wrong_kind::empty(cx.at(crate::model::place::Span::START)));
        }
        return None;
    };
    decode::decode::<R>(&node, cx)
}
