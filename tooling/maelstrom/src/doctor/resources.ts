/** Whether there is room for runs, on the disk and in memory. */
import { type Finding, failed, ok, warning } from "./finding.ts";
import type { Machine } from "./machine.ts";

const giga = 1e9;

/** A run leaves some ten megabytes, one of many messages some hundred. */
const disk = { least: 0.1 * giga, enough: 1 * giga } as const;

/** A JVM takes a quarter of the memory for its heap, unless it is told otherwise. */
const memory = { least: 0.5 * giga, enough: 2 * giga } as const;

export async function checkDisk(machine: Machine): Promise<Finding> {
  const places = [machine.directory, machine.temporaryDirectory];
  const free = await Promise.all(places.map((place) => machine.freeDisk(place)));
  const known = places.flatMap((place, index) => {
    const bytes = free[index];
    return bytes === null || bytes === undefined ? [] : [{ place, bytes }];
  });
  const tightest = known.toSorted((left, right) => left.bytes - right.bytes)[0];
  if (tightest === undefined) return ok("disk", "the system does not tell how much is free");
  const { place, bytes } = tightest;
  const what = `${gigabytes(bytes)} free for ${place}`;
  if (bytes >= disk.enough) return ok("disk", what);
  const consequence =
    "a run leaves some ten to some hundred megabytes; delete old runs, or store them elsewhere";
  return (bytes < disk.least ? failed : warning)("disk", { what, consequence });
}

export function checkMemory(machine: Machine): Finding {
  const { total, available } = machine.memory();
  const what = `${gigabytes(available)} of ${gigabytes(total)} available`;
  if (available >= memory.enough) return ok("memory", what);
  const consequence =
    "Maelstrom's JVM takes a quarter of the memory for its heap and needs it for long runs of kafka and of transactions; " +
    "close what takes the rest, or give the container more";
  return (available < memory.least ? failed : warning)("memory", { what, consequence });
}

function gigabytes(bytes: number): string {
  return `${(bytes / giga).toFixed(1)} GB`;
}
