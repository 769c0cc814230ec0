//! What happened: time as the office counts it.

pub mod clock;
