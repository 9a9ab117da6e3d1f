/**
 * Tests of whole runs, told as stories: nodes whose behaviour is a function, virtual time, and the history as lines.
 *
 * The host is written out here rather than taken from `host/`, so that these tests say what a run asks of any host.
 */
import { Keyword, type Operation, type TraceEvent } from "@gossip-glomers/history";
import { echo, type Json } from "@gossip-glomers/protocol";
import type { Clock } from "../clock/clock.ts";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { milliseconds, seconds } from "../generator/duration.ts";
import type { Generator } from "../generator/generator.ts";
import { limit } from "../generator/limit.ts";
import { unfold } from "../generator/unfold.ts";
import type { Host, HostEvents, HostedNode } from "../host/host.ts";
import { type Envelope, type Network, UnknownAddressError } from "../network/network.ts";
import { SimulatedNetwork } from "../network/simulated-network.ts";
import { Random } from "../random/random.ts";
import type { TestPlan, TestRun } from "./plan.ts";
import { runTest } from "./run-test.ts";
import type { ErrorHandling, Workload, WorkloadClient } from "./workload.ts";

type JsonObject = { readonly [key: string]: Json };

/** A node as its behaviour sees it. */
export interface Actor {
  readonly name: string;
  /** Answers the message that is being handled, now or later. */
  reply(body: JsonObject): void;
  send(dest: string, body: JsonObject): void;
  after(ms: number, deed: () => void): void;
  log(line: string): void;
  /** Ends by itself, as a crash does. */
  exit(code: number): void;
}

export type Behaviour = (request: JsonObject, actor: Actor) => void;

/** Answers `init` as it should and hands everything else to `behaviour`. */
export function wellBehaved(behaviour: Behaviour): Behaviour {
  return (request, actor) => {
    if (request.type === "init") actor.reply({ type: "init_ok" });
    else behaviour(request, actor);
  };
}

export const echoes: Behaviour = wellBehaved((request, actor) =>
  actor.reply({ type: "echo_ok", echo: request.echo ?? null }),
);

/** Runs a behaviour for each node, and remembers which nodes were killed and which are paused. */
export class StoryHost implements Host {
  readonly killed: string[] = [];
  readonly paused: Set<string> = new Set();
  readonly #clock: Clock;
  readonly #behaviour: Behaviour;

  constructor(clock: Clock, behaviour: Behaviour) {
    this.#clock = clock;
    this.#behaviour = behaviour;
  }

  async start(name: string, network: Network, events: HostEvents): Promise<HostedNode> {
    let isAlive = true;
    const send = (dest: string, body: JsonObject): void => {
      try {
        if (isAlive) network.send({ src: name, dest, body });
      } catch (error) {
        if (!(error instanceof UnknownAddressError)) throw error;
        const line = JSON.stringify({ src: name, dest, body });
        events.fault(name, { fault: "late-reply", line, client: dest, request: null });
      }
    };
    const deliver = ({ src, body }: Envelope): void => {
      // A real host would keep it for later; stories do without.
      if (
        !isAlive ||
        this.paused.has(name) ||
        typeof body !== "object" ||
        body === null ||
        Array.isArray(body)
      )
        return;
      const request = body as JsonObject;
      this.#behaviour(request, {
        name,
        send,
        reply: (answer) => send(src, { ...answer, in_reply_to: request.msg_id ?? null }),
        after: (ms, deed) => void this.#clock.schedule(this.#clock.now() + milliseconds(ms), deed),
        log: (line) => events.log(name, line),
        exit: (code) => {
          isAlive = false;
          events.fault(name, { fault: "exited", code, signal: null, stdout: [], stderr: [] });
        },
      });
    };
    network.attach(name, deliver);
    return {
      name,
      deliver,
      pause: () => {
        this.paused.add(name);
      },
      resume: () => {
        this.paused.delete(name);
      },
      kill: async () => {
        isAlive = false;
        network.detach(name);
        this.paused.delete(name);
        this.killed.push(name);
      },
    };
  }
}

/** A workload of `count` echoes of 0, 1, 2, … */
export function echoing(count: number, changes: Partial<Workload> = {}): Workload {
  return {
    name: "echo",
    reusableClients: false,
    errors: standard(),
    client: ({ call }): WorkloadClient => ({
      async invoke({ value }) {
        const { body } = await call(echo.echo, { echo: Number(value) });
        return { type: "ok", value: body };
      },
    }),
    generator: () => limit(count, ascending("echo")),
    ...changes,
  };
}

export function ascending(f: string): Generator {
  return unfold(0, (n) => [{ f, value: n }, n + 1]);
}

export function standard(...idempotent: readonly string[]): ErrorHandling {
  return { kind: "standard", idempotent: new Set(idempotent) };
}

export interface Story {
  readonly behaviour: Behaviour;
  readonly workload: Workload;
  readonly seed?: number;
  readonly clock?: Clock;
  readonly plan?: Partial<TestPlan>;
}

export interface Telling {
  readonly run: TestRun;
  readonly trace: readonly TraceEvent[];
  readonly host: StoryHost;
}

/** One node and one thread, unless told otherwise, and operations as fast as threads come free. */
export async function tell(story: Story): Promise<Telling> {
  const stage = setStage(story);
  return { run: await runTest(stage.plan), trace: stage.trace, host: stage.host };
}

/** Everything for a run, not yet begun. */
export function setStage(story: Story): { plan: TestPlan; trace: TraceEvent[]; host: StoryHost } {
  const { behaviour, workload, seed = 1, clock = new VirtualClock() } = story;
  const trace: TraceEvent[] = [];
  const sink = { write: (event: TraceEvent) => void trace.push(event) };
  const random = Random.fromSeed(seed);
  const host = new StoryHost(clock, behaviour);
  const network = new SimulatedNetwork({
    clock,
    latency: { distribution: "constant", mean: 0 },
    random: random.split("latency"),
    trace: sink,
  });
  const plan: TestPlan = {
    workload,
    nodes: ["n0"],
    concurrency: 1,
    rate: 1e6,
    timeLimit: seconds(60),
    clock,
    network,
    host,
    random,
    trace: sink,
    ...story.plan,
  };
  return { plan, trace, host };
}

/** A history as Maelstrom's history.txt has it, with the time in front: `5.000 0 info echo 0 :net-timeout`. */
export function lines(history: readonly Operation[]): string[] {
  return history.map(({ time, process, type, f, value, error }) =>
    [
      (time / 1e9).toFixed(3),
      process,
      type,
      f,
      show(value),
      ...(error === undefined ? [] : [show(error)]),
    ].join(" "),
  );
}

function show(datum: unknown): string {
  if (datum instanceof Keyword) return `:${datum.name}`;
  if (Array.isArray(datum)) return `[${datum.map(show).join(" ")}]`;
  return JSON.stringify(datum) ?? "nil";
}

/** The faults of nodes: `6.000 n0 late-reply`. */
export function faults(run: TestRun): string[] {
  return run.faults.map(({ at, node, fault }) => `${(at / 1e9).toFixed(3)} ${node} ${fault.fault}`);
}
