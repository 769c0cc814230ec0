//! Files that only grow are cut at the beginnings of their entries, and each piece is read alone: reading the whole and
//! reading the pieces cannot differ.

/// Cuts text into pieces that begin with a marker, each with the line it begins on. What stands before the first
/// marker is a piece of its own.
pub(super) fn pieces<'t>(text: &'t str, first_line: u32, marker: &str) -> Vec<(u32, &'t str)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut start_line = first_line;
    let mut at = 0;
    for (number, line) in (first_line..).zip(text.split_inclusive('\n')) {
        if line.starts_with(marker) && at > start {
            pieces.push((start_line, &text[start..at]));
            (start, start_line) = (at, number);
        }
        at += line.len();
    }
    if at > start {
        pieces.push((start_line, &text[start..at]));
    }
    pieces
}
