//! What a repository's keeping means for its register, and what to do about it.

use std::path::Path;

use crate::model::health::{Advice, Health, Hook, Weight};
use crate::model::say::{Say, counted};

/// How far a head's time may be ahead of the clock.
const AHEAD: i64 = 10 * 60;

/// Everything that can be said, the worst first.
pub fn examine(health: &Health, now: i64) -> Vec<Advice> {
    let mut all = integrity(health);
    all.extend(upkeep(health));
    all.push(clock(health, now));
    all.push(hook(health));
    if health.bare {
        all.extend(settings(health));
    }
    all.sort_by_key(|advice| advice.weight);
    all
}

fn good(about: &'static str, id: &str, en: &str) -> Advice {
    Advice { about, weight: Weight::Good, found: Say::new(id, en), remedy: None }
}

fn wrong(about: &'static str, weight: Weight, found: (String, String), remedy: (String, String)) -> Advice {
    let (found, remedy) = (Say::new(found.0, found.1), Say::new(remedy.0, remedy.1));
    Advice { about, weight, found, remedy: Some(remedy) }
}

fn bad(about: &'static str, found: (&str, &str), remedy: (&str, &str)) -> Advice {
    let own = |pair: (&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
    wrong(about, Weight::Bad, own(found), own(remedy))
}

/// A line that is only there when something is wrong.
fn when(is_wrong: bool, advice: impl FnOnce() -> Advice) -> Option<Advice> {
    is_wrong.then(advice)
}

/// What makes a history prove nothing.
fn integrity(health: &Health) -> Vec<Advice> {
    let found = [
        when(health.shallow, || {
            bad(
                "shallow",
                ("Klon ini dangkal: riwayatnya terpotong.", "This clone is shallow: its history is cut off."),
                ("git fetch --unshallow", "git fetch --unshallow"),
            )
        }),
        when(health.partial, || {
            bad(
                "partial",
                ("Klon ini sebagian: objeknya tidak lengkap.", "This clone is partial: objects are missing."),
                ("Ambil klon penuh: git clone tanpa --filter.", "Take a full clone: git clone without --filter."),
            )
        }),
        when(health.grafts, || {
            bad(
                "grafts",
                ("info/grafts mengganti induk commit.", "info/grafts replaces parents of commits."),
                ("Hapus berkas info/grafts di folder git.", "Delete the file info/grafts in the git folder."),
            )
        }),
        when(health.alternates, || Advice {
            weight: Weight::Advice,
            ..bad(
                "alternates",
                (
                    "Sebagian objek dipinjam dari repositori lain, yang dapat hilang.",
                    "Some objects are borrowed from another repository, which may go.",
                ),
                (
                    "Salin semuanya ke sini: git repack -a -d, lalu hapus objects/info/alternates.",
                    "Copy all of them here: git repack -a -d, then delete objects/info/alternates.",
                ),
            )
        }),
        when(!health.replacements.is_empty(), || {
            let list = health.replacements.join(", ");
            wrong(
                "replace",
                Weight::Bad,
                (
                    format!("refs/replace mengganti objek bagi git: {list}"),
                    format!("refs/replace replaces objects for git: {list}"),
                ),
                ("Hapus: git replace -d <objek>".to_owned(), "Delete them: git replace -d <object>".to_owned()),
            )
        }),
        when(health.shadowed, || {
            bad(
                "shadow",
                (
                    "Ada tag yang bernama sama dengan cabang register; git dapat mengira yang satu yang lain.",
                    "A tag has the name of the register's branch; git may take one for the other.",
                ),
                ("Hapus tag itu: git tag -d <nama>.", "Delete that tag: git tag -d <name>."),
            )
        }),
        when(health.commit_graph, || Advice {
            weight: Weight::Advice,
            ..bad(
                "commit-graph",
                (
                    "Ada commit-graph. Program ini tidak membacanya, tetapi git mempercayainya.",
                    "There is a commit-graph. This program does not read it, but git believes it.",
                ),
                (
                    "Bila ragu, periksa: git commit-graph verify; atau matikan: git config core.commitGraph false.",
                    "If in doubt, check it: git commit-graph verify; or switch it off: git config core.commitGraph false.",
                ),
            )
        }),
    ];
    let found: Vec<Advice> = found.into_iter().flatten().collect();
    if found.is_empty() {
        return vec![good(
            "history",
            "Riwayatnya utuh dan tidak disamarkan.",
            "The history is whole and not disguised.",
        )];
    }
    found
}

/// What keeps people from landing.
fn upkeep(health: &Health) -> Vec<Advice> {
    let mut found = Vec::new();
    if health.locks.is_empty() {
        found.push(good("locks", "Tidak ada kunci yang tertinggal.", "No lock was left behind."));
    }
    for (path, age) in &health.locks {
        let (path, minutes) = (quoted(path), age / 60);
        found.push(wrong(
            "locks",
            Weight::Bad,
            (
                format!("Kunci tertinggal {minutes} menit dan menghalangi dorongan: {path}"),
                format!(
                    "A lock was left behind {} ago and blocks pushes: {path}",
                    counted(minutes, "minute", "minutes")
                ),
            ),
            (
                format!("Pastikan tidak ada proses git yang berjalan di sini (ps), lalu hapus: rm -- {path}"),
                format!("Make sure that no git process runs here (ps), then delete it: rm -- {path}"),
            ),
        ));
    }
    for path in &health.left_behind {
        let path = quoted(path);
        found.push(wrong(
            "quarantine",
            Weight::Advice,
            (format!("Sisa dorongan yang terputus: {path}"), format!("Left behind by a push that broke off: {path}")),
            (
                format!("Hapus bila tidak ada dorongan berjalan: rm -r -- {path}"),
                format!("Delete it while no push runs: rm -r -- {path}"),
            ),
        ));
    }
    if let Some(reason) = &health.read_only {
        found.push(wrong(
            "read-only",
            Weight::Bad,
            (format!("Tidak dapat ditulis: {reason}"), format!("It cannot be written to: {reason}")),
            (
                "Periksa hak akses folder dan apakah sistem berkasnya terpasang read-only (mount).".to_owned(),
                "Check the folder's permissions, and whether its file system is mounted read-only (mount).".to_owned(),
            ),
        ));
    }
    found.extend(when(health.foreign_owner, || {
        bad(
            "owner",
            (
                "Repositori ini milik akun lain; git akan menolak (\"dubious ownership\").",
                "This repository belongs to another account; git will refuse (\"dubious ownership\").",
            ),
            (
                "Jalankan sebagai akun pemiliknya, atau betulkan pemiliknya: chown -R <akun> <folder>.",
                "Run as the account that owns it, or set the owner right: chown -R <account> <folder>.",
            ),
        )
    }));
    if let Some(web) = &health.below_web {
        let web = quoted(web);
        found.push(wrong(
            "web-root",
            Weight::Bad,
            (
                format!("Folder git ini terletak di bawah folder web ({web}); seluruh isinya dapat diunduh siapa pun."),
                format!("This git folder lies below a web folder ({web}); anybody may download all of it."),
            ),
            (
                "Pindahkan ke luar folder web; yang disajikan hanya hasil jejak build.".to_owned(),
                "Move it out of the web folder; only what jejak build makes is served.".to_owned(),
            ),
        ));
    }
    found
}

fn clock(health: &Health, now: i64) -> Advice {
    match health.head {
        Some((id, time)) if time - now > AHEAD => {
            let minutes = (time - now) / 60;
            wrong(
                "clock",
                Weight::Bad,
                (
                    format!("Ujung register ({id}) {minutes} menit di depan jam mesin ini."),
                    format!(
                        "The register's head ({id}) is {} ahead of this machine's clock.",
                        counted(minutes, "minute", "minutes")
                    ),
                ),
                (
                    "Betulkan jam mesin (timedatectl). Bila jam benar, pendaratan itu salah waktu: pengurus mencoretnya di tanggapan.yaml (waktu: dicoret).".to_owned(),
                    "Set the machine's clock right (timedatectl). If it is right, that landing's time is wrong: a steward strikes it in tanggapan.yaml (waktu: dicoret).".to_owned(),
                ),
            )
        }
        _ => good(
            "clock",
            "Jam mesin tidak di belakang ujung register.",
            "The machine's clock is not behind the register's head.",
        ),
    }
}

fn hook(health: &Health) -> Advice {
    let install = || ("jejak hook install".to_owned(), "jejak hook install".to_owned());
    let weight = if health.bare { Weight::Bad } else { Weight::Advice };
    match &health.hook {
        Hook::Good(path) => {
            let path = path.display();
            good("hook", &format!("Hook terpasang: {path}"), &format!("The hook is installed: {path}"))
        }
        Hook::Missing => wrong(
            "hook",
            weight,
            ("Hook belum terpasang.".to_owned(), "The hook is not installed.".to_owned()),
            install(),
        ),
        Hook::Foreign(path) => {
            let path = path.display();
            wrong(
                "hook",
                weight,
                (format!("{path} bukan hook jejak."), format!("{path} is not jejak's hook.")),
                (
                    "Panggil jejak dari dalamnya; isinya: jejak hook install --dry-run.".to_owned(),
                    "Call jejak from within it; the text: jejak hook install --dry-run.".to_owned(),
                ),
            )
        }
        Hook::NotExecutable(path) => {
            let shown = quoted(path);
            wrong(
                "hook",
                weight,
                (
                    format!("{shown} tidak dapat dijalankan; git melewatinya tanpa memberi tahu siapa pun."),
                    format!("{shown} is not executable; git passes it over without telling anybody."),
                ),
                (format!("chmod +x -- {shown}"), format!("chmod +x -- {shown}")),
            )
        }
        Hook::Broken(path, program) => {
            let (path, program) = (path.display(), program.display());
            wrong(
                "hook",
                weight,
                (
                    format!("{path} memanggil {program}, yang tidak ada; semua dorongan ditolak."),
                    format!("{path} calls {program}, which is not there; every push is refused."),
                ),
                install(),
            )
        }
        Hook::Other(path, program) => {
            let (path, program) = (path.display(), program.display());
            wrong(
                "hook",
                Weight::Advice,
                (
                    format!("{path} memanggil program lain: {program}."),
                    format!("{path} calls another program: {program}."),
                ),
                (
                    "Bila itu versi lama, pasang ulang: jejak hook install.".to_owned(),
                    "If that is an old version, install it anew: jejak hook install.".to_owned(),
                ),
            )
        }
    }
}

/// What a setting is for.
struct Wanted<'h> {
    name: &'static str,
    has: &'h Option<String>,
    right: fn(&str) -> bool,
    value: &'static str,
    weight: Weight,
    why: (&'static str, &'static str),
}

