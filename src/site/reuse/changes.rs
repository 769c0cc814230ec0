//! Below which folders something changes: what a first walk along the published site finds out.

use std::collections::HashSet;

use super::Limits;
use super::listing::Listing;
use super::made::File;
use super::way::folders;
use crate::site::Broken;

/// What changes in a site of which some pieces stay.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The folders below which something changes: they are made anew.
    pub(super) folders: HashSet<String>,
    /// Links of what stays to what is gone.
    pub(super) broken: Vec<Broken>,
}

impl Changes {
    /// `strange` are folders in which something stands that is not of the site.
    pub(super) fn of(before: &Listing, kept: &[bool], made: &[File], strange: &[String], limits: Limits) -> Self {
        let mut changes = Self::default();
        for folder in strange {
            changes.below(&format!("{folder}/"));
        }
        for file in made {
            changes.below(file.path);
        }
        let mut gone = HashSet::new();
        // How much of each earlier site is still used.
        let mut used = vec![0_usize; before.homes.len()];
        let mut files = made.iter().peekable();
        let mut walk = before.walk();
        while let Some(way) = walk.next() {
            if kept[way.piece] {
                way.folders[way.shared..].iter().for_each(|folder| used[folder.home] += 1);
                way.folders.last().into_iter().for_each(|folder| used[folder.home] += 1);
                continue;
            }
            changes.below(&way.path);
            while files.next_if(|file| file.path < way.path.as_str()).is_some() {}
            if files.peek().is_none_or(|file| file.path != way.path) {
                gone.insert(way.path.clone());
            }
        }
        let is_small = |used: &usize| (1..limits.small).contains(used);
        if used.iter().filter(|used| is_small(used)).count() > limits.most {
            changes.gather(before, kept, |home| is_small(&used[home]));
        }
        if !gone.is_empty() {
            changes.dead(before, kept, &gone);
        }
        changes
    }

    /// Something changes at a path.
    fn below(&mut self, path: &str) {
        for folder in folders(path).rev() {
            // Whoever knows a folder knows those around it.
            if self.folders.contains(folder) {
                break;
            }
            self.folders.insert(folder.to_owned());
        }
    }

    /// The folders of small remains are made anew.
    fn gather(&mut self, before: &Listing, kept: &[bool], is_small: impl Fn(usize) -> bool) {
        let mut walk = before.walk();
        while let Some(way) = walk.next() {
            let innermost = way.folders.iter().rev().find(|folder| is_small(folder.home));
            if let Some(folder) = innermost.filter(|_| kept[way.piece]) {
                self.below(&way.path[..folder.end]);
            }
        }
    }

    /// Links of what stays that lead to what is gone.
    fn dead(&mut self, before: &Listing, kept: &[bool], gone: &HashSet<String>) {
        let gone: Vec<bool> = before.words.iter().map(|word| gone.contains(*word)).collect();
        for (piece, _) in before.pieces.iter().zip(kept).filter(|(_, kept)| **kept) {
            let dead = piece.words().filter(|word| gone.get(*word) == Some(&true));
            self.broken.extend(dead.map(|word| Broken::Dead(piece.name.to_owned(), before.words[word].to_owned())));
        }
    }
}
