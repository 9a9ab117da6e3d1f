/**
 * Makes it an error for a node to reach round its `Runtime` for time, timers, chance or its end while virtual time runs.
 *
 * A node that calls `Date.now()` works under Maelstrom, and in virtual time reads a clock that stands still; one that
 * calls `Math.random()` cannot be replayed. Neither would fail, only lie. So the globals refuse to work for nodes, and
 * for nobody else: see `node-context.ts`. (Modules such as `node:crypto` and `node:timers` are out of reach; the
 * workspace's lint rules keep nodes away from them.)
 */
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { currentNode } from "./node-context.ts";

/** A node called what it may not. */
export class ForbiddenCallError extends Error {
  override readonly name: string = "ForbiddenCallError";
  readonly call: string;
  readonly node: string;

  constructor(call: string, node: string, caller: string, instead: string) {
    super(`${call} was called by ${node} in virtual time, at ${caller}; ${instead}`);
    this.call = call;
    this.node = node;
  }
}

const TIME = "take the time from the node's runtime: now() or wallTime()";
const TIMERS = "set timers through the node: after() or every()";
const END = "a node runs until it is killed; throw an error where it cannot go on";
const CHANCE = "take chance from the node's runtime: random()";

let users = 0;
let restore: () => void = () => {};

/**
 * Forbids the calls until the returned function is called. Users may overlap; the globals are restored when the last
 * one is done.
 */
export function forbidGlobals(): () => void {
  if (users === 0) restore = replaceGlobals();
  users += 1;
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    users -= 1;
    if (users === 0) restore();
  };
}

function replaceGlobals(): () => void {
  const undo = [
    guard(Date, "now", "Date.now", TIME),
    guard(Math, "random", "Math.random", CHANCE),
    guard(performance, "now", "performance.now", TIME),
    guard(globalThis, "setTimeout", "setTimeout", TIMERS),
    guard(globalThis, "setInterval", "setInterval", TIMERS),
    guard(globalThis, "setImmediate", "setImmediate", TIMERS),
    guard(globalThis.crypto, "randomUUID", "crypto.randomUUID", CHANCE),
    guard(globalThis.crypto, "getRandomValues", "crypto.getRandomValues", CHANCE),
    // It would end all nodes, and the bench that is to judge them.
    guard(process, "exit", "process.exit", END),
    guard(process, "abort", "process.abort", END),
    replace(globalThis, "Date", guardedDate(Date)),
  ];
  return () => {
    for (const undoOne of undo.reverse()) undoOne();
  };
}

/** Puts a proxy in place of a function, which refuses calls by nodes and is otherwise the function itself. */
function guard(owner: object, key: string, call: string, instead: string): () => void {
  const original: unknown = Reflect.get(owner, key);
  if (typeof original !== "function") return () => {};
  const apply: Trap = (target, self, args) => {
    refuseNodes(call, instead, apply);
    return Reflect.apply(target, self, args);
  };
  return replace(owner, key, new Proxy(original, { apply }));
}

/** `new Date(0)` is arithmetic; only a date that is now is forbidden. */
function guardedDate(original: DateConstructor): DateConstructor {
  const apply: Trap = (target, self, args) => {
    refuseNodes("Date()", TIME, apply);
    return Reflect.apply(target, self, args);
  };
  const construct = (target: DateConstructor, args: unknown[], newTarget: CallableFunction): object => {
    if (args.length === 0) refuseNodes("new Date()", TIME, construct);
    return Reflect.construct(target, args, newTarget);
  };
  return new Proxy<DateConstructor>(original, { apply, construct });
}

type Trap = (target: CallableFunction, self: unknown, args: unknown[]) => unknown;

/** Sets a property and returns what undoes it: `performance` and `crypto` inherit theirs and get them back that way. */
function replace(owner: object, key: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  const enumerable = before?.enumerable ?? true;
  Object.defineProperty(owner, key, { value, configurable: true, writable: true, enumerable });
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, key);
    else Object.defineProperty(owner, key, before);
  };
}

/** @param trap the function that the node called without knowing; who called that is named. */
function refuseNodes(call: string, instead: string, trap: CallableFunction): void {
  const node = currentNode();
  if (node !== undefined) throw new ForbiddenCallError(call, node, callerOf(trap), instead);
}

/**
 * File and line of whoever called `trap`. A path within the working directory is given relative to it: the text may
 * reach the trace, which must not differ from machine to machine.
 */
function callerOf(trap: CallableFunction): string {
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, trap);
  const frame = here.stack?.split("\n").find((line) => /:\d+:\d+\)?$/.test(line)) ?? "";
  const [, location, line] = /(?:\(|at )([^()]*?):(\d+):\d+\)?$/.exec(frame) ?? [];
  if (location === undefined) return "a place that the stack does not show";
  const path = location.startsWith("file://") ? fileURLToPath(location) : location;
  const fromHere = relative(process.cwd(), path);
  return `${isAbsolute(path) && !fromHere.startsWith("..") ? fromHere : path}:${line}`;
}
