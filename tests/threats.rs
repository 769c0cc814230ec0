//! Threats and faults: each a test on a real repository, named by its row in the list of threats, with the verdict or the
//! refusal that is right.

mod support;

#[path = "threats/checker.rs"]
mod checker;
#[path = "threats/crash.rs"]
mod crash;
#[path = "threats/forge.rs"]
mod forge;
#[path = "threats/history.rs"]
mod history;
#[path = "threats/identity.rs"]
mod identity;
#[path = "threats/input.rs"]
mod input;
#[path = "threats/merges.rs"]
mod merges;
#[path = "threats/privacy.rs"]
mod privacy;
#[path = "threats/time.rs"]
mod time;
