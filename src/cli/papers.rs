//! The documents of an act: named on the command line, asked for at a terminal, made from their forms and filled in.

use std::collections::BTreeSet;
use std::path::Path;

use super::propose::{Bench, ProposeArgs};
use super::terminal::Terminal;
use super::{Failure, attachment};
use crate::desk::draft::{Delivery, Matter};
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::name::DocumentId;
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::read::faults::unfilled_blank;
use crate::shell::commit::{self, CommitError};
use crate::shell::files;

impl Bench<'_> {
    /// The documents that were named: attached, or filled from their forms.
    pub(super) fn deliveries(&self, args: &ProposeArgs, matter: &Matter, dir: &Path) -> Result<Vec<Delivery>, Failure> {
        let mut deliveries = Vec::new();
        for word in &args.dokumen {
            let delivery = attachment::named(word, matter.sop, dir)?;
            if let Some(ahead) = attachment::dated_ahead(&delivery, matter.day) {
                return Err(ahead);
            }
            deliveries.push(delivery);
        }
        for word in &args.buat {
            deliveries.push(self.formed(attachment::document_id(word, matter.sop)?, matter)?);
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = deliveries.iter().find(|delivery| !seen.insert(&delivery.id)) {
            let id = &twice.id;
            return Err(Failure::new(
                format!("dokumen `{id}` disebut dua kali: pilih salah satu, dari berkas atau dari formulirnya."),
                format!("the document `{id}` is named twice: choose one, from a file or from its form."),
            ));
        }
        Ok(deliveries)
    }

    /// A document from the form that the office keeps for it.
    pub(super) fn formed(&self, id: DocumentId, matter: &Matter) -> Result<Delivery, Failure> {
        let none = || no_form(&id, matter.sop);
        let form = matter.sop.document(&id).and_then(|document| document.form.as_ref()).ok_or_else(none)?;
        let path = self.policy().workspace.forms.get(&form.value).ok_or_else(none)?;
        let file = self.policy().files.get(path).ok_or_else(none)?;
        let bytes = self.store.read(file.id, ObjectKind::Blob).map_err(|_| none())?;
        let letter = matter.letter(&String::from_utf8_lossy(&bytes), &id).map_err(|error| {
            Failure::new(
                format!("{path} tidak dapat diisi: {error}. Minta pengurus membetulkannya."),
                format!("{path} cannot be filled: {error}. Ask a steward to mend it."),
            )
        })?;
        Ok(Delivery { id, ending: "md".to_owned(), bytes: letter, facts: Vec::new() })
    }

    /// Asks somebody at a terminal for the documents that are still needed.
    pub(super) fn ask_for(
        &self,
        needed: &[DocumentId],
        matter: &Matter,
        dir: &Path,
        terminal: &mut Terminal,
    ) -> Result<Vec<Delivery>, Failure> {
        let mut deliveries = Vec::new();
        if !terminal.can_ask() {
            return Ok(deliveries);
        }
        for id in needed {
            let Some(document) = matter.sop.document(id) else { continue };
            let name = &document.name.value;
            let (question, usual) = if document.form.is_some() {
                let question = Say::new(
                    format!("\"{name}\" diperlukan: berkasnya (buat = dari formulir)"),
                    format!("\"{name}\" is needed: its file (buat = from the form)"),
                );
                (question, "buat")
            } else {
                let question =
                    Say::new(format!("\"{name}\" diperlukan: berkasnya"), format!("\"{name}\" is needed: its file"));
                (question, "")
            };
            // Whoever mistypes a file's name is asked again; what was answered before is not lost.
            loop {
                let answer = terminal.ask(&question, usual)?;
                // A file that is dragged to a terminal comes in quotation marks.
                match self.answered(answer.trim_matches(['\'', '"']), id, matter, dir) {
                    Ok(delivery) => break deliveries.extend(delivery),
                    Err(Failure(mistake)) => terminal.note(&mistake),
                }
            }
        }
        Ok(deliveries)
    }

    fn answered(&self, word: &str, id: &DocumentId, matter: &Matter, dir: &Path) -> Result<Option<Delivery>, Failure> {
        match word {
            "" => Ok(None),
            "buat" => self.formed(id.clone(), matter).map(Some),
            path => {
                let delivery = attachment::attached(id.clone(), &dir.join(path))?;
                attachment::dated_ahead(&delivery, matter.day).map_or(Ok(Some(delivery)), Err)
            }
        }
    }

    /// Somebody at a terminal fills in what the forms leave open.
    pub(super) fn fill_in(&self, deliveries: &mut [Delivery], terminal: &mut Terminal) -> Result<(), Failure> {
        if !terminal.can_ask() {
            return Ok(());
        }
        for delivery in deliveries.iter_mut().filter(|delivery| unfilled_blank::count(&delivery.bytes) > 0) {
            let question = Say::new(
                format!("Lengkapi {} di penyunting teks sekarang? (y/t)", delivery.id),
                format!("Fill in {} in the text editor now? (y/n)", delivery.id),
            );
            if !matches!(terminal.ask(&question, "y")?.as_str(), "y" | "Y" | "ya") {
                continue;
            }
            let (id, bytes) = (&delivery.id, &delivery.bytes);
            let written = files::scratch(&self.store.common_folder(), &format!("{id}.md"), bytes, |path| {
                commit::edit(&self.root, path)
            });
            let written = written.map_err(Failure::from)?.map_err(|error: CommitError| Failure(error.say()))?;
            delivery.bytes = attachment::of_windows(written);
        }
        Ok(())
    }

    /// What a refused draft still needs, in the words of this command.
    pub(super) fn hint(needed: &[DocumentId], sop: &SopDraft, terminal: &mut Terminal) {
        let list: Vec<&str> = needed.iter().map(DocumentId::as_str).collect();
        let Some(first) = list.first() else { return };
        let list = list.join(", ");
        let formed = |id: &&DocumentId| sop.document(id).is_some_and(|document| document.form.is_some());
        let form = needed.iter().find(formed).map_or_else(
            || Say::new("", ""),
            |id| {
                Say::new(
                    format!("Dari formulirnya dapat dibuat dengan --buat {id}."),
                    format!("From its form it can be made with --buat {id}."),
                )
            },
        );
        let needed = Say::new(
            format!("Masih diperlukan: {list}. Lampirkan dengan --dokumen {first}=berkas."),
            format!("Still needed: {list}. Attach it with --dokumen {first}=file."),
        );
        terminal.note(&needed.and(&form));
    }
}

/// A document that cannot be made: perhaps another was meant. Whatever is nearly the name of one was told before.
fn no_form(id: &DocumentId, sop: &SopDraft) -> Failure {
    if sop.document(id).is_some() {
        return Failure::new(
            format!("dokumen `{id}` tidak mempunyai formulir; lampirkan berkasnya: --dokumen {id}=berkas."),
            format!("the document `{id}` has no form; attach its file: --dokumen {id}=file."),
        );
    }
    let formed = sop.documents.iter().filter(|document| document.form.is_some());
    let list = formed.map(|document| document.id.as_str()).collect::<Vec<_>>().join(", ");
    let none =
        Say::new(format!("SOP ini tidak mengenal dokumen `{id}`."), format!("this SOP knows no document `{id}`."));
    let all = Say::new(format!("Yang mempunyai formulir: {list}."), format!("With a form there are: {list}."));
    Failure(none.and(&all))
}
