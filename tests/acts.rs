//! Every act that `record` writes, at the terminal: by whoever may, and refused with an answer to everybody else. The acts of a
//! step have their stories in tests/desk.rs.

mod support;

use support::desk::{NOW, Office, TAPIN, git, open_tapin, program};

/// An office with one request, which stands at step 2.
fn opened() -> Office {
    let office = Office::new(&[]);
    open_tapin(&office);
    office.merged("pranata-a");
    office
}

/// Somebody records an act on that request, and it lands.
fn lands(office: &Office, (handle, agency): (&str, &str), act: &[&str]) {
    office.sits(handle, agency);
    office.does(&[&["record", "2026/0001"], act].concat());
    office.merged("pranata-a");
}

/// Somebody is told why not.
fn refused(office: &Office, (handle, agency): (&str, &str), act: &[&str], status: i32, answers: &[&str]) {
    office.sits(handle, agency);
    office.refuses(&[&["record", "2026/0001"], act].concat(), status, answers);
}

fn status(office: &Office) -> serde_json::Value {
    let status = program(&office.clone, &["status", "2026/0001", "--format", "json"]);
    serde_json::from_slice(&status.stdout).expect("JSON")
}

const CLERK: (&str, &str) = ("dinkes-umum", "dinkes");
const HEAD: (&str, &str) = ("kabid-egov-plt", "kominfo");
const STEWARD: (&str, &str) = ("pengurus-a", "kominfo");
const OTHER: (&str, &str) = ("pengurus-b", "kominfo");

