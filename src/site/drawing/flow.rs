//! The flow table of a procedure: which symbol stands in which lane, and the slice of the lines that each row draws.
//!
//! Widths are exact pixels (the lanes have fixed columns), heights are shares of the row, so text may wrap, rows may
//! grow and the table may break over pages without anything being measured.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::projection::{Procedure, Row};
use super::row::Slice;
use super::tracks::{Loop, loops, ports};
use super::width_of;

/// Half the width and height of a box.
pub(super) const BOX: (i32, i32) = (20, 12);
/// Half the width and height of a diamond.
pub(super) const DIAMOND: (i32, i32) = (23, 14);
/// Between two tracks of the gutter.
pub(super) const TRACK: i32 = 13;
/// Half the width and height of the capsule of an end beside the lanes.
pub(super) const END_HEIGHT: i32 = 11;

/// The drawing of a procedure.
#[derive(Debug, Clone, Serialize)]
pub struct Flow {
    /// The width of the gutter before the lanes.
    pub gutter: i32,
    /// The width of a lane.
    pub lane: i32,
    /// The width of the room behind the lanes, where ends stand beside them.
    pub margin: i32,
    /// The width of all of it.
    pub width: i32,
    /// How many columns the lanes take, gutter and margin counted in.
    pub columns: usize,
    /// Row by row.
    pub rows: Vec<FlowRow>,
}

/// The slice of one row.
#[derive(Debug, Clone, Serialize)]
pub struct FlowRow {
    /// The row's number.
    pub number: u32,
    /// The picture.
    pub svg: String,
    /// How many loops begin or end here: the row needs room for them.
    pub ports: usize,
    /// Whether the page ends after this row.
    pub page_ends: bool,
    /// Whether a page begins with this row.
    pub page_begins: bool,
}

/// What a request walked.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// How often each way from one step to another was taken; an end is step 0.
    pub ways: &'a BTreeMap<(u32, u32), u32>,
    /// How often each step was entered.
    pub times: &'a BTreeMap<u32, u32>,
    /// Where it stands; none once it is closed.
    pub now: Option<u32>,
}

/// The measures that all rows share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) gutter: i32,
    pub(super) lane: i32,
    pub(super) lanes: i32,
    pub(super) margin: i32,
}

/// Where a track runs: the nearest to the lanes is the last.
pub(super) fn track_at(track: usize, tracks: usize) -> i32 {
    8 + TRACK * i32::try_from((tracks - 1).saturating_sub(track)).unwrap_or(0)
}

impl Layout {
    /// The middle of a lane.
    pub(super) fn middle(&self, lane: usize) -> i32 {
        self.gutter + i32::try_from(lane).unwrap_or(0) * self.lane + self.lane / 2
    }

    pub(super) fn width(&self) -> i32 {
        self.gutter + self.lane * self.lanes + self.margin
    }
}

/// Draws a procedure, and what a request walked of it.
pub fn flow(procedure: &Procedure, walk: Option<Walk>) -> Flow {
    let all = loops(procedure);
    let tracks = all.iter().map(|one| one.track + 1).max().unwrap_or(0);
    let layout = layout(procedure, &all, tracks);
    let lanes = through_lanes(procedure);
    let rows = (0..procedure.rows.len()).map(|at| {
        let row = &procedure.rows[at];
        let ends_page = |at: usize| {
            procedure
                .connectors
                .iter()
                .find(|(after, _)| *after == procedure.rows[at].number)
                .map(|(_, label)| label.as_str())
        };
        let slice = Slice {
            procedure,
            layout,
            at,
            row,
            all: &all,
            tracks,
            ports: ports(&all, at),
            enters: lanes[at].0,
            leaves: lanes[at].1,
            before: at.checked_sub(1).filter(|before| goes_on(procedure, *before)).map(|before| lanes[before].1),
            goes_on: goes_on(procedure, at),
            page_ends: ends_page(at),
            page_begins: at.checked_sub(1).and_then(ends_page),
            walk,
        };
        FlowRow {
            number: row.number,
            svg: slice.svg(),
            ports: slice.ports.len(),
            page_ends: slice.page_ends.is_some(),
            page_begins: slice.page_begins.is_some(),
        }
    });
    Flow {
        rows: rows.collect(),
        gutter: layout.gutter,
        lane: layout.lane,
        margin: layout.margin,
        width: layout.width(),
        columns: procedure.lanes.len() + 2,
    }
}

