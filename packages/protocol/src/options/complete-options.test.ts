import { expect, expectTypeOf, test } from "vitest";
import { completeOptions } from "./complete-options.ts";
import type { Options } from "./options.ts";

const options = {
  interval: { type: "number", min: 1, default: 100, description: "Pause between rounds." },
  fanout: { type: "number", integer: true, min: 0, max: 9, default: 3, description: "Peers per round." },
  label: { type: "string", default: "none", description: "A name for the log." },
  acks: { type: "boolean", default: true, description: "Whether peers acknowledge." },
  shape: { type: "choice", choices: ["tree4", "grid"], default: "tree4", description: "Who talks to whom." },
} as const satisfies Options;

test("what is not given, or undefined, is the default; the rest is taken as it is", () => {
  const values = completeOptions("createServer", options, { fanout: 0, acks: false, label: undefined });
  expect(values).toEqual({ interval: 100, fanout: 0, label: "none", acks: false, shape: "tree4" });
  expectTypeOf(values.shape).toEqualTypeOf<"tree4" | "grid">();
});

test.each([
  [{ interval: Number.NaN }, "interval must be a number of at least 1; it was NaN"],
  [{ interval: 0.5 }, "interval must be a number of at least 1; it was 0.5"],
  [{ interval: Number.POSITIVE_INFINITY }, "interval must be a number of at least 1; it was Infinity"],
  [{ interval: "20" }, 'interval must be a number of at least 1; it was "20"'],
  [{ fanout: 10 }, "fanout must be an integer of at least 0 and of at most 9; it was 10"],
  [{ fanout: 2.5 }, "fanout must be an integer of at least 0 and of at most 9; it was 2.5"],
  [{ label: null }, "label must be a text; it was null"],
  [{ acks: 1 }, "acks must be true or false; it was 1"],
  [{ shape: "ring" }, 'shape must be one of tree4, grid; it was "ring"'],
  [{ shpe: "grid" }, "there is no option shpe; the options are interval, fanout, label, acks, shape"],
])("%j is refused", (given, said) => {
  // @ts-expect-error As only a program without types can have it, or one whose number went wrong.
  expect(() => completeOptions("createServer", options, given)).toThrow(
    new RangeError(`createServer: ${said}`),
  );
});
