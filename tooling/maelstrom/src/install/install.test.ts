import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type ArchiveEntry,
  launcherText,
  releaseEntries,
  sampleRelease,
  sha256,
  tarBz2,
} from "../../test/archive.ts";
import {
  type ArchiveServer,
  answer,
  archiveServer,
  type Behaviour,
  cut,
  send,
} from "../../test/archive-server.ts";
import { type Sandbox, sandbox } from "../../test/sandbox.ts";
import { knownReleases, type Release } from "../release.ts";
import { type Disk, realDisk } from "./disk.ts";
import { type InstallRequest, installMaelstrom } from "./install.ts";

let sample: Awaited<ReturnType<typeof sampleRelease>>;
beforeAll(async () => {
  sample = await sampleRelease();
});

let box: Sandbox;
let servers: ArchiveServer[];
beforeEach(() => {
  box = sandbox();
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.close();
  box.remove();
});

async function serve(...behaviours: readonly Behaviour[]): Promise<ArchiveServer> {
  const server = await archiveServer(...behaviours);
  servers.push(server);
  return server;
}

function install(changes: Partial<InstallRequest> = {}, world = box.world) {
  return installMaelstrom({ release: sample.release, from: null, force: false, ...changes }, world);
}

/** A file with an archive of these entries, and the release that it would be. */
async function archiveFile(entries: readonly ArchiveEntry[]): Promise<{ from: string; release: Release }> {
  const archive = await tarBz2(entries);
  const from = join(box.home, "archive.tar.bz2");
  writeFileSync(from, archive);
  return { from, release: { version: "9.9.9", sha256: sha256(archive), files: null } };
}

