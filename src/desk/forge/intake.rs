//! A form that somebody filled in on the forge becomes a branch with the request and its letter, and the proposal to merge
//! it. Where it lies is made of the SOP's name and the issue's number, never of what was written.

use std::collections::BTreeMap;

use super::call::{Desk, Proposed};
use super::event::{Event, Issue, What};
use super::form::{self, Field, Fills};
use super::letters;
use super::reply::About;
use super::said::Said;
use super::{Counter, Plan, Ref};
use crate::desk::draft::{Delivery, Draft, Intent, Matter, Write, open};
use crate::desk::entry::{Deed, Opening};
use crate::desk::trial;
use crate::model::git::{ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::markup::span;
use crate::model::name::DocumentId;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::say::{Lang, Say};
use crate::model::sop::SopDraft;
use crate::register::changes::{Change, changes, file_at};

/// What is sent when an issue was opened or edited.
pub fn intake(counter: &Counter, event: &Event) -> Plan {
    let What::Issue(issue) = &event.what else { return Plan::nothing("bukan permohonan") };
    let Some(slug) = form::sop_of(&issue.body) else { return Plan::nothing("bukan formulir permohonan") };
    if counter.is_bot(event.by) {
        return Plan::nothing("tulisan bot sendiri");
    }
    let desk = Desk::Issue(issue.number);
    let say = format!("permohonan {}", issue.number);
    if event.public {
        return counter.tell_once(desk, About::Public, PUBLIC, &say);
    }
    if let Some(standing) = counter.request_of(issue.number) {
        let text = format!(
            "Permohonan ini sudah terdaftar dengan nomor **{}**. Yang sudah terdaftar tidak berubah karena formulirnya disunting; \
             perbaikan judul atau nama aplikasi dicatat sebagai `ralat`. Tulis di sini apa yang keliru, petugas akan mencatatnya.",
            standing.number
        );
        return counter.tell_once(desk, About::Landed, &text, &say);
    }
    let Some(person) = counter.person(event.by) else { return counter.tell_once(desk, About::Guest, GUEST, &say) };
    if event.by != issue.author {
        return Plan::nothing("disunting bukan oleh pemohonnya");
    }
    let Some(address) = counter.bot() else { return no_bot() };
    let window = Window { counter, issue, person };
    let draft = window.sop(&slug).and_then(|sop| window.draft(sop));
    match draft {
        Ok(draft) => window.propose(&draft, &address),
        Err(mistake) => {
            let text = format!("Formulir ini belum dapat diterima: {}\n\n{AGAIN}", mistake.in_lang(Lang::Id));
            counter.tell_once(desk, About::Form, &text, &say)
        }
    }
}

/// Nobody is declared who could write here.
pub(super) fn no_bot() -> Plan {
    let say = "people/ belum menyebut akun bot (bot: true) untuk forge ini";
    Plan { exit: 2, ..Plan::nothing(say) }
}

/// Objects are missing, so nothing can be judged.
pub(super) fn gap() -> Plan {
    Plan { exit: 2, ..Plan::nothing("objek git tidak lengkap; ambil klon penuh") }
}

const PUBLIC: &str = "Repositori ini terbuka bagi siapa saja, maka permohonan tidak diterima lewat formulir: teks dan \
lampirannya akan terlihat umum sebelum diperiksa. Ajukan permohonan kepada petugas kantor; petugas yang mencatatnya.";
const GUEST: &str = "Terima kasih. Akun Anda belum terdaftar sebagai pemohon, jadi formulir ini belum dapat diproses. \
Pengurus register akan menambahkan akun Anda (berkas di `people/` dengan lajur pemohon). Sesudah itu sunting formulir ini, \
misalnya tambahkan satu spasi, dan permohonan Anda diproses.";
const AGAIN: &str = "Sunting formulir di atas (Edit), lalu simpan; permohonan diperiksa lagi dengan sendirinya.";

/// Somebody with a form, and who takes it.
struct Window<'a> {
    counter: &'a Counter<'a>,
    issue: &'a Issue,
    person: &'a Person,
}

