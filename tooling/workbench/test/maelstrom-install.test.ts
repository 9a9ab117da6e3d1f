/** `glomers maelstrom install` as processes of its own: several at once, interrupted, killed, behind a proxy, without a network. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Finished, fixture, type Running, type Scratch, scratch, start } from "./glomers.ts";

const archive = readFileSync(fixture("maelstrom.tar.bz2"));
const checksum = createHash("sha256").update(archive).digest("hex");
const half = archive.length >> 1;

let place: Scratch;
let servers: Server[];
beforeEach(() => {
  place = scratch();
  servers = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  place.remove();
});

/** @returns its address */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts an installation of the archive that the tests have. No proxy of the machine's own is in the way. */
function install(from: string, env: NodeJS.ProcessEnv = {}): Running {
  const args = ["maelstrom", "install", "--from", from, "--version", "9.9.9", "--sha256", checksum];
  const own = {
    HOME: place.path,
    XDG_CACHE_HOME: join(place.path, "cache"),
    NO_PROXY: "*",
    GLOMERS_MAELSTROM: "",
  };
  return start(place.path, args, undefined, { ...own, ...env });
}

const cache = (): string => join(place.path, "cache", "glomers", "maelstrom");
const cached = (): readonly string[] => readdirSync(cache()).sort();
const launcher = (): string => join(cache(), "9.9.9", "maelstrom");

function expectInstalled({ code, out, err }: Finished): void {
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(`Maelstrom 9.9.9 is installed: ${launcher()}`);
  expect(cached()).toEqual(["9.9.9"]);
}

describe("an installation", () => {
  it("that is done says so, and the second time that it was done", async () => {
    expectInstalled(await install(fixture("maelstrom.tar.bz2")).finished);
    const { code, out } = await install("http://nobody.invalid/").finished;
    expect([code, out]).toEqual([0, `Maelstrom 9.9.9 is installed already, and intact: ${launcher()}\n`]);
  });

  it("that begins while another one runs waits for it", async () => {
    let requests = 0;
    let second: Running | undefined;
    const finished: Promise<Finished>[] = [];
    const address = await listen((_, response) => {
      requests += 1;
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, half));
      // The first one has the lock, and is not going to get on until the second one has found that out.
      second = install(address);
      finished.push(second.finished);
      second.said("Another installation is running").then(() => response.end(archive.subarray(half)));
    });
    const first = await install(address).finished;
    // When the first one ends, the second one takes its lock to look at what is there.
    const [other] = await Promise.all(finished);
    expectInstalled(first);
    expect(other?.out).toContain("Maelstrom 9.9.9 is installed already, and intact");
    expect([other?.code, requests]).toEqual([0, 1]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "that is interrupted by %s leaves nothing half, and goes on the next time",
    async (signal, code) => {
      const ranges: (string | undefined)[] = [];
      const { address, running } = await stuck(ranges);
      running.kill(signal);
      const finished = await running.finished;
      expect(finished.code).toBe(code);
      expect(finished.err).toBe(
        `install: interrupted by ${signal}${signal === "SIGINT" ? " (Ctrl-C)" : ""}; nothing was installed. What has been ` +
          "downloaded is kept: run it again to go on\n",
      );
      expect(cached()).toEqual([".download"]);
      expectInstalled(await install(address).finished);
      expect(ranges).toEqual([undefined, `bytes=${half}-`]);
    },
  );

  it("that is killed leaves nothing half, and its lock is taken over", async () => {
    const ranges: (string | undefined)[] = [];
    const { address, running } = await stuck(ranges);
    running.kill("SIGKILL");
    await running.finished;
    expect(cached()).toEqual([".download", ".lock"]);
    // What would take twenty seconds otherwise.
    utimesSync(join(cache(), ".lock"), 0, 0);
    expectInstalled(await install(address).finished);
    expect(ranges).toEqual([undefined, `bytes=${half}-`]);
  });

  it("behind a proxy goes through it", async () => {
    const asked: (string | undefined)[] = [];
    const proxy = await listen(({ url }, response) => {
      asked.push(url);
      response.end(archive);
    });
    const address = "http://release.invalid/maelstrom.tar.bz2";
    expectInstalled(await install(address, { http_proxy: proxy, no_proxy: "", NO_PROXY: "" }).finished);
    expect(asked).toEqual([address]);
  });

  it("without a network names three ways out", async () => {
    const address = await listen(() => {});
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    const { code, err } = await install(address).finished;
    expect(code).toBe(1);
    expect(err).toMatch(/^install: .* cannot be fetched: connect ECONNREFUSED .* \(4 tries\)\.$/m);
    for (const way of ["--from FILE", "GLOMERS_MAELSTROM_MIRROR=URL", "GLOMERS_MAELSTROM=FOLDER"]) {
      expect(err).toContain(way);
    }
  });

  it("of something else is refused", async () => {
    const { code, err } = await install(fixture("echo.py")).finished;
    expect(code).toBe(1);
    expect(err).toMatch(
      /^install: .*echo\.py is not the archive of Maelstrom 9\.9\.9: its SHA-256 is [0-9a-f]{64}/,
    );
    expect(cached()).toEqual([".download"]);
  });

  /** An installation that has got half of the archive and gets no more; whoever asks for the rest then gets it. */
  async function stuck(ranges: (string | undefined)[]): Promise<{ address: string; running: Running }> {
    const address = await listen((request, response) => {
      const { range } = request.headers;
      ranges.push(range);
      const start = range === undefined ? 0 : half;
      const rest = { "content-length": archive.length - start };
      const contentRange = `bytes ${start}-${archive.length - 1}/${archive.length}`;
      if (range === undefined) response.writeHead(200, rest).write(archive.subarray(0, half));
      else response.writeHead(206, { ...rest, "content-range": contentRange }).end(archive.subarray(half));
    });
    const running = install(address);
    const part = join(cache(), ".download", `${checksum}.part`);
    await expect.poll(() => sizeOf(part), { timeout: 20_000 }).toBe(half);
    return { address, running };
  }
});

function sizeOf(path: string): number {
  try {
    return readFileSync(path).length;
  } catch {
    return 0;
  }
}

describe("doctor", () => {
  it("finds what was installed, and what became of it", async () => {
    const env = { HOME: place.path, XDG_CACHE_HOME: join(place.path, "cache"), GLOMERS_MAELSTROM: "" };
    const maelstrom = async () => {
      const { out } = await start(place.path, ["maelstrom", "doctor", "--json"], undefined, env).finished;
      const { ok, sections } = JSON.parse(out);
      const finding = sections[0].findings.find(({ check }: { check: string }) => check === "Maelstrom");
      return { ok, state: finding.state, remedy: finding.remedies[0]?.command };
    };
    expect(await maelstrom()).toEqual({ ok: false, state: "failed", remedy: "glomers maelstrom install" });
    expectInstalled(await install(fixture("maelstrom.tar.bz2")).finished);
    expect((await maelstrom()).state).toBe("ok");
  });

  it("ends with 0 if glomers lacks nothing, and 1 if a program cannot be started", async () => {
    const fine = await start(place.path, ["doctor", "--bin", fixture("echo.py")]).finished;
    expect([fine.code, fine.err]).toEqual([0, ""]);
    expect(fine.out).toMatch(
      /^glomers\n✓ Node .*✓ bin .*\n\nthe real Maelstrom \(for glomers maelstrom only\)\n/s,
    );
    const ill = await start(place.path, ["doctor", "--bin", "gone"]).finished;
    expect(ill.code).toBe(1);
    expect(ill.out).toContain("does not exist");
  });
});
