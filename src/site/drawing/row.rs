//! The slice of one row: lines first, symbols over them, words last.

use std::fmt::Write;

use super::super::projection::{Procedure, Row};
use super::escaped;
use super::flow::{BOX, DIAMOND, END_HEIGHT, Layout, Walk, end_width, track_at};
use super::tracks::{Loop, Port};

/// Everything that a row's picture depends on.
pub(super) struct Slice<'a> {
    pub(super) procedure: &'a Procedure,
    pub(super) layout: Layout,
    pub(super) at: usize,
    pub(super) row: &'a Row,
    pub(super) all: &'a [Loop],
    pub(super) tracks: usize,
    pub(super) ports: Vec<Port>,
    /// In which lane the line from above enters.
    pub(super) enters: usize,
    /// In which lane the line to the next row leaves.
    pub(super) leaves: usize,
    /// The lane in which the row above leaves, where it leads here.
    pub(super) before: Option<usize>,
    /// Whether the next row follows.
    pub(super) goes_on: bool,
    /// The label of the connector after this row.
    pub(super) page_ends: Option<&'a str>,
    /// The label of the connector after the row above.
    pub(super) page_begins: Option<&'a str>,
    pub(super) walk: Option<Walk<'a>>,
}

/// A part of the picture with its ground: what was walked is drawn over what was not.
struct Picture {
    lines: [String; 2],
    over: String,
}

impl Picture {
    fn line(&mut self, walked: bool, x1: i32, y1: &str, x2: i32, y2: &str) {
        let class = if walked { "j" } else { "n" };
        let _ = write!(
            self.lines[usize::from(walked)],
            r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
        );
    }

