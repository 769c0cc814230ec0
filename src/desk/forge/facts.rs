//! What was asked of a forge, and what it answered.

use serde::Serialize;
use serde_json::Value;

/// Something that has to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// Under which name the answer is kept.
    pub name: String,
    /// What to get.
    pub path: String,
    /// Whether it is a list in pages.
    pub pages: bool,
}

/// Everything that is known, by name.
#[derive(Debug, Clone, Default)]
pub struct Facts(Value);

/// A comment on an issue or a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: u64,
    /// Who wrote it.
    pub author: u64,
    /// What it says.
    pub body: String,
}

impl Facts {
    /// Facts from what the script has gathered.
    pub fn new(gathered: Value) -> Self {
        Self(gathered)
    }

    /// An answer; none while it was not asked for.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A list; what is no list is an empty one.
    pub fn list(&self, name: &str) -> Option<&[Value]> {
        Some(self.get(name)?.as_array().map_or(&[][..], Vec::as_slice))
    }

    /// The comments below something, as any of the forges lists them.
    pub fn comments(&self, name: &str) -> Option<Vec<Comment>> {
        let comment = |value: &Value| {
            let author = value.pointer("/user/id").or_else(|| value.pointer("/author/id"))?.as_u64()?;
            Some(Comment { id: value["id"].as_u64()?, author, body: value["body"].as_str()?.to_owned() })
        };
        Some(self.list(name)?.iter().filter_map(comment).collect())
    }
}
