//! YAML text to a tree of nodes with places. The only module that names the YAML parser.
//!
//! The tree keeps every scalar as the text that was written: `no`, `0012` and `1e5` stay what they are, and only the
//! type that reads a field decides what it means. What the files may not use (anchors, aliases, tags, merge keys,
//! several documents) is reported and left out, and reading goes on.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as Marks};

use super::context::Context;
use super::faults::yaml_syntax::Trouble;
use super::faults::{duplicate_key, encoding, size, wrong_kind, yaml_feature, yaml_syntax};
use crate::model::finding::Finding;
use crate::model::place::{At, Place, Span};
use crate::model::text::is_hidden;

/// How deep a file may nest.
pub const MAX_DEPTH: usize = 16;
/// How many nodes one piece may hold.
pub const MAX_NODES: usize = 10_000;

/// A node and where it begins.
#[derive(Debug)]
pub struct Node<'s> {
    pub value: Value<'s>,
    pub span: Span,
}

/// What a node is.
#[derive(Debug)]
pub enum Value<'s> {
    /// Text as written; `plain` if without quotes.
    Scalar {
        text: Cow<'s, str>,
        plain: bool,
    },
    List(Vec<Node<'s>>),
    Map(Vec<Pair<'s>>),
}

/// A key with its value.
#[derive(Debug)]
pub struct Pair<'s> {
    pub key: At<Cow<'s, str>>,
    pub value: Node<'s>,
}

impl Node<'_> {
    /// Whether nothing is written: an empty value, `null` or `~` without quotes.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_ref(), "" | "null" | "~"))
    }
}

/// Reads one document whose first line is line `first_line` of its file.
pub fn parse<'s>(text: &'s str, first_line: u32, cx: &Context) -> Option<Node<'s>> {
    let depth = MAX_DEPTH;
    let options = granit_parser::options! {
        flow_nesting_limit: depth, block_nesting_limit: depth, emit_unresolved_aliases: true,
        disallow_directives: true,
    };
    let ends = |line: &str| line == "..." || line.starts_with("... ");
    if let Some((line, _)) = (first_line..).zip(text.lines()).find(|(_, line)| ends(line)) {
        cx.report(yaml_feature::several_documents(cx.at(Span { line, column: 1, length: 3 })));
    }
    let mut builder =
        Builder { text, first_line, cx, parser: Parser::new_from_str_with_options(text, options), nodes: 0 };
    builder.document()
}

struct Builder<'s, 'c> {
    text: &'s str,
    first_line: u32,
    cx: &'c Context<'c>,
    parser: Parser<'s, granit_parser::StrInput<'s>>,
    nodes: usize,
}

/// Reading cannot go on; the reason was reported.
struct Stop;

