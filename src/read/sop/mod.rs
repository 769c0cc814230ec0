//! `sops/<slug>/<revision>.yaml`

mod raw;

pub(super) use raw::RawSop;
use raw::{RawAnomaly, RawConnector, RawDates, RawDemand, RawDocument, RawItem, RawLane, RawOutcome, RawStep, RawWait};

use super::context::{Context, shapes};
use super::decode::{Field, TextOr, Texts};
use super::{Reading, file, reading};
use crate::model::day::Zone;
use crate::model::name::{DocumentId, LaneId, SopRef};
use crate::model::place::{At, Span, WorkPath};
use crate::model::sop::{
    Anomaly, Class, Confidence, Connector, Demand, DemandKind, Document, Identity, Item, Lane, Matter, Outcome,
    SopDates, SopDraft, Step, Target, Wait,
};
use crate::model::standard_time::{DayKind, StandardTime};

/// Reads an SOP. What cannot be read leaves a gap in the draft, and `whole` says so.
pub fn read_sop(path: &WorkPath, id: &SopRef, bytes: &[u8]) -> Reading<SopDraft> {
    let mut reading = reading(path, |cx| file(bytes, cx, |raw: RawSop, cx| Some(raw.into_draft(id.clone(), cx))));
    if let Some(draft) = &mut reading.value {
        draft.whole = reading.findings.is_empty();
    }
    reading
}

pub(super) const CLASSES: [(&str, Class); 3] =
    [("biasa", Class::Open), ("terbatas", Class::Limited), ("rahasia", Class::Secret)];
pub(super) const CONFIDENCES: [(&str, Confidence); 3] =
    [("tinggi", Confidence::High), ("sedang", Confidence::Medium), ("rendah", Confidence::Low)];
const DAY_KINDS: [(&str, DayKind); 2] = [("kerja", DayKind::Working), ("kalender", DayKind::Calendar)];
const MATTERS: [(&str, Matter); 2] = [("artefak", Matter::Artefact), ("luar", Matter::Outside)];

/// A required text; where it is missing an empty one stands in, so that reading can go on.
fn text(field: Field<String>, cx: &Context, owner: Span, key: &str) -> At<String> {
    field.need(cx, owner, key).unwrap_or_else(|| At::new(String::new(), owner))
}

/// The items of a list of maps, each with its place.
fn list<R>(field: Field<Vec<Field<R>>>) -> Vec<At<R>> {
    field.items()
}

/// The items of a list that has to be there.
fn needed_list<R>(field: Field<Vec<Field<R>>>, cx: &Context, owner: Span, key: &str) -> Vec<At<R>> {
    field.need(cx, owner, key).map(|list| Field::Given(list).items()).unwrap_or_default()
}

fn flag(field: Field<bool>) -> bool {
    field.optional().is_some_and(|flag| flag.value)
}

fn lanes(field: Field<Vec<Field<String>>>, cx: &Context) -> Vec<At<LaneId>> {
    field.items().iter().filter_map(|id| cx.parse(id, &shapes::NAME)).collect()
}

fn documents(field: Field<Vec<Field<String>>>, cx: &Context) -> Vec<At<DocumentId>> {
    field.items().iter().filter_map(|id| cx.parse(id, &shapes::NAME)).collect()
}

impl RawSop {
    fn into_draft(self, id: SopRef, cx: &Context) -> SopDraft {
        let top = Span::START;
        let zone = self.zona.need(cx, top, "zona").and_then(|zone| zone_of(&zone, cx));
        let day_kind = self.satuan_hari.need(cx, top, "satuan_hari").and_then(|kind| cx.choose(&kind, &DAY_KINDS));
        let endings = self.akhir.optional().map(|endings| (endings.value.selesai, endings.value.ditolak));
        let (finished, rejected) = endings.unwrap_or_default();
        SopDraft {
            id,
            path: cx.path().clone(),
            whole: false,
            name: text(self.nama, cx, top, "nama"),
            agency: text(self.instansi, cx, top, "instansi"),
            unit: self.unit.nullable(cx, top, "unit"),
            zone: zone.unwrap_or(At::new(Zone::Wib, top)),
            number: self.nomor.nullable(cx, top, "nomor"),
            dates: self
                .tanggal
                .need(cx, top, "tanggal")
                .map(|dates| dates.value.dates(dates.span, cx))
                .unwrap_or_default(),
            approval: text(self.pengesahan, cx, top, "pengesahan"),
            day_kind: day_kind.unwrap_or(At::new(DayKind::Working, top)),
            identity: Identity {
                legal_basis: items(self.dasar_hukum, cx),
                qualifications: items(self.kualifikasi, cx),
                related: items(self.keterkaitan, cx),
                equipment: items(self.peralatan, cx),
                warnings: items(self.peringatan, cx),
                records: items(self.pencatatan, cx),
                updates: items(self.pembaruan, cx),
            },
            lanes: needed_list(self.lajur, cx, top, "lajur")
                .into_iter()
                .filter_map(|raw| raw.value.lane(raw.span, cx))
                .collect(),
            documents: list(self.dokumen).into_iter().filter_map(|raw| raw.value.document(raw.span, cx)).collect(),
            steps: needed_list(self.langkah, cx, top, "langkah")
                .into_iter()
                .enumerate()
                .map(|(row, raw)| raw.value.step(row, raw.span, cx))
                .collect(),
            finished: finished.optional(),
            rejected: rejected.optional(),
            connectors: list(self.konektor).into_iter().filter_map(|raw| raw.value.connector(raw.span, cx)).collect(),
            anomalies: list(self.anomali).into_iter().filter_map(|raw| raw.value.anomaly(raw.span, cx)).collect(),
        }
    }
}

