//! The keys of an SOP file. The descriptions are in Indonesian: editors show them to the offices that write SOPs.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::read::decode::{Field, TextOr, Texts};

/// Prosedur (SOP): satu berkas per revisi. Yang tidak tercetak pada kertas ditulis null, tidak pernah dikarang.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "SOP")]
pub(in crate::read) struct RawSop {
    /// Nama SOP seperti tercetak.
    pub(super) nama: Field<String>,
    /// Instansi yang mengesahkan SOP.
    pub(super) instansi: Field<String>,
    /// Unit kerja penyusun; null bila tidak tercetak.
    #[schemars(with = "Option<String>")]
    pub(super) unit: Field<String>,
    /// Zona waktu instansi.
    #[schemars(extend("enum" = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]))]
    pub(super) zona: Field<String>,
    /// Nomor SOP seperti tercetak; null bila tidak ada.
    #[schemars(with = "Option<String>")]
    pub(super) nomor: Field<String>,
    /// Tanggal-tanggal pada blok identitas.
    pub(super) tanggal: Field<RawDates>,
    /// Jabatan yang mengesahkan, bukan nama orang.
    pub(super) pengesahan: Field<String>,
    /// Arti kata "hari" pada waktu baku.
    #[schemars(extend("enum" = ["kerja", "kalender"]))]
    pub(super) satuan_hari: Field<String>,
    /// Dasar hukum.
    #[serde(default)]
    pub(super) dasar_hukum: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Kualifikasi pelaksana.
    #[serde(default)]
    pub(super) kualifikasi: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Keterkaitan dengan SOP lain.
    #[serde(default)]
    pub(super) keterkaitan: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Peralatan dan perlengkapan.
    #[serde(default)]
    pub(super) peralatan: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Peringatan.
    #[serde(default)]
    pub(super) peringatan: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Pencatatan dan pendataan.
    #[serde(default)]
    pub(super) pencatatan: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Pembaruan.
    #[serde(default)]
    pub(super) pembaruan: Field<Vec<Field<TextOr<RawItem>>>>,
    /// Kolom pelaksana, urut seperti pada kertas.
    pub(super) lajur: Field<Vec<Field<RawLane>>>,
    /// Dokumen yang disebut SOP.
    #[serde(default)]
    pub(super) dokumen: Field<Vec<Field<RawDocument>>>,
    /// Baris-baris diagram alir.
    pub(super) langkah: Field<Vec<Field<RawStep>>>,
    /// Sebutan bagi akhir prosedur.
    #[serde(default)]
    pub(super) akhir: Field<RawEndings>,
    /// Penghubung halaman.
    #[serde(default)]
    pub(super) konektor: Field<Vec<Field<RawConnector>>>,
    /// Yang terbuka atau keliru pada kertas, dan bagaimana dibaca di sini.
    #[serde(default)]
    pub(super) anomali: Field<Vec<Field<RawAnomaly>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Tanggal")]
pub(super) struct RawDates {
    /// Tanggal (atau bulan) pembuatan.
    #[schemars(with = "Option<String>")]
    pub(super) pembuatan: Field<String>,
    /// Tanggal revisi.
    #[schemars(with = "Option<String>")]
    pub(super) revisi: Field<String>,
    /// Berlaku sejak hari ini, atau masa berlaku a/b; di luar masa itu SOP tidak berlaku.
    #[schemars(with = "Option<String>")]
    pub(super) efektif: Field<String>,
    /// Kode anomali yang menjelaskan tafsir.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Butir")]
pub(super) struct RawItem {
    /// Isi butir.
    pub(super) teks: Field<String>,
    /// Kode anomali yang menjelaskan butir ini.
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Lajur")]
pub(super) struct RawLane {
    /// Nama pendek lajur.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub(super) id: Field<String>,
    /// Nama kolom seperti tercetak.
    pub(super) nama: Field<String>,
    /// Hanya orang dari instansi pemohon.
    #[serde(default)]
    pub(super) terikat: Field<bool>,
    /// Pelaku tanpa kolom pada kertas.
    #[serde(default)]
    pub(super) tambahan: Field<bool>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Dokumen")]
pub(super) struct RawDocument {
    /// Nama pendek dokumen.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub(super) id: Field<String>,
    /// Nama dokumen seperti tercetak.
    pub(super) nama: Field<String>,
    /// Bentuk surat di templates/surat/.
    #[serde(default)]
    pub(super) templat: Field<String>,
    /// Siapa yang boleh membaca; hanya biasa yang diterbitkan. Tanpa sifat berarti terbatas.
    #[serde(default)]
    #[schemars(extend("enum" = ["biasa", "terbatas", "rahasia"]))]
    pub(super) sifat: Field<String>,
    /// artefak: disebut SOP, tanpa berkas. luar: data pribadi, disimpan di luar repositori.
    #[serde(default)]
    #[schemars(extend("enum" = ["artefak", "luar"]))]
    pub(super) wujud: Field<String>,
    /// Nama tercetak lain dari dokumen itu.
    #[serde(default)]
    pub(super) sama_dengan: Field<String>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Langkah")]
pub(super) struct RawStep {
    /// Nomor baris, mulai 1.
    pub(super) nomor: Field<u32>,
    /// Kegiatan: kata kerja dan objek, tanpa pelaku.
    pub(super) kegiatan: Field<String>,
    /// Lajur yang melaksanakan.
    pub(super) pelaksana: Field<Vec<Field<String>>>,
    /// Lajur yang menerima; tidak mencatat apa pun.
    #[serde(default)]
    pub(super) penerima: Field<Vec<Field<String>>>,
    /// Setiap lajur pelaksana memberi entrinya sendiri.
    #[serde(default)]
    pub(super) para_pihak: Field<bool>,
    /// Dilewati bila putaran kembali ke sini.
    #[serde(default)]
    pub(super) sekali: Field<bool>,
    /// Langkah dimasuki dalam keadaan menunggu.
    #[serde(default)]
    pub(super) menunggu: Field<RawWait>,
    /// Kelengkapan yang diminta.
    #[serde(default)]
    pub(super) kelengkapan: Field<Vec<Field<TextOr<RawDemand>>>>,
    /// Waktu seperti tercetak; null bila tidak ditetapkan.
    #[schemars(with = "Option<String>")]
    pub(super) waktu: Field<String>,
    /// Output yang dihasilkan.
    #[serde(default)]
    pub(super) output: Field<Vec<Field<TextOr<RawDemand>>>>,
    /// Cabang sebuah keputusan.
    #[serde(default)]
    pub(super) keputusan: Field<Vec<Field<RawOutcome>>>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Menunggu")]
pub(super) struct RawWait {
    /// Lajur yang ditunggu.
    pub(super) lajur: Field<Vec<Field<String>>>,
    /// Yang ditunggu.
    pub(super) hal: Field<String>,
    /// Dokumen yang mengakhiri masa tunggu.
    #[serde(default)]
    pub(super) output: Field<Vec<Field<TextOr<RawDemand>>>>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Permintaan")]
pub(super) struct RawDemand {
    /// Tercetak, tidak diwajibkan.
    #[serde(default)]
    pub(super) boleh: Field<Vec<Field<String>>>,
    /// Tercetak, sekurangnya satu diwajibkan.
    #[serde(default)]
    pub(super) salah_satu: Field<Vec<Field<String>>>,
    /// Tidak tercetak, diwajibkan menurut tafsir.
    #[serde(default)]
    pub(super) tambahan: Field<Vec<Field<String>>>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cabang")]
pub(super) struct RawOutcome {
    /// Label anak panah.
    pub(super) hasil: Field<String>,
    /// Nomor langkah, selesai, atau ditolak.
    pub(super) ke: Field<String>,
    /// Output khusus cabang ini.
    #[serde(default)]
    pub(super) output: Field<Vec<Field<TextOr<RawDemand>>>>,
    /// Langkah tujuan dimasuki dalam keadaan menunggu.
    #[serde(default)]
    pub(super) menunggu: Field<RawWait>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Akhir")]
pub(super) struct RawEndings {
    /// Sebutan bagi akhir yang berhasil.
    #[serde(default)]
    pub(super) selesai: Field<String>,
    /// Sebutan bagi penolakan.
    #[serde(default)]
    pub(super) ditolak: Field<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Konektor")]
pub(super) struct RawConnector {
    /// Halaman berganti sesudah langkah ini.
    pub(super) setelah: Field<u32>,
    /// Label pada kertas; null bila tidak ada.
    #[schemars(with = "Option<String>")]
    pub(super) label: Field<String>,
    /// Kode anomali.
    #[serde(default)]
    pub(super) tafsir: Field<Texts>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Anomali")]
pub(super) struct RawAnomaly {
    /// Kode dalam berkas ini.
    pub(super) kode: Field<String>,
    /// Yang tertulis pada kertas.
    pub(super) uraian: Field<String>,
    /// Bagaimana dibaca di sini, dan mengapa.
    pub(super) resolusi: Field<String>,
    /// Seberapa yakin.
    #[schemars(extend("enum" = ["tinggi", "sedang", "rendah"]))]
    pub(super) keyakinan: Field<String>,
}
