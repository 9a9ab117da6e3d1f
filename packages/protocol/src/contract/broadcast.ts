/** Workload `broadcast` (MAELSTROM.md 10.3). */
import { type Definition, message } from "../definition.ts";
import type {
  BroadcastReadReply,
  BroadcastReadRequest,
  BroadcastReply,
  BroadcastRequest,
  TopologyReply,
  TopologyRequest,
} from "../generated/payloads.ts";
import {
  validateBroadcastReadReply,
  validateBroadcastReadRequest,
  validateBroadcastReply,
  validateBroadcastRequest,
  validateTopologyReply,
  validateTopologyRequest,
} from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `broadcast`. */
export const broadcast: {
  readonly topology: Definition<TopologyRequest, TopologyReply>;
  readonly broadcast: Definition<BroadcastRequest, BroadcastReply>;
  readonly read: Definition<BroadcastReadRequest, BroadcastReadReply>;
} = {
  topology: /* @__PURE__ */ message("topology", {
    checkRequest: /* @__PURE__ */ check(validateTopologyRequest, "topology"),
    checkReply: /* @__PURE__ */ check(validateTopologyReply, "topology_ok"),
  }),
  broadcast: /* @__PURE__ */ message("broadcast", {
    checkRequest: /* @__PURE__ */ check(validateBroadcastRequest, "broadcast"),
    checkReply: /* @__PURE__ */ check(validateBroadcastReply, "broadcast_ok"),
  }),
  read: /* @__PURE__ */ message("read", {
    checkRequest: /* @__PURE__ */ check(validateBroadcastReadRequest, "read"),
    checkReply: /* @__PURE__ */ check(validateBroadcastReadReply, "read_ok"),
  }),
};