pub(super) fn zone_of(text: &At<String>, cx: &Context) -> Option<At<Zone>> {
    let names: Vec<(&str, Zone)> = Zone::NAMES
        .iter()
        .filter(|name| name.contains('/'))
        .filter_map(|name| Some((*name, name.parse().ok()?)))
        .collect();
    cx.choose(text, &names)
}

fn items(field: Field<Vec<Field<TextOr<RawItem>>>>, cx: &Context) -> Vec<Item> {
    let item = |raw: At<TextOr<RawItem>>| match raw.value {
        TextOr::Text(value) => Item { text: At::new(value, raw.span), readings: Vec::new() },
        TextOr::Map(item) => {
            if !item.tafsir.is_written() {
                cx.missing(raw.span, "tafsir");
            }
            Item { text: text(item.teks, cx, raw.span, "teks"), readings: Texts::spread(item.tafsir) }
        }
    };
    list(field).into_iter().map(item).collect()
}

impl RawDates {
    fn dates(self, owner: Span, cx: &Context) -> SopDates {
        let made = self.pembuatan.nullable(cx, owner, "pembuatan");
        let revised = self.revisi.nullable(cx, owner, "revisi");
        let effective = self.efektif.nullable(cx, owner, "efektif");
        SopDates {
            made: made.and_then(|date| cx.parse(&date, &shapes::PAPER_DATE)),
            revised: revised.and_then(|date| cx.parse(&date, &shapes::PAPER_DATE)),
            effective: effective.and_then(|window| cx.parse(&window, &shapes::WINDOW)),
            readings: Texts::spread(self.tafsir),
        }
    }
}

impl RawLane {
    fn lane(self, owner: Span, cx: &Context) -> Option<Lane> {
        let id = self.id.need(cx, owner, "id").and_then(|id| cx.parse(&id, &shapes::NAME));
        let name = text(self.nama, cx, owner, "nama");
        let (bound, added) = (flag(self.terikat), flag(self.tambahan));
        Some(Lane { id: id?, name, bound, added, readings: Texts::spread(self.tafsir) })
    }
}

impl RawDocument {
    fn document(self, owner: Span, cx: &Context) -> Option<Document> {
        let id = self.id.need(cx, owner, "id").and_then(|id| cx.parse(&id, &shapes::NAME));
        let name = text(self.nama, cx, owner, "nama");
        let form = self.templat.optional().and_then(|form| cx.parse(&form, &shapes::NAME));
        let class = self.sifat.optional().and_then(|class| cx.choose(&class, &CLASSES));
        let matter = self.wujud.optional().and_then(|matter| cx.choose(&matter, &MATTERS));
        let alias_of = self.sama_dengan.optional().and_then(|other| cx.parse(&other, &shapes::NAME));
        Some(Document {
            id: id?,
            name,
            form,
            stated_class: class,
            matter: matter.map(|matter| matter.value).unwrap_or_default(),
            alias_of,
            readings: Texts::spread(self.tafsir),
        })
    }
}

