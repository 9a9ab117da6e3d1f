/**
 * What the library costs, as ratios to hand-written nodes within one run; the machine's speed cancels out.
 *
 *     pnpm --filter @gossip-glomers/protocol bench
 *
 * Exits with 1 if a goal is missed.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../test/bundle.ts";
import { answerAll, fastTimes, initLine, startUp } from "./measure.ts";

const messages = 200_000;

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly ratio: number;
  /** What the ratio must be. */
  readonly goal: string;
  readonly isMet: boolean;
}

function rival(name: string): string {
  return join(import.meta.dirname, "rivals", `${name}.mjs`);
}

async function benchStartUp(bin: string): Promise<Row[]> {
  const [ours = Number.NaN, smallest = Number.NaN] = await fastTimes(
    [bin, rival("smallest-node")],
    30,
    startUp,
  );
  const ratio = ours / smallest;
  return [
    {
      what: "start to init_ok ÷ smallest node",
      figure: `${ours.toFixed(1)} ms ÷ ${smallest.toFixed(1)} ms`,
      ratio,
      goal: "≤ 1.3",
      isMet: ratio <= 1.3,
    },
  ];
}

async function benchThroughput(bin: string, folder: string): Promise<Row[]> {
  const input = join(folder, "input.jsonl");
  let lines = initLine;
  for (let id = 1; id < messages; id++) {
    const body = { type: "echo", echo: `Please echo ${id % 128}`, msg_id: id + 1 };
    lines += `${JSON.stringify({ id, src: "c1", dest: "n0", body })}\n`;
  }
  await writeFile(input, lines);
  const [ours = Number.NaN, loop = Number.NaN, naive = Number.NaN] = await fastTimes(
    [bin, rival("readline-loop"), rival("naive-node")],
    9,
    (program) => answerAll(program, input, messages),
  );
  const rate = (ms: number): string => `${(messages / ms).toFixed(0)} k/s`;
  const figure = (other: number): string => `${rate(ours)} ÷ ${rate(other)}`;
  return [
    {
      what: "throughput ÷ readline loop",
      figure: figure(loop),
      ratio: loop / ours,
      goal: "≥ 0.6",
      isMet: loop / ours >= 0.6,
    },
    {
      what: "throughput ÷ naive node",
      figure: figure(naive),
      ratio: naive / ours,
      goal: "> 1",
      isMet: naive > ours,
    },
  ];
}

const folder = await mkdtemp(join(tmpdir(), "glomers-bench-"));
const bin = await bundle("test/nodes/echo-node.ts");
try {
  const rows = [...(await benchStartUp(bin.path)), ...(await benchThroughput(bin.path, folder))];
  for (const { what, figure, ratio, goal, isMet } of rows) {
    const cells = [
      what.padEnd(34),
      figure.padEnd(22),
      ratio.toFixed(2).padStart(5),
      goal,
      isMet ? "met" : "MISSED",
    ];
    process.stdout.write(`${cells.join("  ")}\n`);
  }
  process.exitCode = rows.every(({ isMet }) => isMet) ? 0 : 1;
} finally {
  await bin.remove();
  await rm(folder, { recursive: true });
}
