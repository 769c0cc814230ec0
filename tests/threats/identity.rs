//! Who did it, and with what right: authors, signers, keys, roles, and histories that carry somebody's name further than
//! his hand.

use git2::Oid;
use jejak::model::office::Evidence;
use jejak::register::standing::{Effect, Mark, Relay};

use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN, rules_of};
use crate::support::server::{self, Clone, Server};
use crate::support::signing::{Habit, Pen, rewrapped};

const SIGNATURES: &str = "tanda-tangan";

/// An office that asks for some evidence; its stewards and its technician have keys, the forge too.
fn office(asks: &str) -> Register {
    Register::start(|files| {
        files.asks(asks);
        files.stewards_have_keys();
        files.pins(&Pen::named("forge"));
    })
}

/// The same, where officers land their own entries.
fn direct_office(asks: &str) -> Register {
    Register::start(|files| {
        files.asks(asks);
        files.stewards_have_keys();
        files.pins(&Pen::named("forge"));
        files.lands_directly();
    })
}

fn technician() -> Pen {
    Pen::named("tim-it-a")
}

fn head() -> Pen {
    Pen::named("kepala-bidang")
}

fn steward() -> Pen {
    Pen::named("pengurus")
}

/// The technician's step is written by one, and merged by the head of division, who signs.
fn step_by(register: &mut Register, by: &str, pen: Option<&Pen>) -> Vec<String> {
    register.change(Files::step_3).merge((by, pen), (HEAD, Some(&head())));
    register.last()
}

fn evidence(register: &Register) -> Option<Evidence> {
    register.request().entries.last().and_then(|entry| entry.evidence)
}

fn is_doubtful(register: &Register) -> bool {
    register.request().is_doubtful()
}

#[test]
fn i01_an_address_that_anyone_can_type_is_recorded_and_no_more() {
    let mut register = office("surel");
    assert_eq!(step_by(&mut register, TECHNICIAN, None), [""; 0]);
    assert_eq!(evidence(&register), Some(Evidence::Mail));
    assert_eq!(Evidence::Mail.word(jejak::model::say::Lang::Id), "tercatat, tidak terverifikasi");
    for asks in ["forge", SIGNATURES] {
        let mut register = office(asks);
        assert_eq!(step_by(&mut register, TECHNICIAN, None), ["evidence"], "{asks}");
        assert!(is_doubtful(&register), "{asks}");
    }
}

#[test]
fn i02_the_signer_is_not_the_author() {
    for asks in ["surel", "forge", SIGNATURES] {
        let mut register = office(asks);
        assert_eq!(step_by(&mut register, TECHNICIAN, Some(&steward())), ["signature"], "{asks}");
        assert!(is_doubtful(&register), "{asks}");
    }
    // The same of the merge, and of policy.
    let mut register = office("surel");
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, Some(&technician())));
    assert_eq!(register.last(), ["signature"]);
    let mut register = office("surel");
    register.change(rename_calendar).merge((STEWARD, Some(&technician())), (HEAD, None));
    assert_eq!(register.last(), ["signature"]);
}

/// A change of policy that harms nobody.
fn rename_calendar(files: &mut Files) {
    files.replace("calendars/kabupaten.yaml", "nama: Kalender Kabupaten Contoh", "nama: Kalender Kabupaten");
}

#[test]
fn i04_the_forges_name_typed_at_home_is_not_the_forge() {
    let noreply = "noreply@github.com";
    let mut register = office("forge");
    register.change(Files::step_3);
    let tip = register.commit(&[register.head()], TECHNICIAN, Some(&technician()));
    register.later();
    let typed = register.draft(&[register.head(), tip], [HEAD, noreply]);
    register.land(&typed);
    assert_eq!(register.last(), ["evidence"]);
    // The same merge with the forge's own signature.
    let mut register = office("forge");
    register.change(Files::step_3);
    let tip = register.commit(&[register.head()], TECHNICIAN, Some(&technician()));
    register.later();
    let made = Pen::named("forge").seal(&register.draft(&[register.head(), tip], [HEAD, noreply]));
    register.land(&made);
    assert_eq!(register.last(), [""; 0]);
    assert_eq!(register.request().approval(8), Some(Evidence::Forge));
}

