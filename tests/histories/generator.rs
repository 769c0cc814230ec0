//! What people do, rightly and wrongly.

use super::model::{Effect, Life, Request, unheard};
use super::procedure::{self, OUTSIDE, Step, Target};
use super::words::{Act, Blob, EXECUTABLE, Entry, Header, plain};
use super::world::{
    APPLICANT, APPLICANT_OTHER, BOT, EVERYBODY, Edits, HEAD, IT, IT_FORGE, IT_OTHER, Plan, STEWARD, STRANGER, VENDOR,
    World,
};

/// Entries with their documents' files: what one commit adds to a request.
struct Written {
    entry: Entry,
    files: Edits,
    by: String,
}

impl World<'_> {
    /// One thing happens: it lands, or is left as a proposal for later.
    pub fn happen(&mut self) {
        let time = self.next_time();
        if let Some(at) = (!self.proposals.is_empty() && self.chance.percent(25)).then_some(0) {
            let mut proposal = self.proposals.remove(at);
            proposal.plan.aim = format!("late {}", proposal.plan.aim);
            if self.chance.percent(40) && proposal.plan.second.is_empty() && !proposal.plan.commits.is_empty() {
                let by = self.someone();
                self.catch_up(&mut proposal, &by);
                proposal.plan.aim.push_str(", caught up");
            }
            return self.land(proposal, time);
        }
        let plan = self.plan();
        let proposal = self.propose(plan);
        if self.chance.percent(6) && proposal.plan.is_merge {
            return self.proposals.push(proposal);
        }
        self.land(proposal, time);
    }

    fn plan(&mut self) -> Plan {
        let mut plan = match self.chance.below(100) {
            0..8 => self.open(),
            8..70 => self.advance(),
            70..77 => self.damage(),
            77..84 => self.restore(),
            84..93 => self.policy(),
            93..97 => self.outside(),
            _ => self.mixed(),
        };
        let brings = plan.commits.iter().any(|(_, edits)| !edits.is_empty());
        let direct = !self.model.office(&self.book).by_merge;
        if let Some((by, _)) = plan.commits.first().filter(|_| direct && self.chance.percent(60)) {
            plan.by.clone_from(by);
            plan.is_merge = false;
        }
        match self.chance.below(100) {
            0..4 => plan.is_merge = false,
            4..6 if brings => {
                // The merge brings the bytes itself; the branch holds none of them.
                let commits = plan.commits.iter_mut().chain(&mut plan.second);
                plan.own = commits.flat_map(|(_, edits)| std::mem::take(edits)).collect();
                plan.aim.push_str(", bytes of the merge");
            }
            6..10 => {
                plan.by = self.someone();
            }
            _ => {}
        }
        plan
    }

    fn someone(&mut self) -> String {
        (*self.chance.one(&EVERYBODY)).to_owned()
    }

    /// Who merges: somebody who may, and who did not write.
    fn reviewer(&mut self, writers: &[(String, Edits)]) -> String {
        let may = [STEWARD, HEAD, IT, IT_OTHER, VENDOR];
        let free: Vec<&str> = may.into_iter().filter(|mail| !writers.iter().any(|(by, _)| by == mail)).collect();
        (*self.chance.one(&free)).to_owned()
    }

    fn merged(&mut self, aim: impl Into<String>, commits: Vec<(String, Edits)>) -> Plan {
        let by = self.reviewer(&commits);
        Plan { aim: aim.into(), commits, second: Vec::new(), own: Vec::new(), by, is_merge: true }
    }

    fn blob(&mut self) -> Blob {
        let n = self.fresh();
        plain(format!("isi {n}\n"))
    }

    /// A document for an entry: a new file, a bound one, or none at all.
    fn document(&mut self, folder: &str, id: &str, files: &mut Edits) -> (String, String) {
        let bound: Vec<String> =
            self.model.requests.get(folder).map(|request| request.bound.keys().cloned().collect()).unwrap_or_default();
        let again = if self.chance.percent(15) { self.chance.any(&bound) } else { None };
        let loose: Vec<String> = self
            .tree
            .keys()
            .filter_map(|path| path.strip_prefix(&format!("{folder}/")))
            .filter(|name| *name != "request.yaml" && !name.contains('/') && !bound.iter().any(|other| other == name))
            .map(str::to_owned)
            .collect();
        let loose = if self.chance.percent(50) { self.chance.any(&loose) } else { None };
        let name = again.or(loose).unwrap_or_else(|| {
            let name = format!("{id}-{}.pdf", self.fresh());
            let blob = self.blob();
            if !self.chance.percent(5) {
                files.push((format!("{folder}/{name}"), Some(blob)));
            }
            name
        });
        (id.to_owned(), name)
    }

    fn open(&mut self) -> Plan {
        let n = self.fresh();
        let folder = if self.chance.percent(5) {
            self.chance.any(&self.folders.clone()).unwrap_or_else(|| "requests/2026/11/02/ulang".to_owned())
        } else {
            format!("requests/2026/11/{:02}/minta-{n}", 2 + n % 20)
        };
        self.folders.push(folder.clone());
        let revision = if self.chance.percent(15) { 2 } else { 1 };
        let agency = *self.chance.one(&["dinkes"; 18].into_iter().chain(["diskominfo", "tiada"]).collect::<Vec<_>>());
        let related = if self.chance.percent(10) { self.chance.any(&self.folders.clone()) } else { None };
        let related = related.into_iter().collect();
        let header = Header { revision, title: format!("Permohonan {n}"), agency: agency.to_owned(), related };
        let mut text = self.book.header(&header);
        let mut files = Vec::new();
        let mut entry = Entry::step(1);
        entry.documents.push(self.document(&folder, "surat-permohonan", &mut files));
        let by = if self.chance.percent(90) { APPLICANT.to_owned() } else { self.someone() };
        let mut aim = format!("open {folder}");
        match self.chance.below(30) {
            0 => entry.documents.clear(),
            1 => entry.act = Act::Step { number: 2, outcome: None, party: None },
            2 => entry.act = Act::Step { number: 1, outcome: Some("lengkap".to_owned()), party: None },
            3 => text = text.replace("riwayat:", "riwayat: "),
            4 => "sop: [\n".clone_into(&mut text),
            _ => {}
        }
        let first = self.book.entry(&entry);
        if !self.chance.percent(4) {
            text.push_str(&first);
        }
        let mode = if self.chance.percent(3) { EXECUTABLE } else { super::words::PLAIN };
        files.push((format!("{folder}/request.yaml"), Some((mode, text.as_str().into()))));
        let mut commits = vec![(by, files)];
        if self.chance.percent(15) {
            aim.push_str(" with step 2");
            let mut files = Vec::new();
            let mut entry = Entry::step(2);
            entry.documents.push(self.document(&folder, "disposisi", &mut files));
            text.push_str(&self.book.entry(&entry));
            files.push((format!("{folder}/request.yaml"), Some(plain(text))));
            commits.push((HEAD.to_owned(), files));
        }
        self.merged(aim, commits)
    }

    /// Entries are added to a request.
    fn advance(&mut self) -> Plan {
        let folders: Vec<String> = self.model.requests.keys().cloned().collect();
        let open: Vec<String> =
            folders.iter().filter(|folder| self.model.requests[*folder].state.life == Life::Open).cloned().collect();
        let pick = if self.chance.percent(85) { self.chance.any(&open) } else { None };
        let Some(folder) = pick.or_else(|| self.chance.any(&folders)) else { return self.open() };
        let request = self.model.requests[&folder].clone();
        let path = format!("{folder}/request.yaml");
        let stands = self.tree.get(&path).map(|(_, text)| text.to_string());
        let mut text = match stands {
            Some(text) if self.chance.percent(20) => text,
            _ => request.text.clone(),
        };
        let mut commits: Vec<(String, Edits)> = Vec::new();
        let mut aim = format!("{folder}:");
        let many = if self.chance.percent(12) { 2 } else { 1 };
        for n in 0..many {
            let act = if self.chance.percent(84) && request.state.life == Life::Open {
                self.right(&folder, &request)
            } else {
                self.other(&folder, &request)
            };
            let mut written = act;
            self.spoil(&folder, &mut written);
            let piece = self.book.entry(&written.entry);
            aim = format!("{aim} [{} by {}]", piece.trim().replace('\n', ";"), written.by);
            text.push_str(&piece);
            let mut files = written.files;
            files.push((path.clone(), Some(plain(text.as_str()))));
            match commits.last_mut() {
                Some((by, edits)) if n > 0 && (*by == written.by || self.chance.percent(20)) => edits.extend(files),
                _ => commits.push((written.by, files)),
            }
        }
        if self.chance.percent(4)
            && let Some(at) = commits[0].1.iter().position(|(path, _)| !path.ends_with("/request.yaml"))
        {
            // Somebody else changes a document on the branch: the entry is his now.
            let path = commits[0].1[at].0.clone();
            let (blob, by) = (self.blob(), self.someone());
            commits.push((by, vec![(path, Some(blob))]));
            aim.push_str(" document changed on the branch");
        }
        let mut plan = self.merged(aim, commits);
        if plan.commits.len() == 2 && self.chance.percent(30) {
            // An octopus: a second branch took over what the first wrote, and went on.
            let taken: Edits = plan.commits.iter().flat_map(|(_, edits)| edits.clone()).collect();
            let by = plan.commits[1].0.clone();
            plan.commits.truncate(1);
            plan.second = vec![(by, taken)];
            plan.aim.push_str(", an octopus");
        }
        plan
    }

    fn holder(&mut self, lane: &str) -> String {
        let who: &[&str] = match lane {
            "skpd" => &[APPLICANT, APPLICANT, APPLICANT_OTHER],
            "bidang" => &[HEAD],
            "tim-it" => &[IT, IT_OTHER, IT_FORGE],
            _ => &[VENDOR],
        };
        (*self.chance.one(who)).to_owned()
    }

    /// The entry that should come next.
    fn right(&mut self, folder: &str, request: &Request) -> Written {
        let state = &request.state;
        let Some(step) = procedure::step(state.step) else { return self.other(folder, request) };
        let outcome = self.chance.any(&step.outcomes.iter().map(|outcome| outcome.label).collect::<Vec<_>>());
        let outcome = if self.chance.percent(60) { step.outcomes.first().map(|o| o.label) } else { outcome };
        let open = unheard(step, &state.consents);
        let lane = open.first().or(step.actors.first()).copied().unwrap_or("tim-it");
        // Parties mostly agree.
        let said = state.consents.last().and_then(|last| last.outcome.clone());
        let outcome = if self.chance.percent(60) { said.as_deref().or(outcome) } else { outcome };
        let party = step.parties.then(|| lane.to_owned());
        let mut entry = Entry::of(Act::Step { number: step.number, outcome: outcome.map(str::to_owned), party });
        let mut files = Vec::new();
        for id in self.wanted(step, outcome, request) {
            entry.documents.push(self.document(folder, id, &mut files));
        }
        let forward = step.leads(outcome).is_some_and(|to: Target| step.is_forward(to));
        entry.note = !forward || self.chance.percent(20);
        let by = self.holder(lane);
        Written { entry, files, by }
    }

    fn wanted(&mut self, step: &Step, outcome: Option<&str>, request: &Request) -> Vec<&'static str> {
        let forward = step.leads(outcome).is_some_and(|to| step.is_forward(to));
        let mut ids: Vec<&'static str> = Vec::new();
        if forward {
            ids.extend(step.yields.iter().map(|group| group[0]));
            ids.extend(step.needs.iter().map(|g| g[0]).filter(|id| !request.state.delivered.contains(*id)));
        }
        ids.extend(step.outcome(outcome).into_iter().flat_map(|outcome| outcome.yields).map(|group| group[0]));
        let owed = request.state.stop.as_ref().filter(|stop| stop.wait.as_ref().is_some_and(|owed| !owed.is_empty()));
        if owed.is_some_and(|stop| !stop.paused || self.chance.percent(50)) {
            ids.push(*self.chance.one(&["bukti", "bukti", "surat-balasan", "disposisi"]));
        }
        if self.chance.percent(5) {
            ids.push("lampiran");
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Any other entry, by somebody who often may write it.
    fn other(&mut self, folder: &str, request: &Request) -> Written {
        let last = request.entries.len();
        let marked: Vec<usize> = (1..=last)
            .filter(|n| request.entries[n - 1].marked && request.entries[n - 1].effect == Effect::Had)
            .collect();
        let any = 1 + self.chance.below(last + 1);
        let number = |n: usize| u32::try_from(n).unwrap_or(1);
        let actors = procedure::step(request.state.step).map_or(&["tim-it"][..], |step| step.actors);
        let mut files = Vec::new();
        let (mut entry, mut by) = match self.chance.below(11) {
            0 => {
                let lane = if self.chance.percent(5) { "camat" } else { "skpd" };
                let awaits = if self.chance.percent(50) { vec![lane.to_owned()] } else { Vec::new() };
                let lane = *self.chance.one(actors);
                (Entry::of(Act::Pause { awaits }), self.holder(lane))
            }
            1 => {
                let lanes = request.state.stop.as_ref().map(|stop| stop.lanes.clone()).unwrap_or_default();
                let lane = self.chance.any(&lanes).unwrap_or_else(|| actors[0].to_owned());
                let mut entry = Entry::of(Act::Resume);
                if self.chance.percent(60) && request.state.stop.is_some() {
                    let id = *self.chance.one(&["bukti", "surat-balasan", "lembar-disposisi"]);
                    entry.documents.push(self.document(folder, id, &mut files));
                }
                (entry, self.holder(&lane))
            }
            2 if self.chance.percent(40) => (Entry::of(Act::Withdraw), APPLICANT.to_owned()),
            2 | 3 => {
                let n = self.fresh();
                let title = self.chance.percent(70).then(|| format!("Judul {n}"));
                let whose = if self.chance.percent(10) { "tiada" } else { "diskominfo" };
                let agency = (title.is_none() || self.chance.percent(10)).then(|| whose.to_owned());
                let by = if agency.is_some() { STEWARD } else { APPLICANT };
                (Entry::of(Act::Amend { title, agency }), by.to_owned())
            }
            4 if self.chance.percent(40) => (Entry::of(Act::Cancel).noted(), STEWARD.to_owned()),
            4 | 5 => {
                let step = procedure::step(request.state.step);
                let labels: Vec<&str> = step.into_iter().flat_map(|s| s.outcomes).map(|o| o.label).collect();
                let outcome = self.chance.any(&labels).map(str::to_owned);
                (Entry::of(Act::Skip { number: request.state.step, outcome }).noted(), STEWARD.to_owned())
            }
            6 => {
                let to = u32::try_from(1 + self.chance.below(6)).unwrap_or(1);
                let revision = if self.chance.percent(80) { 2 } else { 1 };
                (Entry::of(Act::Migrate { revision, to }).noted(), STEWARD.to_owned())
            }
            7 => {
                let bound: Vec<String> = request.bound.keys().cloned().collect();
                let file = self.chance.any(&bound).unwrap_or_else(|| "tiada.pdf".to_owned());
                (Entry::of(Act::Withhold(file)).noted(), STEWARD.to_owned())
            }
            8 | 9 => {
                let n = if self.chance.percent(85) { self.chance.any(&marked).unwrap_or(any) } else { any };
                (Entry::of(Act::Ratify(number(n))).noted(), STEWARD.to_owned())
            }
            _ => (Entry::of(Act::Revoke(number(any))).noted(), STEWARD.to_owned()),
        };
        if by == STEWARD && self.chance.percent(40) {
            HEAD.clone_into(&mut by);
        }
        if self.chance.percent(4) {
            entry = Entry::of(Act::Garbage(u32::try_from(self.chance.below(4)).unwrap_or(0)));
        }
        Written { entry, files, by }
    }

    /// Something goes wrong with an entry, now and then.
    fn spoil(&mut self, folder: &str, written: &mut Written) {
        let Written { entry, files, by } = written;
        match self.chance.below(80) {
            0 => *by = self.someone(),
            1 => entry.documents.clear(),
            2 => files.clear(),
            3 => entry.note = false,
            4 => {
                let id = *self.chance.one(&["lembar-disposisi", "rumusan", "bukti", "surat-balasan", OUTSIDE]);
                let document = self.document(folder, id, files);
                entry.documents.retain(|(other, _)| *other != document.0);
                entry.documents.push(document);
            }
            5 | 6 => {
                let whose = ["dinkes-a", "tim-it-a", "pengurus", "pencatat", "tiada"];
                entry.on_behalf = Some((*self.chance.one(&whose)).to_owned());
                if self.chance.percent(85) {
                    BOT.clone_into(by);
                }
            }
            7 => BOT.clone_into(by),
            8 => STRANGER.clone_into(by),
            9..12 => {
                if let Act::Step { number, outcome, party } = &mut entry.act {
                    match self.chance.below(5) {
                        0 => *number = 1 + (*number % 5),
                        1 => *outcome = Some("entah".to_owned()),
                        2 => *outcome = None,
                        3 => *party = None,
                        _ => *party = Some((*self.chance.one(&["tim-it", "skpd", "bidang"])).to_owned()),
                    }
                }
            }
            _ => {}
        }
    }

    /// What stands is spoilt.
    fn damage(&mut self) -> Plan {
        let folders: Vec<String> = self.model.requests.keys().cloned().collect();
        let Some(folder) = self.chance.any(&folders) else { return self.open() };
        let request = self.model.requests[&folder].clone();
        let path = format!("{folder}/request.yaml");
        let names: Vec<String> = request.bound.keys().cloned().collect();
        let bound = self.chance.any(&names).map_or_else(|| path.clone(), |name| format!("{folder}/{name}"));
        let blob = self.blob();
        let (aim, edits): (&str, Edits) = match self.chance.below(13) {
            0 => ("delete", vec![(path, None)]),
            1 => {
                let text = request.text.replacen("judul: ", "judul: Lain ", 1);
                self.book.altered(&request.text, &text);
                ("alter the header", vec![(path, Some(plain(text)))])
            }
            2 => {
                let cut = request.text.rfind("\n  - ").map_or(0, |at| at + 1);
                ("revert the last entry", vec![(path, Some(plain(&request.text[..cut])))])
            }
            3 => ("append what is no entry", vec![(path, Some(plain(format!("{}akhir\n", request.text))))]),
            4 => ("leave the end open", vec![(path, Some(plain(format!("{}  - lanjut: Ya\n\n", request.text))))]),
            5 => ("change a bound document", vec![(bound, Some(blob))]),
            6 => ("delete a bound document", vec![(bound, None)]),
            7 => ("a loose document", vec![(format!("{folder}/lepas-{}.pdf", self.fresh()), Some(blob))]),
            8 => ("an executable", vec![(path, Some((EXECUTABLE, request.text.as_str().into())))]),
            9 => ("a stray file", vec![("requests/2026/catatan.txt".to_owned(), Some(blob))]),
            10 => {
                let name = self.chance.any(&names).unwrap_or_else(|| "dalam.pdf".to_owned());
                let same = request.bound.get(&name).cloned().unwrap_or(blob);
                ("a folder inside", vec![(format!("{folder}/dalam/{name}"), Some(same))])
            }
            11 => {
                let gone: Vec<String> =
                    self.tree.keys().filter(|path| path.starts_with(&format!("{folder}/"))).cloned().collect();
                ("delete the folder", gone.into_iter().map(|path| (path, None)).collect())
            }
            _ => {
                let moved: Vec<_> =
                    self.tree.iter().filter(|(path, _)| path.starts_with(&format!("{folder}/"))).collect();
                let to = |path: &str| path.replacen(&folder, &format!("{folder}-pindah"), 1);
                let mut edits: Edits = moved.iter().map(|(path, blob)| (to(path), Some((*blob).clone()))).collect();
                edits.extend(moved.iter().map(|(path, _)| ((*path).clone(), None)));
                ("move the folder", edits)
            }
        };
        let by = self.someone();
        self.merged(format!("{aim}: {folder}"), vec![(by, edits)])
    }

    /// What stands is put back: one path, or all.
    fn restore(&mut self) -> Plan {
        let mut wrong: Vec<String> = self.model.exceptions(&self.tree).into_iter().collect();
        if wrong.is_empty() {
            return self.damage();
        }
        if self.chance.percent(60) {
            let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            let first = folder(self.chance.one(wrong.as_slice()).as_str());
            wrong.retain(|path| folder(path) == first);
        }
        if self.chance.percent(30) {
            wrong = self.chance.any(&wrong).into_iter().collect();
        }
        let edits: Edits = wrong.iter().map(|path| (path.clone(), self.model.stands(path))).collect();
        let by = self.someone();
        let mut plan = self.merged(format!("restore {}", wrong.join(" ")), vec![(by, edits)]);
        if self.chance.percent(20) {
            plan.by = self.someone();
            plan.is_merge = self.chance.percent(50);
        }
        plan
    }

    fn outside(&mut self) -> Plan {
        let (blob, by) = (self.blob(), self.someone());
        let path = *self.chance.one(&["README.md", "requests/README.md", "docs/catatan.md"]);
        let mut plan = self.merged(format!("outside {path}"), vec![(by, vec![(path.to_owned(), Some(blob))])]);
        plan.is_merge = self.chance.percent(50);
        plan.by = self.someone();
        plan
    }

    fn mixed(&mut self) -> Plan {
        let mut plan = if self.chance.percent(40) { self.restore() } else { self.advance() };
        let more = match self.chance.below(3) {
            0 => self.outside(),
            1 => self.policy(),
            _ => self.open(),
        };
        plan.aim = format!("mixed {} + {}", plan.aim, more.aim);
        if plan.second.is_empty() && self.chance.percent(40) {
            plan.second = more.commits;
        } else {
            plan.commits.extend(more.commits);
        }
        plan
    }
}
