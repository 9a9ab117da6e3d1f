/** Nodes as child processes, started as Maelstrom starts them (MAELSTROM.md section 3). */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { tmpdir } from "node:os";
import { systemAdvice } from "@gossip-glomers/history";
import type { Clock } from "../../clock/clock.ts";
import type { Network } from "../../network/network.ts";
import { FaultReporter } from "../fault-reporter.ts";
import type { Host, HostEvents, HostedNode } from "../host.ts";
import { DEFAULT_BUDGET, type FloodBudget } from "./flood-gauge.ts";
import { marked } from "./marked-processes.ts";
import { NodeProcess } from "./node-process.ts";
import { adopt, killGroup } from "./process-groups.ts";
import { cannotStart, codeOf, examineProgram } from "./resolve-program.ts";

export interface ProcessHostOptions {
  /** The clock of the run; one of real time. */
  readonly clock: Clock;
  /** The program, relative to this process's working directory. */
  readonly bin: string;
  readonly args?: readonly string[];
  /** The nodes' working directory; Maelstrom's, the one for temporary files, if not given. */
  readonly cwd?: string;
  /** The nodes' environment; this process's if not given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Stop reading a node after a fault, as Maelstrom does, where we would read on. */
  readonly muteOnFault?: boolean;
  /** How much of a node's output is read in a second. */
  readonly budget?: FloodBudget;
  /** Characters after which a line of output counts as one that never ends; 32 Mi if not given. */
  readonly maxLineLength?: number;
}

export class ProcessHost implements Host {
  readonly #options: ProcessHostOptions;

  constructor(options: ProcessHostOptions) {
    this.#options = options;
  }

  /** @throws {Error} which says what is wrong with the program and what to do, if it does not start. */
  async start(name: string, network: Network, events: HostEvents): Promise<HostedNode> {
    const { clock, muteOnFault = false, budget = DEFAULT_BUDGET, maxLineLength = 2 ** 25 } = this.#options;
    const { child, doubt } = await this.#spawn();
    const { pid } = child;
    if (pid === undefined)
      throw cannotStart(this.#options.bin, "the system gave it no process id; try again");
    adopt(pid);
    const faults = new FaultReporter(name, events, muteOnFault);
    const world = { name, clock, network, events, faults, limits: { budget, maxLineLength }, doubt };
    const node = new NodeProcess(child, pid, world);
    try {
      network.attach(name, (message) => node.deliver(message));
    } catch (error) {
      await killGroup(pid);
      throw error;
    }
    return node;
  }

  async #spawn(): Promise<{ readonly child: ChildProcessWithoutNullStreams; readonly doubt: string | null }> {
    const { bin, args = [], cwd = tmpdir(), env = process.env } = this.#options;
    const { path, doubt } = await examineProgram(bin);
    await access(cwd).catch(() => {
      throw cannotStart(bin, `its working directory ${cwd} does not exist; create it`);
    });
    try {
      // No shell, as in Maelstrom. `detached` makes the process the leader of a group: see `process-groups.ts`.
      const child = spawn(path, args, {
        cwd,
        env: marked(env),
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
      });
      await once(child, "spawn");
      return { child, doubt };
    } catch (error) {
      const advice = systemAdvice(error, "check its arguments, and that it is a program for this machine");
      throw cannotStart(bin, `the system refuses (${codeOf(error)}); ${advice}`);
    }
  }
}
