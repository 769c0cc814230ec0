//! Real git histories for tests, with dates and people of one's choice.

use std::collections::BTreeMap;

use git2::{Oid, Repository, Signature, Time};
use jejak::model::git::ObjectId;
use tempfile::TempDir;

/// Files with their modes.
pub type Tree = BTreeMap<String, (i32, Vec<u8>)>;

/// The mode of a plain file.
pub const PLAIN: i32 = 0o100_644;

/// A repository that is being written.
pub struct History {
    pub folder: TempDir,
    pub repository: Repository,
    /// The head of the published branch.
    pub main: Option<Oid>,
}

impl History {
    /// An empty bare repository.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = Repository::init_bare(folder.path()).expect("a repository");
        Self { folder, repository, main: None }
    }

    /// Writes a commit that no branch names yet.
    pub fn commit(&self, files: &Tree, parents: &[Oid], mail: &str, seconds: i64) -> Oid {
        self.put(&self.draft(files, parents, [mail, mail], seconds))
    }

    /// The bytes of a commit by an author and a committer, before it is signed or written.
    pub fn draft(&self, files: &Tree, parents: &[Oid], [author, committer]: [&str; 2], seconds: i64) -> Vec<u8> {
        let tree = self.tree(files, "");
        let person = |mail| Signature::new("x", mail, &Time::new(seconds, 8 * 60)).expect("a person");
        let tree = self.repository.find_tree(tree).expect("the tree just written");
        let parents: Vec<_> =
            parents.iter().map(|id| self.repository.find_commit(*id).expect("a parent that exists")).collect();
        let parents: Vec<_> = parents.iter().collect();
        let (author, committer) = (person(author), person(committer));
        let draft = self.repository.commit_create_buffer(&author, &committer, "x", &tree, &parents);
        draft.expect("a commit").to_vec()
    }

    /// Moves the published branch.
    pub fn publish(&mut self, head: Oid) {
        self.repository.reference("refs/heads/main", head, true, "land").expect("the branch moves");
        self.main = Some(head);
    }

    fn tree(&self, files: &Tree, prefix: &str) -> Oid {
        let mut builder = self.repository.treebuilder(None).expect("a tree builder");
        let mut folders: Vec<&str> = Vec::new();
        for (path, (mode, bytes)) in files {
            let Some(rest) = path.strip_prefix(prefix) else { continue };
            match rest.split_once('/') {
                None => {
                    let id = self.repository.blob(bytes).expect("a blob");
                    builder.insert(rest, id, *mode).expect("an entry");
                }
                Some((folder, _)) => folders.push(folder),
            }
        }
        folders.dedup();
        for folder in folders {
            let id = self.tree(files, &format!("{prefix}{folder}/"));
            builder.insert(folder, id, 0o040_000).expect("a folder");
        }
        builder.write().expect("a tree")
    }
}

/// The same id in the words of the program.
pub fn id(oid: Oid) -> ObjectId {
    oid.to_string().parse().expect("forty hexadecimal digits")
}
