/**
 * Tells how far a run is: a line that is rewritten in a terminal, one line every five seconds in a pipe, and nothing
 * in virtual time, which is over before anybody could read it.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import { type Observer, type Progress, seconds } from "@gossip-glomers/simulator";
import type { Output } from "../cli/output.ts";

/** How far apart lines are in a pipe; a log of a long run is to stay readable. */
const pipePause = seconds(5);

/** An observer that writes to `output`. `timeLimit` is the length of the main phase. */
export function progressObserver(output: Output, timeLimit: Nanoseconds): Observer {
  let before: Progress | null = null;
  let printed: Nanoseconds = 0;
  return {
    progress(progress) {
      const line = progressLine(progress, before, timeLimit);
      before = progress;
      if (output.interactive) {
        output.status(line);
      } else if (progress.elapsed - printed >= pipePause) {
        printed = progress.elapsed;
        output.print(line);
      }
    },
    log: (line) => output.print(line),
  };
}

/** `12.0 s of 30 s   998 ops/s   ok 11980   fail 0   info 3   partition on`; after the limit, what is waited for. */
export function progressLine(progress: Progress, before: Progress | null, timeLimit: Nanoseconds): string {
  const { ok, fail, info, elapsed, inFlight, partitioned } = progress;
  const done = ok + fail + info - (before === null ? 0 : before.ok + before.fail + before.info);
  const span = elapsed - (before?.elapsed ?? 0);
  const rate = span > 0 ? (done * 1e9) / span : 0;
  return [
    `${(elapsed / 1e9).toFixed(1)} s of ${timeLimit / 1e9} s`,
    `${rate.toFixed(rate < 10 ? 1 : 0)} ops/s`,
    `ok ${ok}`,
    `fail ${fail}`,
    `info ${info}`,
    ...(partitioned ? ["partition on"] : []),
    ...(elapsed > timeLimit && inFlight > 0 ? [`waiting for ${inFlight}`] : []),
  ].join("   ");
}