#[test]
fn i05_a_trailer_approves_nothing() {
    let mut register = office("surel");
    register.change(Files::step_3).later();
    let mut draft = register.draft(&[register.head()], [TECHNICIAN, TECHNICIAN]);
    draft.extend(format!("\n\nApproved-by: camat <{HEAD}>\nSigned-off-by: bupati <{STEWARD}>\n").bytes());
    register.land(&draft);
    assert_eq!(register.last(), ["landing-way"]);
    let entry = register.request().entries.last().cloned().expect("an entry");
    assert_eq!((entry.reviewer, entry.approval), (None, None));
}

/// Somebody gives himself the technician's lane.
fn appoint_mallory(files: &mut Files) {
    files.write(
        "people/mallory.yaml",
        "revisi: 1\njabatan: Tamu\nakun: [mallory@tamu.example]\nperan:\n  - {lajur: [contoh/tim-it], sejak: 2024-01-02}\n",
    );
}

#[test]
fn i06_a_role_and_an_entry_in_one_commit() {
    let mut register = office("surel");
    register.change(appoint_mallory);
    let found = step_by(&mut register, "mallory@tamu.example", None);
    assert!(found.contains(&"author-known".to_owned()), "judged by the policy before: {found:?}");
    assert!(found.contains(&"policy-steward".to_owned()), "policy never lands with a request: {found:?}");
    assert!(!register.audit().ledger.policy.workspace.people.contains_key(&"mallory".parse().expect("a name")));
}

#[test]
fn i07_a_role_and_an_entry_in_two_commits_of_one_proposal() {
    let mut register = office("surel");
    register.change(appoint_mallory);
    let first = register.commit(&[register.head()], "mallory@tamu.example", None);
    register.change(Files::step_3);
    let second = register.commit(&[first], "mallory@tamu.example", None);
    register.merge_tip(second, HEAD, None);
    let found = register.last();
    assert!(found.contains(&"author-known".to_owned()), "what the proposal brings gives no right: {found:?}");
    assert!(!register.audit().ledger.policy.workspace.people.contains_key(&"mallory".parse().expect("a name")));
}

#[test]
fn i08_a_role_granted_and_merged_under_a_second_address() {
    let mut register = Register::start(|files| {
        let akun = "akun: [pengurus@diskominfo.example]";
        files.replace("people/pengurus.yaml", akun, "akun: [pengurus@diskominfo.example, kedua@diskominfo.example]");
    });
    register.change(appoint_mallory).merge((STEWARD, None), ("kedua@diskominfo.example", None));
    assert_eq!(register.last(), ["policy-steward"]);
    // Another steward may.
    register.change(|_| ()).merge((STEWARD, None), (HEAD, None));
    let mut other = office("surel");
    other.change(appoint_mallory).merge((STEWARD, None), (HEAD, None));
    assert_eq!(other.last(), [""; 0]);
}

#[test]
fn i10_an_appointment_that_is_not_yet_valid() {
    let mut register = Register::start(|files| {
        files.replace("people/tim-it-a.yaml", "sejak: 2024-01-02", "sejak: 2026-11-20");
    });
    // The commit says that it was made when the appointment holds; it lands before.
    register.change(Files::step_3);
    let time = std::mem::replace(&mut register.time, 1_795_500_000);
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.time = time;
    register.merge_tip(tip, HEAD, None);
    assert_eq!(register.last(), ["lane-authority"]);
}

#[test]
fn i11_a_key_that_was_taken_out_and_a_date_set_back() {
    let mut register = office(SIGNATURES);
    assert_eq!(step_by(&mut register, TECHNICIAN, Some(&technician())), [""; 0]);
    let while_it_was_valid = register.time;
    register.change(|files| files.technicians_key(None));
    register.merge((STEWARD, Some(&steward())), (HEAD, Some(&head())));
    assert_eq!(register.last(), [""; 0]);
    register.change(|files| files.append(REQUEST, "  - jeda: Menunggu pelantikan\n"));
    let now = std::mem::replace(&mut register.time, while_it_was_valid);
    let tip = register.commit(&[register.head()], TECHNICIAN, Some(&technician()));
    register.time = now;
    register.merge_tip(tip, HEAD, Some(&head()));
    assert!(register.last().contains(&"signature".to_owned()), "{:?}", register.last());
}

