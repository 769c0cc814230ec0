//! The sample office: its agencies, and who may act there. Everybody is called by a post.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::NaiveDate;

use super::applicants::{APPLICANTS, Applicant, OFFICE};
use super::pen::Pen;
use super::stream::Hand;
use crate::desk::scalar::scalar;
use crate::model::name::{AgencyId, LaneRef};
use crate::model::workspace::Workspace;
use crate::register::progress::Seconds;

/// An appointment.
#[derive(Debug, Clone)]
struct Appointment {
    lanes: Vec<LaneRef>,
    from: NaiveDate,
    until: Option<NaiveDate>,
    letter: &'static str,
    acts_for: Option<AgencyId>,
    acting: Option<&'static str>,
}

/// A person of the sample office.
#[derive(Debug)]
pub(super) struct Officer {
    pub(super) handle: String,
    pub(super) post: String,
    pub(super) mail: String,
    pub(super) agency: AgencyId,
    pub(super) steward: bool,
    appointments: Vec<Appointment>,
    /// The key with which he signs, once it is registered.
    pen: Option<Pen>,
}

/// A day from which something is different.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The SOP that lands later than the others.
pub(super) const TAPIN: &str = "kab-tapin-layanan-splp";

/// Posts of the office itself, with their lanes. Where two hold a lane, one can check what the other wrote.
const POSTS: &[(&str, &str, &[&str])] = &[
    (
        "kepala-dinas",
        "Kepala Dinas Komunikasi dan Informatika",
        &["prov-bali-integrasi-sistem-aplikasi/ka-dinas", "kota-bogor-pengembangan-aplikasi/kepala-diskominfostandi"],
    ),
    (
        "sekretaris",
        "Sekretaris Dinas Komunikasi dan Informatika",
        &[
            "kota-bogor-pengembangan-aplikasi/kepala-diskominfostandi",
            "kota-bogor-pengembangan-aplikasi/diskominfostandi",
        ],
    ),
    (
        "ketua-aptika",
        "Ketua Tim Aplikasi Informatika",
        &[
            "prov-bali-integrasi-sistem-aplikasi/ketua-tim-aptika",
            "kab-tapin-layanan-splp/subkoordinasi",
            "kab-ciamis-interoperabilitas-sigodam/kasie-telematika",
        ],
    ),
    (
        "subkoor-tka",
        "Subkoordinator Tata Kelola Aplikasi Informatika",
        &["kab-bogor-integrasi-aplikasi/subkoor-tka", "kab-tapin-layanan-splp/subkoordinasi"],
    ),
    (
        "subkoor-integrasi",
        "Subkoordinator Integrasi dan Interoperabilitas Aplikasi",
        &["kab-bogor-integrasi-aplikasi/subkoor-iza-pa", "prov-bali-integrasi-sistem-aplikasi/ketua-tim-aptika"],
    ),
    (
        "analis-integrasi",
        "Analis Sistem Informasi Integrasi Data",
        &["kab-bogor-integrasi-aplikasi/subkoor-iza-pa", "kab-bogor-integrasi-aplikasi/subkoor-tka"],
    ),
    (
        "pranata-a",
        "Pranata Komputer Ahli Muda",
        &[
            "kab-tapin-layanan-splp/tim-it",
            "prov-bali-integrasi-sistem-aplikasi/tim-dev",
            "kota-bogor-pengembangan-aplikasi/tim-teknis-kominfo",
            "kab-ciamis-interoperabilitas-sigodam/tim-teknis-it",
        ],
    ),
    (
        "pranata-b",
        "Pranata Komputer Ahli Pertama",
        &[
            "kab-tapin-layanan-splp/tim-it",
            "prov-bali-integrasi-sistem-aplikasi/tim-dev",
            "kota-bogor-pengembangan-aplikasi/tim-teknis-kominfo",
            "kab-ciamis-interoperabilitas-sigodam/tim-teknis-it",
        ],
    ),
    (
        "programmer-a",
        "Pengembang Aplikasi Diskominfo",
        &["kab-bogor-integrasi-aplikasi/developer-diskominfo", "prov-bali-integrasi-sistem-aplikasi/tim-dev"],
    ),
    ("programmer-b", "Pengembang Antarmuka Diskominfo", &["kab-bogor-integrasi-aplikasi/developer-diskominfo"]),
    (
        "sandiman-a",
        "Sandiman Ahli Muda",
        &["kab-bogor-integrasi-aplikasi/csirt", "prov-bali-integrasi-sistem-aplikasi/bid-4"],
    ),
    (
        "sandiman-b",
        "Sandiman Ahli Pertama",
        &["kab-bogor-integrasi-aplikasi/csirt", "prov-bali-integrasi-sistem-aplikasi/bid-4"],
    ),
    ("administrator-sistem", "Administrator Sistem", &["kab-ciamis-interoperabilitas-sigodam/system-administrator"]),
    (
        "kasie-telematika",
        "Kepala Seksi Telematika",
        &[
            "kab-ciamis-interoperabilitas-sigodam/kasie-telematika",
            "kab-ciamis-interoperabilitas-sigodam/system-administrator",
        ],
    ),
];

