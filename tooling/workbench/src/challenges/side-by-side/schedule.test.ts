import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTestArguments } from "../../cli/test-arguments.ts";
import { table } from "../table.ts";
import { runJobs } from "./run-jobs.ts";
import {
  inStartingOrder,
  type Job,
  jobOf,
  type Limits,
  limitsFor,
  nextToStart,
  type RunningJob,
} from "./schedule.ts";

const official: readonly Job[] = table.map((row) =>
  jobOf(row, parseTestArguments([...row.args.split(" "), "--bin", "x"])),
);

function job(id: string): Job {
  const found = official.find(({ row }) => row.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

const measuring = (id: string): RunningJob => ({ job: job(id), phase: "measuring" });
const starting = (id: string): RunningJob => ({ job: job(id), phase: "starting" });
const twoCores = limitsFor(2, null);

describe("the next row to start", () => {
  it.each<[what: string, waiting: string[], running: RunningJob[], next: string | undefined]>([
    ["is the first, if nothing runs", ["3d", "1"], [], "3d"],
    ["may be another crowd while the first one starts", ["3e"], [starting("3d")], "3e"],
    ["is no crowd while times are measured", ["3e"], [measuring("3d")], undefined],
    ["is a crowd while none are", ["3e"], [measuring("3c"), measuring("6a")].slice(1), "3e"],
    ["is not timed while a crowd starts", ["5c"], [starting("3e+f")], undefined],
    ["is timed when the crowd has started", ["5c"], [measuring("3e+f")], "5c"],
    ["is not timed while a crowd waits", ["3e", "5c", "6a"], [measuring("5c")], "6a"],
    ["is a light one where a heavy one has no room", ["6c", "1"], [measuring("6a"), measuring("6b")], "1"],
  ])("%s", (_, waiting, running, next) => {
    expect(nextToStart(waiting.map(job), running, twoCores)?.row.id).toBe(next);
  });

  it("is one at a time with one job", () => {
    expect(nextToStart([job("1")], [measuring("3a")], limitsFor(2, 1))).toBeUndefined();
  });
});

it("crowds start first, then the costliest", () => {
  const order = inStartingOrder(official).map(({ row }) => row.id);
  expect(order.slice(0, 4)).toEqual(["3d", "3e", "3d+f", "3e+f"]);
  expect(order[4]).toBe("2");
  expect(order.at(-1)).toBe("1");
});

/** Plays a schedule in virtual time: each row starts in one second, or three and a little if it starts many nodes. */
async function play(jobs: readonly Job[], limits: Limits): Promise<{ seconds: number; done: Job[] }> {
  const controller = new AbortController();
  const running = new Map<Job, RunningJob>();
  const agenda: { at: number; deed: () => void }[] = [];
  const done: Job[] = [];
  let now = 0;
  const all = runJobs(
    jobs,
    limits,
    (job, ready) => {
      const states = [...running.values()];
      const isMeasuring = states.some(({ job: other, phase }) => other.isTimed && phase === "measuring");
      expect(job.startsMany && isMeasuring).toBe(false);
      running.set(job, { job, phase: "starting" });
      expect(running.size).toBeLessThanOrEqual(limits.rows);
      if (running.size > 1) {
        expect([...running.keys()].reduce((sum, { load }) => sum + load, 0)).toBeLessThanOrEqual(limits.load);
      }
      return new Promise((resolve) => {
        const end = (): void => {
          running.delete(job);
          done.push(job);
          resolve();
        };
        const begin = (): void => {
          const isCrowding = [...running.values()].some(
            (one) => one.job.startsMany && one.phase === "starting",
          );
          expect(isCrowding).toBe(false);
          running.set(job, { job, phase: "measuring" });
          agenda.push({ at: now + job.seconds, deed: end });
        };
        const start = job.startsMany ? 3 + job.seconds / 100 : 1;
        agenda.push({
          at: now + start,
          deed: () => {
            running.set(job, { job, phase: "ready" });
            void ready().then(begin);
          },
        });
      });
    },
    controller.signal,
  );
  for (;;) {
    // Everything that follows from the last deed happens before the clock moves on.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    const next = agenda.sort((a, b) => a.at - b.at).shift();
    if (next === undefined) break;
    now = next.at;
    next.deed();
  }
  await all;
  return { seconds: now, done };
}

describe("a whole table", () => {
  it("takes well under four minutes on two cores", async () => {
    // Broadcast, counter and log have 10 s of recovery and a final phase.
    const hasFinal = /^[345]/;
    const jobs = official.map((job) => ({
      ...job,
      seconds: job.seconds + (hasFinal.test(job.row.id) ? 12 : 1),
    }));
    const { seconds, done } = await play(jobs, twoCores);
    expect(done).toHaveLength(table.length);
    expect(seconds).toBeLessThan(200);
  });

  it("is run whole, within its limits, whatever the rows are", async () => {
    const anyJobs = fc.array(
      fc.record({
        row: fc.constantFrom(...table),
        load: fc.double({ min: 0.01, max: 3, noNaN: true }),
        startsMany: fc.boolean(),
        isTimed: fc.boolean(),
        seconds: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        anyJobs,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 5 }),
        async (jobs, cores, rows) => {
          const { done } = await play(jobs, limitsFor(cores, rows));
          expect(new Set(done)).toEqual(new Set(jobs));
        },
      ),
    );
  });
});

it("after an interruption nothing more is started", async () => {
  const controller = new AbortController();
  const started: string[] = [];
  await runJobs(
    official,
    limitsFor(2, 1),
    async ({ row }) => {
      started.push(row.id);
      controller.abort();
    },
    controller.signal,
  );
  expect(started).toEqual(["3d"]);
});
