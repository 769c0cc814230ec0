//! An address as a QR code.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// The code as one path; none for an address that no code can hold.
pub fn qr(address: &str) -> Option<String> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let start = x;
            while x < code.size && row[x].value() {
                x += 1;
            }
            if x > start {
                let _ = write!(path, "M{start} {y}h{}v1h-{}z", x - start, x - start);
            }
            x += 1;
        }
    }
    let size = code.size + 8;
    Some(format!(
        r#"<svg class="qr" viewBox="-4 -4 {size} {size}" role="img" shape-rendering="crispEdges"><path class="kertas" d="M-4 -4h{size}v{size}h-{size}z"/><path class="tinta" d="{path}"/></svg>"#
    ))
}
