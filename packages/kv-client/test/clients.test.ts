/** What the clients promise, with the services in both makes. */
import { isRpcError, type Json } from "@gossip-glomers/protocol";
import { TestRuntime } from "@gossip-glomers/protocol/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LinKv, linKv, linTso, lwwKv, type SeqKv, seqKv } from "../src/index.ts";
import { makes, stage } from "./stages.ts";

const seed = fc.nat({ max: 1_000_000 });
/** Runs of a property in which a whole cluster lives. */
const some = { numRuns: 40 };

describe.each(makes)("with services %s", (_name, make) => {
  test("a key from its creation to a cas that comes too late", async () => {
    const { node, outcome } = await stage(make);
    const kv = linKv(node("n0").node);
    await expect(outcome(kv.read("k"))).rejects.toMatchObject({ code: 20, definite: true });
    expect(await outcome(kv.readOr("k", "nothing"))).toBe("nothing");
    await outcome(kv.write("k", null));
    expect(await outcome(kv.readOr("k", "nothing"))).toBeNull();
    await outcome(kv.cas("k", null, [1]));
    await expect(outcome(kv.cas("k", null, 2))).rejects.toMatchObject({ code: 22 });
    expect(await outcome(kv.read("k"))).toEqual([1]);
    await expect(outcome(kv.cas("missing", 1, 2))).rejects.toMatchObject({ code: 20 });
  });

  test("a key is created by one only, also if its value is the one that is wanted", async () => {
    const { node, outcome } = await stage(make);
    const clients = ["n0", "n1", "n2"].flatMap((id) => [linKv(node(id).node), linKv(node(id).node)]);
    const wins = await outcome(Promise.all(clients.map((kv) => kv.createIfAbsent("leader", "me"))));
    expect(wins.filter(Boolean)).toHaveLength(1);
  });

  test.each<Json>([null, 0, "", "me"])("a key that holds %j is not created again", async (value) => {
    const { node, outcome } = await stage(make);
    const kv = linKv(node("n0").node);
    await outcome(kv.write("leader", value));
    expect(await outcome(kv.createIfAbsent("leader", "me"))).toBe(false);
    expect(await outcome(kv.read("leader"))).toEqual(value);
  });

  test("nobody's update is lost, however stale the reads", async () => {
    await fc.assert(
      fc.asyncProperty(seed, fc.constantFrom(linKv, seqKv), async (chance, client) => {
        const { nodes, outcome } = await stage(make, { seed: chance, latencyMs: 3 });
        const increments = nodes.flatMap(({ node }) => {
          const kv = client(node, { pauseMs: 10 });
          return Array.from({ length: 4 }, () =>
            kv.update("count", (count) => Number(count ?? 0) + 1, { deadlineMs: 20_000 }),
          );
        });
        const results = await outcome(Promise.all(increments));
        expect([...results].sort((a, b) => Number(a) - Number(b))).toEqual([
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
        ]);
      }),
      some,
    );
  });

  test("after sync, nothing is read that is older than the sync", async () => {
    await fc.assert(
      fc.asyncProperty(
        seed,
        fc.constantFrom("wrapping" as const, "clamped" as const),
        fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 1, maxLength: 4 }),
        async (chance, lostStates, rounds) => {
          const { node, outcome } = await stage(make, { seed: chance, lostStates });
          const [writer, reader] = [seqKv(node("n0").node), seqKv(node("n1").node)];
          let written = 0;
          for (const writes of rounds) {
            for (let i = 0; i < writes; i += 1) await outcome(writer.write("k", ++written));
            await outcome(reader.sync());
            expect(await outcome(reader.readOr("k", 0))).toBe(written);
          }
        },
      ),
      some,
    );
  });

  test("without it, a read may be stale", async () => {
    const values = new Set<Json>();
    for (let chance = 0; chance < 30; chance += 1) {
      const { node, outcome } = await stage(make, { seed: chance });
      await outcome(seqKv(node("n0").node).write("k", 1));
      values.add(await outcome(seqKv(node("n1").node).readOr("k", "stale")));
    }
    expect(values).toEqual(new Set([1, "stale"]));
  });

  test("timestamps grow, whoever asks", async () => {
    const { nodes, outcome } = await stage(make);
    const stamps: number[] = [];
    for (const { node } of [...nodes, ...nodes]) stamps.push(await outcome(linTso(node).timestamp()));
    expect(stamps).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("lww-kv reads, writes and swaps, in the end", async () => {
    const { node, outcome } = await stage(make);
    const kv = lwwKv(node("n0").node);
    await outcome(kv.write("k", 1));
    let value: Json = null;
    // Each request has the replicas speak to each other with probability 1/2.
    for (let i = 0; value !== 1 && i < 50; i += 1) value = await outcome(kv.readOr("k", null));
    expect(value).toBe(1);
    await expect(outcome(kv.cas("missing", 1, 2))).rejects.toMatchObject({ code: 20 });
  });

  /**
   * The whole promise at once. Each update appends its own name to a list, so the lists are distinct; what is at the key
   * in the end tells which updates took place, and how often.
   */
  test("with messages lost, late and out of order, an update counts as often as its promise says", async () => {
    await fc.assert(
      fc.asyncProperty(
        seed,
        fc.constantFrom(linKv, seqKv),
        fc.integer({ min: 0, max: 35 }),
        async (chance, client, percentLost) => {
          const dice = new TestRuntime({ seed: chance });
          const { node, nodes, outcome, advance } = await stage(make, {
            seed: chance,
            loses: () => 100 * dice.random() < percentLost,
            // One message in ten may be later than the 100 ms for which its sender waits.
            latencyMs: () => dice.random() * (dice.random() < 0.1 ? 500 : 20),
          });
          const updates = nodes.flatMap(({ id, node: own }) => {
            const kv = client(own, { attemptMs: 100 });
            return [0, 1, 2, 3].map(async (number) => {
              const name = `${id}-${number}`;
              const promise = kv.update("list", (list) => [...namesIn(list), name], { distinct: true });
              return { name, allowed: await promise.then(() => [1], timesAfter) };
            });
          });
          const results = await outcome(Promise.all(updates));
          await advance(5_000);
          const names = namesIn(await outcome(newest(client(node("n0").node, { attemptMs: 100 }))));
          for (const { name, allowed } of results) {
            expect(allowed).toContain(names.filter((other) => other === name).length);
          }
        },
      ),
      some,
    );
  });
});

/** How often an update may have been carried out that was rejected so. */
function timesAfter(error: unknown): readonly number[] {
  if (!isRpcError(error)) throw error;
  return error.definite ? [0] : [0, 1];
}

function namesIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The list as it is in the end. */
async function newest(kv: LinKv | SeqKv): Promise<Json> {
  const options = { deadlineMs: 25_000 };
  if ("sync" in kv) await kv.sync(options);
  return kv.readOr("list", [], options);
}
