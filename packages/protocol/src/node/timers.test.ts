import * as fc from "fast-check";
import { expect, test } from "vitest";
import { message } from "../definition.ts";
import { probe } from "../testing/probe.ts";

/** A node without handlers, and a list of when something happened. */
async function watch() {
  const { node, world, logged } = await probe(() => {});
  const times: number[] = [];
  return { node, world, logged, times, mark: () => void times.push(world.now) };
}

test("after runs once, when it is due", async () => {
  const { node, world, times, mark } = await watch();
  node.after(10, mark);
  node.after(0, mark);
  expect(times).toEqual([]);
  await world.advance(100);
  expect(times).toEqual([0, 10]);
});

test("every runs again and again, the first time after one interval", async () => {
  const { node, world, times, mark } = await watch();
  node.every(10, mark);
  await world.advance(35);
  expect(times).toEqual([10, 20, 30]);
});

test("every waits for its task, so that it never overlaps itself", async () => {
  const { node, world, times, mark } = await watch();
  node.every(10, () => {
    mark();
    return new Promise((done) => node.after(25, done));
  });
  await world.advance(100);
  expect(times).toEqual([10, 45, 80]);
});

test("every waits for a task whose promise has no more than a then", async () => {
  const { node, world, times, mark } = await watch();
  // @ts-expect-error Less than a promise has, as in some libraries' queries.
  node.every(10, () => {
    mark();
    // biome-ignore lint/suspicious/noThenProperty: that is what is tried here.
    return { then: (keep: () => void) => void node.after(15, keep) };
  });
  await world.advance(60);
  expect(times).toEqual([10, 35, 60]);
});

test("a cancelled timer is silent, cancelled within its own task, too", async () => {
  const { node, world, times, mark } = await watch();
  node.after(10, mark).cancel();
  const ticking = node.every(10, () => {
    mark();
    if (times.length === 2) ticking.cancel();
  });
  await world.advance(100);
  ticking.cancel();
  expect(times).toEqual([10, 20]);
  expect(world.clock.nextDue).toBeUndefined();
});

test.each([
  [
    "synchronously",
    () => {
      throw new Error("boom");
    },
  ],
  ["asynchronously", () => Promise.reject(new Error("boom"))],
])("a task that fails %s is logged and runs again", async (_kind, fail) => {
  const { node, world, logged, times, mark } = await watch();
  node.every(10, () => {
    mark();
    return fail();
  });
  await world.advance(20);
  expect(times).toEqual([10, 20]);
  expect(logged.filter(({ line }) => line.endsWith("Error: boom"))).toHaveLength(2);
  expect(logged[0]?.level).toBe("error");
});

test("a stopped node's timers are silent, those that it sets later, too", async () => {
  const { node, world, times, mark } = await watch();
  node.after(10, mark);
  node.every(10, mark);
  node.stop();
  node.after(10, mark).cancel();
  node.every(10, mark);
  await world.advance(100);
  expect(times).toEqual([]);
  expect(world.clock.nextDue).toBeUndefined();
});

test("a delay that is no number is refused at once, and time goes on", async () => {
  const { node, world, mark } = await watch();
  expect(() => node.after(Number.NaN, mark)).toThrow(
    /^the delay of a timer must be a number of milliseconds; it was NaN$/,
  );
  expect(() => node.every(Number.NaN, mark)).toThrow(RangeError);
  expect(() => node.every(10, mark, { jitter: Number.NaN })).toThrow(RangeError);
  await expect(node.rpc("n1", message("ask"), {}, { timeoutMs: Number.NaN })).rejects.toThrow(
    /^timeoutMs must be a number of milliseconds; it was NaN$/,
  );
  await world.advance(1_000);
  expect(world.now).toBe(1_000);
});

test("jitter moves each interval within its bounds, and not all alike", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), async (seed, jitter) => {
      const { node, world } = await probe(() => {}, { seed });
      const times = [0];
      node.every(100, () => void times.push(world.now), { jitter });
      await world.advance(1000);
      const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      for (const pause of pauses) {
        expect(pause).toBeGreaterThanOrEqual(100 * (1 - jitter) - 1e-6);
        expect(pause).toBeLessThanOrEqual(100 * (1 + jitter) + 1e-6);
      }
      if (jitter > 0.01 && pauses.length > 1) expect(new Set(pauses).size).toBeGreaterThan(1);
    }),
    { numRuns: 30 },
  );
});
