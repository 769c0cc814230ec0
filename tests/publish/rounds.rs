//! Many small sites in a row, each published over the one before, on a real folder and without a register: pages come,
//! change and go, files are touched, and the program is stopped at every point at which it can be.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::PathBuf;

use jejak::shell::kept::checksum;
use jejak::shell::publish::{Publication, folder_of, holds, published_at, stamp};
use jejak::site::Book;
use jejak::site::reuse::{Fresh, Ground, Limits, Listing, Look, Made, Plan, Written};

use crate::{links_below, nothing_is_left_over, site};

/// A site as it should be: pieces by name, each with what it is made from.
type Wanted = BTreeMap<String, u8>;

const LIMITS: Limits = Limits { small: 40, most: 4 };
/// The file that is made each time.
const ALWAYS: &str = "asal.json";

/// The files of a piece: a folder in two places, as a request's in two languages, and one beside others.
fn files(name: &str, from: u8) -> Vec<(String, Vec<u8>)> {
    let text = format!("{name} {from}").into_bytes();
    let paths = [
        format!("p/{name}/index.html"),
        format!("p/{name}/surat/a/index.html"),
        format!("p/{name}/data.json"),
        format!("en/p/{name}/index.html"),
    ];
    let mut files: Vec<(String, Vec<u8>)> = paths.into_iter().map(|path| (path, text.clone())).collect();
    // Some pieces have another file at times.
    if from.is_multiple_of(3) {
        files.push((format!("p/{name}/lampiran/b.txt"), text));
    }
    files
}

fn expected(wanted: &Wanted, round: usize) -> BTreeMap<String, Vec<u8>> {
    let mut all: BTreeMap<String, Vec<u8>> = wanted.iter().flat_map(|(name, from)| files(name, *from)).collect();
    all.insert(ALWAYS.to_owned(), format!("{round}").into_bytes());
    all
}

/// Where the program is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stopped {
    Never,
    WhileWriting,
    BeforeTheListing,
    BeforeTheSweep,
}

struct Rounds {
    out: PathBuf,
    listing: Vec<u8>,
}

impl Rounds {
    /// Builds the site; true if it was published.
    fn build(&mut self, wanted: &Wanted, round: usize, many: usize, stopped: Stopped) -> bool {
        let publication = Publication::begin(&self.out).expect("a folder");
        let listing = Listing::read(&self.listing, checksum)
            .filter(|listing| folder_of(&self.out).is_some_and(|folder| folder.ends_with(listing.folder())));
        let folder = folder_of(&self.out).unwrap_or_default();
        let published = published_at(&self.out);
        let turn = listing.as_ref().map(|listing| listing.turn(many, ALWAYS, published).expect("it fits"));
        let turn = turn.unwrap_or_default();
        let is_touched =
            |file: &Written| stamp(&folder.join(&file.path)).is_ok_and(|stamp| stamp == (file.size, file.time));
        let touched = turn.files.iter().filter(|(file, _)| !is_touched(file));
        let touched: HashSet<usize> = touched.map(|(_, piece)| *piece).collect();
        let strange = turn.folders.iter().filter(|kept| !holds(&folder.join(&kept.path), kept.held, kept.published));
        let strange: Vec<String> = strange.map(|folder| folder.path.clone()).collect();
        let mut made = Made::new(listing.as_ref());
        let write = |(path, bytes): (String, Vec<u8>)| {
            let (size, time) = publication.write(&path, &bytes).expect("it is written");
            Written { path, size, time }
        };
        for (name, from) in wanted {
            let ground: Ground = [*from; 32];
            let same = listing.as_ref().and_then(|listing| listing.same(name, &ground));
            if let Some(at) = same.filter(|at| !touched.contains(at)) {
                made.keep(at);
            } else {
                let written = files(name, *from).into_iter().map(write).collect();
                made.add(Fresh::new(Some((name.clone(), ground)), written, Book::default()));
            }
        }
        let always = write((ALWAYS.to_owned(), format!("{round}").into_bytes()));
        made.add(Fresh::new(None, vec![always], Book::default()));
        let look = Look { strange: &strange, until: &turn.until, published };
        let plan = Plan::new(&made, &publication.folder_name(), look, LIMITS, checksum);
        assert_eq!(plan.broken, []);
        for (path, folder) in &plan.folders {
            publication.link(path, folder).expect("a link");
        }
        for file in &plan.files {
            publication.take_over(&folder, &file.path, (file.size, file.time)).expect("another name");
        }
        if stopped == Stopped::WhileWriting {
            let left = self.out.with_file_name(publication.folder_name());
            drop(publication);
            fs::create_dir(&left).and_then(|()| fs::write(left.join("index.html"), "separuh")).expect("half a site");
            return false;
        }
        let stands = listing.map(|listing| listing.stands());
        let published = publication.publish().expect("it is published");
        if stopped != Stopped::BeforeTheListing {
            self.listing = plan.listing;
            if stopped != Stopped::BeforeTheSweep {
                published.sweep(stands);
            }
        }
        true
    }
}