#[test]
fn i13_a_stolen_key_is_taken_out_and_what_stood_stays() {
    let mut register = office(SIGNATURES);
    assert_eq!(step_by(&mut register, TECHNICIAN, Some(&technician())), [""; 0]);
    let before = register.audit();
    register.change(|files| files.technicians_key(Some(&Pen::named("tim-it-a-baru"))));
    register.merge((STEWARD, Some(&steward())), (HEAD, Some(&head())));
    let after = register.audit();
    for (n, verdict) in before.verdicts.iter().enumerate() {
        assert_eq!(rules_of(&after, n), rules_of(&before, n), "the verdict of landing {}", verdict.landing);
    }
    assert_eq!(evidence(&register), Some(Evidence::Signature));
    // The steward answers the suspect entry; the state before it returns.
    register.change(|files| files.append(REQUEST, "  - batalkan: 8\n    catatan: Kunci penulisnya dicuri.\n"));
    register.merge((STEWARD, Some(&steward())), (HEAD, Some(&head())));
    assert_eq!(register.last(), [""; 0]);
    let standing = register.request();
    assert!(matches!(standing.entries[7].effect, Effect::Revoked(_)));
    assert_eq!(standing.progress.step, 3);
    // The old key is refused, the new one taken.
    assert_eq!(step_by(&mut register, TECHNICIAN, Some(&technician())), ["signature"]);
    let mut register = office(SIGNATURES);
    register.change(|files| files.technicians_key(Some(&Pen::named("tim-it-a-baru"))));
    register.merge((STEWARD, Some(&steward())), (HEAD, Some(&head())));
    assert_eq!(step_by(&mut register, TECHNICIAN, Some(&Pen::named("tim-it-a-baru"))), [""; 0]);
}

#[test]
fn i14_two_persons_share_a_key_or_an_address() {
    let mut register = office("surel");
    register.change(|files| files.append("people/dinkes-a.yaml", &format!("kunci: [{}]\n", technician().public())));
    register.change(|files| files.replace("people/dinkes-a.yaml", "revisi: 1", "revisi: 2"));
    register.merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), ["identity-unique"]);
    let mut register = office("surel");
    register.change(|files| {
        files.replace("people/dinkes-a.yaml", "revisi: 1", "revisi: 2");
        files.replace("people/dinkes-a.yaml", "[umum@dinkes.example]", &format!("[umum@dinkes.example, {TECHNICIAN}]"));
    });
    register.merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), ["identity-unique"]);
    // Over all time: a key that proved one person's doing passes to nobody.
    let mut register = office("surel");
    assert_eq!(step_by(&mut register, TECHNICIAN, Some(&technician())), [""; 0]);
    register.change(|files| files.technicians_key(None)).merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    register.change(|files| {
        files.replace("people/dinkes-a.yaml", "revisi: 1", "revisi: 2");
        files.append("people/dinkes-a.yaml", &format!("kunci: [{}]\n", technician().public()));
    });
    register.merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), ["identity-forever"]);
}

#[test]
fn i16_neither_the_directory_nor_a_mailmap_moves_old_commits() {
    let mut register = office("surel");
    assert_eq!(step_by(&mut register, TECHNICIAN, None), [""; 0]);
    register.change(|files| {
        files.replace("people/tim-it-a.yaml", "revisi: 3", "revisi: 4");
        files.replace("people/tim-it-a.yaml", TECHNICIAN, "baru@diskominfo.example");
        files.write(".mailmap", &format!("x <{CLERK}> <{TECHNICIAN}>\n"));
    });
    register.merge((STEWARD, None), (HEAD, None));
    let entry = register.request().entries[7].clone();
    assert_eq!(entry.author.map(|author| author.to_string()), Some("tim-it-a".to_owned()));
    assert_eq!(rules_of(&register.audit(), 1), [""; 0]);
}

#[test]
fn i17_an_address_is_its_bytes() {
    let twins = [
        "Tim-IT-A@diskominfo.example",
        "tim-it-a+x@diskominfo.example",
        "tim-it-a@diskominfo.example.",
        "tim-it-\u{430}@diskominfo.example",
        "tim-it-a@diskominfo\u{ad}.example",
    ];
    for twin in twins {
        let mut register = office("surel");
        assert_eq!(step_by(&mut register, twin, None), ["author-known"], "{twin}");
    }
    // Git takes no empty address from its own commands; a crafted commit may hold one, or spaces around it.
    for written in ["x <>", "x < tim-it-a@diskominfo.example>", "x <tim-it-a@diskominfo.example >"] {
        let mut register = office("surel");
        register.change(Files::step_3);
        let draft = String::from_utf8(register.draft(&[register.head()], [TECHNICIAN, TECHNICIAN])).expect("text");
        let crafted = draft.replace(&format!("author x <{TECHNICIAN}>"), &format!("author {written}"));
        assert_ne!(crafted, draft);
        let tip = register.history.put(crafted.as_bytes());
        register.merge_tip(tip, HEAD, None);
        assert_eq!(register.last(), ["author-known"], "{written}");
    }
    // None of them is an account that a person could have.
    for account in ["", "tim-it-\u{430}@diskominfo.example", "tim it@diskominfo.example", "a@b@c"] {
        assert!(account.parse::<jejak::model::person::Account>().is_err(), "{account}");
    }
}

