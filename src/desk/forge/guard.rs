//! Whether a site may be published over the one that stands: its head must be on the chain of the new one.

use serde_json::Value;

use crate::model::git::ObjectId;
use crate::register::landings::Chain;

/// What is known of the published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// Its head is on the chain: it may be renewed.
    Before(ObjectId),
    /// Its head is not: history was rewritten, or an older state came back.
    Elsewhere(ObjectId),
    /// It cannot be read.
    Unknown,
}

/// Compares what a published site says of itself with the chain that is to be published.
pub fn guard(published: Option<&[u8]>, chain: &Chain) -> Published {
    let value: Option<Value> = published.and_then(|bytes| serde_json::from_slice(bytes).ok());
    let head = value.as_ref().and_then(|value| value["ujung"].as_str()).and_then(|text| text.parse::<ObjectId>().ok());
    match head {
        None => Published::Unknown,
        Some(head) if chain.has(head) => Published::Before(head),
        Some(head) => Published::Elsewhere(head),
    }
}