/// A row of numbers that looks random and is the same each time.
struct Dice(u32);

impl Dice {
    fn below(&mut self, many: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % many
    }
}

#[test]
fn site_after_site_is_as_it_should_be_and_nothing_is_left_over() {
    let beside = tempfile::tempdir().expect("a folder");
    let mut rounds = Rounds { out: beside.path().join("public"), listing: Vec::new() };
    let mut dice = Dice(7);
    let mut wanted: Wanted = (0..12).map(|n| (format!("2026/{:02}/{n}", n % 3), 0)).collect();
    let mut linked = 0;
    for round in 0..80 {
        for _ in 0..=dice.below(2) {
            let name = format!("2026/{:02}/{}", dice.below(4), dice.below(20));
            match dice.below(8) {
                0 => drop(wanted.remove(&name)),
                1 => drop(wanted.insert(name, 0)),
                _ => wanted.values_mut().nth(dice.below(8) as usize).into_iter().for_each(|from| *from += 1),
            }
        }
        let stopped = match dice.below(10) {
            0 => Stopped::WhileWriting,
            1 => Stopped::BeforeTheListing,
            2 => Stopped::BeforeTheSweep,
            _ => Stopped::Never,
        };
        let before = folder_of(&rounds.out).map(|folder| (site(&folder), folder));
        // A file behind whatever link is written over, one is added and one removed: each in a folder that is looked at.
        if let Some((_, folder)) = before.as_ref().filter(|_| round % 5 == 4) {
            let page = folder.join("p").join(wanted.keys().next().expect("a page"));
            let _ = fs::remove_file(page.join("data.json"));
            let _ = fs::write(page.join("index.html"), "lain");
            let _ = fs::write(page.join("titipan.html"), "lain");
        }
        let before = before.map(|(_, folder)| (site(&folder), folder));
        let published = rounds.build(&wanted, round, 10_000, stopped);
        if let Some((was, folder)) = &before {
            assert_eq!(site(folder), *was, "round {round}: whoever still reads the site before finds it whole");
        }
        if !published {
            continue;
        }
        assert_eq!(site(&rounds.out), expected(&wanted, round), "round {round}, stopped {stopped:?}");
        linked += usize::from(links_below(&rounds.out) > 0);
        if stopped == Stopped::Never {
            nothing_is_left_over(&rounds.out, before.as_ref().map_or(&rounds.out, |(_, folder)| folder));
            let folders = fs::read_dir(beside.path()).expect("a folder").count();
            assert!(folders <= LIMITS.most + 6, "round {round}: {folders} folders");
        }
    }
    assert!(linked > 40, "only {linked} sites took over folders");
}

/// A large site is gone through in turn: whatever was touched is made anew at last.
#[test]
fn a_large_site_is_looked_through_in_turn() {
    let beside = tempfile::tempdir().expect("a folder");
    let mut rounds = Rounds { out: beside.path().join("public"), listing: Vec::new() };
    let wanted: Wanted = (0..20).map(|n| (format!("2026/{:02}/{n}", n % 3), 1)).collect();
    rounds.build(&wanted, 0, 9, Stopped::Never);
    for path in
        ["p/2026/00/0/index.html", "p/2026/02/17/surat/a/index.html", "p/2026/01/1/titipan.txt", "en/titipan.txt"]
    {
        fs::write(rounds.out.join(path), "lain").expect("it is written");
    }
    let mut healed = None;
    for round in 1..=12 {
        rounds.build(&wanted, round, 9, Stopped::Never);
        healed = healed.or_else(|| (site(&rounds.out) == expected(&wanted, round)).then_some(round));
    }
    assert!(healed.is_some_and(|round| (2..=10).contains(&round)), "81 files, nine at a time: {healed:?}");
}
