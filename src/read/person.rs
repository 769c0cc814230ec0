//! `people/<handle>.yaml`

use schemars::JsonSchema;
use serde::Deserialize;

use super::context::{Context, Expected, shapes};
use super::decode::Field;
use super::{Reading, file, reading};
use crate::model::day::parse_day;
use crate::model::name::Handle;
use crate::model::person::{Acting, Person, Role};
use crate::model::place::{At, Span, WorkPath};

/// Reads a person.
pub(super) fn read_person(path: &WorkPath, handle: &Handle, bytes: &[u8]) -> Reading<Person> {
    reading(path, |cx| file(bytes, cx, |raw: RawPerson, cx| raw.into_person(handle.clone(), cx)))
}

const ACCOUNT: Expected =
    Expected::new("alamat surel atau nomor akun forge", "an address or a forge's account number", "github:12345");
const KEY: Expected = Expected::new(
    "satu baris kunci publik SSH (ed25519, sk-ssh-ed25519, atau ecdsa-sha2-nistp256)",
    "one line of a public SSH key (ed25519, sk-ssh-ed25519 or ecdsa-sha2-nistp256)",
    "ssh-ed25519 AAAAC3Nza…",
);
const ACTING: [(&str, Acting); 2] = [("plt", Acting::Plt), ("plh", Acting::Plh)];

/// Orang (atau bot) yang boleh bertindak. Nama tidak wajib dan tidak pernah diterbitkan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Orang")]
pub(super) struct RawPerson {
    /// Naik satu demi satu setiap kali berkas ini berubah.
    revisi: Field<u32>,
    /// Instansi tempatnya bekerja.
    #[serde(default)]
    instansi: Field<String>,
    /// Jabatan: yang tampil di situs.
    jabatan: Field<String>,
    /// Nama orang; tidak wajib, tidak pernah diterbitkan.
    #[serde(default)]
    nama: Field<String>,
    /// Alamat surel pada commit, atau akun forge seperti github:12345.
    #[serde(default)]
    akun: Field<Vec<Field<String>>>,
    /// Kunci SSH untuk tanda tangan commit.
    #[serde(default)]
    kunci: Field<Vec<Field<String>>>,
    /// Peran yang diembannya.
    #[serde(default)]
    peran: Field<Vec<Field<RawRole>>>,
    /// Bot hanya mencatat atas nama orang lain.
    #[serde(default)]
    bot: Field<bool>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Peran")]
struct RawRole {
    /// Lajur, ditulis slug/lajur.
    lajur: Field<Vec<Field<String>>>,
    /// Hari pertama.
    sejak: Field<String>,
    /// Hari terakhir, ikut dihitung.
    #[serde(default)]
    sampai: Field<String>,
    /// Surat yang menjadi dasarnya.
    #[serde(default)]
    dasar: Field<String>,
    /// Instansi yang diwakili seorang rekanan.
    #[serde(default)]
    untuk: Field<String>,
    /// Pelaksana tugas atau pelaksana harian.
    #[serde(default)]
    #[schemars(extend("enum" = ["plt", "plh"]))]
    sebagai: Field<String>,
}

impl RawPerson {
    fn into_person(self, handle: Handle, cx: &Context) -> Option<Person> {
        let top = Span::START;
        let revision = self.revisi.need(cx, top, "revisi");
        let post = self.jabatan.need(cx, top, "jabatan");
        let agency = self.instansi.optional().and_then(|id| cx.parse(&id, &shapes::NAME));
        let accounts = self.akun.items().iter().filter_map(|text| cx.parse(text, &ACCOUNT)).collect();
        let roles = self.peran.items().into_iter().filter_map(|raw| raw.value.role(raw.span, cx)).collect();
        Some(Person {
            handle,
            path: cx.path().clone(),
            revision: revision.unwrap_or(At::new(1, top)),
            agency,
            post: post?,
            name: self.nama.optional(),
            accounts,
            keys: self.kunci.items().iter().filter_map(|text| cx.parse(text, &KEY)).collect(),
            roles,
            bot: self.bot.optional().is_some_and(|flag| flag.value),
        })
    }
}

impl RawRole {
    fn role(self, owner: Span, cx: &Context) -> Option<Role> {
        let lanes = self.lajur.need(cx, owner, "lajur").map(|list| Field::Given(list).items()).unwrap_or_default();
        let lanes = lanes.iter().filter_map(|lane| cx.parse(lane, &shapes::LANE)).collect();
        let from = self.sejak.need(cx, owner, "sejak").and_then(|day| cx.parse_with(&day, &shapes::DAY, parse_day));
        let until = self.sampai.optional().map(|day| cx.parse_with(&day, &shapes::DAY, parse_day));
        let acts_for = self.untuk.optional().and_then(|id| cx.parse(&id, &shapes::NAME));
        let acting = self.sebagai.optional().and_then(|word| cx.choose(&word, &ACTING));
        // An end that cannot be read must not become no end.
        let until = match until {
            Some(None) => return None,
            Some(Some(day)) => Some(day),
            None => None,
        };
        Some(Role { lanes, from: from?, until, letter: self.dasar.optional(), acts_for, acting })
    }
}
