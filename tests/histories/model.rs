//! The law once more, told plainly: what the register should say of a landing. It shares no line with the program.

use std::collections::{BTreeMap, BTreeSet};

use super::procedure::{self, BOUND, Group, OUTSIDE, Step, Target, UNBOUND, real};
use super::words::{Act, Blob, Book, Brought, EXECUTABLE, Entry, Header, Landed, Office, PLAIN, Person, Tree};

/// A law that a model gets wrong on purpose: each has to be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Four eyes look at the author alone, not at the person for whom a bot wrote.
    FourEyesMissTheActor,
    /// A bot may review.
    BotReviews,
    /// A role that ended still holds.
    EndedRolesHold,
    /// An output of an earlier visit counts.
    OldOutputCounts,
    /// One agency may act for another.
    AnyAgency,
    /// A step that is done only once is entered again.
    OnceIsTwice,
    /// A document is bound anew by each entry that names it.
    BoundAnew,
    /// A revocation strikes `tutup` and `sahkan` too.
    AllIsStruck,
    /// Whoever merged may pass his address on.
    ReviewersAreForgotten,
    /// Ten minutes behind the clock are too late.
    TenMinutesAreLate,
    /// Whoever pushed the branch wrote all of it.
    LastCommitWroteAll,
    /// Policy takes effect whatever is against it.
    PolicyAlwaysTakes,
    /// Parties that all spoke have agreed.
    SpokenIsAgreed,
    /// The time of a struck landing still counts.
    StruckTimesCount,
    /// A merge of policy writes nothing itself.
    MergesWriteNothing,
}

impl Wrong {
    pub const ALL: [Self; 15] = [
        Self::FourEyesMissTheActor,
        Self::BotReviews,
        Self::EndedRolesHold,
        Self::OldOutputCounts,
        Self::AnyAgency,
        Self::OnceIsTwice,
        Self::BoundAnew,
        Self::AllIsStruck,
        Self::ReviewersAreForgotten,
        Self::TenMinutesAreLate,
        Self::LastCommitWroteAll,
        Self::PolicyAlwaysTakes,
        Self::SpokenIsAgreed,
        Self::StruckTimesCount,
        Self::MergesWriteNothing,
    ];
}

/// Reasons against a landing, by the rule that says each.
pub type Reasons = BTreeSet<&'static str>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    Open,
    Finished,
    Rejected,
    Withdrawn,
    Cancelled,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The wait of the procedure, with what it demands: of each group any one.
    pub wait: Option<&'static [Group]>,
    /// Somebody paused.
    pub paused: bool,
    pub lanes: Vec<String>,
}

/// What a party said: its lane, by whom, and the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub lane: String,
    pub person: Option<String>,
    pub outcome: Option<String>,
}

/// What `batalkan` takes back.
#[derive(Debug, Clone)]
pub struct State {
    pub life: Life,
    pub step: u32,
    pub revision: u32,
    pub title: String,
    pub agency: String,
    pub consents: Vec<Consent>,
    /// The steps whose visits are over.
    pub visits: Vec<u32>,
    pub visit: BTreeSet<String>,
    pub delivered: BTreeSet<String>,
    pub once: BTreeSet<u32>,
    pub stop: Option<Stop>,
    wrong: Option<Wrong>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Had,
    None,
    Revoked(usize),
}

#[derive(Debug, Clone)]
pub struct Recorded {
    pub act: Act,
    pub author: Option<String>,
    actor: Option<String>,
    reviewer: Option<String>,
    pub effect: Effect,
    /// Something was wrong with it, and nobody has answered.
    pub marked: bool,
    before: State,
}

#[derive(Debug, Clone)]
pub struct Request {
    pub number: (i64, u32),
    pub opener: Option<String>,
    pub text: String,
    pub entries: Vec<Recorded>,
    pub state: State,
    pub bound: BTreeMap<String, Blob>,
    /// Other requests that its header names.
    pub related: Vec<String>,
}

impl Request {
    pub fn is_doubtful(&self) -> bool {
        self.entries.iter().any(|entry| entry.effect == Effect::Had && entry.marked)
    }

    /// The lanes that have to act.
    pub fn turn(&self) -> Vec<String> {
        let state = &self.state;
        let awaited = state.stop.as_ref().map(|stop| stop.lanes.clone()).filter(|lanes| !lanes.is_empty());
        let step = procedure::step(state.step).filter(|_| state.life == Life::Open);
        let actors = step.map(|step| unheard(step, &state.consents).into_iter().map(str::to_owned).collect());
        awaited.filter(|_| state.life == Life::Open).or(actors).unwrap_or_default()
    }

    pub fn word(&self) -> &'static str {
        match (self.state.life, &self.state.stop) {
            (Life::Open, None) => "berjalan",
            (Life::Open, Some(stop)) if stop.paused => "jeda",
            (Life::Open, Some(_)) => "menunggu",
            (Life::Finished, _) => "selesai",
            (Life::Rejected, _) => "ditolak",
            (Life::Withdrawn, _) => "ditarik",
            (Life::Cancelled, _) => "batal",
        }
    }
}

/// The register as the model sees it.
#[derive(Debug, Clone)]
pub struct Model {
    pub policy: Tree,
    pub requests: BTreeMap<String, Request>,
    identities: BTreeMap<String, String>,
    times: Vec<(i64, String)>,
    numbers: BTreeMap<i64, u32>,
    wrong: Option<Wrong>,
}

/// To whom a path belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    Request(String),
    Stray,
    Policy,
    Outside,
}

pub fn tier(path: &str) -> Tier {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[0] {
        "requests" if path == "requests/README.md" => Tier::Outside,
        "requests" if parts.len() >= 6 => Tier::Request(parts[..5].join("/")),
        "requests" => Tier::Stray,
        "jejak.yaml" | "tanggapan.yaml" | "sops" | "people" | "calendars" | "templates" | "site" => Tier::Policy,
        _ => Tier::Outside,
    }
}

