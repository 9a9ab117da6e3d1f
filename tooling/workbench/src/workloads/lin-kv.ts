/**
 * Workload `lin-kv` (MAELSTROM.md 10.6): the nodes are a linearizable store, judged key by key. A history's values are
 * `[key value]`, and `[key [from to]]` for a cas.
 */
import { type Datum, isVector } from "@gossip-glomers/history";
import { type Json, linKv } from "@gossip-glomers/protocol";
import {
  type Draft,
  type Generator,
  type GeneratorOptions,
  keysInTurn,
  milliseconds,
  mix,
  processLimit,
  type Random,
  repeat,
  reserve,
  type Workload,
} from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";

/** Distinct processes that may take part in one key's history; more would make it too dear to judge. */
const PROCESSES_PER_KEY = 20;
/** Values are 0 … 4, few enough for a cas to succeed now and then. */
const VALUES = 5;

export function linKvWorkload({ latency }: Pick<TestOptions, "latency">): Workload {
  return {
    name: "lin-kv",
    reusableClients: true,
    errors: { kind: "standard", idempotent: new Set(["read"]) },
    callTimeout: milliseconds(Math.max(10 * latency.meanMs, 1000)),
    client: (connection) => ({
      async invoke({ f, value }) {
        const [key, argument] = pair(value);
        switch (f) {
          case "read": {
            const { reply } = await connection.call(linKv.read, { key });
            return { type: "ok", value: [key, reply.value] };
          }
          case "write":
            await connection.call(linKv.write, { key, value: argument });
            return { type: "ok" };
          default: {
            const [from, to] = pair(argument);
            await connection.call(linKv.cas, { key, from, to });
            return { type: "ok" };
          }
        }
      },
    }),
    generator: keysOfGroups,
  };
}

/**
 * Groups of 2n threads, each on a key of its own: n readers, and n that write and cas.
 *
 * Readers are threads 0 … n − 1 of the whole test, not of their group. So with more than 2n threads the other groups'
 * keys are never read, and defects pass that 2n would show (MAELSTROM.md section 19). It is kept because a run here
 * must not find what the same run on Maelstrom cannot.
 *
 * @throws {RangeError} the threads cannot be divided into groups
 */
function keysOfGroups({ nodes, concurrency }: GeneratorOptions): Generator {
  const groupSize = 2 * nodes.length;
  if (concurrency % groupSize !== 0) {
    throw new RangeError(
      `lin-kv: With ${concurrency} worker threads, ${nodes.length} nodes cannot run keys with ${groupSize} threads ` +
        "each. Use --concurrency 2n, or a multiple of it such as 4n",
    );
  }
  // With more than 10 nodes a group begins with more than 20 processes; its key would be over before it began.
  const processes = Math.max(PROCESSES_PER_KEY, groupSize);
  return keysInTurn({ count: concurrency / groupSize, threadsPerGroup: groupSize }, (key) =>
    processLimit(processes, reserve([{ threads: nodes.length, generator: reads(key) }], updates(key))),
  );
}

function reads(key: number): Generator {
  return repeat(() => ({ f: "read", value: [key, null] }));
}

/** Two cas to one write. */
function updates(key: number): Generator {
  const cas = repeat(
    ({ random }): Draft => ({ f: "cas", value: [key, [drawValue(random), drawValue(random)]] }),
  );
  const write = repeat(({ random }): Draft => ({ f: "write", value: [key, drawValue(random)] }));
  return mix(write, cas, cas);
}

function drawValue(random: Random): number {
  return random.integer(VALUES);
}

function pair(value: Datum): readonly [Json, Json] {
  const [first, second] = isVector(value) ? value : [];
  if (!isJson(first) || !isJson(second)) throw new TypeError("lin-kv: a value is no pair; this is a bug");
  return [first, second];
}

/** Whether a datum is one of those that the generators here make. */
function isJson(datum: Datum | undefined): datum is number | null | readonly number[] {
  return datum === null || typeof datum === "number" || (isVector(datum) && datum.every(isJson));
}
