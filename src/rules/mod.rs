//! What must hold: one file per rule, each a plain function from a case to findings. A rule's doc comment is its manual
//! page; this table is the list of all of them.

mod answer_target;
mod answers_grow;
mod author_known;
mod calendar_base;
mod calendar_days;
mod calendar_decree;
mod case;
pub mod door;
mod entry_references;
mod evidence;
mod four_eyes;
pub(crate) mod growth;
mod identity_forever;
mod identity_unique;
pub mod judge;
mod kept_outside;
mod landing_case;
mod landing_way;
mod lane_authority;
mod migration;
mod office_references;
mod one_request;
mod opener_right;
mod own_landing;
mod parties;
mod pause_right;
mod person_roles;
mod plain_files;
mod policy_steward;
pub mod proposal;
pub(crate) mod register_time;
mod request_documents;
mod request_entries;
mod request_references;
mod reviewer;
mod revision_rising;
mod signature;
mod sop_activity_form;
mod sop_actors;
mod sop_connectors;
mod sop_dates;
mod sop_document_form;
mod sop_document_source;
mod sop_documents;
mod sop_frozen;
mod sop_in_force;
mod sop_lane_order;
mod sop_lanes;
mod sop_mutu_baku;
mod sop_numbering;
mod sop_outcomes;
mod sop_parties;
mod sop_reachable;
mod sop_readings;
mod sop_target;
mod sop_way_out;
mod step_documents;
mod step_in_place;
mod step_note;
mod steward_right;
mod stewards;

pub use case::{CalendarCase, OfficeCase, PersonCase, RequestCase, SopCase};
pub use landing_case::{Claim, EntryCase, LandingCase, PolicyCase, Who, WitnessCase};

use rayon::prelude::*;

use crate::model::finding::{Finding, RuleId};
use crate::model::flow::Flow;
use crate::model::silence::is_silent;
use crate::model::workspace::Workspace;
use crate::read::MAX_FINDINGS;
use crate::read::faults::size;

