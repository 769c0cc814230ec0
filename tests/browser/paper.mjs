// Pages on paper: how many sheets they take. A letter and a receipt are one; tables are tables, not cards one below the other.
import { fail, open } from "./check.mjs";

async function sheets(page) {
  const bytes = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return Math.max(...[...bytes.matchAll(/\/Type\s*\/Pages[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages/g)].map((m) => Number(m[1] ?? m[2])));
}

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
  for (const [kind, most] of Object.entries(MOST)) {
    for (const path of kind === "procedure" ? of[kind] : [of[kind][0], of[kind].at(-1)]) {
      await page.goto(base + path);
      const count = (query) => page.locator(query).count();
      const limit = most({ rows: await count("tbody tr"), entries: await count(".riwayat > li"), notes: await count(".anomali > div") });
      const taken = await sheets(page);
      if (!(taken >= 1 && taken <= limit)) fail(path, `${taken} sheets on paper, more than ${limit}`);
    }
  }
  await page.context().close();
}
