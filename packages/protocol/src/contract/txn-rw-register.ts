/** Workload `txn-rw-register` (MAELSTROM.md 10.8). */
import { type Definition, message } from "../definition.ts";
import type { TxnRwRegisterReply, TxnRwRegisterRequest } from "../generated/payloads.ts";
import { validateTxnRwRegisterReply, validateTxnRwRegisterRequest } from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `txn-rw-register`. */
export const txnRwRegister: {
  readonly txn: Definition<TxnRwRegisterRequest, TxnRwRegisterReply>;
} = {
  txn: /* @__PURE__ */ message("txn", {
    checkRequest: /* @__PURE__ */ check(validateTxnRwRegisterRequest, "txn"),
    checkReply: /* @__PURE__ */ check(validateTxnRwRegisterReply, "txn_ok"),
  }),
};