/// The day of a moment where the office is, counted from 1970.
pub fn day_of(seconds: i64) -> i64 {
    (seconds + 8 * 3600).div_euclid(86_400)
}

/// The number of a calendar day.
pub fn day_number((year, month, day): (i64, i64, i64)) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn year_of(day: i64) -> i64 {
    let mut year = 1970 + day.div_euclid(366);
    while day_number((year + 1, 1, 1)) <= day {
        year += 1;
    }
    year
}

/// Who wrote an entry and who checked it.
struct Who<'a> {
    /// Who wrote the landing.
    lander: Option<&'a str>,
    author: Option<(&'a str, &'a Person)>,
    actor: Option<(&'a str, &'a Person)>,
    reviewer: Option<&'a str>,
}

/// What stands around an entry.
struct Around<'a> {
    book: &'a Book,
    landed: &'a Landed,
    folder: &'a str,
    day: i64,
    /// The requests that stood before the landing.
    stood: &'a BTreeSet<String>,
    /// Something is wrong with the landing as a whole.
    faulty: bool,
}

impl Model {
    /// The start: its tree as given.
    pub fn start(book: &Book, landed: &Landed, wrong: Option<Wrong>) -> Self {
        let of_policy = landed.after.iter().filter(|(path, _)| tier(path) == Tier::Policy);
        let policy = of_policy.map(|(path, blob)| (path.clone(), blob.clone())).collect();
        let mut model = Self {
            policy,
            requests: BTreeMap::new(),
            identities: BTreeMap::new(),
            times: Vec::new(),
            numbers: BTreeMap::new(),
            wrong,
        };
        let folders: BTreeSet<String> = landed.after.keys().filter_map(|path| request_of(path)).collect();
        for folder in folders {
            model.request(book, landed, &folder, None, None, &mut Reasons::new());
        }
        model.times.push((landed.time, landed.id.clone()));
        model
    }

