//! # Satu akun, satu orang | One account, one person
//!
//! ## Apa
//!
//! Setiap alamat, akun forge, dan kunci hanya dimiliki satu orang di `people/`; kunci forge di `jejak.yaml` bukan milik
//! siapa pun.
//!
//! ## Mengapa
//!
//! Bila dua orang memakai akun yang sama, tidak dapat dibuktikan siapa yang bertindak.
//!
//! ## Sah
//!
//! ```yaml
//! akun: [kepala-bidang@diskominfo.example]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! akun: [kepala-bidang@diskominfo.example]   # juga ada di people/ orang lain
//! ```
//!
//! ## What
//!
//! Every address, forge account and key belongs to one person in `people/`; the forge's keys in `jejak.yaml` belong to
//! nobody.
//!
//! ## Why
//!
//! If two people use one account nobody can prove who acted.
//!
//! ## Lawful
//!
//! ```yaml
//! akun: [kepala-bidang@diskominfo.example]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! akun: [kepala-bidang@diskominfo.example]   # also stands with somebody else
//! ```

use std::collections::BTreeMap;

use crate::model::finding::{Finding, RuleId};
use crate::model::office::{ForgeKey, Office};
use crate::model::person::Person;
use crate::model::place::{Place, Span};
use crate::model::say::Say;
use crate::model::workspace::Workspace;

/// The rule's name.
pub const ID: RuleId = RuleId("identity-unique");

pub(super) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut first: BTreeMap<String, (Place, String)> = BTreeMap::new();
    let mut findings = Vec::new();
    let persons = workspace.people.values().map(|person| (&person.path, identities(person)));
    let office = workspace.office.iter().map(|office| (&office.path, pinned(office)));
    for (path, identities) in office.chain(persons) {
        for (identity, written, span) in identities {
            let place = span.at(path);
            let Some((other, as_written)) = first.get(&identity) else {
                first.insert(identity, (place, written));
                continue;
            };
            // One person may write his account on a forge and its noreply address.
            if other.path == place.path && *as_written != written {
                continue;
            }
            let message = Say::new(
                format!("`{written}` sudah dimiliki orang lain (atau ditulis dua kali)."),
                format!("`{written}` already belongs to somebody else (or is written twice)."),
            );
            let help = Say::new("Hapus dari salah satu berkas.", "Delete it from one of the files.");
            let because = Say::new("sudah ditulis di sini", "already written here");
            findings.push(Finding::error(ID, place, message, help).because(other.clone(), because));
        }
    }
    findings
}

/// The keys of the forge: whoever held one could sign for everybody.
fn pinned(office: &Office) -> Vec<(String, String, Span)> {
    let keys = office.forge.iter().flat_map(|forge| &forge.keys);
    let ssh = keys.filter_map(|key| match &key.value {
        ForgeKey::Ssh(pinned) => Some((pinned.to_string(), pinned.to_string(), key.span)),
        ForgeKey::OpenPgp(_) => None,
    });
    ssh.collect()
}

/// Accounts and keys, each as what it is and as it was written: a forge's noreply address is the forge's account; the
/// comment behind a key does not count.
fn identities(person: &Person) -> Vec<(String, String, Span)> {
    let accounts =
        person.accounts.iter().map(|account| (account.value.identity(), account.value.to_string(), account.span));
    let keys = person.keys.iter().map(|key| (key.value.to_string(), key.value.to_string(), key.span));
    accounts.chain(keys).collect()
}