describe("a good archive", () => {
  it("is fetched, checked, unpacked and left alone in the cache", async () => {
    const server = await serve(send(sample.archive));
    const { kind, installation } = await install({ from: server.url });
    const folder = join(box.cache, "9.9.9");
    expect(kind).toBe("installed");
    expect(installation).toEqual({
      launcher: join(folder, "maelstrom"),
      jar: join(folder, "lib", "maelstrom.jar"),
      version: "9.9.9",
      origin: "cache",
    });
    expect(readFileSync(join(folder, "lib", "maelstrom.jar")).equals(sample.jar)).toBe(true);
    expect(readFileSync(join(folder, "maelstrom"), "utf8")).toBe(launcherText);
    expect(statSync(join(folder, "maelstrom")).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(folder, "demo", "echo"))).toBe("ruby/echo.rb");
    expect(readFileSync(join(folder, "demo", "again.rb"), "utf8")).toBe("#!/usr/bin/env ruby\n");
    expect(box.cached()).toEqual(["9.9.9"]);
    expect(box.notes).toEqual([]);
  });

  it("shows how far each step is", async () => {
    const server = await serve(send(sample.archive));
    await install({ from: server.url });
    const length = sample.archive.length;
    expect(new Set(box.progress.map(({ step }) => step))).toEqual(
      new Set(["downloading", "checking", "unpacking"]),
    );
    expect(box.progress).toContainEqual({ step: "downloading", done: length, total: length });
    expect(box.progress.at(-1)).toEqual({ step: "unpacking", done: length, total: length });
  });

  it("is not fetched a second time", async () => {
    const server = await serve(send(sample.archive));
    await install({ from: server.url });
    expect((await install({ from: server.url })).kind).toBe("present");
    expect(server.requests).toHaveLength(1);
  });

  it("is fetched again by force", async () => {
    const server = await serve(send(sample.archive));
    await install({ from: server.url });
    expect((await install({ from: server.url, force: true })).kind).toBe("installed");
    expect(server.requests).toHaveLength(2);
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it.each([
    ["a path", (path: string) => path],
    ["a path from here", () => "archive.tar.bz2"],
    ["an address", (path: string) => pathToFileURL(path).href],
  ])("is taken from a file named by %s", async (_, name) => {
    const path = join(box.home, "archive.tar.bz2");
    writeFileSync(path, sample.archive);
    expect((await install({ from: name(path) })).kind).toBe("installed");
    expect(existsSync(path)).toBe(true);
    expect(box.progress[0]).toEqual({ step: "copying", done: 65_536, total: sample.archive.length });
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it("is taken from the mirror that the environment names", async () => {
    const server = await serve(send(sample.archive));
    const mirror = server.url.replace("maelstrom.tar.bz2", "releases/");
    await install({}, { ...box.world, env: { GLOMERS_MAELSTROM_MIRROR: mirror } });
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
    writeFileSync(from, sample.archive);
    await install({ from });
    harm(join(box.cache, "9.9.9"));
    expect((await install({ from })).kind).toBe("installed");
    expect(box.notes).toEqual([
      expect.stringMatching(/9\.9\.9 is not intact \(.*maelstrom.*\); it is replaced\./),
    ]);
    expect((await install({ from })).kind).toBe("present");
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it("of an unknown version is held against what was noted of it", async () => {
    const { from, release } = await archiveFile(releaseEntries(Buffer.from("jar")));
    expect((await install({ from, release })).kind).toBe("installed");
    expect((await install({ from, release })).kind).toBe("present");
    writeFileSync(join(box.cache, "9.9.9", "lib", "maelstrom.jar"), "x");
    expect((await install({ from, release })).kind).toBe("installed");
  });

  it("of the same version from another archive is replaced", async () => {
    const first = await archiveFile(releaseEntries(Buffer.from("one")));
    await install(first);
    const second = await archiveFile(releaseEntries(Buffer.from("two")));
    expect((await install(second)).kind).toBe("installed");
    expect(readFileSync(join(box.cache, "9.9.9", "lib", "maelstrom.jar"), "utf8")).toBe("two");
  });

  it("and is named by the environment makes another one needless, unless it is asked for", async () => {
    const own = join(box.home, "own");
    mkdirSync(join(own, "lib"), { recursive: true });
    writeFileSync(join(own, "maelstrom"), "");
    writeFileSync(join(own, "lib", "maelstrom.jar"), "");
    const world = { ...box.world, env: { GLOMERS_MAELSTROM: own } };
    expect(await install({}, world)).toMatchObject({
      kind: "named",
      installation: { launcher: join(own, "maelstrom"), origin: "environment" },
    });
    const server = await serve(send(sample.archive));
    expect((await install({ from: server.url }, world)).kind).toBe("installed");
    expect(box.notes).toEqual([
      `GLOMERS_MAELSTROM names ${join(own, "maelstrom")}, which is used as long as it is set.`,
    ]);
  });

  it("is not replaced if the environment names something else that is none", async () => {
    await expect(install({}, { ...box.world, env: { GLOMERS_MAELSTROM: "gone" } })).rejects.toThrow(
      /^install: GLOMERS_MAELSTROM=gone does not exist: .*unset it/,
    );
  });
});

describe("an archive with another checksum", () => {
  it("is refused before anything is unpacked, and not kept", async () => {
    const server = await serve(send(sample.archive));
    const release = { ...sample.release, sha256: "0".repeat(64) };
    await expect(install({ from: server.url, release })).rejects.toThrow(
      `install: ${server.url} is not the archive of Maelstrom 9.9.9: its SHA-256 is ${sample.release.sha256} and must be ` +
        `${"0".repeat(64)}. Nothing was unpacked; fetch it again, or from somewhere else with --from`,
    );
    expect(box.progress.some(({ step }) => step === "unpacking")).toBe(false);
    expect(box.cached()).toEqual([".download"]);
    expect(server.requests).toHaveLength(1);
  });

  it("may be so because another beginning was kept: then all of it is fetched once more", async () => {
    const other = Buffer.from(sample.archive).fill(0, 0, 100);
    // A server without ETags cannot tell that the file has changed meanwhile.
    const blind = await serve(cut(other, 60_000, null), answer(404), send(sample.archive, null));
    await expect(install({ from: blind.url })).rejects.toThrow(/answered 404/);
    expect((await install({ from: blind.url })).kind).toBe("installed");
    expect(box.notes.at(-1)).toBe(
      "What had been kept of an earlier download does not fit; downloading all of it.",
    );
    expect(blind.requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      "bytes=60000-",
      "bytes=60000-",
      undefined,
    ]);
  });
});

describe("an archive that holds something else", () => {
  const good = releaseEntries(Buffer.from("jar"));
  const plain = (name: string): ArchiveEntry => ({ name, content: "x" });

  it.each<[what: string, entries: readonly ArchiveEntry[], complaint: RegExp]>([
    [
      "a path that leads out",
      [...good, plain("maelstrom/../../outside")],
      /"maelstrom\/..\/..\/outside" leads out of its folder/,
    ],
    ["an absolute path", [...good, plain("/tmp/outside")], /"\/tmp\/outside" is an absolute path/],
    [
      "a link to an absolute path",
      [...good, { name: "maelstrom/x", type: "symlink", linkname: "/etc" }],
      /is a link to "\/etc"/,
    ],
    [
      "a link that leads out",
      [...good, { name: "maelstrom/x", type: "symlink", linkname: "../.." }],
      /"maelstrom\/x" is a link that leads out/,
    ],
    [
      "a file behind a link",
      [{ name: "maelstrom", type: "symlink", linkname: "." }, plain("maelstrom/x")],
      /lies in "maelstrom", which is a link/,
    ],
    [
      "another name of a file outside",
      [...good, { name: "maelstrom/x", type: "link", linkname: "/etc/passwd" }],
      /"\/etc\/passwd" is an absolute path/,
    ],
    [
      "another name of what is not there",
      [...good, { name: "maelstrom/x", type: "link", linkname: "maelstrom/y" }],
      /which is no file before it/,
    ],
    [
      "a device",
      [...good, { name: "maelstrom/x", type: "character-device" }],
      /is a character-device, which no release needs/,
    ],
    ["a pipe", [...good, { name: "maelstrom/x", type: "fifo" }], /is a fifo/],
    [
      "no launcher",
      good.filter(({ name }) => name !== "maelstrom/maelstrom"),
      /it has no maelstrom\. Nothing of it remains/,
    ],
    ["no jar", good.filter(({ name }) => !name.endsWith(".jar")), /it has no lib\/maelstrom\.jar/],
    ["nothing", [], /it has no maelstrom/],
  ])("such as %s leaves nothing", async (_, entries, complaint) => {
    const { from, release } = await archiveFile(entries);
    await expect(install({ from, release })).rejects.toThrow(complaint);
    expect(box.cached()).toEqual([".download"]);
    expect(existsSync(join(box.home, "outside"))).toBe(false);
  });

  it("such as no bzip2 at all, or half of it, leaves nothing", async () => {
    const from = join(box.home, "archive.tar.bz2");
    for (const bytes of [Buffer.from("<html>"), sample.archive.subarray(0, 50_000)]) {
      writeFileSync(from, bytes);
      const release = { version: "9.9.9", sha256: sha256(bytes), files: null };
      await expect(install({ from, release })).rejects.toThrow(
        /holds no Maelstrom that could be used: it is broken: /,
      );
      expect(box.cached()).toEqual([".download"]);
    }
  });

  it("such as other files than the known release has leaves nothing", async () => {
    const { from, release } = await archiveFile(good);
    const files = knownReleases[0]?.files ?? null;
    await expect(install({ from, release: { ...release, files } })).rejects.toThrow(
      /maelstrom is not the one of the release/,
    );
    expect(box.cached()).toEqual([".download"]);
  });
});

describe("a disk that is full", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const complaint = /^install: there is no space left for .*free some/;

  it("while it downloads leaves nothing, not even the download", async () => {
    const server = await serve(send(sample.archive));
    // A device that is always full takes the place of the file.
    mkdirSync(join(box.cache, ".download"), { recursive: true });
    const part = join(box.cache, ".download", `${sample.release.sha256}.part`);
    const disk: Disk = {
      ...realDisk,
      append: async (path) => {
        symlinkSync("/dev/full", path);
        return realDisk.append(path);
      },
    };
    await expect(install({ from: server.url }, { ...box.world, disk })).rejects.toThrow(complaint);
    expect(existsSync(part)).toBe(false);
    expect(box.cached()).toEqual([".download"]);
  });

  it("while it unpacks leaves nothing, and what was there before is untouched", async () => {
    const from = join(box.home, "archive.tar.bz2");
    writeFileSync(from, sample.archive);
    await install({ from });
    let written = 0;
    const disk: Disk = {
      ...realDisk,
      create: async (path, mode) => {
        const file = await realDisk.create(path, mode);
        return {
          close: () => file.close(),
          write: async (chunk) => {
            written += chunk.length;
            if (written > 100_000) throw full;
            return file.write(chunk);
          },
        };
      },
    };
    await expect(install({ from, force: true }, { ...box.world, disk })).rejects.toThrow(complaint);
    expect(written).toBeGreaterThan(100_000);
    expect(box.cached()).toEqual([".download", "9.9.9"]);
    expect((await install({ from })).kind).toBe("present");
  });
});

describe("an interrupted installation", () => {
  it.each(["downloading", "checking", "unpacking"] as const)("while %s leaves nothing half", async (step) => {
    const server = await serve(send(sample.archive));
    const controller = new AbortController();
    const world = {
      ...box.world,
      signal: controller.signal,
      observer: {
        note: () => {},
        progress: (progress: { step: string }) => {
          if (progress.step === step) controller.abort(new Error("Ctrl-C"));
        },
      },
    };
    await expect(install({ from: server.url }, world)).rejects.toThrow("Ctrl-C");
    expect(box.cached()).toEqual([".download"]);
    expect((await install({ from: server.url })).kind).toBe("installed");
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it("that was killed is swept away by the next one", async () => {
    mkdirSync(join(box.cache, ".unpacking-abc", "maelstrom"), { recursive: true });
    mkdirSync(join(box.cache, ".replaced-abc", "old"), { recursive: true });
    const server = await serve(send(sample.archive));
    await install({ from: server.url });
    expect(box.cached()).toEqual(["9.9.9"]);
    // Also if there is nothing else to do.
    mkdirSync(join(box.cache, ".unpacking-def"));
    expect((await install({ from: server.url })).kind).toBe("present");
    expect(box.cached()).toEqual(["9.9.9"]);
  });
});

describe("two installations at once", () => {
  it("share one download", async () => {
    const server = await serve(send(sample.archive));
    const outcomes = await Promise.all([install({ from: server.url }), install({ from: server.url })]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["installed", "present"]);
    expect(server.requests).toHaveLength(1);
  });
});

it("a cache that cannot be written is named", async () => {
  writeFileSync(join(box.home, ".cache"), "a file where a folder should be");
  await expect(install({ from: "archive" })).rejects.toThrow(/ENOTDIR|EEXIST/);
});