#[test]
fn i19_a_signature_for_something_else_or_of_another_kind_of_repository() {
    let wrong = [
        technician().made_for("file"),
        technician().made_for("Git"),
        technician().with(Habit::OtherHeader),
        technician().with(Habit::BothHeaders),
    ];
    for (n, pen) in wrong.iter().enumerate() {
        for asks in ["surel", SIGNATURES] {
            let mut register = office(asks);
            assert_eq!(step_by(&mut register, TECHNICIAN, Some(pen)), ["signature"], "{asks}, {n}");
        }
    }
}

#[test]
fn i20_two_signatures() {
    for habit in [Habit::SignsTwice, Habit::PgpFirst] {
        let mut register = office("surel");
        assert_eq!(step_by(&mut register, TECHNICIAN, Some(&technician().with(habit))), ["signature"]);
    }
    // Somebody else's beside his own.
    let mut register = office(SIGNATURES);
    register.change(Files::step_3);
    let draft = register.draft(&[register.head()], [TECHNICIAN, TECHNICIAN]);
    let tip = register.history.put(&steward().seal(&technician().seal(&draft)));
    register.merge_tip(tip, HEAD, Some(&head()));
    assert_eq!(register.last(), ["signature"]);
}

#[test]
fn i22_the_actor_approves_his_own_step() {
    // Under one address, and under the second account of the same person.
    for reviewer in [TECHNICIAN, "12345+tim@users.noreply.github.com"] {
        let mut register = office("surel");
        register.change(Files::step_3).merge((TECHNICIAN, None), (reviewer, None));
        assert_eq!(register.last(), ["four-eyes"], "{reviewer}");
    }
    // A signature does not help.
    let mut register = office(SIGNATURES);
    register.change(Files::step_3).merge((TECHNICIAN, Some(&technician())), (TECHNICIAN, Some(&technician())));
    assert_eq!(register.last(), ["four-eyes"]);
}

#[test]
fn i23_a_delegate_needs_a_dated_mandate_and_its_letter() {
    let mut register = office("surel");
    register.change(|files| {
        files.replace("people/kepala-bidang.yaml", "revisi: 2", "revisi: 3");
        files.replace("people/kepala-bidang.yaml", ", dasar: SK 800/12/2025, sebagai: plt", ", sebagai: plt");
    });
    register.merge((STEWARD, None), (HEAD, None));
    assert!(register.last().contains(&"person-roles".to_owned()), "{:?}", register.last());
    // And outside its days it gives nothing: the head of division is plt. until the end of the year.
    let mut register = Register::start(|files| {
        let end = "sampai: 2026-12-31";
        files.replace("people/kepala-bidang.yaml", end, "sampai: 2026-11-02");
        files.replace("jejak.yaml", "pengurus: [pengurus, kepala-bidang]", "pengurus: [pengurus]");
    });
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), ["reviewer"]);
}

#[test]
fn i25_keys_come_from_what_stood_before_never_from_the_proposal() {
    let thief = Pen::named("pencuri");
    let mut register = office(SIGNATURES);
    // The proposal carries a directory that names the thief's key, and a list of allowed signers for git.
    register.change(|files| {
        files.technicians_key(Some(&thief));
        files.write("allowed_signers", &format!("{TECHNICIAN} {}\n", thief.public()));
    });
    let first = register.commit(&[register.head()], TECHNICIAN, Some(&thief));
    register.change(Files::step_3);
    let second = register.commit(&[first], TECHNICIAN, Some(&thief));
    register.merge_tip(second, HEAD, Some(&head()));
    let found = register.last();
    assert!(found.contains(&"evidence".to_owned()) && found.contains(&"policy-steward".to_owned()), "{found:?}");
    let people = register.audit().ledger.policy.workspace;
    let person = &people.people[&"tim-it-a".parse().expect("a name")];
    assert_eq!(person.keys[0].value.to_string(), technician().public());
}

