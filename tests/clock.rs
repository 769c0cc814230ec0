//! The clock of the office: examples that were reckoned by hand, and laws that hold whatever the start, the standard
//! time and the pauses are. The random trials always begin from the same seed, so that they fail or pass alike
//! everywhere.

mod support;

use std::sync::LazyLock;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use jejak::model::calendar::WorkCalendar;
use jejak::model::day::Zone;
use jejak::model::standard_time::{DayKind, StandardTime};
use jejak::register::clock::{Clock, ClockError, DayAccount, Due, Pause};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use support::{Files, files_below, read, root};

static NATIONAL: LazyLock<WorkCalendar> = LazyLock::new(|| calendar("nasional", &Files::new()));

/// One of the project's calendars, or one of some more files.
fn calendar(name: &str, more: &Files) -> WorkCalendar {
    let own = files_below(&root().join("calendars"));
    let mut files: Files = own.into_iter().map(|(path, bytes)| (format!("calendars/{path}"), bytes)).collect();
    files.extend(more.clone());
    let (workspace, findings) = read(&files);
    assert!(findings.is_empty(), "{findings:#?}");
    workspace.work_calendar(&name.parse().expect("a name"))
}

fn jakarta() -> Clock<'static> {
    Clock { calendar: &NATIONAL, zone: Zone::Wib, day_kind: DayKind::Working }
}

fn time(text: &str) -> StandardTime {
    text.parse().expect("a standard time")
}

/// `2026-11-20 09:15` on the clock of an office.
fn moment(zone: Zone, text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a day and a time");
    zone.offset().from_local_datetime(&local).single().expect("no zone has summer time").to_utc()
}

fn ask(clock: Clock, entered: &str, text: &str, pauses: &[(&str, &str)]) -> Due {
    let moment = |text| moment(clock.zone, text);
    let pauses: Vec<Pause> =
        pauses.iter().map(|(from, until)| Pause { from: moment(from), until: moment(until) }).collect();
    clock.due(moment(entered), &time(text), &pauses).expect("there is a due date")
}

fn shown(due: &Due) -> String {
    due.at.format("%Y-%m-%d %H:%M").to_string()
}

/// When something is due in Jakarta if nothing pauses.
fn due(entered: &str, text: &str) -> String {
    shown(&ask(jakarta(), entered, text, &[]))
}

/// When something is due in Jakarta if the clock stands still meanwhile.
fn due_with(entered: &str, text: &str, pauses: &[(&str, &str)]) -> String {
    shown(&ask(jakarta(), entered, text, pauses))
}

#[test]
fn working_days_pass_over_holidays_and_joint_leave() {
    let vectors = [
        ("2026-03-17", 1, "2026-03-25"),
        ("2026-03-17", 3, "2026-03-27"),
        ("2026-05-13", 1, "2026-05-18"),
        ("2026-05-26", 2, "2026-06-02"),
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-23", 3, "2026-12-30"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2027-02-04", 1, "2027-02-08"),
        ("2027-03-05", 2, "2027-03-17"),
        ("2027-03-24", 2, "2027-03-30"),
        ("2027-05-14", 3, "2027-05-25"),
        ("2024-04-05", 1, "2024-04-16"),
        ("2025-08-15", 1, "2025-08-19"),
    ];
    for (day, days, expected) in vectors {
        let due = due(&format!("{day} 09:00"), &format!("{days} hari"));
        assert_eq!(due[..10], *expected, "{day} + {days}");
    }
}

#[test]
fn minutes_run_in_open_hours() {
    assert_eq!(due("2026-11-18 09:10", "45 menit"), "2026-11-18 09:55");
    assert_eq!(due("2026-11-18 15:45", "15 menit"), "2026-11-18 16:00", "closing time is in time");
    assert_eq!(due("2026-11-18 15:45", "30 menit"), "2026-11-19 07:45");
    assert_eq!(due("2026-11-18 11:30", "90 menit"), "2026-11-18 14:00");
}

