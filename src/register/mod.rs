//! What happened: landings and entries from git, folded to requests with their state, and time as the office counts it.

pub mod attribution;
pub mod calendars;
pub mod changes;
pub mod clock;
mod commits;
pub mod doubt;
pub mod evidence;
pub mod fold;
pub mod kept;
pub mod landings;
pub mod ledger;
mod links;
pub mod merge;
pub mod overlay;
pub mod policy;
pub mod progress;
pub mod reading;
pub mod requests;
pub mod slip;
pub mod standing;
pub mod tier;
pub mod turn;
