//! Where something stands: a file, and a stretch of one of its lines.

use std::ops::Deref;
use std::sync::Arc;

/// A path relative to the workspace, with `/` between its parts, as git writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkPath(Arc<str>);

impl WorkPath {
    /// Takes the text as it is; whether it is a lawful path is asked by [`super::path::FileKind`].
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, without a slash at its end; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl std::fmt::Display for WorkPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A stretch of one line. Lines and columns begin at 1; columns and lengths count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The line, from 1.
    pub line: u32,
    /// The first character, from 1.
    pub column: u32,
    /// How many characters; at least 1, so that there is always something to point at.
    pub length: u32,
}

impl Span {
    /// The beginning of a file: for what concerns it as a whole.
    pub const START: Self = Self { line: 1, column: 1, length: 1 };

    /// A place in a file.
    pub fn at(self, path: &WorkPath) -> Place {
        Place { path: path.clone(), span: self }
    }
}

/// A stretch of a line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub path: WorkPath,
    /// The stretch in it.
    pub span: Span,
}

/// A value that remembers where it was written.
#[derive(Debug, Clone, Copy)]
pub struct At<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> At<T> {
    /// A value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), span: self.span }
    }

    /// The value borrowed, at the same place.
    pub fn as_ref(&self) -> At<&T> {
        At { value: &self.value, span: self.span }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Two values are the same wherever they were written.
impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}
