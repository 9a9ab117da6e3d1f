import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ArchiveServer,
  answer,
  archiveServer,
  type Behaviour,
  cut,
  send,
} from "../../test/archive-server.ts";
import { realDisk } from "./disk.ts";
import { download } from "./download.ts";
import { PartialFile } from "./partial-file.ts";

const archive = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) % 251));

let folder: string;
let part: PartialFile;
let servers: ArchiveServer[];
let notes: string[];
let pauses: number[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glomers-download-"));
  part = new PartialFile(folder, "sum", realDisk);
  [servers, notes, pauses] = [[], [], []];
});
afterEach(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

async function serve(...behaviours: readonly Behaviour[]): Promise<ArchiveServer> {
  const server = await archiveServer(...behaviours);
  servers.push(server);
  return server;
}

function fetchFrom(url: string, silenceMs = 30_000, limitBytes = 500_000): Promise<number> {
  return download(new URL(url), part, {
    limitBytes,
    observer: { note: (text) => notes.push(text), progress: () => {} },
    signal: new AbortController().signal,
    silenceMs,
    pause: async (ms) => {
      pauses.push(ms);
    },
  });
}

function expectWhole(): void {
  expect(readFileSync(part.path).equals(archive)).toBe(true);
}

describe("a connection that is cut", () => {
  it("goes on where it broke off, if the file is still the same", async () => {
    const server = await serve(cut(archive, 70_000), send(archive));
    expect(await fetchFrom(server.url)).toBe(0);
    expectWhole();
    expect(server.requests[1]?.headers).toMatchObject({ range: "bytes=70000-", "if-range": '"v1"' });
    expect(notes).toEqual([`${server.url}: the connection broke off; trying again in 0.5 s, from 0.1 MB on`]);
  });

  it("is not kept if it had brought more than any release has", async () => {
    const server = await serve(send(archive));
    await expect(fetchFrom(server.url, 30_000, 100_000)).rejects.toThrow(
      /^install: what comes is larger than any release .*--from$/,
    );
    expect(await part.size()).toBe(0);
  });

  it("begins again if it is another file by now", async () => {
    const server = await serve(
      cut(
        archive.map((byte) => byte ^ 1),
        70_000,
        '"v0"',
      ),
      send(archive, '"v1"'),
    );
    await fetchFrom(server.url);
    expectWhole();
  });

  it.each<[what: string, behaviours: readonly Behaviour[]]>([
    ["knows no ranges", [cut(archive, 70_000), cut(archive, 60_000)]],
    [
      "sends other ranges than are asked for",
      [
        cut(archive, 70_000),
        (_, response) =>
          response.writeHead(206, { "content-range": "bytes 5-199999/200000" }).end(archive.subarray(5)),
      ],
    ],
  ])("is given up if it never comes farther, as the server %s", async (_, behaviours) => {
    const server = await serve(...Array.from({ length: 10 }, () => behaviours).flat());
    await expect(fetchFrom(server.url)).rejects.toThrow(/^install: .* cannot be fetched: /);
    expect(server.requests.length).toBeLessThan(8);
  });

  it("begins again if the server knows no ranges", async () => {
    const server = await serve(cut(archive, 70_000), (_, response) => response.end(archive));
    await fetchFrom(server.url);
    expectWhole();
  });

  it("begins again if another part comes than was asked for", async () => {
    const wrong: Behaviour = (_, response) => {
      response
        .writeHead(206, { "content-range": `bytes 0-9/${archive.length}` })
        .end(archive.subarray(0, 10));
    };
    const server = await serve(cut(archive, 70_000), wrong, send(archive));
    await fetchFrom(server.url);
    expectWhole();
    expect(server.requests[2]?.headers.range).toBeUndefined();
  });

  it("goes on in the next run, and as often as something comes", async () => {
    const cuts = Array.from(
      { length: 10 },
      (_, i): Behaviour =>
        (_request, response) => {
          const start = i * 10_000;
          const status = start === 0 ? 200 : 206;
          const contentRange = `bytes ${start}-${archive.length - 1}/${archive.length}`;
          const length = { "content-length": archive.length - start };
          response.writeHead(status, start === 0 ? length : { ...length, "content-range": contentRange });
          response.write(archive.subarray(start, start + 10_000), () => response.destroy());
        },
    );
    const server = await serve(...cuts, answer(404), send(archive));
    await expect(fetchFrom(server.url)).rejects.toThrow(/404/);
    expect(await fetchFrom(server.url)).toBe(100_000);
    expectWhole();
    expect(pauses).toEqual(Array.from({ length: 10 }, () => 500));
  });

  it("asks another server for the rest without a condition that is not its own", async () => {
    const first = await serve(cut(archive, 70_000), answer(404));
    await expect(fetchFrom(first.url)).rejects.toThrow();
    const second = await serve(send(archive, '"other"'));
    expect(await fetchFrom(second.url)).toBe(70_000);
    expectWhole();
    expect(second.requests[0]?.headers).toMatchObject({ range: "bytes=70000-" });
    expect(second.requests[0]?.headers["if-range"]).toBeUndefined();
  });

  it("trusts no weak ETag, but a date", async () => {
    const dated: Behaviour = (_, response) => {
      response.writeHead(200, {
        etag: 'W/"v1"',
        "last-modified": "Wed, 04 Dec 2024 12:00:00 GMT",
        "content-length": archive.length,
      });
      response.write(archive.subarray(0, 70_000), () => response.destroy());
    };
    const server = await serve(dated, send(archive, null));
    await fetchFrom(server.url);
    expect(server.requests[1]?.headers["if-range"]).toBe("Wed, 04 Dec 2024 12:00:00 GMT");
  });
});

describe("what has come entirely", () => {
  it("is not asked for again", async () => {
    writeFileSync(part.path, archive);
    const server = await serve(send(archive));
    expect(await fetchFrom(server.url)).toBe(archive.length);
    expectWhole();
    expect(server.requests).toHaveLength(1);
  });

  it("and is more than there is is fetched again", async () => {
    writeFileSync(part.path, Buffer.concat([archive, archive]));
    const server = await serve(send(archive));
    await fetchFrom(server.url);
    expectWhole();
  });
});

describe("a server", () => {
  it("that is busy is asked again, with longer and longer pauses or as long as it wants", async () => {
    const server = await serve(answer(503), answer(502), answer(429, { "retry-after": "7" }), send(archive));
    await fetchFrom(server.url);
    expectWhole();
    expect(pauses).toEqual([500, 1000, 7000]);
  });

  it("that stays busy is given up", async () => {
    const server = await serve(answer(503));
    await expect(fetchFrom(server.url)).rejects.toThrow(
      /cannot be fetched: the server answered 503 \(4 tries\)/,
    );
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  it.each([401, 403, 404, 410])("that answers %i is not asked again", async (status) => {
    const server = await serve(answer(status));
    await expect(fetchFrom(server.url)).rejects.toThrow(
      new RegExp(`^install: .* answered ${status}.*--from$`),
    );
    expect(server.requests).toHaveLength(1);
  });

  it("that says nothing is given up, before the head of its answer and after", async () => {
    const half: Behaviour = (_, response) => {
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, 70_000));
    };
    const server = await serve(() => {}, half, send(archive));
    await fetchFrom(server.url, 400);
    expectWhole();
    expect(notes).toContain(`${server.url}: no answer for 0.4 s; trying again in 0.5 s`);
    expect(notes).toContain(`${server.url}: no answer for 0.4 s; trying again in 0.5 s, from 0.1 MB on`);
  });

  it("that redirects is followed, ranges included", async () => {
    const target = await serve(cut(archive, 70_000), send(archive));
    const server = await serve(answer(302, { location: target.url }));
    await fetchFrom(server.url);
    expectWhole();
    expect(target.requests[1]?.headers).toMatchObject({ range: "bytes=70000-", "if-range": '"v1"' });
  });

  it("that redirects in a circle is not followed for ever", async () => {
    const server = await serve(answer(302, { location: "/again" }));
    await expect(fetchFrom(server.url)).rejects.toThrow(/redirects more than 10 times; name another source/);
    expect(server.requests).toHaveLength(11);
  });

  it("that is not there at all is said to be so, with three ways out", async () => {
    const { port } = await closedPort();
    const url = `http://127.0.0.1:${port}/maelstrom.tar.bz2`;
    await expect(fetchFrom(url)).rejects.toThrow(
      `install: ${url} cannot be fetched: connect ECONNREFUSED 127.0.0.1:${port} (4 tries).
Behind a proxy, set HTTPS_PROXY. Without a network there are three ways:
  glomers maelstrom install --from FILE    the archive maelstrom.tar.bz2, fetched somewhere else
  GLOMERS_MAELSTROM_MIRROR=URL             a mirror of https://github.com/jepsen-io/maelstrom/releases/download
  GLOMERS_MAELSTROM=FOLDER                 an installation that is already there`,
    );
  });
});

/** A port that nobody listens at: one that was free a moment ago. */
async function closedPort(): Promise<{ port: number }> {
  const server = await archiveServer();
  const port = Number(new URL(server.url).port);
  await server.close();
  return { port };
}
