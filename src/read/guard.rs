//! Bytes to text: what must hold before anything is parsed.

use std::borrow::Cow;

use super::context::Context;
use super::faults::{conflict_marker, encoding, personal_data, size};
use crate::model::finding::Finding;
use crate::model::place::{Place, Span, WorkPath};
use crate::model::privacy::{self, Private};
use crate::model::text::{first_byte, is_hidden};

/// The largest policy file, and the largest piece that a request or the answers may grow by at once.
pub const MAX_PIECE: usize = 64 * 1024;

/// The largest text that is searched for what must not stand in it. Files that only grow may become larger; what was added
/// to them was searched when it landed.
const MAX_LINTED: usize = 4 << 20;

/// The text of a file (or of a piece of it that begins on some line), mended where it can be mended so that reading can go on; every mend is reported.
pub fn text<'b>(bytes: &'b [u8], first_line: u32, cx: &Context) -> Option<Cow<'b, str>> {
    let end_of = |text: &str| {
        let span = end_of(text);
        Span { line: span.line.saturating_add(first_line - 1), ..span }
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        cx.report(encoding::not_utf8(cx.at(end_of(valid))));
        return None;
    };
    let mut text = Cow::Borrowed(text);
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        cx.report(encoding::byte_order_mark(cx.at(Span::START)));
        text = Cow::Owned(rest.to_owned());
    }
    if let Some(first) = text.find('\r') {
        let lines = text.split('\n').filter(|line| line.contains('\r')).count();
        cx.report(encoding::carriage_return(cx.at(end_of(&text[..first])), lines));
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    if let Some((at, character)) = hidden_in(&text) {
        cx.report(encoding::character(cx.at(end_of(&text[..at])), character));
    }
    if text.len() <= MAX_LINTED {
        lint(&text, cx, end_of);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        cx.report(encoding::no_final_newline(cx.at(end_of(&text))));
        text.to_mut().push('\n');
    }
    Some(text)
}

/// The first hidden character of a text; how its lines end is told apart.
fn hidden_in(text: &str) -> Option<(usize, char)> {
    // Most of a text is ASCII, where a look at the bytes is enough.
    let telling = |byte: u8| !matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r');
    let mut at = 0;
    while let Some(further) = first_byte(&text.as_bytes()[at..], telling) {
        at += further;
        let character = text[at..].chars().next()?;
        if is_hidden(character) {
            return Some((at, character));
        }
        at += character.len_utf8();
    }
    None
}

/// What no text of the register may hold, however well it reads.
fn lint(text: &str, cx: &Context, place: impl Fn(&str) -> Span) {
    if let Some(at) = conflict_marker::find(text) {
        cx.report(conflict_marker::fault(cx.at(place(&text[..at]))));
    }
    search(text, cx, place, personal_data::in_text);
}

/// Looks for personal data.
fn search(text: &str, cx: &Context, place: impl Fn(&str) -> Span, fault: impl Fn(Place, Private) -> Finding) {
    let path = cx.path().as_str();
    if let Some((at, what)) = privacy::find(text, |what, _| may_stand(path, what)) {
        cx.report(fault(cx.at(place(&text[..at])), what));
    }
}

/// Whether such a thing may stand in a file. In people/ stand the addresses of accounts; how to reach an office stands where
/// its stewards publish it: in its own file, and on its site.
fn may_stand(path: &str, what: Private) -> bool {
    let of_form = path.starts_with("templates/surat/");
    let published = path == "jejak.yaml" || path.starts_with("site/") || path.starts_with("templates/") && !of_form;
    match what {
        Private::IdentityNumber => false,
        Private::Telephone => published,
        Private::Mail => published || path.starts_with("people/"),
    }
}

/// What is wrong with text that is not read any further, of a file or of what was added to one from some line on. Of a
/// version that was mended since only what a clone must not keep still matters.
pub fn text_flaws(path: &WorkPath, text: &str, first_line: u32, is_mended: bool) -> Vec<Finding> {
    let cx = Context::new(path);
    let place = |text: &str| {
        let span = end_of(text);
        Span { line: span.line.saturating_add(first_line - 1), ..span }
    };
    if is_mended {
        search(text, &cx, place, personal_data::in_earlier_version);
        return cx.into_findings();
    }
    if let Some((at, character)) = hidden_in(text) {
        cx.report(encoding::character(cx.at(place(&text[..at])), character));
    }
    lint(text, &cx, place);
    cx.into_findings()
}

/// Whether a file that is read as one piece is small enough.
pub fn is_small_file(bytes: &[u8], cx: &Context) -> bool {
    let small = bytes.len() <= MAX_PIECE;
    if !small {
        cx.report(size::too_many_bytes(cx.at(Span::START), bytes.len(), MAX_PIECE));
    }
    small
}

/// Whether a piece is small enough to be parsed.
pub fn is_small(piece: &str, first_line: u32, cx: &Context) -> bool {
    let small = piece.len() <= MAX_PIECE;
    if !small {
        let span = Span { line: first_line, ..Span::START };
        cx.report(size::too_many_bytes(cx.at(span), piece.len(), MAX_PIECE));
    }
    small
}

/// The place right after some text.
fn end_of(text: &str) -> Span {
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or(text).chars().count() + 1;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span { line: number(line), column: number(column), length: 1 }
}
