/**
 * One GET over HTTP: redirects followed, proxies used, a connection that fell silent given up.
 *
 * Node's own `http` and not `fetch`, because the latter knows of no proxy on Node 20.
 */
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { PassThrough } from "node:stream";
import { codeOf, InstallError, messageOf, PassingError, shown } from "../install-error.ts";
import { proxyAgent } from "./proxy-agent.ts";
import { redirectTarget } from "./redirect.ts";

const redirectLimit = 10;

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** How long the other side may say nothing. */
  readonly silenceMs: number;
}

/** What came back: never a redirect. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Whether a proxy may have given it, in place of the server. */
  readonly proxied: boolean;
  /** Must be read, or `close` be called. Throws a PassingError if it breaks off. */
  readonly body: AsyncIterable<Buffer>;
  close(): void;
}

/**
 * @throws {PassingError} if nobody answered, which may be otherwise in a moment
 * @throws {InstallError} if no answer can be had from there
 */
export async function get(given: URL, options: GetOptions): Promise<Answer> {
  let url = given;
  for (let hop = 0; hop <= redirectLimit; hop += 1) {
    const message = await ask(url, options);
    const status = message.statusCode ?? 0;
    const { location } = message.headers;
    if (status < 300 || status >= 400 || location === undefined) {
      const { headers } = message;
      const proxied = proxyAgent(url) !== undefined;
      return { status, headers, proxied, body: watched(message, options), close: () => message.destroy() };
    }
    // The body of a redirect is a page for people; unread, it would keep the connection.
    message.destroy();
    url = redirectTarget(url, location, given);
  }
  throw new InstallError(
    `${shown(given)} redirects more than ${redirectLimit} times; name another source with --from`,
  );
}

/** One request, as far as the head of its answer. */
function ask(url: URL, { headers, signal, silenceMs }: GetOptions): Promise<IncomingMessage> {
  const agent = proxyAgent(url);
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, { headers, signal, ...(agent === undefined ? {} : { agent }) }, (message) => {
      clearTimeout(timer);
      resolve(message);
    });
    // Covers what `request.setTimeout` does not: a proxy that accepts a connection and then says nothing.
    const timer = setTimeout(() => request.destroy(new PassingError(silence(silenceMs))), silenceMs);
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(signal.aborted ? error : classified(error, url));
    });
    request.end();
  });
}

/** What has come is handed on before it is said that no more will: a connection that breaks takes a message's own buffer along. */
const bufferBytes = 2 ** 20;

/** The body, given up when nothing comes any more. It is received from now on, and not only once somebody reads it. */
function watched(message: IncomingMessage, { signal, silenceMs }: GetOptions): AsyncIterable<Buffer> {
  const timer = setTimeout(() => message.destroy(new PassingError(silence(silenceMs))), silenceMs);
  const received = new PassThrough({ highWaterMark: bufferBytes });
  let failure: Error | null = null;
  message.on("data", () => timer.refresh());
  message.on("error", (error) => {
    failure = error instanceof PassingError ? error : new PassingError("the connection broke off", error);
    received.end();
  });
  message.on("close", () => clearTimeout(timer));
  message.pipe(received);
  return (async function* () {
    try {
      yield* received;
      signal.throwIfAborted();
      if (failure !== null) throw failure;
    } finally {
      message.destroy();
    }
  })();
}

function silence(ms: number): string {
  return `no answer for ${ms / 1000} s`;
}

/** Nearly every failure to connect may pass; a certificate that is not trusted will not. */
function classified(error: Error, url: URL): Error {
  if (error instanceof PassingError) return error;
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME/.test(codeOf(error) ?? "")) {
    return new InstallError(
      `the certificate of ${url.host} is not trusted (${messageOf(error)}); if it is your organisation's own, ` +
        "set NODE_EXTRA_CA_CERTS to the file with its authority, or name another source with --from",
      error,
    );
  }
  // The message of a failure on several addresses at once is empty.
  return new PassingError(messageOf(error) || (codeOf(error) ?? "no connection"), error);
}
