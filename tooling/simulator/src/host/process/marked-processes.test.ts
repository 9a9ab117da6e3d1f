import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { killMarked, marked, markNodes } from "./marked-processes.ts";

/** A process in a session of its own, which has the environment as soon as this settles. */
async function start(env: NodeJS.ProcessEnv) {
  const child = spawn("sleep", ["1000"], { detached: true, stdio: "ignore", env });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await once(child, "spawn");
  return child;
}

test.skipIf(process.platform !== "linux")("who has the mark is killed, and nobody else", async () => {
  markNodes("other-run");
  const other = await start(marked(process.env));
  markNodes("this-run");
  const own = await start(marked(process.env));
  // Whose value only begins like it has another mark.
  const longer = await start({ ...process.env, GLOMERS_RUN: "this-run-2" });
  const ended = once(own, "exit");
  killMarked();
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect([other.signalCode, longer.signalCode]).toEqual([null, null]);
  const ended2 = once(other, "exit");
  killMarked("other-run");
  expect(await ended2).toEqual([null, "SIGKILL"]);
});
