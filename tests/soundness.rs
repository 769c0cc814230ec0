//! An SOP's workflow net is sound exactly if the linter says so.
//!
//! Random SOPs are written as files and read like any other. From what was read, this test writes down the workflow
//! net once more in its own way, with nothing from `model::flow`: a marking says where the token stands, which documents
//! were delivered, which once-only steps are done, and who has consented to what. Then it walks every marking that can
//! come up. The net is sound if no step is dead, the end can still come up from wherever one is, nothing is left behind
//! there, and nobody but the applicant is ever asked for a document that was not delivered before.
//!
//! More of them, and others: `JEJAK_SOPS=100000 JEJAK_SEED=7 cargo test --test soundness`.

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Write};

use jejak::model::finding::{Finding, Severity};
use jejak::model::name::{DocumentId, LaneId, SopRef};
use jejak::model::place::{At, WorkPath};
use jejak::model::sop::{Demand, DemandKind, Matter, Sop, SopDraft, Step, Target, Wait};
use jejak::model::workspace::Workspace;
use jejak::read::read_sop;
use jejak::rules::check_sop;
use rayon::prelude::*;
use support::{files_below, root};

#[test]
fn walking_random_sops_agrees_with_the_linter() {
    let (count, seed) = (asked("JEJAK_SOPS", 6_000), asked("JEJAK_SEED", 1));
    let judged = (0..count).into_par_iter().map(|number| {
        let judged = judge(random_sop(seed, number));
        (judged.kind(), Some(judged).filter(|judged| !judged.is_agreed()))
    });
    let (kinds, disputed): (Vec<&str>, Vec<Option<Judged>>) = judged.unzip();
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in &kinds {
        *tally.entry(kind).or_default() += 1;
    }
    println!("{count} SOPs of seed {seed}: {tally:?}");

    let disputed: Vec<Judged> = disputed.into_iter().flatten().collect();
    if let Some(shortest) = disputed.iter().min_by_key(|judged| judged.text.len()) {
        panic!("{} of {count} SOPs are disputed; the shortest:\n\n{shortest}", disputed.len());
    }
    let sound = tally.get("sound").copied().unwrap_or_default();
    assert!(sound * 5 >= kinds.len(), "only {sound} are sound");
    assert!((kinds.len() - sound) * 5 >= kinds.len(), "all but {} are sound", kinds.len() - sound);
    for kind in Flaw::KINDS {
        let some = tally.get(kind).copied().unwrap_or_default();
        assert!(some * 50 >= kinds.len(), "only {some} SOPs are unsound by: {kind}");
    }
}

#[test]
fn the_five_official_sops_are_sound_by_the_walk() {
    let files = files_below(&root().join("sops"));
    assert_eq!(files.len(), 5);
    for (path, bytes) in files {
        let draft = read(&path, &bytes);
        assert_eq!(flaw(&draft), None, "{path}");
        assert!(Sop::prove(draft).is_ok(), "{path}: the linter disagrees");
    }
}

/// A number that the environment may raise.
#[expect(clippy::disallowed_methods, reason = "asks for another run; without it every run is the same")]
fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a whole number"))
}

/// An SOP and what is said of it: by the walk, by the type that only sound drafts can enter, and by the rules.
struct Judged {
    text: String,
    walk: Option<Flaw>,
    proven: bool,
    errors: Vec<Finding>,
}

impl Judged {
    fn kind(&self) -> &'static str {
        self.walk.as_ref().map_or("sound", Flaw::kind)
    }

    fn is_agreed(&self) -> bool {
        let sound = self.walk.is_none();
        sound == self.proven && sound == self.errors.is_empty()
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The walk: {:?}", self.walk)?;
        writeln!(f, "Sop::prove takes it: {}", self.proven)?;
        writeln!(f, "The rules: {:#?}\n\n{}", self.errors, self.text)
    }
}

