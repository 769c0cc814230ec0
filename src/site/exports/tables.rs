//! Tables for spreadsheets, and the same as JSON.

use serde_json::json;

use super::json;
use crate::site::File;
use crate::site::pages::Builder;

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

/// The tables of the whole site.
pub(super) fn site(builder: &Builder) -> Vec<File> {
    let public = &builder.public;
    let requests = json!({"saat": public.now().iso, "ujung": public.head(), "permohonan": public.lines});
    let tally = public.tally();
    let register = json!({
        "saat": public.now().iso, "ujung": public.head(), "awal": public.start(), "sebelum_awal": public.before(),
        "pendaratan": public.landings(), "sah": tally.lawful, "tidak_sah": tally.unlawful, "terjawab": tally.answered,
        "tak_terverifikasi": tally.unverifiable,
        "daftar": builder.all_landings(),
    });
    let procedures: Vec<_> = public.procedures.values().collect();
    vec![
        File::new("data/permohonan.json", json(&requests)),
        File::new("data/permohonan.csv", lines(builder).into_bytes()),
        File::new("data/statistik.json", json(&builder.figures)),
        File::new("data/statistik.csv", figures(builder).into_bytes()),
        File::new("data/register.json", json(&register)),
        File::new("data/register.csv", landings(builder).into_bytes()),
        File::new("data/sop.json", json(&procedures)),
    ]
}

fn lines(builder: &Builder) -> String {
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
    for line in &builder.public.lines {
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
            &line.since.iso,
            line.due.as_ref().map_or("", |due| &due.iso),
            yes(line.late),
            &line.loops.to_string(),
            &line.opened.iso,
            &line.moved.iso,
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

fn landings(builder: &Builder) -> String {
    let mut out = row(&["urutan", "commit", "waktu", "putusan", "permohonan", "kebijakan", "aturan"]);
    for landing in builder.all_landings() {
        let requests: Vec<&str> = landing.requests.iter().map(|request| request.number.as_str()).collect();
        let rules: Vec<&str> = landing.findings.iter().map(|finding| finding.rule).collect();
        out += &row(&[
            &landing.place.to_string(),
            &landing.id,
            landing.time.as_ref().map_or("", |time| &time.iso),
            landing.verdict,
            &requests.join("; "),
            yes(landing.policy),
            &rules.join("; "),
        ]);
    }
    out
}
