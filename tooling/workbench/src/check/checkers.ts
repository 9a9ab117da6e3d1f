/** Which checker judges a workload (MAELSTROM.md section 10), as functions of one kind. */
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

/** The checker of a workload; only transactions ask for `consistencyModels`. */
export function checkerOf(workload: WorkloadName, consistencyModels: readonly string[]): Checker {
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

function ofHistory(check: (history: readonly Operation[]) => Verdict): Checker {
  return ({ history }) => check(history);
}