/// A commit, signed anew.
fn sealed(clone: &Clone, commit: Oid, pen: &Pen) -> Oid {
    let odb = clone.repository.odb().expect("objects");
    let bytes = odb.read(commit).expect("the commit").data().to_vec();
    odb.write(git2::ObjectType::Commit, &pen.seal(&bytes)).expect("a commit")
}

#[test]
fn i27_an_edit_that_the_forge_signed_and_another_pushed() {
    let forge = Pen::named("forge");
    let office = |compares: bool| {
        let mut files = server::lasting();
        let text = String::from_utf8(files["jejak.yaml"].clone()).expect("text");
        let mine = format!(
            "jenis: forgejo, repositori: contoh/register, kunci: [{}], pengirim_dicocokkan: {compares}",
            forge.public()
        );
        let text = text.replacen("jenis: github, repositori: contoh/register, kunci: []", &mine, 1);
        files.insert("jejak.yaml".to_owned(), text.into_bytes());
        Server::with(&files)
    };
    let server = office(true);
    let mut clone = server.clone("a");
    let edits = [(REQUEST, Some(clone.grown(server.start, REQUEST, server::STEP)))];
    let edit = sealed(&clone, clone.commit(&edits, server::APPLICANT, &[server.start], server::now()), &forge);
    let topic = format!("{edit}:refs/heads/usulan");
    let merge = clone.commit(&edits, server::HEAD, &[server.start, edit], server::now());
    let pushes = |clone: &mut Clone, mail: &str| clone.env = vec![("GITEA_PUSHER_EMAIL".to_owned(), mail.to_owned())];
    // Whoever writes on a forge's pages can have any author written down; by no branch may it come in uncompared.
    pushes(&mut clone, server::HEAD);
    server.refuses(&clone, &[&topic], "penulisnya bukan yang mendorong");
    server.refuses(&clone, &[&format!("{edit}:refs/tags/usulan")], "penulisnya bukan yang mendorong");
    server.refuses(&clone, &[&format!("{merge}:refs/heads/main")], "penulisnya bukan yang mendorong");
    clone.env.clear();
    server.refuses(&clone, &[&topic], "penulisnya bukan yang mendorong");
    pushes(&mut clone, "siapa@contoh.example");
    server.refuses(&clone, &[&topic], "penulisnya bukan yang mendorong");
    // By its author it comes, and is evidence.
    pushes(&mut clone, server::APPLICANT);
    assert!(clone.push(&[&topic]).status.success());
    pushes(&mut clone, server::HEAD);
    server.takes(&clone, merge);
    assert_eq!(server.audit()["evidence"]["E1"], 1, "{}", server.audit());
    // Where nothing is compared it proves nothing, and may come by anybody.
    let server = office(false);
    let mut clone = server.clone("a");
    let edit = sealed(&clone, clone.commit(&edits, server::APPLICANT, &[server.start], server::now()), &forge);
    let merge = clone.commit(&edits, server::HEAD, &[server.start, edit], server::now());
    pushes(&mut clone, server::HEAD);
    server.takes(&clone, merge);
    assert_eq!(server.audit()["evidence"]["E1"], 0, "{}", server.audit());
}

/// Authority is asked when it lands, not when it was written: whoever left in between has none any more.
#[test]
fn i28_somebody_who_left_while_his_proposal_waited() {
    let mut register = Register::start(|_| {});
    let before = register.files.clone();
    register.change(Files::step_3);
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.files = before;
    register.change(|files| drop(files.0.remove("people/tim-it-a.yaml"))).merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    register.change(Files::step_3);
    register.merge_tip(tip, HEAD, None);
    assert!(register.last().contains(&"author-known".to_owned()), "{:?}", register.last());
    assert!(register.request().is_doubtful());
}

#[test]
fn i26_a_directory_rolled_back() {
    let mut register = office("surel");
    let before = register.files["people/tim-it-a.yaml"].clone();
    register.change(|files| files.technicians_key(None)).merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    register.change(|files| drop(files.0.insert("people/tim-it-a.yaml".to_owned(), before)));
    register.merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), ["revision-rising"]);
}

