/** `glomers challenges` in a workspace that has two solutions, one of them wrong. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, glomers, type Scratch, scratch } from "./glomers.ts";

let place: Scratch;
beforeAll(() => {
  place = scratch();
  solve("echo", "servers.mjs");
  solve("unique-ids", "same-id.mjs");
});
afterAll(() => place.remove());

function solve(challenge: string, server: string): void {
  const folder = join(place.path, "packages", challenge);
  mkdirSync(folder, { recursive: true });
  copyFileSync(fixture(server), join(folder, "server.mjs"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ exports: "./server.mjs" }));
}

describe("glomers challenges", () => {
  it("runs what is solved and says why the rest is not", async () => {
    const { code, out, err } = await glomers(place.path, "challenges", "1", "3", "--virtual", "--seed", "1");
    expect(err).toBe("");
    expect(out).toMatch(/│ 1 +│ echo .*│ pass /);
    expect(out).toMatch(/│ 3d +│.*│ no packages\/broadcast +│ not yet/);
    expect(out).toContain("1 row passed, 7 not solved yet.");
    expect(code).toBe(0);
  });

  it("fails if one row does", async () => {
    const { code, out } = await glomers(place.path, "challenges", "1", "2", "--virtual");
    expect(out).toMatch(/│ 2 +│.*│ FAIL /);
    expect(out).toContain("✗ invalid");
    expect(out).toContain("1 row passed, 1 failed.");
    expect(code).toBe(1);
  });

  it("looks for programs unless it is to run in virtual time", async () => {
    const { code, out } = await glomers(place.path, "challenges", "1");
    expect(out).toContain("packages/echo has no bin");
    expect(code).toBe(0);
  });

  it("prints the table without running anything", async () => {
    const { code, out } = await glomers(place.path, "challenges", "--list");
    expect(out).toContain("msgs/op < 30");
    expect(code).toBe(0);
  });
});
