/**
 * The workloads that can be run. Everything that depends on which there are (what `test` accepts, which rows of the
 * official table run, what the errors say) is derived from this list.
 */
import { type Checker, checkEcho, checkUniqueIds } from "@gossip-glomers/checkers";
import type { WorkloadName } from "@gossip-glomers/protocol";
import type { Workload } from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";
import { workloadNames } from "../options/workload-names.ts";
import { echoWorkload } from "./echo.ts";
import { uniqueIdsWorkload } from "./unique-ids.ts";

/** A workload together with the checker that Maelstrom gives it. */
export interface JudgedWorkload {
  readonly name: WorkloadName;
  /** Binds the options that only this workload knows, for instance a topology. */
  create(options: TestOptions): Workload;
  /** Its verdict becomes `:workload` in the results. */
  readonly check: Checker;
}

const workloads: readonly JudgedWorkload[] = [
  { name: "echo", create: () => echoWorkload, check: checkEcho },
  { name: "unique-ids", create: () => uniqueIdsWorkload, check: checkUniqueIds },
];

/** The workload of a name; null if it cannot be run yet. */
export function findWorkload(name: WorkloadName): JudgedWorkload | null {
  return workloads.find((workload) => workload.name === name) ?? null;
}

/** Names of the workloads that can be run, in Maelstrom's order. */
export const runnableNames: readonly WorkloadName[] = workloadNames.filter(
  (name) => findWorkload(name) !== null,
);
