//! The national calendar against an independent reference: the Python package `holidays`, pinned by hash.
//!
//! `scripts/test` installs the package and puts it on the path. Without it these tests fail: a comparison that is
//! left out would look the same as one that agrees.

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use chrono::{Datelike, NaiveDate};
use jejak::model::calendar::WorkCalendar;
use support::{files_below, read, root};

/// How many days the offices worked in each year.
const WORKING_DAYS: [(i32, usize); 5] = [(2023, 239), (2024, 238), (2025, 237), (2026, 240), (2027, 242)];

#[test]
fn the_national_calendar_agrees_with_the_reference() {
    let (reference, own) = (reference(), own_lines(&national()));
    let missing = reference.iter().filter(|line| !own.contains(line)).map(|line| format!("only there: {line}"));
    let extra = own.iter().filter(|line| !reference.contains(line)).map(|line| format!("only here: {line}"));
    let differences: Vec<String> = missing.chain(extra).collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert_eq!(own, reference, "the same lines in the same order");
}

#[test]
fn every_year_has_as_many_working_days_as_the_decrees_leave() {
    let national = national();
    for (year, expected) in WORKING_DAYS {
        assert!(national.covers(year), "{year} stands in the calendar");
        assert_eq!(working_days(&national, year), expected, "{year}");
    }
    assert!(!national.covers(2022) && !national.covers(2028), "a year that is added needs a line here");
}

fn national() -> WorkCalendar {
    let calendars = files_below(&root().join("calendars"));
    let (workspace, findings) =
        read(&calendars.into_iter().map(|(path, b)| (format!("calendars/{path}"), b)).collect());
    assert!(findings.is_empty(), "{findings:#?}");
    workspace.work_calendar(&"nasional".parse().expect("a name"))
}

/// The program's calendar in the lines that the reference prints.
fn own_lines(calendar: &WorkCalendar) -> Vec<String> {
    let off: BTreeSet<(NaiveDate, &str)> =
        calendar.all_specials().map(|(day, special)| (day, special.kind.word())).collect();
    let off = off.iter().map(|(day, kind)| format!("{day}\t{kind}"));
    let worked = WORKING_DAYS.iter().map(|(year, _)| format!("hari-kerja\t{year}\t{}", working_days(calendar, *year)));
    off.chain(worked).collect()
}

fn working_days(calendar: &WorkCalendar, year: i32) -> usize {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("every year has a first day");
    first.iter_days().take_while(|day| day.year() == year).filter(|day| calendar.is_working(*day)).count()
}

fn reference() -> Vec<String> {
    let script = root().join("tests/holidays/compare.py");
    let told = Command::new("python3").arg(&script).output();
    let told = told.expect("python3 can be run; if it cannot, run scripts/test, which installs what these tests need");
    assert!(
        told.status.success(),
        "the reference cannot be asked; run scripts/test, which installs it:\n{}",
        String::from_utf8_lossy(&told.stderr)
    );
    String::from_utf8(told.stdout).expect("the reference speaks ASCII").lines().map(str::to_owned).collect()
}
