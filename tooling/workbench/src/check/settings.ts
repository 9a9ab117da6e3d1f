/** Options that the verdict on a run depends on, as they stand among the arguments of Maelstrom's `test`. */
import type { WorkloadName } from "@gossip-glomers/protocol";
import { InvalidValue, listOf, numberThat, oneOf, type Parse } from "../options/values.ts";
import { workloadNames } from "../options/workload-names.ts";

/** Null where nothing was said. */
export interface CheckSettings {
  readonly workload: WorkloadName | null;
  readonly consistencyModels: readonly string[] | null;
  readonly availability: number | "total" | null;
  readonly maelstromCompat: boolean;
}

export const parseWorkload: Parse<WorkloadName> = oneOf(workloadNames);

export const parseModels: Parse<readonly string[]> = listOf((text) => {
  if (text === "") throw new InvalidValue("Must not be empty");
  return text;
});

export const parseAvailability: Parse<number | "total"> = (text) =>
  text === "total"
    ? text
    : numberThat((value) => value >= 0 && value <= 1, "Must be total, or a number from 0 to 1")(text);

/**
 * Reads the settings from stored arguments. They are not a user's, so a value that is none counts as absent; an
 * absent workload is Maelstrom's default.
 */
export function readSettings(argv: readonly string[]): CheckSettings {
  const end = argv.indexOf("--");
  const own = end < 0 ? argv : argv.slice(0, end);
  return {
    workload: lastValue(own, ["-w", "--workload"], parseWorkload) ?? "lin-kv",
    consistencyModels: lastValue(own, ["--consistency-models"], parseModels),
    availability: lastValue(own, ["--availability"], parseAvailability),
    maelstromCompat: false,
  };
}

/** The last value counts, as for Maelstrom; `-wecho` is `-w echo`. */
function lastValue<T>(argv: readonly string[], flags: readonly string[], parse: Parse<T>): T | null {
  let found: T | null = null;
  argv.forEach((argument, position) => {
    const flag = flags.find((name) => argument === name || argument.startsWith(joined(name)));
    if (flag === undefined) return;
    const text = argument === flag ? argv[position + 1] : argument.slice(joined(flag).length);
    try {
      found = parse(text ?? "");
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
    }
  });
  return found;
}

/** How a flag begins a word that has its value in it. */
function joined(flag: string): string {
  return flag.startsWith("--") ? `${flag}=` : flag;
}
