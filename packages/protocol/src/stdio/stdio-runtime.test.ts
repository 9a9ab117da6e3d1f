import { expect, test } from "vitest";
import { StdioRuntime } from "./stdio-runtime.ts";

const runtime = new StdioRuntime({ message: () => {}, log: () => {} });

test("a timer for what was due a moment ago fires at once, and Node does not warn of it", async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error): number => warnings.push(name);
  process.on("warning", note);
  await new Promise<void>((resolve) => runtime.setTimer(-0.3, resolve));
  // Warnings come in a tick of their own.
  await new Promise(setImmediate);
  process.off("warning", note);
  expect(warnings).toEqual([]);
});

test("a timer beyond what setTimeout knows does not fire at once, and can be cancelled", async () => {
  let fired = false;
  const timer = runtime.setTimer(2 ** 40, () => {
    fired = true;
  });
  await new Promise(setImmediate);
  timer.cancel();
  expect(fired).toBe(false);
});