/// A rule: its name, its source (which holds its manual page), and what it asks.
#[derive(Debug)]
pub struct Rule {
    /// The same as its file, its stories and the tag of its messages.
    pub id: RuleId,
    /// The text of its file.
    pub source: &'static str,
    /// What it looks at.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug)]
pub enum Check {
    /// Everything together.
    Workspace(fn(&Workspace) -> Vec<Finding>),
    /// One SOP.
    Sop(fn(&SopCase) -> Vec<Finding>),
    /// One calendar.
    Calendar(fn(&CalendarCase) -> Vec<Finding>),
    /// The office.
    Office(fn(&OfficeCase) -> Vec<Finding>),
    /// One person.
    Person(fn(&PersonCase) -> Vec<Finding>),
    /// One request.
    Request(fn(&RequestCase) -> Vec<Finding>),
    /// A landing that touches requests.
    Landing(fn(&LandingCase) -> Vec<Finding>),
    /// An entry that lands, wherever it stands.
    Entry(fn(&EntryCase) -> Vec<Finding>),
    /// An entry that lands in its place. Of one that comes too late or too early nothing more is asked.
    Act(fn(&EntryCase) -> Vec<Finding>),
    /// A landing that changes policy.
    Policy(fn(&PolicyCase) -> Vec<Finding>),
    /// A commit on whose word an entry, a merge or a change of policy rests.
    Witness(fn(&WitnessCase) -> Vec<Finding>),
    /// What the register itself takes or refuses, before any rule is asked.
    Register,
}

const fn rule(id: RuleId, source: &'static str, check: Check) -> Rule {
    Rule { id, source, check }
}

/// Every rule.
pub const RULES: &[Rule] = &[
    rule(sop_numbering::ID, include_str!("sop_numbering.rs"), Check::Sop(sop_numbering::check)),
    rule(sop_target::ID, include_str!("sop_target.rs"), Check::Sop(sop_target::check)),
    rule(sop_reachable::ID, include_str!("sop_reachable.rs"), Check::Sop(sop_reachable::check)),
    rule(sop_way_out::ID, include_str!("sop_way_out.rs"), Check::Sop(sop_way_out::check)),
    rule(sop_outcomes::ID, include_str!("sop_outcomes.rs"), Check::Sop(sop_outcomes::check)),
    rule(sop_lanes::ID, include_str!("sop_lanes.rs"), Check::Sop(sop_lanes::check)),
    rule(sop_actors::ID, include_str!("sop_actors.rs"), Check::Sop(sop_actors::check)),
    rule(sop_documents::ID, include_str!("sop_documents.rs"), Check::Sop(sop_documents::check)),
    rule(sop_document_source::ID, include_str!("sop_document_source.rs"), Check::Sop(sop_document_source::check)),
    rule(sop_document_form::ID, include_str!("sop_document_form.rs"), Check::Sop(sop_document_form::check)),
    rule(sop_parties::ID, include_str!("sop_parties.rs"), Check::Sop(sop_parties::check)),
    rule(sop_dates::ID, include_str!("sop_dates.rs"), Check::Sop(sop_dates::check)),
    rule(sop_connectors::ID, include_str!("sop_connectors.rs"), Check::Sop(sop_connectors::check)),
    rule(sop_readings::ID, include_str!("sop_readings.rs"), Check::Sop(sop_readings::check)),
    rule(sop_activity_form::ID, include_str!("sop_activity_form.rs"), Check::Sop(sop_activity_form::check)),
    rule(sop_lane_order::ID, include_str!("sop_lane_order.rs"), Check::Sop(sop_lane_order::check)),
    rule(sop_mutu_baku::ID, include_str!("sop_mutu_baku.rs"), Check::Sop(sop_mutu_baku::check)),
    rule(calendar_decree::ID, include_str!("calendar_decree.rs"), Check::Calendar(calendar_decree::check)),
    rule(calendar_days::ID, include_str!("calendar_days.rs"), Check::Calendar(calendar_days::check)),
    rule(calendar_base::ID, include_str!("calendar_base.rs"), Check::Calendar(calendar_base::check)),
    rule(office_references::ID, include_str!("office_references.rs"), Check::Office(office_references::check)),
    rule(stewards::ID, include_str!("stewards.rs"), Check::Office(stewards::check)),
    rule(person_roles::ID, include_str!("person_roles.rs"), Check::Person(person_roles::check)),
    rule(identity_unique::ID, include_str!("identity_unique.rs"), Check::Workspace(identity_unique::check)),
    rule(request_references::ID, include_str!("request_references.rs"), Check::Request(request_references::check)),
    rule(request_documents::ID, include_str!("request_documents.rs"), Check::Workspace(request_documents::check)),
    rule(request_entries::ID, include_str!("request_entries.rs"), Check::Request(request_entries::check)),
    rule(one_request::ID, include_str!("one_request.rs"), Check::Landing(one_request::check)),
    rule(plain_files::ID, include_str!("plain_files.rs"), Check::Landing(plain_files::check)),
    rule(landing_way::ID, include_str!("landing_way.rs"), Check::Landing(landing_way::check)),
    rule(reviewer::ID, include_str!("reviewer.rs"), Check::Landing(reviewer::check)),
    rule(register_time::ID, include_str!("register_time.rs"), Check::Landing(register_time::check)),
    rule(author_known::ID, include_str!("author_known.rs"), Check::Entry(author_known::check)),
    rule(signature::ID, include_str!("signature.rs"), Check::Witness(signature::check)),
    rule(evidence::ID, include_str!("evidence.rs"), Check::Witness(evidence::check)),
    rule(own_landing::ID, include_str!("own_landing.rs"), Check::Entry(own_landing::check)),
    rule(entry_references::ID, include_str!("entry_references.rs"), Check::Entry(entry_references::check)),
    rule(four_eyes::ID, include_str!("four_eyes.rs"), Check::Entry(four_eyes::check)),
    rule(step_in_place::ID, include_str!("step_in_place.rs"), Check::Entry(step_in_place::check)),
    rule(lane_authority::ID, include_str!("lane_authority.rs"), Check::Act(lane_authority::check)),
    rule(parties::ID, include_str!("parties.rs"), Check::Act(parties::check)),
    rule(step_documents::ID, include_str!("step_documents.rs"), Check::Act(step_documents::check)),
    rule(kept_outside::ID, include_str!("kept_outside.rs"), Check::Act(kept_outside::check)),
    rule(step_note::ID, include_str!("step_note.rs"), Check::Act(step_note::check)),
    rule(pause_right::ID, include_str!("pause_right.rs"), Check::Act(pause_right::check)),
    rule(opener_right::ID, include_str!("opener_right.rs"), Check::Act(opener_right::check)),
    rule(steward_right::ID, include_str!("steward_right.rs"), Check::Act(steward_right::check)),
    rule(answer_target::ID, include_str!("answer_target.rs"), Check::Act(answer_target::check)),
    rule(sop_in_force::ID, include_str!("sop_in_force.rs"), Check::Act(sop_in_force::check)),
    rule(migration::ID, include_str!("migration.rs"), Check::Act(migration::check)),
    rule(policy_steward::ID, include_str!("policy_steward.rs"), Check::Policy(policy_steward::check)),
    rule(sop_frozen::ID, include_str!("sop_frozen.rs"), Check::Policy(sop_frozen::check)),
    rule(revision_rising::ID, include_str!("revision_rising.rs"), Check::Policy(revision_rising::check)),
    rule(identity_forever::ID, include_str!("identity_forever.rs"), Check::Policy(identity_forever::check)),
    rule(answers_grow::ID, include_str!("answers_grow.rs"), Check::Policy(answers_grow::check)),
    rule(growth::ID, include_str!("growth.rs"), Check::Register),
    rule(door::ID, include_str!("door.rs"), Check::Register),
    rule(proposal::ID, include_str!("proposal.rs"), Check::Register),
];

/// Judges a whole workspace as it stands.
pub fn check_workspace(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = ask(workspace, |check| if let Check::Workspace(check) = check { Some(*check) } else { None });
    for id in workspace.sops.keys() {
        findings.extend(check_sop(workspace, id));
    }
    for calendar in workspace.calendars.values() {
        let case = CalendarCase { workspace, calendar };
        findings.extend(ask(&case, |check| if let Check::Calendar(check) = check { Some(*check) } else { None }));
    }
    if let Some(office) = &workspace.office {
        let case = OfficeCase { workspace, office };
        findings.extend(ask(&case, |check| if let Check::Office(check) = check { Some(*check) } else { None }));
    }
    for person in workspace.people.values() {
        let case = PersonCase { workspace, person };
        findings.extend(ask(&case, |check| if let Check::Person(check) = check { Some(*check) } else { None }));
    }
    let requests: Vec<_> = workspace.requests.values().collect();
    findings.par_extend(requests.par_iter().flat_map_iter(|request| {
        let case = RequestCase::of(workspace, request);
        ask(&case, |check| if let Check::Request(check) = check { Some(*check) } else { None })
    }));
    limited(findings)
}

/// No file drowns what is found in the others.
fn limited(findings: Vec<Finding>) -> Vec<Finding> {
    let mut counts = std::collections::HashMap::new();
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        let count: &mut usize = counts.entry(finding.place.path.clone()).or_default();
        *count += 1;
        if *count <= MAX_FINDINGS {
            kept.push(finding);
        } else if *count == MAX_FINDINGS + 1 {
            kept.push(size::too_many_findings(finding.place, MAX_FINDINGS));
        }
    }
    kept
}

/// Judges one SOP.
pub fn check_sop(workspace: &Workspace, id: &crate::model::name::SopRef) -> Vec<Finding> {
    let Some(sop) = workspace.sops.get(id) else { return Vec::new() };
    let case = SopCase { workspace, sop, flow: Flow::of(sop) };
    limited(ask(&case, |check| if let Check::Sop(check) = check { Some(*check) } else { None }))
}

/// Asks the rules of one kind, or of some, about a case.
fn ask<Case: ?Sized>(case: &Case, of_kind: impl Fn(&Check) -> Option<fn(&Case) -> Vec<Finding>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Some(check) = of_kind(&rule.check)
            && !is_silent(rule.id)
        {
            findings.append(&mut check(case));
        }
    }
    findings
}
