/** Workload `g-set` (MAELSTROM.md 10.4). */
import { type Definition, message } from "../definition.ts";
import type { GSetAddReply, GSetAddRequest, GSetReadReply, GSetReadRequest } from "../generated/payloads.ts";
import {
  validateGSetAddReply,
  validateGSetAddRequest,
  validateGSetReadReply,
  validateGSetReadRequest,
} from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `g-set`. */
export const gSet: {
  readonly add: Definition<GSetAddRequest, GSetAddReply>;
  readonly read: Definition<GSetReadRequest, GSetReadReply>;
} = {
  add: /* @__PURE__ */ message("add", {
    checkRequest: /* @__PURE__ */ check(validateGSetAddRequest, "add"),
    checkReply: /* @__PURE__ */ check(validateGSetAddReply, "add_ok"),
  }),
  read: /* @__PURE__ */ message("read", {
    checkRequest: /* @__PURE__ */ check(validateGSetReadRequest, "read"),
    checkReply: /* @__PURE__ */ check(validateGSetReadReply, "read_ok"),
  }),
};
