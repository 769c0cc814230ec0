//! Several people push at the same moment: nothing is lost, nothing doubled, and the audit finds all of it lawful.
//!
//! In the tests each of eight lands 15 times; `scripts/pushers` lets each land 200 times.

mod support;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::server::{HEAD, STEWARD, Server, TECHNICIAN, now, said};

const PUSHERS: usize = 8;
const LANDINGS: usize = 15;

/// How many landings each makes.
#[expect(clippy::disallowed_methods, reason = "scripts/pushers asks for more")]
fn landings() -> usize {
    std::env::var("LANDINGS").ok().map_or(LANDINGS, |text| text.parse().expect("LANDINGS is a number"))
}

#[test]
fn eight_people_who_push_at_once_lose_and_double_nothing() {
    let server = Server::new();
    let each = landings();
    let retries = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for person in 0..PUSHERS {
            let (server, retries) = (&server, &retries);
            scope.spawn(move || push_all(server, person, each, retries));
        }
    });
    let total = PUSHERS * each;
    let audit = server.audit();
    assert_eq!(audit["landings"], total + 1, "{audit:#}");
    assert_eq!(audit["lawful"], total + 1, "{audit:#}");
    // The request of the start, and one of each landing.
    assert_eq!(audit["requests"], total + 1);
    let repository = git2::Repository::open(&server.bare).expect("the server");
    let mut walk = repository.revwalk().expect("a walk");
    walk.push(server.head()).expect("the head");
    walk.simplify_first_parent().expect("the chain");
    let chain: BTreeSet<git2::Oid> = walk.filter_map(Result::ok).collect();
    assert_eq!(chain.len(), total + 1, "each landing stands once on the chain");
    println!("{total} landings, {} pushes had to begin again", retries.load(Ordering::Relaxed));
}

/// One person lands so many requests; whoever comes second fetches and merges again.
fn push_all(server: &Server, person: usize, count: usize, retries: &AtomicUsize) {
    let reviewers = [HEAD, STEWARD, TECHNICIAN];
    let clone = server.clone(&format!("klon-{person}"));
    for n in 0..count {
        let mut tries = 0_u64;
        loop {
            let onto = clone.fetch();
            let landing = clone.opening(&format!("p{person}-{n}"), onto, reviewers[person % reviewers.len()], now());
            let output = clone.land(landing);
            if output.status.success() {
                break;
            }
            let said = said(&output);
            let lost_the_race =
                ["fetch first", "failed to update ref", "cannot lock ref", "non-fast-forward", "stale info"];
            assert!(lost_the_race.iter().any(|word| said.contains(word)), "refused for another reason:\n{said}");
            tries += 1;
            retries.fetch_add(1, Ordering::Relaxed);
            assert!(tries < 1000, "person {person} never gets in");
            // Nobody waits in step with the others, and whoever lost often waits longer.
            let dice = RandomState::new().hash_one((person, n, tries)) % 200;
            std::thread::sleep(Duration::from_millis(dice << tries.min(4)));
        }
    }
}
