//! The nouns of the register and their laws. Nothing here reads files, git or the clock.

pub mod calendar;
pub mod day;
pub mod finding;
pub mod flow;
pub mod git;
pub mod health;
pub mod markup;
pub mod name;
pub mod office;
pub mod openpgp;
pub mod path;
pub mod person;
pub mod place;
pub mod privacy;
pub mod request;
pub mod say;
pub mod signature;
pub mod silence;
pub mod sop;
pub mod standard_time;
pub mod text;
pub mod traces;
pub mod workspace;
