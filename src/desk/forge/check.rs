//! A proposal, judged by the trusted branch: its status and its comment.

use super::call::{Call, Desk, Verdict};
use super::reply::About;
use super::{Counter, Plan, Ref};
use crate::desk::trial;
use crate::model::git::ObjectId;
use crate::model::privacy;
use crate::rules::judge::Foresight;

/// A proposal that was judged.
pub struct Checked {
    /// Its tip.
    pub tip: ObjectId,
    /// What it would do.
    pub foresight: Foresight,
    /// Whether its title or its branch's name holds personal data.
    pub names_somebody: bool,
}

impl Checked {
    /// What its status says.
    pub fn verdict(&self) -> Verdict {
        match (self.foresight.unreadable, self.foresight.is_lawful() && !self.names_somebody) {
            (Some(_), _) => Verdict::Unverifiable,
            (None, true) => Verdict::Lawful,
            (None, false) => Verdict::Unlawful,
        }
    }

    fn words(&self) -> &'static str {
        match self.verdict() {
            Verdict::Lawful => "Sah; tinggal digabungkan oleh yang berwenang",
            Verdict::Unlawful => "Belum sah; penjelasannya ada di komentar",
            Verdict::Unverifiable => "Tidak dapat dinilai: data tidak lengkap",
        }
    }
}

/// Judges a proposal by what was fetched of it. Nothing of it is checked out, and nothing in it is run.
pub fn check(counter: &Counter, number: u64, names: [&str; 2]) -> Option<Checked> {
    let tip = (counter.tip)(&Ref::Proposal(number))?;
    let (ledger, chain, head) = (&counter.audit.ledger, &counter.audit.chain, counter.audit.head);
    let foresight = trial::foreseen(counter.overlay, ledger, chain, head, tip, counter.now.timestamp());
    let [title, branch] = names;
    let names_somebody = privacy::find(title, |_, _| false).is_some() || privacy::find_in_name(branch).is_some();
    Some(Checked { tip, foresight, names_somebody })
}

/// What is sent of a verdict: the status at the tip, and the one comment.
pub fn plan(counter: &Counter, number: u64, checked: &Checked) -> Plan {
    let mut text = (counter.tell)(&checked.foresight);
    if checked.names_somebody {
        text.push_str(
            "\n**Data pribadi pada judul atau nama cabang.** Judul usulan dan nama cabang tersimpan lama di forge. Ganti \
             judulnya, atau ajukan lagi dari cabang dengan nama lain.\n",
        );
    }
    let comment = match counter.keep(Desk::Proposal(number), About::Check, &text) {
        Ok(comment) => comment,
        Err(ask) => return ask,
    };
    let status = counter.api.status(checked.tip, checked.verdict(), checked.words());
    let send: Vec<Call> = std::iter::once(status).chain(comment).collect();
    let exit = match checked.verdict() {
        Verdict::Lawful => 0,
        Verdict::Unlawful => 1,
        Verdict::Unverifiable => 2,
    };
    Plan { exit, ..Plan::send(send, format!("usulan {number}: {}", checked.verdict().word())) }
}