#[test]
fn hours_stand_still_at_lunch_and_at_night() {
    assert_eq!(due("2026-11-18 11:00", "1 jam"), "2026-11-18 12:00");
    assert_eq!(due("2026-11-18 11:00", "2 jam"), "2026-11-18 14:00");
    assert_eq!(due("2026-11-18 12:20", "1 jam"), "2026-11-18 14:00", "entered at lunch");
    assert_eq!(due("2026-11-18 15:00", "3 jam"), "2026-11-19 09:30");
    assert_eq!(due("2026-11-18 05:00", "1 jam"), "2026-11-18 08:30", "entered before opening");
    assert_eq!(due("2026-11-18 20:00", "1 jam kerja"), "2026-11-19 08:30", "entered after closing");
    assert_eq!(due("2026-11-16 07:30", "15 jam"), "2026-11-17 16:00", "two whole days");
}

#[test]
fn hours_stand_still_on_days_off_and_at_the_friday_prayer() {
    assert_eq!(due("2026-11-20 11:00", "1 jam"), "2026-11-20 13:30");
    assert_eq!(due("2026-11-20 16:00", "1 jam"), "2026-11-23 08:00");
    assert_eq!(due("2026-11-21 10:00", "1 jam"), "2026-11-23 08:30", "entered on a Saturday");
    assert_eq!(due("2026-12-25 10:00", "1 jam"), "2026-12-28 08:30", "entered at Christmas");
}

#[test]
fn hours_are_shorter_in_ramadan() {
    assert_eq!(due("2026-02-18 15:00", "2 jam"), "2026-02-19 09:00", "its first day opens at eight");
    assert_eq!(due("2026-02-23 11:00", "2 jam"), "2026-02-23 13:30");
    assert_eq!(due("2026-02-23 14:00", "2 jam"), "2026-02-24 09:00");
    assert_eq!(due("2026-02-27 11:00", "1 jam"), "2026-02-27 13:00", "a Friday");
    assert_eq!(due("2026-02-23 10:00", "1 hari"), "2026-02-24 15:00", "days close earlier too");
}

#[test]
fn days_end_at_closing_time() {
    assert_eq!(due("2026-11-18 00:00", "1 hari"), "2026-11-19 16:00");
    assert_eq!(due("2026-11-18 23:59", "1 hari"), "2026-11-19 16:00", "the day of entry never counts");
    assert_eq!(due("2026-11-19 09:00", "1 hari kerja"), "2026-11-20 16:30", "Fridays close later");
    assert_eq!(due("2026-11-20 09:00", "1 hari"), "2026-11-23 16:00");
    assert_eq!(due("2026-11-21 09:00", "1 hari"), "2026-11-23 16:00", "entered on a Saturday");
}

#[test]
fn calendar_days_count_every_day_and_end_on_an_open_one() {
    assert_eq!(due("2026-11-20 09:00", "3 hari kalender"), "2026-11-23 16:00");
    assert_eq!(due("2026-11-20 09:00", "1 hari kalender"), "2026-11-23 16:00", "Saturday is closed");
    assert_eq!(due("2026-12-17 09:00", "7 hari kalender"), "2026-12-28 16:00", "so is Christmas, and what follows");
    let by_sop = Clock { day_kind: DayKind::Calendar, ..jakarta() };
    let due = |text| shown(&ask(by_sop, "2026-11-16 09:00", text, &[]));
    assert_eq!(due("7 hari"), "2026-11-23 16:00", "the SOP says what a day is");
    assert_eq!(due("7 hari kerja"), "2026-11-25 16:00", "unless the time itself says it");
    assert_eq!(due("1 minggu"), "2026-11-23 16:00", "a week is five working days in every SOP");
}

#[test]
fn weeks_are_five_working_days() {
    assert_eq!(due("2026-11-18 09:00", "1 minggu"), "2026-11-25 16:00");
    assert_eq!(due("2026-12-21 09:00", "2 minggu"), "2027-01-08 16:30", "four holidays lie between");
}

#[test]
fn months_lead_to_the_same_day_number() {
    assert_eq!(due("2026-11-18 09:00", "2 bulan"), "2027-01-18 16:00");
    assert_eq!(due("2026-08-31 09:00", "1 bulan"), "2026-09-30 16:00", "September has no 31st");
    assert_eq!(due("2026-01-31 09:00", "1 bulan"), "2026-03-02 15:00", "28 February is a Saturday");
    assert_eq!(due("2024-02-29 09:00", "12 bulan"), "2025-02-28 16:30");
    assert_eq!(due("2026-11-20 09:00", "1 bulan"), "2026-12-21 16:00", "20 December is a Sunday");
    assert_eq!(due("2026-11-25 09:00", "1 bulan"), "2026-12-28 16:00", "Christmas, then a weekend");
}