impl RawStep {
    fn step(self, row: usize, owner: Span, cx: &Context) -> Step {
        let expected = u32::try_from(row + 1).unwrap_or(u32::MAX);
        let written = list(self.keputusan);
        let count = written.len();
        let outcomes: Vec<Outcome> = written.into_iter().filter_map(|raw| raw.value.outcome(raw.span, cx)).collect();
        let actors = self.pelaksana.need(cx, owner, "pelaksana").map(|list| lanes(Field::Given(list), cx));
        Step {
            number: self.nomor.need(cx, owner, "nomor").unwrap_or(At::new(expected, owner)),
            activity: text(self.kegiatan, cx, owner, "kegiatan"),
            actors: actors.unwrap_or_default(),
            recipients: lanes(self.penerima, cx),
            parties: self.para_pihak.optional(),
            once: self.sekali.optional(),
            wait: self.menunggu.optional().map(|wait| wait.value.wait(wait.span, cx)),
            needs: demands(self.kelengkapan, cx),
            time: self
                .waktu
                .nullable(cx, owner, "waktu")
                .and_then(|time| cx.parse::<StandardTime>(&time, &shapes::TIME)),
            yields: demands(self.output, cx),
            lost_outcomes: count - outcomes.len(),
            outcomes,
            readings: Texts::spread(self.tafsir),
        }
    }
}

impl RawWait {
    fn wait(self, owner: Span, cx: &Context) -> Wait {
        Wait {
            lanes: self.lajur.need(cx, owner, "lajur").map(|list| lanes(Field::Given(list), cx)).unwrap_or_default(),
            matter: text(self.hal, cx, owner, "hal"),
            yields: demands(self.output, cx).unwrap_or_default(),
            readings: Texts::spread(self.tafsir),
        }
    }
}

fn demands(field: Field<Vec<Field<TextOr<RawDemand>>>>, cx: &Context) -> Option<Vec<Demand>> {
    let written = field.is_written();
    let demands = list(field).into_iter().filter_map(|raw| match raw.value {
        TextOr::Text(id) => {
            let id = cx.parse(&At::new(id, raw.span), &shapes::NAME)?;
            Some(Demand { kind: DemandKind::Printed, documents: vec![id], readings: Vec::new() })
        }
        TextOr::Map(demand) => demand.demand(raw.span, cx),
    });
    let demands = demands.collect();
    written.then_some(demands)
}

impl RawDemand {
    fn demand(self, owner: Span, cx: &Context) -> Option<Demand> {
        let readings = Texts::spread(self.tafsir);
        let kinds = [
            (DemandKind::Allowed, self.boleh),
            (DemandKind::OneOf, self.salah_satu),
            (DemandKind::Added, self.tambahan),
        ];
        let mut written: Vec<_> = kinds.into_iter().filter(|(_, field)| field.is_written()).collect();
        if written.len() != 1 {
            cx.report(super::faults::bad_value::one_of_keys(cx.at(owner), &["boleh", "salah_satu", "tambahan"]));
            return None;
        }
        let (kind, field) = written.remove(0);
        let documents = documents(Field::Given(field.optional()?), cx);
        Some(Demand { kind, documents, readings })
    }
}

impl RawOutcome {
    fn outcome(self, owner: Span, cx: &Context) -> Option<Outcome> {
        let label = text(self.hasil, cx, owner, "hasil");
        let target = self.ke.need(cx, owner, "ke").and_then(|target| {
            cx.parse_with(&target, &shapes::TARGET, |text| match text {
                "selesai" => Some(Target::Finished),
                "ditolak" => Some(Target::Rejected),
                number => crate::model::name::count(number).map(Target::Step),
            })
        });
        Some(Outcome {
            label,
            target: target?,
            yields: demands(self.output, cx).unwrap_or_default(),
            wait: self.menunggu.optional().map(|wait| wait.value.wait(wait.span, cx)),
            readings: Texts::spread(self.tafsir),
        })
    }
}

impl RawConnector {
    fn connector(self, owner: Span, cx: &Context) -> Option<Connector> {
        let after = self.setelah.need(cx, owner, "setelah");
        let label = self.label.nullable(cx, owner, "label");
        Some(Connector { after: after?, label, readings: Texts::spread(self.tafsir) })
    }
}

impl RawAnomaly {
    fn anomaly(self, owner: Span, cx: &Context) -> Option<Anomaly> {
        let code = self.kode.need(cx, owner, "kode");
        let what = text(self.uraian, cx, owner, "uraian");
        let reading = text(self.resolusi, cx, owner, "resolusi");
        let confidence = self.keyakinan.need(cx, owner, "keyakinan").and_then(|word| cx.choose(&word, &CONFIDENCES));
        Some(Anomaly { code: code?, what, reading, confidence: confidence?.value })
    }
}
