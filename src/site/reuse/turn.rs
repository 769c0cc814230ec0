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
    /// Folders with how many files and folders they hold: whoever adds one, or takes one away, changes that.
    pub folders: Vec<Folder>,
    /// Where the next turn begins.
    pub until: String,
}

/// A folder as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its path, from the root of the site.
    pub path: String,
    /// How many files and folders it holds.
    pub held: usize,
    /// When the site was published in whose folder it really stands, where that is known.
    pub published: Option<i64>,
}

/// A folder on the way, with what was counted so far.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    held: usize,
    home: usize,
}

impl Listing<'_> {
    /// The next files in their order, up to so many, and one that is always looked at; `published` is when this site was
    /// published. None where the listing does not fit.
    pub fn turn(&self, many: usize, always: &str, published: Option<i64>) -> Option<Turn> {
        let folder = |path: &str, open: Open| {
            let published = if open.home == 0 { published } else { self.published.get(open.home).copied().flatten() };
            Folder { path: path.to_owned(), held: open.held, published }
        };
        let all = self.count <= many;
        let mut turn = Turn::default();
        // From the root on.
        let mut open = vec![Open::default()];
        let mut before = String::new();
        let mut walk = self.walk();
        let mut looks = false;
        while let Some(way) = walk.next() {
            if way.piece >= self.pieces.len() || way.folders.iter().any(|folder| folder.home >= self.homes.len()) {
                return None;
            }
            close(&before, way.shared, &mut open, |path, open| {
                turn.folders.extend(looks.then(|| folder(path, open)));
            });
            for folder in &way.folders[way.shared..] {
                open.last_mut().into_iter().for_each(|around| around.held += 1);
                open.push(Open { held: 0, home: folder.home });
            }
            open.last_mut().into_iter().for_each(|around| around.held += 1);
            looks = all || (way.path.as_str() > self.looked && turn.files.len() < many);
            if looks || way.path == always {
                turn.files.push((Written { path: way.path.clone(), size: way.size, time: way.time }, way.piece));
            }
            if looks && !all {
                turn.until.clone_from(&way.path);
            }
            before.clone_from(&way.path);
        }
        close(&before, 0, &mut open, |path, open| turn.folders.extend(looks.then(|| folder(path, open))));
        if looks {
            turn.folders.push(folder("", open[0]));
            turn.until.clear();
        }
        walk.is_whole().then_some(turn)
    }
}

/// Leaves the folders of a path, but for the outermost ones that the next path shares.
fn close(path: &str, shared: usize, open: &mut Vec<Open>, mut see: impl FnMut(&str, Open)) {
    let inner = super::way::folders(path).rev();
    for folder in inner.take(open.len().saturating_sub(shared + 1)) {
        see(folder, open.pop().unwrap_or_default());
    }
}
