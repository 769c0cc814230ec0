//! Everything that is open, looked at again: after each landing, each day, and on demand.

use serde_json::Value;

use super::call::{Call, Desk};
use super::check::{check, plan};
use super::facts::Need;
use super::reply::About;
use super::ways::ways;
use super::{Counter, Plan, issue_of};
use crate::register::standing::Standing;

/// What a sweep looked at.
#[derive(Debug, Default)]
pub struct Swept {
    send: Vec<Call>,
    need: Vec<Need>,
    proposals: usize,
    requests: usize,
}

/// Judges every open proposal again, and renews what every open request's issue says.
pub fn sweep(counter: &Counter) -> Plan {
    let lists = [counter.api.open_proposals(), counter.api.open_issues(), counter.api.labels()];
    let unknown: Vec<Need> = lists.into_iter().filter(|need| counter.facts.get(&need.name).is_none()).collect();
    if !unknown.is_empty() {
        return Plan::ask(unknown);
    }
    let mut swept = Swept::default();
    for proposal in counter.facts.list("usulan").unwrap_or_default() {
        swept.proposal(counter, proposal);
    }
    for issue in counter.facts.list("permohonan").unwrap_or_default() {
        swept.request(counter, issue);
    }
    if !swept.need.is_empty() {
        return Plan::ask(swept.need);
    }
    let say = format!("{} usulan, {} permohonan", swept.proposals, swept.requests);
    Plan::send(swept.send, say)
}

impl Swept {
    fn proposal(&mut self, counter: &Counter, proposal: &Value) {
        let number = proposal.get("iid").or_else(|| proposal.get("number")).and_then(Value::as_u64);
        let Some(number) = number else { return };
        let text = |at: &str| proposal.pointer(at).and_then(Value::as_str).unwrap_or_default();
        let branch = if text("/head/ref").is_empty() { text("/source_branch") } else { text("/head/ref") };
        let Some(checked) = check(counter, number, [text("/title"), branch]) else { return };
        self.proposals += 1;
        let plan = plan(counter, number, &checked);
        self.need.extend(plan.need);
        self.send.extend(plan.send);
    }

    fn request(&mut self, counter: &Counter, issue: &Value) {
        let number = issue.get("iid").or_else(|| issue.get("number")).and_then(Value::as_u64);
        let Some((number, standing)) = number.and_then(|number| Some((number, counter.request_of(number)?))) else {
            return;
        };
        self.requests += 1;
        let text = (counter.show)(standing, &ways(standing, &counter.audit.ledger.policy));
        match counter.keep(Desk::Issue(number), About::Turn, &text) {
            Ok(call) => self.send.extend(call),
            Err(ask) => self.need.extend(ask.need),
        }
        self.labels(counter, number, issue, standing);
    }

    /// The labels say whose turn it is; labels that people gave stay.
    fn labels(&mut self, counter: &Counter, number: u64, issue: &Value, standing: &Standing) {
        let name = |value: &Value| value.as_str().or_else(|| value["name"].as_str()).map(str::to_owned);
        let names = |list: &[Value]| list.iter().filter_map(name).collect::<Vec<_>>();
        let before = names(issue["labels"].as_array().map_or(&[][..], Vec::as_slice));
        let mut after: Vec<String> = before.iter().filter(|label| !is_ours(label)).cloned().collect();
        after.extend(labels(counter, standing));
        let (mut old, mut new) = (before.clone(), after.clone());
        old.sort();
        new.sort();
        if old == new {
            return;
        }
        let known = names(counter.facts.list("label").unwrap_or_default());
        for label in after.iter().filter(|label| is_ours(label) && !known.contains(*label)) {
            let call = counter.api.add_label(label);
            if !self.send.contains(&call) {
                self.send.push(call);
            }
        }
        self.send.push(counter.api.set_labels(number, &after));
    }
}

/// The label of every request, and of every state that is an end or a wait.
const STATES: [&str; 6] = ["menunggu", "jeda", "selesai", "ditolak", "ditarik", "batal"];

fn is_ours(label: &str) -> bool {
    label.starts_with("giliran:") || STATES.contains(&label)
}

fn labels(counter: &Counter, standing: &Standing) -> Vec<String> {
    debug_assert!(issue_of(&standing.folder, &counter.audit.ledger.policy).is_some(), "it came from an issue");
    let turn = standing.turn(&counter.audit.ledger.policy);
    let state = Some(standing.state().word().to_owned()).filter(|word| is_ours(word));
    turn.iter().map(|lane| format!("giliran:{lane}")).chain(state).collect()
}
