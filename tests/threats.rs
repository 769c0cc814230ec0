//! Threats and faults: each a test on a real repository, named by its row in the list of threats, with the verdict or the
//! refusal that is right.

mod support;

#[path = "threats/identity.rs"]
mod identity;
