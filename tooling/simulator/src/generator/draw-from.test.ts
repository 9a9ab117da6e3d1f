import { expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { any } from "./any.ts";
import { drawFrom } from "./draw-from.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { mix } from "./mix.ts";
import { clients, nemesis } from "./on-threads.ts";
import { Roster } from "./roster.ts";
import { stagger } from "./stagger.ts";
import { repeat } from "./unfold.ts";

const numbers = (f: string) => repeat(({ random }) => ({ f, value: random.integer(1000) }));
const work = clients(drawFrom(Random.fromSeed(42), stagger(1000, mix(numbers("read"), numbers("write")))));
const faults = nemesis(drawFrom(Random.fromSeed(43), stagger(300, numbers("start"))));

test("asked twice, it says the same", () => {
  const context = new Roster(2).context(0, Random.fromSeed(1));
  const first = work.op(context);
  expect(first.kind).toBe("invoke");
  const pure = ({ kind, ...rest }: typeof first) => [kind, "op" in rest ? rest.op : null];
  expect(pure(work.op(context))).toEqual(pure(first));
});

test("the operations and their times are the same with faults and without", () => {
  const operations = (generator: typeof work) =>
    interpret(generator, { concurrency: 2, operations: 400, latency: () => 10 })
      .deeds.filter((deed) => deed.thread !== "nemesis")
      .map(({ time, f, value }) => ({ time, f, value }))
      .slice(0, 60);
  expect(operations(any(work, faults))).toEqual(operations(work));
});

test("an operation does not depend on how long those before it took", () => {
  const values = (latency: number) =>
    interpret(limit(50, work), { concurrency: 2, latency: () => latency }).deeds.map((deed) => deed.value);
  expect(values(1)).toEqual(values(5000));
});

test("operations differ from each other", () => {
  const { deeds } = interpret(limit(50, work));
  expect(new Set(deeds.map((deed) => deed.value)).size).toBeGreaterThan(40);
});