fn judge(text: String) -> Judged {
    let draft = read("acak/1.yaml", text.as_bytes());
    let walk = flaw(&draft);
    let proven = Sop::prove(draft.clone()).is_ok();
    let id = draft.id.clone();
    let mut workspace = Workspace::default();
    workspace.sops.insert(id.clone(), draft);
    let mut errors = check_sop(&workspace, &id);
    errors.retain(|finding| finding.severity == Severity::Error);
    Judged { text, walk, proven, errors }
}

/// Reads a file of `sops/` in which the reader itself finds nothing.
fn read(path: &str, bytes: &[u8]) -> SopDraft {
    let id: SopRef = path.trim_end_matches(".yaml").parse().expect("a slug and a revision");
    let reading = read_sop(&WorkPath::new(format!("sops/{path}")), &id, bytes);
    assert!(reading.findings.is_empty(), "{:#?}\n\n{}", reading.findings, String::from_utf8_lossy(bytes));
    reading.value.expect("a draft")
}

// What speaks against an SOP.

/// Why an SOP is not sound.
#[derive(Debug, PartialEq, Eq)]
enum Flaw {
    /// It is written wrongly: nobody could say what it means.
    Form(String),
    /// No marking puts the token on this step.
    Dead(usize),
    /// From this marking no end can come up.
    Stuck(Marking),
    /// The end comes up while consents are left over.
    Leftover(Marking),
    /// The token stands at a step that asks for what was not delivered.
    Missing(Marking),
}

impl Flaw {
    /// Every kind that a random SOP can have. A leftover cannot be written: it would be a fault of the net itself.
    const KINDS: [&str; 4] = ["form", "dead step", "no way out", "missing document"];

    fn kind(&self) -> &'static str {
        match self {
            Self::Form(_) => "form",
            Self::Dead(_) => "dead step",
            Self::Stuck(_) => "no way out",
            Self::Leftover(_) => "left over",
            Self::Missing(_) => "missing document",
        }
    }
}

fn flaw(draft: &SopDraft) -> Option<Flaw> {
    form(draft).map(Flaw::Form).or_else(|| Net::of(draft).flaw())
}

/// What can be seen without walking.
fn form(draft: &SopDraft) -> Option<String> {
    let steps = &draft.steps;
    let numbers = steps.iter().map(|step| step.number.value);
    if steps.is_empty() || !numbers.eq(1..=u32::try_from(steps.len()).expect("few steps")) {
        return Some("the steps are not numbered from 1".to_owned());
    }
    let actors: BTreeSet<&LaneId> = steps.iter().flat_map(|step| &step.actors).map(|actor| &actor.value).collect();
    if actors.len() < 2 {
        return Some("one actor has nobody to order things with".to_owned());
    }
    if let Some(lane) =
        steps.iter().flat_map(named_lanes).find(|lane| draft.lanes.iter().all(|known| known.id != **lane))
    {
        return Some(format!("the lane {} is unknown", lane.value));
    }
    let mut named = steps.iter().flat_map(demands).flat_map(|demand| &demand.documents);
    let aliases = draft.documents.iter().filter(|document| document.alias_of.is_some()).map(|document| &document.id);
    if let Some(id) =
        named.find(|id| real(draft, id).is_none()).or(aliases.clone().find(|id| real(draft, id).is_none()))
    {
        return Some(format!("the document {} is unknown", id.value));
    }
    steps.iter().find_map(|step| form_of_step(step, steps.len()))
}

fn form_of_step(step: &Step, last: usize) -> Option<String> {
    let lanes: BTreeSet<&LaneId> = step.actors.iter().map(|actor| &actor.value).collect();
    let labels: BTreeSet<String> = step.outcomes.iter().map(|outcome| as_read_aloud(&outcome.label)).collect();
    let is_decision = !step.outcomes.is_empty();
    let leads_nowhere = step.outcomes.iter().any(|outcome| match outcome.target.value {
        Target::Step(number) => number == 0 || number as usize > last,
        Target::Finished | Target::Rejected => false,
    });
    let wrong = if lanes.is_empty() {
        "has no actor"
    } else if lanes.len() < 2 && is(step.parties.as_ref()) {
        "asks a single party to agree with itself"
    } else if is_decision && is(step.once.as_ref()) {
        "decides only once"
    } else if is_decision && (labels.len() < 2 || labels.len() < step.outcomes.len()) {
        "decides nothing"
    } else if leads_nowhere {
        "leads to a step that does not exist"
    } else {
        return None;
    };
    Some(format!("step {} {wrong}", step.number.value))
}

