import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { get } from "./get.ts";
import { proxyAgent } from "./proxy-agent.ts";

/** A proxy that answers plain requests itself, and opens tunnels only to say that it has been asked to. */
const seen: string[] = [];
const proxy = createServer((request: IncomingMessage, response) => {
  seen.push(`${request.method} ${request.url}`);
  response.end("through the proxy");
});
proxy.on("connect", (request, socket) => {
  seen.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
  socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
});

let address: string;
beforeEach(async () => {
  seen.length = 0;
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  for (const name of ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]) {
    vi.stubEnv(name, "");
    vi.stubEnv(name.toUpperCase(), "");
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => {
    proxy.close(resolve);
    proxy.closeAllConnections();
  });
});

const options = { headers: {}, signal: new AbortController().signal, silenceMs: 30_000 };

describe("a proxy", () => {
  it("is asked for http as a whole", async () => {
    vi.stubEnv("HTTP_PROXY", `http://${address}`);
    const { body } = await get(new URL("http://release.invalid/maelstrom.tar.bz2"), options);
    let received = "";
    for await (const chunk of body) received += chunk.toString();
    expect(received).toBe("through the proxy");
    expect(seen).toEqual(["GET http://release.invalid/maelstrom.tar.bz2"]);
  });

  it("is asked for a tunnel for https, with the password that it wants", async () => {
    vi.stubEnv("https_proxy", `http://ada:secret@${address}`);
    const credentials = Buffer.from("ada:secret").toString("base64");
    const { status, proxied, close } = await get(new URL("https://release.invalid/x"), options);
    close();
    // The proxy's own answer, as it has let nobody through.
    expect({ status, proxied }).toEqual({ status: 403, proxied: true });
    expect(seen).toEqual([`CONNECT release.invalid:443 Basic ${credentials}`]);
  });

  it("is passed by where NO_PROXY says so", () => {
    vi.stubEnv("ALL_PROXY", `http://${address}`);
    vi.stubEnv("NO_PROXY", "release.invalid, .example");
    for (const url of ["https://release.invalid/", "http://a.example/"])
      expect(proxyAgent(new URL(url))).toBeUndefined();
    expect(proxyAgent(new URL("https://other.invalid/"))).toBeDefined();
  });

  it("of another kind is refused", () => {
    vi.stubEnv("HTTPS_PROXY", "socks5://ada:secret@127.0.0.1:1080");
    expect(() => proxyAgent(new URL("https://release.invalid/"))).toThrow(
      "install: the proxy that the environment names for release.invalid is not of the form http://HOST:PORT; " +
        "correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or name the host in NO_PROXY",
    );
  });
});