/// The lanes of the post whose holder changes, and the day of the change.
const HEAD_OF_DIVISION: &[&str] = &["kab-tapin-layanan-splp/bidang", "prov-bali-integrasi-sistem-aplikasi/kabid-iai"];

/// The posts of each applicant: what they are called, and their lanes.
const APPLICANT_POSTS: &[(&str, &str, &[&str])] = &[
    (
        "kepala",
        "Kepala",
        &[
            "kab-tapin-layanan-splp/skpd",
            "prov-bali-integrasi-sistem-aplikasi/unit-kerja-pemohon",
            "kota-bogor-pengembangan-aplikasi/kepala-pd",
        ],
    ),
    (
        "umum",
        "Kepala Subbagian Umum",
        &[
            "kab-bogor-integrasi-aplikasi/opd",
            "kab-tapin-layanan-splp/skpd",
            "kab-ciamis-interoperabilitas-sigodam/skpd",
            "prov-bali-integrasi-sistem-aplikasi/unit-kerja-pemohon",
        ],
    ),
    (
        "teknis",
        "Pranata Komputer",
        &[
            "kab-bogor-integrasi-aplikasi/opd",
            "kab-bogor-integrasi-aplikasi/developer-opd",
            "kab-tapin-layanan-splp/skpd",
            "kab-ciamis-interoperabilitas-sigodam/skpd",
            "kota-bogor-pengembangan-aplikasi/tim-teknis-pd",
        ],
    ),
];

const STEWARDS: &[(&str, &str)] = &[
    ("pengurus-a", "Pengurus register, Arsiparis Ahli Muda"),
    ("pengurus-b", "Pengurus register, Analis Tata Laksana"),
    ("pengurus-c", "Pengurus register, Pranata Hubungan Masyarakat"),
];

/// Who signs commits, and the day on which their keys are registered.
const SIGNERS: &[&str] = &["pengurus-a", "pranata-a", "analis-integrasi", "dinkes-teknis"];

/// The day on which keys are registered.
pub(super) fn key_day() -> NaiveDate {
    day(2024, 3, 4)
}

/// Lanes in which a vendor works for the agency that engaged it.
const VENDOR: &[&str] = &["kota-bogor-pengembangan-aplikasi/pengembang", "kab-bogor-integrasi-aplikasi/developer-opd"];

/// Everybody, and who holds which lane.
#[derive(Debug)]
pub(super) struct Staff {
    pub(super) officers: Vec<Officer>,
    holders: HashMap<LaneRef, Vec<(usize, usize)>>,
    stewards: Vec<usize>,
}

