//! `jejak.yaml` and `tanggapan.yaml`

use schemars::JsonSchema;
use serde::Deserialize;

use super::context::{Context, Expected, shapes};
use super::decode::Field;
use super::sop::zone_of;
use super::{Reading, file, guard, raw_of, reading};
use crate::model::day::{Zone, parse_day};
use crate::model::office::{
    Agency, Answer, Answers, Dispensation, Evidence, Forge, ForgeKind, Landing, Office, Policy,
};
use crate::model::place::{At, Span, WorkPath};
use crate::model::say::Lang;

/// Reads `jejak.yaml`.
pub(super) fn read_office(path: &WorkPath, bytes: &[u8]) -> Reading<Office> {
    reading(path, |cx| file(bytes, cx, |raw: RawOffice, cx| raw.into_office(cx)))
}

/// Reads `tanggapan.yaml`. It only grows, so it is cut at its entries and each is read alone.
pub(super) fn read_answers(path: &WorkPath, bytes: &[u8]) -> Reading<Answers> {
    reading(path, |cx| {
        let text = guard::text(bytes, 1, cx)?;
        let mut answers = Vec::new();
        for (first_line, piece) in super::growth::pieces(&text, 1, "- ") {
            let only_comments = piece.lines().all(|line| line.trim().is_empty() || line.starts_with('#'));
            if !only_comments && guard::is_small(piece, first_line, cx) {
                let raw = raw_of::<Vec<Field<RawAnswer>>>(piece, first_line, cx).unwrap_or_default();
                let items = raw.into_iter().filter_map(Field::optional);
                answers.extend(items.filter_map(|raw| raw.value.answer(raw.span, cx)));
            }
        }
        Some(Answers { path: cx.path().clone(), answers })
    })
}

const EVIDENCE: [(&str, Evidence); 3] =
    [("surel", Evidence::Mail), ("forge", Evidence::Forge), ("tanda-tangan", Evidence::Signature)];
const LANDING: [(&str, Landing); 2] = [("gabung", Landing::Merge), ("langsung", Landing::Direct)];
const LANGUAGES: [(&str, Lang); 2] = [("id", Lang::Id), ("en", Lang::En)];
const FORGES: [(&str, ForgeKind); 4] = [
    ("github", ForgeKind::GitHub),
    ("forgejo", ForgeKind::Forgejo),
    ("gitlab", ForgeKind::GitLab),
    ("polos", ForgeKind::Plain),
];
const COMMIT: Expected = Expected::new(
    "nomor commit lengkap (40 angka heksadesimal)",
    "a full commit id (40 hexadecimal digits)",
    "9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829",
);
const FORGE_KEY: Expected = Expected::new(
    "satu baris kunci publik SSH, atau kunci publik OpenPGP seutuhnya dalam teks berbaris (|)",
    "one line of a public SSH key, or a whole public OpenPGP key as a block of lines (|)",
    "ssh-ed25519 AAAAC3Nza…",
);
const URL: Expected = Expected::new("alamat https", "an https address", "https://lacak.example.go.id");

