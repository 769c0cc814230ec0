//! `jejak record`

use std::path::Path;

use clap::Args;

use super::propose::{Bench, ProposeArgs, store};
use super::terminal::Terminal;
use super::{Failure, Outcome, ledger};
use crate::desk::draft::{Intent, Matter, append};
use crate::desk::entry::{Deed, Opening};
use crate::desk::needed;
use crate::model::flow::{fold_label, is_forward};
use crate::model::git::{ObjectId, ObjectKind, ObjectStore};
use crate::model::name::{DocumentId, LaneId, SopRef};
use crate::model::person::Person;
use crate::model::request::HeaderField;
use crate::model::say::Say;
use crate::model::sop::{SopDraft, Step};
use crate::read::suggest::did_you_mean;
use crate::register::policy::lane_ref;
use crate::register::progress::{Consent, chosen};
use crate::register::standing::Standing;
use crate::report::visible;

/// The acts that end no step, so that an outcome beside them would be passed over in silence.
const WITHOUT_OUTCOME: [&str; 9] =
    ["jeda", "lanjut", "tarik", "ralat", "batal", "pindah", "tutup", "sahkan", "batalkan"];

#[derive(Debug, Args)]
pub(super) struct RecordArgs {
    /// Nomor, folder, atau slug permohonan | The request's number, folder or slug
    #[arg(value_name = "PERMOHONAN")]
    request: String,
    /// Hasil, bila langkahnya keputusan | The outcome, where the step is a decision
    #[arg(conflicts_with_all = WITHOUT_OUTCOME)]
    hasil: Option<String>,
    /// Langkah yang dimaksud (bawaan: langkah sekarang) | The step that is meant (default: the current one)
    #[arg(long, value_name = "N", conflicts_with = "act")]
    langkah: Option<u32>,
    /// Pihak yang Anda wakili, pada langkah beberapa pihak | The party for which you speak, in a step of several
    #[arg(long, value_name = "LAJUR", conflicts_with = "act")]
    pihak: Option<String>,
    /// Menghentikan jam: alasannya | Stops the clock: the reason
    #[arg(long, value_name = "ALASAN", group = "act", allow_hyphen_values = true)]
    jeda: Option<String>,
    /// Siapa yang ditunggu; boleh berulang | Who is awaited; may be repeated
    #[arg(long, value_name = "LAJUR", requires = "jeda")]
    menunggu: Vec<String>,
    /// Melanjutkan jam: alasannya | Starts the clock again: the reason
    #[arg(long, value_name = "ALASAN", group = "act", allow_hyphen_values = true)]
    lanjut: Option<String>,
    /// Menarik permohonan: alasannya | Withdraws the request: the reason
    #[arg(long, value_name = "ALASAN", group = "act", allow_hyphen_values = true)]
    tarik: Option<String>,
    /// Meralat kepala: judul=…, aplikasi=…, atau instansi=… | Corrects the header: judul=…, aplikasi=… or instansi=…
    #[arg(long, value_name = "KUNCI=ISI", group = "act")]
    ralat: Vec<String>,
    /// Membatalkan permohonan: alasannya (pengurus) | Cancels the request: the reason (a steward)
    #[arg(long, value_name = "ALASAN", group = "act", allow_hyphen_values = true)]
    batal: Option<String>,
    /// Melewati langkah sekarang (pengurus) | Passes the current step over (a steward)
    #[arg(long, group = "act")]
    lewati: bool,
    /// Pindah ke revisi SOP yang lebih baru (pengurus) | Moves to a newer revision of the SOP (a steward)
    #[arg(long, value_name = "SOP/REVISI", group = "act", requires = "ke")]
    pindah: Option<String>,
    /// Langkah tempat permohonan berlanjut | The step at which it goes on
    #[arg(long, value_name = "N", requires = "pindah")]
    ke: Option<u32>,
    /// Menutup sebuah dokumen dari situs (pengurus) | Withholds a document from the site (a steward)
    #[arg(long, value_name = "BERKAS", group = "act")]
    tutup: Option<String>,
    /// Mengesahkan entri bertanda (pengurus) | Ratifies a marked entry (a steward)
    #[arg(long, value_name = "N", group = "act")]
    sahkan: Option<u32>,
    /// Membatalkan entri dan yang menyusulnya (pengurus) | Takes back an entry and what followed (a steward)
    #[arg(long, value_name = "N", group = "act")]
    batalkan: Option<u32>,
    #[command(flatten)]
    propose: ProposeArgs,
}

