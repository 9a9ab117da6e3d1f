/**
 * Whether the machine, and not the nodes, is to blame for a row's figures.
 *
 * Two things are looked at once a second while operations run: how late the bench's own timers fire, which is how late it reads
 * and hands over messages; and how much of all processors is idle, as nodes are processes that wait for one, too.
 */
import { isTime, type MeasureName } from "../figures.ts";
import { demandsOf, type Row } from "../table.ts";

/** What a row had to bear. */
export interface Strain {
  /** How many seconds were looked at. */
  readonly seconds: number;
  /** The latest that a timer of the bench fired, in milliseconds. */
  readonly latestMs: number;
  /** Seconds in which hardly any processor was idle. */
  readonly starvedSeconds: number;
}

/** Below this share of idle time, what is ready to run has to wait. */
export const STARVED_BELOW = 0.05;

/** Starved seconds that may be: a row has as many at its start and its end, and two rows may have theirs at once. */
const STARVED_SHARE = 0.1;

/** A pause that a garbage collection makes anyhow; Maelstrom has them, too. */
const LEAST_TOLERANCE_MS = 25;

/** Without demands on times, what delays can spoil is a client's patience of 5 s. */
const PATIENCE_MS = 5000;

/** A tenth of the shortest time that the row is measured by: what is left of its figures then is the nodes' own doing. */
export function toleranceMs(row: Row): number {
  const times = demandsOf(row).flatMap((demand) => {
    if (!("than" in demand)) return [];
    if (demand.measure === "worst lag") return [demand.than * 1000];
    return demand.measure.startsWith("max ") ? [demand.than] : [];
  });
  return Math.max(LEAST_TOLERANCE_MS, Math.min(PATIENCE_MS, ...times) / 10);
}

/** What the machine did to a row, in words; null if nothing that matters. */
export function strainText({ seconds, latestMs, starvedSeconds }: Strain, row: Row): string | null {
  const complaints = [
    ...(latestMs > toleranceMs(row) ? [`timers were up to ${Math.round(latestMs)} ms late`] : []),
    ...(starvedSeconds > seconds * STARVED_SHARE
      ? [`no processor was idle in ${starvedSeconds} of ${seconds} s`]
      : []),
  ];
  return complaints.length === 0 ? null : complaints.join(" and ");
}

/**
 * Whether a busy machine may be why a measure is beyond its bound. It makes every time longer. Of counts it spoils one, and that
 * a little: where an acknowledgement comes late a node sends its messages again, which took row 3d from 1.03 to 1.12 msgs/op on
 * two cores with four busy programs beside it. Once more each is the most that lateness can do, so that a node that sends thirty
 * messages for an operation has itself to blame, also for the load that this is.
 */
export function mayBeSpoilt(measure: MeasureName, value: number, bound: number): boolean {
  return isTime(measure) || (measure === "msgs/op" && value <= 2 * bound);
}