fn yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "1")
}

fn settings(health: &Health) -> Vec<Advice> {
    let wanted = [
        Wanted {
            name: "receive.fsckObjects",
            has: &health.fsck,
            right: yes,
            value: "true",
            weight: Weight::Bad,
            why: ("objek yang cacat masuk tanpa diperiksa", "malformed objects come in unchecked"),
        },
        Wanted {
            name: "receive.denyNonFastForwards",
            has: &health.deny_rewrites,
            right: yes,
            value: "true",
            weight: Weight::Bad,
            why: ("tanpa hook, riwayat dapat ditulis ulang", "without the hook, history could be rewritten"),
        },
        Wanted {
            name: "receive.denyDeletes",
            has: &health.deny_deletes,
            right: yes,
            value: "true",
            weight: Weight::Bad,
            why: (
                "tanpa hook, cabang register dapat dihapus",
                "without the hook, the register's branch could be deleted",
            ),
        },
        Wanted {
            name: "core.fsync",
            has: &health.fsync,
            right: |value| value.split(',').any(|part| part.trim() == "all"),
            value: "all",
            weight: Weight::Advice,
            why: (
                "bila listrik padam, pendaratan terakhir dapat hilang",
                "when power fails, the last landing may be lost",
            ),
        },
        Wanted {
            name: "receive.maxInputSize",
            has: &health.max_input,
            right: |value| value != "0",
            value: "100m",
            weight: Weight::Advice,
            why: ("satu dorongan dapat memenuhi disk", "one push could fill the disk"),
        },
        Wanted {
            name: "receive.shallowUpdate",
            has: &health.shallow_update,
            right: |value| !yes(value),
            value: "false",
            weight: Weight::Bad,
            why: ("riwayat yang terpotong dapat masuk", "a history that is cut off could come in"),
        },
    ];
    wanted.iter().map(setting).chain([bare(health)]).collect()
}