pub(super) fn run(args: &RecordArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let store = store(dir)?;
    let bench = Bench::new(&store, &args.propose, terminal)?;
    let person = bench.person()?;
    // Where this request already moves on in what is proposed here, the entry goes on from there.
    let published = ledger::find(&bench.audit.ledger, &args.request);
    let proposed = bench.unpublished().and_then(|(tip, told)| {
        let mut after = told.prospects.into_iter().map(|prospect| prospect.after);
        let meant = |after: &Standing| match &published {
            Ok(standing) => after.folder == standing.folder,
            Err(_) => after.folder.slug() == args.request || after.folder.as_str() == args.request,
        };
        Some((tip, after.find(|after| meant(after))?))
    });
    let (base, standing) = match (&proposed, published) {
        (Some((tip, after)), _) => (*tip, after.as_ref()),
        (None, Err(none)) => return Err(none),
        (None, Ok(standing)) => (bench.base()?, standing),
    };
    let sop = bench.policy().workspace.sops.get(&standing.progress.sop).ok_or_else(|| unknown_sop(standing))?;
    let desk = Desk { args, bench: &bench, person, standing, sop };
    let mut deed = desk.deed(terminal)?;
    desk.choose(&mut deed, terminal)?;
    let wants_reason = desk.wants_reason(&deed);
    let (intent, needed) = desk.intent(deed, dir, terminal)?;
    let lacks_reason = wants_reason && intent.note.is_none();
    let taken = store_names(&bench, standing, base);
    let bytes = bench.overlay.read(standing.file.id, ObjectKind::Blob).map_err(|gap| {
        Failure::new(format!("permohonan itu tidak terbaca: {gap}"), format!("that request cannot be read: {gap}"))
    })?;
    let draft = append(standing, &bytes, &taken, intent);
    let outcome = bench.land(&draft, base, &args.propose, terminal)?;
    let is_meant = args.langkah.is_none_or(|n| n == standing.progress.step);
    if outcome == Outcome::Findings && standing.progress.is_open() && is_meant {
        Bench::hint(&needed, sop, terminal);
    }
    if outcome == Outcome::Findings && lacks_reason {
        terminal.note(&Say::new(
            "Alasannya ditulis dengan --catatan \"…\".",
            "The reason is written with --catatan \"…\".",
        ));
    }
    Ok(outcome)
}

/// The names that files of the request's folder have already, bound or not.
fn store_names(bench: &Bench, standing: &Standing, base: ObjectId) -> std::collections::BTreeSet<String> {
    let folder = standing.folder.as_str();
    let tree = bench.overlay.commit(base).map(|commit| commit.tree);
    let entries = tree.and_then(|tree| {
        folder.split('/').try_fold(Some(tree), |tree, part| {
            let Some(tree) = tree else { return Ok(None) };
            let entries = bench.overlay.tree(tree)?;
            Ok(entries.into_iter().find(|entry| entry.name == part.as_bytes()).map(|entry| entry.id))
        })
    });
    let entries = entries.ok().flatten().and_then(|tree| bench.overlay.tree(tree).ok()).unwrap_or_default();
    entries.iter().map(|entry| String::from_utf8_lossy(&entry.name).into_owned()).collect()
}

fn unknown_sop(standing: &Standing) -> Failure {
    let sop = &standing.progress.sop;
    Failure::new(format!("SOP {sop} tidak berdiri lagi."), format!("The SOP {sop} does not stand any more."))
}

/// Somebody before a request.
struct Desk<'a> {
    args: &'a RecordArgs,
    bench: &'a Bench<'a>,
    person: &'a Person,
    standing: &'a Standing,
    sop: &'a SopDraft,
}

