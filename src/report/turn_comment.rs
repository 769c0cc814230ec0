//! Where a request stands, as the one comment that is kept on its issue: for people who see the forge and not the site.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::register::moment;
use super::{dates, visible};
use crate::model::markup::{fenced, span};
use crate::model::name::LaneId;
use crate::model::say::Lang;
use crate::register::policy::Policy;
use crate::register::standing::Standing;

/// A way on: the command that records it, what it needs (names and files), the lines to append.
pub struct WayOn<'a> {
    /// The command.
    pub command: &'a str,
    /// The documents.
    pub needs: &'a [(String, String)],
    /// The lines.
    pub lines: &'a str,
    /// Whether it needs a reason.
    pub reason: bool,
    /// A page on which they can be appended, where one is known; and whether they stand there already.
    pub edit: Option<(&'a str, bool)>,
}

/// The comment.
pub fn markdown(standing: &Standing, policy: &Policy, now: DateTime<Utc>, lang: Lang, ways: &[WayOn]) -> String {
    let sop = policy.workspace.sops.get(&standing.progress.sop);
    let step = sop.and_then(|sop| sop.step(standing.progress.step));
    let lane_name = |lane: &LaneId| {
        let name = sop.and_then(|sop| sop.lane(lane)).map_or(lane.as_str(), |lane| lane.name.value.as_str());
        span(&visible(name))
    };
    let mut out = String::new();
    let title = span(&visible(&standing.header.title.value));
    let _ = writeln!(out, "### {} {} · {title}\n", lang.pick("Permohonan", "Request"), standing.number);
    let steps = sop.map_or(0, |sop| sop.steps.len());
    let doubt = if standing.is_doubtful() { lang.pick(" · **belum sah**", " · **not yet lawful**") } else { "" };
    let of = lang.pick("dari", "of");
    let _ = writeln!(
        out,
        "- **{}**: {} · {} {} {of} {steps}{doubt}",
        lang.pick("Keadaan", "State"),
        standing.state().name(lang),
        lang.pick("langkah", "step"),
        standing.progress.step
    );
    if let Some(step) = step.filter(|_| standing.progress.is_open()) {
        let _ = writeln!(out, "- **{}**: {}", lang.pick("Kegiatan", "Activity"), span(&visible(&step.activity.value)));
    }
    let turn: Vec<String> = standing.turn(policy).iter().map(lane_name).collect();
    if !turn.is_empty() {
        let _ = writeln!(out, "- **{}**: {}", lang.pick("Giliran", "Turn"), turn.join(", "));
    }
    if standing.progress.is_open() {
        let due = match standing.due(policy) {
            Some(Ok(due)) if due.at < now => {
                format!("{} · **{}**", dates::moment(due.at, policy.zone(), lang), lang.pick("terlambat", "late"))
            }
            Some(Ok(due)) => dates::moment(due.at, policy.zone(), lang),
            Some(Err(_)) | None if standing.progress.visit.stopped.is_some() => {
                lang.pick("jam berhenti selama menunggu", "the clock stands still while it waits").to_owned()
            }
            Some(Err(_)) | None => lang.pick("tidak ditetapkan", "not specified").to_owned(),
        };
        let _ = writeln!(out, "- **{}**: {due}", lang.pick("Batas waktu", "Due"));
    }
    let site = policy.office().and_then(|office| office.site.as_ref());
    if let (Some(site), Some(place)) = (site, standing.folder.as_str().strip_prefix("requests/")) {
        let _ = writeln!(
            out,
            "- **{}**: {}/permohonan/{place}/",
            lang.pick("Halaman", "Page"),
            site.value.trim_end_matches('/')
        );
    }
    for way in ways {
        one(way, lang, &mut out);
    }
    let told = lang.pick("Diperbarui", "Updated");
    let _ = write!(out, "\n<sub>{told} {}</sub>\n", moment(now.timestamp(), policy, lang));
    out
}

fn one(way: &WayOn, lang: Lang, out: &mut String) {
    let _ = writeln!(out, "\n**{}** {}", lang.pick("Tulis di komentar:", "Write in a comment:"), span(way.command));
    if !way.needs.is_empty() {
        let needs: Vec<String> =
            way.needs.iter().map(|(name, file)| format!("{} ({})", span(&visible(name)), span(file))).collect();
        let _ = writeln!(
            out,
            "\n{}: {}",
            lang.pick("Dokumen yang diperlukan", "Documents that it needs"),
            needs.join(", ")
        );
    }
    if way.reason {
        let text = lang.pick(
            "Alasannya wajib: di komentar pada baris berikutnya, di berkas sebagai `catatan`.",
            "A reason is needed: in the comment on the next line, in the file as `catatan`.",
        );
        let _ = writeln!(out, "\n{text}");
    }
    let file = way.edit.map_or_else(|| span("request.yaml"), |(page, _)| format!("[request.yaml](<{page}>)"));
    let or = match (way.edit, lang) {
        (Some((_, true)), Lang::Id) => format!("Atau buka {file} dengan baris-baris ini sudah ditambahkan di akhirnya"),
        (Some((_, true)), Lang::En) => format!("Or open {file} with these lines appended already"),
        (_, Lang::Id) => format!("Atau tambahkan di akhir {file}"),
        (_, Lang::En) => format!("Or append to {file}"),
    };
    let then = match (way.edit, way.needs.is_empty()) {
        (None, _) => "",
        (_, true) => lang.pick(", lalu simpan sebagai cabang baru", ", then save it as a new branch"),
        (_, false) => lang.pick(
            ", simpan sebagai cabang baru, lalu unggah dokumennya ke cabang yang sama",
            ", save it as a new branch, then upload the documents to the same branch",
        ),
    };
    let _ = write!(out, "\n{or}{then}:\n\n{}", fenced("yaml", way.lines));
}
