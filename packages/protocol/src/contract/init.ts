/** The message that precedes all others (MAELSTROM.md 2). */
import { type Definition, message } from "../definition.ts";
import type { InitReply, InitRequest } from "../generated/payloads.ts";
import { validateInitReply, validateInitRequest } from "../generated/validators.js";
import { check } from "./check.ts";

/** What every node is asked first. */
export const init: {
  readonly init: Definition<InitRequest, InitReply>;
} = {
  init: /* @__PURE__ */ message("init", {
    checkRequest: /* @__PURE__ */ check(validateInitRequest, "init"),
    checkReply: /* @__PURE__ */ check(validateInitReply, "init_ok"),
  }),
};
