/** Servers that are wrong, each in one way that is easily made: what the checks of `run.ts` are worth. */
import {
  type Json,
  message,
  type Node,
  type TxnReadRegister,
  type TxnWrite,
  txnRwRegister,
} from "@gossip-glomers/protocol";
import type { Commit } from "../src/index.ts";

type Write = readonly [key: Json, value: Json, counter: number, node: string];

const gossip = message<{ readonly writes: readonly Write[] }>("gossip");

/** One way in which a server of registers differs from a right one. */
export interface Fault {
  /** Whether a write that came is to take the place of the present one. */
  readonly wins: (arrived: Write, present: Write) => boolean;
  /** The messages in which writes of one transaction travel. */
  readonly split: (writes: readonly Write[]) => readonly (readonly Write[])[];
  /** Whether counters follow what was seen. */
  readonly followsClock: boolean;
}

const byTimestamp: Fault["wins"] = ([, , a, n], [, , b, m]) => (a === b ? n > m : a > b);
const together: Fault["split"] = (writes) => [writes];

/** Right only if every message arrives, and in the order of causes: it has neither answers nor a memory of them. */
export const fireAndForget: Fault = { wins: byTimestamp, split: together, followsClock: true };
export const writesTravelAlone: Fault = {
  ...fireAndForget,
  split: (writes) => writes.map((write) => [write]),
};
export const lastToArriveWins: Fault = { ...fireAndForget, wins: () => true };
export const clockStandsAlone: Fault = { ...fireAndForget, followsClock: false };

export function naiveServer(fault: Fault): (onCommit: (commit: Commit) => void) => (node: Node) => void {
  return (onCommit) => (node) => {
    const registers = new Map<Json, Write>();
    let clock = 0;
    const put = (write: Write): void => {
      const present = registers.get(write[0]);
      if (present === undefined || fault.wins(write, present)) registers.set(write[0], write);
      if (fault.followsClock) clock = Math.max(clock, write[2]);
    };
    node.serve(txnRwRegister, {
      txn: ({ txn }) => {
        const written = new Map<Json, Write>();
        const reply = txn.map(([f, key, value]): TxnReadRegister | TxnWrite => {
          if (f === "r") return ["r", key, (written.get(key) ?? registers.get(key))?.[1] ?? null];
          written.set(key, [key, value, clock + 1, node.id]);
          return ["w", key, value];
        });
        const writes = [...written.values()];
        if (writes.length === 0) return { txn: reply };
        clock += 1;
        onCommit({
          node: node.id,
          life: 0,
          counter: clock,
          writes: writes.map(([key, value]) => [key, value]),
        });
        for (const write of writes) registers.set(write[0], write);
        for (const peer of node.peers) {
          for (const part of fault.split(writes)) node.send(peer, gossip, { writes: part });
        }
        return { txn: reply };
      },
    });
    node.on(gossip, ({ writes }) => {
      for (const write of writes) put(write);
    });
  };
}
