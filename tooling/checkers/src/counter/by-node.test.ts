/** What is said of a last read that is wrong, where the trace knows which node was given which adds. */
import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { checkCounter } from "./counter.ts";

/** 5 is added at n0, 3 and 4 at n1, 10 at n2; then a client of n1 reads `total`. */
function findingOn(total: number) {
  const script = new Script();
  const adds: readonly (readonly [node: string, delta: number])[] = [
    ["n0", 5],
    ["n1", 3],
    ["n1", 4],
    ["n2", 10],
  ];
  for (const [i, [node, delta]] of adds.entries()) {
    script.operation(10 * i, i, node, "add", delta, { at: 10 * i + 5, type: "ok" });
  }
  script.operation(900, 9, "n1", "read", null, { at: 905, type: "ok", value: total });
  const events = script.events.map((event) =>
    event.kind === "op" && event.op.f === "read"
      ? { ...event, op: { ...event.op, final: true as const } }
      : event,
  );
  return checkCounter(runOfEvents(events)).findings.find(({ kind }) => kind === "wrong-total");
}

describe("a wrong total", () => {
  test.each([
    [7, "That is 15 too little, exactly as if n1 knew only of its own adds."],
    [12, "That is 10 too little, exactly as if the adds to n2 did not count."],
    [15, "That is 7 too little, exactly as if the adds to n1 did not count."],
    [21, "That is 1 too little."],
    [27, "That is 5 too much."],
  ])("of %i is told with what it may come from", (total, expected) => {
    expect(findingOn(total)?.summary).toContain(expected);
  });

  test("names the read's messages, its node, and what each node was given", () => {
    expect(findingOn(21)).toMatchObject({
      node: "n1",
      messages: [4],
      details: ["acknowledged: 1 add by n0, 5 in sum; 2 adds by n1, 7 in sum; 1 add by n2, 10 in sum"],
    });
  });

  test("is no finding if it is the right one", () => {
    expect(findingOn(22)).toBeUndefined();
  });
});
