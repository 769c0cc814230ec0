//! The facts of the five official SOPs, against tables that were written from the papers and not from `sops/`.
//!
//! `tests/facts/<slug>.md` holds one table for each kind of fact. The table and the file are both turned into a list
//! of facts, each with its name, and the two lists must be the same. Where the paper prints a text (a time, a number,
//! a lane), it must be the same letter for letter; names of documents may differ in case and spaces.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use jejak::model::day::Zone;
use jejak::model::flow::is_forward;
use jejak::model::name::LaneId;
use jejak::model::place::At;
use jejak::model::sop::{Connector, Demand, DemandKind, Item, SopDraft, Step, Target, Wait};
use jejak::model::standard_time::Unit;
use support::{Files, check, files_below, read, root};

/// What is known about a paper: each fact by its name.
type Facts = BTreeMap<String, String>;

/// A paper: the table that was written from it, and the file that the program reads.
struct Paper {
    table: Table,
    sop: SopDraft,
}

fn papers() -> Vec<Paper> {
    let sops: Files =
        files_below(&root().join("sops")).into_iter().map(|(path, b)| (format!("sops/{path}"), b)).collect();
    let (workspace, findings) = read(&sops);
    assert!(findings.is_empty(), "{findings:#?}");
    let tables = files_below(&root().join("tests/facts"));
    let named: Vec<&str> = tables.keys().filter_map(|path| path.strip_suffix(".md")).collect();
    let papers: Vec<&str> = workspace.sops.keys().map(|id| id.slug.as_str()).collect();
    assert_eq!(named, papers, "one table for each paper");
    let tables = tables.values().map(|bytes| Table::parse(std::str::from_utf8(bytes).expect("the table is text")));
    tables.zip(workspace.sops.into_values()).map(|(table, sop)| Paper { table, sop }).collect()
}