impl Window<'_> {
    /// The newest revision that is in force; what may be used at all is the judge's to say.
    fn sop(&self, slug: &str) -> Result<&SopDraft, Say> {
        let workspace = &self.counter.policy().workspace;
        let day = self.counter.policy().day(self.counter.now.timestamp());
        let of_slug = || workspace.sops.values().rev().filter(|sop| sop.id.slug.as_str() == slug);
        let in_force = of_slug().find(|sop| workspace.is_in_force(&sop.id, day));
        in_force.or_else(|| of_slug().next()).ok_or_else(|| {
            Say::new("prosedur yang disebut tidak ada di kantor ini.", "this office has no such procedure.")
        })
    }

    fn draft(&self, sop: &SopDraft) -> Result<Draft, Say> {
        let policy = self.counter.policy();
        let template = |id: &DocumentId| self.template(sop, id);
        let fields = form::fields(sop, &template);
        let answers = form::read(&self.issue.body, &fields)?;
        let answer = |fills: &Fills| {
            let field = fields.iter().find(|field| field.fills == *fills);
            field.and_then(|field| answers.get(&field.label)).map_or("", String::as_str)
        };
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let day = policy.day(self.counter.now.timestamp());
        let agency = self.person.agencies_on(day).next().cloned().ok_or_else(|| {
            Say::new("akun Anda belum mewakili satu instansi pun.", "your account acts for no agency yet.")
        })?;
        let application = Some(one_line(answer(&Fills::Application))).filter(|name| !name.is_empty());
        let title = one_line(answer(&Fills::Title));
        let opening = Opening { sop: sop.id.clone(), title, agency, application };
        let matter = Matter {
            sop,
            office: policy.office(),
            opening: opening.clone(),
            number: None,
            step: 1,
            outcome: None,
            note: None,
            day,
        };
        let deliveries = self.deliveries(&matter, &fields, &answers)?;
        let step = sop.step(1);
        let lane = step.filter(|step| step.is_bilateral()).and_then(|step| step.actors.first());
        let deed = Deed::Step { number: 1, outcome: None, party: lane.map(|lane| lane.value.clone()) };
        let intent = Intent { deed, note: None, deliveries, on_behalf: Some(self.person.handle.clone()) };
        Ok(open(&self.folder(sop)?, &opening, intent))
    }

    fn folder(&self, sop: &SopDraft) -> Result<RequestFolder, Say> {
        let day = self.counter.policy().day(self.issue.created.timestamp());
        let path = format!("requests/{}/{}-{}", day.format("%Y/%m/%d"), sop.id.slug, self.issue.number);
        RequestFolder::parse(&path)
            .ok_or_else(|| Say::new("nomornya tidak dapat dipakai.", "its number cannot be used."))
    }

    fn deliveries(
        &self,
        matter: &Matter,
        fields: &[Field],
        answers: &BTreeMap<String, String>,
    ) -> Result<Vec<Delivery>, Say> {
        let mut deliveries = Vec::new();
        for id in form::documents(matter.sop) {
            let whole = fields.iter().find(|field| field.fills == Fills::Letter(id.clone()));
            deliveries.push(match (whole, self.template(matter.sop, &id)) {
                (None, Some(template)) => letters::filled(matter, &id, &template, fields, answers).map_err(|_| {
                    Say::new(
                        "formulir suratnya rusak; beri tahu pengurus.",
                        "its letter form is broken; tell a steward.",
                    )
                })?,
                (field, _) => {
                    let text = field.and_then(|field| answers.get(&field.label)).map_or("", String::as_str);
                    letters::plain(matter, &id, &self.person.post.value, text)
                }
            });
        }
        Ok(deliveries)
    }

    /// The text of a letter form, as it stands on the trusted branch.
    fn template(&self, sop: &SopDraft, id: &DocumentId) -> Option<String> {
        let policy = self.counter.policy();
        let form = sop.document(id)?.form.as_ref()?;
        let file = policy.files.get(policy.workspace.forms.get(&form.value)?)?;
        let bytes = self.counter.overlay.read(file.id, ObjectKind::Blob).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn propose(&self, draft: &Draft, address: &str) -> Plan {
        let number = self.issue.number;
        let told = format!("Permohonan dari #{number}, dicatat oleh bot atas nama {}.", span(&self.person.post.value));
        let proposal = Suggestion {
            branch: format!("usulan/{number}"),
            desk: Desk::Issue(number),
            about: About::Form,
            title: format!("Permohonan {number}: {}", draft.folder.slug()),
            told,
            again: AGAIN,
            said: Said::Form(self.issue.updated),
        };
        self.counter.suggest(&proposal, draft, address)
    }
}

/// A branch that the bot is to propose.
pub(super) struct Suggestion {
    pub(super) branch: String,
    pub(super) desk: Desk,
    pub(super) about: About,
    pub(super) title: String,
    pub(super) told: String,
    /// What whoever asked does about a refusal.
    pub(super) again: &'static str,
    /// The word from which it comes.
    pub(super) said: Said,
}

