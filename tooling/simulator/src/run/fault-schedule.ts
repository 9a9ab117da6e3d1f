/**
 * When faults come and go, as the nemesis's operations: partitions as on Maelstrom (MAELSTROM.md section 6), and what it
 * does not have in the words of `jepsen.nemesis.combined`. What the operations do is in `nemesis.ts`.
 */
import { type Datum, keyword, type Nanoseconds } from "@gossip-glomers/history";
import { drawFrom } from "../generator/draw-from.ts";
import { flipFlop } from "../generator/flip-flop.ts";
import type { Generator } from "../generator/generator.ts";
import { once } from "../generator/limit.ts";
import { nemesis } from "../generator/on-threads.ts";
import { staggerEndless } from "../generator/stagger.ts";
import { repeat } from "../generator/unfold.ts";
import { PARTITION_KINDS } from "../nemesis/grudge.ts";
import { ONE_WAY_KINDS } from "../nemesis/one-way-cutter.ts";
import { TARGETS } from "../nemesis/targets.ts";
import type { Impairment } from "../network/impairment.ts";
import type { Random } from "../random/random.ts";
import type { TestPlan } from "./plan.ts";

/** Faults that Maelstrom does not have, and that come and go as its partitions do. */
export const FAULT_KINDS = ["pause", "kill", "one-way"] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** The operation that begins a fault, its kinds or targets, and the one that ends it. */
interface Course {
  readonly begin: { readonly f: string; readonly values: readonly string[] };
  readonly end: { readonly f: string; readonly value: Datum };
}

const PARTITION: Course = {
  begin: { f: "start-partition", values: PARTITION_KINDS },
  end: { f: "stop-partition", value: null },
};

const COURSES: { readonly [kind in FaultKind]: Course } = {
  pause: { begin: { f: "pause", values: TARGETS }, end: { f: "resume", value: keyword("all") } },
  kill: { begin: { f: "kill", values: TARGETS }, end: { f: "start", value: keyword("all") } },
  "one-way": {
    begin: { f: "start-one-way", values: ONE_WAY_KINDS },
    end: { f: "stop-one-way", value: null },
  },
};

/** Whatever comes and goes while clients work; each fault by a stream of its own, the first at once. */
export function faultsOf({ partitions, faults, random }: TestPlan): Generator[] {
  const streams = random.split("faults");
  return [
    ...(partitions === undefined ? [] : [comeAndGo(PARTITION, partitions.interval, streams)]),
    ...(faults?.kinds ?? []).map((kind) =>
      comeAndGo(COURSES[kind], faults?.interval ?? 0, streams.split(kind)),
    ),
  ].map(nemesis);
}

/** What makes the network bad for the whole of the main phase. */
export function impairmentOf({ impairment }: TestPlan): Generator[] {
  if (impairment === undefined) return [];
  const start = repeat(() => ({ f: "start-impairment", value: impairmentDatum(impairment) }));
  return [nemesis(once(start))];
}

/** The end of every fault, before the final phase; Maelstrom heals also if there is no partition. */
export function healingOf({ partitions, faults, impairment }: TestPlan): Generator[] {
  const courses = [
    ...(partitions === undefined ? [] : [PARTITION]),
    ...(faults?.kinds ?? []).map((kind) => COURSES[kind]),
  ];
  return [
    ...courses.map(({ end }) => end),
    ...(impairment === undefined ? [] : [{ f: "stop-impairment", value: null }]),
  ].map((end) => nemesis(once(repeat(() => end))));
}

function comeAndGo({ begin, end }: Course, interval: Nanoseconds, random: Random): Generator {
  const start = repeat((context) => ({
    f: begin.f,
    value: keyword(context.random.choice(begin.values)),
  }));
  return drawFrom(
    random,
    staggerEndless(
      interval,
      flipFlop(
        start,
        repeat(() => end),
      ),
    ),
  );
}

function impairmentDatum({ loss, duplicate, reorderMs, slowMs }: Impairment): Datum {
  return { loss, duplicate, "reorder-ms": reorderMs, "slow-ms": slowMs };
}
