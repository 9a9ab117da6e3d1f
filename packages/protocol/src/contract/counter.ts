/** Workloads `g-counter` and `pn-counter` (MAELSTROM.md 10.5). */
import { type Definition, message } from "../definition.ts";
import type {
  CounterAddReply,
  CounterAddRequest,
  CounterReadReply,
  CounterReadRequest,
} from "../generated/payloads.ts";
import {
  validateCounterAddReply,
  validateCounterAddRequest,
  validateCounterReadReply,
  validateCounterReadRequest,
} from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `pn-counter`. */
export const pnCounter: {
  readonly add: Definition<CounterAddRequest, CounterAddReply>;
  readonly read: Definition<CounterReadRequest, CounterReadReply>;
} = {
  add: /* @__PURE__ */ message("add", {
    checkRequest: /* @__PURE__ */ check(validateCounterAddRequest, "add"),
    checkReply: /* @__PURE__ */ check(validateCounterAddReply, "add_ok"),
  }),
  read: /* @__PURE__ */ message("read", {
    checkRequest: /* @__PURE__ */ check(validateCounterReadRequest, "read"),
    checkReply: /* @__PURE__ */ check(validateCounterReadReply, "read_ok"),
  }),
};

/**
 * What clients ask of nodes in workload `g-counter`: the same, only that no delta is negative.
 * @alias
 */
export const gCounter: typeof pnCounter = pnCounter;
