//! Tables for spreadsheets, and the same as JSON.

use std::ops::Range;

use serde::Serialize;
use serde_json::json;

use super::json;
use crate::site::File;
use crate::site::address::of_hundred;
use crate::site::pages::Builder;
use crate::site::projection::{Landing, Line};
use crate::site::words::Moment;

/// A row of cells as CSV. A cell that a spreadsheet would run as a formula begins with an apostrophe.
pub fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        let text = if runs { format!("'{text}") } else { (*text).to_owned() };
        if text.contains(['"', ',', ';', '\n', '\r', '\'']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// How many requests or landings a file holds.
pub(in crate::site) const PER_TABLE: usize = 1000;

/// The tables of the whole site. Of requests and landings they hold the newest, and tell where all of them stand.
pub(super) fn site(builder: &Builder) -> Vec<File> {
    let public = &builder.public;
    let newest = public.briefs().len().saturating_sub(PER_TABLE)..public.briefs().len();
    let lines = lines(builder, newest);
    let requests = json!({
        "saat": public.now(), "ujung": public.head(), "jumlah": public.briefs().len(), "permohonan": lines,
        "bagian": parts("permohonan", public.briefs().len()),
    });
    let tally = public.tally();
    let newest = public.landings_between(public.landings().saturating_sub(PER_TABLE), public.landings());
    let register = json!({
        "saat": public.now(), "ujung": public.head(), "awal": public.start(), "sebelum_awal": public.before(),
        "pendaratan": public.landings(), "sah": tally.lawful, "tidak_sah": tally.unlawful, "terjawab": tally.answered,
        "tak_terverifikasi": tally.unverifiable,
        "daftar": newest,
        "bagian": parts("register", public.landings()),
    });
    let procedures: Vec<_> = public.procedures.values().collect();
    vec![
        File::new("data/permohonan.json", json(&requests)),
        File::new("data/permohonan.csv", table_of_lines(&lines).into_bytes()),
        File::new("data/statistik.json", json(&builder.figures)),
        File::new("data/statistik.csv", figures(builder).into_bytes()),
        File::new("data/register.json", json(&register)),
        File::new("data/register.csv", table_of_landings(&newest).into_bytes()),
        File::new("data/sop.json", json(&procedures)),
    ]
}

/// How many files of a kind there are besides that of the newest: none where that one holds all.
pub(in crate::site) fn tables(count: usize) -> usize {
    if count <= PER_TABLE { 0 } else { count.div_ceil(PER_TABLE) }
}

/// Where all of a kind stand, the oldest first.
fn parts(kind: &str, count: usize) -> Vec<[String; 2]> {
    (1..=tables(count))
        .map(|n| ["json", "csv"].map(|ending| format!("data/{kind}/{}.{ending}", of_hundred(n))))
        .collect()
}

/// What stands in a file, by its number from 1. They fill from the oldest, so none ever changes its place.
pub(in crate::site) fn stretch(number: usize, count: usize) -> Range<usize> {
    let from = (number - 1) * PER_TABLE;
    from.min(count)..(from + PER_TABLE).min(count)
}

/// A stretch of requests as JSON, written as it stands: there are many, and a tree of values of them is made for nobody.
#[derive(Serialize)]
struct Requests<'a> {
    permohonan: &'a [Line],
}

/// A stretch of landings as JSON.
#[derive(Serialize)]
struct Landings<'a> {
    daftar: &'a [Landing],
}

/// A stretch of requests, the oldest first.
pub(in crate::site) fn requests(builder: &Builder, number: usize) -> Vec<File> {
    let mut lines = lines(builder, stretch(number, builder.public.briefs().len()));
    lines.reverse();
    vec![
        File::new(format!("data/permohonan/{}.json", of_hundred(number)), json(&Requests { permohonan: &lines })),
        File::new(format!("data/permohonan/{}.csv", of_hundred(number)), table_of_lines(&lines).into_bytes()),
    ]
}

/// A stretch of landings, the oldest first.
pub(in crate::site) fn landings(builder: &Builder, number: usize) -> Vec<File> {
    let stretch = stretch(number, builder.public.landings());
    let landings = builder.public.landings_between(stretch.start, stretch.end);
    vec![
        File::new(format!("data/register/{}.json", of_hundred(number)), json(&Landings { daftar: &landings })),
        File::new(format!("data/register/{}.csv", of_hundred(number)), table_of_landings(&landings).into_bytes()),
    ]
}

/// Requests in brief, the newest first.
fn lines(builder: &Builder, which: Range<usize>) -> Vec<Line> {
    let briefs = builder.public.briefs().get(which).unwrap_or_default();
    briefs.iter().rev().map(|brief| builder.public.timeless_line(brief)).collect()
}

fn table_of_lines(lines: &[Line]) -> String {
    let mut out = row(&[
        "nomor",
        "judul",
        "instansi",
        "aplikasi",
        "sop",
        "revisi",
        "keadaan",
        "belum_sah",
        "tidak_terverifikasi",
        "langkah",
        "dari",
        "giliran",
        "masuk_langkah",
        "batas_waktu",
        "terlambat",
        "kali_kembali",
        "dibuka",
        "bergerak",
        "alamat",
    ]);
    for line in lines {
        let turn: Vec<&str> = line.turn.iter().map(|turn| turn.name.as_str()).collect();
        out += &row(&[
            &line.number,
            &line.title,
            &line.agency,
            &line.application,
            &line.sop,
            &line.revision.to_string(),
            line.state,
            yes(line.doubtful),
            yes(line.unverified),
            &line.step.to_string(),
            &line.steps.to_string(),
            &turn.join("; "),
            &line.since.iso(),
            &line.due.map_or_else(String::new, Moment::iso),
            yes(line.late),
            &line.loops.to_string(),
            &line.opened.iso(),
            &line.moved.iso(),
            &line.url,
        ]);
    }
    out
}

fn yes(is: bool) -> &'static str {
    if is { "ya" } else { "tidak" }
}

fn figures(builder: &Builder) -> String {
    let mut out = row(&[
        "sop",
        "revisi",
        "langkah",
        "kegiatan",
        "waktu_baku",
        "kunjungan",
        "median_menit",
        "tepat_waktu_persen",
        "kembali",
        "terbuka",
    ]);
    for figures in &builder.figures {
        let newest = figures.steps.iter().map(|step| (figures.revision, step));
        let earlier = figures.earlier.iter().flat_map(|one| one.steps.iter().map(|step| (one.revision, step)));
        for (revision, step) in newest.chain(earlier) {
            out += &row(&[
                &figures.slug,
                &revision.to_string(),
                &step.number.to_string(),
                &step.activity,
                &step.standard,
                &step.count.to_string(),
                &step.median_minutes.to_string(),
                &step.on_time.map_or_else(String::new, |share| share.to_string()),
                &step.returned.to_string(),
                &step.open.to_string(),
            ]);
        }
    }
    out
}

fn table_of_landings(landings: &[Landing]) -> String {
    let mut out = row(&["urutan", "commit", "waktu", "putusan", "permohonan", "kebijakan", "aturan"]);
    for landing in landings {
        let requests: Vec<&str> = landing.requests.iter().map(|request| request.number.as_str()).collect();
        let rules: Vec<&str> = landing.findings.iter().map(|finding| finding.rule).collect();
        out += &row(&[
            &landing.place.to_string(),
            &landing.id,
            &landing.time.map_or_else(String::new, Moment::iso),
            landing.verdict,
            &requests.join("; "),
            yes(landing.policy),
            &rules.join("; "),
        ]);
    }
    out
}