#[test]
fn h10_a_signed_transition_is_picked_onto_the_branch() {
    let mut register = office(SIGNATURES);
    register.change(Files::step_3);
    let signed = register.commit(&[register.head()], TECHNICIAN, Some(&technician()));
    register.merge_tip(signed, HEAD, Some(&head()));
    assert_eq!(register.last(), [""; 0]);
    // Its bytes are picked once more: the author's name is kept, the signature is not, and the step was taken.
    register.change(Files::step_3).later();
    let picked = register.draft(&[register.head()], [TECHNICIAN, HEAD]);
    register.land(&picked);
    let found = register.last();
    for rule in ["evidence", "landing-way", "step-in-place"] {
        assert!(found.contains(&rule.to_owned()), "{rule}: {found:?}");
    }
    let standing = register.request();
    assert_eq!(standing.entries[8].effect, Effect::None, "the step is not counted twice");
    // With the signature carried over by hand it does not fit the new commit.
    let mut register = office(SIGNATURES);
    register.change(Files::step_3);
    let armour = technician().sign(&register.draft(&[register.head()], [TECHNICIAN, TECHNICIAN]));
    register.later();
    let carried = register.draft(&[register.head()], [TECHNICIAN, HEAD]);
    let carried = crate::support::signing::with_header(&carried, "gpgsig", &armour);
    register.land(&carried);
    assert!(register.last().contains(&"signature".to_owned()), "{:?}", register.last());
}

#[test]
fn h11_the_same_signed_commit_again_or_with_its_armour_rewrapped() {
    let mut register = office(SIGNATURES);
    let base = register.head();
    register.change(Files::step_3);
    let draft = register.draft(&[base], [TECHNICIAN, TECHNICIAN]);
    let first = register.history.put(&technician().seal(&draft));
    let armour = technician().sign(&draft);
    let second = register.history.put(&crate::support::signing::with_header(&draft, "gpgsig", &rewrapped(&armour)));
    assert_ne!(first, second, "two commits, both soundly signed");
    register.merge_tip(first, HEAD, Some(&head()));
    assert_eq!(register.last(), [""; 0]);
    // Merged again: nothing changes, nothing is counted. The twin neither.
    for tip in [first, second] {
        register.merge_tip(tip, HEAD, Some(&head()));
        assert_eq!(register.request().entries.len(), 8, "nothing is counted twice");
    }
    // If the merge appends the entry once more, the step was taken already.
    register.change(Files::step_3);
    register.merge_tip(second, HEAD, Some(&head()));
    assert!(register.last().contains(&"step-in-place".to_owned()), "{:?}", register.last());
}

#[test]
fn h14_anothers_commit_written_anew_before_it_lands() {
    // The head of division rebases the technician's commit; the author's name stays, his signature goes.
    let rebased = |asks: &str, pen: Option<&Pen>| {
        let mut register = office(asks);
        register.change(Files::step_3);
        let draft = register.draft(&[register.head()], [TECHNICIAN, HEAD]);
        let tip = register.history.put(&pen.map_or(draft.clone(), |pen| pen.seal(&draft)));
        register.merge_tip(tip, HEAD, Some(&head()));
        register
    };
    let register = rebased(SIGNATURES, None);
    assert_eq!(register.last(), ["evidence"]);
    let told = register.audit().verdicts[1].findings[0].help.in_lang(jejak::model::say::Lang::Id).to_owned();
    assert!(told.contains("ditulis ulang oleh orang lain"), "{told}");
    // He signs what he rebased: then signer and author differ.
    assert_eq!(rebased(SIGNATURES, Some(&head())).last(), ["signature"]);
    // Where the address is enough it is shown who put it there.
    let register = rebased("surel", None);
    assert_eq!(register.last(), [""; 0]);
    let entry = register.request().entries[7].clone();
    assert_eq!(entry.evidence, Some(Evidence::Mail));
    assert_eq!(entry.relay, Relay::Person("kepala-bidang".parse().expect("a name")));
}

#[test]
fn m08_several_transitions_squashed_into_one_commit() {
    let two_steps = |files: &mut Files| {
        files.step_3();
        files.append(REQUEST, "  - langkah: 1\n    dokumen: {surat-permohonan: surat-permohonan.md}\n");
    };
    for asks in ["forge", SIGNATURES] {
        let mut register = direct_office(asks);
        register.change(two_steps).direct(TECHNICIAN, Some(&Pen::named("forge")));
        let audit = register.audit();
        let evidence = audit.verdicts[1].findings.iter().filter(|finding| finding.rule.0 == "evidence");
        let helps: Vec<&str> = evidence.map(|finding| finding.help.in_lang(jejak::model::say::Lang::En)).collect();
        assert_eq!(helps.len(), 2, "{asks}: each of the two steps");
        for help in helps {
            assert!(help.contains("Squash") && help.contains("Allow merge commits"), "{asks}: {help}");
        }
        assert_eq!(register.request().entries[7].mark, Mark::Marked);
    }
}
