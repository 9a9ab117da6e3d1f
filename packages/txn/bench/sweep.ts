/**
 * Many seeds in virtual time, each with other nodes, latencies and faults: `node bench/sweep.ts --seeds 2000 --from 1`.
 * Says what was drawn, and when all nodes agreed. Exits with 1 at the first seed that shows a contradiction, and says how to
 * see it again.
 */
import { parseArgs } from "node:util";
import { Keyword, type Operation } from "@gossip-glomers/history";
import { createServer } from "../src/index.ts";
import { type Circumstances, circumstancesOf } from "../test/circumstances.ts";
import { run } from "../test/run.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "200" }, from: { type: "string", default: "1" } },
});
const from = Number(values.from);
const count = Number(values.seeds);
if (!Number.isSafeInteger(from) || !Number.isSafeInteger(count) || count < 1) {
  throw new RangeError(
    "sweep: --seeds and --from are not both integers; pass for instance --seeds 2000 --from 1",
  );
}

/** What the nemesis does to begin a fault. */
const beginnings: ReadonlySet<string> = new Set(["start-partition", "start-one-way", "pause", "kill"]);

/** How often each value of each circumstance was drawn. */
const drawn = new Map<string, Map<string, number>>();
const converged: number[] = [];
let ofBound = 0;
let longest = 0;
let operations = 0;
for (let seed = from; seed < from + count; seed += 1) {
  const circumstances = circumstancesOf(seed);
  const { options, server, boundMs } = circumstances;
  const { history, complaints, convergedMs, longestMessage } = await run(
    (onCommit) => createServer(server, onCommit),
    options,
  );
  longest = Math.max(longest, longestMessage);
  operations += history.filter(({ type, process }) => type === "ok" && process !== "nemesis").length;
  if (complaints.length > 0) {
    const shown = complaints.slice(0, 20).join("\n  ");
    process.stderr.write(
      `Seed ${seed} is wrong:\n  ${JSON.stringify(options)}\n  ${shown}\nAgain: npx -y pnpm@12 --filter @gossip-glomers/txn run sweep --seeds 1 --from ${seed}\n`,
    );
    process.exit(1);
  }
  for (const [name, value] of drawnBy(circumstances, history)) {
    const counts = drawn.get(name) ?? new Map<string, number>();
    drawn.set(name, counts.set(value, (counts.get(value) ?? 0) + 1));
  }
  // One node agrees with itself.
  if (options.nodes === 1 || convergedMs === undefined) continue;
  converged.push(convergedMs);
  ofBound = Math.max(ofBound, convergedMs / boundMs);
}
for (const [name, counts] of drawn) {
  const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  process.stdout.write(`${name}: ${sorted.map(([value, times]) => `${value} × ${times}`).join(", ")}\n`);
}
converged.sort((a, b) => a - b);
const quantile = (q: number): string =>
  `${Math.round(converged[Math.floor(q * (converged.length - 1))] ?? 0)} ms`;
process.stdout.write(
  `All nodes agreed within ${quantile(0.5)} (median), ${quantile(0.99)} (99 %), ${quantile(1)} (max) of the end of all faults; at most ${Math.round(100 * ofBound)} % of a seed's bound.\n` +
    `The longest message had ${longest} bytes.\n` +
    `${count} seeds from ${from} on, ${operations} operations: all available, read atomic, causal, convergent and quiet at last.\n`,
);

/** What a seed has drawn, by name; of faults, those that really began, once for each seed that had them. */
function drawnBy(
  { options, server }: Circumstances,
  history: readonly Operation[],
): readonly (readonly [name: string, value: string])[] {
  const { nodes, keys, latency, impairment, words, writers, standingCut, crashes } = options;
  const isAlone = (standingCut?.links.length ?? 0) === 2 * (nodes - 1) && nodes > 2;
  const cut = isAlone ? "a node" : (standingCut?.links.length ?? 0) === 2 ? "a link" : "a link one way";
  // A fault's kind is what it is asked for with; the answer tells whom it befell.
  const begun = history.flatMap(({ process, f, value }) =>
    process === "nemesis" && value instanceof Keyword && beginnings.has(f) ? [`${f} ${value.name}`] : [],
  );
  return [
    ["nodes", `${nodes}`],
    ["latency", latency.mean === 0 ? "none" : `${latency.distribution} ${latency.mean} ms`],
    ["loss", `${impairment.loss}`],
    ["duplication", `${impairment.duplicate}`],
    ["reordering", `${impairment.reorderMs} ms`],
    ["slow nodes", `${impairment.slowMs.size}`],
    ["registers", `${keys}`],
    ["part size", `${server.partSize}`],
    ["operations a second", `${options.rate}`],
    ["keys", words.awkwardKeys ? "awkward" : "plain"],
    ["values", words.awkwardValues ? `awkward, up to ${lengthOf(words.longText)}` : "plain"],
    ["writers", writers === null ? "all" : writers.length === 1 ? "one" : "all but one"],
    ["cut for most of the run", standingCut === null ? "nothing" : cut],
    ["crashes in a row", `${crashes.length}`],
    ...(begun.length === 0 ? ["none"] : [...new Set(begun)]).map((fault) => ["faults", fault] as const),
  ];
}

function lengthOf(characters: number): string {
  return characters < 10_000 ? "1 kB" : characters < 1_000_000 ? "200 kB" : "1 MB";
}
