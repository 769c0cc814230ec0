//! `requests/<yyyy>/<mm>/<dd>/<slug>/request.yaml`

use schemars::JsonSchema;
use serde::Deserialize;

use super::context::{Context, Expected, shapes};
use super::decode::{Field, Pairs, TextOr, Texts};
use super::faults::{bad_value, entry_form, history_form};
use super::growth::pieces;
use super::letter::RawLetter;
use super::{Reading, guard, raw_of, reading};
use crate::model::name::LaneId;
use crate::model::path::RequestFolder;
use crate::model::place::{At, Span, WorkPath};
use crate::model::request::{Act, Entry, Given, Header, HeaderField, LetterFacts, Request};

/// How an entry begins.
pub const ENTRY: &str = "  - ";
/// How its further lines begin.
pub const FURTHER: &str = "    ";
/// The line that ends the header.
const HISTORY: &str = "riwayat:";

/// Reads a request: its header, then each entry alone.
pub fn read_request(path: &WorkPath, folder: &RequestFolder, bytes: &[u8]) -> Reading<Request> {
    let mut reading = reading(path, |cx| {
        let text = guard::text(bytes, 1, cx)?;
        let (head, history, history_line) = split(&text, cx)?;
        if !guard::is_small(head, 1, cx) {
            return None;
        }
        let header = raw_of::<RawHeader>(head, 1, cx)?.header(cx);
        let entries = entries(history, history_line + 1, cx);
        if history.is_empty() {
            cx.report(history_form::no_entry(cx.at(Span { line: history_line, ..Span::START })));
        }
        Some(Request { folder: folder.clone(), path: path.clone(), header, entries, whole: false })
    });
    if let Some(request) = &mut reading.value {
        request.whole = reading.findings.is_empty();
    }
    reading
}

/// The header with its last line, the entries, and the number of the line between them.
fn split<'t>(text: &'t str, cx: &Context) -> Option<(&'t str, &'t str, u32)> {
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        at += line.len();
        if let Some(rest) = line.strip_prefix(HISTORY) {
            if rest != "\n" {
                cx.report(history_form::not_alone(cx.at(Span { line: number, column: 1, length: 8 })));
                return None;
            }
            return Some((&text[..at], &text[at..], number));
        }
    }
    cx.report(history_form::no_history(cx.at(Span::START)));
    None
}

/// Reads entries whose first line has that number.
fn entries(history: &str, first_line: u32, cx: &Context) -> Vec<Entry> {
    let pieces = pieces(history, first_line, ENTRY).into_iter();
    let whole = pieces.take_while(|_| !cx.is_full()).filter(|(line, piece)| well_formed(piece, *line, cx));
    whole.enumerate().filter_map(|(n, (line, piece))| entry(piece, n + 1, line, cx)).collect()
}

fn entry(piece: &str, place: usize, line: u32, cx: &Context) -> Option<Entry> {
    if !guard::is_small(piece, line, cx) {
        return None;
    }
    let raw = raw_of::<Vec<Field<RawEntry>>>(piece, line, cx)?;
    raw.into_iter().find_map(Field::optional)?.value.entry(place, line, piece, cx)
}

/// A request's file cut where its entries begin: the header up to and with `riwayat:`, then whole entries.
#[derive(Debug)]
pub struct Cut<'t> {
    /// The header.
    pub header: &'t str,
    /// Each entry, with the line that it begins on.
    pub entries: Vec<(u32, &'t str)>,
}

/// Cuts a whole file; none if it is not a header and then whole entries.
pub fn cut_request(bytes: &[u8]) -> Option<Cut<'_>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let at = if text.starts_with("riwayat:\n") { 0 } else { text.find("\nriwayat:\n")? + 1 };
    let header = &text[..at + "riwayat:\n".len()];
    let first_line = u32::try_from(header.matches('\n').count() + 1).ok()?;
    Some(Cut { header, entries: cut_entries(&text[header.len()..], first_line)? })
}

/// Cuts appended text into whole entries; none if it is anything else.
pub fn cut_entries(text: &str, first_line: u32) -> Option<Vec<(u32, &str)>> {
    let cut = pieces(text, first_line, ENTRY);
    let whole = |(_, piece): &(u32, &str)| {
        let mut lines = piece.split_inclusive('\n');
        let begins = lines.next().is_some_and(|line| line.starts_with(ENTRY));
        let goes_on = lines.all(|line| line == "\n" || line.starts_with(FURTHER));
        let last = piece.strip_suffix('\n').and_then(|piece| piece.rsplit('\n').next());
        begins && goes_on && last.is_some_and(|line| !line.trim().is_empty())
    };
    cut.iter().all(whole).then_some(cut)
}