    /// A line at some height from the middle.
    fn level(&mut self, walked: bool, x1: i32, x2: i32, dy: i32) {
        let class = if walked { "j" } else { "n" };
        let to = &mut self.lines[usize::from(walked)];
        let _ = write!(to, r#"<svg y="50%"><line class="{class}" x1="{x1}" y1="{dy}" x2="{x2}" y2="{dy}"/></svg>"#);
    }

    /// Something drawn around a point in the middle of the row.
    fn at(&mut self, x: i32, y: &str, inner: &str) {
        let _ = write!(self.over, r#"<svg x="{x}" y="{y}">{inner}</svg>"#);
    }
}

impl Slice<'_> {
    pub(super) fn svg(&self) -> String {
        let mut picture = Picture { lines: [String::new(), String::new()], over: String::new() };
        self.loops(&mut picture);
        self.line_in(&mut picture);
        self.line_out(&mut picture);
        self.recipients(&mut picture);
        self.joint(&mut picture);
        self.ends(&mut picture);
        self.symbols(&mut picture);
        let Layout { gutter, lane, lanes, .. } = self.layout;
        // Between the lanes the first row draws lines for all rows: a page has them once.
        let grid = if self.at == 0 {
            let line = |n| {
                let x = gutter + n * lane;
                format!(r#"<line class="g" x1="{x}" y1="0" x2="{x}" y2="100%"/>"#)
            };
            format!(r#"<g id="sekat">{}</g>"#, (0..=lanes).map(line).collect::<String>())
        } else {
            r##"<use href="#sekat"/>"##.to_owned()
        };
        let [grey, walked] = picture.lines;
        format!(
            r#"<svg class="alur" width="{}" height="100%" aria-hidden="true">{grid}{grey}{walked}{}</svg>"#,
            self.layout.width(),
            picture.over
        )
    }

    fn number(&self, at: usize) -> u32 {
        self.procedure.rows.get(at).map_or(0, |row| row.number)
    }

    /// How often a way was taken, between two rows.
    fn taken(&self, from: usize, to: usize) -> bool {
        self.walk.is_some_and(|walk| walk.ways.contains_key(&(self.number(from), self.number(to))))
    }

    /// Whether the line to the next row was walked; steps that were passed over lie on it too.
    fn stepped(&self, from: usize) -> bool {
        let Some(walk) = self.walk else { return false };
        let (own, next) = (self.number(from), self.number(from + 1));
        let jumps = |(a, b): &(u32, u32)| {
            let has_arrow = self.all.iter().any(|one| self.number(one.from) == *a && self.number(one.to) == *b);
            *a <= own && (*b >= next) && *a < *b && !has_arrow
        };
        next != 0 && walk.ways.keys().any(jumps)
    }

    fn times(&self) -> u32 {
        self.walk.and_then(|walk| walk.times.get(&self.row.number).copied()).unwrap_or(0)
    }

    fn is_now(&self) -> bool {
        self.walk.is_some_and(|walk| walk.now == Some(self.row.number))
    }

    fn is_decision(&self) -> bool {
        !self.row.arrows.is_empty()
    }

    /// Half the width of the symbol of a lane at some height.
    fn half_width(&self, lane: usize, dy: i32) -> i32 {
        if self.is_decision() && Some(&lane) == self.row.actors.first() {
            return DIAMOND.0 - DIAMOND.0 * dy.abs().min(DIAMOND.1) / DIAMOND.1;
        }
        BOX.0 - if self.is_capsule() { dy.abs() / 3 } else { 0 }
    }

    fn half_height(&self, lane: usize) -> i32 {
        if self.is_decision() && Some(&lane) == self.row.actors.first() { DIAMOND.1 } else { BOX.1 }
    }

    fn is_capsule(&self) -> bool {
        !self.is_decision() && (self.row.first || self.row.last)
    }

    fn loops(&self, picture: &mut Picture) {
        for one in self.all.iter().filter(|one| one.touches(self.at)) {
            let x = track_at(one.track, self.tracks);
            let walked = self.taken(one.from, one.to);
            if one.from != self.at && one.to != self.at {
                picture.line(walked, x, "0", x, "100%");
            }
        }
        let Some(leftmost) = self.row.actors.iter().min().copied() else { return };
        let middle = self.layout.middle(leftmost);
        for port in &self.ports {
            let one = &self.all[port.index];
            let x = track_at(one.track, self.tracks);
            let walked = self.taken(one.from, one.to);
            let class = if walked { "j" } else { "n" };
            picture.level(walked, x, middle, port.dy);
            let dy = port.dy;
            // A nested picture of half the row's height has the port at one of its ends, whatever the row's height is.
            let line = if port.up {
                format!(
                    r#"<svg y="{dy}" height="50%"><line class="{class}" x1="{x}" y1="100%" x2="{x}" y2="{}"/></svg>"#,
                    -dy
                )
            } else {
                format!(
                    r#"<svg y="50%" height="50%"><line class="{class}" x1="{x}" y1="{dy}" x2="{x}" y2="100%"/></svg>"#
                )
            };
            picture.lines[usize::from(walked)].push_str(&line);
            if port.enters {
                let tip = middle - self.half_width(leftmost, dy);
                picture.at(tip, "50%", &format!(r#"<path class="p{class}" d="M0 {dy}l-7-4v8z"/>"#));
            } else {
                let label = escaped(&one.label);
                let end = middle - self.half_width(leftmost, 0) - 6;
                picture.at(end, "50%", &format!(r#"<text class="l e" y="{}">{label}</text>"#, dy - 5));
            }
        }
    }

    /// From above: along the top edge to the own lane, then down to the symbol.
    fn line_in(&self, picture: &mut Picture) {
        let Some(before) = self.before else { return };
        let walked = self.stepped(self.at - 1);
        let (from, own) = (self.layout.middle(before), self.layout.middle(self.enters));
        if let Some(label) = self.page_begins {
            picture.line(walked, own, "8", own, "50%");
            picture.at(own, "14", &pentagon(label, walked));
        } else {
            picture.line(walked, from.min(own), "0", from.max(own), "0");
            picture.line(walked, own, "0", own, "50%");
        }
        let class = if walked { "j" } else { "n" };
        let tip = -self.half_height(self.enters);
        picture.at(own, "50%", &format!(r#"<path class="p{class}" d="M0 {tip}l-4-7h8z"/>"#));
    }

    /// To the next row: from the symbol down to the bottom edge, with the label of the decision beside it.
    fn line_out(&self, picture: &mut Picture) {
        if !self.goes_on {
            return;
        }
        let x = self.layout.middle(self.leaves);
        let walked = self.stepped(self.at);
        picture.line(walked, x, "50%", x, "100%");
        let next = self.number(self.at + 1);
        if let Some(arrow) = self.row.arrows.iter().find(|arrow| arrow.to == Some(next)) {
            let label = escaped(&arrow.label);
            // Beside the line, or beside the connector that hangs on it.
            let (dx, dy) = if self.page_ends.is_some() { (16, -10) } else { (7, -5) };
            picture.at(x, "100%", &format!(r#"<text class="l" x="{dx}" y="{dy}">{label}</text>"#));
        }
        if let Some(label) = self.page_ends {
            picture.at(x, "100%", &format!(r#"<svg y="-14">{}</svg>"#, pentagon(label, walked)));
        }
    }

    /// Lanes that are told: a ring, joined by dots to the nearest performer.
    fn recipients(&self, picture: &mut Picture) {
        for lane in &self.row.recipients {
            let Some(near) = self.row.actors.iter().copied().min_by_key(|own| own.abs_diff(*lane)) else { continue };
            // Where other lines leave on that side, the ring stands a little lower.
            let crowded = if *lane < near { !self.ports.is_empty() } else { self.has_side_arrow() };
            let dy = if crowded { if self.ports.len() > 1 { 0 } else { 11 } } else { 0 };
            let (own, ring) = (self.layout.middle(near), self.layout.middle(*lane));
            let short = if ring > own { -6 } else { 6 };
            picture.at(
                0,
                "50%",
                &format!(
                    r#"<line class="t" x1="{own}" y1="{dy}" x2="{}" y2="{dy}"/><circle class="r" cx="{ring}" cy="{dy}" r="5.5"/>"#,
                    ring + short
                ),
            );
        }
    }

    fn has_side_arrow(&self) -> bool {
        self.row.arrows.iter().any(|arrow| arrow.end.is_some() || arrow.to == Some(self.row.number))
    }

    /// Performers of one step are joined.
    fn joint(&self, picture: &mut Picture) {
        let lanes = self.row.actors.iter();
        let ends = lanes.clone().min().zip(lanes.max()).filter(|(first, last)| first < last);
        if let Some((first, last)) = ends {
            picture.level(self.times() > 0, self.layout.middle(*first), self.layout.middle(*last), 0);
        }
    }

    /// Arrows to an end beside the lanes, and arrows back to the own row.
    fn ends(&self, picture: &mut Picture) {
        let Some(rightmost) = self.row.actors.iter().max().copied() else { return };
        let (middle, half) = (self.layout.middle(rightmost), self.half_width(rightmost, 0));
        for arrow in &self.row.arrows {
            let label = escaped(&arrow.label);
            if let Some(end) = &arrow.end {
                let walked = self.walk.is_some_and(|walk| walk.ways.contains_key(&(self.row.number, 0)));
                let class = if walked { "j" } else { "n" };
                let width = end_width(&end.id);
                let left = self.layout.width() - width - 2;
                picture.level(walked, middle, left, 0);
                picture.at(left, "50%", &format!(
                    r#"<path class="p{class}" d="M0 0l-7-4v8z"/><rect class="s {}" x="0" y="-{END_HEIGHT}" width="{width}" height="{}" rx="{END_HEIGHT}"/><text class="l m" x="{}" y="4">{}</text>"#,
                    if walked { "sj" } else { "sn" }, END_HEIGHT * 2, width / 2, escaped(&end.id)
                ));
                picture.at(middle + half + 6, "50%", &format!(r#"<text class="l" y="-6">{label}</text>"#));
            } else if arrow.to == Some(self.row.number) {
                let walked = self.taken(self.at, self.at);
                let class = if walked { "j" } else { "n" };
                let x = half + 10;
                picture.at(middle, "50%", &format!(
                    r#"<path class="{class}" d="M{half} 0H{x}V-23H9V-17"/><path class="p{class}" d="M9 -9l-4-7h8z"/><text class="l" x="{}" y="-12">{label}</text>"#,
                    x + 6
                ));
            }
        }
    }

    fn symbols(&self, picture: &mut Picture) {
        let class = match (self.is_now(), self.times()) {
            (true, _) => "sk",
            (false, 0) => "sn",
            (false, _) => "sj",
        };
        for lane in &self.row.actors {
            let diamond = self.is_decision() && Some(lane) == self.row.actors.first();
            let shape = if diamond {
                let (w, h) = DIAMOND;
                format!(r#"<path class="s {class}" d="M0 -{h}L{w} 0L0 {h}L-{w} 0z"/>"#)
            } else {
                let (w, h) = BOX;
                let round = if self.is_capsule() { h } else { 2 };
                format!(
                    r#"<rect class="s {class}" x="-{w}" y="-{h}" width="{}" height="{}" rx="{round}"/>"#,
                    w * 2,
                    h * 2
                )
            };
            picture.at(self.layout.middle(*lane), "50%", &shape);
        }
        if let Some(rightmost) = self.row.actors.iter().max().filter(|_| self.times() > 1) {
            let x = self.layout.middle(*rightmost);
            picture.at(x, "50%", &format!(r#"<text class="x" x="19" y="-13">{}×</text>"#, self.times()));
        }
    }
}

/// The off-page connector: a home plate that points down.
fn pentagon(label: &str, walked: bool) -> String {
    let class = if walked { "sj" } else { "sn" };
    format!(
        r#"<path class="s {class}" d="M-10 -10H10V4L0 11L-10 4z"/><text class="l m" x="0" y="3">{}</text>"#,
        escaped(label)
    )
}
