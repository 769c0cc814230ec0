//! The page of a forge on which a request's file is edited, with what shall stand there filled in where the forge can.

use std::fmt::Write;

use crate::model::office::ForgeKind;
use crate::model::path::RequestFolder;

/// Servers refuse addresses that are much longer; behind the usual proxy, more than 8 KiB.
const MAX_ADDRESS: usize = 6_000;

/// Where a request's file is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditPage {
    /// The page.
    pub address: String,
    /// Whether it opens with the new text in place of the old.
    pub is_filled: bool,
}

/// The page for a request's file; `text` is all that shall stand in it.
///
/// Forgejo takes `value` for the text of its editor. Its documentation says so of new files alone; the page that edits a
/// file runs the same script. GitHub takes it for new files only, and GitLab for none.
pub fn edit_page(kind: ForgeKind, web: &str, branch: &str, folder: &RequestFolder, text: Option<&str>) -> EditPage {
    let web = web.trim_end_matches('/');
    let words = match kind {
        ForgeKind::GitLab => "-/edit",
        ForgeKind::Forgejo => "_edit",
        ForgeKind::GitHub | ForgeKind::Plain => "edit",
    };
    let plain = format!("{web}/{words}/{branch}/{folder}/request.yaml");
    let text = text.filter(|_| kind == ForgeKind::Forgejo);
    let filled = text.map(|text| format!("{plain}?value={}", in_query(text)));
    match filled.filter(|address| address.len() <= MAX_ADDRESS) {
        Some(address) => EditPage { address, is_filled: true },
        None => EditPage { address: plain, is_filled: false },
    }
}

/// A text as the value of a query, as a form sends it: nothing in it means anything to an address or to Markdown.
fn in_query(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
