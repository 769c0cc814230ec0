//! `jejak open`

use std::path::Path;

use clap::Args;

use super::propose::{Bench, ProposeArgs, store};
use super::terminal::Terminal;
use super::{Failure, Outcome};
use crate::desk::draft::{Intent, Matter, new_folder, open, slug};
use crate::desk::entry::{Deed, Opening};
use crate::desk::needed;
use crate::model::name::{AgencyId, DocumentId, is_name};
use crate::model::person::Person;
use crate::model::privacy::{Private, find};
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::read::suggest::did_you_mean;
use crate::register::policy::lane_ref;
use crate::register::progress::{Consent, Progress};

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
    /// SOP yang dipakai | The SOP to use
    #[arg(long, value_name = "SLUG")]
    sop: Option<String>,
    /// Judul permohonan | The request's title
    #[arg(long, value_name = "TEKS", allow_hyphen_values = true)]
    judul: Option<String>,
    /// Instansi pemohon (bawaan: instansi Anda) | The applicant's agency (default: yours)
    #[arg(long, value_name = "ID")]
    instansi: Option<String>,
    /// Aplikasi yang dimohonkan | The application that it is about
    #[arg(long, value_name = "NAMA")]
    aplikasi: Option<String>,
    /// Nama folder permohonan (bawaan: dari nama aplikasi) | The name of the request's folder (default: from the application)
    #[arg(long, value_name = "SLUG")]
    slug: Option<String>,
    #[command(flatten)]
    propose: ProposeArgs,
}

pub(super) fn run(args: &OpenArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let store = store(dir)?;
    let bench = Bench::new(&store, &args.propose, terminal)?;
    let person = bench.person()?;
    let counter = Counter { args, bench: &bench, person };
    let sop = counter.sop(terminal)?;
    let opening = Opening {
        sop: sop.id.clone(),
        title: counter.title(terminal)?,
        agency: counter.agency(sop, terminal)?,
        application: counter.application(terminal)?,
    };
    let folder = new_folder(
        bench.day(),
        &counter.word(&opening)?,
        bench.audit.ledger.requests.each().map(|standing| &standing.folder),
    );
    let folder = folder.ok_or_else(|| Failure::new("tidak ada nama folder yang bebas.", "no folder name is free."))?;
    let intent = counter.intent(sop, &opening, dir, terminal)?;
    let draft = open(&folder, &opening, intent);
    bench.land(&draft, bench.base()?, &args.propose, terminal)
}

/// Somebody who asks for something.
struct Counter<'a> {
    args: &'a OpenArgs,
    bench: &'a Bench<'a>,
    person: &'a Person,
}

