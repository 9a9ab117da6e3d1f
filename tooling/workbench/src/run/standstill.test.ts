import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";

const module = JSON.stringify(new URL("./standstill.ts", import.meta.url).href);

function start(code: string) {
  const text = `import { watchForStandstill } from ${module}; ${code}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

test("a thread that never comes back is told of, with the seed and what ends it", async () => {
  const child = start("watchForStandstill(100).running(7); setImmediate(() => { for (;;); });");
  const [said] = await once(child.stderr, "data");
  expect(String(said)).toMatch(/^glomers: nothing has moved for 0\.1 s, with seed 7\. /);
  expect(String(said)).toContain(`kill -9 ${child.pid}\n`);
});

test("a process that is done is not kept by it", async () => {
  const child = start("watchForStandstill();");
  expect(await once(child, "exit")).toEqual([0, null]);
});
