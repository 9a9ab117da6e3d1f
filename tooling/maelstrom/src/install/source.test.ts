import { describe, expect, it } from "vitest";
import { defaultRelease } from "../release.ts";
import { type Source, sourceOf } from "./source.ts";

function source(from: string | null, env: NodeJS.ProcessEnv = {}): Source {
  return sourceOf(defaultRelease, { from, env, directory: "/home/ada" });
}

describe("where the archive is taken from", () => {
  it.each<[from: string | null, mirror: string | undefined, place: string]>([
    [null, undefined, "https://github.com/jepsen-io/maelstrom/releases/download/v0.2.4/maelstrom.tar.bz2"],
    [null, "", "https://github.com/jepsen-io/maelstrom/releases/download/v0.2.4/maelstrom.tar.bz2"],
    [null, "http://m.example/x/", "http://m.example/x/v0.2.4/maelstrom.tar.bz2"],
    [null, "file:///mnt/mirror", "/mnt/mirror/v0.2.4/maelstrom.tar.bz2"],
    [null, "mirror", "/home/ada/mirror/v0.2.4/maelstrom.tar.bz2"],
    ["m.tar.bz2", "http://m.example", "/home/ada/m.tar.bz2"],
    ["/tmp/m.tar.bz2", undefined, "/tmp/m.tar.bz2"],
    ["C:\\m.tar.bz2", undefined, "/home/ada/C:\\m.tar.bz2"],
    ["file:///tmp/with%20blank", undefined, "/tmp/with blank"],
    ["HTTPS://m.example/m", undefined, "https://m.example/m"],
  ])("--from %s, mirror %s", (from, mirror, place) => {
    const found = source(from, mirror === undefined ? {} : { GLOMERS_MAELSTROM_MIRROR: mirror });
    expect(found.kind === "file" ? found.path : found.url.href).toBe(place);
  });

  it.each(["ftp://m.example/m", "file://other-host/m", "https://", "http://["])("not from %s", (from) => {
    expect(() => source(from)).toThrow(
      `install: --from ${from} is no source; name a file, or an address that begins with`,
    );
  });
});
