/** The world of a node that runs inside the simulator: every side of its `Runtime` made of the run's own parts. */
import { printExactJson } from "@gossip-glomers/history";
import type { LogLevel, Message, Runtime, Timer } from "@gossip-glomers/protocol";
import type { Clock } from "../../clock/clock.ts";
import type { Network } from "../../network/network.ts";
import type { Random } from "../../random/random.ts";
import type { FaultReporter } from "../fault-reporter.ts";
import type { HostEvents } from "../host.ts";
import { inspectValue } from "../inspect-line.ts";
import { postInspected } from "../post.ts";
import type { Gate } from "./gate.ts";
import { jsonCopy } from "./json-copy.ts";
import { onBehalfOf } from "./node-context.ts";

const NS_PER_MS = 1_000_000;

export interface SimulatedWorld {
  readonly name: string;
  readonly clock: Clock;
  /** What the wall clocks of all nodes show as the run begins, in milliseconds since the Unix epoch. */
  readonly beganAt: number;
  /** What timers have to pass to fire. */
  readonly gate: Gate;
  readonly network: Network;
  readonly random: Random;
  readonly events: HostEvents;
  readonly faults: FaultReporter;
}

export class SimulatedRuntime implements Runtime {
  readonly #world: SimulatedWorld;
  #isStopped = false;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  now(): number {
    return this.#world.clock.now() / NS_PER_MS;
  }

  wallTime(): number {
    return this.#world.beganAt + this.now();
  }

  random(): number {
    return this.#world.random.float();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const { clock, gate, name } = this.#world;
    const delay = Math.max(0, Math.round(delayMs * NS_PER_MS));
    let isCancelled = false;
    const fire = (): void => {
      if (!this.#isStopped && !isCancelled) onBehalfOf(name, callback);
    };
    const scheduled = clock.schedule(clock.now() + delay, () => gate.pass(fire));
    return {
      cancel() {
        // Due during a pause, it waits at the gate, and the reply that it was to give up on may be before it there.
        isCancelled = true;
        scheduled.cancel();
      },
    };
  }

  /** @throws {TypeError} for a body that is no JSON, as `JSON.stringify` does in a process. */
  send(message: Message): void {
    const { network, faults } = this.#world;
    if (this.#isStopped || faults.isMuted) return;
    const printed = jsonCopy(message);
    const line = (): string => printExactJson(printed);
    postInspected(inspectValue(printed, line), line, network, faults);
  }

  /** As the log of a process, without the time: the event has it. */
  log(level: LogLevel, line: string): void {
    const { name, events } = this.#world;
    if (!this.#isStopped) events.log(name, `${level.toUpperCase().padEnd(5)} ${line}`);
  }

  /** Ends the node's world: its timers do not fire any more, and what it says reaches nobody. */
  stop(): void {
    this.#isStopped = true;
  }
}
