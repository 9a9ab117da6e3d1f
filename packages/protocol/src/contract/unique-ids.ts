/** Workload `unique-ids` (MAELSTROM.md 10.2). */
import { type Definition, message } from "../definition.ts";
import type { GenerateReply, GenerateRequest } from "../generated/payloads.ts";
import { validateGenerateReply, validateGenerateRequest } from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `unique-ids`. */
export const uniqueIds: {
  readonly generate: Definition<GenerateRequest, GenerateReply>;
} = {
  generate: /* @__PURE__ */ message("generate", {
    checkRequest: /* @__PURE__ */ check(validateGenerateRequest, "generate"),
    checkReply: /* @__PURE__ */ check(validateGenerateReply, "generate_ok"),
  }),
};
