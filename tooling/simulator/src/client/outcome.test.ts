import { keyword } from "@gossip-glomers/history";
import { errorRegistry, RpcError } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import type { ErrorHandling } from "../run/workload.ts";
import { MalformedReply, RpcTimeout } from "./errors.ts";
import { outcomeOfError } from "./outcome.ts";

const lenient: ErrorHandling = { kind: "standard", idempotent: new Set(["read"]) };
const none: ErrorHandling = { kind: "none" };

describe("with the standard handler (MAELSTROM.md 7.4)", () => {
  test.each(errorRegistry)("$code $name is definite: $definite", ({ code, name, definite }) => {
    const error = new RpcError(code, "because");
    expect(outcomeOfError(error, "write", lenient)).toEqual({
      type: definite ? "fail" : "info",
      error: [keyword(name), "because"],
    });
    expect(outcomeOfError(error, "read", lenient).type).toBe("fail");
  });

  test.each([2, 15, 1000, 4711, -1])("nobody knows what %i means", (code) => {
    expect(outcomeOfError(new RpcError(code), "write", lenient)).toEqual({
      type: "info",
      error: [keyword("unknown"), null],
    });
  });

  test("a timeout is unknown, but no read takes effect later", () => {
    const error = new RpcTimeout("n0", { type: "write" }, 5e9);
    expect(outcomeOfError(error, "write", lenient)).toEqual({ type: "info", error: keyword("net-timeout") });
    expect(outcomeOfError(error, "read", lenient)).toEqual({ type: "fail", error: keyword("net-timeout") });
  });

  test("a malformed reply is an exception, of a read too", () => {
    const error = new MalformedReply("n0", {}, {}, { path: "/x", message: "must not be there" });
    for (const f of ["read", "write"]) {
      expect(outcomeOfError(error, f, lenient)).toEqual({
        type: "info",
        error: `indeterminate: ${error.message}`,
        exception: { class: "clojure.lang.ExceptionInfo", message: error.message },
      });
    }
  });

  test("a bug of the workload is an exception under its own name", () => {
    expect(outcomeOfError(new TypeError("x is not a function"), "read", lenient)).toEqual({
      type: "info",
      error: "indeterminate: x is not a function",
      exception: { class: "TypeError", message: "x is not a function" },
    });
    expect(outcomeOfError("thrown text", "read", lenient).exception).toEqual({
      class: "string",
      message: "thrown text",
    });
  });
});

test("without a handler even a definite error to a read is an exception", () => {
  expect(outcomeOfError(new RpcError(11, "busy"), "read", none)).toEqual({
    type: "info",
    error: "indeterminate: temporarily-unavailable (11): busy",
    exception: { class: "clojure.lang.ExceptionInfo", message: "temporarily-unavailable (11): busy" },
  });
});
