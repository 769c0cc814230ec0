//! An officer without a terminal: a comment that begins with a command becomes the bot's proposal of that act.
//!
//! ```text
//! /langkah 3 tidak lengkap
//! Proses bisnis belum dilampirkan.
//!
//! dokumen disposisi:
//! Periksa kelengkapan berkas.
//! ```

use super::call::Desk;
use super::event::{Event, What};
use super::intake::{Suggestion, gap, no_bot};
use super::letters;
use super::reply::About;
use super::said::Said;
use super::ways::ways;
use super::{Counter, Plan};
use crate::desk::draft::{Delivery, Intent, Matter, append};
use crate::desk::entry::{Deed, Opening};
use crate::model::flow::fold_label;
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::markup::{fenced, span};
use crate::model::name::{DocumentId, LaneId};
use crate::model::person::Person;
use crate::model::sop::{Document, SopDraft, Step};
use crate::read::suggest::nearest;
use crate::register::policy::lane_ref;
use crate::register::standing::Standing;

/// What is sent when somebody wrote a comment.
pub fn command(counter: &Counter, event: &Event) -> Plan {
    let What::Comment { issue, id, on_proposal, body } = &event.what else { return Plan::nothing("bukan komentar") };
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    if counter.is_bot(event.by) {
        return Plan::nothing("bukan perintah");
    }
    let about = About::Answer(*id);
    let written = match (Written::read(&body), almost(&body)) {
        (Some(_), _) if *on_proposal => {
            let say = format!("perintah pada usulan {}", issue.number);
            return counter.tell_once(Desk::Proposal(issue.number), about, ELSEWHERE, &say);
        }
        (Some(written), _) => written,
        (None, Some(mistake)) if !*on_proposal => return counter.corrects(issue.number, about, &mistake),
        (None, _) => return Plan::nothing("bukan perintah"),
    };
    let desk = Desk::Issue(issue.number);
    let answer =
        |text: &str| counter.tell_once(desk, about, text, &format!("perintah pada permohonan {}", issue.number));
    let Some(person) = counter.person(event.by) else { return answer(STRANGER) };
    let Some(standing) = counter.request_of(issue.number) else { return answer(NOT_YET) };
    let Some(sop) = counter.policy().workspace.sops.get(&standing.progress.sop) else { return answer(NOT_YET) };
    let Some(address) = counter.bot() else { return no_bot() };
    let said = Said::Comment(*id);
    let Ok(landed) = counter.newest_landed(standing) else { return gap() };
    match landed.filter(|_| written.verb != HELP) {
        Some((newest, n)) if newest == said => {
            return answer(&format!("Sudah terdaftar sebagai entri {n} permohonan {}.", standing.number));
        }
        Some((newest, _)) if newest > said => return answer(OVERTAKEN),
        _ => {}
    }
    let window = Window { counter, standing, sop, person };
    let deed = match window.deed(&written) {
        Ok(deed) => deed,
        Err(mistake) => return answer(&format!("{mistake}\n\n{}", help(counter, standing))),
    };
    let Ok(bytes) = counter.overlay.read(standing.file.id, ObjectKind::Blob) else {
        return gap();
    };
    let intent = match window.intent(deed, &written) {
        Ok(intent) => intent,
        Err(mistake) => return answer(&format!("{mistake}\n\n{}", help(counter, standing))),
    };
    let draft = append(standing, &bytes, &std::collections::BTreeSet::new(), intent);
    let place = standing.entries.len() + 1;
    let new = Suggestion {
        branch: format!("langkah/{}-{place}-{}", issue.number, person.handle),
        desk,
        about,
        title: format!("Permohonan {}: entri {place}", standing.number),
        told: format!("Dari #{}, dicatat oleh bot atas nama {}.", issue.number, span(&person.post.value)),
        again: "Tulis perintahnya lagi dalam komentar baru sesudah yang kurang dilengkapi.",
        said,
    };
    counter.suggest(&new, &draft, &address)
}

const STRANGER: &str = "Akun Anda belum terdaftar, jadi perintah ini tidak dapat dicatat. Minta pengurus register \
menambahkan akun Anda ke `people/`.";
const NOT_YET: &str = "Permohonan ini belum terdaftar: usulannya belum digabungkan. Perintah baru berlaku sesudah itu; tunggu \
pemeriksa menggabungkannya, lalu tulis lagi dalam komentar baru.";
const OVERTAKEN: &str = "Perintah ini lebih lama daripada yang sudah terdaftar pada permohonan ini, jadi tidak dicatat. Bila \
masih diperlukan, tulis lagi dalam komentar baru.";
const ELSEWHERE: &str =
    "Perintah tidak dibaca di halaman usulan ini. Tulis dalam komentar baru pada issue permohonannya.";