/// Kantor: instansi, zona, kalender, kebijakan, dan pengurus.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Kantor")]
pub(super) struct RawOffice {
    /// Judul situs.
    nama: Field<String>,
    /// Zona waktu kantor.
    #[schemars(extend("enum" = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]))]
    zona: Field<String>,
    /// Kalender yang dipakai, dari yang paling dasar.
    kalender: Field<Vec<Field<String>>>,
    /// Situs yang diterbitkan.
    #[serde(default)]
    situs: Field<RawSite>,
    /// Tempat repositori.
    #[serde(default)]
    forge: Field<RawForge>,
    /// Instansi yang mengajukan atau mengerjakan permohonan.
    instansi: Field<Vec<Field<RawAgency>>>,
    /// Kebijakan pendaratan.
    kebijakan: Field<RawPolicy>,
    /// SOP yang boleh dipakai di luar masa berlakunya.
    #[serde(default)]
    dispensasi: Field<Vec<Field<RawDispensation>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Situs")]
struct RawSite {
    /// Alamat situs.
    #[serde(default)]
    alamat: Field<String>,
    /// Bahasa halaman.
    #[serde(default)]
    bahasa: Field<Vec<Field<String>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Forge")]
struct RawForge {
    /// github, forgejo, gitlab, atau polos (server dengan hook).
    #[schemars(extend("enum" = ["github", "forgejo", "gitlab", "polos"]))]
    jenis: Field<String>,
    /// Nama repositori di forge.
    #[serde(default)]
    repositori: Field<String>,
    /// Kunci penanda tangan milik forge: kunci SSH, atau kunci publik OpenPGP seutuhnya.
    #[serde(default)]
    kunci: Field<Vec<Field<String>>>,
    /// Hook di server menolak suntingan bertanda tangan forge yang penulisnya bukan pengirimnya, di cabang mana pun; barulah suntingan di forge menjadi bukti. Nyalakan sesudah hook terpasang dan usulan yang terbuka sudah mendarat.
    #[serde(default)]
    pengirim_dicocokkan: Field<bool>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Instansi")]
struct RawAgency {
    /// Nama pendek.
    id: Field<String>,
    /// Nama lengkap.
    nama: Field<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Kebijakan")]
struct RawPolicy {
    /// Bukti yang diminta bagi setiap entri.
    #[schemars(extend("enum" = ["surel", "forge", "tanda-tangan"]))]
    bukti: Field<String>,
    /// Cara entri mendarat.
    #[schemars(extend("enum" = ["gabung", "langsung"]))]
    pendaratan: Field<String>,
    /// Yang memeriksa bukan yang menulis.
    empat_mata: Field<bool>,
    /// Pengurus, sebagai nama berkas di people/.
    pengurus: Field<Vec<Field<String>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Dispensasi")]
struct RawDispensation {
    /// SOP dan revisinya.
    sop: Field<String>,
    /// Hari pertama.
    sejak: Field<String>,
    /// Hari terakhir.
    #[serde(default)]
    sampai: Field<String>,
    /// Surat yang memberi dispensasi.
    surat: Field<String>,
}

/// Tanggapan pengurus atas pendaratan yang keliru.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Tanggapan")]
pub(super) struct RawAnswer {
    /// Nomor commit pendaratan, lengkap.
    pendaratan: Field<String>,
    /// Penjelasan pengurus.
    catatan: Field<String>,
    /// dicoret: waktunya tidak menggerakkan jam register.
    #[serde(default)]
    #[schemars(extend("enum" = ["dicoret"]))]
    waktu: Field<String>,
}

impl RawOffice {
    fn into_office(self, cx: &Context) -> Option<Office> {
        let top = Span::START;
        let name = self.nama.need(cx, top, "nama");
        let zone = self.zona.need(cx, top, "zona").and_then(|zone| zone_of(&zone, cx));
        let calendars =
            self.kalender.need(cx, top, "kalender").map(|list| Field::Given(list).items()).unwrap_or_default();
        let site = self.situs.optional().map(|site| site.value);
        let (address, languages) = site.map(|site| (site.alamat, site.bahasa)).unwrap_or_default();
        let languages =
            languages.items().iter().filter_map(|word| cx.choose(word, &LANGUAGES)).map(|l| l.value).collect();
        let agencies =
            self.instansi.need(cx, top, "instansi").map(|list| Field::Given(list).items()).unwrap_or_default();
        let policy = self.kebijakan.need(cx, top, "kebijakan").map(|raw| raw.value.policy(raw.span, cx));
        Some(Office {
            path: cx.path().clone(),
            name: name.unwrap_or_else(|| At::new(String::new(), top)),
            zone: zone.unwrap_or(At::new(Zone::Wib, top)),
            calendars: calendars.iter().filter_map(|name| cx.parse(name, &shapes::NAME)).collect(),
            site: address.optional().and_then(|url| cx.parse_with(&url, &URL, site_address)),
            languages,
            forge: self.forge.optional().and_then(|raw| raw.value.forge(raw.span, cx)),
            agencies: agencies.into_iter().filter_map(|raw| raw.value.agency(raw.span, cx)).collect(),
            policy: policy?,
            dispensations: self
                .dispensasi
                .items()
                .into_iter()
                .filter_map(|raw| raw.value.dispensation(raw.span, cx))
                .collect(),
        })
    }
}

/// An https address of a host with a name, and perhaps a path; without a slash at its end.
fn site_address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let lawful_host = host.contains('.') && host.split('.').all(label);
    let lawful_path = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b));
    (lawful_host && lawful_path).then(|| text.trim_end_matches('/').to_owned())
}

impl RawForge {
    fn forge(self, owner: Span, cx: &Context) -> Option<Forge> {
        let kind = self.jenis.need(cx, owner, "jenis").and_then(|word| cx.choose(&word, &FORGES));
        let keys = self.kunci.items().iter().filter_map(|text| cx.parse(text, &FORGE_KEY)).collect();
        let compares_pusher = self.pengirim_dicocokkan.optional().is_some_and(|flag| flag.value);
        Some(Forge { kind: kind?.value, repository: self.repositori.optional(), keys, compares_pusher })
    }
}

impl RawAgency {
    fn agency(self, owner: Span, cx: &Context) -> Option<Agency> {
        let id = self.id.need(cx, owner, "id").and_then(|id| cx.parse(&id, &shapes::NAME));
        let name = self.nama.need(cx, owner, "nama");
        Some(Agency { id: id?, name: name? })
    }
}

impl RawPolicy {
    /// What cannot be read is taken at its strictest.
    fn policy(self, owner: Span, cx: &Context) -> Policy {
        let evidence = self.bukti.need(cx, owner, "bukti").and_then(|word| cx.choose(&word, &EVIDENCE));
        let landing = self.pendaratan.need(cx, owner, "pendaratan").and_then(|word| cx.choose(&word, &LANDING));
        let four_eyes = self.empat_mata.need(cx, owner, "empat_mata");
        let stewards =
            self.pengurus.need(cx, owner, "pengurus").map(|list| Field::Given(list).items()).unwrap_or_default();
        Policy {
            evidence: evidence.map_or(Evidence::Signature, |evidence| evidence.value),
            landing: landing.map_or(Landing::Merge, |landing| landing.value),
            four_eyes: four_eyes.is_none_or(|flag| flag.value),
            stewards: stewards.iter().filter_map(|name| cx.parse(name, &shapes::NAME)).collect(),
        }
    }
}

impl RawDispensation {
    fn dispensation(self, owner: Span, cx: &Context) -> Option<Dispensation> {
        let sop = self.sop.need(cx, owner, "sop").and_then(|sop| cx.parse(&sop, &shapes::SOP));
        let from = self.sejak.need(cx, owner, "sejak").and_then(|day| cx.parse_with(&day, &shapes::DAY, parse_day));
        let until = self.sampai.optional().map(|day| cx.parse_with(&day, &shapes::DAY, parse_day));
        let letter = self.surat.need(cx, owner, "surat");
        let until = match until {
            Some(None) => return None,
            Some(Some(day)) => Some(day),
            None => None,
        };
        Some(Dispensation { sop: sop?, from: from?, until, letter: letter? })
    }
}

impl RawAnswer {
    fn answer(self, owner: Span, cx: &Context) -> Option<Answer> {
        let is_id =
            |text: &str| text.len() == 40 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let landing = self.pendaratan.need(cx, owner, "pendaratan");
        let landing = landing.and_then(|text| cx.parse_with(&text, &COMMIT, |id| is_id(id).then(|| id.to_owned())));
        let note = self.catatan.need(cx, owner, "catatan");
        let strikes_time = self.waktu.optional().and_then(|word| cx.choose(&word, &[("dicoret", true)]));
        Some(Answer { landing: landing?, note: note?, strikes_time: strikes_time.is_some() })
    }
}