fn is(flag: Option<&At<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// Labels that sound the same are the same.
fn as_read_aloud(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The waits that a step names: its own, and those of its arrows.
fn waits(step: &Step) -> impl Iterator<Item = &Wait> {
    step.wait.iter().chain(step.outcomes.iter().filter_map(|outcome| outcome.wait.as_ref()))
}

fn named_lanes(step: &Step) -> impl Iterator<Item = &At<LaneId>> {
    step.actors.iter().chain(&step.recipients).chain(waits(step).flat_map(|wait| &wait.lanes))
}

fn demands(step: &Step) -> impl Iterator<Item = &Demand> {
    let on_arrows = step.outcomes.iter().flat_map(|outcome| &outcome.yields);
    let own = step.needs.iter().chain(&step.yields).flatten();
    own.chain(on_arrows).chain(waits(step).flat_map(|wait| &wait.yields))
}

/// The place in the list of the document that a name means; none if the name or what it stands for is unknown.
fn real(draft: &SopDraft, id: &DocumentId) -> Option<usize> {
    let declared = |id: &DocumentId| draft.documents.iter().position(|document| document.id.value == *id);
    let named = declared(id)?;
    let Some(other) = &draft.documents[named].alias_of else { return Some(named) };
    declared(other).filter(|other| draft.documents[*other].alias_of.is_none())
}

// The workflow net.

/// A set of documents: one bit for each, by its place in the SOP's list.
type Documents = u32;

/// The net: what can happen at each step, the rows in their order.
struct Net {
    steps: Vec<Place>,
}

/// A step of the net.
struct Place {
    /// The groups of which one document each has to be there when the token comes.
    asks: Vec<Documents>,
    /// How many lanes have to choose the same forward outcome.
    parties: usize,
    /// Passed over once it was done.
    once: bool,
    outcomes: Vec<Transition>,
}

/// Recording a step with one of its outcomes.
struct Transition {
    /// The row to which the token goes; none for an end.
    to: Option<usize>,
    forward: bool,
    /// The groups of which one document each is delivered.
    delivers: Vec<Documents>,
}

/// All that the future depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Marking {
    /// The row where the token stands; none at an end.
    token: Option<usize>,
    delivered: Documents,
    /// The rows of the once-only steps that are done, one bit for each.
    done: u32,
    /// What each party of this visit has consented to; empty until the first does.
    consents: Vec<Option<usize>>,
}

impl Net {
    fn of(draft: &SopDraft) -> Self {
        Self { steps: (0..draft.steps.len()).map(|row| Place::of(draft, row)).collect() }
    }

    fn start() -> Marking {
        Marking { token: Some(0), delivered: 0, done: 0, consents: Vec::new() }
    }

    /// The first thing that is wrong with it, by walking every marking that can come up.
    fn flaw(&self) -> Option<Flaw> {
        let (markings, comes_from) = self.walk();
        let leftover = |marking: &&Marking| marking.token.is_none() && !marking.consents.is_empty();
        if let Some(marking) = markings.iter().find(leftover) {
            return Some(Flaw::Leftover(marking.clone()));
        }
        let can_end = can_end(&markings, &comes_from);
        if let Some(stuck) = can_end.iter().position(|can| !can) {
            return Some(Flaw::Stuck(markings[stuck].clone()));
        }
        let visited: BTreeSet<usize> = markings.iter().filter_map(|marking| marking.token).collect();
        if let Some(dead) = (0..self.steps.len()).find(|row| !visited.contains(row)) {
            return Some(Flaw::Dead(dead + 1));
        }
        markings.into_iter().find(|marking| self.is_missing(marking)).map(Flaw::Missing)
    }

    /// Every marking that can come up, and from which others each can come directly.
    fn walk(&self) -> (Vec<Marking>, Vec<Vec<usize>>) {
        const MOST: usize = 1_000_000;
        let mut markings = vec![Self::start()];
        let mut comes_from = vec![Vec::new()];
        let mut known = HashMap::from([(Self::start(), 0)]);
        let mut now = 0;
        while now < markings.len() {
            for next in self.next(&markings[now]) {
                let place = *known.entry(next).or_insert_with_key(|next| {
                    markings.push(next.clone());
                    comes_from.push(Vec::new());
                    markings.len() - 1
                });
                comes_from[place].push(now);
            }
            now += 1;
            assert!(markings.len() < MOST, "too large a net to walk");
        }
        (markings, comes_from)
    }

    /// The markings that one more entry can bring about.
    fn next(&self, marking: &Marking) -> Vec<Marking> {
        let Some(row) = marking.token else { return Vec::new() };
        let step = &self.steps[row];
        let mut next = Vec::new();
        for (chosen, outcome) in step.outcomes.iter().enumerate() {
            if !outcome.forward || step.parties == 1 {
                self.fire(marking, row, outcome, &mut next);
                continue;
            }
            for party in 0..step.parties {
                let mut consents = marking.consents.clone();
                consents.resize(step.parties, None);
                consents[party] = Some(chosen);
                if consents.iter().all(|consent| *consent == Some(chosen)) {
                    self.fire(marking, row, outcome, &mut next);
                } else {
                    next.push(Marking { consents, ..marking.clone() });
                }
            }
        }
        next
    }

    /// Moves the token along an outcome, with every choice of documents that it allows.
    fn fire(&self, from: &Marking, row: usize, outcome: &Transition, next: &mut Vec<Marking>) {
        let done = if self.steps[row].once && outcome.forward { from.done | 1 << row } else { from.done };
        let token = self.pass_over(outcome.to, done);
        for delivered in choices(from.delivered, &outcome.delivers) {
            next.push(Marking { token, delivered, done, consents: Vec::new() });
        }
    }

    /// Where the token comes to rest: once-only steps that are done are passed over, to the next row.
    fn pass_over(&self, mut to: Option<usize>, done: u32) -> Option<usize> {
        while let Some(row) = to.filter(|row| done & 1 << row != 0) {
            to = self.row(row + 1);
        }
        to
    }

    fn row(&self, row: usize) -> Option<usize> {
        (row < self.steps.len()).then_some(row)
    }

    fn is_missing(&self, marking: &Marking) -> bool {
        let asks = marking.token.map_or(&[][..], |row| &self.steps[row].asks);
        asks.iter().any(|group| group & marking.delivered == 0)
    }
}

/// From which markings an end can still come up.
fn can_end(markings: &[Marking], comes_from: &[Vec<usize>]) -> Vec<bool> {
    let mut can = vec![false; markings.len()];
    let mut open: Vec<usize> = (0..markings.len()).filter(|place| markings[*place].token.is_none()).collect();
    while let Some(place) = open.pop() {
        if !std::mem::replace(&mut can[place], true) {
            open.extend(&comes_from[place]);
        }
    }
    can
}

/// What can have been delivered when one document of each group has come on top of what was there.
fn choices(delivered: Documents, groups: &[Documents]) -> Vec<Documents> {
    let mut ways = vec![delivered];
    for group in groups {
        let members: Vec<Documents> = (0..Documents::BITS).map(|n| 1 << n).filter(|one| group & one != 0).collect();
        ways = ways.iter().flat_map(|way| members.iter().map(move |one| way | one)).collect();
    }
    ways
}

impl Place {
    fn of(draft: &SopDraft, row: usize) -> Self {
        let step = &draft.steps[row];
        let brings_anything = step.actors.iter().any(|actor| is_applicant(draft, actor));
        let parties = if is(step.parties.as_ref()) { step.actors.len() } else { 1 };
        let mut asks = if brings_anything { Vec::new() } else { groups(draft, step.needs.iter().flatten()) };
        // Whoever records the step ends its wait, and brings what the wait demands along.
        let waited = groups(draft, step.wait.iter().flat_map(|wait| &wait.yields));
        asks.retain(|asked| !waited.iter().any(|brought| brought & !asked == 0));
        Self { asks, parties, once: is(step.once.as_ref()), outcomes: transitions(draft, row) }
    }
}

/// The applicant brings any document along: the lanes that open a request, and those bound to its agency.
fn is_applicant(draft: &SopDraft, actor: &LaneId) -> bool {
    let opens = draft.steps[0].actors.iter().any(|opener| opener.value == *actor);
    opens || draft.lanes.iter().any(|lane| lane.id.value == *actor && lane.bound)
}

fn transitions(draft: &SopDraft, row: usize) -> Vec<Transition> {
    let step = &draft.steps[row];
    let next_row = (row + 1 < draft.steps.len()).then_some(row + 1);
    // Recording a step ends its wait, whatever the outcome; the step's outputs are asked of those who go on. The
    // wait of an arrow is ended by whoever records the step it leads to, unless that one may be passed over. That a
    // step's own `kelengkapan` brought a document is not relied upon.
    let always: Vec<&Demand> = step.wait.iter().flat_map(|wait| &wait.yields).collect();
    let going_on: Vec<&Demand> = step.yields.iter().flatten().collect();
    if step.outcomes.is_empty() {
        let delivers = groups(draft, always.into_iter().chain(going_on));
        return vec![Transition { to: next_row, forward: true, delivers }];
    }
    let arrows = step.outcomes.iter().map(|outcome| {
        let (to, forward) = match outcome.target.value {
            Target::Step(number) => (Some(number as usize - 1), number > step.number.value),
            Target::Finished => (None, true),
            Target::Rejected => (None, false),
        };
        let delivered = always.iter().chain(if forward { &going_on[..] } else { &[] });
        let may_be_passed = to.is_some_and(|row: usize| is(draft.steps[row].once.as_ref()));
        let waited = outcome.wait.iter().filter(|_| to.is_some() && !may_be_passed).flat_map(|wait| &wait.yields);
        let delivers = groups(draft, delivered.copied().chain(&outcome.yields).chain(waited));
        Transition { to, forward, delivers }
    });
    arrows.collect()
}

/// The groups of files of which one each is demanded. What is only allowed, and what is no file, never counts.
fn groups<'a>(draft: &SopDraft, demands: impl IntoIterator<Item = &'a Demand>) -> Vec<Documents> {
    let file = |id: &At<DocumentId>| {
        let place = real(draft, id).expect("every document is known");
        if draft.documents[place].matter == Matter::File { 1 << place } else { 0 }
    };
    let mut groups: Vec<Documents> = Vec::new();
    for demand in demands {
        let files = demand.documents.iter().map(file);
        match demand.kind {
            DemandKind::Allowed => {}
            DemandKind::OneOf => groups.push(files.fold(0, |group, one| group | one)),
            DemandKind::Printed | DemandKind::Added => groups.extend(files),
        }
    }
    groups.retain(|group| *group != 0);
    groups
}

