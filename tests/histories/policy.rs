//! Changes of policy, rightly and wrongly.

use super::words::{Answer, EXECUTABLE, Office, Person, Role, plain};
use super::world::{Edits, HEAD, IT, Plan, STEWARD, World};

impl World<'_> {
    pub fn policy(&mut self) -> Plan {
        let (aim, edits) = self.new_policy();
        let (mut by, mut writer) = if self.chance.percent(50) { (STEWARD, HEAD) } else { (HEAD, STEWARD) };
        match self.chance.below(20) {
            0 => writer = by,
            1 => writer = IT,
            2 => by = IT,
            3 => writer = "siapa@luar.example",
            _ => {}
        }
        let commits = vec![(writer.to_owned(), edits)];
        let mut plan = Plan {
            aim: format!("policy: {aim}"),
            commits,
            second: Vec::new(),
            own: Vec::new(),
            by: by.to_owned(),
            is_merge: true,
        };
        if self.chance.percent(5) {
            // The merge slips in something of its own.
            let (more, edits) = self.new_policy();
            plan.own = edits;
            plan.aim = format!("{}, the merge brings {more}", plan.aim);
        }
        plan
    }

    fn new_policy(&mut self) -> (String, Edits) {
        match self.chance.below(100) {
            0..40 => self.new_person(),
            40..55 => self.new_answer(),
            55..62 => {
                let n = self.fresh();
                let text = format!("{}# {n}\n", self.model.policy["calendars/kabupaten.yaml"].1);
                self.book.sound.insert(text.clone());
                ("calendar".to_owned(), vec![("calendars/kabupaten.yaml".to_owned(), Some(plain(text)))])
            }
            62..72 => self.new_revision(),
            72..86 => self.new_office(),
            86..92 => {
                let n = self.fresh();
                let text = format!("<p>{n}</p>\n");
                self.book.sound.insert(text.clone());
                let mode = if self.chance.percent(30) { EXECUTABLE } else { super::words::PLAIN };
                ("dressing".to_owned(), vec![("templates/kepala.html".to_owned(), Some((mode, text.into())))])
            }
            _ => {
                let paths: Vec<String> = self.model.policy.keys().cloned().collect();
                let path = self.chance.any(&paths).unwrap_or_default();
                match self.chance.below(2) {
                    0 => (format!("delete {path}"), vec![(path, None)]),
                    _ => (format!("break {path}"), vec![(path, Some(plain("- [\n")))]),
                }
            }
        }
    }

    fn new_person(&mut self) -> (String, Edits) {
        let people: Vec<(String, Person)> =
            self.model.people(&self.book).map(|(handle, person)| (handle.to_owned(), person.clone())).collect();
        let Some((mut handle, mut person)) = self.chance.any(&people) else { return self.new_office() };
        person.revision += 1;
        let n = self.fresh();
        let aim = match self.chance.below(9) {
            0 => {
                person.roles.clear();
                "roles gone"
            }
            1 | 2 => {
                let lanes = vec![(*self.chance.one(&["tim-it", "skpd", "bidang", "pengembang"])).to_owned()];
                let until = self.chance.percent(40).then_some((2026, 11, 20));
                person.roles.push(Role { lanes, from: (2026, 11, 4), until });
                "a role"
            }
            3 => {
                person.revision -= 1;
                person.roles.clear();
                "a revision that stays"
            }
            4 => {
                person.accounts.push(format!("lain-{n}@diskominfo.example"));
                "another address"
            }
            5 => {
                let at = self.chance.below(person.accounts.len());
                if !person.accounts.is_empty() {
                    person.accounts.remove(at);
                }
                "an address gone"
            }
            6 => {
                let other = self.chance.one(&people).1.clone();
                person.accounts.extend(other.accounts);
                "another's address"
            }
            7 => {
                // Whatever nobody holds now, but somebody once held.
                let all = [
                    STEWARD,
                    HEAD,
                    IT,
                    "github:12345",
                    "12345+lain@users.noreply.github.com",
                    "umum@dinkes.example",
                    "github:67890",
                ];
                let held =
                    |account: &str| people.iter().any(|(_, person)| person.accounts.iter().any(|a| a == account));
                let free: Vec<&str> = all.into_iter().filter(|account| !held(account)).collect();
                person.accounts.extend(self.chance.any(&free).map(str::to_owned));
                "an old address"
            }
            _ => {
                handle = format!("orang-{n}");
                person.accounts = vec![format!("{handle}@diskominfo.example")];
                (person.bot, person.revision) = (false, 1);
                "a new person"
            }
        };
        let text = self.book.person(&person);
        (format!("{aim} {handle}"), vec![(format!("people/{handle}.yaml"), Some(plain(text)))])
    }

    fn new_answer(&mut self) -> (String, Edits) {
        let stands = self.model.policy.get("tanggapan.yaml").map(|(_, text)| text.to_string()).unwrap_or_default();
        let mut answers: Vec<Answer> = self.book.answers.get(&stands).cloned().unwrap_or_default();
        // Mostly a landing that stands at the head of time.
        let latest = self.landings.iter().max_by_key(|landed| landed.time).map(|landed| landed.id.clone());
        let ids: Vec<String> = self.landings.iter().map(|landed| landed.id.clone()).collect();
        let id = if self.chance.percent(60) { latest } else { self.chance.any(&ids) }.unwrap_or_default();
        let strikes = self.chance.percent(60);
        if self.chance.percent(12) {
            let text = format!("- pendaratan: {id}\n  catatan: Lain.\n");
            self.book.answers.insert(text.clone(), vec![(id, false)]);
            return ("answers altered".to_owned(), vec![("tanggapan.yaml".to_owned(), Some(plain(text)))]);
        }
        let time = if strikes { "  waktu: dicoret\n" } else { "" };
        let text = format!("{stands}- pendaratan: {id}\n  catatan: Sudah diperiksa.\n{time}");
        answers.push((id, strikes));
        self.book.answers.insert(text.clone(), answers);
        ("an answer".to_owned(), vec![("tanggapan.yaml".to_owned(), Some(plain(text)))])
    }

    fn new_revision(&mut self) -> (String, Edits) {
        let first = self.model.policy["sops/contoh/1.yaml"].1.to_string();
        if self.chance.percent(20) {
            let text = first.replace("satuan_hari: kerja", "satuan_hari: kalender");
            self.book.sound.insert(text.clone());
            return ("a frozen revision".to_owned(), vec![("sops/contoh/1.yaml".to_owned(), Some(plain(text)))]);
        }
        let text = first.replace("efektif: 2024-01-08/2026-12-31", "efektif: 2026-11-16");
        self.book.sound.insert(text.clone());
        ("a second revision".to_owned(), vec![("sops/contoh/2.yaml".to_owned(), Some(plain(text)))])
    }

    fn new_office(&mut self) -> (String, Edits) {
        let stands = self.model.policy["jejak.yaml"].1.to_string();
        let mut office: Office = self.book.offices[&stands].clone();
        match self.chance.below(6) {
            0 => office.four_eyes = !office.four_eyes,
            1 => office.by_merge = !office.by_merge,
            2 => office.stewards = vec!["pengurus".to_owned()],
            3 => office.stewards = vec!["pengurus".to_owned(), "kepala-bidang".to_owned()],
            4 => office.stewards = vec!["pengurus".to_owned(), "kepala-bidang".to_owned(), "tim-it-a".to_owned()],
            _ => office.stewards = vec![(*self.chance.one(&["pencatat", "tiada"])).to_owned()],
        }
        let text: String = stands
            .lines()
            .map(|line| match line.trim().split(':').next() {
                Some("pendaratan") => {
                    format!("  pendaratan: {}\n", if office.by_merge { "gabung" } else { "langsung" })
                }
                Some("empat_mata") => format!("  empat_mata: {}\n", office.four_eyes),
                Some("pengurus") => format!("  pengurus: [{}]\n", office.stewards.join(", ")),
                _ => format!("{line}\n"),
            })
            .collect();
        let aim = format!("office {office:?}");
        self.book.offices.insert(text.clone(), office);
        (aim, vec![("jejak.yaml".to_owned(), Some(plain(text)))])
    }
}
