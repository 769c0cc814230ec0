//! What can be wrong with the text of a file: one file per fault, its doc comment is its manual page.

pub mod attachment_traces;
pub mod attributes;
pub mod bad_value;
pub mod conflict_marker;
pub mod document_content;
pub mod duplicate_key;
pub mod encoding;
pub mod entry_form;
pub mod front_matter;
pub mod history_form;
pub mod missing_key;
pub mod path;
pub mod personal_data;
pub mod size;
pub mod unfilled_blank;
pub mod unknown_key;
pub mod wrong_kind;
pub mod yaml_feature;
pub mod yaml_syntax;

use crate::model::finding::RuleId;

/// Every fault of reading, with the source that holds its manual page.
pub const FAULTS: &[(RuleId, &str)] = &[
    (attachment_traces::ID, include_str!("attachment_traces.rs")),
    (attributes::ID, include_str!("attributes.rs")),
    (bad_value::ID, include_str!("bad_value.rs")),
    (conflict_marker::ID, include_str!("conflict_marker.rs")),
    (document_content::ID, include_str!("document_content.rs")),
    (duplicate_key::ID, include_str!("duplicate_key.rs")),
    (encoding::ID, include_str!("encoding.rs")),
    (entry_form::ID, include_str!("entry_form.rs")),
    (front_matter::ID, include_str!("front_matter.rs")),
    (history_form::ID, include_str!("history_form.rs")),
    (missing_key::ID, include_str!("missing_key.rs")),
    (path::ID, include_str!("path.rs")),
    (personal_data::ID, include_str!("personal_data.rs")),
    (size::ID, include_str!("size.rs")),
    (unfilled_blank::ID, include_str!("unfilled_blank.rs")),
    (unknown_key::ID, include_str!("unknown_key.rs")),
    (wrong_kind::ID, include_str!("wrong_kind.rs")),
    (yaml_feature::ID, include_str!("yaml_feature.rs")),
    (yaml_syntax::ID, include_str!("yaml_syntax.rs")),
];