    pub fn office<'b>(&self, book: &'b Book) -> &'b Office {
        &book.offices[&*self.policy["jejak.yaml"].1]
    }

    /// The people who stand, by their handle.
    pub fn people<'b>(&'b self, book: &'b Book) -> impl Iterator<Item = (&'b str, &'b Person)> {
        self.policy.iter().filter_map(|(path, blob)| {
            let handle = path.strip_prefix("people/")?.strip_suffix(".yaml")?;
            Some((handle, book.people.get(&*blob.1)?))
        })
    }

    fn person_of<'b>(&'b self, book: &'b Book, mail: &str) -> Option<(&'b str, &'b Person)> {
        self.people(book).find(|(_, person)| person.accounts.iter().any(|account| is_of(account, mail)))
    }

    pub fn clock(&self) -> i64 {
        self.times.iter().map(|(time, _)| *time).max().unwrap_or(0)
    }

    /// What stands at a path of the register.
    pub fn stands(&self, path: &str) -> Option<Blob> {
        match tier(path) {
            Tier::Policy => self.policy.get(path).cloned(),
            Tier::Request(folder) => {
                let request = self.requests.get(&folder)?;
                let name = &path[folder.len() + 1..];
                if name == "request.yaml" {
                    return Some((PLAIN, request.text.as_str().into()));
                }
                request.bound.get(name).cloned()
            }
            Tier::Stray | Tier::Outside => None,
        }
    }

    /// The paths where a tree differs from what stands.
    pub fn exceptions(&self, tree: &Tree) -> BTreeSet<String> {
        let mut paths: BTreeSet<String> = tree.keys().cloned().collect();
        paths.extend(self.policy.keys().cloned());
        for (folder, request) in &self.requests {
            paths.insert(format!("{folder}/request.yaml"));
            paths.extend(request.bound.keys().map(|name| format!("{folder}/{name}")));
        }
        paths.retain(|path| tier(path) != Tier::Outside && tree.get(path).cloned() != self.stands(path));
        paths
    }

    /// Judges a landing and goes on from it.
    pub fn judge(&mut self, book: &Book, landed: &Landed) -> Reasons {
        let mut reasons = Reasons::new();
        let changes = changes(&landed.before, &landed.after);
        let tiers: BTreeSet<Tier> = changes.iter().map(|path| tier(path)).collect();
        if tiers.iter().all(|tier| *tier == Tier::Outside) {
            return reasons;
        }
        let before = self.clone();
        let author = before.person_of(book, &landed.by);
        let folders: Vec<String> = tiers
            .iter()
            .filter_map(|tier| if let Tier::Request(folder) = tier { Some(folder.clone()) } else { None })
            .collect();
        // Landing again what stands changes no request: anybody may, in whatever way.
        let of_request = |path: &String| matches!(tier(path), Tier::Request(_) | Tier::Stray);
        let restores = |path: &String| of_request(path) && landed.after.get(path).cloned() == before.stands(path);
        let judged: Vec<String> = changes.iter().filter(|path| !restores(path)).cloned().collect();
        let changes_requests = judged.iter().any(of_request);
        if changes.iter().any(of_request) {
            if changes_requests {
                before.landing(book, landed, &judged, &mut reasons);
            }
            before.register_time(landed, &mut reasons);
            let by_merge = before.office(book).by_merge;
            let reviewer = author.filter(|_| landed.is_merge && by_merge).map(|(handle, _)| handle.to_owned());
            let stood = before.requests.keys().cloned().collect();
            for folder in &folders {
                self.request(book, landed, folder, reviewer.as_deref(), Some(&stood), &mut reasons);
                self.documents(landed, folder, &changes, &mut reasons);
            }
        }
        let of_policy: Vec<&String> = changes
            .iter()
            .filter(|path| tier(path) == Tier::Policy && landed.after.get(*path) != before.policy.get(*path))
            .collect();
        if !of_policy.is_empty() {
            let against = before.policy_reasons(book, landed, &of_policy, changes_requests);
            if against.is_empty() || self.wrong == Some(Wrong::PolicyAlwaysTakes) {
                self.policy = before.policy_with(landed, &of_policy);
                for (struck, _) in answers(book, &self.policy).iter().filter(|(_, strikes)| *strikes) {
                    self.times.retain(|(_, id)| id != struck || self.wrong == Some(Wrong::StruckTimesCount));
                }
            }
            reasons.extend(against);
        }
        if let Some((handle, person)) = author.filter(|_| self.wrong != Some(Wrong::ReviewersAreForgotten)) {
            self.remember(handle, person, &landed.by);
        }
        self.times.push((landed.time, landed.id.clone()));
        reasons
    }

    fn remember(&mut self, handle: &str, person: &Person, mail: &str) {
        if person.accounts.iter().any(|account| is_of(account, mail)) {
            self.identities.entry(identity(mail)).or_insert_with(|| handle.to_owned());
        }
    }

    /// What is against a landing of requests as a whole.
    fn landing(&self, book: &Book, landed: &Landed, changes: &[String], reasons: &mut Reasons) {
        let day = day_of(landed.time.max(self.clock()));
        let office = self.office(book);
        let first = changes.iter().find_map(|path| request_of(path));
        if first.is_some() && changes.iter().any(|path| request_of(path) != first) {
            reasons.insert("one-request");
        }
        for path in changes {
            let Some((mode, _)) = landed.after.get(path) else { continue };
            let tier = tier(path);
            let nested = matches!(&tier, Tier::Request(folder) if path[folder.len() + 1..].contains('/'));
            if tier != Tier::Outside && (*mode != PLAIN || nested || tier == Tier::Stray) {
                reasons.insert("plain-files");
            }
        }
        if office.by_merge && !landed.is_merge {
            reasons.insert("landing-way");
        }
        if office.by_merge && landed.is_merge {
            let may = self.person_of(book, &landed.by).is_some_and(|(handle, person)| {
                let steward = office.stewards.iter().any(|steward| steward == handle);
                let known = changes
                    .iter()
                    .filter_map(|path| request_of(path))
                    .any(|folder| self.procedure_is_known(book, landed, &folder));
                let unbound = known && UNBOUND.iter().any(|lane| holds(person, lane, None, day));
                (!person.bot || self.wrong == Some(Wrong::BotReviews)) && (steward || unbound)
            });
            if !may {
                reasons.insert("reviewer");
            }
        }
    }

    /// Whether a landing that touches requests comes with an older time.
    fn register_time(&self, landed: &Landed, reasons: &mut Reasons) {
        let late = if self.wrong == Some(Wrong::TenMinutesAreLate) { 599 } else { 600 };
        if self.clock() - landed.time > late {
            reasons.insert("register-time");
        }
    }

    fn procedure_is_known(&self, book: &Book, landed: &Landed, folder: &str) -> bool {
        let opens = || {
            // Of a link or an executable nobody reads which procedure it names.
            let file = landed.after.get(&format!("{folder}/request.yaml"));
            let (_, text) = file.filter(|(mode, _)| *mode == PLAIN)?;
            let (header, pieces) = cut(text)?;
            pieces.as_ref()?;
            let header = book.headers.get(header)?;
            Some(self.has_revision(header.revision))
        };
        self.requests.contains_key(folder) || opens() == Some(true)
    }

    fn has_revision(&self, revision: u32) -> bool {
        self.policy.contains_key(&format!("sops/contoh/{revision}.yaml"))
    }

    /// Whether a revision is in force, or dispensed, on a day.
    fn in_force(&self, revision: u32, day: i64) -> bool {
        let second = day_number((2026, 11, 16));
        let end = day_number((2026, 12, 31));
        match revision {
            1 => {
                let overtaken = self.has_revision(2) && second <= day;
                let dispensed = day > end && day <= day_number((2027, 3, 31));
                dispensed || (day <= end && !overtaken)
            }
            2 => self.has_revision(2) && second <= day,
            _ => false,
        }
    }

    /// A request within a landing.
    fn request(
        &mut self,
        book: &Book,
        landed: &Landed,
        folder: &str,
        reviewer: Option<&str>,
        stood: Option<&BTreeSet<String>>,
        reasons: &mut Reasons,
    ) {
        // The start is taken as given.
        let given = stood.is_none();
        let nothing = BTreeSet::new();
        let stood = stood.unwrap_or(&nothing);
        let path = format!("{folder}/request.yaml");
        let file = landed.after.get(&path);
        // A landing answers for what it touches.
        if !given && landed.before.get(&path) == file {
            return;
        }
        let day = day_of(landed.time.max(if given { 0 } else { self.clock() }));
        let mut request = match (self.requests.get(folder), file) {
            (None, None) => return,
            (None, Some((mode, text))) => {
                let Some(request) = self.opening(book, *mode, text) else {
                    reasons.insert("growth");
                    return;
                };
                request
            }
            (Some(_), None) => {
                reasons.insert("growth");
                return;
            }
            (Some(request), Some((mode, text))) => {
                if *mode == PLAIN && **text == *request.text {
                    return;
                }
                request.clone()
            }
        };
        let is_new = !self.requests.contains_key(folder);
        let Some((mode, text)) = file else { return };
        let pieces = text.strip_prefix(&*request.text).and_then(pieces).filter(|pieces| !pieces.is_empty());
        let (Some(pieces), true) = (pieces, *mode == PLAIN) else {
            reasons.insert("growth");
            return;
        };
        let around = Around { book, landed, folder, day, stood, faulty: !reasons.is_empty() };
        let mut names: Vec<String> = Vec::new();
        for piece in pieces {
            request.text.push_str(piece);
            let entry = book.entries.get(piece).filter(|entry| is_readable(entry));
            for (_, name) in entry.iter().flat_map(|entry| &entry.documents) {
                if landed.after.contains_key(&format!("{folder}/{name}")) {
                    names.push(name.clone());
                }
            }
            let last = landed.commits().last().filter(|_| self.wrong == Some(Wrong::LastCommitWroteAll));
            let mail = last.map_or_else(|| producer(landed, folder, &request.text, &names), |last| &last.by);
            if let Some((handle, person)) = self.person_of(book, mail).filter(|_| !given) {
                let (handle, person) = (handle.to_owned(), person.clone());
                self.remember(&handle, &person, mail);
            }
            // The start is folded without authors.
            let author = self.person_of(book, mail).filter(|_| !given);
            let actor = match entry.and_then(|entry| entry.on_behalf.as_ref()) {
                Some(handle) if author.is_some_and(|(_, person)| person.bot) => {
                    self.people(book).find(|(other, _)| other == handle)
                }
                _ => author,
            };
            let lander = self.person_of(book, &landed.by).map(|(handle, _)| handle);
            let who = Who { lander, author, actor, reviewer };
            self.entry(&around, &mut request, piece, entry, &who, given, reasons);
        }
        if is_new {
            let year = year_of(day_of(landed.time));
            let place = self.numbers.entry(year).or_default();
            *place += 1;
            request.number = (year, *place);
        }
        self.requests.insert(folder.to_owned(), request);
    }

    /// A file that opens a request; none if it cannot stand.
    fn opening(&self, book: &Book, mode: u32, text: &str) -> Option<Request> {
        let (header, pieces) = cut(text)?;
        let first = pieces?.first().copied().and_then(|piece| book.entries.get(piece))?.clone();
        let Header { revision, title, agency, related } = book.headers.get(header)?.clone();
        let is_first = matches!(first.act, Act::Step { number: 1, .. });
        if mode != PLAIN || !self.has_revision(revision) || !is_first {
            return None;
        }
        let state = State {
            life: Life::Open,
            step: 1,
            revision,
            title,
            agency,
            consents: Vec::new(),
            visits: Vec::new(),
            visit: BTreeSet::new(),
            delivered: BTreeSet::new(),
            once: BTreeSet::new(),
            stop: None,
            wrong: self.wrong,
        };
        let (entries, bound) = (Vec::new(), BTreeMap::new());
        Some(Request { number: (0, 0), opener: None, text: header.to_owned(), entries, state, bound, related })
    }

    #[expect(clippy::too_many_arguments, reason = "everything that stands around an entry")]
    fn entry(
        &self,
        around: &Around,
        request: &mut Request,
        piece: &str,
        entry: Option<&Entry>,
        who: &Who,
        given: bool,
        reasons: &mut Reasons,
    ) {
        let mut against = Reasons::new();
        let mut effect = Effect::None;
        let delivers = entry.map(|entry| delivers(around, request, entry)).unwrap_or_default();
        match entry {
            None => drop(against.insert("entry-form")),
            Some(entry) => {
                let in_place = in_place(&request.state, entry);
                if !given {
                    against = self.against(around, request, entry, who, &delivers);
                }
                let is_step = matches!(entry.act, Act::Step { .. });
                if in_place && (is_step || (against.is_empty() && !around.faulty)) {
                    effect = Effect::Had;
                }
            }
        }
        let name = |who: Option<(&str, &Person)>| who.map(|(handle, _)| handle.to_owned());
        let act = entry.map_or(Act::Garbage(u32::try_from(piece.len()).unwrap_or(0)), |entry| entry.act.clone());
        request.entries.push(Recorded {
            act,
            author: name(who.author),
            actor: name(who.actor),
            reviewer: who.reviewer.map(str::to_owned),
            effect,
            marked: effect == Effect::Had && (around.faulty || !against.is_empty()),
            before: request.state.clone(),
        });
        reasons.extend(against);
        if request.entries.len() == 1 {
            let own = who.actor.and_then(|(_, person)| person.agency.clone());
            request.opener = own.or_else(|| Some(request.state.agency.clone()));
        }
        let Some(entry) = entry.filter(|_| effect == Effect::Had) else { return };
        for (id, name, blob) in &delivers {
            if request.state.wrong == Some(Wrong::BoundAnew) {
                let landed = around.landed.after.get(&format!("{}/{name}", around.folder));
                request.bound.insert(name.clone(), landed.unwrap_or(blob).clone());
            }
            request.bound.entry(name.clone()).or_insert_with(|| blob.clone());
            if request.state.life == Life::Open {
                request.state.visit.insert(real(id).to_owned());
                request.state.delivered.insert(real(id).to_owned());
            }
        }
        apply(request, entry, name(who.actor));
    }

    /// What is against an entry.
    #[expect(clippy::too_many_lines, reason = "one arm for each act")]
    fn against(
        &self,
        around: &Around,
        request: &Request,
        entry: &Entry,
        who: &Who,
        delivers: &[(String, String, Blob)],
    ) -> Reasons {
        let mut against = Reasons::new();
        let office = self.office(around.book);
        let (state, day) = (&request.state, around.day);
        if Self::names_nothing(around.stood, request, entry) {
            against.insert("entry-references");
        }
        let by_himself = who.author.is_none_or(|(handle, _)| who.lander == Some(handle));
        if !office.by_merge && !by_himself {
            against.insert("own-landing");
        }
        let known = match (who.author, &entry.on_behalf) {
            (None, _) => false,
            (Some((_, author)), None) => !author.bot,
            (Some((_, author)), Some(_)) => author.bot && who.actor.is_some_and(|(_, actor)| !actor.bot),
        };
        if !known {
            against.insert("author-known");
        }
        let same = |who: Option<(&str, &Person)>, reviewer: &str| who.is_some_and(|(handle, _)| handle == reviewer);
        let answers = matches!(entry.act, Act::Ratify(_) | Act::Revoke(_));
        // One steward has nobody to answer him.
        if office.four_eyes
            && !(answers && office.stewards.len() < 2)
            && who.reviewer.is_some_and(|reviewer| {
                let acted = same(who.actor, reviewer) && state.wrong != Some(Wrong::FourEyesMissTheActor);
                same(who.author, reviewer) || acted
            })
        {
            against.insert("four-eyes");
        }
        let is_bound = |lane: &str| lane == BOUND && state.wrong != Some(Wrong::AnyAgency);
        let last = if state.wrong == Some(Wrong::EndedRolesHold) { day_number((2026, 11, 20)) } else { i64::MAX };
        let may =
            |person: &Person, lane: &str| holds(person, lane, is_bound(lane).then_some(&*state.agency), day.min(last));
        let steward = who.actor.is_some_and(|(handle, _)| office.stewards.iter().any(|steward| steward == handle));
        // A bot never approves: it writes in its lanes and nowhere else.
        let by_bot = who.author.is_some_and(|(_, author)| author.bot);
        let of_party = matches!(&entry.act, Act::Step { number, .. } if *number == state.step);
        let anyhow = Entry { act: without_party(&entry.act, state.step), ..entry.clone() };
        if !in_place(state, if of_party { &anyhow } else { entry }) {
            against.insert("step-in-place");
            return against;
        }
        if entry.documents.iter().any(|(id, _)| id == OUTSIDE) {
            against.insert("kept-outside");
        }
        let step = procedure::step(state.step);
        let is_actor = |lanes: &[&str]| {
            who.actor.is_some_and(|(_, actor)| {
                let bot =
                    |lane: &str| who.author.is_none_or(|(_, author)| !author.bot || holds(author, lane, None, day));
                lanes.iter().any(|lane| may(actor, lane) && bot(lane))
            })
        };
        match &entry.act {
            Act::Step { number, outcome, party } => {
                let Some(step) = step else { return against };
                let lanes: Vec<&str> = match party {
                    Some(party) => step.actors.iter().copied().filter(|lane| lane == party).collect(),
                    None => step.actors.to_vec(),
                };
                // A party that the step does not know is no lane that somebody could hold.
                let stranger = party.is_some() && lanes.is_empty();
                if who.actor.is_some() && !stranger && !is_actor(&lanes) {
                    against.insert("lane-authority");
                }
                if *number == state.step {
                    against.extend(step_reasons(
                        state,
                        step,
                        outcome.as_deref(),
                        party.as_deref(),
                        entry,
                        who,
                        delivers,
                    ));
                }
            }
            Act::Pause { .. } if state.stop.is_some() => {
                against.insert("pause-right");
            }
            Act::Pause { .. } if !step.is_some_and(|step| is_actor(step.actors)) && (!steward || by_bot) => {
                against.insert("pause-right");
            }
            Act::Resume => {
                let awaited = state.stop.iter().flat_map(|stop| &stop.lanes).map(String::as_str).collect::<Vec<_>>();
                let may = is_actor(&awaited) || step.is_some_and(|step| is_actor(step.actors)) || (steward && !by_bot);
                let owed = state.stop.iter().filter(|stop| !stop.paused).filter_map(|stop| stop.wait);
                let owes = !owed.flatten().all(|group| any(state, delivers, group));
                if state.stop.is_none() || !may || owes {
                    against.insert("pause-right");
                }
            }
            Act::Withdraw | Act::Amend { .. } => {
                let (opener, agency) = match &entry.act {
                    Act::Amend { title, agency } => (title.is_some(), agency.is_some()),
                    _ => (true, false),
                };
                let own = who.actor.is_some_and(|(_, actor)| actor.agency.is_some() && actor.agency == request.opener);
                if (opener && !own) || (agency && (!steward || by_bot)) {
                    against.insert("opener-right");
                }
            }
            Act::Cancel | Act::Skip { .. } | Act::Migrate { .. } | Act::Withhold(_) => {
                if !steward || by_bot {
                    against.insert("steward-right");
                }
                if let Act::Skip { outcome, .. } = &entry.act {
                    let chosen = step.and_then(|step| step.outcome(outcome.as_deref()));
                    let ends = chosen.filter(|outcome| !matches!(outcome.to, Target::Step(_)));
                    if ends.is_some_and(|outcome| !outcome.yields.iter().all(|group| any(state, delivers, group))) {
                        against.insert("step-documents");
                    }
                }
            }
            Act::Ratify(n) | Act::Revoke(n) => {
                let target = (*n as usize).checked_sub(1).and_then(|at| request.entries.get(at));
                let me = who.actor.map(|(handle, _)| handle.to_owned());
                let mine = target.is_some_and(|target| {
                    me.is_some() && [&target.author, &target.actor, &target.reviewer].contains(&&me)
                });
                if !steward || by_bot || (office.four_eyes && office.stewards.len() > 1 && mine) {
                    against.insert("steward-right");
                }
            }
            _ => {}
        }
        let target = |n: u32| (n as usize).checked_sub(1).and_then(|at| request.entries.get(at));
        let missed = match &entry.act {
            Act::Ratify(n) => !target(*n).is_some_and(|entry| entry.marked && entry.effect == Effect::Had),
            Act::Revoke(n) => !target(*n).is_some_and(|entry| entry.effect == Effect::Had),
            Act::Withhold(file) => !request.bound.contains_key(file),
            _ => false,
        };
        if missed {
            against.insert("answer-target");
        }
        let procedure = match &entry.act {
            Act::Migrate { revision, .. } => Some(*revision),
            Act::Step { .. } if request.entries.is_empty() => Some(state.revision),
            _ => None,
        };
        if procedure.is_some_and(|revision| !self.in_force(revision, day)) {
            against.insert("sop-in-force");
        }
        if let Act::Migrate { revision, to } = &entry.act
            && (*revision <= state.revision || !self.has_revision(*revision) || procedure::step(*to).is_none())
        {
            against.insert("migration");
        }
        against
    }

    /// Whether an entry names an agency, a lane or a request that does not exist.
    fn names_nothing(stood: &BTreeSet<String>, request: &Request, entry: &Entry) -> bool {
        let agency = |name: &str| !["diskominfo", "dinkes"].contains(&name);
        let related = |folder: &String| !stood.contains(folder);
        let first = request.entries.is_empty();
        let of_header = first && (agency(&request.state.agency) || request.related.iter().any(related));
        let of_act = match &entry.act {
            Act::Amend { agency: Some(name), .. } => agency(name),
            Act::Pause { awaits } => awaits.iter().any(|lane| lane != BOUND && !UNBOUND.contains(&lane.as_str())),
            _ => false,
        };
        of_header || of_act
    }

    /// Documents that changed although they are bound, or that nothing names.
    fn documents(&self, landed: &Landed, folder: &str, changes: &[String], reasons: &mut Reasons) {
        for path in changes.iter().filter(|path| request_of(path).as_deref() == Some(folder)) {
            // What lies deeper is no document; that it is not in its place is said already.
            if *path == format!("{folder}/request.yaml") || path[folder.len() + 1..].contains('/') {
                continue;
            }
            if landed.after.get(path).cloned() != self.stands(path) {
                reasons.insert("growth");
            }
        }
    }

    fn policy_with(&self, landed: &Landed, paths: &[&String]) -> Tree {
        let mut next = self.policy.clone();
        for path in paths {
            match landed.after.get(*path) {
                Some(blob) => drop(next.insert((*path).clone(), blob.clone())),
                None => drop(next.remove(*path)),
            }
        }
        next
    }

    /// What is against a change of policy.
    fn policy_reasons(&self, book: &Book, landed: &Landed, paths: &[&String], with_request: bool) -> Reasons {
        let mut against = Reasons::new();
        let office = self.office(book);
        let author = self.person_of(book, &landed.by).filter(|(handle, _)| office.stewards.iter().any(|s| s == handle));
        if with_request {
            against.insert("policy-steward");
        }
        let mut writers: Vec<&str> = landed.commits().map(|commit| commit.by.as_str()).collect();
        let nothing = self.wrong == Some(Wrong::MergesWriteNothing) && !writers.is_empty();
        if !nothing && !paths.iter().all(|path| is_of_a_branch(landed, path)) {
            writers.push(&landed.by);
        }
        let by_another = |mail: &str| {
            self.person_of(book, mail)
                .is_some_and(|(handle, writer)| writer.bot || author.is_none_or(|(own, _)| own != handle))
        };
        let eyes = office.four_eyes && office.stewards.len() > 1;
        if author.is_none() || (eyes && !writers.iter().all(|mail| by_another(mail))) {
            against.insert("policy-steward");
        }
        if paths.iter().any(|path| landed.after.get(*path).is_some_and(|(mode, _)| *mode == EXECUTABLE)) {
            against.insert("plain-files");
        }
        if paths.iter().any(|path| path.starts_with("sops/") && self.policy.contains_key(*path)) {
            against.insert("sop-frozen");
        }
        let next = Self { policy: self.policy_with(landed, paths), ..self.clone() };
        next.soundness(book, &mut against);
        if !next.policy.get("jejak.yaml").is_some_and(|(_, text)| book.offices.contains_key(&**text)) {
            against.insert("policy-steward");
        }
        for (handle, person) in next.people(book) {
            let path = format!("people/{handle}.yaml");
            let stood = self.policy.get(&path).filter(|stood| Some(*stood) != next.policy.get(&path));
            let stood = stood.and_then(|stood| book.people.get(&*stood.1));
            if stood.is_some_and(|stood| person.revision <= stood.revision) {
                against.insert("revision-rising");
            }
            let taken = |account: &String| self.identities.get(&identity(account)).is_some_and(|owner| owner != handle);
            if person.accounts.iter().any(taken) {
                against.insert("identity-forever");
            }
        }
        if !answers(book, &next.policy).starts_with(&answers(book, &self.policy)) {
            against.insert("answers-grow");
        }
        against
    }

    /// Whether policy hangs together.
    fn soundness(&self, book: &Book, against: &mut Reasons) {
        for (path, (_, text)) in &self.policy {
            let known = match path.split('/').next().unwrap_or("") {
                "people" => book.people.contains_key(&**text),
                "jejak.yaml" => book.offices.contains_key(&**text),
                "tanggapan.yaml" => book.answers.contains_key(&**text),
                // The program reads letter forms when it writes a letter.
                "templates" | "site" => true,
                _ => book.sound.contains(&**text),
            };
            if !known {
                against.insert("policy-form");
            }
        }
        let office = self.policy.get("jejak.yaml").and_then(|(_, text)| book.offices.get(&**text));
        let usable = |steward: &String| {
            self.people(book).any(|(handle, person)| handle == steward && !person.bot && !person.accounts.is_empty())
        };
        if !office.is_some_and(|office| !office.stewards.is_empty() && office.stewards.iter().all(usable)) {
            against.insert("stewards");
        }
        let mut seen: BTreeMap<String, (&str, &str)> = BTreeMap::new();
        for (handle, person) in self.people(book) {
            for account in &person.accounts {
                match seen.get(&identity(account)) {
                    // He may write one account in two ways.
                    Some((owner, written)) if *owner == handle && written != account => {}
                    Some(_) => drop(against.insert("identity-unique")),
                    None => drop(seen.insert(identity(account), (handle, account))),
                }
            }
        }
        let named = ["calendars/nasional.yaml", "calendars/kabupaten.yaml"];
        if named.iter().any(|path| !self.policy.contains_key(*path)) {
            against.insert("office-references");
        }
        let forms = ["templates/surat/disposisi.md.tera", "templates/surat/surat-permohonan.md.tera"];
        if forms.iter().any(|path| !self.policy.contains_key(*path)) {
            against.insert("sop-document-form");
        }
    }
}

