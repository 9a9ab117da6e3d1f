/** The root's script `start`: what Ctrl-C does to it while Turborepo builds, and when it has built. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const manifest: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));

/** What pnpm 12 puts before a script: it ends it after a Ctrl-C only if the command that was running ended with 130. */
const pnpms = `trap 'if [ "$?" -eq 130 ]; then trap - INT; kill -s INT $$; fi; trap "trap - INT; kill -s INT $$" INT' INT; `;

const folder = mkdtempSync(join(tmpdir(), "start-script-"));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** Ends on Ctrl-C as Turborepo does: with what is under way, and with 0. */
program("turbo", 'trap "exit 0" INT\necho building\nif [ "$SLOW" ]; then while :; do sleep 0.1; done; fi');
program("node", 'echo "table $*"');

function start(slow: string) {
  const scripts = typeof manifest === "object" && manifest !== null ? Reflect.get(manifest, "scripts") : {};
  const env = { PATH: `${folder}:${process.env.PATH}`, SLOW: slow };
  // A group of its own, as Ctrl-C goes to all that run in the foreground.
  const child = spawn("sh", ["-c", `${pnpms}${scripts.start} 3d`], { env, detached: true, stdio: "pipe" });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (slow !== "" && text.includes("building") && child.pid !== undefined)
      process.kill(-child.pid, "SIGINT");
  });
  return { ended: once(child, "close"), said: () => out };
}

test("runs the rows that are named when it has built", async () => {
  const { ended, said } = start("");
  expect(await ended).toEqual([0, null]);
  expect(said()).toMatch(/^building\ntable \S*bin\.js challenges 3d\n$/);
});

test("runs no table after a Ctrl-C that came while it built", async () => {
  const { ended, said } = start("yes");
  expect(await ended).toEqual([130, null]);
  expect(said()).toBe("building\n");
});
