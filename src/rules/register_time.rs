//! # Waktu pendaratan tidak mundur | Landing time does not run back
//!
//! ## Apa
//!
//! Pendaratan permohonan paling banyak sepuluh menit di belakang jam register, dan waktunya masuk akal (2020–2100, selisih
//! zona paling banyak 14 jam).
//!
//! ## Mengapa
//!
//! Waktu pendaratan adalah waktu entri; yang dimundurkan membuat yang terlambat tampak tepat waktu.
//!
//! ## Sah
//!
//! Penggabungan hari ini sesudah penggabungan kemarin.
//!
//! ## Melanggar
//!
//! Penggabungan hari ini dengan jam komputer bulan lalu.
//!
//! ## What
//!
//! A landing of a request is at most ten minutes behind the register's clock, and its time makes sense (2020–2100, at most
//! 14 hours from UTC).
//!
//! ## Why
//!
//! The landing's time is the entry's time; a time set back would make the late look punctual.
//!
//! ## Lawful
//!
//! Today's merge after yesterday's.
//!
//! ## Unlawful
//!
//! Today's merge by a computer whose clock shows last month.

use super::landing_case::LandingCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::{Say, counted};

/// The rule's name.
pub const ID: RuleId = RuleId("register-time");

/// How far behind the register's clock a landing may be.
const BEHIND: i64 = 10 * 60;
/// 2020 to 2100.
const SENSIBLE: std::ops::Range<i64> = 1_577_836_800..4_133_980_800;

pub(super) fn check(case: &LandingCase) -> Vec<Finding> {
    let committer = &case.landing.commit.committer;
    let refuse = |message: Say| {
        let help = Say::new(
            "Betulkan jam komputer. Yang belum didorong distempel ulang: git commit --amend --no-edit --date=now. Yang sudah \
             mendarat dijawab pengurus dalam tanggapan.yaml.",
            "Set the computer's clock right. What is not pushed yet is stamped anew: git commit --amend --no-edit --date=now. \
             What has landed a steward answers in tanggapan.yaml.",
        );
        vec![Finding::error(ID, case.place(), message, help)]
    };
    if !SENSIBLE.contains(&committer.seconds) || committer.offset.is_none() {
        return refuse(Say::new("Waktu pendaratan ini tidak masuk akal.", "This landing's time makes no sense."));
    }
    let behind = case.ledger.clock().map_or(0, |clock| clock - committer.seconds);
    if behind <= BEHIND {
        return Vec::new();
    }
    let minutes = behind / 60;
    refuse(Say::new(
        format!("Pendaratan ini {minutes} menit di belakang jam register."),
        format!("This landing is {} behind the register's clock.", counted(minutes, "minute", "minutes")),
    ))
}

/// What to do while the landing is only foreseen: nothing is there to be stamped anew, and its time is that of this computer.
pub fn before_it_lands(findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.rule == ID) {
        finding.help = Say::new(
            "Betulkan jam komputer ini, lalu jalankan sekali lagi.",
            "Set this computer's clock right, then run it once more.",
        );
    }
}