impl Counter<'_> {
    /// The SOPs that are in force and that this person may open.
    fn mine(&self) -> Vec<&SopDraft> {
        let day = self.bench.day();
        let workspace = &self.bench.policy().workspace;
        let opens = |sop: &&SopDraft| {
            let lanes = sop.steps.first().map_or(&[][..], |step| &step.actors[..]);
            lanes.iter().any(|lane| self.person.holds(&lane_ref(sop, lane), None, day))
        };
        let dispensed = |sop: &SopDraft| {
            let all = self.bench.policy().office().map_or(&[][..], |office| &office.dispensations[..]);
            all.iter().any(|each| {
                each.sop.value == sop.id && each.from.value <= day && each.until.as_ref().is_none_or(|u| day <= u.value)
            })
        };
        let usable = |sop: &&SopDraft| workspace.is_in_force(&sop.id, day) || dispensed(sop);
        workspace.sops.values().filter(usable).filter(opens).collect()
    }

    fn sop(&self, terminal: &mut Terminal) -> Result<&SopDraft, Failure> {
        let workspace = &self.bench.policy().workspace;
        let mine = self.mine();
        let list = || mine.iter().map(|sop| sop.id.slug.as_str()).collect::<Vec<_>>().join(", ");
        let word = match (&self.args.sop, &mine[..]) {
            (Some(word), _) => word.clone(),
            (None, [only]) => return Ok(only),
            (None, []) => {
                let post = &self.person.post.value;
                return Err(Failure::new(
                    format!("{post} tidak memegang lajur pembuka SOP mana pun; minta pengurus menambahkan perannya."),
                    format!("{post} holds no opening lane of any SOP; ask a steward to add the role."),
                ));
            }
            (None, several) if terminal.can_ask() => {
                for (n, sop) in (1..).zip(several) {
                    let line = format!("  {n}  {} ({})", sop.name.value, sop.id.slug);
                    terminal.note(&Say::new(line.clone(), line));
                }
                let answer = terminal.ask(&Say::new("SOP (nomor)", "SOP (number)"), "1")?;
                let chosen = answer.parse::<usize>().ok().and_then(|n| several.get(n.checked_sub(1)?));
                chosen.map_or(answer, |sop| sop.id.slug.to_string())
            }
            (None, _) => {
                let list = list();
                return Err(Failure::new(
                    format!("sebut SOP-nya: --sop <{list}>."),
                    format!("name the SOP: --sop <{list}>."),
                ));
            }
        };
        // What is named is taken as it is; whether this person may open it is the judge's to say.
        let of_mine = mine.iter().rev().find(|sop| sop.id.slug.as_str() == word || sop.id.to_string() == word);
        let any =
            || workspace.sops.values().rev().find(|sop| sop.id.slug.as_str() == word || sop.id.to_string() == word);
        of_mine.copied().or_else(any).ok_or_else(|| {
            let known = workspace.sops.keys().map(|id| id.slug.as_str());
            let none = Say::new(format!("SOP `{word}` tidak ada."), format!("there is no SOP `{word}`."));
            let list =
                known.clone().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
            let all = Say::new(format!("Yang ada: {list}."), format!("There are: {list}."));
            Failure(none.and(&did_you_mean(&word, known)).and(&all))
        })
    }

    fn title(&self, terminal: &mut Terminal) -> Result<String, Failure> {
        let title = match &self.args.judul {
            Some(title) => title.clone(),
            None if terminal.can_ask() => terminal.ask(&Say::new("Judul permohonan", "The request's title"), "")?,
            None => String::new(),
        };
        if title.trim().is_empty() {
            return Err(Failure::new("sebut judulnya: --judul \"…\".", "name the title: --judul \"…\"."));
        }
        self.is_nobodys(&title, "--judul")?;
        Ok(title)
    }

    fn application(&self, terminal: &mut Terminal) -> Result<Option<String>, Failure> {
        let name = match &self.args.aplikasi {
            Some(name) => name.clone(),
            None if terminal.can_ask() => {
                terminal.ask(&Say::new("Aplikasi (kosongkan bila tidak ada)", "Application (empty if none)"), "")?
            }
            None => String::new(),
        };
        self.is_nobodys(&name, "--aplikasi")?;
        Ok(Some(name).filter(|name| !name.trim().is_empty()))
    }

    /// What everybody reads names nobody: refused before letters are made with it.
    fn is_nobodys(&self, text: &str, flag: &str) -> Result<(), Failure> {
        let known = |_, mail: &str| self.bench.policy().person_of(mail.as_bytes()).is_some();
        let (id, en) = match find(text, known).map(|(_, what)| what) {
            None => return Ok(()),
            Some(Private::IdentityNumber) => ("nomor 16 angka (NIK atau KK)", "a number of 16 digits (NIK or KK)"),
            Some(Private::Telephone) => ("nomor telepon", "a telephone number"),
            Some(Private::Mail) => ("alamat surel pribadi", "a private mail address"),
        };
        Err(Failure::new(
            format!(
                "{flag} memuat {id}, dan isinya dibaca semua orang. Tulis tanpa itu; data orang disimpan dalam berkas kantor."
            ),
            format!(
                "{flag} holds {en}, and everybody reads it. Write it without; data of people stays in the office's own files."
            ),
        ))
    }

    fn agency(&self, sop: &SopDraft, terminal: &mut Terminal) -> Result<AgencyId, Failure> {
        let office = self.bench.policy().office();
        let known = || office.into_iter().flat_map(|office| &office.agencies).map(|agency| agency.id.as_str());
        let first = sop.steps.first().map_or(&[][..], |step| &step.actors[..]);
        let is_bound = first.iter().any(|lane| sop.lane(lane).is_some_and(|lane| lane.bound));
        let own = self.person.agencies_on(self.bench.day()).next().filter(|_| is_bound).map(ToString::to_string);
        let word = match (&self.args.instansi, own) {
            (Some(word), _) => word.clone(),
            (None, Some(own)) => own,
            (None, None) if terminal.can_ask() => {
                let list = known().collect::<Vec<_>>().join(", ");
                let question =
                    Say::new(format!("Instansi pemohon ({list})"), format!("The applicant's agency ({list})"));
                terminal.ask(&question, "")?
            }
            (None, None) => String::new(),
        };
        let found = known().find(|id| *id == word).and_then(|id| id.parse().ok());
        found.ok_or_else(|| {
            let list = known().collect::<Vec<_>>().join(", ");
            let near = did_you_mean(&word, known());
            let none = Say::new(
                format!("sebut instansi pemohon: --instansi <{list}>."),
                format!("name the applicant's agency: --instansi <{list}>."),
            );
            Failure(none.and(&near))
        })
    }

    /// The word of which the folder's name is made: never the title, which may speak of anything.
    fn word(&self, opening: &Opening) -> Result<String, Failure> {
        if let Some(word) = &self.args.slug {
            if !is_name(word) {
                let better = slug(word);
                return Err(Failure::new(
                    format!("`{word}` bukan nama folder; pakai huruf kecil, angka, dan tanda hubung: {better}"),
                    format!("`{word}` is no folder name; use lower-case letters, digits and hyphens: {better}"),
                ));
            }
            let used = self.bench.audit.ledger.requests.all().find(|standing| standing.folder.slug() == word);
            if let Some(standing) = used {
                let number = standing.number;
                return Err(Failure::new(
                    format!("`{word}` sudah dipakai permohonan {number}; pilih slug lain."),
                    format!("the request {number} already uses `{word}`; choose another slug."),
                ));
            }
            return Ok(word.clone());
        }
        Ok(opening.application.clone().unwrap_or_else(|| opening.sop.slug.to_string()))
    }

    fn intent(
        &self,
        sop: &SopDraft,
        opening: &Opening,
        dir: &Path,
        terminal: &mut Terminal,
    ) -> Result<Intent, Failure> {
        let args = &self.args.propose;
        let progress = Progress::opened(sop, self.bench.now.timestamp());
        let step = sop.step(progress.step);
        let lane = step.filter(|step| step.is_bilateral()).and_then(|step| step.actors.first());
        let party = lane.map(|lane| lane.value.clone());
        let matter = Matter {
            sop,
            office: self.bench.policy().office(),
            opening: opening.clone(),
            number: None,
            step: progress.step,
            outcome: None,
            note: args.catatan.clone(),
            day: self.bench.day(),
        };
        let mut deliveries = self.bench.deliveries(args, &matter, dir)?;
        let given: Vec<DocumentId> = deliveries.iter().map(|delivery| delivery.id.clone()).collect();
        let person = Some(self.person.handle.clone());
        let consent = party.clone().map(|lane| Consent { lane, person, outcome: None });
        let mut needed = needed::for_step(sop, &progress, None, consent);
        needed.retain(|id| !given.iter().any(|other| sop.document(other).is_some_and(|real| real.id.value == *id)));
        // A new request begins with its letters; those that have a form are made from it.
        let formed = |id: &DocumentId| sop.document(id).is_some_and(|document| document.form.is_some());
        if terminal.can_ask() {
            deliveries.extend(self.bench.ask_for(&needed, &matter, dir, terminal)?);
        } else {
            for id in needed.into_iter().filter(formed) {
                deliveries.push(self.bench.formed(id, &matter)?);
            }
        }
        self.bench.fill_in(&mut deliveries, terminal)?;
        let deed = Deed::Step { number: progress.step, outcome: None, party };
        Ok(Intent { deed, note: args.catatan.clone(), deliveries, on_behalf: None })
    }
}
