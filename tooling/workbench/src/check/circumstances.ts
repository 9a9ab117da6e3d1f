/**
 * What a stored run was to prove: its workload and the options that its verdict depends on.
 *
 * What is said on the command line counts first. Then what the run says itself: the header of our trace, or the
 * arguments that Maelstrom was started with. Then what can be told by its folder and by its history. What is assumed in
 * the end is said, because the verdict hangs on it.
 */
import { basename, dirname } from "node:path";
import { isRecord, type StoredRun } from "@gossip-glomers/history";
import type { WorkloadName } from "@gossip-glomers/protocol";
import { OptionError } from "../options/option-reader.ts";
import { workloadNames } from "../options/workload-names.ts";
import { inferWorkload } from "./infer-workload.ts";
import { type CheckSettings, readSettings } from "./settings.ts";

export interface Circumstances {
  readonly workload: WorkloadName;
  readonly consistencyModels: readonly string[];
  readonly availability: number | "total" | null;
  readonly maelstromCompat: boolean;
  /** What had to be assumed, in sentences. */
  readonly assumed: readonly string[];
}

const DEFAULT_MODELS: readonly string[] = ["strict-serializable"];

/** @throws {OptionError} if nothing tells the workload, or the run's own arguments are no such */
export function circumstancesOf(run: StoredRun, given: CheckSettings): Circumstances {
  const told = toldBy(run);
  const workload =
    given.workload ?? told?.workload ?? workloadByFolder(run) ?? inferWorkload(run.history, run.results);
  if (workload === null) {
    throw new OptionError(
      `${run.directory}: nothing here tells which workload this is: say it with -w, one of ${workloadNames.join(", ")}`,
    );
  }
  const assumed: string[] = [];
  const consistencyModels = given.consistencyModels ?? told?.consistencyModels ?? null;
  if (consistencyModels === null && told === null && workload.startsWith("txn-")) {
    assumed.push(
      `Nothing tells which consistency models were asked for; judged by ${DEFAULT_MODELS.join(", ")}, Maelstrom's default. Say others with --consistency-models.`,
    );
  }
  const availability = given.availability ?? told?.availability ?? null;
  const missed = availability === null && told === null && wasUnavailable(run);
  if (missed) {
    assumed.push(
      "The stored verdict says that the nodes were not available enough, but not what was asked for; judged by --availability total.",
    );
  }
  return {
    workload,
    consistencyModels: consistencyModels ?? DEFAULT_MODELS,
    availability: missed ? "total" : availability,
    // A run of Maelstrom's is judged as Maelstrom does; what it overlooks is told beside that.
    maelstromCompat: given.maelstromCompat || (told?.maelstromCompat ?? true),
    assumed,
  };
}

/** What the run itself says; null if it says nothing. */
function toldBy({ trace, arguments: argv }: StoredRun): CheckSettings | null {
  if (trace !== null) {
    const { workload, options } = trace.header;
    const models = options["consistency-models"];
    const availability = options.availability;
    return {
      workload: workloadNames.find((name) => name === workload) ?? null,
      consistencyModels: Array.isArray(models) ? models.map(String) : null,
      availability: typeof availability === "number" || availability === "total" ? availability : null,
      maelstromCompat: options["maelstrom-compat"] === true,
    };
  }
  if (argv === null) return null;
  return { ...readSettings(argv), maelstromCompat: true };
}

/** Maelstrom's folders are `store/<workload>/<time>`. */
function workloadByFolder({ directory }: StoredRun): WorkloadName | null {
  const parent = basename(dirname(directory));
  return workloadNames.find((name) => name === parent) ?? null;
}

function wasUnavailable({ results }: StoredRun): boolean {
  return isRecord(results?.availability) && results.availability["valid?"] === false;
}
