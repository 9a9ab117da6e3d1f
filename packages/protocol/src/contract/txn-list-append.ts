/** Workload `txn-list-append` (MAELSTROM.md 10.8). */
import { type Definition, message } from "../definition.ts";
import type { TxnListAppendReply, TxnListAppendRequest } from "../generated/payloads.ts";
import { validateTxnListAppendReply, validateTxnListAppendRequest } from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `txn-list-append`. */
export const txnListAppend: {
  readonly txn: Definition<TxnListAppendRequest, TxnListAppendReply>;
} = {
  txn: /* @__PURE__ */ message("txn", {
    checkRequest: /* @__PURE__ */ check(validateTxnListAppendRequest, "txn"),
    checkReply: /* @__PURE__ */ check(validateTxnListAppendReply, "txn_ok"),
  }),
};
