//! Names of things. Each kind of name is a type of its own, so that a lane is never taken for a document.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name: lower-case letters a-z, digits and single hyphens, at most {MAX_NAME} characters")]
pub struct NotAName;

/// The longest name.
pub const MAX_NAME: usize = 80;

/// Whether a text is made of lower-case ASCII letters and digits in groups joined by single hyphens.
pub fn is_name(text: &str) -> bool {
    text.len() <= MAX_NAME
        && text
            .as_bytes()
            .split(|byte| *byte == b'-')
            .all(|part| !part.is_empty() && part.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAName;

            fn from_str(text: &str) -> Result<Self, NotAName> {
                if is_name(text) { Ok(Self(text.into())) } else { Err(NotAName) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A procedure, over all its revisions.
    SopSlug;
    /// A column of an SOP.
    LaneId;
    /// A document that an SOP names.
    DocumentId;
    /// An agency of the office's list.
    AgencyId;
    /// A person (or bot) in people/.
    Handle;
    /// A calendar.
    CalendarName;
    /// A decree that a calendar cites.
    DecreeId;
    /// A letter form in templates/surat/.
    FormName;
}

/// One revision of a procedure, written `slug/revision`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SopRef {
    /// Which procedure.
    pub slug: SopSlug,
    /// Which revision, from 1.
    pub revision: u32,
}

impl FromStr for SopRef {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let (slug, revision) = text.split_once('/').ok_or(NotAName)?;
        Ok(Self { slug: slug.parse()?, revision: count(revision).ok_or(NotAName)? })
    }
}

impl fmt::Display for SopRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.slug, self.revision)
    }
}

/// A lane of a procedure, whatever its revision, written `slug/lane`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaneRef {
    /// Which procedure.
    pub slug: SopSlug,
    /// Which of its lanes.
    pub lane: LaneId,
}

impl FromStr for LaneRef {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let (slug, lane) = text.split_once('/').ok_or(NotAName)?;
        Ok(Self { slug: slug.parse()?, lane: lane.parse()? })
    }
}

impl fmt::Display for LaneRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.slug, self.lane)
    }
}

/// A counting number from 1, written without sign or leading zero.
pub fn count(text: &str) -> Option<u32> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