impl<'s> Builder<'s, '_> {
    fn document(&mut self) -> Option<Node<'s>> {
        let mut root = None;
        loop {
            match self.next().ok()? {
                (Event::StreamEnd, _) => return root,
                (Event::DocumentStart(..), marks) if root.is_some() => {
                    self.cx.report(yaml_feature::several_documents(self.cx.at(self.span(marks))));
                    return root;
                }
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
                (event, marks) => root = Some(self.node(event, marks, 0).ok()?),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'s>, Marks), Stop> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                let mark = error.marker();
                let span = Span { line: self.line(mark.line()), column: column(mark.col()), length: 1 };
                self.cx.report(finding(&error, self.cx.at(self.tab_near(&error).unwrap_or(span))));
                Err(Stop)
            }
            None => Ok((Event::StreamEnd, Marks::default())),
        }
    }

    fn node(&mut self, event: Event<'s>, marks: Marks, depth: usize) -> Result<Node<'s>, Stop> {
        let span = self.span(marks);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            self.cx.report(size::too_many_nodes(self.cx.at(span), MAX_NODES));
            return Err(Stop);
        }
        if depth > MAX_DEPTH {
            self.cx.report(size::too_deep(self.cx.at(span), MAX_DEPTH));
            return Err(Stop);
        }
        self.refuse_features(&event, span);
        if let Event::Scalar(text, ScalarStyle::DoubleQuoted, ..) = &event
            && let Some(hidden) = text.chars().find(|c| is_hidden(*c))
        {
            self.cx.report(encoding::character(self.cx.at(span), hidden));
        }
        if matches!(&event, Event::Scalar(_, ScalarStyle::Plain, ..)) {
            self.refuse_swallowed(marks);
        }
        let value = match event {
            // Where nothing is written the parser says `~`; what is written has a length.
            Event::Scalar(_, ScalarStyle::Plain, ..) if marks.is_empty() => {
                Value::Scalar { text: Cow::Borrowed(""), plain: true }
            }
            Event::Scalar(text, style, ..) => Value::Scalar { text, plain: style == ScalarStyle::Plain },
            Event::SequenceStart(..) => Value::List(self.list(depth)?),
            Event::MappingStart(..) => Value::Map(self.map(depth)?),
            _ => Value::Scalar { text: Cow::Borrowed(""), plain: true },
        };
        Ok(Node { value, span })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node<'s>>, Stop> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(items),
                (event, marks) => items.push(self.node(event, marks, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<Pair<'s>>, Stop> {
        let mut pairs: Vec<Pair<'s>> = Vec::new();
        let mut seen = std::collections::HashMap::new();
        loop {
            let (event, marks) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok(pairs);
            }
            let key = self.node(event, marks, depth + 1)?;
            let (event, marks) = self.next()?;
            let value = self.node(event, marks, depth + 1)?;
            let Value::Scalar { text, .. } = key.value else {
                self.cx.report(wrong_kind::key(self.cx.at(key.span)));
                continue;
            };
            if text == "<<" {
                self.cx.report(yaml_feature::merge_key(self.cx.at(key.span)));
                continue;
            }
            if let Some(first) = seen.get(&text) {
                self.cx.report(duplicate_key::fault(self.cx.at(key.span), &text, self.cx.at(*first)));
                continue;
            }
            seen.insert(text.clone(), key.span);
            pairs.push(Pair { key: At::new(text, key.span), value });
        }
    }

    fn refuse_features(&self, event: &Event<'s>, span: Span) {
        let place = self.cx.at(span);
        match event {
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.cx.report(yaml_feature::alias(place)),
            _ if event.anchor_id().is_some_and(|id| id > 0) => self.cx.report(yaml_feature::anchor(place)),
            _ if event.tag().is_some() => self.cx.report(yaml_feature::tag(place)),
            _ => {}
        }
    }

    /// Where the tab stands of which an error speaks: the parser points at the line before it.
    fn tab_near(&self, error: &ScanError) -> Option<Span> {
        if !matches!(trouble(error.kind()), Some(Trouble::Tab)) {
            return None;
        }
        let from = error.marker().line().saturating_sub(1);
        let mut lines = self.text.lines().enumerate().skip(from);
        let (line, at) = lines.find_map(|(n, line)| Some((n + 1, line.chars().position(|c| c == '\t')?)))?;
        Some(Span { line: self.line(line), column: column(at), length: 1 })
    }

    /// Text that a `#` behind it turned into a comment, although it does not look like one.
    fn refuse_swallowed(&self, marks: Marks) {
        let rest = marks.end.byte_offset().and_then(|end| self.text.get(end..)).unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        let comment = rest.strip_prefix(' ').map(str::trim_start).and_then(|rest| rest.strip_prefix('#'));
        if comment.is_some_and(|comment| comment.starts_with(|c: char| c.is_alphanumeric())) {
            let mut span = self.span(marks);
            span.column += span.length;
            span.length = column(rest.trim_end().chars().count().saturating_sub(1));
            self.cx.report(yaml_syntax::swallowed(self.cx.at(span)));
        }
    }

    fn line(&self, line: usize) -> u32 {
        u32::try_from(line.max(1)).unwrap_or(u32::MAX).saturating_add(self.first_line - 1)
    }

    /// From the parser's marks; what runs over several lines is shown by its first character.
    fn span(&self, marks: Marks) -> Span {
        let one_line = marks.start.line() == marks.end.line();
        let length = if one_line { marks.end.col().saturating_sub(marks.start.col()).max(1) } else { 1 };
        Span { line: self.line(marks.start.line()), column: column(marks.start.col()), length: column(length - 1) }
    }
}

fn column(zero_based: usize) -> u32 {
    u32::try_from(zero_based).unwrap_or(u32::MAX - 1) + 1
}

/// The parser's error in the words of this program.
fn finding(error: &ScanError, place: Place) -> Finding {
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => size::too_deep(place, MAX_DEPTH),
        ErrorKind::DirectiveDisallowed => yaml_feature::directive(place),
        kind => yaml_syntax::fault(place, &trouble(kind).unwrap_or_else(|| Trouble::Other(error.info()))),
    }
}

/// What people who do not know YAML need to tell apart.
fn trouble(kind: &ErrorKind) -> Option<Trouble> {
    Some(match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => Trouble::Tab,
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent => Trouble::Quote,
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => Trouble::Brackets,
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement | ErrorKind::MappingKeyNotAllowed => {
            Trouble::Colon
        }
        _ => return None,
    })
}
