import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { launcherText, releaseEntries } from "../../test/archive.ts";
import { send } from "../../test/archive-server.ts";
import { type Sandbox, sandbox } from "../../test/sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await sandbox();
});
afterEach(() => box.remove());

describe("a good archive", () => {
  it("is fetched, checked, unpacked and left alone in the cache", async () => {
    const server = await box.serve(send(box.sample.archive));
    const { kind, installation } = await box.install({ from: server.url });
    const folder = join(box.cache, "9.9.9");
    expect(kind).toBe("installed");
    expect(installation).toEqual({
      launcher: join(folder, "maelstrom"),
      jar: join(folder, "lib", "maelstrom.jar"),
      version: "9.9.9",
      origin: "cache",
    });
    expect(readFileSync(join(folder, "lib", "maelstrom.jar")).equals(box.sample.jar)).toBe(true);
    expect(readFileSync(join(folder, "maelstrom"), "utf8")).toBe(launcherText);
    expect(statSync(join(folder, "maelstrom")).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(folder, "demo", "echo"))).toBe("ruby/echo.rb");
    expect(readFileSync(join(folder, "demo", "again.rb"), "utf8")).toBe("#!/usr/bin/env ruby\n");
    expect(box.cached()).toEqual(["9.9.9"]);
    expect(box.notes).toEqual([]);
  });

  it("shows how far each step is", async () => {
    const server = await box.serve(send(box.sample.archive));
    await box.install({ from: server.url });
    const length = box.sample.archive.length;
    expect(new Set(box.progress.map(({ step }) => step))).toEqual(
      new Set(["downloading", "checking", "unpacking"]),
    );
    expect(box.progress).toContainEqual({ step: "downloading", done: length, total: length });
    expect(box.progress.at(-1)).toEqual({ step: "unpacking", done: length, total: length });
  });

  it("is not fetched a second time", async () => {
    const server = await box.serve(send(box.sample.archive));
    await box.install({ from: server.url });
    expect((await box.install({ from: server.url })).kind).toBe("present");
    expect(server.requests).toHaveLength(1);
  });

  it("is fetched again by force", async () => {
    const server = await box.serve(send(box.sample.archive));
    await box.install({ from: server.url });
    expect((await box.install({ from: server.url, force: true })).kind).toBe("installed");
    expect(server.requests).toHaveLength(2);
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it.each([
    ["a path", (path: string) => path],
    ["a path from here", () => "archive.tar.bz2"],
    ["an address", (path: string) => pathToFileURL(path).href],
  ])("is taken from a file named by %s", async (_, name) => {
    const path = join(box.home, "archive.tar.bz2");
    writeFileSync(path, box.sample.archive);
    expect((await box.install({ from: name(path) })).kind).toBe("installed");
    expect(existsSync(path)).toBe(true);
    expect(box.progress[0]).toEqual({ step: "copying", done: 65_536, total: box.sample.archive.length });
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it("is taken from the mirror that the environment names", async () => {
    const server = await box.serve(send(box.sample.archive));
    const mirror = server.url.replace("maelstrom.tar.bz2", "releases/");
    await box.install({}, { ...box.world, env: { GLOMERS_MAELSTROM_MIRROR: mirror } });
    expect(server.requests.map(({ url }) => url)).toEqual(["/releases/v9.9.9/maelstrom.tar.bz2"]);
  });
});

describe("an installation that is there", () => {
  it.each([
    ["whose jar was changed", (folder: string) => writeFileSync(join(folder, "lib", "maelstrom.jar"), "x")],
    ["whose launcher was changed", (folder: string) => writeFileSync(join(folder, "maelstrom"), "x")],
    ["whose launcher cannot be run", (folder: string) => chmodSync(join(folder, "maelstrom"), 0o644)],
  ])("%s is replaced", async (_, harm) => {
    const from = join(box.home, "archive.tar.bz2");
    writeFileSync(from, box.sample.archive);
    await box.install({ from });
    harm(join(box.cache, "9.9.9"));
    expect((await box.install({ from })).kind).toBe("installed");
    expect(box.notes).toEqual([
      expect.stringMatching(/9\.9\.9 is not intact \(.*maelstrom.*\); it is replaced\./),
    ]);
    expect((await box.install({ from })).kind).toBe("present");
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it("of an unknown version is held against what was noted of it", async () => {
    const { from, release } = await box.archiveFile(releaseEntries(Buffer.from("jar")));
    expect((await box.install({ from, release })).kind).toBe("installed");
    expect((await box.install({ from, release })).kind).toBe("present");
    writeFileSync(join(box.cache, "9.9.9", "lib", "maelstrom.jar"), "x");
    expect((await box.install({ from, release })).kind).toBe("installed");
  });

  it("of the same version from another archive is replaced", async () => {
    const first = await box.archiveFile(releaseEntries(Buffer.from("one")));
    await box.install(first);
    const second = await box.archiveFile(releaseEntries(Buffer.from("two")));
    expect((await box.install(second)).kind).toBe("installed");
    expect(readFileSync(join(box.cache, "9.9.9", "lib", "maelstrom.jar"), "utf8")).toBe("two");
  });

  it("and is named by the environment makes another one needless, unless it is asked for", async () => {
    const own = join(box.home, "own");
    mkdirSync(join(own, "lib"), { recursive: true });
    writeFileSync(join(own, "maelstrom"), "");
    writeFileSync(join(own, "lib", "maelstrom.jar"), "");
    const world = { ...box.world, env: { GLOMERS_MAELSTROM: own } };
    expect(await box.install({}, world)).toMatchObject({
      kind: "named",
      installation: { launcher: join(own, "maelstrom"), origin: "environment" },
    });
    const server = await box.serve(send(box.sample.archive));
    expect((await box.install({ from: server.url }, world)).kind).toBe("installed");
    expect(box.notes).toEqual([
      `GLOMERS_MAELSTROM names ${join(own, "maelstrom")}, which is used as long as it is set.`,
    ]);
  });

  it("is not replaced if the environment names something else that is none", async () => {
    await expect(box.install({}, { ...box.world, env: { GLOMERS_MAELSTROM: "gone" } })).rejects.toThrow(
      /^install: GLOMERS_MAELSTROM=gone does not exist: .*unset it/,
    );
  });
});

describe("two installations at once", () => {
  it("share one download", async () => {
    const server = await box.serve(send(box.sample.archive));
    const outcomes = await Promise.all([
      box.install({ from: server.url }),
      box.install({ from: server.url }),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["installed", "present"]);
    expect(server.requests).toHaveLength(1);
  });
});

it("a file in the place of the installation makes way for it", async () => {
  mkdirSync(box.cache, { recursive: true });
  writeFileSync(join(box.cache, "9.9.9"), "no folder");
  const server = await box.serve(send(box.sample.archive));
  expect((await box.install({ from: server.url })).kind).toBe("installed");
  expect(box.cached()).toEqual(["9.9.9"]);
});

it("a cache that cannot be written is named", async () => {
  writeFileSync(join(box.home, ".cache"), "a file where a folder should be");
  await expect(box.install({ from: "archive" })).rejects.toThrow(
    /^install: .*\.cache\/glomers\/maelstrom cannot be used \(E.*\); something else is in its way: /,
  );
});
