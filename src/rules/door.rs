//! # Pintu server | The server's door
//!
//! ## Apa
//!
//! Dorongan ke cabang register diterima bila ujung lama ada pada rantai yang baru, setiap pendaratannya sah dan paling banyak
//! sepuluh menit dari jam server, dan di sebuah forge yang mendorong adalah penulis pendaratannya. Cabangnya tidak dihapus, dan
//! tidak ada ref yang menyamarkannya. Dengan `pengirim_dicocokkan`, suntingan yang ditandatangani forge masuk ke cabang mana pun
//! hanya dari penulisnya sendiri.
//!
//! ## Mengapa
//!
//! Yang sudah mendarat tidak dapat ditarik kembali tanpa jejak; maka yang melanggar ditolak sebelum masuk.
//!
//! ## Sah
//!
//! Pemeriksa menggabungkan usulan ke ujung yang sekarang dan langsung mendorongnya.
//!
//! ## Melanggar
//!
//! `git push --force` yang membuang pendaratan kemarin.
//!
//! ## What
//!
//! A push to the register's branch is taken if the old tip is on the new chain, each landing is lawful and at most ten minutes
//! from the server's clock, and on a forge whoever pushes is the author of the landing. The branch is never deleted, and no ref
//! may pass for it. With `pengirim_dicocokkan` an edit that the forge signed comes into any branch from its own author alone.
//!
//! ## Why
//!
//! What has landed cannot be taken back without a trace; so what is wrong is refused before it comes in.
//!
//! ## Lawful
//!
//! A reviewer merges a proposal into the present head and pushes at once.
//!
//! ## Unlawful
//!
//! `git push --force`, which drops a landing of yesterday.

use crate::model::finding::{Finding, RuleId};
use crate::model::git::{Commit, ObjectId, Unreadable};
use crate::model::person::{Account, Person};
use crate::model::place::{Place, Span, WorkPath};
use crate::model::privacy::find_in_name;
use crate::model::say::{Say, counted};
use crate::register::evidence::{Proof, Witness, proof};
use crate::register::ledger::Ledger;
use crate::register::policy::Policy;
use crate::register::progress::Seconds;

/// The rule's name.
pub const ID: RuleId = RuleId("door");

/// How far a landing's time may be from the server's clock.
pub(super) const DRIFT: Seconds = 10 * 60;

/// Whom a forge names as the one who pushes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pusher {
    /// `forgejo` or `gitlab`.
    pub forge: String,
    /// The number of the account there, if it was told.
    pub id: Option<u64>,
    /// The address of the account, if it was told.
    pub mail: Option<String>,
}

fn refuse(at: &str, message: Say, help: Say) -> Finding {
    Finding::error(ID, place(at), message, help)
}

fn place(at: &str) -> Place {
    Span::START.at(&WorkPath::new(at))
}

/// A reference that would let people see another history than the one that stands, or that passes for the branch.
pub fn reference(name: &str, branch: &str, notes: bool) -> Option<Finding> {
    let hides = ["refs/replace/", "refs/original/"].into_iter().find(|prefix| name.starts_with(prefix));
    if let Some(prefix) = hides {
        return Some(refuse(
            name,
            Say::new(
                format!("Ref di bawah {prefix} menyamarkan riwayat."),
                format!("References below {prefix} disguise history."),
            ),
            Say::new("Dorong tanpa ref itu.", "Push without it."),
        ));
    }
    if name.starts_with("refs/notes/") && !notes {
        return Some(refuse(
            name,
            Say::new(
                "Catatan git (refs/notes) dapat diganti tanpa jejak dan bukan bagian register.",
                "Notes (refs/notes) can be replaced without a trace and are no part of the register.",
            ),
            Say::new(
                "Tulis sebagai `catatan` sebuah entri, atau izinkan di server: hook pre-receive --allow-notes.",
                "Write it as the `catatan` of an entry, or allow them on the server: hook pre-receive --allow-notes.",
            ),
        ));
    }
    // What lies in a server's list of names is copied into every clone, and seen by all.
    if find_in_name(name).is_some() {
        return Some(refuse(
            "refs",
            Say::new(
                "Nama ref ini memuat data pribadi (NIK, nomor telepon, atau surel).",
                "The name of this reference holds personal data (an identity number, a telephone number, or an address).",
            ),
            Say::new(
                "Beri nama yang tidak menyebut orang: git branch -m <nama>.",
                "Give it a name that tells of nobody: git branch -m <name>.",
            ),
        ));
    }
    let short = branch.strip_prefix("refs/heads/").unwrap_or(branch);
    let passes_for = name != branch
        && ["refs/heads/", "refs/tags/"]
            .into_iter()
            .filter_map(|prefix| name.strip_prefix(prefix))
            .any(|rest| rest.eq_ignore_ascii_case(short) || rest.eq_ignore_ascii_case(branch) || rest == "HEAD");
    passes_for.then(|| {
        refuse(
            name,
            Say::new(
                "Nama ref ini dapat disangka cabang register.",
                "This name could be taken for the register's branch.",
            ),
            Say::new("Pakai nama lain.", "Choose another name."),
        )
    })
}