/// Compares what the tables and the files say, and tells every difference at once.
fn compare(from_table: impl Fn(&Table) -> Facts, from_file: impl Fn(&SopDraft) -> Facts) {
    let mut differences = Vec::new();
    for Paper { table, sop } in papers() {
        let (table, file) = (from_table(&table), from_file(&sop));
        let names: BTreeSet<&String> = table.keys().chain(file.keys()).collect();
        for name in names.into_iter().filter(|name| table.get(*name) != file.get(*name)) {
            let show = |facts: &Facts| facts.get(name).map_or("nothing".to_owned(), |value| format!("{value:?}"));
            differences.push(format!("{}, {name}: the table says {}, the file {}", sop.id, show(&table), show(&file)));
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[test]
fn there_are_five_papers_with_59_steps() {
    let papers = papers();
    assert_eq!(papers.len(), 5);
    assert_eq!(papers.iter().map(|paper| paper.table.rows("Langkah").len()).sum::<usize>(), 59);
}

#[test]
fn identity_is_as_printed() {
    compare(
        |table| {
            let mut facts: Facts =
                table.rows("Identitas").into_iter().map(|row| (row["bidang"].clone(), row["nilai"].clone())).collect();
            let zone: Zone = facts["zona"].parse().expect("a zone");
            facts.insert("zona".to_owned(), zone.word().to_owned());
            facts
        },
        |sop| {
            [
                ("nama", sop.name.value.clone()),
                ("instansi", sop.agency.value.clone()),
                ("unit", sop.unit.as_ref().map_or(String::new(), |unit| unit.value.clone())),
                ("zona", sop.zone.value.word().to_owned()),
                ("nomor", sop.number.as_ref().map_or(String::new(), |number| number.value.clone())),
                ("pembuatan", sop.dates.made.as_ref().map_or(String::new(), |day| day.value.to_string())),
                ("revisi", sop.dates.revised.as_ref().map_or(String::new(), |day| day.value.to_string())),
                ("efektif", sop.dates.effective.as_ref().map_or(String::new(), |window| window.value.to_string())),
                ("pengesahan", sop.approval.value.clone()),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .into()
        },
    );
}

#[test]
fn laws_are_cited_in_the_order_of_the_paper() {
    for Paper { table, sop } in papers() {
        let laws = table.rows("Dasar hukum");
        let items = &sop.identity.legal_basis;
        assert_eq!(laws.len(), items.len(), "{}", sop.id);
        for (n, (law, item)) in (1..).zip(laws.iter().zip(items)) {
            assert_eq!(law["urut"], n.to_string(), "{}", sop.id);
            let (law, item) = (fold(&law["dokumen"]), fold(&item.text));
            assert!(item.contains(&law), "{}, law {n}: {item:?} does not name {law:?}", sop.id);
        }
    }
}

#[test]
fn boxes_hold_as_many_items_as_printed() {
    compare(
        |table| {
            table.rows("Jumlah butir").into_iter().map(|row| (row["bagian"].clone(), row["jumlah"].clone())).collect()
        },
        |sop| {
            let count = |name: &str, items: &Vec<Item>| (name.to_owned(), items.len().to_string());
            let boxes = &sop.identity;
            [
                count("kualifikasi", &boxes.qualifications),
                count("keterkaitan", &boxes.related),
                count("peralatan", &boxes.equipment),
                count("peringatan", &boxes.warnings),
                count("pencatatan", &boxes.records),
                count("pembaruan", &boxes.updates),
            ]
            .into()
        },
    );
}

#[test]
fn lanes_stand_in_the_order_of_the_paper() {
    let lane = |n: &str, name: &str, added: &str| (format!("lane {n:>2}"), format!("{name} {added}").trim().to_owned());
    compare(
        |table| table.rows("Lajur").iter().map(|row| lane(&row["urut"], &row["nama"], &row["tambahan"])).collect(),
        |sop| (1..).zip(&sop.lanes).map(|(n, l)| lane(&n.to_string(), &l.name, yes(l.added))).collect(),
    );
}

#[test]
fn every_row_of_the_flow_is_as_printed() {
    compare(
        |table| {
            let mut facts = Facts::new();
            for row in table.rows("Langkah") {
                for (column, cell) in row.iter().filter(|(column, _)| *column != "no") {
                    let cell = if column == "waktu" { cell.clone() } else { list(cell.split(';')) };
                    facts.insert(format!("step {:>2}, {column}", row["no"]), cell);
                }
            }
            facts
        },
        |sop| {
            let rows = sop.steps.iter().flat_map(|step| {
                let cells = cells(sop, step).into_iter();
                cells.map(|(column, cell)| (format!("step {:>2}, {column}", step.number.value), cell))
            });
            rows.collect()
        },
    );
}

/// What the file says in each column of a row.
fn cells(sop: &SopDraft, step: &Step) -> [(&'static str, String); 9] {
    let lane = |id: &At<LaneId>| sop.lane(id).expect("declared").name.value.clone();
    let awaited = |wait: &Wait| wait.lanes.iter().map(lane).collect::<Vec<_>>().join(" dan ");
    let on_outcomes = step
        .outcomes
        .iter()
        .filter_map(|outcome| outcome.wait.as_ref().map(|wait| format!("{}: {}", outcome.label.value, awaited(wait))));
    let outcomes = step.outcomes.iter().map(|outcome| format!("{} → {}", outcome.label.value, outcome.target.value));
    [
        ("pelaksana", list(step.actors.iter().map(lane))),
        ("para pihak", yes(step.is_bilateral()).to_owned()),
        ("penerima", list(step.recipients.iter().map(lane))),
        ("kelengkapan", printed(sop, step.needs.as_deref())),
        ("waktu", step.time.as_ref().map_or(String::new(), |time| time.printed.clone())),
        ("output", printed(sop, step.yields.as_deref())),
        ("keputusan", list(outcomes)),
        ("menunggu", list(step.wait.iter().map(awaited).chain(on_outcomes))),
        ("sekali", yes(step.is_once()).to_owned()),
    ]
}

/// The documents that the paper names; what was added here is not among them.
fn printed(sop: &SopDraft, demands: Option<&[Demand]>) -> String {
    let printed = demands.unwrap_or_default().iter().filter(|demand| demand.kind != DemandKind::Added);
    let names = printed.flat_map(|demand| &demand.documents).map(|id| &sop.declared(id).expect("declared").name.value);
    list(names)
}

#[test]
fn standard_times_add_up_on_the_straight_path() {
    compare(
        |table| {
            let rows = table.rows("Jumlah waktu").into_iter();
            rows.flat_map(|row| match row["ukuran"].as_str() {
                "total" => vec![("min".to_owned(), row["nilai"].clone()), ("maks".to_owned(), row["nilai"].clone())],
                bound => vec![(bound.to_owned(), row["nilai"].clone())],
            })
            .collect()
        },
        |sop| {
            let path = straight_path(sop);
            assert_eq!(path.len(), sop.steps.len(), "{}: the straight path passes every row", sop.id);
            let times: Vec<_> = path.iter().filter_map(|step| step.time.as_ref()).collect();
            let sum = |bound: &dyn Fn(usize) -> u32| {
                let units = [Unit::Month, Unit::Week, Unit::Day, Unit::Hour, Unit::Minute].into_iter().map(|unit| {
                    let of_unit = (0..times.len()).filter(|n| times[*n].unit == unit);
                    (of_unit.map(bound).sum::<u32>(), unit.word())
                });
                let parts = units.filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
                parts.collect::<Vec<_>>().join(" ")
            };
            [("min".to_owned(), sum(&|n| times[n].min)), ("maks".to_owned(), sum(&|n| times[n].max))].into()
        },
    );
}

/// From the first row always forward: by the next row, or by the outcome that leads on.
fn straight_path(sop: &SopDraft) -> Vec<&Step> {
    let mut path = Vec::new();
    let mut next = Some(0);
    while let Some(row) = next {
        let step = &sop.steps[row];
        path.push(step);
        let onward = sop.targets(row).into_iter().find(|target| is_forward(step, *target));
        next = sop.steps.iter().position(|other| onward == Some(Target::Step(other.number.value)));
    }
    path
}

#[test]
fn pages_end_where_the_paper_breaks() {
    compare(
        |table| table.rows("Konektor").into_iter().map(|row| (row["setelah"].clone(), row["label"].clone())).collect(),
        |sop| {
            let label =
                |connector: &Connector| connector.label.as_ref().map_or(String::new(), |label| label.value.clone());
            sop.connectors.iter().map(|connector| (connector.after.value.to_string(), label(connector))).collect()
        },
    );
}

#[test]
fn every_anomaly_of_the_paper_is_decided() {
    for Paper { table, sop } in papers() {
        let rows = table.rows("Anomali");
        assert!(!rows.is_empty(), "{}: the table says nothing", sop.id);
        for row in rows {
            let code = &row["kode"];
            assert!(sop.anomalies.iter().any(|anomaly| anomaly.code.value == *code), "{}: {code} is missing", sop.id);
        }
    }
}

/// The tables of one Markdown file, by the heading above each: its rows, each cell by the name of its column.
struct Table(BTreeMap<String, Vec<BTreeMap<String, String>>>);

impl Table {
    fn parse(text: &str) -> Self {
        let sections = text.split("\n## ").skip(1).map(|section| {
            let (heading, rest) = section.split_once('\n').expect("a heading is a line");
            let mut lines = rest.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|')).map(row);
            let columns = lines.next().expect("a table begins with the names of its columns");
            let rows = lines.skip(1).map(|cells| {
                assert_eq!(cells.len(), columns.len(), "{heading}: {cells:?}");
                columns.iter().cloned().zip(cells).collect()
            });
            (heading.to_owned(), rows.collect())
        });
        Self(sections.collect())
    }

    fn rows(&self, heading: &str) -> Vec<BTreeMap<String, String>> {
        assert!(self.0.contains_key(heading), "there is no table {heading}");
        self.0[heading].clone()
    }
}

fn row(line: &str) -> Vec<String> {
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The same names in any order, case and spacing are the same list.
fn list(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let names = names.into_iter().map(|name| fold(name.as_ref())).filter(|name| !name.is_empty());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.join("; ")
}

fn fold(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn yes(flag: bool) -> &'static str {
    if flag { "ya" } else { "" }
}

/// A sixth SOP, written by somebody who had only the README and the schema: it needed no reading of code.
#[test]
fn an_sop_written_from_the_readme_alone_is_sound() {
    let text = std::fs::read(root().join("tests/sixth/1.yaml")).expect("the sixth SOP");
    let forms = files_below(&root().join("templates"));
    let mut files: Files = forms.into_iter().map(|(path, bytes)| (format!("templates/{path}"), bytes)).collect();
    files.insert("sops/kab-contoh-subdomain-hosting/1.yaml".to_owned(), text);
    let report = check(&files);
    assert!(report.findings().is_empty(), "{:?}", report.findings());
}
