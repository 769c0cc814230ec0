//! The agencies of the sample office: the one that works, and those that ask.

/// An agency that asks for something.
pub(super) struct Applicant {
    pub(super) id: &'static str,
    /// As in "Dinas Kesehatan".
    pub(super) name: &'static str,
    /// Its applications.
    pub(super) applications: &'static [&'static str],
    /// The data of others that these could use.
    pub(super) wants: &'static [&'static str],
}

const fn applicant(
    id: &'static str,
    name: &'static str,
    applications: &'static [&'static str],
    wants: &'static [&'static str],
) -> Applicant {
    Applicant { id, name, applications, wants }
}

/// The office that works on the requests.
pub(super) const OFFICE: (&str, &str) = ("kominfo", "Dinas Komunikasi dan Informatika");

/// Who asks.
pub(super) const APPLICANTS: &[Applicant] = &[
    applicant(
        "dinkes",
        "Dinas Kesehatan",
        &["e-Puskesmas", "SIMPUS", "Antrean Puskesmas"],
        &["kependudukan", "peserta jaminan kesehatan", "tempat tidur rumah sakit"],
    ),
    applicant(
        "disdukcapil",
        "Dinas Kependudukan dan Pencatatan Sipil",
        &["Antrean Adminduk", "SIAK"],
        &["kelahiran dari rumah sakit", "kematian dari puskesmas", "peserta didik"],
    ),
    applicant(
        "dpmptsp",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        &["Perizinan Daring", "Mal Pelayanan Publik"],
        &["kependudukan", "wajib pajak daerah", "tenaga kesehatan", "tata ruang"],
    ),
    applicant(
        "bkpsdm",
        "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        &["SIMPEG", "e-Kinerja", "Presensi Pegawai"],
        &["kependudukan", "kehadiran pegawai", "penggajian"],
    ),
    applicant(
        "dinsos",
        "Dinas Sosial",
        &["Bansos Terpadu", "Layanan Rehabilitasi Sosial"],
        &["kependudukan", "peserta didik dari keluarga miskin", "peserta jaminan kesehatan"],
    ),
    applicant(
        "disdik",
        "Dinas Pendidikan",
        &["PPDB Daring", "Rapor Digital"],
        &["kependudukan", "penerima bantuan sosial", "guru dan tenaga kependidikan"],
    ),
    applicant(
        "bapenda",
        "Badan Pendapatan Daerah",
        &["e-BPHTB", "Pajak Daerah", "SIM PBB"],
        &["kependudukan", "perizinan berusaha", "pertanahan", "kendaraan bermotor"],
    ),
    applicant(
        "bappeda",
        "Badan Perencanaan Pembangunan Daerah",
        &["e-Musrenbang", "Satu Data Daerah"],
        &["statistik sektoral", "realisasi anggaran", "penerima bantuan sosial"],
    ),
    applicant(
        "dishub",
        "Dinas Perhubungan",
        &["e-Parkir", "Uji KIR"],
        &["kendaraan bermotor", "perizinan angkutan", "penerimaan retribusi"],
    ),
    applicant(
        "dlh",
        "Dinas Lingkungan Hidup",
        &["Bank Sampah", "Retribusi Persampahan"],
        &["kependudukan", "perizinan berusaha", "penerimaan retribusi"],
    ),
    applicant(
        "distan",
        "Dinas Pertanian",
        &["Kartu Tani Daerah", "Lumbung Pangan"],
        &["kependudukan", "lahan sawah dilindungi", "harga pangan"],
    ),
    applicant(
        "rsud",
        "Rumah Sakit Umum Daerah",
        &["SIMRS", "Antrean Rawat Jalan"],
        &["kependudukan", "rujukan puskesmas", "peserta jaminan kesehatan"],
    ),
];
