import type { KafkaEntry } from "@gossip-glomers/protocol";
import { cluster } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { Portion } from "./portion.ts";
import { server } from "./server.ts";

/** Sixteen million characters are a reply. */
const million = "x".repeat(1_000_000);

function logOf(count: number, msg: string): readonly KafkaEntry[] {
  return Array.from({ length: count }, (_, offset): KafkaEntry => [offset, msg]);
}

describe("a reply has", () => {
  test("all that was found, in the order in which it was asked for, where that is not much", () => {
    const found = new Map([
      ["b", logOf(1_000, "short")],
      ["a", logOf(1, "short")],
    ]);
    expect([...new Portion(() => 0.5).of(found)]).toEqual([...found]);
  });

  test("of each log what comes first, up to a length", () => {
    const portion = new Portion(() => 0).of(
      new Map([
        ["a", logOf(10, million)],
        ["b", logOf(10, million)],
        ["c", logOf(10, million)],
      ]),
    );
    expect([...portion].map(([key, entries]) => [key, entries.map(([offset]) => offset)])).toEqual([
      ["a", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ["b", [0, 1, 2, 3, 4, 5]],
    ]);
  });

  test("one message, if that is longer", () => {
    const portion = new Portion(() => 0).of(new Map([["a", logOf(3, million.repeat(20))]]));
    expect([...portion].map(([key, entries]) => [key, entries.length])).toEqual([["a", 1]]);
  });

  test("a message that fills it, though a log before it always has something new", () => {
    const found = new Map([
      ["busy", logOf(1, "new")],
      ["long", logOf(1, million.repeat(20))],
    ]);
    const portion = new Portion(() => 0.7);
    expect([...portion.of(found).keys()]).toEqual(["busy"]);
    expect([...portion.of(found).keys()]).toEqual(["long"]);
  });
});

test("a consumer that begins at the beginning of a long log reads all of it, in replies of a bounded length", async () => {
  const { node } = await cluster(server, { nodes: 1 });
  const n0 = node("n0");
  for (let n = 0; n < 40; n += 1) n0.deliver("c1", { type: "send", key: "k", msg: `${n} ${million}` });
  const read: string[] = [];
  for (let from = 0; from < 40; from = read.length) {
    const { msgs } = await n0.request("c2", { type: "poll", offsets: { k: from } });
    const entries: readonly [number, string][] = Object(msgs).k;
    expect(entries.length).toBeLessThan(20);
    read.push(...entries.map(([, msg]) => msg.slice(0, msg.indexOf(" "))));
  }
  expect(read).toEqual(Array.from({ length: 40 }, (_, n) => `${n}`));
});
