// The ways of the applicant, the officer and the auditor, by keyboard alone.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fail, open } from "./check.mjs";

// Presses Tab until an element is reached that has the text.
export async function tabTo(page, text) {
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    if (here === text || (text instanceof RegExp && text.test(here))) {
      const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none");
      if (!seen) fail(page.url(), `focus on "${here}" cannot be seen`);
      return;
    }
  }
  fail(page.url(), `no way by keyboard to ${text}`);
}

export async function ways(base, folder) {
  const page = await open(base, {});
  await page.goto(base);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  if (!page.url().endsWith("#isi")) fail("keyboard", "the first stop does not lead to the content");
  const brief = JSON.parse(await readFile(join(folder, "cari/b/0.json"), "utf8"))[0];
  await page.goto(base);
  await page.focus("#q");
  await page.keyboard.type(brief[0]);
  await Promise.all([page.waitForURL(/cari/), page.keyboard.press("Enter")]);
  await page.waitForSelector("#hasil li");
  await page.focus("#q");
  await tabTo(page, brief[1]);
  await Promise.all([page.waitForURL(/permohonan/), page.keyboard.press("Enter")]);
  if (!(await page.textContent("h1")).includes(brief[1])) fail("applicant", "does not reach the request");

  await page.goto(base);
  await tabTo(page, "Giliran siapa");
  await Promise.all([page.waitForURL(/giliran/), page.keyboard.press("Enter")]);
  await page.focus("main a");
  await Promise.all([page.waitForURL(/giliran\/lajur/), page.keyboard.press("Enter")]);
  if ((await page.locator(".permohonan tbody tr").count()) === 0) fail("officer", "the first queue is empty");

  await page.goto(base);
  await tabTo(page, "Register");
  await Promise.all([page.waitForURL(/register/), page.keyboard.press("Enter")]);
  await tabTo(page, /^1–\d+$/);
  await Promise.all([page.waitForURL(/halaman\/1/), page.keyboard.press("Enter")]);
  if ((await page.locator(".pendaratan tbody tr").count()) === 0) fail("auditor", "no landing is shown");
  await page.context().close();
}
