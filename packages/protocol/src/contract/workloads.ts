/** Contracts by Maelstrom's names, for whoever is told at run time which one it is. */
import type { Contract } from "../definition.ts";
import { broadcast } from "./broadcast.ts";
import { gCounter, pnCounter } from "./counter.ts";
import { echo } from "./echo.ts";
import { gSet } from "./g-set.ts";
import { kafka } from "./kafka.ts";
import { kv, linKv } from "./kv.ts";
import { tso } from "./lin-tso.ts";
import { txnListAppend } from "./txn-list-append.ts";
import { txnRwRegister } from "./txn-rw-register.ts";
import { uniqueIds } from "./unique-ids.ts";

/** Names of the workloads, as `--workload` takes them. */
export type WorkloadName =
  | "broadcast"
  | "echo"
  | "g-counter"
  | "g-set"
  | "kafka"
  | "lin-kv"
  | "pn-counter"
  | "txn-list-append"
  | "txn-rw-register"
  | "unique-ids";

/** Names of the services, which are also their addresses. */
export type ServiceName = "lin-kv" | "lin-tso" | "lww-kv" | "seq-kv";

/** What clients may ask of the nodes of a workload. */
export const workloadContracts: { readonly [name in WorkloadName]: Contract } = {
  broadcast,
  echo,
  "g-counter": gCounter,
  "g-set": gSet,
  kafka,
  "lin-kv": linKv,
  "pn-counter": pnCounter,
  "txn-list-append": txnListAppend,
  "txn-rw-register": txnRwRegister,
  "unique-ids": uniqueIds,
};

/** What nodes may ask of a service. */
export const serviceContracts: { readonly [name in ServiceName]: Contract } = {
  "lin-kv": kv,
  "lin-tso": tso,
  "lww-kv": kv,
  "seq-kv": kv,
};