impl Staff {
    /// The people of the sample office, as far as the workspace has their lanes.
    pub(super) fn new(workspace: &Workspace, seed: u64) -> Self {
        let lanes = |names: &[&str]| -> Vec<LaneRef> {
            let known = |lane: &LaneRef| workspace.newest(&lane.slug).is_some_and(|sop| sop.lane(&lane.lane).is_some());
            names.iter().filter_map(|name| name.parse().ok()).filter(known).collect()
        };
        let mut officers: Vec<Officer> = Vec::new();
        let mut add = |handle: String, post: String, agency: &str, steward: bool, appointments: Vec<Appointment>| {
            let Ok(agency) = agency.parse::<AgencyId>() else { return };
            let mail = format!("{handle}@{agency}.example");
            let pen = SIGNERS.contains(&handle.as_str()).then(|| Pen::of(seed, &handle));
            officers.push(Officer { handle, post, mail, agency, steward, appointments, pen });
        };
        for (handle, post) in STEWARDS {
            add((*handle).to_owned(), (*post).to_owned(), OFFICE.0, true, Vec::new());
        }
        for (handle, post, names) in POSTS {
            add(
                (*handle).to_owned(),
                (*post).to_owned(),
                OFFICE.0,
                false,
                appointments(&lanes(names), "SK 800/3/2023"),
            );
        }
        let change = day(2025, 7, 1);
        let head = lanes(HEAD_OF_DIVISION);
        let mut first = appointments(&head, "SK 821/14/2022");
        for role in &mut first {
            role.until = change.pred_opt();
        }
        let post = "Kepala Bidang Penyelenggaraan E-Government";
        add("kabid-egov".to_owned(), post.to_owned(), OFFICE.0, false, first);
        let mut second = appointments(&head, "SP 800/88/2025");
        for role in &mut second {
            (role.from, role.acting) = (change, Some("plt"));
        }
        add("kabid-egov-plt".to_owned(), format!("Plt. {post}"), OFFICE.0, false, second);
        for Applicant { id, name, .. } in APPLICANTS {
            for (suffix, post, names) in APPLICANT_POSTS {
                let roles = appointments(&lanes(names), "SK 800/12/2022");
                add(format!("{id}-{suffix}"), format!("{post} {name}"), id, false, roles);
            }
            let mut roles = appointments(&lanes(VENDOR), "SPK 027/5/2023");
            for role in &mut roles {
                role.acts_for = id.parse().ok();
            }
            add(format!("{id}-rekanan"), format!("Tenaga ahli rekanan {name}"), id, false, roles);
        }
        let mut holders: HashMap<LaneRef, Vec<(usize, usize)>> = HashMap::new();
        for (n, officer) in officers.iter().enumerate() {
            for (k, role) in officer.appointments.iter().enumerate() {
                role.lanes.iter().for_each(|lane| holders.entry(lane.clone()).or_default().push((n, k)));
            }
        }
        let stewards = (0..officers.len()).filter(|n| officers[*n].steward).collect();
        Self { officers, holders, stewards }
    }

    /// Who holds a lane on a day; a bound lane, for an agency.
    pub(super) fn holding(&self, lane: &LaneRef, bound_to: Option<&AgencyId>, on: NaiveDate) -> Vec<usize> {
        let all = self.holders.get(lane).map_or(&[][..], Vec::as_slice);
        let holds = |(n, k): &(usize, usize)| {
            let role = &self.officers[*n].appointments[*k];
            let acts_for = role.acts_for.as_ref().unwrap_or(&self.officers[*n].agency);
            role.is_on(on) && bound_to.is_none_or(|own| own == acts_for)
        };
        all.iter().filter(|role| holds(role)).map(|(n, _)| *n).collect()
    }

