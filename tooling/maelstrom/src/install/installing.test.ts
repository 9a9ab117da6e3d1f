import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ArchiveEntry, releaseEntries, sha256 } from "../../test/archive.ts";
import { answer, cut, send } from "../../test/archive-server.ts";
import { type Sandbox, sandbox } from "../../test/sandbox.ts";
import { knownReleases } from "../release.ts";
import { type Disk, realDisk } from "./disk.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await sandbox();
});
afterEach(() => box.remove());

describe("an archive with another checksum", () => {
  it("is refused before anything is unpacked, and not kept", async () => {
    const server = await box.serve(send(box.sample.archive));
    const release = { ...box.sample.release, sha256: "0".repeat(64) };
    await expect(box.install({ from: server.url, release })).rejects.toThrow(
      `install: ${server.url} is not the archive of Maelstrom 9.9.9: its SHA-256 is ${box.sample.release.sha256} and must be ` +
        `${"0".repeat(64)}. Nothing was unpacked; fetch it again, or from somewhere else with --from`,
    );
    expect(box.progress.some(({ step }) => step === "unpacking")).toBe(false);
    expect(box.cached()).toEqual([".download"]);
    expect(server.requests).toHaveLength(1);
  });

  it("may be so because another beginning was kept: then all of it is fetched once more", async () => {
    const other = Buffer.from(box.sample.archive).fill(0, 0, 100);
    // A server without ETags cannot tell that the file has changed meanwhile.
    const blind = await box.serve(cut(other, 60_000, null), answer(404), send(box.sample.archive, null));
    await expect(box.install({ from: blind.url })).rejects.toThrow(/answered 404/);
    expect((await box.install({ from: blind.url })).kind).toBe("installed");
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
    const { from, release } = await box.archiveFile(entries);
    await expect(box.install({ from, release })).rejects.toThrow(complaint);
    expect(box.cached()).toEqual([".download"]);
    expect(existsSync(join(box.home, "outside"))).toBe(false);
  });

  it("such as no bzip2 at all, or half of it, leaves nothing", async () => {
    const from = join(box.home, "archive.tar.bz2");
    for (const [bytes, why] of [
      [Buffer.from("<html>"), /it is broken: No magic number found/],
      [box.sample.archive.subarray(0, 50_000), /it is broken: it ends too early/],
    ] as const) {
      writeFileSync(from, bytes);
      const release = { version: "9.9.9", sha256: sha256(bytes), files: null };
      await expect(box.install({ from, release })).rejects.toThrow(why);
      expect(box.cached()).toEqual([".download"]);
    }
  });

  it("such as other files than the known release has leaves nothing", async () => {
    const { from, release } = await box.archiveFile(good);
    const files = knownReleases[0]?.files ?? null;
    await expect(box.install({ from, release: { ...release, files } })).rejects.toThrow(
      /maelstrom is not the one of the release/,
    );
    expect(box.cached()).toEqual([".download"]);
  });
});

describe("a disk that is full", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const complaint = /^install: there is no space left for .*free some/;

  it("while it downloads leaves nothing, not even the download", async () => {
    const server = await box.serve(send(box.sample.archive));
    // A device that is always full takes the place of the file.
    mkdirSync(join(box.cache, ".download"), { recursive: true });
    const part = join(box.cache, ".download", `${box.sample.release.sha256}.part`);
    const disk: Disk = {
      ...realDisk,
      append: async (path) => {
        symlinkSync("/dev/full", path);
        return realDisk.append(path);
      },
    };
    await expect(box.install({ from: server.url }, { ...box.world, disk })).rejects.toThrow(complaint);
    expect(existsSync(part)).toBe(false);
    expect(box.cached()).toEqual([".download"]);
  });

  it("while it unpacks leaves nothing, and what was there before is untouched", async () => {
    const from = join(box.home, "archive.tar.bz2");
    writeFileSync(from, box.sample.archive);
    await box.install({ from });
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
    await expect(box.install({ from, force: true }, { ...box.world, disk })).rejects.toThrow(complaint);
    expect(written).toBeGreaterThan(100_000);
    expect(box.cached()).toEqual([".download", "9.9.9"]);
    expect((await box.install({ from })).kind).toBe("present");
  });
});

describe("an interrupted installation", () => {
  it.each(["downloading", "checking", "unpacking"] as const)("while %s leaves nothing half", async (step) => {
    const server = await box.serve(send(box.sample.archive));
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
    await expect(box.install({ from: server.url }, world)).rejects.toThrow("Ctrl-C");
    expect(box.cached()).toEqual([".download"]);
    expect((await box.install({ from: server.url })).kind).toBe("installed");
    expect(box.cached()).toEqual(["9.9.9"]);
  });

  it("that ends at once, as at a second Ctrl-C, leaves nothing half either", async () => {
    const server = await box.serve(send(box.sample.archive));
    const before = process.listeners("exit");
    let left: readonly string[] | null = null;
    const observer = {
      note: () => {},
      progress: ({ step }: { step: string }) => {
        if (step !== "unpacking" || left !== null) return;
        expect(box.cached().some((name) => name.startsWith(".unpacking-"))).toBe(true);
        for (const end of process.listeners("exit")) if (!before.includes(end)) end(130);
        left = box.cached();
      },
    };
    await box.install({ from: server.url }, { ...box.world, observer }).catch(() => {});
    // The lock's own package hears of the real end only.
    expect(left).toEqual([".download", ".lock"]);
    expect(process.listeners("exit")).toEqual(before);
  });

  it("that was killed is swept away by the next one", async () => {
    mkdirSync(join(box.cache, ".unpacking-abc", "maelstrom"), { recursive: true });
    mkdirSync(join(box.cache, ".replaced-abc", "old"), { recursive: true });
    const server = await box.serve(send(box.sample.archive));
    await box.install({ from: server.url });
    expect(box.cached()).toEqual(["9.9.9"]);
    // Also if there is nothing else to do.
    mkdirSync(join(box.cache, ".unpacking-def"));
    expect((await box.install({ from: server.url })).kind).toBe("present");
    expect(box.cached()).toEqual(["9.9.9"]);
  });
});
