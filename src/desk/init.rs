//! A new workspace.

use std::collections::BTreeSet;

use super::defaults;
use super::scalar::scalar;
use crate::model::day::Zone;
use crate::model::name::SopSlug;
use crate::model::office::ForgeKind;
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::read::schema;

/// What a new workspace is made from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The title of the site.
    pub name: String,
    /// The procedures.
    pub sops: Vec<SopSlug>,
    /// The office's zone; that of its first SOP if nothing is said.
    pub zone: Option<Zone>,
    /// The address with which the first steward commits.
    pub mail: String,
    /// The forge on which it will be kept, if one is known already.
    pub forge: Option<ForgeKind>,
}

/// The address that stands in until the steward writes his own.
pub const SAMPLE_MAIL: &str = "pengurus@kantor.example";

/// The files of a new workspace. The SOPs are those that the program carries.
pub fn files(choice: &Choice, carried: &[&SopDraft]) -> Vec<(WorkPath, Vec<u8>)> {
    let chosen: Vec<&SopDraft> =
        choice.sops.iter().filter_map(|slug| carried.iter().find(|sop| sop.id.slug == *slug)).copied().collect();
    let mut files = vec![
        (WorkPath::new("jejak.yaml"), office(choice, &chosen).into_bytes()),
        (WorkPath::new("people/pengurus.yaml"), steward(choice).into_bytes()),
    ];
    if choice.forge == Some(ForgeKind::GitHub) {
        files.push((WorkPath::new("people/bot.yaml"), bot(&chosen).into_bytes()));
    }
    files.extend(house_files());
    files.extend(defaults::below("calendars/nasional.yaml").map(|(path, bytes)| (path, bytes.to_vec())));
    let forms: BTreeSet<String> = chosen
        .iter()
        .flat_map(|sop| &sop.documents)
        .filter_map(|document| document.form.as_ref())
        .map(|form| format!("templates/surat/{}.md.tera", form.value))
        .collect();
    for (path, bytes) in defaults::all() {
        let of_sop = chosen.iter().any(|sop| path.folder() == format!("sops/{}", sop.id.slug));
        if of_sop || forms.contains(path.as_str()) {
            files.push((path, bytes.to_vec()));
        }
    }
    files.extend(schema_files());
    files
}

/// What every workspace holds beside its policy.
pub fn house_files() -> Vec<(WorkPath, Vec<u8>)> {
    vec![
        (WorkPath::new("requests/README.md"), REQUESTS.as_bytes().to_vec()),
        (WorkPath::new(".gitignore"), b"/public\n/.public.*\n".to_vec()),
        (WorkPath::new(".gitattributes"), ATTRIBUTES.as_bytes().to_vec()),
    ]
}

/// The schemas that editors look for, where the files' first lines point.
pub fn schema_files() -> Vec<(WorkPath, Vec<u8>)> {
    let file = |kind: &&str| {
        let schema = schema::schema(kind)?;
        let text = format!("{:#}\n", schema.as_value());
        Some((WorkPath::new(format!("site/schema/{kind}.schema.json")), text.into_bytes()))
    };
    schema::KINDS.iter().filter_map(file).collect()
}

fn office(choice: &Choice, chosen: &[&SopDraft]) -> String {
    let zone = choice.zone.or(chosen.first().map(|sop| sop.zone.value)).unwrap_or(Zone::Wib);
    let zone = match zone {
        Zone::Wib => "Asia/Jakarta",
        Zone::Wita => "Asia/Makassar",
        Zone::Wit => "Asia/Jayapura",
    };
    let agency = chosen.first().map_or("Dinas Komunikasi dan Informatika", |sop| sop.agency.value.as_str());
    format!(
        "\
# yaml-language-server: $schema=site/schema/office.schema.json
nama: {name}
zona: {zone}
kalender: [nasional]
situs: {{bahasa: [id, en]}}
{forge}
# Instansi yang mengajukan atau mengerjakan permohonan. Tambahkan satu baris untuk setiap perangkat daerah.
instansi:
  - {{id: kominfo, nama: {agency}}}

kebijakan:
  bukti: surel          # surel | forge | tanda-tangan
  pendaratan: gabung    # gabung: lewat penggabungan oleh pemeriksa | langsung: lewat hook di server
  empat_mata: true      # yang memeriksa bukan yang menulis
  pengurus: [pengurus]  # nama berkas di people/
",
        name = scalar(&choice.name),
        agency = scalar(agency),
        forge = forge_line(choice.forge),
    )
}

fn forge_line(forge: Option<ForgeKind>) -> &'static str {
    match forge {
        Some(ForgeKind::GitHub) => "forge: {jenis: github}\n",
        Some(ForgeKind::Forgejo) => "forge: {jenis: forgejo}\n",
        Some(ForgeKind::GitLab) => "forge: {jenis: gitlab}\n",
        Some(ForgeKind::Plain) => "forge: {jenis: polos}\n",
        None => "",
    }
}

/// The account by which GitHub's own workflows write; it records for whoever fills in a form or writes a command.
fn bot(chosen: &[&SopDraft]) -> String {
    let lanes: Vec<String> = chosen
        .iter()
        .flat_map(|sop| sop.lanes.iter().map(|lane| format!("{}/{}", sop.id.slug, lane.id.value)))
        .collect();
    format!(
        "\
# yaml-language-server: $schema=../site/schema/person.schema.json
revisi: 1
jabatan: Pencatat otomatis
akun: [\"github:41898282\"]   # github-actions[bot]
bot: true
peran:
  - {{lajur: [{}], sejak: 2024-01-01}}
",
        lanes.join(", ")
    )
}

fn steward(choice: &Choice) -> String {
    format!(
        "\
# yaml-language-server: $schema=../site/schema/person.schema.json
revisi: 1
instansi: kominfo
jabatan: Pengurus register
akun: [{mail}]   # alamat yang dipakai pada commit: git config user.email
",
        mail = scalar(&choice.mail),
    )
}

const ATTRIBUTES: &str = "* -text\n";

const REQUESTS: &str = "\
# Permohonan

Satu folder untuk setiap permohonan: `requests/<tahun>/<bulan>/<hari>/<nama-pendek>/`, berisi `request.yaml` dan
dokumen-dokumennya. Riwayat di dalam `request.yaml` hanya bertambah di akhir.
";
