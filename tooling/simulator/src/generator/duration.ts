/** Durations as people write them, in the clock's unit. */
import type { Nanoseconds } from "@gossip-glomers/history";

/** `count` seconds, rounded to whole nanoseconds. */
export function seconds(count: number): Nanoseconds {
  return Math.round(count * 1e9);
}

/** `count` milliseconds, rounded to whole nanoseconds. */
export function milliseconds(count: number): Nanoseconds {
  return Math.round(count * 1e6);
}
