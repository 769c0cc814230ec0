//! # Pemeriksa yang berhak | A reviewer with the right
//!
//! ## Apa
//!
//! Yang menggabungkan adalah pengurus, atau memegang lajur tak terikat pada SOP permohonan itu, dan bukan bot.
//!
//! ## Mengapa
//!
//! Penggabungan adalah persetujuan; hanya yang berwenang dapat menyetujui.
//!
//! ## Sah
//!
//! Kepala bidang menggabungkan usulan perangkat daerah.
//!
//! ## Melanggar
//!
//! Bot menggabungkan sendiri usulannya.
//!
//! ## What
//!
//! Whoever merges is a steward, or holds an unbound lane of that request's SOP, and is no bot.
//!
//! ## Why
//!
//! The merge is an approval; only those with authority can give it.
//!
//! ## Lawful
//!
//! The head of division merges an agency's proposal.
//!
//! ## Unlawful
//!
//! A bot merges its own proposal.

use super::landing_case::LandingCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::office::Landing as Way;
use crate::model::say::Say;
use crate::register::policy::lane_ref;

/// The rule's name.
pub const ID: RuleId = RuleId("reviewer");

pub(super) fn check(case: &LandingCase) -> Vec<Finding> {
    let is_reviewed = case.ledger.policy.way() == Way::Merge && case.landing.commit.is_merge();
    if !is_reviewed || !case.changes_requests() {
        return Vec::new();
    }
    let refuse = |message: Say| {
        let help = Say::new(
            "Pengurus, atau pemegang lajur tak terikat pada SOP ini, yang menggabungkan.",
            "A steward, or a holder of an unbound lane of this SOP, has to merge.",
        );
        vec![Finding::error(ID, case.place(), message, help)]
    };
    let Some(reviewer) = case.author else {
        let mail = String::from_utf8_lossy(&case.landing.commit.author.mail).into_owned();
        return refuse(Say::new(
            format!("Yang menggabungkan (<{mail}>) tidak ada di people/."),
            format!("Whoever merged (<{mail}>) does not stand in people/."),
        ));
    };
    if reviewer.bot {
        return refuse(Say::new("Bot tidak dapat memeriksa.", "A bot cannot review."));
    }
    let holds = |sop: &&crate::model::sop::SopDraft| {
        let mut unbound = sop.lanes.iter().filter(|lane| !lane.bound);
        unbound.any(|lane| reviewer.holds(&lane_ref(sop, &lane.id), None, case.day))
    };
    if case.ledger.policy.is_steward(&reviewer.handle) || case.sops.iter().all(holds) && !case.sops.is_empty() {
        return Vec::new();
    }
    let post = &reviewer.post.value;
    refuse(Say::new(
        format!("{post} tidak berwenang memeriksa permohonan ini."),
        format!("{post} has no authority to review this request."),
    ))
}
