//! Text as it may stand between tags and in attributes.

use std::io::{self, Write};

/// Writes a text, each character that could end or begin markup as what stands for it.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| stands_for(*byte).is_some()) {
        out.write_all(&rest[..at])?;
        out.write_all(stands_for(rest[at]).unwrap_or_default().as_bytes())?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest)
}

/// The same as a text of its own.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c).ok().and_then(stands_for) {
            Some(entity) => out.push_str(entity),
            None => out.push(c),
        }
    }
    out
}

fn stands_for(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => return None,
    })
}
