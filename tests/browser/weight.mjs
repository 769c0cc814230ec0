// How light the pages of requests are: each small by itself, and with all that is not a picture small on its way; the first
// paint needs the page and its style, whatever becomes of the rest.
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { equal, fail, open } from "./check.mjs";

const LIMIT = 60_000;

export async function weight(base, folder, requests) {
  const carried = ["gaya.css", "plus-jakarta-sans-latin.woff2"].map((name) => readFileSync(join(folder, "aset", name)));
  const packed = (bytes) => gzipSync(bytes).length;
  for (const path of requests.flatMap((path) => [path, `en/${path}`])) {
    const html = readFileSync(join(folder, path, "index.html"));
    if (html.length >= LIMIT) fail(path, `${html.length} bytes of HTML`);
    const sent = packed(html) + packed(carried[0]) + carried[1].length;
    if (sent >= LIMIT) fail(path, `${sent} bytes on their way`);
  }
  await firstPaint(base, requests[0]);
}

async function firstPaint(base, path) {
  const page = await open(base, {});
  const asked = [];
  // Neither font nor icon ever arrives.
  await page.route("**", (route) => {
    const kind = route.request().resourceType();
    asked.push(kind);
    if (kind === "document" || kind === "stylesheet") route.continue();
  });
  await page.goto(base + path, { waitUntil: "commit" });
  const painted = () => performance.getEntriesByName("first-contentful-paint").length > 0;
  await page.waitForFunction(painted, null, { timeout: 10_000 }).catch(() => fail(path, "paints nothing without its font"));
  equal(path, "needed for the first paint", asked.filter((kind) => kind !== "font" && kind !== "image" && kind !== "other"), ["document", "stylesheet"]);
  await page.context().close();
}
