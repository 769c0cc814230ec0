//! How much longer a check takes than only reading and parsing the same files.
//!
//! A workspace of ten thousand requests is made in a temporary folder. Then two programs run in turns over it, each in a
//! fresh process: this one, which reads and parses every file in parallel and does nothing else, and `jejak check`, which
//! also puts them together, judges them and prints a report. If its median is more than half again as long, this fails.
//!
//! `cargo bench --bench check`

#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use jejak::model::flow::is_forward;
use jejak::model::sop::{Demand, Matter, SopDraft, Step, Target};
use jejak::read::WorkspaceReader;
use jejak::shell::files;
use rayon::prelude::*;
use support::{Files, base, files_below, read, root};

const REQUESTS: usize = 10_000;
const ENTRIES: usize = 8;
const LETTERS: usize = 3;
/// So many requests are opened on a day.
const A_DAY: usize = 40;

const ROUNDS: usize = 11;
/// How many times as long as the bare reading a check may take.
const AT_MOST: f64 = 1.5;

const BARE: &str = "--bare";

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    if let [word, folder] = &words[..]
        && word == BARE
    {
        read_and_parse(Path::new(folder));
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (count, bytes) = make_workspace(folder.path());
    println!("{REQUESTS} requests of {ENTRIES} entries: {count} files, {} KB", bytes / 1024);

    let own = std::env::current_exe().expect("this program stands somewhere");
    let bare = || timed(own.as_os_str(), &[BARE.as_ref(), folder.path().as_os_str()]);
    let check =
        || timed(env!("CARGO_BIN_EXE_jejak").as_ref(), &["check".as_ref(), "-C".as_ref(), folder.path().as_os_str()]);
    // The first round fills the caches of the disk and is not counted.
    let mut rounds = vec![(bare(), check())];
    for round in 0..ROUNDS {
        rounds.push(if round % 2 == 0 { (bare(), check()) } else { swapped((check(), bare())) });
    }
    let (bare, check): (Vec<Duration>, Vec<Duration>) = rounds.into_iter().skip(1).unzip();
    let (bare, check) = (Spread::of(bare), Spread::of(check));
    let ratio = check.median.as_secs_f64() / bare.median.as_secs_f64();
    println!("read and parse  {bare}");
    println!("jejak check     {check}");
    println!("ratio           {ratio:.2} (at most {AT_MOST:.2})");
    if ratio > AT_MOST { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Reads and parses every file as the check does, and lets go of what it read.
fn read_and_parse(folder: &Path) {
    let found = files::list(folder).expect("the folder can be listed");
    let readings: Vec<_> = found
        .par_iter()
        .map(|file| {
            WorkspaceReader::read(&file.path, || files::read(folder, &file.path)).expect("the file can be read")
        })
        .collect();
    black_box(readings);
}

/// How long a program takes that has nothing to complain of.
fn timed(program: &OsStr, words: &[&OsStr]) -> Duration {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program runs");
    let time = start.elapsed();
    assert!(status.success(), "{} fails: {status}", program.to_string_lossy());
    time
}

fn swapped<T>((first, second): (T, T)) -> (T, T) {
    (second, first)
}

/// The middle of several times, and their bounds.
struct Spread {
    least: Duration,
    median: Duration,
    most: Duration,
}

impl Spread {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { least: times[0], median: times[times.len() / 2], most: times[times.len() - 1] }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(f, "{:7.1} ms ({:.1} to {:.1})", ms(self.median), ms(self.least), ms(self.most))
    }
}

/// The little office with the five official SOPs and many requests; returns how many files it has, and their size.
fn make_workspace(folder: &Path) -> (usize, usize) {
    let mut files = base();
    files.retain(|path, _| !path.starts_with("requests/"));
    for below in ["sops", "templates"] {
        let own = files_below(&root().join(below));
        files.extend(own.into_iter().map(|(path, bytes)| (format!("{below}/{path}"), bytes)));
    }
    let (workspace, _) = read(&files);
    let sops: Vec<&SopDraft> = workspace.sops.values().filter(|sop| sop.id.slug.as_str() != "contoh").collect();
    for n in 0..REQUESTS {
        let day = n / A_DAY;
        let (month, day) = (day / 28 + 1, day % 28 + 1);
        add_request(&mut files, &format!("requests/2026/{month:02}/{day:02}/permohonan-{n}"), sops[n % sops.len()], n);
    }
    for (path, bytes) in &files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
        std::fs::write(path, bytes).expect("a new file");
    }
    (files.len(), files.values().map(Vec::len).sum())
}

