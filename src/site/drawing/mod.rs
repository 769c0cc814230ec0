//! Pictures as SVG: the flow table's symbols and lines, figures as bars, addresses as QR. What people wrote is escaped
//! here; attributes hold numbers and fixed words only, so the pictures need no inline style.

mod bars;
mod flow;
mod qr;
mod row;
mod tracks;

pub use bars::{bar, months};
pub use flow::{Walk, flow};
pub use qr::qr;

/// Text as it may stand between tags.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// How wide a label is drawn, in pixels: a little more than the font needs.
pub(super) fn width_of(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX / 8).saturating_mul(63) / 10
}