fn answers(book: &Book, policy: &Tree) -> Vec<(String, bool)> {
    policy.get("tanggapan.yaml").and_then(|(_, text)| book.answers.get(&**text)).cloned().unwrap_or_default()
}

fn request_of(path: &str) -> Option<String> {
    if let Tier::Request(folder) = tier(path) { Some(folder) } else { None }
}

fn changes(before: &Tree, after: &Tree) -> Vec<String> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn is_of(account: &str, mail: &str) -> bool {
    let number = account.strip_prefix("github:");
    let noreply = |number| mail.ends_with("@users.noreply.github.com") && mail.starts_with(&format!("{number}+"));
    number.map_or(account == mail, noreply)
}

fn holds(person: &Person, lane: &str, agency: Option<&str>, day: i64) -> bool {
    person.roles.iter().any(|role| {
        let in_force = day_number(role.from) <= day && role.until.is_none_or(|until| day <= day_number(until));
        in_force && role.lanes.iter().any(|own| own == lane) && (agency.is_none() || person.agency.as_deref() == agency)
    })
}

/// An account by one name, however it is written.
fn identity(account: &str) -> String {
    let number = account.strip_suffix("@users.noreply.github.com").and_then(|user| user.split_once('+'));
    number.map_or_else(|| account.to_owned(), |(number, _)| format!("github:{number}"))
}

