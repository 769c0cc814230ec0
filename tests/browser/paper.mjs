// Pages on paper: how many sheets they take, and that no words lie on others. A letter and a receipt are one sheet; tables are
// tables, not cards one below the other.
import { fail, open } from "./check.mjs";

async function sheets(page) {
  const bytes = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return Math.max(...[...bytes.matchAll(/\/Type\s*\/Pages[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages/g)].map((m) => Number(m[1] ?? m[2])));
}

// The width of a sheet between its margins.
const UPRIGHT = 680;
const ACROSS = 1032;

// Words that lie on words of something else.
const lying = () => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const lines = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.trim() === "" || text.parentElement.closest(".tersembunyi, .baca, svg, noscript, script")) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) lines.push([text, box]);
  }
  lines.sort(([, a], [, b]) => a.top - b.top);
  const found = [];
  lines.forEach(([text, box], n) => {
    for (const [other, next] of lines.slice(n + 1)) {
      if (next.top >= box.bottom - 3) break;
      if (other !== text && box.left < next.right - 1 && next.left < box.right - 1) found.push(`"${text.data.trim().slice(0, 30)}" lies on "${other.data.trim().slice(0, 30)}"`);
    }
  });
  return found;
};

// What a page may take at most, by what stands on it.
const per = (rows, most = 1) => ({ rows: n }) => most + Math.ceil(n / rows);
const MOST = {
  letter: () => 1,
  receipt: () => 1,
  procedure: ({ rows, notes }) => 2 + Math.ceil(rows / 5) + Math.ceil(notes / 8),
  request: ({ rows, entries }) => 1 + Math.ceil(rows / 4) + Math.ceil(entries / 9),
  list: per(9),
  "queue of a lane": per(9),
  queues: per(16),
  landings: per(18),
  register: per(18, 2),
  "how to ask for one": per(15),
  "statistics of one": per(18, 2),
  statistics: per(8),
};

export async function paper(base, of) {
  const page = await open(base, {});
  await page.emulateMedia({ media: "print" });
  for (const [kind, most] of Object.entries(MOST)) {
    for (const path of kind === "procedure" ? of[kind] : [of[kind][0], of[kind].at(-1)]) {
      await page.goto(base + path);
      const count = (query) => page.locator(query).count();
      const limit = most({ rows: await count("tbody tr"), entries: await count(".riwayat > li"), notes: await count(".anomali > div") });
      const taken = await sheets(page);
      if (!(taken >= 1 && taken <= limit)) fail(path, `${taken} sheets on paper, more than ${limit}`);
      const upright = kind === "letter" || kind === "receipt";
      await page.setViewportSize({ width: upright ? UPRIGHT : ACROSS, height: 900 });
      for (const one of new Set(await page.evaluate(lying))) fail(path, `on paper ${one}`);
    }
  }
  await page.context().close();
}