#[test]
fn the_upper_bound_is_the_deadline_and_about_gives_no_grace() {
    assert_eq!(due("2026-11-18 09:00", "± 1-2 jam"), due("2026-11-18 09:00", "2 jam"));
    assert_eq!(due("2026-11-18 09:00", "± 1 – 2 jam"), due("2026-11-18 09:00", "2 jam"));
    assert_eq!(due("2026-11-18 09:00", "1–2 hari"), due("2026-11-18 09:00", "2 hari"));
    assert_eq!(due("2026-11-18 09:00", "±3 Hari"), due("2026-11-18 09:00", "3 hari"));
}

#[test]
fn the_zone_of_the_office_decides() {
    let in_zone = |zone, utc: &str, text| {
        let entered = DateTime::parse_from_rfc3339(utc).expect("a moment").to_utc();
        Clock { zone, ..jakarta() }.due(entered, &time(text), &[]).expect("there is a due date").at.to_rfc3339()
    };
    let morning = "2026-11-20T00:00:00Z";
    assert_eq!(in_zone(Zone::Wib, morning, "1 jam"), "2026-11-20T08:30:00+07:00", "entered before opening");
    assert_eq!(in_zone(Zone::Wita, morning, "1 jam"), "2026-11-20T09:00:00+08:00");
    assert_eq!(in_zone(Zone::Wit, morning, "1 jam"), "2026-11-20T10:00:00+09:00");
    let night = "2026-11-19T16:30:00Z";
    assert_eq!(in_zone(Zone::Wib, night, "1 hari"), "2026-11-20T16:30:00+07:00", "still Thursday");
    assert_eq!(in_zone(Zone::Wita, night, "1 hari"), "2026-11-23T16:00:00+08:00", "already Friday");
    assert_eq!(in_zone(Zone::Wit, night, "1 hari"), "2026-11-23T16:00:00+09:00");
}

#[test]
fn what_no_decree_has_fixed_is_an_estimate() {
    let estimate = |entered, text| ask(jakarta(), entered, text, &[]).estimate;
    assert!(!estimate("2026-11-18 09:00", "5 hari"));
    assert!(!estimate("2026-03-17 09:00", "1 hari"), "the month of fasting is over when it is due");
    assert!(estimate("2026-02-23 09:00", "1 hari"), "the days of Ramadan are not decreed");
    assert!(estimate("2027-03-05 09:00", "2 hari"), "the feast of 2027 is not confirmed");
}

#[test]
fn a_year_without_calendar_knows_weekends_only() {
    let asked = |entered| ask(jakarta(), entered, "1 hari", &[]);
    let independence_day = asked("2028-08-16 09:00");
    assert_eq!(shown(&independence_day), "2028-08-17 16:00");
    assert!(independence_day.estimate);
    assert_eq!(shown(&asked("2028-08-18 09:00")), "2028-08-21 16:00", "a weekend");
    let new_year = asked("2027-12-31 09:00");
    assert_eq!(shown(&new_year), "2028-01-03 16:00");
    assert!(new_year.estimate, "entered in a year that is known, due in one that is not");
}

#[test]
fn a_local_calendar_adds_days_and_takes_them_away() {
    let text = "\
nama: Kalender Kabupaten Contoh
mengikuti: nasional
keputusan:
  - {id: se-bupati, nama: Surat Edaran Bupati Nomor 100.3/12/2026, keyakinan: tinggi}
hari:
  - {tanggal: 2026-11-23, nama: Hari jadi kabupaten, jenis: libur-lokal, dasar: se-bupati}
  - {tanggal: 2026-11-28, nama: Pelayanan hari Sabtu, jenis: masuk, dasar: se-bupati}
  - {tanggal: 2026-12-24, nama: Pelayanan tetap buka, jenis: masuk, dasar: se-bupati}
";
    let local = calendar("contoh", &Files::from([("calendars/contoh.yaml".to_owned(), text.into())]));
    let here = Clock { calendar: &local, ..jakarta() };
    let due_here = |entered, text| shown(&ask(here, entered, text, &[]));
    assert_eq!(due_here("2026-11-20 09:00", "1 hari"), "2026-11-24 16:00", "a holiday here");
    assert_eq!(due("2026-11-20 09:00", "1 hari"), "2026-11-23 16:00", "and nowhere else");
    assert_eq!(due_here("2026-12-23 09:00", "1 hari"), "2026-12-24 16:00", "joint leave everywhere but here");
    assert_eq!(due_here("2026-12-23 15:00", "2 jam"), "2026-12-24 08:30");
    assert_eq!(due_here("2026-11-27 09:00", "1 hari"), "2026-11-28 16:00", "a Saturday that is worked");
}

