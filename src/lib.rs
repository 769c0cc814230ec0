//! Procedures as code: official SOPs, the requests that run through them, and their history in git.
//!
//! The pipeline, one line per arrow:
//!
//! ```text
//! files    → workspace   read      returns what it could read and what is wrong with the rest
//! sop      → flow        model     the graph whose questions decide whether it is sound
//! standard time → due    register  the office's clock, and the account of every due date
//! workspace → findings   rules     one file per rule
//! findings → text        report    terminal, annotations, SARIF, JSON
//! git objects → landings → entries   register  the first-parent chain, attribution, the fold to state
//! entries  → verdicts    rules     judge/ joins rules and register, landing by landing
//! intent   → files       desk      a new workspace, a letter
//! audit    → pages       site      what may be published, by allow-list; pages, feeds, tables, the search index
//! ```
//!
//! Imports run one way: model ← read ← register ← rules ← report, desk ← cli; site stands on report; shell imports model
//! alone, and only cli imports shell. `tests/architecture.rs` holds that.

pub mod cli;
pub mod desk;
pub mod model;
pub mod read;
pub mod register;
pub mod report;
pub mod rules;
pub mod shell;
pub mod site;
