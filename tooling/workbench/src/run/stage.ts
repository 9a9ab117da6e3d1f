/**
 * What differs between a run in real time and one in virtual time: the clock and the host of the nodes. A program runs
 * as a process by the wall clock, a module inside this process by a clock that jumps.
 */
import {
  type Clock,
  type Host,
  InProcessHost,
  ProcessHost,
  type Random,
  VirtualClock,
  WallClock,
} from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";
import type { Server } from "../subject/configured-server.ts";

/** A subject that has been found: an absolute path, or the imported server. */
export type ResolvedSubject =
  | { readonly kind: "bin"; readonly file: string; readonly args: readonly string[] }
  | { readonly kind: "module"; readonly server: Server };

export interface Stage {
  readonly clock: Clock;
  readonly host: Host;
}

export function stageFor(subject: ResolvedSubject, options: TestOptions, random: Random): Stage {
  // Maelstrom never reads a node again after a fault (MAELSTROM.md 4.2); we read on, unless asked to do as it does.
  const muteOnFault = options.maelstromCompat;
  if (subject.kind === "bin") {
    const clock = new WallClock();
    return { clock, host: new ProcessHost({ clock, bin: subject.file, args: subject.args, muteOnFault }) };
  }
  const clock = new VirtualClock();
  const host = new InProcessHost({
    clock,
    equip: subject.server,
    random: random.split("nodes"),
    muteOnFault,
  });
  return { clock, host };
}
