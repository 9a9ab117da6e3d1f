/** Whatever a node does wrong is named in the verdict, with the exact line, its time and its last words. */
import { afterAll, describe, expect, it } from "vitest";
import { fixture, glomers, type Scratch, scratch } from "./glomers.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

interface Misdeed {
  readonly mode: string;
  readonly code: number;
  /** What the verdict must say, line by line or in one. */
  readonly verdict: readonly (string | RegExp)[];
  readonly options?: readonly string[];
}

/** `at 0.123 s` */
const time = /at \d+\.\d+ s/;

const misdeeds: readonly Misdeed[] = [
  { mode: "exit", code: 255, verdict: ["exit", "3", time, "cannot go on: the disk is full"] },
  { mode: "exit-quietly", code: 255, verdict: [/exited with (code|status) 0/, time] },
  { mode: "hang", code: 0, verdict: ["warning", "n0", time] },
  { mode: "flood", code: 1, verdict: ["n0", time, "noise noise"] },
  { mode: "not-json", code: 1, verdict: ["got an echo, answering", "JSON", time, "n0 will not-json"] },
  { mode: "unknown-node", code: 1, verdict: ['"dest":"n99"', "n99", time, "n0 will unknown-node"] },
  {
    mode: "late",
    code: 1,
    verdict: ["echo_ok", time, "this will take a while"],
    // Long enough for the late answer to meet a client that has given up.
    options: ["--time-limit", "7", "--concurrency", "2"],
  },
  {
    mode: "in-reply-to-string",
    code: 0,
    verdict: ["warning", "n0", time, 'in_reply_to is "3"', "the number 3"],
  },
  { mode: "wrong-dest", code: 0, verdict: ["warning", "n0", time, "to n0; its dest must be c2"] },
  { mode: "extra-key", code: 0, verdict: ["mood", "helpful"] },
  { mode: "wrong", code: 1, verdict: ["something else", "Please echo"] },
];

describe.concurrent("a node", () => {
  it.each(misdeeds)("that does this: $mode", async ({ mode, code, verdict, options = [] }) => {
    const place = scratch();
    places.push(place);
    const base = ["test", "-w", "echo", "--node-count", "1", "--time-limit", "2", "--rate", "20", ...options];
    const result = await glomers(place.path, ...base, "--bin", fixture("misbehave.mjs"), "--", mode);
    expect(result.err).toBe("");
    for (const part of verdict) expect(result.out).toMatch(part);
    expect(result.code).toBe(code);
    // Judged all the same: what happened before the misdeed is in the results.
    expect(place.current("results.edn")).toMatch(/:stats \{.*:ok-count [1-9]/s);
  });

  it("is judged as Maelstrom would, if asked", async () => {
    const place = scratch();
    places.push(place);
    const base = ["test", "-w", "echo", "--node-count", "1", "--time-limit", "1", "--rate", "20"];
    const { code, out } = await glomers(
      place.path,
      ...base,
      "--maelstrom-compat",
      "--bin",
      fixture("misbehave.mjs"),
      "--",
      "not-json",
    );
    expect(out).toMatch(/warning .*JSON/);
    expect(code).toBe(0);
  });
});
