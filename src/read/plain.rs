//! The plainest YAML, read at one glance: keys, each with a value, plain or in quotes, or a map in braces, as nearly every
//! entry is written, which is an item of a list, and the head of nearly every letter and request. Whatever else stands in a
//! text is left to the parser; what is read here, the parser reads alike.

use std::borrow::Cow;

use super::tree::{Node, Pair, Value};
use crate::model::place::{At, Span};

/// A longer text is none that somebody wrote at one glance.
const LONGEST: usize = 4096;
/// So many braces within each other.
const DEEPEST: usize = 4;

/// How an entry's first line begins, and its other lines.
const ITEM: (&str, &str) = ("  - ", "    ");

/// Reads a text whose first line has that number; none where the parser has to be asked.
pub fn read(text: &str, first_line: u32) -> Option<Node<'_>> {
    let (text, line) = without_remark(text, first_line);
    let at = |column| Span { line, column, length: 1 };
    if !text.starts_with(ITEM.0) {
        return Some(Node { value: Value::Map(pairs(text, line, ("", ""))?), span: at(1) });
    }
    let map = Node { value: Value::Map(pairs(text, line, ITEM)?), span: at(5) };
    Some(Node { value: Value::List(vec![map]), span: at(3) })
}

/// What follows the line that tells an editor of the schema, and the number of its first line.
fn without_remark(text: &str, first_line: u32) -> (&str, u32) {
    let rest = text.starts_with("# ").then(|| text.split_once('\n')).flatten();
    rest.map_or((text, first_line), |(_, rest)| (rest, first_line + 1))
}

/// Keys with their values, one a line, with what stands before the first and before each other.
fn pairs<'s>(text: &'s str, first_line: u32, (first, other): (&str, &str)) -> Option<Vec<Pair<'s>>> {
    if text.len() > LONGEST || !text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return None;
    }
    let mut pairs: Vec<Pair> = Vec::with_capacity(4);
    for (line, row) in (first_line..).zip(text.strip_suffix('\n')?.split('\n')) {
        let rest = row.strip_prefix(if pairs.is_empty() { first } else { other })?;
        let mut cursor = Cursor { line, column: if first.is_empty() { 1 } else { 5 }, rest };
        let key = cursor.key(&pairs)?;
        let value = if cursor.rest == ":" {
            cursor.nothing()?
        } else {
            cursor.skip(": ")?;
            cursor.value(DEEPEST, |rest| Some(rest.len()))?
        };
        if !cursor.rest.is_empty() {
            return None;
        }
        pairs.push(Pair { key, value });
    }
    Some(pairs)
}

/// What is left of a line.
struct Cursor<'s> {
    line: u32,
    column: u32,
    rest: &'s str,
}

impl<'s> Cursor<'s> {
    /// Goes on by so many bytes, each of them a character.
    fn take(&mut self, many: usize) -> Option<(&'s str, Span)> {
        let (taken, rest) = self.rest.split_at_checked(many)?;
        let length = u32::try_from(many).ok()?;
        let span = Span { line: self.line, column: self.column, length: length.max(1) };
        (self.rest, self.column) = (rest, self.column + length);
        Some((taken, span))
    }

    fn skip(&mut self, mark: &str) -> Option<()> {
        self.rest.starts_with(mark).then(|| self.take(mark.len()))?.map(drop)
    }

    /// A name that is none of those before it.
    fn key(&mut self, before: &[Pair]) -> Option<At<Cow<'s, str>>> {
        let of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
        let many = self.rest.bytes().take_while(|byte| of_name(*byte)).count();
        let (name, span) = self.take(many)?;
        if !name.starts_with(|first: char| first.is_ascii_lowercase())
            || before.iter().any(|pair| pair.key.value == name)
        {
            return None;
        }
        Some(At::new(Cow::Borrowed(name), span))
    }

    /// A colon behind which nothing stands: the value is where it is.
    fn nothing(&mut self) -> Option<Node<'s>> {
        let (_, span) = self.take(1)?;
        Some(Node { value: Value::Scalar { text: Cow::Borrowed(""), plain: true }, span })
    }

    /// A map in braces, with so many more at most, or something in quotes, or all up to an end.
    fn value(&mut self, depth: usize, end: impl FnOnce(&str) -> Option<usize>) -> Option<Node<'s>> {
        match self.rest.as_bytes().first()? {
            b'{' => self.map(depth.checked_sub(1)?),
            b'"' => self.quoted(),
            _ => self.scalar(end(self.rest)?),
        }
    }

    /// A value without quotes. A colon or a hash in it may mean something else, and is the parser's.
    fn scalar(&mut self, many: usize) -> Option<Node<'s>> {
        let (text, span) = self.take(many)?;
        let plain = text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && !text.ends_with(' ')
            && !text.bytes().any(|byte| matches!(byte, b':' | b'#'));
        plain.then_some(Node { value: Value::Scalar { text: Cow::Borrowed(text), plain: true }, span })
    }

    /// A value in double quotes, in which everything is what it seems.
    fn quoted(&mut self) -> Option<Node<'s>> {
        let (text, _) = self.rest.strip_prefix('"')?.split_once('"')?;
        let (_, span) = self.take(text.len() + 2)?;
        let plain = !text.contains('\\');
        plain.then_some(Node { value: Value::Scalar { text: Cow::Borrowed(text), plain: false }, span })
    }

    /// `{key: value, key: value}`
    fn map(&mut self, depth: usize) -> Option<Node<'s>> {
        let span = Span { line: self.line, column: self.column, length: 1 };
        self.skip("{")?;
        let mut pairs: Vec<Pair> = Vec::with_capacity(4);
        loop {
            let key = self.key(&pairs)?;
            self.skip(": ")?;
            let value = self.value(depth, |rest| rest.find([',', '{', '}', '[', ']']))?;
            pairs.push(Pair { key, value });
            if self.skip("}").is_some() {
                return Some(Node { value: Value::Map(pairs), span });
            }
            self.skip(", ")?;
        }
    }
}
