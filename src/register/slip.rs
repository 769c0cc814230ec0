//! What went wrong with a request's file that is not what stands and then whole entries. It decides nothing, for nothing of
//! such a file stands; it only tells a person what to mend.

use std::borrow::Cow;

use super::reading::line_of;
use crate::read::faults::conflict_marker;
use crate::read::{ENTRY, FURTHER, cut_entries, cut_request};

/// What went wrong, and the first line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// The line.
    pub line: u32,
    /// What went wrong there.
    pub what: What,
}

/// What goes wrong where people save files. Of several, each is worth telling only if those before it do not explain all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is a link or an executable.
    NoPlainFile,
    /// It is no longer text in UTF-8.
    NotUtf8,
    /// A byte order mark was put before it.
    ByteOrderMark,
    /// Its line ends are those of Windows.
    LineEnds,
    /// Its last line does not end.
    NoLastLineEnd,
    /// There are blanks at the ends of lines, or there are none any more.
    TrailingBlanks,
    /// Empty lines came, or went.
    EmptyLines,
    /// Lines are indented otherwise.
    Indentation,
    /// A merge left its marks.
    ConflictMarks,
    /// Its end is missing, and nothing came instead.
    CutOff,
    /// Something within what stands is not as it was.
    Altered,
    /// What follows is no whole entry.
    NoEntry,
}

/// What a way of saving leaves in a text, taken away again.
type Mend = fn(&str) -> Cow<'_, str>;

/// Each way of saving, and how to see past it.
const MENDS: [(What, Mend); 6] = [
    (What::ByteOrderMark, |text| Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))),
    (What::LineEnds, |text| Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))),
    (What::NoLastLineEnd, |text| if text.ends_with('\n') { text.into() } else { format!("{text}\n").into() }),
    (What::TrailingBlanks, |text| each_line(text, |line| Some(line.trim_end_matches([' ', '\t'])))),
    (What::EmptyLines, |text| each_line(text, |line| Some(line).filter(|line| !line.is_empty()))),
    (What::Indentation, |text| each_line(text, |line| Some(line.trim_start()))),
];

fn each_line(text: &str, keep: impl Fn(&str) -> Option<&str>) -> Cow<'_, str> {
    Cow::Owned(text.split_terminator('\n').filter_map(keep).flat_map(|line| [line, "\n"]).collect())
}

impl Slip {
    /// A file that is no plain one.
    pub const NO_PLAIN_FILE: Self = Self { line: 1, what: What::NoPlainFile };

    /// What went wrong with a file, given what stands of it; nothing stands of an opening.
    pub fn find(standing: Option<&[u8]>, landed: &[u8]) -> Self {
        let stands = String::from_utf8_lossy(standing.unwrap_or_default());
        let Ok(text) = std::str::from_utf8(landed) else {
            let same = stands.bytes().zip(landed).take_while(|(old, new)| old == *new).count();
            return Self { line: line_of(&landed[..same]), what: What::NotUtf8 };
        };
        let line = first_line(&stands, text);
        let (mut old, mut new) = (stands.clone(), Cow::Borrowed(text));
        for (what, mend) in MENDS {
            (old, new) = (mend(&old).into_owned().into(), mend(&new).into_owned().into());
            if explains(what, standing.map(|_| &*old), &new) {
                return Self { line, what };
            }
        }
        // Line ends alone would make the first line differ.
        let told = |text: &str| MENDS[..2].iter().fold(text.to_owned(), |text, (_, mend)| mend(&text).into_owned());
        let (old, new) = (told(&stands), told(text));
        let line = first_line(&old, &new);
        let from = new.split_inclusive('\n').take(line as usize - 1).map(str::len).sum::<usize>();
        if let Some(at) = conflict_marker::find(&new[from..]) {
            return Self { line: line_of(&new.as_bytes()[..from + at]), what: What::ConflictMarks };
        }
        let what = match standing {
            Some(_) if old.starts_with(&new) => What::CutOff,
            Some(_) if !new.starts_with(&old) => What::Altered,
            _ => What::NoEntry,
        };
        Self { line, what }
    }
}

/// Whether all is well once a way of saving, and those before it, are seen past.
fn explains(what: What, old: Option<&str>, new: &str) -> bool {
    let Some(old) = old else {
        // Without indentation nothing can be cut, so how the first entry begins has to do.
        return if what == What::Indentation {
            new.contains("\nriwayat:\n- ")
        } else {
            cut_request(new.as_bytes()).is_some()
        };
    };
    let Some(rest) = new.strip_prefix(old) else { return false };
    if what == What::Indentation { rest.is_empty() || rest.starts_with("- ") } else { cut_entries(rest, 1).is_some() }
}

/// The first line that is wrong: where a file leaves what stands, else the first that neither begins an entry nor goes on with
/// one, else the last.
fn first_line(stands: &str, landed: &str) -> u32 {
    let history = landed.find("\nriwayat:\n").map_or(0, |at| at + "\nriwayat:\n".len());
    let from = if stands.is_empty() { history } else { stands.len() };
    let Some(rest) = landed.strip_prefix(stands).and_then(|_| landed.get(from..)) else {
        let same = stands.bytes().zip(landed.bytes()).take_while(|(old, new)| old == new).count();
        return line_of(&landed.as_bytes()[..same]);
    };
    let mut lines = rest.split_inclusive('\n').peekable();
    let mut at = from;
    while let Some(line) = lines.next() {
        let ends = lines.peek().is_none_or(|next| next.starts_with(ENTRY));
        let is_whole = if line == "\n" { !ends } else { line.starts_with(ENTRY) || line.starts_with(FURTHER) };
        if !is_whole || line.contains('\r') || !line.ends_with('\n') {
            break;
        }
        at += line.len();
    }
    line_of(&landed.as_bytes()[..at])
}
