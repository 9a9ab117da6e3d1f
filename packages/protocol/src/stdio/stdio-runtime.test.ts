import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
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

test("what came before a timer was due is read before it fires, however late the process is", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const writer = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [reader] = (await once(server, "connection")) as [Socket];
  const seen: string[] = [];
  reader.on("data", () => seen.push("answer"));
  await new Promise<void>((resolve) => {
    runtime.setTimer(1, () => {
      seen.push("deadline");
      resolve();
    });
    // The answer is in the system's hands at once; the process has other things to do until after the deadline.
    writer.write("answer");
    for (const end = performance.now() + 5; performance.now() < end; );
  });
  expect(seen).toEqual(["answer", "deadline"]);
  writer.destroy();
  server.close();
});

test("a timer that is due can be cancelled until it calls back", async () => {
  let fired = false;
  const timer = runtime.setTimer(0, () => {
    fired = true;
  });
  setTimeout(timer.cancel, 0);
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(fired).toBe(false);
});
