/** Workload `echo` (MAELSTROM.md 10.1). */
import { type Definition, message } from "../definition.ts";
import type { EchoReply, EchoRequest } from "../generated/payloads.ts";
import { validateEchoReply, validateEchoRequest } from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `echo`. */
export const echo: {
  readonly echo: Definition<EchoRequest, EchoReply>;
} = {
  echo: /* @__PURE__ */ message("echo", {
    checkRequest: /* @__PURE__ */ check(validateEchoRequest, "echo"),
    checkReply: /* @__PURE__ */ check(validateEchoReply, "echo_ok"),
  }),
};
