/** The workloads, each with the checker that Maelstrom gives it. */
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
import type { Workload } from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";
import { broadcastWorkload } from "./broadcast.ts";
import { gCounterWorkload, pnCounterWorkload } from "./counters.ts";
import { echoWorkload } from "./echo.ts";
import { gSetWorkload } from "./g-set.ts";
import { kafkaWorkload } from "./kafka/kafka.ts";
import { linKvWorkload } from "./lin-kv.ts";
import { txnListAppendWorkload } from "./txn-list-append.ts";
import { txnRwRegisterWorkload } from "./txn-rw-register.ts";
import { uniqueIdsWorkload } from "./unique-ids.ts";

/** What a workload becomes once the options of a test are known. */
export interface JudgedWorkload {
  readonly workload: Workload;
  /** Its verdict becomes `:workload` in the results. */
  readonly check: Checker;
}

const workloads: { readonly [name in WorkloadName]: (options: TestOptions) => JudgedWorkload } = {
  broadcast: (options) => judged(broadcastWorkload(options), checkSetFull),
  echo: () => ({ workload: echoWorkload, check: checkEcho }),
  "g-counter": () => judged(gCounterWorkload, checkCounter),
  "g-set": () => judged(gSetWorkload, checkSetFull),
  kafka: (options) => judged(kafkaWorkload(options), checkKafka),
  "lin-kv": (options) => judged(linKvWorkload(options), (history) => checkLinearizableByKey(history)),
  "pn-counter": () => judged(pnCounterWorkload, checkCounter),
  "txn-list-append": (options) =>
    judged(txnListAppendWorkload(options), (history) => checkListAppend(history, options)),
  "txn-rw-register": (options) =>
    judged(txnRwRegisterWorkload(options), (history) => checkRwRegister(history, options)),
  "unique-ids": () => ({ workload: uniqueIdsWorkload, check: checkUniqueIds }),
};

/** The workload that `options` ask for, with its own options (a topology, a number of keys) bound. */
export function workloadFor(options: TestOptions): JudgedWorkload {
  return workloads[options.workload](options);
}

/** A workload whose checker needs no more than the history. */
function judged(workload: Workload, check: (history: readonly Operation[]) => Verdict): JudgedWorkload {
  return { workload, check: ({ history }) => check(history) };
}
