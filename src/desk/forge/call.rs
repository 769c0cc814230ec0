//! The requests of each forge. Paths are made of numbers, of names of this program's making, and of the repository's own
//! name; whatever people wrote stands in bodies alone.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use serde_json::{Value, json};

use super::facts::Need;
use crate::desk::draft::Write;
use crate::model::git::ObjectId;
use crate::model::office::ForgeKind;
use crate::model::place::WorkPath;

/// One request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// `POST`, `PUT` or `PATCH`.
    pub method: &'static str,
    /// Where, from the forge's base address on.
    pub path: String,
    /// What.
    pub body: Value,
    /// The answers that are as good as done.
    pub ok: Vec<u16>,
}

/// Below what somebody writes: the two are apart on GitLab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// An issue.
    Issue(u64),
    /// A proposal.
    Proposal(u64),
}

impl Desk {
    fn number(self) -> u64 {
        match self {
            Self::Issue(number) | Self::Proposal(number) => number,
        }
    }
}

/// What a status says of a proposal's tip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may land.
    Lawful,
    /// It may not.
    Unlawful,
    /// It could not be judged.
    Unverifiable,
}

impl Verdict {
    /// The word for a log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lawful => "sah",
            Self::Unlawful => "tidak sah",
            Self::Unverifiable => "tidak dapat diverifikasi",
        }
    }
}

/// A branch with its files, and the proposal to merge it.
#[derive(Clone)]
pub struct Proposed<'a> {
    /// The branch, of this program's making.
    pub branch: &'a str,
    /// The trusted branch.
    pub onto: &'a str,
    /// The commit on which a new branch begins.
    pub base: ObjectId,
    /// Where the branch stands, if it stands.
    pub tip: Option<ObjectId>,
    /// What is written.
    pub files: &'a [Write],
    /// What goes: files of an earlier proposal on that branch.
    pub gone: &'a [WorkPath],
    /// The blob that each of these files has there now, by path.
    pub stands: &'a dyn Fn(&str) -> Option<ObjectId>,
    /// The message of the commit.
    pub message: &'a str,
    /// The proposal's title.
    pub title: &'a str,
    /// The proposal's text.
    pub text: &'a str,
}

/// One repository on one forge.
#[derive(Debug, Clone)]
pub struct Api {
    /// Which forge.
    pub kind: ForgeKind,
    /// Its name there: `owner/name`, or the number of a GitLab project.
    pub repo: String,
}

/// The context under which the verdict stands.
const CONTEXT: &str = "jejak";

impl Api {
    fn is_gitlab(&self) -> bool {
        self.kind == ForgeKind::GitLab
    }

    fn base(&self) -> String {
        if self.is_gitlab() { format!("/projects/{}", self.repo) } else { format!("/repos/{}", self.repo) }
    }

    fn thread(&self, desk: Desk) -> String {
        let base = self.base();
        match desk {
            Desk::Issue(number) if self.is_gitlab() => format!("{base}/issues/{number}/notes"),
            Desk::Proposal(number) if self.is_gitlab() => format!("{base}/merge_requests/{number}/notes"),
            Desk::Issue(number) | Desk::Proposal(number) => format!("{base}/issues/{number}/comments"),
        }
    }

    /// The name under which the comments below something are kept.
    pub fn comments(&self, desk: Desk) -> Need {
        let kind = if matches!(desk, Desk::Issue(_)) { "permohonan" } else { "usulan" };
        Need { name: format!("komentar-{kind}-{}", desk.number()), path: self.thread(desk), pages: true }
    }

    /// The proposals that are open.
    pub fn open_proposals(&self) -> Need {
        let list = if self.is_gitlab() { "merge_requests?state=opened" } else { "pulls?state=open" };
        Need { name: "usulan".to_owned(), path: format!("{}/{list}", self.base()), pages: true }
    }

    /// The issues that are open.
    pub fn open_issues(&self) -> Need {
        let state = if self.is_gitlab() { "opened" } else { "open" };
        let path = format!("{}/issues?state={state}", self.base());
        Need { name: "permohonan".to_owned(), path, pages: true }
    }

    /// The labels that the repository has.
    pub fn labels(&self) -> Need {
        Need { name: "label".to_owned(), path: format!("{}/labels", self.base()), pages: true }
    }

    /// A new comment.
    pub fn comment(&self, desk: Desk, text: &str) -> Call {
        Call { method: "POST", path: self.thread(desk), body: json!({"body": text}), ok: vec![201] }
    }

    /// A comment that is written anew.
    pub fn edit(&self, desk: Desk, id: u64, text: &str) -> Call {
        let (method, path) = if self.is_gitlab() {
            ("PUT", format!("{}/{id}", self.thread(desk)))
        } else {
            ("PATCH", format!("{}/issues/comments/{id}", self.base()))
        };
        Call { method, path, body: json!({"body": text}), ok: vec![200] }
    }

    /// The verdict on a proposal's tip.
    pub fn status(&self, tip: ObjectId, verdict: Verdict, text: &str) -> Call {
        let state = match (verdict, self.is_gitlab()) {
            (Verdict::Lawful, _) => "success",
            (Verdict::Unlawful, false) => "failure",
            (Verdict::Unverifiable, false) => "error",
            (Verdict::Unlawful | Verdict::Unverifiable, true) => "failed",
        };
        let name = if self.is_gitlab() { "name" } else { "context" };
        let body = json!({"state": state, name: CONTEXT, "description": text});
        // GitLab refuses to say again what it says already.
        let ok = if self.is_gitlab() { vec![200, 201, 400] } else { vec![201] };
        Call { method: "POST", path: format!("{}/statuses/{tip}", self.base()), body, ok }
    }

