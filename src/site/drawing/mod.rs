//! Pictures as SVG: the flow table's symbols and lines, figures as bars, addresses as QR. What people wrote is escaped
//! here; attributes hold numbers and fixed words only, so the pictures need no inline style.

mod bars;
mod flow;
mod qr;
mod row;
mod tracks;

use super::escape::escaped;

pub use bars::{bar, months};
pub use flow::{Walk, flow};
pub use qr::qr;

/// How wide a label is drawn, in pixels: a little more than the font needs.
pub(super) fn width_of(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX / 8).saturating_mul(63) / 10
}
