/**
 * A node on three streams: messages in, messages out, log.
 *
 * How it ends: when its input ends, what is in flight is finished and the exit code is 0; when nobody reads its
 * output any more, or its input fails, the exit code is 1.
 */
import type { Readable, Writable } from "node:stream";
import { equipNode } from "../node/equip.ts";
import { Node, type NodeOptions } from "../node/node.ts";
import { clientPatienceMs } from "../node/patience.ts";
import { excerpt } from "./excerpt.ts";
import { LineReader } from "./line-reader.ts";
import { LineWriter } from "./line-writer.ts";
import { LogStream } from "./log-stream.ts";
import { StdioRuntime } from "./stdio-runtime.ts";

export interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Opens the stream of the log; called when there is something to say. */
  readonly stderr: () => Writable;
}

/** A node that runs. */
export interface Serving {
  readonly node: Node;
  /** Resolves to the exit code when the node has ended and all that it wrote has left. Never rejects. */
  readonly ended: Promise<number>;
}

/** Equips a node and lets it talk through streams. */
export function serveStreams(
  equip: (node: Node) => void,
  { stdin, stdout, stderr }: Streams,
  options: NodeOptions = {},
): Serving {
  const writer = new LineWriter(stdout, (clogged) => {
    if (clogged) stdin.pause();
    else stdin.resume();
  });
  const log = new LogStream(stderr);
  const runtime = new StdioRuntime({
    message: (line) => writer.write(line),
    log: (line) => log.write(line),
  });
  const node = new Node(runtime, options);
  equipNode(node, equip);

  // All lines of a chunk came when it came: while the first of them is served, the senders of the others wait.
  let cameAt = 0;
  const reader = new LineReader({
    onLine(line) {
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        node.log.warn(`Ignored a line that is no JSON: ${excerpt(line)} (${why})`);
        return;
      }
      node.receive(message, cameAt);
    },
    onTooLong: (limit) => node.log.warn(`Ignored a line that is longer than ${limit} bytes.`),
  });

  const ended = new Promise<number>((resolve) => {
    const end = async (code: number): Promise<void> => {
      node.endInput();
      const patience = new Promise<void>((giveUp) => {
        const timer = runtime.setTimer(clientPatienceMs, giveUp);
        void node.settled().then(() => {
          timer.cancel();
          giveUp();
        });
      });
      // Whoever asked last has given up by then, so a handler that never answers does not keep the process for ever.
      await patience;
      node.stop();
      await writer.flushed();
      resolve(code);
    };
    stdin.on("data", (chunk: Buffer) => {
      cameAt = runtime.now();
      reader.push(chunk);
    });
    stdin.once("end", () => {
      cameAt = runtime.now();
      reader.end();
      void end(0);
    });
    stdin.once("error", (error) => {
      node.log.error(`stdin failed: ${error.message}; finishing what is in flight.`);
      void end(1);
    });
    stdout.on("error", (error) => {
      node.log.error(`stdout failed: ${error.message}; nobody reads this node any more, so it stops.`);
      node.stop();
      resolve(1);
    });
  }).then(async (code) => {
    await log.flushed();
    return code;
  });
  return { node, ended };
}