    /// Somebody at work, who signs if he has a key.
    pub(super) fn hand(&self, n: usize, at: Seconds, signs: bool) -> Hand<'_> {
        let officer = &self.officers[n];
        Hand { name: &officer.post, mail: &officer.mail, at, pen: officer.pen.as_ref().filter(|_| signs) }
    }

    pub(super) fn stewards(&self) -> &[usize] {
        &self.stewards
    }

    /// Whoever works at an agency on a day, and holds some lane.
    pub(super) fn of(&self, agency: &AgencyId, on: NaiveDate) -> Vec<usize> {
        let works =
            |officer: &Officer| officer.agency == *agency && officer.appointments.iter().any(|role| role.is_on(on));
        (0..self.officers.len()).filter(|n| works(&self.officers[*n])).collect()
    }

    /// The file of a person as it stands from a day on; none before his first day.
    pub(super) fn file(&self, n: usize, on: NaiveDate) -> Option<(String, Vec<u8>)> {
        let officer = &self.officers[n];
        let text = officer.text(on)?;
        Some((format!("people/{}.yaml", officer.handle), text.into_bytes()))
    }

    /// The files that a day changes.
    pub(super) fn changed(&self, on: NaiveDate) -> Vec<(String, Vec<u8>)> {
        let yesterday = on.pred_opt().unwrap_or(on);
        let changes = |n: &usize| self.officers[*n].text(on) != self.officers[*n].text(yesterday);
        (0..self.officers.len()).filter(changes).filter_map(|n| self.file(n, on)).collect()
    }
}

/// What somebody may do from the register's first day on, and from the day on which a later SOP lands.
fn appointments(lanes: &[LaneRef], letter: &'static str) -> Vec<Appointment> {
    let (later, first): (Vec<LaneRef>, Vec<LaneRef>) =
        lanes.iter().cloned().partition(|lane| lane.slug.as_str() == TAPIN);
    let role =
        |lanes: Vec<LaneRef>, from| Appointment { lanes, from, until: None, letter, acts_for: None, acting: None };
    [role(first, day(2023, 1, 2)), role(later, day(2024, 1, 8))]
        .into_iter()
        .filter(|role| !role.lanes.is_empty())
        .collect()
}

impl Appointment {
    fn is_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl Officer {
    /// What stands in the person's file from a day on: appointments are written when they begin, and when they end.
    fn text(&self, on: NaiveDate) -> Option<String> {
        let begun: Vec<&Appointment> = self.appointments.iter().filter(|role| role.from <= on).collect();
        if begun.is_empty() && !self.steward {
            return None;
        }
        let ended = |role: &Appointment| role.until.is_some_and(|until| until < on);
        let mut days: Vec<NaiveDate> = begun.iter().map(|role| role.from).collect();
        days.extend(Some(super::office::first_day()).filter(|_| self.steward));
        days.extend(begun.iter().filter(|role| ended(role)).filter_map(|role| role.until));
        let key = self.pen.as_ref().filter(|_| on >= key_day()).and_then(Pen::line);
        days.extend(key.iter().map(|_| key_day()));
        days.sort_unstable();
        days.dedup();
        let mut text = String::from("# yaml-language-server: $schema=../site/schema/person.schema.json\n");
        let _ = writeln!(text, "revisi: {}", days.len());
        let _ = writeln!(text, "instansi: {}\njabatan: {}", self.agency, scalar(&self.post));
        let _ = writeln!(text, "akun: [{}]", scalar(&self.mail));
        if let Some(key) = key {
            let _ = writeln!(text, "kunci: [{key}]");
        }
        if !begun.is_empty() {
            text.push_str("peran:\n");
        }
        for role in begun {
            let lanes: Vec<String> = role.lanes.iter().map(ToString::to_string).collect();
            let _ = writeln!(text, "  - lajur: [{}]\n    sejak: {}", lanes.join(", "), role.from);
            if let Some(until) = role.until.filter(|_| ended(role)) {
                let _ = writeln!(text, "    sampai: {until}");
            }
            let _ = writeln!(text, "    dasar: {}", scalar(role.letter));
            if let Some(agency) = &role.acts_for {
                let _ = writeln!(text, "    untuk: {agency}");
            }
            if let Some(acting) = role.acting {
                let _ = writeln!(text, "    sebagai: {acting}");
            }
        }
        Some(text)
    }
}
