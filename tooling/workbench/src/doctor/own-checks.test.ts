import { realMachine } from "@gossip-glomers/maelstrom";
import { describe, expect, it } from "vitest";
import { ownChecks } from "./own-checks.ts";

const here = realMachine({ env: {}, platform: process.platform, home: "/", directory: process.cwd() });

describe("what glomers needs", () => {
  it("is here, where its tests run", async () => {
    expect((await ownChecks(here)).map(({ check, state }) => [check, state])).toEqual([
      ["Node", "ok"],
      ["store", "ok"],
      ["temporary folder", "ok"],
    ]);
  });

  it("is a Node that is new enough", async () => {
    const [node] = await ownChecks({ ...here, nodeVersion: "18.20.4" });
    expect(node).toMatchObject({ state: "failed", what: "this is Node 18.20.4" });
  });

  it("is folders that can be written", async () => {
    const locked = await ownChecks({ ...here, mayWrite: async (path) => path !== here.temporaryDirectory });
    expect(locked.map(({ state }) => state)).toEqual(["ok", "ok", "failed"]);
    const gone = await ownChecks({ ...here, kindOf: async () => "nothing" });
    expect(gone[1]?.what).toBe(`${process.cwd()} is no folder`);
  });
});
