/** How the benches measure. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";

/** The first line that every node is sent. */
export const initLine: string = `${JSON.stringify({
  id: 0,
  src: "c0",
  dest: "n0",
  body: { type: "init", node_id: "n0", node_ids: ["n0"], msg_id: 1 },
})}\n`;

/**
 * Measures every program once per round, one after the other, so that whatever slows the machine down slows all of
 * them. Returns the lower quartile of each, in the order of `programs`: other work on the machine only ever adds time,
 * so the faster runs say more of the program, and the median of a busy machine says more of the machine.
 */
export async function fastTimes(
  programs: readonly string[],
  rounds: number,
  measure: (program: string) => Promise<number>,
): Promise<number[]> {
  const samples: number[][] = programs.map(() => []);
  // The first round warms the disk's cache and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, program] of programs.entries()) {
      const sample = await measure(program);
      if (round > 0) samples[index]?.push(sample);
    }
  }
  return samples.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 4)] ?? Number.NaN);
}

/** Milliseconds from the start of a node's process to its `init_ok`. */
export async function startUp(program: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.write(initLine);
  await once(child.stdout, "data");
  const took = performance.now() - begun;
  child.kill("SIGKILL");
  await once(child, "close");
  return took;
}

/** Milliseconds that a node takes to answer the `count` lines of the file `input`, its start-up included. */
export async function answerAll(program: string, input: string, count: number): Promise<number> {
  const file = openSync(input, "r");
  const begun = performance.now();
  const child = spawn(process.execPath, [program], { stdio: [file, "pipe", "inherit"] });
  closeSync(file);
  let lines = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  });
  await once(child, "close");
  const took = performance.now() - begun;
  if (lines !== count) throw new Error(`bench: ${program} answered ${lines} of ${count} messages`);
  return took;
}
