//! What several test programs share.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod desk;
pub mod forge;
pub mod forge_set;
pub mod history;
pub mod register;
pub mod server;
pub mod signing;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jejak::model::finding::Finding;
use jejak::model::place::WorkPath;
use jejak::model::workspace::Workspace;
use jejak::read::read_workspace;
use jejak::report::Report;
use jejak::rules::check_workspace;

/// Files by their path in a workspace.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, by its path from there.
pub fn files_below(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("the folder can be walked");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("a file below the folder");
            let bytes = std::fs::read(entry.path()).expect("the file can be read");
            files.insert(path.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    files
}

/// The little office from which the stories start. It holds an example of every kind of file.
pub fn base() -> Files {
    files_below(&root().join("tests/cases/base"))
}

/// Reads files as a workspace.
pub fn read(files: &Files) -> (Workspace, Vec<Finding>) {
    read_workspace(files.iter().map(|(path, bytes)| (WorkPath::new(path.as_str()), bytes.as_slice())))
}

/// Everything that is found in files, sorted as it is shown.
pub fn check(files: &Files) -> Report {
    let (workspace, mut findings) = read(files);
    findings.extend(check_workspace(&workspace));
    Report::new(findings)
}

/// The same for files with modes; only plain ones are read.
pub fn check_tree(tree: &history::Tree) -> Report {
    let plain = tree.iter().filter(|(_, (mode, _))| *mode == history::PLAIN);
    check(&plain.map(|(path, (_, bytes))| (path.clone(), bytes.clone())).collect())
}

/// Whether expected outputs are to be written anew.
#[expect(clippy::disallowed_methods, reason = "blessing is asked for by the environment")]
pub fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Writes files below a folder.
pub fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
        std::fs::write(path, bytes).expect("a new file");
    }
}

/// What was made is what is held, no more and no less; with BLESS it is written anew.
pub fn compare(folder: &Path, made: &Files) {
    let held = if folder.is_dir() { files_below(folder) } else { Files::new() };
    if is_blessing() {
        for path in held.keys().filter(|path| !made.contains_key(*path)) {
            std::fs::remove_file(folder.join(path)).expect("the extra file can be removed");
        }
        write(folder, made);
        return;
    }
    let missing = made.keys().filter(|path| !held.contains_key(*path)).map(|path| format!("{path} is missing"));
    let extra = held.keys().filter(|path| !made.contains_key(*path)).map(|path| format!("{path} is made by nothing"));
    let other = made.iter().filter_map(|(path, made)| Some(format!("{path}: {}", difference(held.get(path)?, made)?)));
    let differences: Vec<String> = missing.chain(extra).chain(other).collect();
    let shown = folder.strip_prefix(root()).unwrap_or(folder).display();
    let told = differences.join("\n");
    assert!(told.is_empty(), "{shown} and the program differ; BLESS=1 writes the files anew:\n{told}");
}

/// The first line in which two texts differ.
fn difference(held: &[u8], made: &[u8]) -> Option<String> {
    if held == made {
        return None;
    }
    let [held, made] = [held, made].map(String::from_utf8_lossy);
    let same = held.lines().zip(made.lines()).take_while(|(held, made)| held == made).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    Some(format!("line {} is held as\n    {}\n  and is made as\n    {}", same + 1, line(&held), line(&made)))
}
