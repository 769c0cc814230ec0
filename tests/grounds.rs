//! What pieces of a site are made from: as long as that is the same, so are their bytes; and what happens to one request
//! leaves alone what does not tell of it. What was kept of requests is a hint: with it or without, the site is the same.

#[path = "site/office.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod office;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use jejak::shell::kept::checksum;
use jejak::site::defaults::Dressing;
use jejak::site::{Builder, File, Hint, Unit};
use office::{MORNING, Office};

const CLERK: &str = "umum@dinkes.example";
const STEWARD: &str = "pengurus@diskominfo.example";
const OTHER: &str = "kepala-bidang@diskominfo.example";
const PROGRAM: &str = "program";
const DAY: i64 = 86_400;

/// A site at one moment.
struct Look {
    /// The pieces that have a ground, by their names.
    grounds: BTreeMap<String, [u8; 32]>,
    /// The files of each of them.
    files: BTreeMap<String, Vec<File>>,
    /// Those that are made each time.
    others: Vec<File>,
    /// What it keeps for the next look.
    kept: Option<Vec<u8>>,
}

fn look(office: &Office, at: i64, hint: Option<&[u8]>) -> Look {
    let (store, audit) = office.audit();
    let at = DateTime::<Utc>::from_timestamp(at, 0).expect("a moment");
    let hint = hint.map(|bytes| Hint { bytes, program: PROGRAM, checksum });
    let builder = Builder::new(&audit, &store, at, Dressing::new([]), PROGRAM, hint).expect("the templates are read");
    let kept = builder.keep(PROGRAM, checksum);
    let mut look = Look { grounds: BTreeMap::new(), files: BTreeMap::new(), others: Vec::new(), kept };
    for unit in builder.units() {
        // Of many requests that are alike, some are enough.
        if matches!(unit, Unit::Request(at) if at > 12 && at % 25 != 0) {
            continue;
        }
        let files = builder.make(&unit, &store).expect("the templates are filled");
        let Some((name, ground)) = builder.ground(&unit) else {
            look.others.extend(files);
            continue;
        };
        assert!(look.grounds.insert(name.clone(), ground).is_none(), "two pieces are called {name}");
        look.files.insert(name, files);
    }
    look
}

/// The pieces whose ground another look does not share. Whatever has the same ground has the same bytes.
fn changed(before: &Look, after: &Look) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    for (name, ground) in &after.grounds {
        if before.grounds.get(name) == Some(ground) {
            assert!(before.files[name] == after.files[name], "{name} has the same ground and other bytes");
        } else {
            changed.insert(name.clone());
        }
    }
    changed
}

fn same(one: &Look, other: &Look, what: &str) {
    assert!(one.grounds == other.grounds && one.files == other.files, "{what}: pieces differ");
    assert!(one.others == other.others, "{what}: what is made each time differs");
}

fn folder(n: usize) -> String {
    format!("requests/2026/11/20/antre-{n:03}")
}

fn open(office: &mut Office, n: usize, more: &str) {
    let opening = format!(
        "sop: contoh/1\njudul: Permohonan ke-{n}\ninstansi: dinkes\naplikasi: e-Puskesmas\n{more}riwayat:\n  - langkah: 1\n    \
         dokumen: {{surat-permohonan: surat.md}}\n"
    );
    let letter = "---\nnomor: null\ntanggal: 2026-11-20\nhal: Antrean\ndari: Dinas Kesehatan\nkepada: Kominfo\nsifat: biasa\n---\n\nIsi.\n";
    let (request, surat) = (format!("{}/request.yaml", folder(n)), format!("{}/surat.md", folder(n)));
    office.land(CLERK, STEWARD, "x", &[(&request, &opening), (&surat, letter)]);
}

fn enter(office: &mut Office, author: &str, n: usize, entry: &str) {
    let reviewer = if author == STEWARD { OTHER } else { STEWARD };
    office.land(author, reviewer, "x", &[(&format!("{}/request.yaml", folder(n)), entry)]);
}

/// So many that lists and the register have older pages.
fn long() -> Office {
    let mut office = Office::new(&[]);
    (1..=104).for_each(|n| open(&mut office, n, ""));
    office
}

fn has(changed: &BTreeSet<String>, name: &str) -> bool {
    changed.contains(name)
}