impl Counter<'_> {
    /// Tries a draft; if it is lawful it is proposed, else whoever asked is told why not.
    pub(super) fn suggest(&self, new: &Suggestion, draft: &Draft, address: &str) -> Plan {
        let tip = (self.tip)(&Ref::Branch(new.branch.clone()));
        let base = tip.unwrap_or(self.audit.head);
        let Ok(newest) = tip.map_or(Ok(None), |tip| self.newest_on(tip)) else { return gap() };
        if newest.is_some_and(|newest| newest > new.said) {
            return self.overtaken(new);
        }
        // A comment is never taken twice, so whatever people did to its branch since stays.
        let is_taken = matches!(new.said, Said::Comment(_)) && newest == Some(new.said);
        let files: &[Write] = if is_taken { &[] } else { &draft.files };
        let gone = if is_taken { Ok(Vec::new()) } else { self.left_over(tip, draft) };
        let Ok(gone) = gone else { return gap() };
        let change = trial::Change { files, gone: &gone };
        let judged = trial::judged(self.overlay, self.audit, change, base, address, self.now.timestamp(), false);
        let Ok(foresight) = judged else { return gap() };
        let stands = |path: &str| self.stands(base, path);
        let holds = |file: &Write| {
            let blob = stands(file.path.as_str())?;
            self.overlay.read(blob, ObjectKind::Blob).ok().filter(|bytes| **bytes == *file.bytes)
        };
        let is_written = tip.is_some() && gone.is_empty() && files.iter().all(|file| holds(file).is_some());
        if !foresight.is_lawful() && !is_written {
            let text = format!("Belum dapat dicatat.\n\n{}\n{again}", (self.tell)(&foresight), again = new.again);
            return self.tell_once(new.desk, new.about, &text, "belum sah; dijelaskan kepada penulisnya");
        }
        let text = format!("Sudah menjadi usulan pada cabang `{}`.\n\n{}", new.branch, (self.tell)(&foresight));
        let reply = match self.keep(new.desk, new.about, &text) {
            Ok(reply) => reply,
            Err(ask) => return ask,
        };
        let proposed = Proposed {
            branch: &new.branch,
            onto: &self.branch,
            base: self.audit.head,
            tip,
            files,
            gone: &gone,
            stands: &stands,
            message: &new.said.told_in(&draft.message),
            title: &new.title,
            text: &new.told,
        };
        let mut send = if is_written { Vec::new() } else { self.api.write(&proposed) };
        send.push(self.api.open(&proposed));
        send.extend(reply);
        Plan::send(send, format!("usulan pada {}", new.branch))
    }

    /// The branch comes from a newer word. A form has one answer, and that tells of the newer already.
    fn overtaken(&self, new: &Suggestion) -> Plan {
        let say = format!("digantikan yang lebih baru pada {}", new.branch);
        if matches!(new.said, Said::Form(_)) {
            return Plan::nothing(say);
        }
        let text = format!(
            "Sudah digantikan oleh perintah Anda yang lebih baru pada cabang `{}`; tidak ada yang diubah.",
            new.branch
        );
        self.tell_once(new.desk, new.about, &text, &say)
    }

    /// What an earlier proposal on the same branch brought to requests, and the new one does not: whoever thought again
    /// would else be told for ever that nobody names it.
    fn left_over(&self, tip: Option<ObjectId>, draft: &Draft) -> Result<Vec<WorkPath>, Unreadable> {
        let Some(tip) = tip else { return Ok(Vec::new()) };
        let tree = |id| self.overlay.commit(id).map(|commit| commit.tree);
        let brought = changes(self.overlay, Some(tree(self.audit.head)?), Some(tree(tip)?))?;
        let is_new = |change: &Change| change.old.is_none() && change.tier.request().is_some();
        let is_kept = |path: &WorkPath| draft.files.iter().any(|file| file.path == *path);
        let gone = brought.into_iter().filter(is_new).map(|change| change.path);
        Ok(gone.filter(|path| !is_kept(path)).collect())
    }

    /// The blob that a file has at a commit.
    fn stands(&self, at: ObjectId, path: &str) -> Option<ObjectId> {
        let tree = self.overlay.commit(at).ok()?.tree;
        Some(file_at(self.overlay, tree, path).ok()??.id)
    }
}