/// Whether an entry reads: some acts need a note.
fn is_readable(entry: &Entry) -> bool {
    match entry.act {
        Act::Garbage(_) => false,
        Act::Cancel | Act::Skip { .. } | Act::Migrate { .. } | Act::Withhold(_) | Act::Ratify(_) | Act::Revoke(_) => {
            entry.note
        }
        _ => true,
    }
}

/// The header and whole entries; none without a header, and no entries where they are not whole.
fn cut(text: &str) -> Option<(&str, Option<Vec<&str>>)> {
    let end = text.find("\nriwayat:\n")? + "\nriwayat:\n".len();
    Some((&text[..end], pieces(&text[end..])))
}

/// Whole entries, or none.
fn pieces(text: &str) -> Option<Vec<&str>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let mut starts: Vec<usize> = if text.starts_with("  - ") { vec![0] } else { return None };
    starts.extend(text.match_indices("\n  - ").map(|(at, _)| at + 1));
    starts.push(text.len());
    let pieces: Vec<&str> = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
    let whole = |piece: &&str| {
        let mut further = piece.lines().skip(1);
        piece.ends_with('\n')
            && !piece.ends_with("\n\n")
            && further.all(|line| line.is_empty() || line.starts_with("    "))
    };
    pieces.iter().all(whole).then_some(pieces)
}

