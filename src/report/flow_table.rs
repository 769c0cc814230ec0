//! An SOP as a table on a terminal: the official form's columns, with the symbols in their lanes.

use std::fmt::Write;

use crate::model::say::Lang;
use crate::model::sop::{Demand, DemandKind, Matter, SopDraft, Step, Target};

/// The identity block, the flow table, the documents, and the interpretations.
pub fn text(sop: &SopDraft, lang: Lang, width: usize) -> String {
    let mut out = String::new();
    identity(&mut out, sop, lang);
    boxes(&mut out, sop, lang, width);
    out.push('\n');
    lanes(&mut out, sop, lang);
    out.push('\n');
    table(&mut out, sop, lang, width.clamp(72, 140));
    out.push('\n');
    legend(&mut out, sop, lang);
    documents(&mut out, sop, lang, width);
    if !sop.anomalies.is_empty() {
        let _ = writeln!(out, "\n{}", lang.pick("Tafsir dan anomali", "Interpretations and anomalies"));
        for anomaly in &sop.anomalies {
            let text = format!("{} → {}", anomaly.what.value, anomaly.reading.value);
            let confidence = format!("[{}]", anomaly.confidence.word());
            wrapped(&mut out, &format!("  {:<4}", anomaly.code.value), &format!("{text} {confidence}"), width);
        }
    }
    out
}

fn identity(out: &mut String, sop: &SopDraft, lang: Lang) {
    let unset = lang.pick("(tidak ditetapkan)", "(not stated)");
    let date = |text: Option<String>| text.unwrap_or_else(|| unset.to_owned());
    let rows = [
        (lang.pick("Nama SOP", "Name"), sop.name.value.clone()),
        (lang.pick("Instansi", "Agency"), sop.agency.value.clone()),
        (lang.pick("Unit", "Unit"), date(sop.unit.as_ref().map(|unit| unit.value.clone()))),
        (lang.pick("Nomor", "Number"), date(sop.number.as_ref().map(|number| number.value.clone()))),
        (lang.pick("Pembuatan", "Made"), date(sop.dates.made.as_ref().map(|date| date.value.to_string()))),
        (lang.pick("Revisi", "Revised"), date(sop.dates.revised.as_ref().map(|date| date.value.to_string()))),
        (lang.pick("Efektif", "In force"), date(sop.dates.effective.as_ref().map(|window| window.value.to_string()))),
        (lang.pick("Disahkan oleh", "Approved by"), sop.approval.value.clone()),
        (lang.pick("Berkas", "File"), sop.path.to_string()),
    ];
    for (label, value) in rows {
        let _ = writeln!(out, "{label:<15}{value}");
    }
}

/// The boxes of the identity block that have something in them.
fn boxes(out: &mut String, sop: &SopDraft, lang: Lang, width: usize) {
    let titles = [
        ("Dasar hukum", "Legal basis"),
        ("Kualifikasi pelaksana", "Qualifications"),
        ("Keterkaitan", "Related"),
        ("Peralatan", "Equipment"),
        ("Peringatan", "Warnings"),
        ("Pencatatan dan pendataan", "Records"),
        ("Pembaruan", "Updates"),
    ];
    for ((id, en), items) in titles.into_iter().zip(sop.identity.boxes()).filter(|(_, items)| !items.is_empty()) {
        let _ = writeln!(out, "\n{}", lang.pick(id, en));
        for item in items {
            wrapped(out, "  - ", &item.text.value, width);
        }
    }
}

/// Every document with what it is made of, who may read it, and what else it is called.
fn documents(out: &mut String, sop: &SopDraft, lang: Lang, width: usize) {
    let _ = writeln!(out, "\n{}", lang.pick("Dokumen", "Documents"));
    for document in &sop.documents {
        let (name, id) = (&document.name.value, &document.id.value);
        let about = match (&document.alias_of, document.matter) {
            (Some(real), _) => format!("{} {}", lang.pick("sama dengan", "the same as"), real.value),
            (None, Matter::File) => document.class().word().to_owned(),
            (None, Matter::Artefact) => lang.pick("artefak, tanpa berkas", "an artefact, no file").to_owned(),
            (None, Matter::Outside) => lang.pick("disimpan di luar register", "kept outside the register").to_owned(),
        };
        let form = document.form.as_ref().map(|form| format!("; {} {}", lang.pick("formulir", "form"), form.value));
        wrapped(out, "  - ", &format!("{name} ({id}): {about}{}", form.unwrap_or_default()), width);
    }
}

fn lanes(out: &mut String, sop: &SopDraft, lang: Lang) {
    let _ = writeln!(out, "{}", lang.pick("Pelaksana", "Actors"));
    for (n, lane) in (1..).zip(&sop.lanes) {
        let mut notes = Vec::new();
        if lane.bound {
            notes.push(lang.pick("instansi pemohon saja", "the applicant's agency only"));
        }
        if lane.added {
            notes.push(lang.pick("tanpa kolom pada kertas", "no column on paper"));
        }
        let notes = if notes.is_empty() { String::new() } else { format!("  ({})", notes.join("; ")) };
        let _ = writeln!(out, "  {n:>2}  {}{notes}", lane.name.value);
    }
}

const TIME_WIDTH: usize = 13;
const LANE_WIDTH: usize = 4;