const VERBS: [&str; 5] = ["langkah", "jeda", "lanjut", "tarik", HELP];
const HELP: &str = "bantuan";

impl Counter<'_> {
    /// Answers what was meant as a command; where no request is, nobody meant one.
    fn corrects(&self, issue: u64, about: About, mistake: &str) -> Plan {
        let Some(standing) = self.request_of(issue) else { return Plan::nothing("bukan perintah") };
        let text = format!("{mistake} Tulis lagi dalam komentar baru.\n\n{}", help(self, standing));
        self.tell_once(Desk::Issue(issue), about, &text, &format!("perintah keliru pada permohonan {issue}"))
    }
}

/// What keeps a comment from being the command that it was meant as.
fn almost(body: &str) -> Option<String> {
    let verb = |line: &str| {
        line.trim().strip_prefix('/').and_then(|rest| rest.split_whitespace().next().map(str::to_lowercase))
    };
    let mut lines = body.trim().lines();
    let first = lines.next().and_then(verb);
    if let Some(first) = first {
        return nearest(&first, VERBS)
            .map(|near| format!("Perintah itu tidak dikenal; mungkin maksud Anda `/{near}`."));
    }
    let later = lines.filter_map(verb).any(|verb| VERBS.contains(&verb.as_str()));
    later.then(|| "Perintah harus berada di baris pertama komentar.".to_owned())
}

/// What can be done now, and how.
fn help(counter: &Counter, standing: &Standing) -> String {
    if !standing.progress.is_open() {
        return "Tidak ada lagi yang dapat dicatat lewat komentar; yang keliru diminta dibetulkan kepada pengurus register.".to_owned();
    }
    let ways = ways(standing, counter.policy());
    let each: Vec<String> = ways
        .all
        .iter()
        .map(|way| if way.reason { format!("{}\n<alasannya>", way.command) } else { way.command.clone() })
        .collect();
    let other = ["/jeda <alasan>", "/lanjut <alasan>", "/tarik <alasan>", "/bantuan"].map(str::to_owned);
    let list = each.into_iter().chain(other).collect::<Vec<_>>().join("\n");
    format!(
        "Yang dapat ditulis sekarang:\n\n{}\nBaris di bawah perintah menjadi catatan. Dokumen ditulis di bawah baris \
         `dokumen <nama>:`; berkas lain ditambahkan lewat penyunting web.",
        fenced("text", &list)
    )
}

/// A comment that is a command.
struct Written {
    verb: String,
    words: String,
    note: Option<String>,
    documents: Vec<(String, String)>,
}

impl Written {
    fn read(body: &str) -> Option<Self> {
        let (first, rest) = body.trim_start().split_once('\n').unwrap_or((body.trim(), ""));
        let command = first.trim().strip_prefix('/')?;
        let (verb, words) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let verb = Some(verb.to_lowercase()).filter(|verb| VERBS.contains(&verb.as_str()))?;
        let mut note: Vec<&str> = Vec::new();
        let mut documents: Vec<(String, String)> = Vec::new();
        for line in rest.lines() {
            let head = line.trim().strip_prefix("dokumen ").and_then(|head| head.strip_suffix(':'));
            match (head, documents.last_mut()) {
                (Some(name), _) => documents.push((name.trim().to_owned(), String::new())),
                (None, Some((_, text))) => {
                    text.push_str(line);
                    text.push('\n');
                }
                (None, None) => note.push(line),
            }
        }
        let note = note.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Self { verb, words, note: Some(note).filter(|note| !note.is_empty()), documents })
    }
}

struct Window<'a> {
    counter: &'a Counter<'a>,
    standing: &'a Standing,
    sop: &'a SopDraft,
    person: &'a Person,
}