/// An edit that the forge signed, new to the server, and pushed by another than its author or by nobody who is known. Where
/// policy says that the hook compares them, the forge's signature proves the author: so nothing may come in uncompared, by
/// whatever branch.
pub fn uncompared(
    name: &str,
    ledger: &Ledger,
    commits: &[Commit],
    pusher: Option<&Pusher>,
) -> Result<Option<Finding>, Unreadable> {
    let policy = &ledger.policy;
    let pushes = pusher.and_then(|pusher| pusher.person(policy)).map(|person| &person.handle);
    for commit in commits.iter().filter(|commit| commit.signed.is_some() && !commit.is_merge()) {
        let author = policy.person_of(&commit.author.mail);
        let proof = proof(ledger, Witness { commit, author, lands_several: false })?;
        if proof != Proof::Forge || author.is_some_and(|author| Some(&author.handle) == pushes) {
            continue;
        }
        let message = Say::new(
            format!("Suntingan {} ditandatangani forge, tetapi penulisnya bukan yang mendorong.", commit.id),
            format!("The edit {} is signed by the forge, but its author is not who pushes.", commit.id),
        );
        let help = Say::new(
            "Penulisnya mendorong sendiri dengan akunnya di forge, atau menulisnya di komputer sendiri (git commit -S).",
            "Its author pushes it with his own account of the forge, or writes it on his own computer (git commit -S).",
        );
        return Ok(Some(refuse(name, message, help)));
    }
    Ok(None)
}

/// The branch would be gone.
pub(super) fn deleted(branch: &str) -> Finding {
    refuse(
        branch,
        Say::new("Cabang register tidak dapat dihapus.", "The register's branch cannot be deleted."),
        Say::new("Hapus cabang usulan saja.", "Delete branches of proposals only."),
    )
}

/// The old tip is not on the new first-parent chain.
pub(super) fn rewritten(branch: &str, old: ObjectId, is_ancestor: bool) -> Finding {
    let message = if is_ancestor {
        Say::new(
            "Ujung lama ikut sebagai induk kedua: rantai register akan berganti (seperti git pull yang lalu didorong).",
            "The old tip comes along as a second parent: the register's chain would change (as after git pull and push).",
        )
    } else {
        Say::new(
            "Ujung lama tidak ada pada rantai yang baru: riwayat register tidak dapat ditulis ulang.",
            "The old tip is not on the new chain: the register's history cannot be rewritten.",
        )
    };
    let help = Say::new(
        format!(
            "Mulai dari ujung yang sekarang dan gabungkan ke sana: git fetch, git checkout -B daratan {old}, git merge --no-ff <usulan>."
        ),
        format!(
            "Begin at the present head and merge into it: git fetch, git checkout -B landing {old}, git merge --no-ff <proposal>."
        ),
    );
    refuse(branch, message, help)
}