#[test]
fn hours_stand_still_in_a_pause() {
    let paused = |from, until| due_with("2026-11-18 09:00", "2 jam", &[(from, until)]);
    assert_eq!(paused("2026-11-18 09:30", "2026-11-18 10:30"), "2026-11-18 12:00");
    assert_eq!(paused("2026-11-18 10:00", "2026-11-19 08:00"), "2026-11-19 09:00", "over a night");
    assert_eq!(paused("2026-11-18 08:00", "2026-11-18 09:30"), "2026-11-18 11:30", "begun before the step");
    assert_eq!(paused("2026-11-18 11:00", "2026-11-18 12:00"), "2026-11-18 11:00", "begun when it was due");
    assert_eq!(due_with("2026-11-20 16:00", "1 jam", &[("2026-11-20 17:00", "2026-11-23 07:00")]), "2026-11-23 08:00");
    let twice = [("2026-11-18 09:30", "2026-11-18 10:00"), ("2026-11-18 09:45", "2026-11-18 10:30")];
    assert_eq!(due_with("2026-11-18 09:00", "2 jam", &twice), "2026-11-18 12:00", "what overlaps counts once");
}

#[test]
fn a_day_counts_if_the_clock_runs_when_it_opens() {
    let paused = |from, until| due_with("2026-11-16 09:00", "3 hari", &[(from, until)]);
    assert_eq!(due("2026-11-16 09:00", "3 hari"), "2026-11-19 16:00");
    assert_eq!(paused("2026-11-17 10:00", "2026-11-17 11:00"), "2026-11-19 16:00", "within a day");
    assert_eq!(paused("2026-11-16 20:00", "2026-11-17 07:30"), "2026-11-19 16:00", "over at opening time");
    assert_eq!(paused("2026-11-16 20:00", "2026-11-17 07:31"), "2026-11-20 16:30", "a minute too long");
    assert_eq!(paused("2026-11-17 07:30", "2026-11-17 08:00"), "2026-11-20 16:30", "begun at opening time");
    assert_eq!(paused("2026-11-17 10:00", "2026-11-19 10:00"), "2026-11-23 16:00", "over two openings");
    assert_eq!(paused("2026-11-17 18:00", "2026-11-18 07:00"), "2026-11-19 16:00", "over a night");
}

#[test]
fn a_calendar_day_counts_if_the_clock_runs_when_it_begins() {
    let paused = |from, until| due_with("2026-11-16 09:00", "2 hari kalender", &[(from, until)]);
    assert_eq!(due("2026-11-16 09:00", "2 hari kalender"), "2026-11-18 16:00");
    assert_eq!(paused("2026-11-17 01:00", "2026-11-17 23:00"), "2026-11-18 16:00", "within a day");
    assert_eq!(paused("2026-11-16 20:00", "2026-11-17 06:00"), "2026-11-19 16:00", "over a midnight");
    assert_eq!(paused("2026-11-18 10:00", "2026-11-19 09:00"), "2026-11-19 16:00", "over the last closing");
    let weekend = [("2026-11-20 18:00", "2026-11-22 18:00")];
    assert_eq!(due_with("2026-11-20 09:00", "3 hari kalender", &weekend), "2026-11-25 16:00", "on days off too");
}

#[test]
fn a_pause_over_a_weekend_gives_nothing_away() {
    for weekend in [("2026-11-20 18:00", "2026-11-23 07:00"), ("2026-11-20 16:30", "2026-11-23 07:30")] {
        for (entered, text) in
            [("2026-11-20 16:00", "1 jam"), ("2026-11-19 09:00", "1 hari"), ("2026-11-19 09:00", "2 hari")]
        {
            assert_eq!(due_with(entered, text, &[weekend]), due(entered, text), "{text} from {entered}, {weekend:?}");
        }
    }
}

#[test]
fn a_last_day_that_closes_in_a_pause_is_carried_on() {
    let paused = |from, until| due_with("2026-11-20 09:00", "1 hari", &[(from, until)]);
    assert_eq!(paused("2026-11-23 10:00", "2026-11-23 12:00"), "2026-11-23 16:00", "over before closing");
    assert_eq!(paused("2026-11-23 10:00", "2026-11-24 09:00"), "2026-11-24 16:00");
    assert_eq!(paused("2026-11-23 10:00", "2026-11-25 09:00"), "2026-11-25 16:00");
}

