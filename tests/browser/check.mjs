// What every check stands on: the browser, pages that tell each problem they meet, and the list of problems.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./serve.mjs";

export const problems = [];
export const fail = (where, what) => problems.push(`${where}: ${what}`);
export const equal = (where, what, is, should) =>
  JSON.stringify(is) === JSON.stringify(should) || fail(where, `${what}: ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);

export const browser = await launch();

// Every page of a site, as its address.
export async function pagesOf(root, at = "") {
  const found = [];
  for (const entry of await readdir(join(root, at), { withFileTypes: true })) {
    if (entry.isDirectory()) found.push(...(await pagesOf(root, `${at}${entry.name}/`)));
    else if (entry.name === "index.html") found.push(at);
    else if (entry.name.endsWith(".html")) found.push(at + entry.name);
  }
  return found.sort();
}

export async function open(base, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && fail(page.url(), message.text()));
  page.on("pageerror", (error) => fail(page.url(), error.message));
  page.on("dialog", (dialog) => { fail(page.url(), `a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => request.url().startsWith(base) || fail(page.url(), `asks for ${request.url()}`));
  page.on("popup", () => fail(page.url(), "opens a window"));
  return page;
}
