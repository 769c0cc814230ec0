//! Whether somebody touched what is published. A site of a hundred thousand requests has a million files, and the disk is
//! asked about each, so a large site is gone through in turn: so many files a build, those that follow where the last build
//! stopped. A smaller one is looked at whole each time.

use super::Written;
use super::listing::Listing;

/// What is looked at this time.
#[derive(Debug, Default)]
pub struct Turn {
    /// Files as they were written, each with the place of its piece.
    pub files: Vec<(Written, usize)>,
    /// Folders, each with how many files and folders it holds: whoever adds one, or takes one away, changes that.
    pub folders: Vec<(String, usize)>,
    /// Where the next turn begins.
    pub until: String,
}

impl Listing<'_> {
    /// The next files in their order, up to so many, and one that is always looked at. None where the listing does not fit.
    pub fn turn(&self, many: usize, always: &str) -> Option<Turn> {
        let all = self.count <= many;
        let mut turn = Turn::default();
        // How many files and folders each folder on the way holds, from the root on.
        let mut held: Vec<usize> = vec![0];
        let mut before = String::new();
        let mut walk = self.walk();
        let mut looks = false;
        while let Some(way) = walk.next() {
            if way.piece >= self.pieces.len() || way.folders.iter().any(|folder| folder.home >= self.homes.len()) {
                return None;
            }
            close(&before, way.shared, &mut held, looks, &mut turn);
            for _ in way.shared..way.folders.len() {
                held.last_mut().into_iter().for_each(|count| *count += 1);
                held.push(0);
            }
            held.last_mut().into_iter().for_each(|count| *count += 1);
            looks = all || (way.path.as_str() > self.looked && turn.files.len() < many);
            if looks || way.path == always {
                turn.files.push((Written { path: way.path.clone(), size: way.size, time: way.time }, way.piece));
            }
            if looks && !all {
                turn.until.clone_from(&way.path);
            }
            before.clone_from(&way.path);
        }
        close(&before, 0, &mut held, looks, &mut turn);
        if looks {
            turn.folders.push((String::new(), held[0]));
            turn.until.clear();
        }
        walk.is_whole().then_some(turn)
    }
}

/// Leaves the folders of a path, but for the outermost ones that the next path shares.
fn close(path: &str, shared: usize, held: &mut Vec<usize>, looks: bool, turn: &mut Turn) {
    let inner = super::way::folders(path).rev();
    for folder in inner.take(held.len().saturating_sub(shared + 1)) {
        let count = held.pop().unwrap_or_default();
        if looks {
            turn.folders.push((folder.to_owned(), count));
        }
    }
}
