//! Merges and concurrency: clean to look at, and wrong.

use std::time::Duration;

use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN, rules_of};
use crate::support::server::{self, APPLICANT, STEP, Server, git, jejak, now, said};

const COMPLETE: &str = "  - langkah: 3\n    hasil: lengkap\n    dokumen: {rumusan: rumusan.md}\n";

#[test]
fn m01_bytes_that_only_the_merge_brings_are_the_mergers() {
    let mut register = Register::start(|_| {});
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.change(Files::step_3).merge_tip(tip, HEAD, None);
    let rules = register.last();
    assert!(rules.contains(&"four-eyes".to_owned()) && rules.contains(&"lane-authority".to_owned()), "{rules:?}");
    // The same of policy.
    let mut register = Register::start(|_| {});
    let tip = register.commit(&[register.head()], HEAD, None);
    register.change(|files| files.write("site/berita.md", "x\n")).merge_tip(tip, STEWARD, None);
    assert_eq!(register.last(), ["policy-steward"]);
}

#[test]
fn m02_an_octopus_is_judged_as_any_landing() {
    let mut register = Register::start(|_| {});
    let head = register.head();
    register.change(Files::step_3);
    let one = register.commit(&[head], TECHNICIAN, None);
    register.change(|files| files.append(REQUEST, "  - jeda: Menunggu anggaran\n"));
    let two = register.commit(&[one], TECHNICIAN, None);
    let three = register.commit(&[two], CLERK, None);
    register.later();
    let octopus = register.commit(&[head, one, two, three], STEWARD, None);
    register.history.publish(octopus);
    let request = register.request();
    let authors: Vec<String> = request
        .entries
        .iter()
        .rev()
        .take(2)
        .filter_map(|entry| entry.author.as_ref().map(ToString::to_string))
        .collect();
    assert_eq!(authors, ["tim-it-a", "tim-it-a"], "each entry is its writer's, {:?}", register.last());
    // Three advances that never saw one another do not follow one another.
    let mut register = Register::start(|_| {});
    let head = register.head();
    register.change(Files::step_3);
    let tips: Vec<_> = [TECHNICIAN, CLERK, HEAD].iter().map(|by| register.commit(&[head], by, None)).collect();
    register.change(Files::step_3).change(Files::step_3).later();
    let octopus = register.commit(&[&[head], &tips[..]].concat(), STEWARD, None);
    register.history.publish(octopus);
    assert!(register.last().contains(&"step-in-place".to_owned()), "{:?}", register.last());
}

#[test]
fn m04_two_branches_do_the_same_step() {
    let mut register = Register::start(|_| {});
    let base = register.head();
    let before = register.files.clone();
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    let step = register.request().progress.step;
    // The second branch did it too; whoever merged it kept both.
    let landed = std::mem::replace(&mut register.files, before);
    register.change(Files::step_3);
    let tip = register.commit(&[base], TECHNICIAN, None);
    register.files = landed;
    register.change(Files::step_3).merge_tip(tip, HEAD, None);
    assert!(register.last().contains(&"step-in-place".to_owned()), "{:?}", register.last());
    assert_eq!(register.request().progress.step, step, "done once");
}

#[test]
fn m05_a_union_of_yes_and_no() {
    let server = Server::new();
    let clone = server.clone("a");
    // Attributes are policy: nobody but a steward lands them.
    let attributes = [(".gitattributes", Some(b"*.yaml merge=union\n".to_vec()))];
    let wrong = clone.landing(&attributes, APPLICANT, server::TECHNICIAN, server.start, now());
    server.refuses(&clone, &[&format!("{wrong}:refs/heads/main")], "policy-steward");
    // Two answers to one step, and a merge that keeps both lines.
    let yes = clone.grown(server.start, REQUEST, STEP);
    let no = clone.grown(server.start, REQUEST, &STEP.replace("}\n", "}\n    catatan: Tidak\n"));
    let one = clone.landing(&[(REQUEST, Some(yes))], APPLICANT, server::HEAD, server.start, now());
    server.takes(&clone, one);
    let tip = clone.commit(&[(REQUEST, Some(no.clone()))], APPLICANT, &[server.start], now());
    let told = jejak(&clone.folder, &["check", "--range", &format!("{one}..{tip}")]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stdout).contains("sudah berubah sejak usulan"), "{}", said(&told));
    let both = clone.grown(one, REQUEST, &STEP.replace("}\n", "}\n    catatan: Tidak\n"));
    let union = clone.commit(&[(REQUEST, Some(both))], server::HEAD, &[one, tip], now());
    server.refuses(&clone, &[&format!("{union}:refs/heads/main")], "step-in-place");
}

