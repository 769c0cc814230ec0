//! The little script by which git calls the program. It only ever fails closed: a program that is gone, dies or is killed
//! leaves a status that is not 0, and git refuses.

use std::path::Path;

/// The line by which the program knows its own hooks.
pub const MARK: &str = "# jejak hook";

/// Which hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On a server, before anything of a push is taken.
    PreReceive,
    /// In a worktree, before a commit is made.
    PreCommit,
}

impl Kind {
    /// The name that git gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PreReceive => "pre-receive",
            Self::PreCommit => "pre-commit",
        }
    }
}

/// The script; none where a name holds what a shell could take for something else.
pub fn script(kind: Kind, program: &Path, branch: &str) -> Option<String> {
    let program = quoted(program.to_str()?)?;
    let more = match kind {
        Kind::PreReceive => format!(" --branch {}", quoted(branch)?),
        Kind::PreCommit => String::new(),
    };
    let name = kind.name();
    Some(format!(
        "#!/bin/sh\n\
         {MARK}: {name}\n\
         # Dipasang oleh `jejak hook install`; pasang ulang dengan perintah yang sama.\n\
         # Installed by `jejak hook install`; the same command renews it.\n\
         set -eu\n\
         exec {program} hook {name}{more}\n"
    ))
}

fn quoted(text: &str) -> Option<String> {
    let plain = !text.is_empty() && !text.starts_with('-') && !text.chars().any(char::is_control);
    plain.then(|| format!("'{}'", text.replace('\'', r"'\''")))
}