#[test]
fn every_act_is_written_by_whoever_may() {
    let office = Office::new(&[]);
    open_tapin(&office);
    office.merged("pranata-a");
    let acts: [(&str, &str, &[&str]); 7] = [
        ("dinkes-umum", "dinkes", &["--ralat", "judul=Integrasi data: tahap 3", "--ralat", "aplikasi=e-Puskesmas 2"]),
        ("kabid-egov-plt", "kominfo", &["--jeda", "Menunggu: pelantikan", "--menunggu", "skpd"]),
        ("dinkes-umum", "dinkes", &["--lanjut", "Sudah dilantik"]),
        ("pengurus-a", "kominfo", &["--tutup", "surat-permohonan.md", "--catatan", "Memuat rincian."]),
        ("pengurus-a", "kominfo", &["--lewati", "--catatan", "Disposisi lisan."]),
        ("pengurus-b", "kominfo", &["--batalkan", "6", "--catatan", "Disposisi harus tertulis."]),
        ("dinkes-umum", "dinkes", &["--tarik", "Sudah tidak diperlukan"]),
    ];
    for (handle, agency, act) in acts {
        office.sits(handle, agency);
        office.does(&[&["record", "2026/0001"], act].concat());
        office.merged("pranata-a");
    }
    let told = office.audit();
    assert_eq!(told["unlawful"], 0, "{told}");
    let status = program(&office.clone, &["status", "2026/0001", "--format", "json"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).expect("JSON");
    assert_eq!(status["state"], "ditarik");
    assert_eq!(status["entries"].as_array().map(Vec::len), Some(8));
}

/// `batal` ends a request; what is written to one that is over is an answer or nothing.
#[test]
fn a_steward_cancels_and_a_steward_takes_it_back() {
    let office = opened();
    refused(&office, HEAD, &["--batal", "Digabung", "--catatan", "Nota 12."], 1, &["Only a steward"]);
    refused(&office, STEWARD, &["--batal", "Digabung"], 1, &["needs a `catatan`", "--catatan"]);
    refused(&office, STEWARD, &["--batal", "  ", "--catatan", "Nota 12."], 1, &["batal"]);
    lands(&office, STEWARD, &["--batal", "Digabung dengan permohonan lain", "--catatan", "Nota 12."]);
    assert_eq!(status(&office)["state"], "batal");
    let over: [(_, &[&str]); 8] = [
        (HEAD, &["--buat", "disposisi"]),
        (HEAD, &["--jeda", "Rapat"]),
        (HEAD, &["--lanjut", "Sudah"]),
        (CLERK, &["--tarik", "Tidak jadi"]),
        (CLERK, &["--ralat", "judul=Lain"]),
        (STEWARD, &["--lewati", "--catatan", "Lisan."]),
        (STEWARD, &["--pindah", "kab-tapin-layanan-splp/3", "--ke", "2", "--catatan", "Baru."]),
        (STEWARD, &["--batal", "Lagi", "--catatan", "Lagi."]),
    ];
    for (who, act) in over {
        refused(&office, who, act, 1, &["is closed"]);
    }
    refused(
        &office,
        STEWARD,
        &["--batalkan", "2", "--catatan", "Keliru."],
        1,
        &["wrote or reviewed", "another steward"],
    );
    lands(&office, STEWARD, &["--tutup", "surat-permohonan.md", "--catatan", "Memuat rincian."]);
    lands(&office, OTHER, &["--batalkan", "2", "--catatan", "Yang dimaksud permohonan lain."]);
    let told = status(&office);
    assert_eq!((&told["state"], &told["step"]), (&"berjalan".into(), &2.into()), "{told}");
    assert_eq!(office.audit()["unlawful"], 0);
}

/// A step whose author merged it himself is marked; a steward who had no part in it ratifies it.
#[test]
fn a_marked_entry_is_ratified_by_a_steward_who_had_no_part_in_it() {
    let office = opened();
    refused(&office, STEWARD, &["--sahkan", "1", "--catatan", "Sah."], 1, &["Entry 1 is not marked"]);
    refused(&office, STEWARD, &["--sahkan", "9", "--catatan", "Sah."], 1, &["Entry 9", "jejak status"]);
    office.sits(HEAD.0, HEAD.1);
    office.does(&["record", "2026/0001", "--buat", "disposisi"]);
    office.merged(HEAD.0);
    assert_eq!(office.audit()["unlawful"], 1, "nobody else looked at it");
    refused(&office, HEAD, &["--sahkan", "2", "--catatan", "Sah."], 1, &["Only a steward"]);
    refused(&office, STEWARD, &["--sahkan", "2"], 1, &["needs a `catatan`"]);
    assert!(office.does(&["status", "2026/0001"]).contains("not yet lawful"));
    lands(&office, STEWARD, &["--sahkan", "2", "--catatan", "Disposisi asli ada pada arsip."]);
    assert!(!office.does(&["status", "2026/0001"]).contains("not yet lawful"));
    refused(&office, OTHER, &["--sahkan", "2", "--catatan", "Sah."], 1, &["already answered"]);
    let told = office.audit();
    assert_eq!((&told["unlawful"], &told["answered"]), (&1.into(), &1.into()), "{told}");
}

#[test]
fn an_entry_is_taken_back_once_by_another_steward() {
    let office = opened();
    lands(&office, STEWARD, &["--lewati", "--catatan", "Disposisi lisan."]);
    assert_eq!(status(&office)["step"], 3);
    refused(&office, CLERK, &["--batalkan", "2", "--catatan", "Keliru."], 1, &["Only a steward"]);
    refused(&office, OTHER, &["--batalkan", "2"], 1, &["needs a `catatan`"]);
    refused(&office, OTHER, &["--batalkan", "9", "--catatan", "Keliru."], 1, &["Entry 9", "jejak status"]);
    refused(&office, OTHER, &["--batalkan", "0", "--catatan", "Keliru."], 1, &["0"]);
    lands(&office, OTHER, &["--batalkan", "2", "--catatan", "Disposisi harus tertulis."]);
    assert_eq!(status(&office)["step"], 2);
    refused(&office, OTHER, &["--batalkan", "2", "--catatan", "Keliru."], 1, &["Entry 2", "no effect"]);
}

/// `pindah`: a newer revision lands, and the request goes on under it.
#[test]
fn a_request_moves_to_a_newer_revision() {
    let office = opened();
    let third = format!("{TAPIN}/3");
    let to = |sop: &str, step: &str| ["--pindah", sop, "--ke", step, "--catatan", "Revisi baru."].map(str::to_owned);
    let moves = |who, sop: &str, step: &str, status: i32, answers: &[&str]| {
        let words = to(sop, step);
        refused(&office, who, &words.iter().map(String::as_str).collect::<Vec<_>>(), status, answers);
    };
    moves(STEWARD, &third, "2", 1, &["Cannot move", "higher revision"]);
    office.sits(STEWARD.0, STEWARD.1);
    git(&office.clone, &["switch", "--quiet", "-c", "revisi-3"]);
    let second = std::fs::read_to_string(office.clone.join(format!("sops/{TAPIN}/2.yaml"))).expect("the revision");
    let newer = second.replace("revisi: 2026-01-26, efektif: 2026-02-02", "revisi: 2026-11-20, efektif: 2026-11-20");
    std::fs::write(office.clone.join(format!("sops/{TAPIN}/3.yaml")), newer).expect("the newer one");
    git(&office.clone, &["add", "."]);
    git(&office.clone, &["commit", "--quiet", "--message", "Revisi ketiga"]);
    office.merged(OTHER.0);
    assert_eq!(office.audit()["unlawful"], 0, "{}", office.audit());

    moves(CLERK, &third, "2", 1, &["Only a steward"]);
    refused(&office, STEWARD, &["--pindah", &third, "--ke", "2"], 1, &["needs a `catatan`"]);
    refused(&office, STEWARD, &["--pindah", &third, "--catatan", "Baru."], 2, &["--ke"]);
    refused(&office, STEWARD, &["--ke", "2", "--catatan", "Baru."], 2, &["--pindah"]);
    moves(STEWARD, "3", "2", 2, &["slug/revision", "kab-tapin-layanan-splp/"]);
    moves(STEWARD, &format!("{TAPIN}/1"), "2", 1, &["Cannot move", "higher revision"]);
    moves(STEWARD, "kab-bogor-integrasi-aplikasi/1", "2", 1, &["Cannot move"]);
    moves(STEWARD, &third, "99", 1, &["99"]);
    let words = to(&third, "2");
    lands(&office, STEWARD, &words.iter().map(String::as_str).collect::<Vec<_>>());
    let told = status(&office);
    assert_eq!((&told["sop"], &told["step"]), (&third.as_str().into(), &2.into()), "{told}");
    lands(&office, HEAD, &["--buat", "disposisi"]);
    assert_eq!(status(&office)["step"], 3);
    assert_eq!(office.audit()["unlawful"], 0);
}

#[test]
fn each_other_act_has_its_refusals() {
    let office = opened();
    refused(&office, CLERK, &["--jeda", "Rapat"], 1, &["no authority to pause"]);
    refused(&office, HEAD, &["--jeda", "  "], 1, &["jeda"]);
    refused(&office, CLERK, &["--lewati", "--catatan", "Lisan."], 1, &["Only a steward"]);
    refused(&office, STEWARD, &["--lewati"], 1, &["needs a `catatan`"]);
    refused(&office, STEWARD, &["--lewati", "lengkap", "--catatan", "Lisan."], 2, &["no decision"]);
    refused(&office, CLERK, &["--tutup", "surat-permohonan.md", "--catatan", "Rahasia."], 1, &["Only a steward"]);
    refused(&office, STEWARD, &["--tutup", "surat-permohonan.md"], 1, &["needs a `catatan`"]);
    refused(
        &office,
        STEWARD,
        &["--tutup", "tidak-ada.md", "--catatan", "Rahasia."],
        1,
        &["tidak-ada.md", "jejak status"],
    );
    refused(&office, HEAD, &["--ralat", "judul=Lain"], 1, &["applicant's agency"]);
    refused(&office, CLERK, &["--ralat", "instansi=dinsos"], 1, &["steward"]);
    refused(&office, STEWARD, &["--ralat", "instansi=dinsoss", "--catatan", "Salah."], 1, &["Did you mean `dinsos`?"]);
    refused(&office, CLERK, &["--ralat", "judul="], 1, &["judul"]);
    refused(&office, CLERK, &["--tarik", " "], 1, &["tarik"]);
    lands(&office, STEWARD, &["--ralat", "instansi=dinsos", "--catatan", "Diajukan oleh Dinas Sosial."]);
    lands(&office, HEAD, &["--jeda", "Menunggu pelantikan"]);
    refused(&office, HEAD, &["--jeda", "Rapat"], 1, &["standing still already"]);
    refused(&office, CLERK, &["--lanjut", "Sudah"], 1, &["no authority to pause or resume"]);
    lands(&office, STEWARD, &["--lanjut", "Sudah dilantik"]);
    lands(&office, STEWARD, &["--lewati", "--catatan", "Disposisi lisan."]);
    // The third step is a decision: whoever passes it over says how it ended.
    refused(&office, STEWARD, &["--lewati", "--catatan", "Lisan."], 2, &["lengkap, tidak lengkap"]);
    lands(&office, STEWARD, &["--lewati", "lengkap", "--catatan", "Diperiksa lisan."]);
    assert_eq!((status(&office)["step"].clone(), office.audit()["unlawful"].clone()), (4.into(), 0.into()), "{NOW}");
}

/// What belongs to another act is never passed over in silence.
#[test]
fn an_act_takes_no_words_of_another() {
    let office = opened();
    for act in [
        &["lengkap", "--jeda", "Rapat"][..],
        &["lengkap", "--batal", "Keliru", "--catatan", "x"],
        &["lengkap", "--sahkan", "1", "--catatan", "x"],
        &["--langkah", "3", "--tarik", "Tidak jadi"],
        &["--pihak", "skpd", "--lanjut", "Sudah"],
        &["--jeda", "Rapat", "--lanjut", "Sudah"],
        &["--sahkan", "1", "--batalkan", "1"],
        &["--menunggu", "skpd"],
        &["--sahkan", "satu"],
        &["--batal"],
    ] {
        refused(&office, HEAD, act, 2, &["--help"]);
    }
}

/// A computer whose clock is behind: nothing is committed yet, so there is nothing to amend.
#[test]
fn what_is_said_of_a_clock_that_is_behind_fits_the_moment() {
    let office = opened();
    office.sits(HEAD.0, HEAD.1);
    let said = |words: &[&str]| {
        let told = program(&office.clone, &[words, &["--at", "2026-11-23T08:00"]].concat());
        assert_eq!(told.status.code(), Some(1), "{words:?}");
        String::from_utf8_lossy(&told.stdout).into_owned()
    };
    let before = [
        said(&["record", "2026/0001", "--buat", "disposisi"]),
        {
            office.does(&["record", "2026/0001", "--buat", "disposisi"]);
            git(&office.clone, &["reset", "--quiet", "--soft", "HEAD^"]);
            said(&["check", "--staged"])
        },
        {
            git(&office.clone, &["commit", "--quiet", "--message", "x"]);
            said(&["check", "--range", "main..HEAD"])
        },
    ];
    for said in before {
        assert!(said.contains("60 minutes behind the register's clock"), "{said}");
        assert!(said.contains("run it once more") && !said.contains("--amend"), "{said}");
    }
}