/// The author of what a request's file holds up to some point: the first commit that holds it, going back.
fn producer<'a>(landed: &'a Landed, folder: &str, text: &str, names: &[String]) -> &'a str {
    let held = |commit: &&Brought| {
        let file = commit.tree.get(&format!("{folder}/request.yaml")).filter(|(mode, _)| *mode == PLAIN);
        let rest = file.and_then(|(_, file)| file.strip_prefix(text));
        let same = |name: &String| {
            let path = format!("{folder}/{name}");
            commit.tree.get(&path).map(|(_, text)| text) == landed.after.get(&path).map(|(_, text)| text)
        };
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("  - ")) && names.iter().all(same)
    };
    let branches = landed.branches.iter();
    let from = branches.map(|branch| branch.commits.iter().rev().take_while(held)).find_map(Iterator::last);
    from.map_or(&landed.by, |commit| &commit.by)
}

/// Whether what stands at a path of policy was written by a commit of a branch. Bytes that no branch has at its end, or
/// that a branch found there when it began, are the merge's own.
fn is_of_a_branch(landed: &Landed, path: &str) -> bool {
    let now = landed.after.get(path);
    let branch =
        landed.branches.iter().find(|branch| branch.commits.last().is_some_and(|commit| commit.tree.get(path) == now));
    branch.is_some_and(|branch| {
        let since = branch.commits.iter().rev().take_while(|commit| commit.tree.get(path) == now).count();
        since < branch.commits.len() || branch.base.get(path) != now
    })
}

