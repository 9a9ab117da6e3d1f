/** Telling somebody who watches how far a run is. */
import type { Clock, Scheduled } from "../clock/clock.ts";
import { seconds } from "../generator/duration.ts";
import type { Observer, Progress } from "./plan.ts";

const INTERVAL = seconds(1);

/** Calls the observer every second of the clock's time until it is cancelled. */
export function reportProgress(
  clock: Clock,
  observer: Observer | undefined,
  progress: () => Progress,
): Scheduled {
  if (observer?.progress === undefined) return { cancel: () => {} };
  const tick = (): void => {
    observer.progress?.(progress());
    next = clock.schedule(clock.now() + INTERVAL, tick);
  };
  let next = clock.schedule(clock.now() + INTERVAL, tick);
  return { cancel: () => next.cancel() };
}
