import { expect, test } from "vitest";
import type { LogLevel } from "../runtime.ts";
import { createLogger, logLevels } from "./logger.ts";

function logged(threshold: LogLevel, texts: readonly string[]): string[] {
  const lines: string[] = [];
  const log = createLogger(threshold, (level, line) => lines.push(`${level} ${line}`));
  for (const level of logLevels) for (const text of texts) log[level](text);
  return lines;
}

test("a threshold leaves out what is less urgent", () => {
  expect(logged("debug", ["x"])).toEqual(["debug x", "info x", "warn x", "error x"]);
  expect(logged("warn", ["x"])).toEqual(["warn x", "error x"]);
  expect(logged("error", ["x"])).toEqual(["error x"]);
});

test("text of several lines becomes lines that each have their level", () => {
  expect(logged("error", ["Error: no\n    at f"])).toEqual(["error Error: no", "error     at f"]);
});

test("what is no text is described, for those who write JavaScript", () => {
  const lines: string[] = [];
  const log = createLogger("info", (level, line) => lines.push(`${level} ${line}`));
  // @ts-expect-error An error is no text.
  log.error(new Error("no quorum"));
  // @ts-expect-error Neither is nothing.
  log.warn(undefined);
  expect(lines[0]).toBe("error Error: no quorum");
  expect(lines.at(-1)).toBe("warn undefined");
});
