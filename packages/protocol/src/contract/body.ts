/** Checks of what is not tied to one request: the envelope and errors. */
import type { Check } from "../definition.ts";
import { validateEnvelope, validateError } from "../generated/validators.js";
import { check } from "./check.ts";

/** Whether a value is an envelope that Maelstrom takes from a node (MAELSTROM.md 4.1). */
export const checkEnvelope: Check = /* @__PURE__ */ check(validateEnvelope);

/**
 * Whether a body is an error as it should be (MAELSTROM.md 7.3). Maelstrom puts up with less: see `RpcError.fromBody`,
 * which makes something of every body.
 */
export const checkError: Check = /* @__PURE__ */ check(validateError, "error");