/// Reads the header of a request.
pub fn read_header(path: &WorkPath, header: &str) -> Reading<Header> {
    reading(path, |cx| {
        let text = guard::text(header.as_bytes(), 1, cx)?;
        if !guard::is_small(&text, 1, cx) {
            return None;
        }
        Some(raw_of::<RawHeader>(&text, 1, cx)?.header(cx))
    })
}

/// Reads one whole entry that has its place in the history and begins on a line of the file.
pub fn read_entry(path: &WorkPath, piece: &str, place: usize, line: u32) -> Reading<Entry> {
    reading(path, |cx| entry(&guard::text(piece.as_bytes(), line, cx)?, place, line, cx))
}

/// Whether a piece has the form of an entry: only then does it mean the same alone and in the whole.
fn well_formed(piece: &str, first_line: u32, cx: &Context) -> bool {
    let mut last = "";
    for (number, line) in (first_line..).zip(piece.lines()) {
        let begins = number == first_line;
        let lawful = if begins { line.starts_with(ENTRY) } else { line.is_empty() || line.starts_with(FURTHER) };
        if !lawful {
            cx.report(history_form::bad_line(cx.at(Span { line: number, ..Span::START })));
            return false;
        }
        last = line;
    }
    if last.trim().is_empty() {
        cx.report(history_form::empty_end(cx.at(Span { line: first_line, ..Span::START })));
        return false;
    }
    true
}

const FILE: Expected = Expected::new(
    "nama berkas dalam folder permohonan: huruf kecil a-z, angka, `.`, `-` dan `_`",
    "a file name in the request's folder: lower-case a-z, digits, `.`, `-` and `_`",
    "surat-permohonan.md",
);
const HEADER_FIELDS: [(&str, HeaderField); 3] =
    [("judul", HeaderField::Title), ("aplikasi", HeaderField::Application), ("instansi", HeaderField::Agency)];

/// Permohonan: kepala berkas, lalu riwayat yang hanya bertambah.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Permohonan")]
pub(super) struct RawHeader {
    /// SOP dan revisinya, misalnya kab-tapin-layanan-splp/1.
    sop: Field<String>,
    /// Judul permohonan.
    judul: Field<String>,
    /// Instansi pemohon.
    instansi: Field<String>,
    /// Aplikasi yang dimohonkan.
    #[serde(default)]
    aplikasi: Field<String>,
    /// Folder permohonan lain yang berkaitan.
    #[serde(default)]
    terkait: Field<Vec<Field<String>>>,
    /// Entri, dari yang tertua.
    #[schemars(with = "Vec<RawEntry>")]
    #[allow(dead_code, reason = "the entries are cut off before the header is read")]
    riwayat: serde::de::IgnoredAny,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Entri")]
pub(super) struct RawEntry {
    /// Langkah yang dilakukan.
    #[serde(default)]
    langkah: Field<u32>,
    /// Menjeda langkah berjalan, dengan alasannya.
    #[serde(default)]
    jeda: Field<String>,
    /// Melanjutkan sesudah jeda atau masa tunggu.
    #[serde(default)]
    lanjut: Field<String>,
    /// Pemohon menarik permohonannya.
    #[serde(default)]
    tarik: Field<String>,
    /// Membetulkan kepala berkas: judul, aplikasi, instansi.
    #[serde(default)]
    ralat: Field<Pairs<String>>,
    /// Kantor membatalkan permohonan.
    #[serde(default)]
    batal: Field<String>,
    /// Melewati sebuah langkah.
    #[serde(default)]
    lewati: Field<u32>,
    /// Pindah ke revisi SOP yang lebih baru.
    #[serde(default)]
    pindah: Field<String>,
    /// Menahan sebuah berkas dari situs.
    #[serde(default)]
    tutup: Field<String>,
    /// Mengesahkan entri yang bertanda.
    #[serde(default)]
    sahkan: Field<u32>,
    /// Membatalkan entri dan semua sesudahnya.
    #[serde(default)]
    batalkan: Field<u32>,
    /// Hasil sebuah keputusan.
    #[serde(default)]
    hasil: Field<String>,
    /// Lajur yang memberi persetujuannya.
    #[serde(default)]
    pihak: Field<String>,
    /// Lajur yang ditunggu selama jeda.
    #[serde(default)]
    menunggu: Field<Texts>,
    /// Langkah tujuan sesudah pindah.
    #[serde(default)]
    ke: Field<u32>,
    /// Catatan; terbaca umum, tanpa data pribadi.
    #[serde(default)]
    catatan: Field<String>,
    /// Dokumen yang diserahkan: nama dokumen → berkasnya.
    #[serde(default)]
    dokumen: Field<Pairs<TextOr<RawGiven>>>,
    /// Orang yang dicatatkan oleh bot.
    #[serde(default)]
    atas_nama: Field<String>,
}

/// Berkas terlampir dengan keterangannya.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Berkas")]
struct RawGiven {
    /// Nama berkas dalam folder permohonan.
    berkas: Field<String>,
    /// Nomor surat.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    nomor: Field<String>,
    /// Tanggal surat.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    tanggal: Field<String>,
    /// Hal surat.
    #[serde(default)]
    hal: Field<String>,
    /// Siapa yang boleh membaca.
    #[serde(default)]
    #[schemars(extend("enum" = ["biasa", "terbatas", "rahasia"]))]
    sifat: Field<String>,
}

impl RawHeader {
    fn header(self, cx: &Context) -> Header {
        let top = Span::START;
        let sop = self.sop.need(cx, top, "sop").and_then(|sop| cx.parse(&sop, &shapes::SOP));
        let title = self.judul.need(cx, top, "judul").unwrap_or_else(|| At::new(String::new(), top));
        let agency = self.instansi.need(cx, top, "instansi").and_then(|id| cx.parse(&id, &shapes::NAME));
        let related = self.terkait.items();
        let related = related.iter().filter_map(|text| cx.parse_with(text, &shapes::FOLDER, RequestFolder::parse));
        Header { sop, title, agency, application: self.aplikasi.optional(), related: related.collect() }
    }
}

impl RawEntry {
    /// The keys of the acts that are written, with their places.
    fn acts(&self) -> Vec<(&'static str, Span)> {
        let spans = [
            self.langkah.span(),
            self.jeda.span(),
            self.lanjut.span(),
            self.tarik.span(),
            self.ralat.span(),
            self.batal.span(),
            self.lewati.span(),
            self.pindah.span(),
            self.tutup.span(),
            self.sahkan.span(),
            self.batalkan.span(),
        ];
        Act::KEYS.into_iter().zip(spans).filter_map(|(key, span)| Some((key, span?))).collect()
    }

