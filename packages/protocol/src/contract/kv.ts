/** Services `lin-kv`, `seq-kv` and `lww-kv` (MAELSTROM.md 11.1), and the workload `lin-kv` (10.6), which differs in `cas`. */
import { type Definition, message } from "../definition.ts";
import type {
  KvCasReply,
  KvCasRequest,
  KvReadReply,
  KvReadRequest,
  KvWriteReply,
  KvWriteRequest,
  LinKvCasReply,
  LinKvCasRequest,
} from "../generated/payloads.ts";
import {
  validateKvCasReply,
  validateKvCasRequest,
  validateKvReadReply,
  validateKvReadRequest,
  validateKvWriteReply,
  validateKvWriteRequest,
  validateLinKvCasReply,
  validateLinKvCasRequest,
} from "../generated/validators.js";
import { check } from "./check.ts";

const read: Definition<KvReadRequest, KvReadReply> = /* @__PURE__ */ message("read", {
  checkRequest: /* @__PURE__ */ check(validateKvReadRequest, "read"),
  checkReply: /* @__PURE__ */ check(validateKvReadReply, "read_ok"),
});

const write: Definition<KvWriteRequest, KvWriteReply> = /* @__PURE__ */ message("write", {
  checkRequest: /* @__PURE__ */ check(validateKvWriteRequest, "write"),
  checkReply: /* @__PURE__ */ check(validateKvWriteReply, "write_ok"),
});

/** What nodes ask of the services `lin-kv`, `seq-kv` and `lww-kv`. */
export const kv: {
  readonly read: Definition<KvReadRequest, KvReadReply>;
  readonly write: Definition<KvWriteRequest, KvWriteReply>;
  readonly cas: Definition<KvCasRequest, KvCasReply>;
} = {
  read,
  write,
  cas: /* @__PURE__ */ message("cas", {
    checkRequest: /* @__PURE__ */ check(validateKvCasRequest, "cas"),
    checkReply: /* @__PURE__ */ check(validateKvCasReply, "cas_ok"),
  }),
};

/** What clients ask of nodes in workload `lin-kv`. */
export const linKv: {
  readonly read: Definition<KvReadRequest, KvReadReply>;
  readonly write: Definition<KvWriteRequest, KvWriteReply>;
  readonly cas: Definition<LinKvCasRequest, LinKvCasReply>;
} = {
  read,
  write,
  cas: /* @__PURE__ */ message("cas", {
    checkRequest: /* @__PURE__ */ check(validateLinKvCasRequest, "cas"),
    checkReply: /* @__PURE__ */ check(validateLinKvCasReply, "cas_ok"),
  }),
};