#[test]
fn m07_conflict_markers_are_no_entries() {
    let mut register = Register::start(|_| {});
    register.change(|files| {
        files.append(REQUEST, "<<<<<<< HEAD\n  - jeda: Satu\n=======\n  - jeda: Dua\n>>>>>>> usulan\n");
    });
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), ["growth"]);
}

#[test]
fn m10_a_merge_queue_is_no_reviewer() {
    let mut register = Register::start(|_| {});
    let queue = "67890+pencatat@users.noreply.github.com";
    register.change(Files::step_3).merge((TECHNICIAN, None), (queue, None));
    assert_eq!(register.last(), ["reviewer"]);
    assert!(register.request().is_doubtful());
}

#[test]
fn m11_green_when_it_was_checked_stale_when_it_is_merged() {
    let server = Server::new();
    let clone = server.clone("a");
    let grown = clone.grown(server.start, REQUEST, STEP);
    let tip = clone.commit(&[(REQUEST, Some(grown.clone()))], APPLICANT, &[server.start], now());
    let range = format!("origin/main..{tip}");
    let green = jejak(&clone.folder, &["check", "--range", &range]);
    assert_eq!(green.status.code(), Some(0), "{}{}", String::from_utf8_lossy(&green.stdout), said(&green));
    let other = clone.step(server.start, now());
    server.takes(&clone, other);
    let stale = clone.commit(&[(REQUEST, Some(grown))], server::HEAD, &[server.start, tip], now());
    server.refuses(&clone, &[&format!("{stale}:refs/heads/main")], "rejected");
    server.refuses(&clone, &[&format!("+{stale}:refs/heads/main")], "door");
    clone.fetch();
    let again = jejak(&clone.folder, &["check", "--range", &range]);
    assert_eq!(again.status.code(), Some(1));
}

#[test]
fn m13_two_pushes_at_the_same_moment() {
    let server = Server::new();
    // The first is judged, and then waits before git takes it.
    server.hook(|text| format!("{}\n[ -z \"${{PELAN-}}\" ] || sleep 3\n", text.replace("exec ", "")));
    let (mut slow, quick) = (server.clone("a"), server.clone("b"));
    slow.env.push(("PELAN".to_owned(), "1".to_owned()));
    let (late, soon) = (slow.step(server.start, now()), quick.opening("cepat", server.start, server::HEAD, now()));
    std::thread::scope(|scope| {
        // A repository handle is not shared between threads: the slow one pushes from its folder.
        let folder = slow.folder.clone();
        let pushing = scope.spawn(move || {
            let reference = format!("{late}:refs/heads/main");
            git(&folder).args(["push", "origin", &reference]).env("PELAN", "1").output().expect("git runs")
        });
        std::thread::sleep(Duration::from_millis(1200));
        server.takes(&quick, soon);
        let output = pushing.join().expect("it ends");
        assert!(!output.status.success(), "the second would drop the first:\n{}", said(&output));
    });
    assert_eq!(server.head(), soon);
    assert_eq!(server.audit()["lawful"], 2);
}