    fn entry(mut self, place: usize, line: u32, piece: &str, cx: &Context) -> Option<Entry> {
        let owner = Span { line, column: 5, length: 1 };
        let acts = self.acts();
        let Some((key, span)) = acts.first().copied() else {
            cx.report(entry_form::no_act(cx.at(owner)));
            return None;
        };
        if let Some((second, at)) = acts.get(1) {
            cx.report(entry_form::several_acts(cx.at(*at), key, second));
            return None;
        }
        if !piece.strip_prefix(ENTRY).and_then(|rest| rest.strip_prefix(key)).is_some_and(|rest| rest.starts_with(':'))
        {
            cx.report(entry_form::act_not_first(cx.at(span), key));
            return None;
        }
        let span = Span { line, column: 5, length: u32::try_from(key.len()).unwrap_or(1) };
        let details = self.misplaced_details(key, cx);
        let act = self.act(key, owner, cx);
        let note = std::mem::take(&mut self.catatan).optional();
        let needs_note = ["batal", "lewati", "pindah", "tutup", "sahkan", "batalkan"].contains(&key);
        if needs_note && note.is_none() {
            cx.report(entry_form::note_required(cx.at(span), key));
            return None;
        }
        let documents = self.documents(cx)?;
        let on_behalf = match std::mem::take(&mut self.atas_nama).optional() {
            Some(handle) => Some(cx.parse(&handle, &shapes::NAME)?),
            None => None,
        };
        if details { None } else { Some(Entry { place, span, act: act?, note, documents, on_behalf }) }
    }

    /// Reports details that do not belong to the act; says whether there were any.
    fn misplaced_details(&self, act: &str, cx: &Context) -> bool {
        let belongs = |key: &str| match key {
            "hasil" => matches!(act, "langkah" | "lewati"),
            "pihak" => act == "langkah",
            "menunggu" => act == "jeda",
            _ => act == "pindah",
        };
        let details = [
            ("hasil", self.hasil.span()),
            ("pihak", self.pihak.span()),
            ("menunggu", self.menunggu.span()),
            ("ke", self.ke.span()),
        ];
        let mut any = false;
        for (key, span) in details {
            if let Some(span) = span.filter(|_| !belongs(key)) {
                cx.report(entry_form::not_with(cx.at(span), key, act));
                any = true;
            }
        }
        any
    }

