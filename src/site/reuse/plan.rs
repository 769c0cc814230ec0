//! What stays and what was made, put together: how each is taken over, what is wrong, and the next listing.

use std::iter::Peekable;

use super::changes::Changes;
use super::listing::{Listing, Parts, write};
use super::made::{File, Made};
use super::way::{Way, Ways};
use super::{Limits, Written};
use crate::site::Broken;

/// How the next site comes to be.
#[derive(Debug, Default)]
pub struct Plan {
    /// Folders that are taken over whole, each with the site in which it really stands, in order.
    pub folders: Vec<(String, String)>,
    /// Files that are taken over one by one, in order.
    pub files: Vec<Written>,
    /// What is wrong with the site.
    pub broken: Vec<Broken>,
    /// How many files it has.
    pub count: usize,
    /// Its listing.
    pub listing: Vec<u8>,
}

/// What a look at the published site found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'l> {
    /// Folders in which something stands that is not of the site, or is missing.
    pub strange: &'l [String],
    /// Where the next look at the files begins.
    pub until: &'l str,
    /// When the site was published.
    pub published: Option<i64>,
}

impl Plan {
    /// Puts what was made beside what stays. `name` is the folder of the next site.
    pub fn new(made: &Made, name: &str, look: Look, limits: Limits, checksum: fn(&[u8]) -> u32) -> Self {
        let words = made.words();
        let files = made.files();
        let mut merge = Merge::new((made, &files), name, made.wanted(&words).into_iter(), look.published);
        let before = made.before.filter(|_| made.kept.contains(&true));
        if let Some(before) = before {
            let changes = Changes::of(before, &made.kept, &files, look.strange, limits);
            merge.along(before, &changes);
            merge.plan.broken.extend(changes.broken);
        }
        merge.put_until(None);
        let Merge { ways, homes, published, wanted, stays, mut plan, .. } = merge;
        plan.broken.extend(wanted.map(|(to, from)| Broken::Dead(from.to_owned(), to.to_owned())));
        plan.broken.sort_unstable();
        plan.count = ways.count;
        let parts = Parts {
            words: &words,
            pieces: stays + made.pieces,
            made: &made.piece_bytes.bytes,
            files: &ways,
            homes: &homes,
            published: &published,
            looked: look.until,
            length: before.map_or(0, |before| before.length),
        };
        let kept = before.into_iter().flat_map(|before| before.pieces.iter().zip(&made.kept));
        let kept = kept.filter(|(_, kept)| **kept).map(|(piece, _)| piece);
        plan.listing = write(&parts, kept, checksum);
        plan
    }
}

/// What stays and what was made, put together in the order of their paths.
struct Merge<'p, W: Iterator<Item = (&'p str, &'p str)>> {
    made: &'p Made<'p>,
    /// Files that were made and not yet put.
    files: Peekable<std::slice::Iter<'p, File<'p>>>,
    /// Where links lead, and not yet seen.
    wanted: Peekable<W>,
    /// How many pieces stay, and the place of each in the next listing.
    stays: usize,
    places: Vec<usize>,
    homes: Vec<&'p str>,
    /// When each of them was published, and when the site before.
    published: Vec<Option<i64>>,
    before_published: Option<i64>,
    ways: Ways,
    plan: Plan,
}

impl<'p, W: Iterator<Item = (&'p str, &'p str)>> Merge<'p, W> {
    fn new((made, files): (&'p Made, &'p [File<'p>]), name: &'p str, wanted: W, before_published: Option<i64>) -> Self {
        let mut stays = 0;
        let place = |kept: &bool| {
            stays += usize::from(*kept);
            stays - usize::from(*kept)
        };
        let places = made.kept.iter().map(place).collect();
        Self {
            made,
            files: files.iter().peekable(),
            wanted: wanted.peekable(),
            stays,
            places,
            homes: vec![name],
            published: vec![None],
            before_published,
            ways: Ways::default(),
            plan: Plan::default(),
        }
    }

    /// Goes along the published site.
    fn along(&mut self, before: &Listing<'p>, changes: &Changes) {
        let mut homes = vec![None; before.homes.len()];
        // Where the outermost folder ends that is on the way and taken over whole.
        let mut whole: Option<usize> = None;
        // Whether the file before it on the walk was put last.
        let mut follows = false;
        let mut walk = before.walk();
        while let Some(way) = walk.next() {
            let shared = way.folders[..way.shared].last().map_or(0, |folder| folder.end);
            whole = whole.filter(|end| *end <= shared);
            if !self.made.kept[way.piece] {
                follows = false;
                continue;
            }
            follows &= !self.put_until(Some(&way.path));
            if whole.is_none() {
                whole = self.take(way, before, changes);
            }
            let (names, times) = (&mut self.homes, &mut self.published);
            let home = |end: usize| {
                let stands =
                    way.folders.iter().find(|folder| folder.end == end && whole.is_some_and(|whole| whole <= end));
                stands.map_or(0, |folder| {
                    *homes[folder.home].get_or_insert_with(|| {
                        let own = folder.home == 0;
                        times.push(if own { self.before_published } else { before.published[folder.home] });
                        names.push(before.homes[folder.home]);
                        names.len() - 1
                    })
                })
            };
            let (place, stamp) = (self.places[way.piece], (way.size, way.time));
            if follows {
                self.ways.put_after(way.common, &way.path, place, stamp, home);
            } else {
                self.ways.put(&way.path, place, stamp, home);
            }
            follows = true;
            self.seen(&way.path);
        }
    }

    /// Takes over the outermost folder of a file below which nothing changes, or else the file.
    fn take(&mut self, way: &Way, before: &Listing, changes: &Changes) -> Option<usize> {
        let name = |end: usize| &way.path[..end - 1];
        let Some(folder) = way.folders.iter().find(|folder| !changes.folders.contains(name(folder.end))) else {
            self.plan.files.push(Written { path: way.path.clone(), size: way.size, time: way.time });
            return None;
        };
        self.plan.folders.push((name(folder.end).to_owned(), before.homes[folder.home].to_owned()));
        Some(folder.end)
    }

    /// Puts what was made and comes before a path that stays; whether there was any.
    fn put_until(&mut self, path: Option<&str>) -> bool {
        let before = self.ways.count;
        while let Some(file) = self.files.next_if(|file| path.is_none_or(|path| file.path <= path)) {
            if path == Some(file.path) {
                self.plan.broken.push(Broken::Twice(file.path.to_owned()));
            }
            self.ways.put(file.path, self.stays + file.piece, (file.size, file.time), |_| 0);
            self.seen(file.path);
        }
        self.ways.count > before
    }

    /// A file is there: whatever leads to one before it that was not seen leads nowhere.
    fn seen(&mut self, path: &str) {
        while let Some((to, from)) = self.wanted.next_if(|(to, _)| *to <= path) {
            if to != path {
                self.plan.broken.push(Broken::Dead(from.to_owned(), to.to_owned()));
            }
        }
    }
}