/// A landing whose time is not the server's.
pub(super) fn out_of_time(branch: &str, landing: ObjectId, time: Seconds, now: Seconds, remedy: &str) -> Finding {
    let drift = time.saturating_sub(now);
    let minutes = drift.unsigned_abs().div_ceil(60);
    let counted = counted(minutes, "minute", "minutes");
    let message = if drift < 0 {
        Say::new(
            format!("Waktu pendaratan {landing} tertinggal {minutes} menit dari jam server."),
            format!("The time of landing {landing} is {counted} behind the server's clock."),
        )
    } else {
        Say::new(
            format!("Waktu pendaratan {landing} mendahului jam server {minutes} menit."),
            format!("The time of landing {landing} is {counted} ahead of the server's clock."),
        )
    };
    let (id, en) = if drift > 0 {
        (
            "Betulkan jam komputer, lalu stempel ulang dan dorong lagi",
            "Set the computer's clock right, stamp it anew and push again",
        )
    } else {
        ("Stempel ulang dan dorong lagi", "Stamp it anew and push again")
    };
    refuse(branch, message, Say::new(format!("{id}: {remedy}"), format!("{en}: {remedy}")))
}

/// The command that gives new landings the present time, and changes nothing else. Plain commits are made anew in their
/// order; of merges only the last one can be amended, since those before it are its parents.
pub(super) fn stamp(old: Option<ObjectId>, landings: &[Commit], late: &[ObjectId]) -> String {
    let tip = landings.last().map(|landing| landing.id);
    if late.len() == 1 && late.first().copied() == tip {
        return "git commit --amend --no-edit --date=now".to_owned();
    }
    let Some(old) = old else { return "git commit --amend --no-edit --date=now".to_owned() };
    if landings.iter().all(|landing| !landing.is_merge()) {
        return format!("git rebase --reset-author-date {old}");
    }
    let each = landings.iter().map(|landing| match &landing.parents[..] {
        [_, others @ ..] if !others.is_empty() => {
            let others: Vec<String> = others.iter().map(ToString::to_string).collect();
            format!("git merge --no-ff --no-edit {}", others.join(" "))
        }
        _ => format!("git cherry-pick {}", landing.id),
    });
    format!("git reset --keep {old} && {}", each.collect::<Vec<_>>().join(" && "))
}

/// Whoever pushes is not the landing's author.
pub(super) fn other_pusher(branch: &str, policy: &Policy, landing: &Commit, pusher: &Pusher) -> Option<Finding> {
    let author = policy.person_of(&landing.author.mail);
    let pushes = pusher.person(policy);
    if author.is_some_and(|author| pushes.is_some_and(|pushes| pushes.handle == author.handle)) {
        return None;
    }
    let mail = String::from_utf8_lossy(&landing.author.mail).into_owned();
    let name = |person: Option<&Person>, other: &str| {
        person.map_or_else(|| other.to_owned(), |person| person.handle.to_string())
    };
    let (pushes_id, pushes_en) =
        (name(pushes, "akun yang tidak ada di people/"), name(pushes, "an account that does not stand in people/"));
    let author = name(author, &format!("<{mail}>"));
    Some(refuse(
        branch,
        Say::new(
            format!("Pendaratan {} ditulis {author}, tetapi didorong oleh {pushes_id}.", landing.id),
            format!("The landing {} is by {author}, but pushed by {pushes_en}.", landing.id),
        ),
        Say::new(
            format!("Yang menggabungkan mendorong sendiri; akun {} dicatat pada `akun` di people/.", pusher.forge),
            format!("Whoever merges has to push himself; the {} account stands under `akun` in people/.", pusher.forge),
        ),
    ))
}

impl Pusher {
    /// The person whom the forge means; nobody, where number and address are not of one.
    fn person<'p>(&self, policy: &'p Policy) -> Option<&'p Person> {
        let is = |account: &Account, id: u64| matches!(account, Account::Forge { forge, id: own } if *forge == self.forge && *own == id);
        let by_id = |id: u64| {
            policy.workspace.people.values().find(|person| person.accounts.iter().any(|own| is(&own.value, id)))
        };
        let numbered = self.id.and_then(by_id);
        let written = self.mail.as_ref().and_then(|mail| policy.person_of(mail.as_bytes()));
        match (numbered, written) {
            (Some(one), Some(other)) if one.handle != other.handle => None,
            (one, other) => one.or(other),
        }
    }
}