fn delivers(around: &Around, request: &Request, entry: &Entry) -> Vec<(String, String, Blob)> {
    let each = entry.documents.iter().filter_map(|(id, name)| {
        let landed =
            || around.landed.after.get(&format!("{}/{name}", around.folder)).filter(|(mode, _)| *mode == PLAIN);
        let blob = request.bound.get(name).or_else(landed)?;
        Some((id.clone(), name.clone(), blob.clone()))
    });
    each.collect()
}

/// Whether an entry comes where it may have effect.
fn in_place(state: &State, entry: &Entry) -> bool {
    if state.life != Life::Open {
        return matches!(entry.act, Act::Ratify(_) | Act::Revoke(_) | Act::Withhold(_));
    }
    let (number, outcome, party) = match &entry.act {
        Act::Step { number, outcome, party } => (number, outcome, Some(party)),
        Act::Skip { number, outcome } => (number, outcome, None),
        _ => return true,
    };
    let Some(step) = procedure::step(*number).filter(|_| *number == state.step) else { return false };
    let names = |party: &Option<String>| match party {
        Some(party) => step.actors.contains(&party.as_str()),
        None => !step.parties,
    };
    step.leads(outcome.as_deref()).is_some() && party.is_none_or(names)
}

/// The same act with a party that may speak: whether the party may is a question of its own.
fn without_party(act: &Act, step: u32) -> Act {
    let Act::Step { number, outcome, .. } = act else { return act.clone() };
    let party = procedure::step(step).filter(|step| step.parties).map(|step| step.actors[0].to_owned());
    Act::Step { number: *number, outcome: outcome.clone(), party }
}

/// What was said in this visit, with something new: who speaks again takes back what he said.
fn with(state: &State, said: Consent) -> Vec<Consent> {
    let mut consents = state.consents.clone();
    consents.retain(|other| other.lane != said.lane);
    consents.push(said);
    consents
}

/// The lanes that have not said what was said last, or said it through somebody who spoke for another already.
pub fn unheard(step: &Step, consents: &[Consent]) -> Vec<&'static str> {
    let heard = |lane: &str| {
        let (at, own) = consents.iter().enumerate().find(|(_, consent)| consent.lane == lane)?;
        let last = consents.last()?;
        let before = consents[..at].iter().filter(|other| other.outcome == last.outcome);
        let twice = before.clone().any(|other| other.person.is_some() && other.person == own.person);
        (own.outcome == last.outcome && !twice).then_some(())
    };
    step.actors.iter().copied().filter(|lane| heard(lane).is_none()).collect()
}

fn any(state: &State, delivers: &[(String, String, Blob)], group: Group) -> bool {
    group.iter().any(|id| has(state, delivers, id))
}

fn has(state: &State, delivers: &[(String, String, Blob)], id: &str) -> bool {
    state.visit.contains(real(id)) || delivers.iter().any(|(other, ..)| real(other) == real(id))
}

