//! The procedure of the little office as the model knows it: written down by hand, not read.

/// A group of documents of which one is demanded.
pub type Group = &'static [&'static str];

#[derive(Debug)]
pub struct Step {
    pub number: u32,
    pub actors: &'static [&'static str],
    pub parties: bool,
    pub once: bool,
    pub needs: &'static [Group],
    pub yields: &'static [Group],
    pub wait: Option<Wait>,
    pub outcomes: &'static [Outcome],
}

#[derive(Debug, Clone, Copy)]
pub struct Wait {
    pub lanes: &'static [&'static str],
    pub owed: &'static [Group],
}

#[derive(Debug)]
pub struct Outcome {
    pub label: &'static str,
    pub to: Target,
    pub yields: &'static [Group],
    pub wait: Option<Wait>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Step(u32),
    Finished,
    Rejected,
}

/// What the procedure keeps outside the repository.
pub const OUTSIDE: &str = "narahubung";
pub const BOUND: &str = "skpd";
pub const UNBOUND: [&str; 3] = ["bidang", "tim-it", "pengembang"];

const PLAIN: Step =
    Step { number: 0, actors: &[], parties: false, once: false, needs: &[], yields: &[], wait: None, outcomes: &[] };

const fn outcome(label: &'static str, to: Target) -> Outcome {
    Outcome { label, to, yields: &[], wait: None }
}

pub const STEPS: [Step; 6] = [
    Step { number: 1, actors: &["skpd"], needs: &[&["surat-permohonan"]], yields: &[&["surat-permohonan"]], ..PLAIN },
    Step { number: 2, actors: &["bidang"], needs: &[&["surat-permohonan"]], yields: &[&["disposisi"]], ..PLAIN },
    Step {
        number: 3,
        actors: &["tim-it"],
        needs: &[&["disposisi"]],
        yields: &[&["rumusan"]],
        outcomes: &[
            outcome("lengkap", Target::Step(4)),
            outcome("tidak lengkap", Target::Step(1)),
            Outcome { label: "ditolak", to: Target::Rejected, yields: &[&["surat-balasan"]], wait: None },
        ],
        ..PLAIN
    },
    Step {
        number: 4,
        actors: &["skpd", "tim-it"],
        parties: true,
        once: true,
        needs: &[&["rumusan"]],
        yields: &[&["rumusan"]],
        ..PLAIN
    },
    Step {
        number: 5,
        actors: &["tim-it"],
        needs: &[&["rumusan", "disposisi"]],
        wait: Some(Wait { lanes: &["pengembang"], owed: &[] }),
        outcomes: &[
            outcome("sesuai", Target::Step(6)),
            Outcome {
                label: "ada temuan",
                to: Target::Step(5),
                yields: &[],
                wait: Some(Wait { lanes: &["skpd"], owed: &[&["bukti", "surat-balasan"]] }),
            },
            outcome("tidak sesuai", Target::Step(3)),
        ],
        ..PLAIN
    },
    Step {
        number: 6,
        actors: &["bidang", "tim-it"],
        parties: true,
        needs: &[&["disposisi"]],
        outcomes: &[
            outcome("diterima", Target::Finished),
            outcome("diterima bersyarat", Target::Finished),
            Outcome {
                label: "ditunda",
                to: Target::Step(5),
                yields: &[],
                wait: Some(Wait { lanes: &["skpd"], owed: &[&["lembar-disposisi"]] }),
            },
        ],
        ..PLAIN
    },
];

pub fn step(number: u32) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.number == number)
}

impl Step {
    pub fn outcome(&self, label: Option<&str>) -> Option<&'static Outcome> {
        let step = step(self.number)?;
        step.outcomes.iter().find(|outcome| Some(outcome.label) == label)
    }

    /// Where it leads; none if the outcome is unknown, missing or too much.
    pub fn leads(&self, label: Option<&str>) -> Option<Target> {
        if self.outcomes.is_empty() != label.is_none() {
            return None;
        }
        match label {
            Some(_) => self.outcome(label).map(|outcome| outcome.to),
            None => Some(step(self.number + 1).map_or(Target::Finished, |next| Target::Step(next.number))),
        }
    }

    pub fn is_forward(&self, to: Target) -> bool {
        match to {
            Target::Step(number) => number > self.number,
            Target::Finished => true,
            Target::Rejected => false,
        }
    }
}

/// The document that a name means.
pub fn real(id: &str) -> &str {
    if id == "lembar-disposisi" { "disposisi" } else { id }
}
