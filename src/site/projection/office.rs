//! The office, as everybody may know it.

use serde::Serialize;

use super::super::address;
use crate::model::office::{Evidence, Landing};
use crate::register::policy::Policy;

/// The office.
#[derive(Debug, Clone, Serialize)]
pub struct Office {
    /// The title of the site.
    pub name: String,
    /// The zone's short name.
    pub zone: &'static str,
    /// The site's address, without a slash at its end; empty where none is stated.
    pub address: String,
    /// Its agencies.
    pub agencies: Vec<Agency>,
    /// Whether whoever checks must be another than whoever wrote.
    pub four_eyes: bool,
    /// Whether only one steward stands, so that nobody checks his acts.
    pub lone_steward: bool,
    /// Whether only merges change a request.
    pub merges: bool,
    /// The evidence that every entry needs.
    pub evidence: &'static str,
}

/// An agency.
#[derive(Debug, Clone, Serialize)]
pub struct Agency {
    /// Its name in the files.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// The page of what waits for it.
    pub url: String,
}

impl Office {
    /// What may be told of the office.
    pub(super) fn of(policy: &Policy) -> Self {
        let office = policy.office();
        let agencies = office.map_or(&[][..], |office| &office.agencies[..]);
        Self {
            name: office.map_or_else(String::new, |office| office.name.value.clone()),
            zone: policy.zone().word(),
            address: office
                .and_then(|office| office.site.as_ref())
                .map_or_else(String::new, |site| site.value.trim_end_matches('/').to_owned()),
            agencies: agencies
                .iter()
                .map(|agency| Agency {
                    id: agency.id.value.to_string(),
                    name: agency.name.value.clone(),
                    url: address::agency(&agency.id.value),
                })
                .collect(),
            four_eyes: policy.four_eyes(),
            lone_steward: policy.stewards() == 1,
            merges: policy.way() == Landing::Merge,
            evidence: match office.map(|office| office.policy.evidence) {
                Some(Evidence::Forge) => "forge",
                Some(Evidence::Signature) => "tanda-tangan",
                _ => "surel",
            },
        }
    }

    /// The full name of an agency.
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.id == id)
    }
}
