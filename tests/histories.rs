//! Random histories: whatever people land, rightly or wrongly, the register keeps its law, and a plain model of that law
//! says the same of every landing.
//!
//! Two thousand of them are the same every day and a thousand begin at the day's own seed, which is shown.
//! `scripts/histories 100000 7` tells so many from a seed; `JEJAK_SHOW=100` shows more of what went wrong.

#[path = "histories/compare.rs"]
mod compare;
#[path = "histories/generator.rs"]
mod generator;
#[path = "histories/model.rs"]
mod model;
#[path = "histories/objects.rs"]
mod objects;
#[path = "histories/policy.rs"]
mod policy;
#[path = "histories/procedure.rs"]
mod procedure;
#[path = "histories/properties.rs"]
mod properties;
#[path = "histories/random.rs"]
mod random;
mod support;
#[path = "histories/words.rs"]
mod words;
#[path = "histories/world.rs"]
mod world;

use std::collections::BTreeMap;

use jejak::rules::judge::{Finished, audit};
use jejak::shell::git::GitStore;
use model::Wrong;
use objects::Objects;
use world::World;

type Base = BTreeMap<String, Vec<u8>>;

/// What many histories showed.
#[derive(Default)]
struct Seen {
    histories: usize,
    landings: usize,
    lawful: usize,
    rules: BTreeMap<String, usize>,
    states: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.histories += other.histories;
        self.landings += other.landings;
        self.lawful += other.lawful;
        self.wrong.extend(other.wrong);
        for (name, count) in other.rules {
            *self.rules.entry(name).or_default() += count;
        }
        for (name, count) in other.states {
            *self.states.entry(name).or_default() += count;
        }
    }

    fn count(&mut self, world: &World) {
        self.histories += 1;
        self.landings += world.verdicts.len();
        self.lawful += world.verdicts.iter().filter(|reasons| reasons.is_empty()).count();
        for rule in world.verdicts.iter().flatten() {
            *self.rules.entry((*rule).to_owned()).or_default() += 1;
        }
        for request in world.model.requests.values() {
            *self.states.entry(request.word().to_owned()).or_default() += 1;
        }
    }

    fn show(&self, seeds: &str) {
        let list = |all: &BTreeMap<String, usize>| {
            all.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
        };
        let unlawful = self.landings - self.lawful;
        let (histories, lawful, wrong) = (self.histories, self.lawful, self.wrong.len());
        let told = format!(
            "{histories} histories, {seeds}: {lawful} lawful and {unlawful} unlawful landings, {wrong} disagreements\n\
             against them: {}\nrequests at the end: {}\n",
            list(&self.rules),
            list(&self.states)
        );
        std::io::Write::write_all(&mut std::io::stdout(), told.as_bytes()).expect("the counts are shown");
    }
}

#[expect(clippy::disallowed_methods, reason = "the environment says how many histories are told")]
fn number(name: &str) -> Option<u64> {
    std::env::var_os(name)?.to_str()?.parse().ok()
}

/// The seeds of the histories that are told, and how to say them.
#[expect(clippy::disallowed_methods, reason = "the day gives the seeds that rotate; they are shown")]
fn seeds() -> (Vec<u64>, String) {
    let first = number("JEJAK_SEED");
    if let Some(many) = number("JEJAK_HISTORIES") {
        let first = first.unwrap_or(1);
        return ((first..first + many).collect(), format!("seeds {first} to {}", first + many - 1));
    }
    let first = first.unwrap_or_else(|| chrono::Utc::now().timestamp().unsigned_abs() / 86_400 * 1000);
    let last = first + 999;
    ((1..=2000).chain(first..=last).collect(), format!("seeds 1 to 2000 and {first} to {last}"))
}

/// Tells histories on two threads, and asks something of each.
fn tell(seeds: &[u64], wrong: Option<Wrong>, ask: impl Fn(&World, u64) -> Vec<String> + Sync) -> Seen {
    let base = support::base();
    let half = |seeds: &[u64]| {
        let mut seen = Seen::default();
        for seed in seeds {
            let objects = Objects::default();
            let world = history(&objects, &base, *seed, wrong);
            seen.count(&world);
            seen.wrong.extend(ask(&world, *seed));
        }
        seen
    };
    let (one, other) = seeds.split_at(seeds.len() / 2);
    let (mut seen, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(other));
        (half(one), other.join().expect("the other histories are told"))
    });
    seen.add(other);
    seen
}

fn history<'o>(objects: &'o Objects, base: &Base, seed: u64, wrong: Option<Wrong>) -> World<'o> {
    let mut world = World::new(objects, base, seed, wrong);
    let many = 10 + world.chance.below(31);
    for _ in 0..many {
        world.happen();
    }
    world
}

/// Fails with what went wrong, the first few in full.
fn judge(seen: &Seen) {
    let shown = number("JEJAK_SHOW").and_then(|shown| usize::try_from(shown).ok()).unwrap_or(8);
    let first: Vec<&str> = seen.wrong.iter().take(shown).map(String::as_str).collect();
    assert!(seen.wrong.is_empty(), "{} times it went wrong:\n\n{}", seen.wrong.len(), first.join("\n\n"));
}

/// Totality, the prefix law, the state as a function of state and landing, and what never changes.
#[test]
fn the_law_holds() {
    let (seeds, text) = seeds();
    let some: Vec<u64> = seeds.into_iter().step_by(10).collect();
    let seen = tell(&some, None, |world, seed| properties::hold(world, seed).err().into_iter().collect());
    seen.show(&format!("every tenth of {text}"));
    judge(&seen);
}

#[test]
fn the_model_agrees() {
    let (seeds, text) = seeds();
    let seen = tell(&seeds, None, compare::compare);
    seen.show(&text);
    judge(&seen);
    if seeds.len() >= 1000 {
        let (lawful, unlawful) = (seen.lawful, seen.landings - seen.lawful);
        assert!(seen.rules.len() >= 30, "too few rules were broken: {:?}", seen.rules);
        assert!(seen.states.len() == 7, "some states were never reached: {:?}", seen.states);
        assert!(lawful * 4 > unlawful && unlawful * 4 > lawful, "lawful and unlawful landings should both be common");
    }
}

/// A model with one law wrong disagrees with the program soon: so would a program with one law wrong.
#[test]
fn a_wrong_law_is_noticed() {
    for wrong in Wrong::ALL {
        let soon = (1..=2000_u64).collect::<Vec<_>>();
        let noticed = soon.chunks(100).any(|seeds| !tell(seeds, Some(wrong), compare::compare).wrong.is_empty());
        assert!(noticed, "{wrong:?} goes unnoticed in {} histories", soon.len());
    }
}

#[test]
fn a_repository_on_disk_says_the_same() {
    let base = support::base();
    for seed in 1..4 {
        let objects = Objects::default();
        let world = history(&objects, &base, seed, None);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = git2::Repository::init_bare(folder.path()).expect("a repository");
        objects.copy_to(&repository);
        let head = world.ids[world.ids.len() - 1];
        let store = GitStore::open(folder.path()).expect("the repository just made");
        let (disk, memory) = (audit(&store, head, None, Finished::Stay), audit(&objects, head, None, Finished::Stay));
        let (disk, memory) = (disk.expect("a register"), memory.expect("a register"));
        assert_eq!(format!("{:?}", disk.verdicts), format!("{:?}", memory.verdicts));
        assert_eq!(format!("{:?}", disk.ledger.requests), format!("{:?}", memory.ledger.requests));
    }
}
