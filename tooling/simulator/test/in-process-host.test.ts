/** What only nodes in virtual time can do. What every host does is in `host-compliance.ts`. */
import { message, type Node, RpcError } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { InProcessHost, Random, VirtualClock } from "../src/index.ts";
import { Stage } from "./stage.ts";

const ask = message<Record<never, never>, { answer: unknown }>("ask");

function stageOf(equip: (node: Node) => void, seed = 1): Stage {
  const clock = new VirtualClock();
  return new Stage(clock, new InProcessHost({ equip, clock, random: Random.fromSeed(seed) }));
}

/** What a node answers to `ask`, started as often as asked and killed after each answer. */
async function answers(equip: (node: Node) => void, seed = 1, starts = 1): Promise<unknown[]> {
  const stage = stageOf(equip, seed);
  const given: unknown[] = [];
  for (let start = 0; start < starts; start++) {
    const node = await stage.startAndInit("n0");
    stage.send("n0", { type: "ask", msg_id: 2 });
    const answer = await stage.until((happening) => "from" in happening);
    given.push("from" in answer ? answer.body : null);
    await node.kill();
    stage.happenings.length = 0;
  }
  return given;
}

const answering = (make: (node: Node) => unknown) => (node: Node) => {
  node.on(ask, async () => ({ answer: await make(node) }));
};

describe("time", () => {
  test("is virtual: a node that waits for an hour has waited for an hour, at once", async () => {
    const waiting = answering(
      ({ runtime }) =>
        new Promise((resolve) => {
          const before = runtime.now();
          runtime.setTimer(3000, () => resolve(runtime.now() - before));
        }),
    );
    expect(await answers(waiting)).toEqual([{ type: "ask_ok", answer: 3000, in_reply_to: 2 }]);
  });

  // If all began at midnight, a node that goes by multiples of some seconds would be tried at one phase only.
  test("of day is the seed's, on the first of January", async () => {
    const dating = answering(({ runtime }) => new Date(runtime.wallTime()).toISOString());
    expect(await answers(dating, 1)).toMatchObject([{ answer: expect.stringMatching(/^2026-01-01T/) }]);
    expect(await answers(dating, 1)).toEqual(await answers(dating, 1));
    expect(await answers(dating, 2)).not.toEqual(await answers(dating, 1));
  });
});

describe("chance", () => {
  const drawing = answering(({ runtime }) => runtime.random());

  test("is the seed's: the same draws twice, other draws for another", async () => {
    expect(await answers(drawing, 1)).toEqual(await answers(drawing, 1));
    expect(await answers(drawing, 2)).not.toEqual(await answers(drawing, 1));
  });

  // A node that makes its ids of random bits would hand out the same ids again after a crash.
  test("is another one after a restart", async () => {
    const [first, second] = await answers(drawing, 1, 2);
    expect(second).not.toEqual(first);
  });
});

describe("memory", () => {
  test("of a sender is not what it sent: what it changes later was never said", async () => {
    const list = [1];
    const [body] = await answers((node) => {
      node.on(ask, () => {
        node.after(0, () => void list.push(2));
        return { answer: list };
      });
    });
    expect(body).toMatchObject({ answer: [1] });
    expect(list).toEqual([1, 2]);
  });

  test("of a receiver is not what it was sent: sorting it in place changes neither sender nor trace", async () => {
    const sort = message<{ list: number[] }, { list: number[] }>("sort");
    const stage = stageOf((node) => {
      node.on(sort, ({ list }) => ({ list: list.sort() }));
    });
    const node = await stage.startAndInit("n0");
    const list = [3, 1, 2];
    stage.send("n0", { type: "sort", msg_id: 2, list });
    const answer = await stage.until((happening) => "from" in happening);
    expect(answer).toMatchObject({ body: { list: [1, 2, 3] } });
    expect(list).toEqual([3, 1, 2]);
    expect(stage.trace).toContainEqual(expect.objectContaining({ body: { type: "sort", msg_id: 2, list } }));
    await node.kill();
  });
});

describe("a node that reaches round its runtime", () => {
  test("is refused, with the call, the node and the line", async () => {
    const [body] = await answers(answering(() => Math.random()));
    expect(body).toMatchObject({ type: "error", code: RpcError.crash("").code });
    expect(JSON.stringify(body)).toMatch(
      /Math\.random was called by n0 in virtual time, at test\/in-process-host\.test\.ts:\d+/,
    );
  });

  test("does not keep others from it, and nobody is kept from it when the node has been killed", async () => {
    const stage = stageOf(() => {});
    const node = await stage.startAndInit("n0");
    expect(Math.random()).toBeLessThan(1);
    await node.kill();
    expect(Object.hasOwn(performance, "now")).toBe(false);
  });
});

test("a killed node's timers never fire, and what it still does reaches nobody", async () => {
  const fired: string[] = [];
  const stage = stageOf((node) => {
    node.onInit(() => {
      node.every(10, () => {
        fired.push(`${node.runtime.now()}`);
      });
    });
  });
  const node = await stage.startAndInit("n0");
  const until = (ms: number) =>
    stage.clock.run(new Promise<void>((resolve) => stage.clock.schedule(ms * 1e6, resolve)));
  await until(25);
  const before = [...fired];
  expect(before).toEqual(["10", "20"]);
  await node.kill();
  await until(100);
  expect(fired).toEqual(before);
});

test("a server that cannot be equipped says so, and leaves no trace", async () => {
  const stage = stageOf(() => {
    throw new Error("equip failed");
  });
  await expect(stage.start("n0")).rejects.toThrow("equip failed");
  expect(stage.network.isAttached("n0")).toBe(false);
  expect(Object.hasOwn(performance, "now")).toBe(false);
});
