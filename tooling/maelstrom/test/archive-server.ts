/** A server on the loopback interface that sends an archive, each answer as the test wants it. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export interface ArchiveServer {
  readonly url: string;
  /** What was asked for, in order. */
  readonly requests: { readonly url: string; readonly headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/** @param behaviours - for each request in turn; the last one for all that follow */
export async function archiveServer(...behaviours: readonly Behaviour[]): Promise<ArchiveServer> {
  const requests: ArchiveServer["requests"] = [];
  const server = createServer((request, response) => {
    const behaviour = behaviours[Math.min(requests.length, behaviours.length - 1)];
    requests.push({ url: request.url ?? "", headers: request.headers });
    behaviour?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Narrows what is a string for a pipe only.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/maelstrom.tar.bz2`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Sends all of it, or the rest that is asked for if `If-Range` names this state of it.
 *
 * @param etag - null for a server that gives none, and so cannot tell that the file has changed
 */
export function send(archive: Uint8Array, etag: string | null = '"v1"'): Behaviour {
  return (request, response) => {
    const { range, "if-range": condition } = request.headers;
    const tag = etag === null ? {} : { etag };
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? Number.NaN);
    if (!(start >= 0) || (condition !== undefined && condition !== etag)) {
      response.writeHead(200, { ...tag, "content-length": archive.length });
      response.end(archive);
    } else if (start >= archive.length) {
      response.writeHead(416, { "content-range": `bytes */${archive.length}` }).end();
    } else {
      const rest = archive.subarray(start);
      const contentRange = `bytes ${start}-${archive.length - 1}/${archive.length}`;
      response.writeHead(206, { ...tag, "content-range": contentRange, "content-length": rest.length });
      response.end(rest);
    }
  };
}

/** Promises all of what `send` would send, sends `bytes` of it and breaks off. */
export function cut(archive: Uint8Array, bytes: number, etag: string | null = '"v1"'): Behaviour {
  return (_, response) => {
    response.writeHead(200, { ...(etag === null ? {} : { etag }), "content-length": archive.length });
    response.write(archive.subarray(0, bytes), () => response.destroy());
  };
}

export function answer(status: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (_, response) => {
    response.writeHead(status, headers).end("a page for people");
  };
}
