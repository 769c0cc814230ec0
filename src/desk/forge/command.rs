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
use super::ways::ways;
use super::{Counter, Plan};
use crate::desk::draft::{Delivery, Intent, Matter, append};
use crate::desk::entry::{Deed, Opening};
use crate::model::flow::fold_label;
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::markup::{fenced, span};
use crate::model::name::{DocumentId, LaneId};
use crate::model::person::Person;
use crate::model::sop::{SopDraft, Step};
use crate::register::policy::lane_ref;
use crate::register::standing::Standing;

/// What is sent when somebody wrote a comment.
pub fn command(counter: &Counter, event: &Event) -> Plan {
    let What::Comment { issue, id, on_proposal, body } = &event.what else { return Plan::nothing("bukan komentar") };
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let written = Written::read(&body);
    let Some(written) = written.filter(|_| !*on_proposal && !counter.is_bot(event.by)) else {
        return Plan::nothing("bukan perintah");
    };
    let (desk, about) = (Desk::Issue(issue.number), About::Answer(*id));
    let answer =
        |text: &str| counter.tell_once(desk, about, text, &format!("perintah pada permohonan {}", issue.number));
    let Some(person) = counter.person(event.by) else { return answer(STRANGER) };
    let Some(standing) = counter.request_of(issue.number) else { return answer(NOT_YET) };
    let Some(sop) = counter.policy().workspace.sops.get(&standing.progress.sop) else { return answer(NOT_YET) };
    let Some(address) = counter.bot() else { return no_bot() };
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
    };
    counter.suggest(&new, &draft, &address)
}

const STRANGER: &str = "Akun Anda belum terdaftar, jadi perintah ini tidak dapat dicatat. Minta pengurus register \
menambahkan akun Anda ke `people/`.";
const NOT_YET: &str = "Permohonan ini belum terdaftar: usulannya belum digabungkan. Perintah baru berlaku sesudah itu.";

/// What can be done now, and how.
fn help(counter: &Counter, standing: &Standing) -> String {
    let ways = ways(standing, counter.policy());
    let each: Vec<String> = ways.all.iter().map(|way| way.command.clone()).collect();
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
        let known = ["langkah", "jeda", "lanjut", "tarik", "bantuan"];
        let verb = Some(verb.to_lowercase()).filter(|verb| known.contains(&verb.as_str()))?;
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
        let number: u32 = number.parse().map_err(|_| "Sebut nomor langkahnya: `/langkah 3 …`.".to_owned())?;
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
            (None, false, _) => return Err(format!("Langkah {current} adalah keputusan; sebut hasilnya.")),
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
            let id: DocumentId =
                name.parse().map_err(|_| "Nama dokumen memakai huruf kecil, angka, dan tanda hubung.".to_owned())?;
            Ok(letters::plain(&matter, &id, &self.person.post.value, text))
        };
        let deliveries = written.documents.iter().map(letter).collect::<Result<_, _>>()?;
        // Of an act that is its own reason, the note is part of it already.
        let note = written.note.clone().filter(|_| matches!(deed, Deed::Step { .. }));
        Ok(Intent { deed, note, deliveries, on_behalf: Some(self.person.handle.clone()) })
    }
}
