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
  type Verdict,
} from "@gossip-glomers/checkers";
import type { Operation } from "@gossip-glomers/history";
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
      return ofHistory(checkSetFull);
    case "g-counter":
    case "pn-counter":
      return ofHistory(checkCounter);
    case "lin-kv":
      return ofHistory(checkLinearizableByKey);
    case "kafka":
      return ofHistory(checkKafka);
    case "txn-list-append":
      return ofHistory((history) => checkListAppend(history, { consistencyModels }));
    case "txn-rw-register":
      return ofHistory((history) => checkRwRegister(history, { consistencyModels }));
  }
}

/** A checker that needs no more than the history. */
function ofHistory(check: (history: readonly Operation[]) => Verdict): Checker {
  return ({ history }) => check(history);
}