/// One request on its way through its SOP; every third is sent back once.
fn add_request(files: &mut Files, folder: &str, sop: &SopDraft, n: usize) {
    let mut text = format!(
        "# yaml-language-server: $schema=../../../../../site/schema/request.schema.json\n\
         sop: {}\njudul: Integrasi data kependudukan ke aplikasi {n}\ninstansi: dinkes\naplikasi: Aplikasi {n}\nriwayat:\n",
        sop.id
    );
    let mut letters = 0;
    let mut is_sent_back = n.is_multiple_of(3);
    let mut entries = 0;
    let mut step = &sop.steps[0];
    'walk: loop {
        let outcome = outcome(step, &mut is_sent_back);
        let parties = if step.is_bilateral() { step.actors.len() } else { 1 };
        for party in 0..parties {
            if entries == ENTRIES {
                break 'walk;
            }
            entries += 1;
            let _ = writeln!(text, "  - langkah: {}", step.number.value);
            if let Some((label, _)) = outcome {
                let _ = writeln!(text, "    hasil: {label}");
            }
            if step.is_bilateral() {
                let _ = writeln!(text, "    pihak: {}", step.actors[party].value);
            }
            let _ = writeln!(
                text,
                "    catatan: Dikerjakan menurut langkah {} dan dicatat hari itu juga.",
                step.number.value
            );
            if let Some(document) = letter(sop, step).filter(|_| letters < LETTERS) {
                letters += 1;
                let _ = writeln!(text, "    dokumen: {{{document}: {document}-{entries}.md}}");
                files.insert(format!("{folder}/{document}-{entries}.md"), LETTER.as_bytes().to_vec());
            }
        }
        let next = outcome.map_or(step.number.value + 1, |(_, next)| next);
        let Some(found) = sop.step(next) else { break };
        step = found;
    }
    files.insert(format!("{folder}/request.yaml"), text.into_bytes());
}

/// The label of an arrow, and the step that it leads to: forward, or back if the request is to be sent back once more.
fn outcome<'a>(step: &'a Step, is_sent_back: &mut bool) -> Option<(&'a str, u32)> {
    let arrows = || {
        step.outcomes.iter().filter_map(|outcome| match outcome.target.value {
            Target::Step(next) => Some((outcome, next)),
            Target::Finished | Target::Rejected => None,
        })
    };
    let back = arrows().find(|(outcome, _)| !is_forward(step, outcome.target.value)).filter(|_| *is_sent_back);
    *is_sent_back &= back.is_none();
    let (outcome, next) = back.or_else(|| arrows().find(|(outcome, _)| is_forward(step, outcome.target.value)))?;
    Some((outcome.label.value.as_str(), next))
}

/// A document that the step works on and that is a letter.
fn letter<'a>(sop: &'a SopDraft, step: &'a Step) -> Option<&'a str> {
    let named = step.yields.iter().chain(&step.needs).flatten().flat_map(|demand: &Demand| &demand.documents);
    let mut documents = named.filter_map(|id| sop.document(id)).filter(|document| document.matter == Matter::File);
    documents.next().map(|document| document.id.value.as_str())
}

const LETTER: &str = "\
---
nomor: 800/321/DINKES/2026
tanggal: 2026-11-20
hal: Permohonan integrasi data kependudukan
dari: Dinas Kesehatan
kepada: Kepala Dinas Komunikasi dan Informatika
sifat: biasa
---

Sehubungan dengan pelayanan e-Puskesmas di seluruh kecamatan, kami memohon integrasi data kependudukan dengan keterangan
sebagai berikut:

- Uraian kebutuhan: pencocokan nomor induk kependudukan, nama, dan alamat pasien pada saat pendaftaran
- Kegunaan: pendaftaran pasien, rujukan, dan pelaporan penyakit menular
- Pemilik data: Dinas Kependudukan dan Pencatatan Sipil
- Waktu yang diharapkan: sebelum tahun anggaran berakhir

Sebagai kelengkapan, bersama surat ini kami lampirkan proses bisnis dan struktur data yang diperlukan.

Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.
";
