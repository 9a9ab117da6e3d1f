/** Service `lin-tso` (MAELSTROM.md 11.2). */
import { type Definition, message } from "../definition.ts";
import type { TimestampReply, TimestampRequest } from "../generated/payloads.ts";
import { validateTimestampReply, validateTimestampRequest } from "../generated/validators.js";
import { check } from "./check.ts";

/** What nodes ask of the service `lin-tso`. */
export const tso: {
  readonly ts: Definition<TimestampRequest, TimestampReply>;
} = {
  ts: /* @__PURE__ */ message("ts", {
    checkRequest: /* @__PURE__ */ check(validateTimestampRequest, "ts"),
    checkReply: /* @__PURE__ */ check(validateTimestampReply, "ts_ok"),
  }),
};
