//! # Tindakan pengurus | Acts of a steward
//!
//! ## Apa
//!
//! `batal`, `lewati`, `pindah`, `tutup`, `sahkan`, dan `batalkan` hanya ditulis pengurus. Di bawah `empat_mata`, yang
//! mengesahkan atau membatalkan sebuah entri bukan penulis atau pemeriksanya.
//!
//! ## Mengapa
//!
//! Tindakan ini mengubah jalan permohonan di luar SOP, jadi harus ada yang bertanggung jawab.
//!
//! ## Sah
//!
//! ```yaml
//!   - sahkan: 4
//!     catatan: Disposisi asli ada pada arsip.
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - sahkan: 4           # oleh penulis entri 4
//! ```
//!
//! ## What
//!
//! Only stewards write `batal`, `lewati`, `pindah`, `tutup`, `sahkan` and `batalkan`. Under `empat_mata` whoever ratifies or
//! revokes an entry is neither its author nor its reviewer.
//!
//! ## Why
//!
//! These acts change a request's way outside the SOP, so somebody has to answer for them.
//!
//! ## Lawful
//!
//! ```yaml
//!   - sahkan: 4
//!     catatan: Disposisi asli ada pada arsip.
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - sahkan: 4           # by the author of entry 4
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("steward-right");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let target = match &case.entry.act {
        Act::Cancel(_) | Act::Skip { .. } | Act::Migrate { .. } | Act::Withhold(_) => None,
        Act::Ratify(n) | Act::Revoke(n) => Some(n.value),
        _ => return Vec::new(),
    };
    if !case.is_by_steward() {
        let message = Say::new("Hanya pengurus yang boleh menulis entri ini.", "Only a steward may write this entry.");
        let help = Say::new("Minta pengurus menulisnya.", "Let a steward write it.");
        return vec![Finding::error(ID, case.here(), message, help)];
    }
    let policy = case.policy();
    // While one steward stands there is nobody else to answer.
    if !policy.four_eyes() || policy.stewards() < 2 {
        return Vec::new();
    }
    let Some(answered) = target.and_then(|n| case.standing.entry(n)) else { return Vec::new() };
    let me = case.who.actor.map(|actor| &actor.handle);
    let involved = [&answered.author, &answered.actor, &answered.reviewer];
    if !involved.into_iter().any(|handle| handle.is_some() && handle.as_ref() == me) {
        return Vec::new();
    }
    let message = Say::new(
        "Pengurus ini sendiri menulis atau memeriksa entri itu.",
        "This steward himself wrote or reviewed that entry.",
    );
    let help = Say::new("Minta pengurus lain.", "Ask another steward.");
    vec![Finding::error(ID, case.here(), message, help)]
}
