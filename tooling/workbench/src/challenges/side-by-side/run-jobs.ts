/** Runs jobs side by side, as the schedule lets them. */
import {
  inStartingOrder,
  type Job,
  type Limits,
  mayBegin,
  nextToStart,
  type RunningJob,
} from "./schedule.ts";

/** Runs one job to its end; asks `ready` when it has started, and begins its operations when that is answered. Must not throw. */
export type Perform = (job: Job, ready: () => Promise<void>) => Promise<void>;

interface Running {
  readonly state: RunningJob;
  readonly end: Promise<void>;
  /** Lets a job that is ready begin. */
  readonly begin?: () => void;
}

/** Settles when all jobs are done, or, after `signal`, when those that had started are. */
export async function runJobs(
  jobs: readonly Job[],
  limits: Limits,
  perform: Perform,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...inStartingOrder(jobs)];
  const running = new Map<Job, Running>();
  let wake = (): void => {};
  const begin = (job: Job): void => {
    waiting.splice(waiting.indexOf(job), 1);
    const ready = (): Promise<void> =>
      new Promise((resolve) => {
        const present = running.get(job);
        if (present === undefined) return;
        running.set(job, { ...present, state: { job, phase: "ready" }, begin: resolve });
        wake();
      });
    const end = perform(job, ready).finally(() => {
      running.delete(job);
      wake();
    });
    running.set(job, { state: { job, phase: "starting" }, end });
  };
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const states = (): readonly RunningJob[] => [...running.values()].map(({ state }) => state);
    for (
      let next = signal.aborted ? undefined : nextToStart(waiting, states(), limits);
      next !== undefined;
      next = nextToStart(waiting, states(), limits)
    ) {
      begin(next);
    }
    if (mayBegin(states())) {
      for (const [job, { state, end, begin }] of running) {
        if (state.phase !== "ready") continue;
        running.set(job, { state: { job, phase: "measuring" }, end });
        begin?.();
      }
    }
    if (running.size === 0) return;
    await changed;
  }
}
