// The pictures of the guides: real pages of a sample's site, so that they show what a reader will see.
//
// node pictures.mjs <site> <folder for the pictures> <file for the picture of the README>
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch, serve } from "./serve.mjs";

const [, , site, into, front] = process.argv;
// No larger than this, so that a clone stays small.
const LIMIT = 150_000;

// The open request of the guides' procedure that has gone farthest, and a letter of it that everybody may read.
const { permohonan: requests } = JSON.parse(readFileSync(join(site, "data/permohonan.json"), "utf8"));
const fitting = requests.filter((one) => one.open && one.sop === "kab-tapin-layanan-splp").sort((a, b) => b.step - a.step);
if (fitting.length === 0) throw new Error("no open request of this sample is one of the guides' procedure");
const request = fitting[0].url.replace(/^\//, "");
const letter = readdirSync(join(site, request, "dokumen")).find((name) => name.startsWith("surat-permohonan"));
if (!letter) throw new Error(`${request} shows no letter`);

const pages = {
  beranda: "", antrean: "giliran/", register: "register/", permohonan: request, surat: `${request}dokumen/${letter}/`,
};
const [server, base] = await serve(site);
const browser = await launch();
const page = await (await browser.newContext({ viewport: { width: 1040, height: 720 }, locale: "id-ID" })).newPage();
for (const [name, path] of Object.entries(pages)) {
  const answer = await page.goto(base + path);
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
  const file = join(into, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = statSync(file);
  if (size > LIMIT) throw new Error(`${file} has ${size} bytes, more than ${LIMIT}`);
  console.log(`${file}: ${path || "/"}, ${size} bytes`);
}
// The README shows a request that went round: the one that was sent back most often, of those still open.
const round = [...fitting].sort((a, b) => b.loops - a.loops || b.step - a.step)[0].url.replace(/^\//, "");
await page.setViewportSize({ width: 1280, height: 940 });
const answer = await page.goto(base + round);
if (!answer.ok()) throw new Error(`${round}: ${answer.status()}`);
await page.screenshot({ path: front });
if (statSync(front).size > LIMIT) throw new Error(`${front} is larger than ${LIMIT} bytes`);
console.log(`${front}: ${round}`);
await browser.close();
server.close();