    /// The labels of an issue, all of them.
    pub fn set_labels(&self, issue: u64, labels: &[String]) -> Call {
        if self.is_gitlab() {
            let path = format!("{}/issues/{issue}", self.base());
            return Call { method: "PUT", path, body: json!({"labels": labels.join(",")}), ok: vec![200] };
        }
        let path = format!("{}/issues/{issue}/labels", self.base());
        Call { method: "PUT", path, body: json!({"labels": labels}), ok: vec![200] }
    }

    /// A label that the repository does not have yet.
    pub fn add_label(&self, name: &str) -> Call {
        let colour = if self.kind == ForgeKind::GitHub { "1f3f6e" } else { "#1f3f6e" };
        let path = format!("{}/labels", self.base());
        Call { method: "POST", path, body: json!({"name": name, "color": colour}), ok: vec![201, 409, 422] }
    }

    /// A branch with one more commit.
    pub fn write(&self, new: &Proposed) -> Vec<Call> {
        match self.kind {
            ForgeKind::GitHub => self.write_github(new),
            ForgeKind::Forgejo | ForgeKind::Plain => vec![self.write_forgejo(new)],
            ForgeKind::GitLab => vec![self.write_gitlab(new)],
        }
    }

    /// The proposal to merge a branch. Sent twice, it does no harm.
    pub fn open(&self, new: &Proposed) -> Call {
        let (path, body) = if self.is_gitlab() {
            let body = json!({"source_branch": new.branch, "target_branch": new.onto, "title": new.title, "description": new.text});
            (format!("{}/merge_requests", self.base()), body)
        } else {
            let body = json!({"head": new.branch, "base": new.onto, "title": new.title, "body": new.text});
            (format!("{}/pulls", self.base()), body)
        };
        Call { method: "POST", path, body, ok: vec![201, 409, 422] }
    }

    /// A commit made by this request is signed by GitHub itself.
    fn write_github(&self, new: &Proposed) -> Vec<Call> {
        let additions: Vec<Value> =
            new.files.iter().map(|file| json!({"path": file.path.as_str(), "contents": base64(&file.bytes)})).collect();
        let (headline, body) = new.message.split_once('\n').unwrap_or((new.message, ""));
        let mut input = json!({
            "branch": {"repositoryNameWithOwner": self.repo, "branchName": new.branch},
            "message": {"headline": headline, "body": body.trim()},
            "expectedHeadOid": new.tip.unwrap_or(new.base).to_string(),
            "fileChanges": {"additions": additions},
        });
        if !new.gone.is_empty() {
            input["fileChanges"]["deletions"] = new.gone.iter().map(|path| json!({"path": path.as_str()})).collect();
        }
        let query =
            "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";
        let commit = json!({"query": query, "variables": {"input": input}});
        let mut calls = Vec::new();
        if new.tip.is_none() {
            let body = json!({"ref": format!("refs/heads/{}", new.branch), "sha": new.base.to_string()});
            calls.push(Call { method: "POST", path: format!("{}/git/refs", self.base()), body, ok: vec![201, 422] });
        }
        calls.push(Call { method: "POST", path: "/graphql".to_owned(), body: commit, ok: vec![200] });
        calls
    }

    fn write_forgejo(&self, new: &Proposed) -> Call {
        let file = |file: &Write| {
            let mut entry = json!({"path": file.path.as_str(), "content": base64(&file.bytes)});
            let stands = (new.stands)(file.path.as_str());
            entry["operation"] = json!(if stands.is_some() { "update" } else { "create" });
            if let Some(blob) = stands {
                entry["sha"] = json!(blob.to_string());
            }
            entry
        };
        let gone = |path: &WorkPath| {
            let blob = (new.stands)(path.as_str()).map(|blob| blob.to_string());
            json!({"operation": "delete", "path": path.as_str(), "sha": blob})
        };
        let files: Vec<Value> = new.files.iter().map(file).chain(new.gone.iter().map(gone)).collect();
        let mut body = json!({"message": new.message.trim(), "files": files});
        if new.tip.is_some() {
            body["branch"] = json!(new.branch);
        } else {
            body["branch"] = json!(new.onto);
            body["new_branch"] = json!(new.branch);
        }
        Call { method: "POST", path: format!("{}/contents", self.base()), body, ok: vec![201] }
    }

    fn write_gitlab(&self, new: &Proposed) -> Call {
        let action = |file: &Write| {
            let action = if (new.stands)(file.path.as_str()).is_some() { "update" } else { "create" };
            json!({"action": action, "file_path": file.path.as_str(), "content": base64(&file.bytes), "encoding": "base64"})
        };
        let gone = |path: &WorkPath| json!({"action": "delete", "file_path": path.as_str()});
        let actions: Vec<Value> = new.files.iter().map(action).chain(new.gone.iter().map(gone)).collect();
        let mut body = json!({"branch": new.branch, "commit_message": new.message.trim(), "actions": actions});
        if new.tip.is_none() {
            body["start_sha"] = json!(new.base.to_string());
        }
        Call { method: "POST", path: format!("{}/repository/commits", self.base()), body, ok: vec![201] }
    }
}

/// Bytes as JSON can carry them.
fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}