impl Window<'_> {
    fn deed(&self, written: &Written) -> Result<Deed, String> {
        let reason = || {
            let words = [written.words.clone(), written.note.clone().unwrap_or_default()].join(" ");
            let words = words.trim().to_owned();
            if words.is_empty() { Err("Sebut alasannya di belakang perintah.".to_owned()) } else { Ok(words) }
        };
        match written.verb.as_str() {
            "langkah" => self.step(&written.words),
            "jeda" => Ok(Deed::Pause { reason: reason()?, awaits: Vec::new() }),
            "lanjut" => Ok(Deed::Resume(reason()?)),
            "tarik" => Ok(Deed::Withdraw(reason()?)),
            _ => Err("Begini cara mencatat lewat komentar.".to_owned()),
        }
    }

    fn step(&self, words: &str) -> Result<Deed, String> {
        let current = self.standing.progress.step;
        let (number, rest) = words.split_once(' ').unwrap_or((words, ""));
        let number: u32 =
            number.parse().map_err(|_| format!("Sebut nomor langkahnya dengan angka: `/langkah {current}`."))?;
        let step = self.sop.step(current).filter(|_| self.standing.progress.is_open());
        let Some(step) = step else { return Err("Permohonan ini sudah berakhir.".to_owned()) };
        if number != current {
            return Err(format!("Permohonan ini sekarang di langkah {current}, bukan {number}."));
        }
        let (label, party) = match rest.rsplit_once("pihak ") {
            Some((label, party)) => (label.trim(), Some(party.trim())),
            None => (rest.trim(), None),
        };
        let outcome = step.outcomes.iter().find(|outcome| fold_label(&outcome.label) == fold_label(label));
        let outcome = match (outcome, step.outcomes.is_empty(), label) {
            (Some(outcome), ..) => Some(outcome.label.value.clone()),
            (None, true, "") => None,
            (None, true, _) => return Err("Langkah ini bukan keputusan; tulis catatan di baris berikutnya.".to_owned()),
            (None, false, "") => return Err(format!("Langkah {current} adalah keputusan; sebut hasilnya.")),
            (None, false, _) => {
                return Err(format!("Itu bukan hasil langkah {current}; pilih salah satu di bawah ini."));
            }
        };
        Ok(Deed::Step { number, outcome, party: self.party(step, party)? })
    }

    /// For which party somebody speaks: the one that is named, or the only one whose lane is held.
    fn party(&self, step: &Step, named: Option<&str>) -> Result<Option<LaneId>, String> {
        if !step.is_bilateral() {
            return Ok(None);
        }
        let unsettled = self.standing.progress.unsettled(step);
        if let Some(named) = named {
            let found = step.actors.iter().find(|actor| actor.as_str() == named);
            return found
                .map(|actor| Some(actor.value.clone()))
                .ok_or_else(|| "Pihak itu tidak ada pada langkah ini.".to_owned());
        }
        let day = self.counter.policy().day(self.counter.now.timestamp());
        let holds = |lane: &&LaneId| self.person.holds(&lane_ref(self.sop, lane), None, day);
        let mut mine = unsettled.iter().filter(holds);
        match (mine.next(), mine.next()) {
            (Some(one), None) => Ok(Some(one.clone())),
            _ => Err("Sebut pihaknya: `… pihak <lajur>`.".to_owned()),
        }
    }

    /// The document that somebody names, by its id or as the SOP calls it; else an attachment of his own.
    fn document(&self, name: &str) -> Result<DocumentId, String> {
        let is_it =
            |own: &&Document| own.id.as_str() == name.to_lowercase() || fold_label(&own.name) == fold_label(name);
        if let Some(own) = self.sop.documents.iter().find(is_it) {
            return Ok(own.id.value.clone());
        }
        name.to_lowercase().parse().map_err(|_| {
            let known: Vec<&str> = self.sop.documents.iter().map(|own| own.id.as_str()).collect();
            let known = known.join(", ");
            format!("Nama dokumen memakai huruf, angka, dan tanda hubung. Yang dikenal SOP ini: {}.", span(&known))
        })
    }

    fn intent(&self, deed: Deed, written: &Written) -> Result<Intent, String> {
        let policy = self.counter.policy();
        let header = &self.standing.header;
        let opening = Opening {
            sop: self.sop.id.clone(),
            title: header.title.value.clone(),
            agency: header
                .agency
                .as_ref()
                .map(|agency| agency.value.clone())
                .ok_or("Permohonan ini tidak menyebut instansi.")?,
            application: header.application.as_ref().map(|name| name.value.clone()),
        };
        let matter = Matter {
            sop: self.sop,
            office: policy.office(),
            opening,
            number: Some(self.standing.number.to_string()),
            step: self.standing.progress.step,
            outcome: None,
            note: written.note.clone(),
            day: policy.day(self.counter.now.timestamp()),
        };
        let letter = |(name, text): &(String, String)| -> Result<Delivery, String> {
            let id = self.document(name)?;
            Ok(letters::plain(&matter, &id, &self.person.post.value, text))
        };
        let deliveries = written.documents.iter().map(letter).collect::<Result<_, _>>()?;
        // Of an act that is its own reason, the note is part of it already.
        let note = written.note.clone().filter(|_| matches!(deed, Deed::Step { .. }));
        Ok(Intent { deed, note, deliveries, on_behalf: Some(self.person.handle.clone()) })
    }
}