#[test]
fn two_pauses_that_touch_are_one() {
    let parts = [("2026-11-23 10:00", "2026-11-23 16:00"), ("2026-11-23 16:00", "2026-11-24 09:00")];
    assert_eq!(due_with("2026-11-20 09:00", "1 hari", &parts), "2026-11-24 16:00");
}

#[test]
fn a_pause_pushes_months_on_by_working_days() {
    let week = [("2026-11-23 00:00", "2026-11-28 00:00")];
    assert_eq!(due("2026-11-18 09:00", "1 bulan"), "2026-12-18 16:30");
    assert_eq!(due_with("2026-11-18 09:00", "1 bulan", &week), "2026-12-29 16:00", "five working days later");
}

#[test]
fn a_clock_that_cannot_run_says_so() {
    let entered = moment(Zone::Wib, "2026-11-18 09:00");
    let never = WorkCalendar::default();
    let closed = Clock { calendar: &never, ..jakarta() };
    assert_eq!(closed.due(entered, &time("1 hari"), &[]), Err(ClockError::NeverOpens));
    assert_eq!(jakarta().due(entered, &time("20000 hari"), &[]), Err(ClockError::TooFar));
    assert_eq!(jakarta().due(entered, &time("20000 bulan"), &[]), Err(ClockError::TooFar));
    let forever = Pause { from: entered, until: moment(Zone::Wib, "2101-01-01 00:00") };
    assert_eq!(jakarta().due(entered, &time("1 jam"), &[forever]), Err(ClockError::TooFar));
}

#[test]
fn the_account_names_every_day() {
    let due = ask(jakarta(), "2026-12-22 09:00", "2 hari", &[("2026-12-23 00:00", "2026-12-23 12:00")]);
    let kinds: Vec<String> = due.account.iter().map(|line| format!("{} {}", line.day, kind(&line.what))).collect();
    let expected = [
        "2026-12-22 entered",
        "2026-12-23 paused",
        "2026-12-24 holiday",
        "2026-12-25 holiday",
        "2026-12-26 closed",
        "2026-12-27 closed",
        "2026-12-28 counted",
        "2026-12-29 counted",
    ];
    assert_eq!(kinds, expected);
}

fn kind(what: &DayAccount) -> &'static str {
    match what {
        DayAccount::Entered => "entered",
        DayAccount::Counted(_) => "counted",
        DayAccount::Ran { .. } => "ran",
        DayAccount::Closed => "closed",
        DayAccount::Holiday(_) => "holiday",
        DayAccount::Paused => "paused",
        DayAccount::Carried => "carried",
        DayAccount::Nominal => "nominal",
    }
}

