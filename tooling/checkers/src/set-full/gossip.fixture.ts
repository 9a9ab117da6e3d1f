/** Runs of nodes that tell each other their values once and hope, in a language that the test chooses. */
import type { SendEvent } from "@gossip-glomers/history";
import { randomFrom } from "../../test/random-from.ts";
import { Script } from "../../test/script.ts";
import { type Run, runOfEvents } from "../run/run.ts";

/** What a node may put into a message. */
export interface News {
  readonly src: string;
  /** Values that the receiver has not been sent, in the order in which the sender came to know them. */
  readonly fresh: readonly number[];
  /** All that the sender knows. */
  readonly log: readonly number[];
  /** The number of this message among those to the receiver, from 1. */
  readonly n: number;
}

export type Language = (news: News) => SendEvent["body"];

export interface Gossip {
  readonly run: Run;
  readonly nodes: readonly string[];
  readonly values: readonly { readonly value: number; readonly origin: string }[];
  /** The values in a message, by its id. */
  readonly carried: ReadonlyMap<number, readonly number[]>;
}

const NODES = ["n0", "n1", "n2", "n3"];
const VALUES = 40;

/** Every fifth message is lost, and so are its values to its receiver. */
export function gossipIn(language: Language, seed: number): Gossip {
  const chance = randomFrom(seed);
  const pick = (): string => NODES[Math.floor(chance() * NODES.length)] ?? "n0";
  const script = new Script();
  const logs = new Map(NODES.map((node) => [node, new Set<number>()]));
  const told = new Map(NODES.flatMap((src) => NODES.map((dest) => [src + dest, new Set<number>()])));
  const numbers = new Map<string, number>();
  const carried = new Map<number, readonly number[]>();
  const read = (at: number, node: string): void =>
    script.operation(at, 9, node, "read", null, {
      at: at + 1,
      type: "ok",
      value: [...(logs.get(node) ?? [])],
    });
  const tell = (at: number, src: string, dest: string): void => {
    const log = [...(logs.get(src) ?? [])];
    const fresh = log.filter((value) => told.get(src + dest)?.has(value) === false);
    if (src === dest || fresh.length === 0) return;
    const n = (numbers.get(src + dest) ?? 0) + 1;
    numbers.set(src + dest, n);
    const body = language({ src, fresh, log, n });
    for (const value of fresh) told.get(src + dest)?.add(value);
    if (chance() < 0.2) {
      const id = script.lost(at, src, dest, body);
      script.drop(at, id);
      carried.set(id, fresh);
    } else {
      carried.set(script.message(at, src, dest, body), fresh);
      for (const value of fresh) logs.get(dest)?.add(value);
    }
  };
  const values = Array.from({ length: VALUES }, (_, value) => ({ value, origin: pick() }));
  for (const { value, origin } of values) {
    const at = value * 100;
    script.operation(at, 0, origin, "broadcast", value, { at: at + 1, type: "ok" });
    logs.get(origin)?.add(value);
    for (let turn = 1; turn <= 6; turn++) tell(at + turn * 10, pick(), pick());
    read(at + 90, pick());
  }
  for (const node of NODES) read(VALUES * 100, node);
  return { run: runOfEvents(script.events), nodes: NODES, values, carried };
}
