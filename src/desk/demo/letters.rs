//! Short letters of every form, as an office would file them: whole sentences, posts instead of names, no personal data.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

/// What a letter is about.
pub(super) struct Letter<'a> {
    pub(super) form: &'a str,
    pub(super) document: &'a str,
    pub(super) class: &'a str,
    /// Its running number at the sender's.
    pub(super) number: u64,
    pub(super) on: NaiveDate,
    pub(super) title: &'a str,
    pub(super) application: &'a str,
    pub(super) applicant: &'a str,
    pub(super) office: &'a str,
    /// The sender's post and the short name of his agency.
    pub(super) from: (&'a str, &'a str),
    pub(super) sop: &'a str,
    pub(super) step: (u32, &'a str),
    pub(super) outcome: Option<&'a str>,
    pub(super) note: Option<&'a str>,
}

impl Letter<'_> {
    /// The letter's number as its sender writes it.
    pub(super) fn reference(&self) -> String {
        format!("000.5/{:04}/{}/{}", self.number, self.from.1.to_uppercase(), self.on.year())
    }

    fn subject(&self) -> &str {
        match self.form {
            "surat-permohonan" | "nota-dinas" | "disposisi" => self.title,
            _ => self.document,
        }
    }

    fn to(&self) -> &str {
        match self.form {
            "surat-balasan" | "surat-pemberitahuan" | "surat-undangan" => self.applicant,
            "notula" => "Peserta rapat",
            _ => self.office,
        }
    }

    /// The letter as Markdown with front matter.
    pub(super) fn markdown(&self) -> String {
        let (subject, from, to) = (self.subject(), self.from.0, self.to());
        let mut text = String::with_capacity(1_024);
        let _ = write!(
            text,
            "---\nnomor: {}\ntanggal: {}\nhal: {}\ndari: {}\nkepada: {}\nsifat: {}\n---\n\n",
            self.reference(),
            self.on,
            quoted(subject),
            quoted(from),
            quoted(to),
            self.class
        );
        text.push_str(&self.body());
        let _ = write!(text, "\n{from}\n");
        text
    }

    fn body(&self) -> String {
        let Self { title, application, applicant, office, sop, document, .. } = self;
        let (number, activity) = self.step;
        let outcome = self.outcome.unwrap_or("selesai dilaksanakan");
        let note = self.note.unwrap_or("Tidak ada catatan tambahan.");
        let case = format!("permohonan “{title}” untuk aplikasi {application} pada {applicant}");
        match self.form {
            "surat-permohonan" => format!(
                "Dalam rangka peningkatan layanan, bersama ini {applicant} mengajukan {case} untuk diproses menurut SOP \
                 “{sop}”.\n\n1. Kegunaan: layanan {application} memakai data yang mutakhir dari sumbernya.\n2. Kegiatan ini \
                 sudah tercantum dalam rencana kerja tahun berjalan.\n\nNarahubung kami sampaikan terpisah. Atas kerja sama \
                 Saudara kami ucapkan terima kasih.\n"
            ),
            "disposisi" => format!(
                "| Uraian | Isian |\n| --- | --- |\n| Surat dari | {applicant} |\n| Hal | {title} |\n| Derajat | biasa \
                 |\n\nDengan hormat harap:\n\n1. memproses menurut SOP “{sop}” langkah {number};\n2. melaporkan \
                 hasilnya.\n"
            ),
            "nota-dinas" => format!(
                "Disampaikan dengan hormat, sehubungan dengan {case}, kami laporkan:\n\n1. Dasar: SOP “{sop}”, langkah \
                 {number} ({activity}).\n2. Aplikasi dinilai layak untuk diproses lebih lanjut.\n3. Mohon arahan dan tindak \
                 lanjut unit terkait.\n"
            ),
            "surat-undangan" => format!(
                "Mengharap kehadiran Saudara dalam rapat pembahasan {case}.\n\n- Tempat: Ruang Rapat {office}, atau \
                 daring\n- Acara: {activity}\n\nMohon membawa bahan yang diperlukan.\n"
            ),
            "surat-balasan" | "surat-pemberitahuan" => format!(
                "Sehubungan dengan {case}, kami sampaikan bahwa:\n\n1. Permohonan telah diproses sampai dengan langkah \
                 {number} ({activity}).\n2. Hasilnya: **{outcome}**.\n3. {note}\n\nDemikian kami sampaikan.\n"
            ),
            "surat-tugas" => format!(
                "Kepala {office} menugaskan pejabat fungsional terkait untuk menjadi anggota tim teknis dan narasumber pada \
                 {case}, sampai dengan pekerjaan selesai.\n"
            ),
            "keputusan" => format!(
                "Menimbang bahwa {case} memerlukan tim teknis lintas perangkat daerah; memutuskan:\n\n1. membentuk Tim \
                 Teknis {application};\n2. tim bertugas menyusun, menguji, dan menyerahkan hasil pekerjaan;\n3. keputusan ini \
                 berlaku sejak tanggal ditetapkan.\n"
            ),
            "berita-acara" => format!(
                "Pada hari ini kedua pihak telah melaksanakan langkah {number} ({activity}) atas {case}.\n\n| No. | Hal | \
                 Hasil |\n| --- | --- | --- |\n| 1. | Fungsi sesuai kesepakatan | sesuai |\n| 2. | Keamanan pertukaran data | \
                 sesuai |\n\nHasil: **{outcome}**. Data hanya dipakai untuk keperluan permohonan ini.\n"
            ),
            "notula" => format!(
                "Rapat membahas {case}.\n\n## Pembahasan\n\n1. Kebutuhan data dan alur layanan {application} dijelaskan oleh \
                 pemohon.\n2. Tim teknis menyampaikan syarat pertukaran data.\n\n## Keputusan\n\nHasil: **{outcome}**. \
                 {note}\n"
            ),
            "dokumen-pengujian" => format!(
                "Pengujian atas {case}, langkah {number}.\n\n| No. | Skenario | Hasil nyata | Simpulan |\n| --- | --- | --- | \
                 --- |\n| 1. | Pemanggilan layanan dengan parameter lengkap | data diterima | sesuai |\n| 2. | Pemanggilan \
                 tanpa wewenang | ditolak | sesuai |\n\nHasil pengujian: **{outcome}**.\n"
            ),
            "laporan" => format!(
                "Laporan ini disusun sehubungan dengan langkah {number} ({activity}) atas {case}.\n\n## Hasil\n\nHasil \
                 kegiatan: **{outcome}**. {note}\n\n## Saran\n\nHasil pekerjaan dipelihara oleh {applicant} bersama \
                 {office}.\n"
            ),
            "bahan-presentasi" => format!(
                "# {application}\n\n1. Masalah yang dipecahkan\n2. Alur layanan\n3. Rancangan layar\n4. Pengamanan dan \
                 pemeliharaan\n\nBahan ini untuk langkah {number} ({activity}).\n"
            ),
            _ => format!(
                "{document} ini menjelaskan {case}.\n\n## Ruang lingkup\n\nLangkah {number}: {activity}.\n\n## Uraian\n\n| \
                 Elemen | Tipe | Sumber |\n| --- | --- | --- |\n| kode wilayah | teks 10 | {application} |\n| tanggal \
                 pembaruan | tanggal | {application} |\n\nDokumen ini tidak memuat contoh data perorangan.\n"
            ),
        }
    }

    /// A scan of the letter: one page that says what it is.
    pub(super) fn scan(&self) -> Vec<u8> {
        let page = format!("BT /F1 14 Tf 72 760 Td ({} {}) Tj ET", plain(self.document), plain(&self.reference()));
        let parts = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
                .to_owned(),
            format!("<</Length {}>>\nstream\n{page}\nendstream", page.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        ];
        let mut pdf = String::from("%PDF-1.4\n");
        let mut places = Vec::new();
        for (n, part) in (1..).zip(&parts) {
            places.push(pdf.len());
            let _ = write!(pdf, "{n} 0 obj\n{part}\nendobj\n");
        }
        let table = pdf.len();
        let _ = write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", parts.len() + 1);
        for place in places {
            let _ = writeln!(pdf, "{place:010} 00000 n ");
        }
        let _ = write!(pdf, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", parts.len() + 1);
        pdf.into_bytes()
    }
}

/// A text in double quotes; JSON strings are YAML double-quoted scalars.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text within the brackets of a PDF string.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii() && !matches!(c, '(' | ')' | '\\')).collect()
}