/// One story after the other on one register: what each changes, and what it leaves alone.
#[test]
fn what_happens_changes_what_tells_of_it_and_nothing_else() {
    let mut office = long();
    let at = MORNING + 9 * DAY;
    let mut before = look(&office, at, None);
    let mut kept = before.kept.clone().expect("something is kept");
    let mut next = |office: &Office, at: i64| {
        let after = look(office, at, Some(&kept));
        same(&after, &look(office, at, None), "with what was kept, or without");
        let told = changed(&before, &after);
        kept = after.kept.clone().unwrap_or_else(|| kept.clone());
        before = after;
        told
    };

    assert_eq!(next(&office, at), BTreeSet::new(), "nothing happened");

    open(&mut office, 105, "");
    let told = next(&office, at);
    for name in ["permohonan/", "permohonan/halaman/1/3/", "cari/b/1"] {
        assert!(has(&told, name), "an opening: {name} stays");
    }
    assert!(has(&told, "register/halaman/1/2/") && has(&told, "giliran/lajur/contoh/bidang/"));
    for name in ["permohonan/halaman/1/1/", "permohonan/halaman/1/2/", "register/halaman/1/1/", "cari/b/0", "ajukan/"] {
        assert!(!has(&told, name), "an opening: {name} changes");
    }
    assert!(!has(&told, "permohonan/2026/11/20/antre-001/"), "another request");

    enter(&mut office, OTHER, 7, "  - langkah: 2\n    catatan: Diteruskan.\n    dokumen: {disposisi: d.pdf}\n");
    let told = next(&office, at);
    for name in ["permohonan/halaman/1/1/", "permohonan/2026/11/20/antre-007/", "cari/b/0", "register/halaman/1/2/"] {
        assert!(has(&told, name), "a step: {name} stays");
    }
    for name in ["permohonan/halaman/1/2/", "permohonan/tahun/2026/halaman/1/3/", "cari/b/1", "register/halaman/1/1/"] {
        assert!(!has(&told, name), "a step: {name} changes");
    }

    enter(&mut office, CLERK, 9, "  - ralat: {judul: Judul yang baru}\n    catatan: Salah ketik.\n");
    let told = next(&office, at);
    for name in ["register/halaman/1/1/", "permohonan/halaman/1/1/", "cari/k/ju", "cari/b/0"] {
        assert!(has(&told, name), "another title: {name} stays");
    }
    assert!(!has(&told, "cari/k/di"), "words that no title has lost or won");

    // A landing that is not lawful, far back by the time it is answered.
    let (request, step) = (format!("{}/request.yaml", folder(11)), "  - langkah: 2\n    catatan: Menyela.\n");
    let wrong = office.land("orang@luar.example", OTHER, "x", &[(&request, step)]);
    next(&office, at);
    (106..=202).for_each(|n| open(&mut office, n, ""));
    let told = next(&office, at);
    assert!(has(&told, "register/halaman/1/2/"), "a newer page follows");
    office.land(
        STEWARD,
        OTHER,
        "x",
        &[("tanggapan.yaml", &format!("- pendaratan: {wrong}\n  catatan: Sudah dibicarakan.\n"))],
    );
    let told = next(&office, at);
    assert!(!has(&told, "register/halaman/1/1/") && !has(&told, "permohonan/"), "an answer tells of one landing");

    enter(&mut office, STEWARD, 11, "  - sahkan: 2\n    catatan: Benar adanya.\n");
    let told = next(&office, at);
    assert!(has(&told, "register/halaman/1/2/") && !has(&told, "register/halaman/1/1/"), "a mark is answered");

    // The clock alone: what becomes late changes, and what does not tell of that stays.
    let told = next(&office, at + 3600);
    assert_eq!(told, BTreeSet::new(), "an hour on a Sunday");
    let told = next(&office, at + 11 * DAY);
    assert!(!has(&told, "register/halaman/1/1/") && !has(&told, "ajukan/"), "the clock moves no landing");
    assert!(has(&told, "permohonan/") && has(&told, "cari/b/1"), "the newest become late");
    assert!(has(&told, "giliran/lajur/contoh/bidang/"), "days are counted anew");

    // Policy: everything is made anew.
    let office_file = String::from_utf8(office.tree["jejak.yaml"].1.clone()).expect("text");
    office.tree.get_mut("jejak.yaml").expect("the office").1.clear();
    let renamed = office_file.replace("Dinas Kesehatan", "Dinas Kesehatan Daerah");
    assert_ne!(renamed, office_file);
    office.land(STEWARD, OTHER, "x", &[("jejak.yaml", &renamed)]);
    let told = next(&office, at + 11 * DAY);
    assert!(has(&told, "register/halaman/1/1/") && has(&told, "ajukan/") && has(&told, "permohonan/halaman/1/1/"));
}

/// Whatever becomes of what was kept, the site is the same.
#[test]
fn what_was_kept_of_requests_is_a_hint() {
    let mut office = Office::new(&[]);
    (1..=4).for_each(|n| open(&mut office, n, ""));
    let at = MORNING + 3 * DAY;
    let kept = look(&office, at, None).kept.expect("something is kept");
    open(&mut office, 5, "terkait: [requests/2026/11/20/antre-001]\n");
    enter(&mut office, OTHER, 2, "  - langkah: 2\n    dokumen: {disposisi: d.pdf}\n");
    let fresh = look(&office, at, None);
    same(&look(&office, at, Some(&kept)), &fresh, "as it was kept");
    for cut in [0, 8, 12, 60, kept.len() / 2, kept.len() - 1] {
        same(&look(&office, at, Some(&kept[..cut])), &fresh, &format!("cut at {cut}"));
    }
    for at_byte in (0..kept.len()).step_by(kept.len() / 40) {
        let mut bent = kept.clone();
        bent[at_byte] ^= 4;
        same(&look(&office, at, Some(&bent)), &fresh, &format!("another byte at {at_byte}"));
    }
    // Of another history, and of one that went back.
    let mut other = Office::new(&[]);
    open(&mut other, 77, "");
    let strange = look(&other, at, None).kept.expect("something is kept");
    same(&look(&office, at, Some(&strange)), &fresh, "of another history");
    let later = fresh.kept.clone().expect("something is kept");
    let mut shorter = Office::new(&[]);
    (1..=4).for_each(|n| open(&mut shorter, n, ""));
    same(&look(&shorter, at, Some(&later)), &look(&shorter, at, None), "of a later head");
}