// Random SOPs.

/// A die that falls the same way for the same seed, on every machine (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("less than the sides")
    }

    /// Whether something happens that happens so many times in a hundred.
    fn falls(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const LANES: [&str; 4] = ["pemohon", "bidang", "tim-it", "kepala"];
const FILES: [&str; 6] = ["surat", "surat-lain", "disposisi", "rumusan", "laporan", "laporan-lain"];
const NO_FILES: [&str; 3] = ["aplikasi", "aplikasi-lain", "narahubung"];
const LABELS: [&str; 5] = ["setuju", "tidak setuju", "ada temuan", "perlu dibahas", "ditolak"];

const HEAD: &str = "\
nama: Layanan Acak
instansi: Dinas Acak
unit: null
zona: Asia/Makassar
nomor: null
tanggal: {pembuatan: null, revisi: null, efektif: null}
pengesahan: Kepala Dinas Acak
satuan_hari: kerja
anomali:
  - {kode: A, uraian: Tidak tercetak., resolusi: Diwajibkan., keyakinan: sedang}
dokumen:
  - {id: surat, nama: Surat}
  - {id: surat-lain, nama: Surat Permohonan, sama_dengan: surat}
  - {id: disposisi, nama: Disposisi}
  - {id: rumusan, nama: Rumusan}
  - {id: laporan, nama: Laporan}
  - {id: laporan-lain, nama: Laporan Akhir, sama_dengan: laporan}
  - {id: aplikasi, nama: Aplikasi, wujud: artefak}
  - {id: aplikasi-lain, nama: Aplikasi Jadi, sama_dengan: aplikasi}
  - {id: narahubung, nama: Narahubung, wujud: luar}
";

/// Whoever writes random SOPs: more or less careful, and sometimes plainly wrong.
struct Author {
    dice: Dice,
    /// How many steps there are to be.
    steps: usize,
    /// In how many of a hundred places care is taken.
    care: usize,
    /// In how many of a hundred places something stands that cannot be meant.
    slips: usize,
    /// The documents that an earlier row yields.
    made: Vec<&'static str>,
}

fn random_sop(seed: u64, number: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ number << 20);
    let (steps, care, slips) = (2 + dice.roll(8), dice.pick(&[30, 80, 95, 99]), dice.pick(&[0, 0, 0, 0, 3]));
    Author { dice, steps, care, slips, made: Vec::new() }.write()
}

