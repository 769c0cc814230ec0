//! What the program thinks of a signature, beside what git and OpenSSH think of the same bytes.
//!
//! Every case lands one entry by the technician on a real repository whose policy asks for signatures. `git verify-commit`
//! and `ssh-keygen -Y verify` are asked about that commit, with the keys of people/ as allowed signers. Where the program
//! is stricter by design, the case says why.

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use git2::Oid;
use jejak::model::signature::{Key, Signature, cut, verify};
use jejak::register::evidence::Proof;
use proptest::prelude::*;
use ssh_key::PublicKey;
use ssh_key::public::Ed25519PublicKey;
use support::register::{Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN};
use support::signing::{Habit, Pen, with_header};

/// What each says: the rules that the program finds broken ("sah": none), then whether git and OpenSSH call it good.
type Opinions = (String, bool, bool);

struct Case {
    name: &'static str,
    /// What happens before, and the commit that lands.
    commit: fn(&mut Register) -> Vec<u8>,
    expected: (&'static str, bool, bool),
    /// Why the program and git differ, where they do.
    why: &'static str,
}

const CASES: &[Case] = &[
    case("an ed25519 key", |r| sealed(r, &Pen::named("tim-it-a")), ("sah", true, true), ""),
    case("a token's key", |r| sealed(r, &Pen::named("sk:tim-it-a")), ("sah", true, true), ""),
    case("an ECDSA key", |r| sealed(r, &Pen::named("p256:tim-it-a")), ("sah", true, true), ""),
    case("unsigned", |r| step(r, TECHNICIAN), ("evidence", false, false), ""),
    case("tampered", |r| sealed(r, &own(Habit::Tampers)), ("signature", false, false), ""),
    case("a token's commit, tampered", tampered_token, ("signature", false, false), ""),
    case("an ECDSA commit, tampered", tampered_ecdsa, ("signature", false, false), ""),
    case("a key that stands nowhere", |r| sealed(r, &Pen::named("laptop-baru")), ("evidence", false, false), ""),
    case("another namespace", |r| sealed(r, &Pen::named("tim-it-a").made_for("file")), ("signature", false, false), ""),
    case("armour broken elsewhere", |r| sealed(r, &own(Habit::Rewraps)), ("sah", true, true), ""),
    case("armour cut short", cut_short, ("signature", false, false), ""),
    case("a signature from another commit", from_another, ("signature", false, false), ""),
    case(
        "the header of SHA-256 repositories",
        |r| sealed(r, &own(Habit::OtherHeader)),
        ("signature", false, false),
        "",
    ),
    case("OpenPGP", |r| sealed(r, &own(Habit::Pgp)), ("evidence", false, false), ""),
    case("OpenPGP, then SSH, in one header", |r| sealed(r, &own(Habit::PgpFirst)), ("signature", false, false), ""),
    case(
        "another person's key",
        |r| sealed(r, &Pen::named("kepala-bidang")),
        ("signature", true, false),
        "git names the signer and never compares him with the author",
    ),
    case(
        "two signature headers",
        |r| sealed(r, &own(Habit::SignsTwice)),
        ("signature", true, false),
        "git verifies the first, and a viewer may show the second",
    ),
    case(
        "both kinds of header",
        |r| sealed(r, &own(Habit::BothHeaders)),
        ("signature", true, false),
        "git leaves the second header out of what was signed, unread",
    ),
    case(
        "something behind the armour",
        |r| {
            let draft = step(r, TECHNICIAN);
            let armour = Pen::named("tim-it-a").sign(&draft);
            with_header(&draft, "gpgsig", &format!("{armour}Approved-by: camat"))
        },
        ("signature", true, true),
        "OpenSSH reads to the armour's end and ignores the rest",
    ),
    case("a key that has expired, dated honestly", |r| sealed_after_withdrawal(r, 0), ("signature", false, false), ""),
    case(
        "a key that has expired, and a date set back",
        |r| sealed_after_withdrawal(r, -30),
        ("register-time signature", true, true),
        "git reads the validity of a key on the date that the signer typed; only the order of landings counts",
    ),
];

const fn case(
    name: &'static str,
    commit: fn(&mut Register) -> Vec<u8>,
    expected: (&'static str, bool, bool),
    why: &'static str,
) -> Case {
    Case { name, commit, expected, why }
}

#[test]
fn the_program_git_and_openssh_agree_but_for_the_stated_reasons() {
    let mut wrong = Vec::new();
    for case in CASES {
        let (ours, git, ssh) = opinions(case);
        let expected = (case.expected.0.to_owned(), case.expected.1, case.expected.2);
        if (ours.clone(), git, ssh) != expected {
            wrong.push(format!("{}: {:?} expected, {:?} found", case.name, expected, (ours, git, ssh)));
        }
        // A difference without a reason is a mistake of this table. (That nobody signed is no question to git's judgment.)
        let differs = (case.expected.0 == "sah") != case.expected.1;
        assert_eq!(differs, !case.why.is_empty(), "{}: why do they differ?", case.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn opinions(case: &Case) -> Opinions {
    let mut register = office();
    let commit = (case.commit)(&mut register);
    let landing = register.land(&commit);
    let rules = register.last();
    let ours = if rules.is_empty() { "sah".to_owned() } else { rules.join(" ") };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let allowed = folder.path().join("allowed");
    std::fs::write(&allowed, allowed_signers()).expect("the allowed signers");
    let git = git_calls_it_good(register.history.folder.path(), &allowed, landing);
    (ours, git, openssh_calls_it_good(&register, &allowed, folder.path(), landing))
}

/// An office that asks for signatures and lets its officers land their own entries.
fn office() -> Register {
    Register::start(|files| {
        files.asks("tanda-tangan");
        files.lands_directly();
        files.without_four_eyes();
        files.stewards_have_keys();
        let keys: Vec<String> = technicians_keys().iter().map(Pen::public).collect();
        files.replace("people/tim-it-a.yaml", &Pen::named("tim-it-a").public(), &keys.join(", "));
    })
}

/// The last of them is taken out on the way.
fn technicians_keys() -> [Pen; 4] {
    ["tim-it-a", "sk:tim-it-a", "p256:tim-it-a", "lama"].map(Pen::named)
}

fn allowed_signers() -> String {
    let line = |mail: &str, key: &Pen| {
        // On 4 November 2026 the old key expires.
        let until = if key.public() == Pen::named("lama").public() { ",valid-before=\"20261104\"" } else { "" };
        format!("{mail} namespaces=\"git\"{until} {}\n", key.public())
    };
    let own = technicians_keys().map(|key| line(TECHNICIAN, &key));
    let others = [(HEAD, "kepala-bidang"), (STEWARD, "pengurus")].map(|(mail, name)| line(mail, &Pen::named(name)));
    own.into_iter().chain(others).collect()
}

fn own(habit: Habit) -> Pen {
    Pen::named("tim-it-a").with(habit)
}

/// The technician's step as a commit, before anybody signed it.
fn step(register: &mut Register, by: &str) -> Vec<u8> {
    register.change(Files::step_3).later();
    register.draft(&[register.head()], [by, by])
}

fn sealed(register: &mut Register, pen: &Pen) -> Vec<u8> {
    pen.seal(&step(register, TECHNICIAN))
}

fn tampered_token(register: &mut Register) -> Vec<u8> {
    sealed(register, &Pen::named("sk:tim-it-a").with(Habit::Tampers))
}

fn tampered_ecdsa(register: &mut Register) -> Vec<u8> {
    sealed(register, &Pen::named("p256:tim-it-a").with(Habit::Tampers))
}

fn cut_short(register: &mut Register) -> Vec<u8> {
    let draft = step(register, TECHNICIAN);
    let armour = Pen::named("tim-it-a").sign(&draft);
    let lines: Vec<&str> = armour.lines().collect();
    let kept = [&lines[..2], &lines[lines.len() - 1..]].concat();
    with_header(&draft, "gpgsig", &kept.join("\n"))
}

fn from_another(register: &mut Register) -> Vec<u8> {
    let draft = step(register, TECHNICIAN);
    let armour = Pen::named("tim-it-a").sign(&register.draft(&[], [TECHNICIAN, TECHNICIAN]));
    with_header(&draft, "gpgsig", &armour)
}

/// The old key signs an entry, is taken out, and signs once more, some days after or before.
fn sealed_after_withdrawal(register: &mut Register, days: i64) -> Vec<u8> {
    let old = Pen::named("lama");
    let pause = "  - jeda: Menunggu pelantikan pejabat baru\n";
    register.change(|files| files.append(REQUEST, pause)).direct(TECHNICIAN, Some(&old));
    let steward = Pen::named("pengurus");
    register.change(|files| {
        files.replace("people/tim-it-a.yaml", "revisi: 3", "revisi: 4");
        files.replace("people/tim-it-a.yaml", &format!(", {}", old.public()), "");
    });
    register.direct(STEWARD, Some(&steward));
    register.time += days * 24 * 3600;
    sealed(register, &old)
}

fn git_calls_it_good(folder: &Path, allowed: &Path, commit: Oid) -> bool {
    let allowed = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
    let settings = ["-c", "gpg.format=ssh", "-c", &allowed];
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(settings).args(["verify-commit", &commit.to_string()]);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").env("TZ", "Asia/Makassar");
    git.output().expect("git runs").status.success()
}

/// Whether OpenSSH calls the signature good, as the author's, on the day that the commit claims.
fn openssh_calls_it_good(register: &Register, allowed: &Path, folder: &Path, commit: Oid) -> bool {
    // libgit2 cuts the signature out, so that nothing here rests on the program's own knife.
    let Ok((signature, payload)) = register.history.repository.extract_signature(&commit, None) else { return false };
    let file = folder.join("signature");
    std::fs::write(&file, &*signature).expect("the signature");
    let commit = register.history.repository.find_commit(commit).expect("the commit");
    let author = commit.author().email().expect("an address").to_owned();
    let day = chrono::DateTime::from_timestamp(commit.time().seconds(), 0).expect("a time").format("%Y%m%d%H%M%S");
    let mut verify = Command::new("ssh-keygen");
    verify.args(["-Y", "verify", "-n", "git", "-I", &author, "-O"]).arg(format!("verify-time={day}"));
    verify.arg("-f").arg(allowed).arg("-s").arg(&file).env("TZ", "UTC");
    let mut child = verify
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("ssh-keygen runs; scripts/test says how to install it");
    // A signature that cannot be good ends it before it has read what was signed.
    let fed = child.stdin.take().expect("a pipe").write_all(&payload);
    assert!(fed.is_ok() || fed.is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe), "the payload");
    child.wait().expect("ssh-keygen ends").success()
}

/// The levels that the table's sound cases reach.
#[test]
fn a_signature_by_the_authors_key_is_the_strongest_evidence() {
    for key in technicians_keys() {
        let mut register = office();
        let commit = sealed(&mut register, &key);
        register.land(&commit);
        let standing = register.request();
        let entry = standing.entries.last().expect("an entry");
        assert_eq!(entry.evidence.map(jejak::model::office::Evidence::level), Some(2));
    }
    assert!(Proof::Unsigned.level() < Proof::Forge.level());
}

#[test]
fn a_key_under_which_everything_is_good_is_no_key() {
    let line = |point: [u8; 32]| {
        PublicKey::from(Ed25519PublicKey(point)).to_openssh().expect("a key has a line").parse::<Key>()
    };
    assert!(line([0; 32]).is_err(), "a point of small order");
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert!(line(neutral).is_err(), "the neutral point");
    assert!(line([2; 32]).is_err(), "no point at all");
    assert!(Pen::named("tim-it-a").public().parse::<Key>().is_ok());
}

proptest! {
    /// Whatever byte of a signed commit is changed: either it is no longer called signed, or what was signed is the same
    /// (only the way in which the armour's lines are broken was changed).
    #[test]
    fn no_changed_byte_passes(at in 0usize..900, to in any::<u8>(), key in 0usize..3) {
        let pen = &technicians_keys()[key];
        let sound = pen.seal(&OFFICE_DRAFT.with(Clone::clone));
        let at = at % sound.len();
        prop_assume!(sound[at] != to);
        let mut changed = sound.clone();
        changed[at] = to;
        if let Signature::By(key) = verify(&changed) {
            prop_assert_eq!(key.to_string(), pen.public());
            prop_assert_eq!(cut(&changed).payload, cut(&sound).payload);
        }
    }

    /// The program cuts a signature out as git's own library does, wherever the header stands.
    #[test]
    fn signatures_are_cut_out_as_git_does(place in 0usize..5, extra in "[a-z]{1,8}", text in "[ -~]{0,30}") {
        let draft = OFFICE_DRAFT.with(Clone::clone);
        let with_extra = with_header(&draft, &format!("x{extra}"), &format!("{text}x\n{text}y"));
        let armour = Pen::named("tim-it-a").sign(&with_extra);
        let headers: Vec<usize> = (0..with_extra.len()).filter(|at| {
            let begins_line = *at > 0 && with_extra[at - 1] == b'\n' && with_extra[*at] != b' ';
            begins_line && !with_extra[..*at].windows(2).any(|pair| pair == b"\n\n")
        }).collect();
        let at = headers[place % headers.len()];
        let mut bytes = with_extra[..at].to_vec();
        bytes.extend(format!("gpgsig {}\n", armour.trim_end().replace('\n', "\n ")).bytes());
        bytes.extend(&with_extra[at..]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = git2::Repository::init_bare(folder.path()).expect("a repository");
        let oid = repository.odb().expect("a store").write(git2::ObjectType::Commit, &bytes).expect("a commit");
        let (signature, payload) = repository.extract_signature(&oid, None).expect("a signature");
        let ours = cut(&bytes);
        prop_assert_eq!(String::from_utf8_lossy(&ours.payload), String::from_utf8_lossy(&payload));
        prop_assert_eq!(ours.armour.trim_ascii_end(), signature.trim_ascii_end());
        prop_assert!(matches!(verify(&bytes), Signature::By(_)));
    }
}

thread_local! {
    static OFFICE_DRAFT: Vec<u8> = step(&mut office(), TECHNICIAN);
}