/// What is against recording the current step.
fn step_reasons(
    state: &State,
    step: &Step,
    outcome: Option<&str>,
    party: Option<&str>,
    entry: &Entry,
    who: &Who,
    delivers: &[(String, String, Blob)],
) -> Reasons {
    let mut against = Reasons::new();
    let spoke = |other: &Consent| {
        let himself = other.person.as_deref() == who.actor.map(|(handle, _)| handle) && other.person.is_some();
        Some(other.lane.as_str()) != party && himself
    };
    let stranger = party.is_some_and(|party| !step.actors.contains(&party));
    if stranger || (step.parties && party.is_none()) || (party.is_some() && state.consents.iter().any(spoke)) {
        against.insert("parties");
    }
    let Some(to) = step.leads(outcome) else { return against };
    let now = |group: &Group| any(state, delivers, group);
    let ever = |group: &Group| now(group) || group.iter().any(|id| state.delivered.contains(real(id)));
    let said = |lane: &str| Consent {
        lane: lane.to_owned(),
        person: who.actor.map(|(handle, _)| handle.to_owned()),
        outcome: outcome.map(str::to_owned),
    };
    let completes = !step.parties || party.is_none_or(|party| unheard(step, &with(state, said(party))).is_empty());
    let came = |group: &Group| if state.wrong == Some(Wrong::OldOutputCounts) { ever(group) } else { now(group) };
    let lacks = step.is_forward(to) && completes && !(step.needs.iter().all(ever) && step.yields.iter().all(came));
    let own = step.outcome(outcome).is_some_and(|outcome| !outcome.yields.iter().all(now));
    let owes = state.stop.iter().filter_map(|stop| stop.wait).any(|owed| !owed.iter().all(now));
    if lacks || own || owes {
        against.insert("step-documents");
    }
    if !step.is_forward(to) && !entry.note {
        against.insert("step-note");
    }
    against
}

fn apply(request: &mut Request, entry: &Entry, actor: Option<String>) {
    let state = &mut request.state;
    match &entry.act {
        Act::Step { outcome, party, .. } => {
            let Some(step) = procedure::step(state.step) else { return };
            let Some(to) = step.leads(outcome.as_deref()) else { return };
            state.stop = None;
            if step.parties && step.is_forward(to) {
                let (lane, outcome) = (party.clone().unwrap_or_default(), outcome.clone());
                state.consents = with(state, Consent { lane, person: actor, outcome });
                let spoken = |lane: &&str| state.consents.iter().any(|consent| consent.lane == *lane);
                let is_wrong = state.wrong == Some(Wrong::SpokenIsAgreed) && step.actors.iter().all(spoken);
                if !is_wrong && !unheard(step, &state.consents).is_empty() {
                    return;
                }
            }
            if step.once && step.is_forward(to) {
                state.once.insert(step.number);
            }
            state.visits.push(state.step);
            go(state, to, step.outcome(outcome.as_deref()).and_then(|outcome| outcome.wait));
        }
        Act::Skip { outcome, .. } => {
            let Some(step) = procedure::step(state.step) else { return };
            let Some(to) = step.leads(outcome.as_deref()) else { return };
            state.visits.push(state.step);
            go(state, to, step.outcome(outcome.as_deref()).and_then(|outcome| outcome.wait));
        }
        Act::Pause { awaits } => {
            state.stop = Some(Stop { wait: None, paused: true, lanes: awaits.clone() });
        }
        Act::Resume => state.stop = None,
        Act::Withdraw | Act::Cancel => {
            state.visits.push(state.step);
            let life = if matches!(entry.act, Act::Withdraw) { Life::Withdrawn } else { Life::Cancelled };
            (state.life, state.stop) = (life, None);
        }
        Act::Amend { title, agency } => {
            state.title = title.clone().unwrap_or_else(|| state.title.clone());
            state.agency = agency.clone().unwrap_or_else(|| state.agency.clone());
        }
        Act::Migrate { revision, to } => {
            state.visits.push(state.step);
            state.revision = *revision;
            state.once.clear();
            enter(state, *to, None);
        }
        Act::Ratify(n) => request.entries[*n as usize - 1].marked = false,
        Act::Revoke(n) => revoke(request, *n as usize),
        Act::Withhold(_) | Act::Garbage(_) => {}
    }
}

fn revoke(request: &mut Request, n: usize) {
    let by = request.entries.len();
    let all = request.state.wrong == Some(Wrong::AllIsStruck);
    request.state = request.entries[n - 1].before.clone();
    for (place, entry) in (1..).zip(&mut request.entries) {
        match entry.effect {
            Effect::Had
                if place == n
                    || place > n && place < by && (all || !matches!(entry.act, Act::Withhold(_) | Act::Ratify(_))) =>
            {
                entry.effect = Effect::Revoked(by);
            }
            // What a revocation struck stands again where it is itself taken back.
            Effect::Revoked(other) if place < n && other >= n => entry.effect = Effect::Had,
            _ => {}
        }
    }
}

fn go(state: &mut State, to: Target, wait: Option<procedure::Wait>) {
    state.stop = None;
    match to {
        Target::Finished => state.life = Life::Finished,
        Target::Rejected => state.life = Life::Rejected,
        Target::Step(number) => enter(state, number, wait),
    }
}

fn enter(state: &mut State, number: u32, wait: Option<procedure::Wait>) {
    let Some(step) = procedure::step(number) else { return };
    if step.once && state.once.contains(&number) && state.wrong != Some(Wrong::OnceIsTwice) {
        match step.leads(None) {
            Some(Target::Step(next)) => enter(state, next, None),
            _ => state.life = Life::Finished,
        }
        return;
    }
    let stop = wait.or(step.wait).map(|wait| {
        let lanes = wait.lanes.iter().map(|lane| (*lane).to_owned()).collect();
        Stop { wait: Some(wait.owed), paused: false, lanes }
    });
    (state.step, state.stop) = (number, stop);
    state.consents.clear();
    state.visit.clear();
}
