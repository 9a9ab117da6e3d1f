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
  const start = (job: Job): void => {
    waiting.splice(waiting.indexOf(job), 1);
    const ready = (): Promise<void> =>
      new Promise((resolve) => {
        running.set(job, { state: { job, phase: "ready" }, begin: resolve });
        wake();
      });
    running.set(job, { state: { job, phase: "starting" } });
    void perform(job, ready).finally(() => {
      running.delete(job);
      wake();
    });
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
      start(next);
    }
    if (mayBegin(states())) {
      for (const [job, { begin }] of running) {
        if (begin === undefined) continue;
        running.set(job, { state: { job, phase: "measuring" } });
        begin();
      }
    }
    if (running.size === 0) return;
    await changed;
  }
}
