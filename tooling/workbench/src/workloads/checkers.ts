/** Which checker judges a workload (MAELSTROM.md section 10): of a run of now, and of one that is stored. */
import {
  type Checker,
  checkCounter,
  checkEcho,
  checkKafka,
  checkLinearizableByKey,
  checkListAppend,
  checkRwRegister,
  checkSetFull,
  checkUniqueIds,
} from "@gossip-glomers/checkers";
import type { WorkloadName } from "@gossip-glomers/protocol";

/** What a checker must know of how the run was made. */
export interface CheckerSettings {
  readonly workload: WorkloadName;
  /** Asked for by transactions only. */
  readonly consistencyModels: readonly string[];
}

/** The checker that Maelstrom gives a workload. */
export function checkerFor({ workload, consistencyModels }: CheckerSettings): Checker {
  switch (workload) {
    case "echo":
      return checkEcho;
    case "unique-ids":
      return checkUniqueIds;
    case "broadcast":
    case "g-set":
      return checkSetFull;
    case "g-counter":
    case "pn-counter":
      return checkCounter;
    case "lin-kv":
      return (run) => checkLinearizableByKey(run);
    case "kafka":
      return checkKafka;
    case "txn-list-append":
      return (run) => checkListAppend(run, { consistencyModels });
    case "txn-rw-register":
      return (run) => checkRwRegister(run, { consistencyModels });
  }
}
