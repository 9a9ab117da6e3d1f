/** Runs jobs side by side, as the schedule lets them. */
import { inStartingOrder, type Job, type Limits, nextToStart, type RunningJob } from "./schedule.ts";

/** Runs one job to its end; calls `measuring` when its first operation begins. Must not throw. */
export type Perform = (job: Job, measuring: () => void) => Promise<void>;

/** Settles when all jobs are done, or, after `signal`, when those that had started are. */
export async function runJobs(
  jobs: readonly Job[],
  limits: Limits,
  perform: Perform,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...inStartingOrder(jobs)];
  const running = new Map<Job, { readonly state: RunningJob; readonly end: Promise<void> }>();
  let wake = (): void => {};
  const begin = (job: Job): void => {
    waiting.splice(waiting.indexOf(job), 1);
    const measuring = (): void => {
      const present = running.get(job);
      if (present !== undefined) running.set(job, { ...present, state: { job, phase: "measuring" } });
      wake();
    };
    const end = perform(job, measuring).finally(() => {
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
    if (running.size === 0) return;
    await changed;
  }
}