impl Desk<'_> {
    fn step(&self) -> Option<&Step> {
        self.sop.step(self.standing.progress.step)
    }

    /// What is to be done, as far as the command line says it.
    fn deed(&self, terminal: &mut Terminal) -> Result<Deed, Failure> {
        let args = self.args;
        let number = self.standing.progress.step;
        let outcome = args.hasil.clone();
        Ok(if let Some(reason) = &args.jeda {
            let awaits = args.menunggu.iter().map(|lane| self.lane(lane)).collect::<Result<_, _>>()?;
            Deed::Pause { reason: reason.clone(), awaits }
        } else if let Some(reason) = &args.lanjut {
            Deed::Resume(reason.clone())
        } else if let Some(reason) = &args.tarik {
            Deed::Withdraw(reason.clone())
        } else if !args.ralat.is_empty() {
            Deed::Amend(args.ralat.iter().map(|word| field(word)).collect::<Result<_, _>>()?)
        } else if let Some(reason) = &args.batal {
            Deed::Cancel(reason.clone())
        } else if args.lewati {
            Deed::Skip { number, outcome }
        } else if let (Some(sop), Some(to)) = (&args.pindah, args.ke) {
            let sop: SopRef = sop.parse().map_err(|_| {
                Failure::new(
                    format!("`{sop}`: tulis slug/revisi, misalnya {}/2.", self.sop.id.slug),
                    format!("`{sop}`: write slug/revision, for instance {}/2.", self.sop.id.slug),
                )
            })?;
            Deed::Migrate { sop, to }
        } else if let Some(file) = &args.tutup {
            Deed::Withhold(file.clone())
        } else if let Some(n) = args.sahkan {
            Deed::Ratify(n)
        } else if let Some(n) = args.batalkan {
            Deed::Revoke(n)
        } else {
            self.told(terminal);
            Deed::Step { number: args.langkah.unwrap_or(number), outcome, party: self.party()? }
        })
    }

    /// Where the request stands, for whoever sits before it.
    fn told(&self, terminal: &mut Terminal) {
        let (Some(step), true) = (self.step(), terminal.can_ask()) else { return };
        let (n, title) = (step.number.value, visible(&self.standing.header.title.value));
        let activity = &step.activity.value;
        terminal.note(&Say::new(
            format!("{} {title}\nLangkah {n}: {activity}", self.standing.number),
            format!("{} {title}\nStep {n}: {activity}", self.standing.number),
        ));
    }

    fn lane(&self, word: &str) -> Result<LaneId, Failure> {
        let known = || self.sop.lanes.iter().map(|lane| lane.id.as_str());
        let found = self.sop.lanes.iter().find(|lane| lane.id.as_str() == word);
        found.map(|lane| lane.id.value.clone()).ok_or_else(|| {
            let list = known().collect::<Vec<_>>().join(", ");
            let none =
                Say::new(format!("lajur `{word}` tidak ada pada SOP ini."), format!("this SOP has no lane `{word}`."));
            let all = Say::new(format!("Yang ada: {list}."), format!("There are: {list}."));
            Failure(none.and(&did_you_mean(word, known())).and(&all))
        })
    }

    /// The party for which the person speaks: named, or the only one still open whose lane the person holds.
    fn party(&self) -> Result<Option<LaneId>, Failure> {
        let Some(step) = self.step().filter(|step| step.is_bilateral()) else {
            return self.args.pihak.as_deref().map(|word| self.lane(word)).transpose();
        };
        if let Some(word) = &self.args.pihak {
            return self.lane(word).map(Some);
        }
        let day = self.bench.day();
        let agency = self.standing.header.agency.as_ref().map(|agency| &agency.value);
        let mine = |lane: &LaneId| {
            let bound = self.sop.lane(lane).is_some_and(|lane| lane.bound);
            self.person.holds(&lane_ref(self.sop, lane), agency.filter(|_| bound), day)
        };
        let lanes: Vec<LaneId> = step.actors.iter().map(|lane| lane.value.clone()).filter(mine).collect();
        if let [only] = &lanes[..] {
            return Ok(Some(only.clone()));
        }
        let open = if lanes.is_empty() { self.standing.progress.unsettled(step) } else { lanes };
        let list = open.iter().map(LaneId::as_str).collect::<Vec<_>>().join(", ");
        Err(Failure::new(
            format!("langkah ini memerlukan beberapa pihak; sebut pihak Anda: --pihak <{list}>."),
            format!("this step needs several parties; name yours: --pihak <{list}>."),
        ))
    }

    /// The outcome, chosen from those that the SOP knows.
    fn choose(&self, deed: &mut Deed, terminal: &mut Terminal) -> Result<(), Failure> {
        let (Deed::Step { outcome, .. } | Deed::Skip { outcome, .. }) = deed else { return Ok(()) };
        let Some(step) = self.step().filter(|_| self.standing.progress.is_open()) else { return Ok(()) };
        if !step.is_decision() {
            return outcome.as_ref().map_or(Ok(()), |word| Err(no_decision(step, word)));
        }
        let labels: Vec<&str> = step.outcomes.iter().map(|outcome| outcome.label.value.as_str()).collect();
        let list = labels.join(", ");
        let word = match outcome.take() {
            Some(word) => word,
            None if terminal.can_ask() => {
                for (n, branch) in (1..).zip(&step.outcomes) {
                    let line = format!("  {n}  {} → {}", branch.label.value, branch.target.value);
                    terminal.note(&Say::new(line.clone(), line));
                }
                terminal.ask(&Say::new("Hasil (nomor)", "Outcome (number)"), "1")?
            }
            None => {
                let n = step.number.value;
                return Err(Failure::new(
                    format!("langkah {n} adalah keputusan; sebut hasilnya: {list}."),
                    format!("step {n} is a decision; name its outcome: {list}."),
                ));
            }
        };
        let by_number = word.parse::<usize>().ok().and_then(|n| labels.get(n.checked_sub(1)?));
        let by_label = labels.iter().find(|label| fold_label(label) == fold_label(&word));
        let Some(label) = by_label.or(by_number) else {
            let near = did_you_mean(&word, labels.iter().copied());
            let none = Say::new(
                format!("\"{}\" bukan hasil langkah {}.", visible(&word), step.number.value),
                format!("\"{}\" is no outcome of step {}.", visible(&word), step.number.value),
            );
            let all = Say::new(format!("Pilih salah satu dari: {list}."), format!("Choose one of: {list}."));
            return Err(Failure(none.and(&near).and(&all)));
        };
        *outcome = Some((*label).to_owned());
        Ok(())
    }

    /// The note: what is given, or asked for where the law wants a reason.
    fn note(&self, deed: &Deed, terminal: &mut Terminal) -> Result<Option<String>, Failure> {
        let given = &self.args.propose.catatan;
        if given.is_some() || !terminal.can_ask() || !self.wants_reason(deed) {
            return Ok(given.clone());
        }
        let note = terminal.ask(&Say::new("Catatan (alasannya)", "Note (the reason)"), "")?;
        Ok(Some(note).filter(|note| !note.trim().is_empty()))
    }

    fn wants_reason(&self, deed: &Deed) -> bool {
        match deed {
            Deed::Step { outcome, .. } => self.step().is_some_and(|step| {
                let target = chosen(step, outcome.as_deref());
                target.is_some_and(|chosen| !is_forward(step, chosen.target.value))
            }),
            Deed::Pause { .. } | Deed::Resume(_) | Deed::Withdraw(_) | Deed::Amend(_) => false,
            _ => true,
        }
    }

    /// The deed with its note and its documents.
    fn intent(&self, deed: Deed, dir: &Path, terminal: &mut Terminal) -> Result<(Intent, Vec<DocumentId>), Failure> {
        let args = &self.args.propose;
        let note = self.note(&deed, terminal)?;
        let (header, progress) = (&self.standing.header, &self.standing.progress);
        let outcome = match &deed {
            Deed::Step { outcome, .. } | Deed::Skip { outcome, .. } => outcome.clone(),
            _ => None,
        };
        let opening = Opening {
            sop: self.sop.id.clone(),
            title: header.title.value.clone(),
            agency: header
                .agency
                .as_ref()
                .map(|agency| agency.value.clone())
                .ok_or_else(|| unknown_sop(self.standing))?,
            application: header.application.as_ref().map(|application| application.value.clone()),
        };
        let matter = Matter {
            sop: self.sop,
            office: self.bench.policy().office(),
            opening,
            number: Some(self.standing.number.to_string()).filter(|_| self.standing.number.is_given()),
            step: progress.step,
            outcome: outcome.clone(),
            note: note.clone(),
            day: self.bench.day(),
        };
        let mut deliveries = self.bench.deliveries(args, &matter, dir)?;
        let given: Vec<DocumentId> = deliveries.iter().map(|delivery| delivery.id.clone()).collect();
        let mut needed = match &deed {
            Deed::Step { party, .. } => {
                let person = Some(self.person.handle.clone());
                let consent = party.clone().map(|lane| Consent { lane, person, outcome: outcome.clone() });
                needed::for_step(self.sop, progress, outcome.as_deref(), consent)
            }
            Deed::Resume(_) => needed::for_resuming(self.sop, progress),
            _ => Vec::new(),
        };
        needed
            .retain(|id| !given.iter().any(|other| self.sop.document(other).is_some_and(|real| real.id.value == *id)));
        deliveries.extend(self.bench.ask_for(&needed, &matter, dir, terminal)?);
        self.bench.fill_in(&mut deliveries, terminal)?;
        Ok((Intent { deed, note, deliveries, on_behalf: None }, needed))
    }
}

/// Nothing is decided where the request stands now.
fn no_decision(step: &Step, word: &str) -> Failure {
    let (n, activity, word) = (step.number.value, visible(&step.activity.value), visible(word));
    Failure::new(
        format!(
            "permohonan ini sekarang di langkah {n} ({activity}), yang bukan keputusan. Jalankan tanpa \"{word}\", dan catat alasan dengan --catatan."
        ),
        format!(
            "this request stands at step {n} ({activity}), which is no decision. Run it without \"{word}\", and note a reason with --catatan."
        ),
    )
}

fn field(word: &str) -> Result<(HeaderField, String), Failure> {
    let (key, value) = word.split_once('=').unwrap_or((word, ""));
    let field = match key {
        "judul" => HeaderField::Title,
        "aplikasi" => HeaderField::Application,
        "instansi" => HeaderField::Agency,
        _ => {
            return Err(Failure::new(
                format!("`{word}`: tulis judul=…, aplikasi=…, atau instansi=…."),
                format!("`{word}`: write judul=…, aplikasi=… or instansi=…."),
            ));
        }
    };
    Ok((field, value.to_owned()))
}
