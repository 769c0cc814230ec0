//! The gutter: which track each arrow takes that does not lead to the next row, and at which height it leaves and enters.

use super::super::projection::Procedure;

/// An arrow that runs through the gutter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loop {
    /// The row that it leaves, from 0.
    pub(super) from: usize,
    /// The row that it enters.
    pub(super) to: usize,
    /// Its label.
    pub(super) label: String,
    /// Its track; 0 is nearest to the lanes.
    pub(super) track: usize,
}

impl Loop {
    fn span(&self) -> (usize, usize) {
        (self.from.min(self.to), self.from.max(self.to))
    }

    /// Whether the line passes a row on its way, its ends counted in.
    pub(super) fn touches(&self, row: usize) -> bool {
        let (top, bottom) = self.span();
        (top..=bottom).contains(&row)
    }
}

/// One end of a loop at a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Port {
    /// Which loop.
    pub(super) index: usize,
    /// It enters here; otherwise it leaves.
    pub(super) enters: bool,
    /// Its line goes up from here; otherwise down.
    pub(super) up: bool,
    /// Its height, in pixels from the middle of the row.
    pub(super) dy: i32,
}

/// The loops of a procedure, each on a track of its own; the shorter one is nearer. An arrow to its own row is none:
/// it is drawn at the symbol.
pub(super) fn loops(procedure: &Procedure) -> Vec<Loop> {
    let row_of = |number: u32| procedure.rows.iter().position(|row| row.number == number);
    let mut loops = Vec::new();
    for (from, row) in procedure.rows.iter().enumerate() {
        for arrow in &row.arrows {
            let Some(to) = arrow.to.and_then(row_of).filter(|to| *to != from && *to != from + 1) else { continue };
            loops.push(Loop { from, to, label: arrow.label.clone(), track: 0 });
        }
    }
    let mut order: Vec<usize> = (0..loops.len()).collect();
    order.sort_by_key(|at| (loops[*at].span().1 - loops[*at].span().0, loops[*at].span().0));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    for at in order {
        let (top, bottom) = loops[at].span();
        let free = |spans: &Vec<(usize, usize)>| spans.iter().all(|(a, b)| *b < top || bottom < *a);
        let track = taken.iter().position(free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[track].push((top, bottom));
        loops[at].track = track;
    }
    loops
}

/// How far the lines of a row lie apart.
const APART: i32 = 18;

/// The ends of loops at a row. Sorted so that no two of them cross: lines that go up above those that go down; of those
/// that go up the nearer track above, of those that go down the farther.
pub(super) fn ports(loops: &[Loop], row: usize) -> Vec<Port> {
    let mut ports = Vec::new();
    for (index, one) in loops.iter().enumerate() {
        for (at, other, enters) in [(one.from, one.to, false), (one.to, one.from, true)] {
            if at == row {
                ports.push(Port { index, enters, up: other < row, dy: 0 });
            }
        }
    }
    ports.sort_by_key(|port| {
        let track = i64::try_from(loops[port.index].track).unwrap_or(0);
        (!port.up, if port.up { track } else { -track })
    });
    let count = i32::try_from(ports.len()).unwrap_or(0);
    for (n, port) in (0..).zip(&mut ports) {
        port.dy = n * APART - (count - 1) * APART / 2;
    }
    ports
}
