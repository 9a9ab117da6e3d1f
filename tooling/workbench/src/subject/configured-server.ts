/**
 * The server that a module exports, with the options that were asked for.
 *
 * A module exports `server`, which equips a node with default options. One that has options exports besides `options`,
 * the table from which its bin reads its command line, and `createServer`, which makes a server of their values. So one
 * and the same argument configures both: `glomers test --bin dist/bin.js -- --profile frugal` in real time and
 * `glomers test --module . -- --profile frugal` in virtual time.
 */
import type { Node, Options } from "@gossip-glomers/protocol";
import { readArguments, readOptions, UsageError } from "@gossip-glomers/protocol/stdio";
import { InvalidValue } from "../options/values.ts";

/** Equips a node with a challenge's handlers. */
export type Server = (node: Node) => void;

type CreateServer = (values: object) => unknown;

/**
 * @param exports - of the module
 * @param args - options, as they would be typed after the name of the module's bin
 * @throws {InvalidValue} if the module exports no server, or an argument is wrong; says what to do
 */
export async function configuredServer(exports: unknown, args: readonly string[]): Promise<Server> {
  const server = args.length === 0 ? member(exports, "server") : await createdServer(exports, args);
  if (!isServer(server)) {
    throw new InvalidValue(
      args.length === 0
        ? "Must export a function `server` that equips a Node: export function server(node) { … }"
        : "Must export a function `createServer` that returns a server: export function createServer(values) { … }",
    );
  }
  return server;
}

async function createdServer(exports: unknown, args: readonly string[]): Promise<unknown> {
  const table = member(exports, "options");
  const createServer = member(exports, "createServer");
  if (!isOptions(table) || !isCreateServer(createServer)) {
    throw new InvalidValue(
      `Must export \`options\` and \`createServer\` to take ${args.join(" ")} after --, or be run without`,
    );
  }
  try {
    const request = await readArguments(table, args);
    if (request.kind !== "run") {
      throw new UsageError(
        `--${request.kind} is an option of the bin; a module has only those of its server`,
      );
    }
    // Nothing of the environment: the same command must give the same run on another machine.
    return createServer(readOptions(table, request.flags, {}));
  } catch (error) {
    if (error instanceof UsageError) throw new InvalidValue(`Must be given other options: ${error.message}`);
    throw error;
  }
}

function member(exports: unknown, name: string): unknown {
  return typeof exports === "object" && exports !== null ? Reflect.get(exports, name) : undefined;
}

function isServer(value: unknown): value is Server {
  return typeof value === "function";
}

function isCreateServer(value: unknown): value is CreateServer {
  return typeof value === "function";
}

const optionTypes: ReadonlySet<unknown> = new Set(["string", "number", "boolean", "choice"]);

function isOptions(value: unknown): value is Options {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((option) => optionTypes.has(member(option, "type")))
  );
}