#[test]
fn m14_a_second_branch_has_no_say() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    let office = String::from_utf8(clone.grown(server.start, "jejak.yaml", "")).expect("UTF-8");
    let loose = office.replace("empat_mata: true", "empat_mata: false").into_bytes();
    let policy = clone.commit(&[("jejak.yaml", Some(loose))], APPLICANT, &[server.start], now());
    let output = clone.push(&[&format!("{landing}:refs/heads/main"), &format!("{policy}:refs/heads/kebijakan")]);
    assert!(output.status.success(), "{}", said(&output));
    let own = clone.grown(landing, REQUEST, "  - langkah: 2\n    dokumen: {disposisi: disposisi.pdf}\n");
    let alone = clone.landing(&[(REQUEST, Some(own))], server::HEAD, server::HEAD, landing, now());
    server.refuses(&clone, &[&format!("{alone}:refs/heads/main")], "four-eyes");
}

#[test]
fn m16_smuggled_in_by_another_branch() {
    let server = Server::new();
    let clone = server.clone("a");
    let wrong = clone.commit(&[(REQUEST, None)], server::HEAD, &[server.start], now());
    assert!(clone.push(&[&format!("{wrong}:refs/heads/lain")]).status.success());
    server.refuses(&clone, &[&format!("{wrong}:refs/heads/main")], "growth");
}

#[test]
fn m17_the_main_branch_becomes_a_second_parent() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    server.takes(&clone, landing);
    let own = clone.opening("sendiri", server.start, server::HEAD, now());
    let kept = clone.grown(landing, REQUEST, "");
    let foxtrot = clone.commit(&[(REQUEST, Some(kept))], server::HEAD, &[own, landing], now());
    server.refuses(&clone, &[&format!("{foxtrot}:refs/heads/main")], "induk kedua");
}

#[test]
fn a_branch_that_merged_main_back_lands_what_is_its_own() {
    let mut register = Register::start(|_| {});
    let base = register.head();
    register.change(Files::step_3);
    let draft = register.commit(&[base], TECHNICIAN, None);
    let with_step = register.files.clone();
    // Meanwhile a page lands; the branch takes it in, and is merged.
    register.files.insert("site/berita.md".to_owned(), (0o100_644, b"x\n".to_vec()));
    let page: crate::support::history::Tree = {
        let mut page = register.files.clone();
        page.insert(REQUEST.to_owned(), with_step[REQUEST].clone());
        page
    };
    let request = register.files[REQUEST].clone();
    register.change(|files| {
        let text = String::from_utf8(request.1.clone()).expect("text");
        let cut =
            text.find("  - langkah: 3\n    hasil: tidak lengkap\n    catatan: Proses bisnis belum dilampirkan.\n");
        files.write(REQUEST, &text[..cut.map_or(text.len(), |_| text.rfind("  - langkah: 3").expect("the step"))]);
    });
    register.merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    register.files = page;
    let back = register.commit(&[draft, register.head()], TECHNICIAN, None);
    register.merge_tip(back, HEAD, None);
    assert_eq!(register.last(), [""; 0], "{COMPLETE}");
    let audit = register.audit();
    assert_eq!(rules_of(&audit, 1), [""; 0]);
}

/// `git merge -s ours` and its like: the merge looks clean, and takes back what others have landed since.
#[test]
fn m18_a_merge_that_takes_back_what_others_landed() {
    let mut register = Register::start(|_| {});
    let (old, files) = (register.head(), register.files.clone());
    let (request, letter) = server::opening("milik-lain");
    for (path, bytes) in [request.clone(), letter] {
        register.files.insert(path, (0o100_644, bytes));
    }
    register.merge((CLERK, None), (HEAD, None));
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    let before = register.request();
    // A branch that never saw either of them is merged with its own tree.
    register.files = files;
    let tip = register.commit(&[old], CLERK, None);
    register.merge_tip(tip, HEAD, None);
    assert_eq!(register.last(), ["growth", "one-request"]);
    let audit = register.audit();
    let stands = audit.ledger.requests.all().find(|one| one.folder == before.folder).expect("it stands");
    assert_eq!((stands.file, stands.entries.len()), (before.file, before.entries.len()), "nothing is taken back");
    assert_eq!(audit.ledger.requests.len(), 2);
    assert!(!audit.ledger.exceptions.is_empty(), "the register knows that the tree differs from what stands");
}