impl Author {
    fn write(mut self) -> String {
        let alias = self.dice.pick(&["surat-lain", "tak-dikenal"]);
        let alias = format!("  - {{id: sebutan, nama: Sebutan, sama_dengan: {alias}}}\n");
        let alias = if self.slips() { &alias } else { "" };
        let lane = |lane| {
            let bound = if self.dice.falls(12) { ", terikat: true" } else { "" };
            format!("  - {{id: {lane}, nama: Lajur {lane}{bound}}}\n")
        };
        let lanes = LANES.map(lane).concat();
        let steps: String = (1..=self.steps).map(|number| self.step(number)).collect();
        format!("{HEAD}{alias}lajur:\n{lanes}langkah:\n{steps}")
    }

    fn is_careful(&mut self) -> bool {
        let care = self.care;
        self.dice.falls(care)
    }

    fn slips(&mut self) -> bool {
        let slips = self.slips;
        self.dice.falls(slips)
    }

    fn step(&mut self, number: usize) -> String {
        let printed = if self.slips() { self.dice.roll(self.steps + 2) + 1 } else { number };
        let actors = self.lanes();
        let mut text = format!(
            "  - nomor: {printed}\n    kegiatan: Mengerjakan sesuatu\n    pelaksana: [{}]\n    waktu: null\n",
            actors.join(", ")
        );
        let mut line = |key: &str, value: &str| writeln!(text, "    {key}: {value}").expect("text takes any line");
        if self.dice.falls(15) {
            line("penerima", &format!("[{}]", self.lanes().join(", ")));
        }
        if (actors.len() > 1 && self.dice.falls(50)) || self.slips() {
            line("para_pihak", "true");
        }
        if self.dice.falls(12) {
            line("menunggu", &self.wait());
        }
        if number > 1 && self.dice.falls(60) {
            line("kelengkapan", &self.needs());
        }
        if self.dice.falls(65) {
            line("output", &self.yields());
        }
        if self.dice.falls(if number == self.steps { 65 } else { 40 }) {
            line("keputusan", &self.decision(number));
        } else if self.dice.falls(25) {
            line("sekali", self.dice.pick(&["true", "true", "true", "false"]));
        }
        if self.slips() && !text.contains("sekali") {
            text.push_str("    sekali: true\n");
        }
        text
    }