    fn act(&mut self, key: &str, owner: Span, cx: &Context) -> Option<Act> {
        use std::mem::take;
        let reason = |field: &mut Field<String>| take(field).need(cx, owner, key);
        Some(match key {
            "langkah" => {
                let party = match take(&mut self.pihak).optional() {
                    Some(lane) => Some(cx.parse::<LaneId>(&lane, &shapes::NAME)?),
                    None => None,
                };
                let number = take(&mut self.langkah).need(cx, owner, key)?;
                Act::Step { number, outcome: take(&mut self.hasil).optional(), party }
            }
            "jeda" => {
                let awaits = Texts::spread(take(&mut self.menunggu));
                let awaits: Option<Vec<_>> = awaits.iter().map(|lane| cx.parse(lane, &shapes::NAME)).collect();
                Act::Pause { reason: reason(&mut self.jeda)?, awaits: awaits? }
            }
            "lanjut" => Act::Resume(reason(&mut self.lanjut)?),
            "tarik" => Act::Withdraw(reason(&mut self.tarik)?),
            "ralat" => Act::Amend(amendments(take(&mut self.ralat).need(cx, owner, key)?, cx)?),
            "batal" => Act::Cancel(reason(&mut self.batal)?),
            "lewati" => {
                let number = take(&mut self.lewati).need(cx, owner, key)?;
                Act::Skip { number, outcome: take(&mut self.hasil).optional() }
            }
            "pindah" => {
                let sop = take(&mut self.pindah).need(cx, owner, key).and_then(|sop| cx.parse(&sop, &shapes::SOP));
                let to = take(&mut self.ke).need(cx, owner, "ke");
                Act::Migrate { sop: sop?, to: to? }
            }
            "tutup" => Act::Withhold(file_name(&reason(&mut self.tutup)?, cx)?),
            "sahkan" => Act::Ratify(take(&mut self.sahkan).need(cx, owner, key)?),
            _ => Act::Revoke(take(&mut self.batalkan).need(cx, owner, key)?),
        })
    }

    fn documents(&mut self, cx: &Context) -> Option<Vec<Given>> {
        let Some(pairs) = std::mem::take(&mut self.dokumen).optional() else { return Some(Vec::new()) };
        let given = pairs.value.0.into_iter().map(|(key, field)| {
            let id = cx.parse(&key, &shapes::NAME);
            let value = field.need(cx, key.span, &key.value)?;
            let (file, facts) = match value.value {
                TextOr::Text(file) => (At::new(file, value.span), LetterFacts::default()),
                TextOr::Map(raw) => raw.given(value.span, cx)?,
            };
            let file = file_name(&file, cx);
            Some(Given { id: id?, file: file?, facts })
        });
        given.collect()
    }
}

impl RawGiven {
    fn given(self, owner: Span, cx: &Context) -> Option<(At<String>, LetterFacts)> {
        let file = self.berkas.need(cx, owner, "berkas");
        let (nomor, tanggal, hal, sifat) = (self.nomor, self.tanggal, self.hal, self.sifat);
        let facts = RawLetter { nomor, tanggal, hal, dari: Field::Absent, kepada: Field::Absent, sifat }.facts(cx);
        Some((file?, facts))
    }
}

/// A file name is one lawful part of a path: nothing can point out of the request's folder.
fn file_name(text: &At<String>, cx: &Context) -> Option<At<String>> {
    let lawful = |name: &str| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
        name.len() <= 100
            && name.bytes().all(plain)
            && !name.starts_with('.')
            && name.contains('.')
            && name != "request.yaml"
    };
    cx.parse_with(text, &FILE, |name| lawful(name).then(|| name.to_owned()))
}

fn amendments(pairs: At<Pairs<String>>, cx: &Context) -> Option<Vec<(At<HeaderField>, At<String>)>> {
    let fields = pairs.value.0.into_iter().map(|(key, value)| {
        let field = cx.choose(&key, &HEADER_FIELDS);
        let value = value.need(cx, key.span, &key.value);
        Some((field?, value?))
    });
    let fields: Vec<_> = fields.collect::<Option<_>>()?;
    if fields.is_empty() {
        cx.report(bad_value::one_of_keys(cx.at(pairs.span), &["judul", "aplikasi", "instansi"]));
        return None;
    }
    Some(fields)
}