fn table(out: &mut String, sop: &SopDraft, lang: Lang, width: usize) {
    let lanes = sop.lanes.len() * LANE_WIDTH;
    let text_width = width.saturating_sub(4 + lanes + TIME_WIDTH).max(24);
    let numbers: String = (1..=sop.lanes.len()).map(|n| format!("{n:^LANE_WIDTH$}")).collect();
    let heads = (lang.pick("Kegiatan", "Activity"), lang.pick("Waktu", "Time"));
    let _ = writeln!(out, "{:>2}  {:<text_width$}{numbers} {}", "No", heads.0, heads.1);
    let _ = writeln!(out, "{}", "─".repeat(width));
    for (row, step) in sop.steps.iter().enumerate() {
        let symbols: String = sop.lanes.iter().map(|lane| format!("{:^LANE_WIDTH$}", symbol(sop, row, lane))).collect();
        let time = step.time.as_ref().map_or("–", |time| time.printed.as_str());
        let mut lines = wrap(&step.activity, text_width - 2).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(out, "{:>2}  {first:<text_width$}{symbols} {time}", step.number.value);
        for line in lines {
            let _ = writeln!(out, "    {line}");
        }
        for detail in details(sop, step, lang) {
            wrapped(out, "      ", &detail, width);
        }
        if let Some(connector) = sop.connectors.iter().find(|connector| connector.after.value == step.number.value) {
            let label = connector.label.as_ref().map_or("", |label| label.value.as_str());
            let _ = writeln!(out, "    {} {label}", lang.pick("⯆ ganti halaman", "⯆ page ends"));
        }
    }
    let _ = writeln!(out, "{}", "─".repeat(width));
}

fn symbol(sop: &SopDraft, row: usize, lane: &crate::model::sop::Lane) -> &'static str {
    let step = &sop.steps[row];
    if step.actors.contains(&lane.id) {
        let ends = sop.targets(row).contains(&Target::Finished) && !step.is_decision();
        return match (step.is_decision(), row == 0 || ends) {
            (true, _) => "◇",
            (false, true) => "⬭",
            (false, false) => "▭",
        };
    }
    if step.recipients.contains(&lane.id) { "·" } else { "" }
}

fn details(sop: &SopDraft, step: &Step, lang: Lang) -> Vec<String> {
    let mut details = Vec::new();
    if step.is_bilateral() {
        details.push(
            lang.pick(
                "para pihak: setiap pelaksana memberi entrinya sendiri",
                "parties: each actor gives an entry of its own",
            )
            .to_owned(),
        );
    }
    if step.is_once() {
        details.push(
            lang.pick("sekali: dilewati bila putaran kembali ke sini", "once: passed over when a loop comes by again")
                .to_owned(),
        );
    }
    if let Some(wait) = &step.wait {
        let lanes: Vec<&str> = wait.lanes.iter().map(|lane| lane.as_str()).collect();
        details.push(format!("{} {}: {}", lang.pick("menunggu", "waits for"), lanes.join(", "), wait.matter.value));
    }
    if let Some(needs) = step.needs.as_ref().filter(|needs| !needs.is_empty()) {
        details.push(format!("{}: {}", lang.pick("kelengkapan", "needs"), demands(sop, needs, lang)));
    }
    if let Some(yields) = step.yields.as_ref().filter(|yields| !yields.is_empty()) {
        details.push(format!("output: {}", demands(sop, yields, lang)));
    }
    for outcome in &step.outcomes {
        let mark = if outcome.readings.is_empty() { "" } else { lang.pick(" (tafsir)", " (interpreted)") };
        let yields = Some(&outcome.yields).filter(|yields| !yields.is_empty());
        let yields = yields.map(|yields| format!("; output: {}", demands(sop, yields, lang))).unwrap_or_default();
        let wait = outcome.wait.as_ref().map(|wait| {
            let lanes: Vec<&str> = wait.lanes.iter().map(|lane| lane.as_str()).collect();
            format!("; {} {}: {}", lang.pick("menunggu", "waits for"), lanes.join(", "), wait.matter.value)
        });
        let wait = wait.unwrap_or_default();
        details.push(format!("◇ {} → {}{mark}{yields}{wait}", outcome.label.value, outcome.target.value));
    }
    details
}

fn demands(sop: &SopDraft, demands: &[Demand], lang: Lang) -> String {
    let each = demands.iter().map(|demand| {
        let names = demand
            .documents
            .iter()
            .map(|id| sop.declared(id).map_or(id.as_str(), |document| document.name.value.as_str()));
        let names = names.collect::<Vec<_>>().join(", ");
        match demand.kind {
            DemandKind::Printed => names,
            DemandKind::Allowed => format!("{names} ({})", lang.pick("tidak wajib", "optional")),
            DemandKind::OneOf => format!("{names} ({})", lang.pick("salah satu", "any one")),
            DemandKind::Added => format!("{names} ({})", lang.pick("tambahan", "added")),
        }
    });
    each.collect::<Vec<_>>().join("; ")
}

fn legend(out: &mut String, sop: &SopDraft, lang: Lang) {
    let end = sop.finished.as_ref().map_or(lang.pick("Selesai", "Finished"), |label| label.value.as_str());
    let _ = writeln!(
        out,
        "{}  {}: {end}",
        lang.pick(
            "⬭ awal/akhir  ▭ kegiatan  ◇ keputusan  · penerima",
            "⬭ start/end  ▭ activity  ◇ decision  · recipient"
        ),
        lang.pick("Akhir", "End"),
    );
}

/// A text with a hanging indent.
fn wrapped(out: &mut String, lead: &str, text: &str, width: usize) {
    let indent = lead.chars().count();
    for (n, line) in wrap(text, width.saturating_sub(indent).max(20)).iter().enumerate() {
        let lead = if n == 0 { lead.to_owned() } else { " ".repeat(indent) };
        let _ = writeln!(out, "{lead}{line}");
    }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