/// The same trials on every machine; nothing is written beside the sources.
fn trials() -> ProptestConfig {
    ProptestConfig {
        cases: 5000,
        rng_seed: RngSeed::Fixed(20_261_120),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Minutes of a stretch; often whole half hours, because offices open and close at those.
fn minutes(range: std::ops::Range<i64>) -> impl Strategy<Value = Duration> {
    let halves = (range.start / 30)..(range.end / 30);
    prop_oneof![range.prop_map(Duration::minutes), halves.prop_map(|half| Duration::minutes(half * 30))]
}

/// Less than an hour; often nothing.
fn a_little() -> impl Strategy<Value = Duration> {
    prop_oneof![Just(Duration::zero()), minutes(0..60)]
}

/// A moment from 2023 to 2028: five years that are known and one that is not.
fn starts() -> impl Strategy<Value = DateTime<Utc>> {
    minutes(0..6 * 365 * 24 * 60).prop_map(|after| moment(Zone::Wib, "2023-01-01 00:00") + after)
}

/// Pauses around the time after a start: each by its distance from the start, and its length.
fn pauses(how_many: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(Duration, Duration)>> {
    let pause = (minutes(-3 * 24 * 60..40 * 24 * 60), minutes(0..9 * 24 * 60));
    proptest::collection::vec(pause, how_many)
}

fn after(start: DateTime<Utc>, pauses: &[(Duration, Duration)]) -> Vec<Pause> {
    pauses.iter().map(|(at, length)| Pause { from: start + *at, until: start + *at + *length }).collect()
}

/// How many of them make a standard time, and what they are: of all that run on working days only.
fn working_times() -> impl Strategy<Value = (u32, &'static str)> {
    prop_oneof![
        (1..4000_u32, Just("menit")),
        (1..90_u32, Just("jam")),
        (1..60_u32, Just("hari")),
        (1..8_u32, Just("minggu")),
        (1..8_u32, Just("bulan")),
    ]
}

fn times() -> impl Strategy<Value = (u32, &'static str)> {
    prop_oneof![5 => working_times(), 1 => (1..60_u32, Just("hari kalender"))]
}

fn on_clock(start: DateTime<Utc>, n: u32, unit: &str, pauses: &[Pause]) -> Due {
    jakarta().due(start, &time(&format!("{n} {unit}")), pauses).expect("there is a due date")
}

proptest! {
    #![proptest_config(trials())]

    /// Months are left out where there are pauses: a later start has fewer working days to its nominal end, and a
    /// pause may have taken just those days from the earlier one.
    #[test]
    fn who_starts_later_is_not_due_earlier(
        start in starts(), later in minutes(0..9 * 24 * 60), (n, unit) in times(), pauses in pauses(0..4),
    ) {
        let pauses = if unit == "bulan" { Vec::new() } else { after(start, &pauses) };
        prop_assert!(on_clock(start, n, unit, &pauses).at <= on_clock(start + later, n, unit, &pauses).at);
    }

    #[test]
    fn who_has_more_time_is_not_due_earlier(
        start in starts(), (n, unit) in times(), more in 0..9_u32, pauses in pauses(0..4),
    ) {
        let pauses = after(start, &pauses);
        prop_assert!(on_clock(start, n, unit, &pauses).at <= on_clock(start, n + more, unit, &pauses).at);
    }

    #[test]
    fn working_days_add_up(start in starts(), first in 1..40_u32, second in 1..40_u32) {
        let halfway = on_clock(start, first, "hari", &[]).at.to_utc();
        let whole = on_clock(start, first + second, "hari", &[]).at;
        prop_assert_eq!(on_clock(halfway, second, "hari", &[]).at, whole);
    }

    #[test]
    fn open_time_adds_up(start in starts(), first in 1..2000_u32, second in 1..40_u32, pauses in pauses(0..4)) {
        let pauses = after(start, &pauses);
        let halfway = on_clock(start, first, "menit", &pauses).at.to_utc();
        let whole = on_clock(start, first + 60 * second, "menit", &pauses).at;
        prop_assert_eq!(on_clock(halfway, second, "jam", &pauses).at, whole);
    }

    #[test]
    fn the_time_taken_until_it_is_due_is_the_standard_time(
        start in starts(), days in 1..60_u32, hours in 1..90_u32, pauses in pauses(0..4),
    ) {
        let pauses = after(start, &pauses);
        let due = on_clock(start, hours, "jam", &pauses).at.to_utc();
        prop_assert_eq!(jakarta().open_time(start, due, &pauses), Duration::hours(hours.into()));
        let due = on_clock(start, days, "hari", &[]).at.to_utc();
        prop_assert_eq!(jakarta().working_days(start, due), days as usize);
    }

    #[test]
    fn a_pause_without_length_changes_nothing(
        start in starts(), (n, unit) in times(), pauses in pauses(0..4), at in minutes(0..60 * 24 * 60),
    ) {
        let real = after(start, &pauses);
        let mut all = real.clone();
        all.push(Pause { from: start + at, until: start + at });
        prop_assert_eq!(on_clock(start, n, unit, &all), on_clock(start, n, unit, &real));
    }

    /// Cut where the office opens or closes, if it does so meanwhile: there a part is most easily taken for a whole.
    #[test]
    fn a_pause_in_two_parts_is_one_pause(
        start in starts(), (n, unit) in times(), whole in pauses(1..2), which in any::<Index>(),
    ) {
        let Pause { from, until } = after(start, &whole)[0];
        let edges = closed_stretches(from, until).into_iter().flat_map(|(closing, opening)| [closing, opening]);
        let cuts: Vec<_> = edges.filter(|cut| (from..until).contains(cut)).chain([until]).collect();
        let cut = cuts[which.index(cuts.len())];
        let parts = [Pause { from, until: cut }, Pause { from: cut, until }];
        prop_assert_eq!(on_clock(start, n, unit, &parts), on_clock(start, n, unit, &[Pause { from, until }]));
    }

    /// Calendar days are left out: their clock runs on days off too.
    #[test]
    fn a_pause_without_open_time_gives_nothing_away(
        start in starts(), (n, unit) in working_times(), which in any::<Index>(),
        later in a_little(), sooner in a_little(),
    ) {
        let plain = on_clock(start, n, unit, &[]).at;
        let closed = closed_stretches(start, plain.to_utc());
        let (from, until) = closed[which.index(closed.len())];
        let pause = Pause { from: from + later, until: until - sooner };
        prop_assert_eq!(on_clock(start, n, unit, &[pause]).at, plain, "{:?}", pause);
    }

    #[test]
    fn a_longer_pause_makes_nothing_due_earlier(
        start in starts(), (n, unit) in times(), pauses in pauses(1..4), which in any::<Index>(),
        sooner in minutes(0..4 * 24 * 60), later in minutes(0..4 * 24 * 60),
    ) {
        let pauses = after(start, &pauses);
        let mut longer = pauses.clone();
        let pause = &mut longer[which.index(pauses.len())];
        *pause = Pause { from: pause.from - sooner, until: pause.until + later };
        let (short, long) = (on_clock(start, n, unit, &pauses).at, on_clock(start, n, unit, &longer).at);
        prop_assert!(short <= long, "{} and {} with {:?}", short, long, longer);
    }

    #[test]
    fn everything_is_due_while_the_office_is_open(
        start in starts(), (n, unit) in times(), pauses in pauses(0..4),
    ) {
        let due = on_clock(start, n, unit, &after(start, &pauses)).at;
        prop_assert!(due > start);
        let (open, due) = (NATIONAL.open(due.date_naive()), due.time());
        if matches!(unit, "menit" | "jam") {
            prop_assert!(open.iter().any(|(from, until)| *from < due && due <= *until));
        } else {
            prop_assert_eq!(open.last().map(|range| range.1), Some(due), "days end at closing time");
        }
    }

    #[test]
    fn the_account_explains_it(start in starts(), (n, unit) in times(), pauses in pauses(0..4)) {
        let due = on_clock(start, n, unit, &after(start, &pauses));
        let days: Vec<NaiveDate> = due.account.iter().map(|line| line.day).collect();
        prop_assert!(days.is_sorted(), "{:?}", days);
        prop_assert_eq!(days.first(), Some(&start.with_timezone(&Zone::Wib.offset()).date_naive()));
        prop_assert_eq!(days.last(), Some(&due.at.date_naive()), "it ends with the day that is due");
        let counted: Vec<u32> = due.account.iter().filter_map(|line| counted(&line.what)).collect();
        let ran: Duration = due.account.iter().map(|line| ran(&line.what)).sum();
        match unit {
            "menit" => prop_assert_eq!(ran, Duration::minutes(n.into())),
            "jam" => prop_assert_eq!(ran, Duration::hours(n.into())),
            "hari" | "hari kalender" => prop_assert_eq!(counted, (1..=n).collect::<Vec<_>>()),
            "minggu" => prop_assert_eq!(counted, (1..=5 * n).collect::<Vec<_>>()),
            _ => {
                let nominal = due.account.iter().filter(|line| line.what == DayAccount::Nominal);
                prop_assert_eq!(nominal.count(), 1);
            }
        }
    }
}

fn counted(what: &DayAccount) -> Option<u32> {
    if let DayAccount::Counted(n) = what { Some(*n) } else { None }
}

fn ran(what: &DayAccount) -> Duration {
    let DayAccount::Ran { stretches, .. } = what else { return Duration::zero() };
    stretches.iter().map(|(from, until)| *until - *from).sum()
}

/// Every stretch between two open ones, from some moment until a month after another.
fn closed_stretches(from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let last = (until + Duration::days(30)).date_naive();
    let days = from.date_naive().iter_days().take_while(|day| *day <= last);
    let open = days.flat_map(|day| NATIONAL.open(day).iter().map(move |range| (at(day, range.0), at(day, range.1))));
    open.collect::<Vec<_>>().windows(2).map(|pair| (pair[0].1, pair[1].0)).collect()
}

/// A time of a day on the clock of Jakarta.
fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    moment(Zone::Wib, &format!("{day} {}", time.format("%H:%M")))
}