/// Whether a row leads to the next one, by its decision or because it has none.
fn goes_on(procedure: &Procedure, at: usize) -> bool {
    let Some(next) = procedure.rows.get(at + 1) else { return false };
    let row = &procedure.rows[at];
    if row.arrows.is_empty() { true } else { row.arrows.iter().any(|arrow| arrow.to == Some(next.number)) }
}

/// In which lane the line enters each row, and in which it leaves. A decision is entered and left at its diamond, which
/// stands with its first performer; elsewhere the lanes are chosen that lie nearest to each other.
fn through_lanes(procedure: &Procedure) -> Vec<(usize, usize)> {
    let mut lanes: Vec<(usize, usize)> = Vec::new();
    for (at, row) in procedure.rows.iter().enumerate() {
        let first = row.actors.first().copied().unwrap_or(0);
        if !row.arrows.is_empty() {
            lanes.push((first, first));
            continue;
        }
        let before = at.checked_sub(1).map(|before| lanes[before].1);
        let near = |to: usize| row.actors.iter().copied().min_by_key(|lane| lane.abs_diff(to)).unwrap_or(first);
        let enters = before.map_or(first, near);
        let next = procedure.rows.get(at + 1).map(candidates);
        let leaves = next
            .and_then(|next| {
                let pairs = row.actors.iter().flat_map(|own| next.iter().map(move |other| (*own, *other)));
                pairs.min_by_key(|(own, other)| (own.abs_diff(*other), *own != enters)).map(|(own, _)| own)
            })
            .unwrap_or(enters);
        lanes.push((enters, leaves));
    }
    lanes
}

fn candidates(row: &Row) -> Vec<usize> {
    if row.arrows.is_empty() { row.actors.clone() } else { row.actors.first().copied().into_iter().collect() }
}

/// Measures that leave each label its room.
fn layout(procedure: &Procedure, all: &[Loop], tracks: usize) -> Layout {
    let lanes = i32::try_from(procedure.lanes.len()).unwrap_or(1).max(1);
    let lane = if lanes <= 4 { 96 } else { 72 };
    let room_before = |row: usize| {
        let leftmost = procedure.rows[row].actors.iter().min().copied().unwrap_or(0);
        i32::try_from(leftmost).unwrap_or(0) * lane + lane / 2 - DIAMOND.0
    };
    let label_room = all.iter().map(|one| width_of(&one.label) + 16 - room_before(one.from)).max().unwrap_or(0).max(14);
    let gutter = match i32::try_from(tracks).unwrap_or(0) {
        0 => 10,
        tracks => 8 + TRACK * (tracks - 1) + label_room,
    };
    let margin =
        procedure.rows.iter().flat_map(|row| row.arrows.iter().map(move |arrow| (row, arrow))).map(|(row, arrow)| {
            let rightmost = row.actors.iter().max().copied().unwrap_or(0);
            let after = (lanes - 1 - i32::try_from(rightmost).unwrap_or(0)) * lane + lane / 2 - DIAMOND.0;
            let own_row = arrow.to == Some(row.number);
            match (&arrow.end, own_row) {
                (Some(end), _) => (width_of(&arrow.label) + 18 - after).max(8) + end_width(&end.id),
                (None, true) => (width_of(&arrow.label) + 22 - after).max(0),
                (None, false) => 0,
            }
        });
    let margin = margin.max().unwrap_or(0).max(10);
    Layout { gutter: stepped(gutter), lane, lanes, margin: stepped(margin) }
}

/// Widths come in steps of eight up to a limit: the style sheet has a class for each.
fn stepped(width: i32) -> i32 {
    (width + 7).min(240) / 8 * 8
}

/// The width of the capsule of an end beside the lanes.
pub(super) fn end_width(text: &str) -> i32 {
    width_of(text) + 20
}
