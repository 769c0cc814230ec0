//! What a forge says of an event, in one shape for all of them. Everything is data: a field that is missing or of another
//! kind makes the event one that cannot be read, and nothing else.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use crate::model::office::ForgeKind;

/// Something that happened on a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whether everybody may see the repository; what is not known counts as seen by all.
    pub public: bool,
    /// The number of the account that did it.
    pub by: u64,
    /// What it was.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An issue was opened, or its text was edited.
    Issue(Issue),
    /// Somebody wrote a comment.
    Comment {
        /// On which issue.
        issue: Issue,
        /// The comment's own number.
        id: u64,
        /// Whether that is a proposal's own discussion.
        on_proposal: bool,
        /// What was written.
        body: String,
    },
    /// A proposal was opened or moved.
    Proposal {
        /// Its number.
        number: u64,
        /// Its title.
        title: String,
        /// Its branch.
        branch: String,
    },
    /// Something else, which is nobody's affair here.
    Other,
}

/// An issue as the forge tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Its number.
    pub number: u64,
    /// Its text.
    pub body: String,
    /// The number of the account that opened it.
    pub author: u64,
    /// When.
    pub created: DateTime<Utc>,
    /// When it became what the event says of it.
    pub updated: DateTime<Utc>,
}

/// Why an event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEvent {
    /// It is not JSON.
    #[error("not JSON")]
    NoJson,
    /// A field is missing, or of another kind.
    #[error("the field {0} is missing or of another kind")]
    Field(&'static str),
}

/// Reads the payload of an event.
pub fn read(kind: ForgeKind, bytes: &[u8]) -> Result<Event, BadEvent> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| BadEvent::NoJson)?;
    match kind {
        ForgeKind::GitLab => gitlab(&value),
        ForgeKind::GitHub | ForgeKind::Forgejo | ForgeKind::Plain => github(&value),
    }
}

/// GitHub's payloads; Forgejo's have the same fields.
fn github(value: &Value) -> Result<Event, BadEvent> {
    let action = value["action"].as_str().unwrap_or_default();
    let public = value.pointer("/repository/private").and_then(Value::as_bool) != Some(true);
    let by = value.pointer("/sender/id").and_then(Value::as_u64).unwrap_or_default();
    let what = if value["comment"].is_object() && value["issue"].is_object() {
        if action != "created" {
            return Ok(Event { public, by, what: What::Other });
        }
        let on_proposal = value["is_pull"].as_bool() == Some(true)
            || value.pointer("/issue/pull_request").is_some_and(|v| !v.is_null());
        let body = text(value, "/comment/body")?;
        let by = number(value, "/comment/user/id")?;
        let id = number(value, "/comment/id")?;
        let what = What::Comment { issue: github_issue(value)?, id, on_proposal, body };
        return Ok(Event { public, by, what });
    } else if value["pull_request"].is_object() {
        What::Proposal {
            number: number(value, "/pull_request/number")?,
            title: text(value, "/pull_request/title")?,
            branch: text(value, "/pull_request/head/ref")?,
        }
    } else if value["issue"].is_object() && matches!(action, "opened" | "edited" | "reopened") {
        What::Issue(github_issue(value)?)
    } else {
        What::Other
    };
    Ok(Event { public, by, what })
}

fn github_issue(value: &Value) -> Result<Issue, BadEvent> {
    let created = moment(value, "/issue/created_at")?;
    Ok(Issue {
        number: number(value, "/issue/number")?,
        // An issue without text says `null`.
        body: value.pointer("/issue/body").and_then(Value::as_str).unwrap_or_default().to_owned(),
        author: number(value, "/issue/user/id")?,
        created,
        updated: moment(value, "/issue/updated_at").unwrap_or(created),
    })
}

fn gitlab(value: &Value) -> Result<Event, BadEvent> {
    let public = value.pointer("/project/visibility_level").and_then(Value::as_u64) != Some(0);
    let by = value.pointer("/user/id").and_then(Value::as_u64).unwrap_or_default();
    let action = value.pointer("/object_attributes/action").and_then(Value::as_str).unwrap_or_default();
    let what = match value["object_kind"].as_str().unwrap_or_default() {
        "issue" if matches!(action, "open" | "update" | "reopen") => {
            What::Issue(gitlab_issue(value, "/object_attributes")?)
        }
        "note" if action.is_empty() || action == "create" => {
            let body = text(value, "/object_attributes/note")?;
            match value.pointer("/object_attributes/noteable_type").and_then(Value::as_str) {
                Some("Issue") => {
                    let id = number(value, "/object_attributes/id")?;
                    What::Comment { issue: gitlab_issue(value, "/issue")?, id, on_proposal: false, body }
                }
                Some("MergeRequest") => {
                    let id = number(value, "/object_attributes/id")?;
                    What::Comment { issue: gitlab_issue(value, "/merge_request")?, id, on_proposal: true, body }
                }
                _ => What::Other,
            }
        }
        "merge_request" if matches!(action, "open" | "update" | "reopen") => What::Proposal {
            number: number(value, "/object_attributes/iid")?,
            title: text(value, "/object_attributes/title")?,
            branch: text(value, "/object_attributes/source_branch")?,
        },
        _ => What::Other,
    };
    Ok(Event { public, by, what })
}

fn gitlab_issue(value: &Value, at: &'static str) -> Result<Issue, BadEvent> {
    let issue = value.pointer(at).ok_or(BadEvent::Field(at))?;
    let created = moment(issue, "/created_at")?;
    Ok(Issue {
        number: number(issue, "/iid")?,
        body: issue["description"].as_str().unwrap_or_default().to_owned(),
        author: number(issue, "/author_id")?,
        created,
        updated: moment(issue, "/updated_at").unwrap_or(created),
    })
}

fn number(value: &Value, at: &'static str) -> Result<u64, BadEvent> {
    value.pointer(at).and_then(Value::as_u64).ok_or(BadEvent::Field(at))
}

fn text(value: &Value, at: &'static str) -> Result<String, BadEvent> {
    value.pointer(at).and_then(Value::as_str).map(str::to_owned).ok_or(BadEvent::Field(at))
}

/// RFC 3339, or the form that GitLab's hooks use.
fn moment(value: &Value, at: &'static str) -> Result<DateTime<Utc>, BadEvent> {
    let text = value.pointer(at).and_then(Value::as_str).ok_or(BadEvent::Field(at))?;
    let plain = || NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S UTC").map(|at| at.and_utc());
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).or_else(|_| plain()).map_err(|_| BadEvent::Field(at))
}
