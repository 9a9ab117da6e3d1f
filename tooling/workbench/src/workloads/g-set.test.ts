import { checkSetFull, runOfHistory } from "@gossip-glomers/checkers";
import { gSet, message, type Node, RpcError } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import { gSetWorkload } from "./g-set.ts";
import { invocations, play } from "./play.fixture.ts";

const gossip = message<{ readonly elements: readonly number[] }>("gossip");

/** Tells all it knows to everybody, again and again; `keeps` and `hears` say what it remembers. */
function gossiping(keeps: (element: number) => boolean, hears: boolean): (node: Node) => void {
  return (node) => {
    const elements = new Set<number>();
    node.serve(gSet, {
      add: ({ element }) => {
        if (keeps(Number(element))) elements.add(Number(element));
      },
      read: () => ({ value: [...elements] }),
    });
    node.on(gossip, (heard) => {
      if (hears) for (const element of heard.elements) elements.add(element);
    });
    node.every(200, () => {
      for (const peer of node.peers) node.send(peer, gossip, { elements: [...elements] });
    });
  };
}

const correct = gossiping(() => true, true);

const wrong = {
  "drops every tenth element": gossiping((element) => element % 10 !== 0, true),
  "does not listen": gossiping(() => true, false),
  "keeps nothing": gossiping(() => false, true),
};

test("nodes that gossip lose nothing, whatever the network does", async () => {
  const { history } = await play(gSetWorkload, { server: correct, partitions: true, latency: 100 });
  expect(checkSetFull(runOfHistory(history)).valid).toBe(true);
});

test.each(Object.entries(wrong))("a node that %s is caught", async (_, server) => {
  const { history } = await play(gSetWorkload, { server });
  expect(checkSetFull(runOfHistory(history)).valid).toBe(false);
});

test("adds 0, 1, 2, … and reads, and reads once more on every thread without a flag", async () => {
  const { history } = await play(gSetWorkload, { server: correct, concurrency: 4 });
  const added = invocations(history, "add").map(({ value }) => value);
  expect(added).toEqual(added.map((_, i) => i));
  const last = history.slice(-8);
  expect(last.filter(({ type }) => type === "invoke").map(({ f }) => f)).toEqual(Array(4).fill("read"));
  expect(last.every(({ final }) => final === undefined)).toBe(true);
  for (const { type, value } of last) if (type === "ok") expect(value).toHaveLength(added.length);
});

test("even a definite error leaves it open what happened, and the process is gone", async () => {
  const refusing = (node: Node): void => {
    node.on(gSet.add, () => {
      throw RpcError.temporarilyUnavailable("not now");
    });
    node.on(gSet.read, () => {
      throw RpcError.abort("never");
    });
  };
  const { history } = await play(gSetWorkload, { server: refusing, seconds: 2 });
  const endings = history.filter(({ type }) => type !== "invoke");
  expect(new Set(endings.map(({ type }) => type))).toEqual(new Set(["info"]));
  expect(endings.every(({ exception }) => exception?.class === "clojure.lang.ExceptionInfo")).toBe(true);
  expect(new Set(endings.map(({ process }) => process)).size).toBe(endings.length);
});