    fn lanes(&mut self) -> Vec<&'static str> {
        if self.slips() {
            return self.dice.pick(&[&[][..], &["tak-dikenal"][..], &["tim-it", "tim-it"][..]]).to_vec();
        }
        let first = self.dice.roll(LANES.len());
        let count = self.dice.pick(&[1, 1, 1, 1, 2, 2, 3]);
        LANES.iter().cycle().skip(first).take(count).copied().collect()
    }

    fn wait(&mut self) -> String {
        let lanes = self.lanes().join(", ");
        let output = if self.dice.falls(60) { format!(", output: {}", self.yields()) } else { String::new() };
        format!("{{lajur: [{lanes}], hal: tindak lanjut{output}}}")
    }

    /// What a step asks for: with care, what an earlier row yields.
    fn needs(&mut self) -> String {
        let known = if self.is_careful() { self.made.clone() } else { [&FILES[..], &NO_FILES].concat() };
        if known.is_empty() { "[]".to_owned() } else { self.demands(&known) }
    }

    fn yields(&mut self) -> String {
        let documents = if self.dice.falls(85) { &FILES[..] } else { &NO_FILES };
        let demands = self.demands(documents);
        let names = |name: &&&str| demands.split([' ', ',', '[', ']', '}']).any(|word| word == **name);
        self.made.extend(FILES.iter().chain(&NO_FILES).filter(names));
        demands
    }

    fn demands(&mut self, documents: &[&'static str]) -> String {
        let count = self.dice.pick(&[1, 1, 2]);
        let demands: Vec<String> = (0..count).map(|_| self.demand(documents)).collect();
        format!("[{}]", demands.join(", "))
    }

    fn demand(&mut self, documents: &[&'static str]) -> String {
        let (one, other) = (self.dice.pick(documents), self.dice.pick(documents));
        if self.slips() {
            return "tak-dikenal".to_owned();
        }
        match self.dice.roll(20) {
            0..12 => one.to_owned(),
            12..14 => format!("{{boleh: [{one}, {other}]}}"),
            14..18 => format!("{{salah_satu: [{one}, {other}]}}"),
            _ => format!("{{tambahan: [{one}, {other}], tafsir: A}}"),
        }
    }

    fn decision(&mut self, number: usize) -> String {
        let count = if self.slips() { 1 } else { self.dice.pick(&[2, 2, 2, 3, 4]) };
        let outcomes: Vec<String> = (0..count).map(|n| self.outcome(number, n)).collect();
        format!("[{}]", outcomes.join(", "))
    }

    /// With care, the first outcome leads on to the next row, and the others to where a paper would send them.
    fn outcome(&mut self, number: usize, n: usize) -> String {
        let label = if self.slips() { "Tidak  Setuju" } else { LABELS[n] };
        let target = if self.slips() {
            (self.steps + 1 + self.dice.roll(3)).to_string()
        } else if self.is_careful() && n == 0 {
            if number == self.steps { "selesai".to_owned() } else { (number + 1).to_string() }
        } else {
            self.target(number)
        };
        let output = if self.dice.falls(20) { format!(", output: {}", self.yields()) } else { String::new() };
        let wait = if self.dice.falls(8) { format!(", menunggu: {}", self.wait()) } else { String::new() };
        format!("{{hasil: {label}, ke: {target}{output}{wait}}}")
    }

    fn target(&mut self, number: usize) -> String {
        match self.dice.roll(12) {
            0 => "selesai".to_owned(),
            1 => "ditolak".to_owned(),
            2..8 => (1 + self.dice.roll(number)).to_string(),
            _ => (1 + self.dice.roll(self.steps)).to_string(),
        }
    }
}
