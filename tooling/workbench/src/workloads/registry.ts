/** The workloads, each with the checker that Maelstrom gives it. */
import type { Checker } from "@gossip-glomers/checkers";
import type { WorkloadName } from "@gossip-glomers/protocol";
import type { Workload } from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";
import { broadcastWorkload } from "./broadcast.ts";
import { checkerFor } from "./checkers.ts";
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

const workloads: { readonly [name in WorkloadName]: (options: TestOptions) => Workload } = {
  broadcast: broadcastWorkload,
  echo: () => echoWorkload,
  "g-counter": () => gCounterWorkload,
  "g-set": () => gSetWorkload,
  kafka: kafkaWorkload,
  "lin-kv": linKvWorkload,
  "pn-counter": () => pnCounterWorkload,
  "txn-list-append": txnListAppendWorkload,
  "txn-rw-register": txnRwRegisterWorkload,
  "unique-ids": () => uniqueIdsWorkload,
};

/** The workload that `options` ask for, with its own options (a topology, a number of keys) bound. */
export function workloadFor(options: TestOptions): JudgedWorkload {
  return { workload: workloads[options.workload](options), check: checkerFor(options) };
}