fn setting(wanted: &Wanted) -> Advice {
    let Wanted { name, value, .. } = *wanted;
    // A switch that has to be off is right where nobody set it.
    let is_right = wanted.has.as_deref().map_or(value == "false", wanted.right);
    if is_right {
        let set = wanted.has.as_deref().unwrap_or(value);
        return good(name, &format!("{name} = {set}"), &format!("{name} = {set}"));
    }
    let has = wanted.has.as_deref().unwrap_or("–");
    wrong(
        name,
        wanted.weight,
        (format!("{name} = {has}: {}.", wanted.why.0), format!("{name} = {has}: {}.", wanted.why.1)),
        (format!("git config {name} {value}"), format!("git config {name} {value}")),
    )
}

fn bare(health: &Health) -> Advice {
    if health.safe_bare.as_deref() == Some("explicit") {
        return good("safe.bareRepository", "safe.bareRepository = explicit", "safe.bareRepository = explicit");
    }
    wrong(
        "safe.bareRepository",
        Weight::Advice,
        (
            "safe.bareRepository bukan explicit: repositori yang diselipkan di dalam sebuah usulan dapat menjalankan perintah.".to_owned(),
            "safe.bareRepository is not explicit: a repository hidden in a proposal could run commands.".to_owned(),
        ),
        (
            "git config --global safe.bareRepository explicit (sebagai akun server)".to_owned(),
            "git config --global safe.bareRepository explicit (as the server's account)".to_owned(),
        ),
    )
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
