//! The page of a request, its letters, its receipt, and its data.

use std::collections::BTreeMap;

use super::fixed::Fixed;
use super::{Builder, Page, Unmade};
use crate::model::git::ObjectStore;
use crate::site::drawing::{Walk, flow, qr};
use crate::site::engine::{BadTemplate, Values};
use crate::site::projection::{Attached, Procedure, Publish, Request};
use crate::site::words::Two;
use crate::site::{File, exports, letter};

impl Builder<'_> {
    pub(super) fn request(&self, at: usize, store: &dyn ObjectStore) -> Result<Vec<File>, Unmade> {
        let (request, attached) = self.public.request(at, store)?;
        let values = Values::default().with("p", &request);
        let mut files = self.fill(&self.request_page(&request, values.clone()))?;
        files.extend(self.fill(&self.receipt(&request, values.clone()))?);
        for one in &attached {
            files.extend(self.document(one, values.clone())?);
        }
        files.push(File::new(format!("{}data.json", request.line.url), exports::json(&request)));
        files.push(File::new(format!("{}umpan.xml", request.line.url), exports::request_feed(self, &request)));
        Ok(files)
    }

    fn procedure_of(&self, request: &Request) -> Option<(&Procedure, &Fixed)> {
        let own = |one: &Procedure| one.slug == request.line.sop && one.revision == request.line.revision;
        let (id, procedure) = self.public.procedures.iter().find(|(_, one)| own(one))?;
        Some((procedure, self.fixed.get(id)?))
    }

    fn request_page(&self, request: &Request, mut values: Values) -> Page {
        let line = &request.line;
        let times: BTreeMap<u32, u32> = request.steps.iter().map(|step| (step.number, step.times)).collect();
        let walk = Walk { ways: &request.walked, times: &times, now: line.open.then_some(line.step) };
        if let Some((procedure, fixed)) = self.procedure_of(request) {
            let drawn = flow(procedure, Some(walk));
            values = values.with_read("sop", &fixed.sop).with_read("tetap", &fixed.table).with("alur", &drawn);
        }
        Page {
            url: line.url.clone(),
            template: "permohonan.html",
            section: "permohonan",
            title: Two::new(format!("{} · {}", line.title, line.number), format!("{} · {}", line.title, line.number)),
            about: Two::new(
                format!("{}, {}: {}", line.number, line.agency, line.told().id),
                format!("{}, {}: {}", line.number, line.agency, line.told().en),
            ),
            values,
        }
    }

    fn receipt(&self, request: &Request, values: Values) -> Page {
        let address = &self.public.office.address;
        let link = if address.is_empty() { String::new() } else { format!("{address}/{}", request.line.url) };
        let code = if link.is_empty() { None } else { qr(&link) };
        Page {
            url: request.receipt_url.clone(),
            template: "tanda-terima.html",
            section: "permohonan",
            title: Two::new(
                format!("Tanda terima {}", request.line.number),
                format!("Receipt {}", request.line.number),
            ),
            about: Two::new("Tanda terima permohonan untuk dicetak.", "The receipt of a request, for printing."),
            values: values.with("alamat", &link).with("qr", &code),
        }
    }

    fn document(&self, one: &Attached, values: Values) -> Result<Vec<File>, BadTemplate> {
        let document = &one.document;
        match &one.content {
            None => Ok(Vec::new()),
            Some(Publish::File(bytes)) => Ok(vec![File::new(document.file.clone(), bytes.to_vec())]),
            Some(Publish::Letter(text)) => {
                let values = values.with("d", document).with("isi", &letter::html(text));
                self.fill(&Page {
                    url: document.page.clone(),
                    template: "surat.html",
                    section: "permohonan",
                    title: document.title.clone(),
                    about: document.kind.clone(),
                    values,
                })
            }
        }
    }
}
