// The site in a real browser: valid, no error, no foreign request, nothing that runs, accessible, light, nothing cut or
// overlapping, on paper too, and the ways of the applicant, the officer and the auditor by keyboard alone.
//
// node run.mjs <site> <site of hostile texts>
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browser, pagesOf, problems } from "./check.mjs";
import { hostile } from "./hostile.mjs";
import { everyKind } from "./kinds.mjs";
import { lists } from "./lists.mjs";
import { looks } from "./looks.mjs";
import { paper } from "./paper.mjs";
import { serve } from "./serve.mjs";
import { ways } from "./ways.mjs";
import { weight } from "./weight.mjs";

const [, , own, foreign] = process.argv;
const isIndonesian = (path) => !path.startsWith("en/");

async function phase(name, check) {
  const started = Date.now();
  await check();
  console.log(`browser: ${name}, ${Math.round((Date.now() - started) / 1000)} s`);
}

const pages = await pagesOf(own);
const { permohonan: requests } = JSON.parse(readFileSync(join(own, "data/permohonan.json"), "utf8"));
const { picked, of } = everyKind(own, pages.filter(isIndonesian), requests);
const [server, base] = await serve(own);
await phase(`${picked.length} pages of every kind in both languages`, () => looks(base, picked));
await phase("weight", () => weight(base, own, of.request));
await phase("ways by keyboard", () => ways(base, own));
await phase("lists", () => lists(base));
await phase("paper", () => paper(base, of));
server.close();

const written = await pagesOf(foreign);
const [other, bad] = await serve(foreign);
const shown = written.filter((path) => isIndonesian(path) || path.startsWith("en/permohonan/2026/11/20/link"));
await phase(`${shown.length} pages of hostile texts`, () => hostile(bad, shown));
other.close();

await browser.close();
for (const problem of problems) console.error(problem);
console.log(`browser: ${pages.length} pages, ${written.length} pages of hostile texts, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
