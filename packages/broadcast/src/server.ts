/** Challenge 3: spreads values to all nodes (MAELSTROM.md 10.3). The idea is in `replica.ts`. */
import { broadcast, completeOptions, type Node } from "@gossip-glomers/protocol";
import { type BroadcastOptions, options } from "./options.ts";
import { star, tree } from "./overlay.ts";
import { profiles } from "./profile.ts";
import { Replica } from "./replica.ts";
import { gossip } from "./wire.ts";

/**
 * A server with other options than the default ones.
 * @throws {RangeError} if an option is one that the bin would refuse, too
 */
export function createServer(given: Partial<BroadcastOptions> = {}): (node: Node) => void {
  const { profile, overlay } = completeOptions("createServer", options, given);
  return (node) => {
    let replica: Replica | undefined;
    const started = (): Replica => {
      if (replica === undefined) throw new Error("broadcast: a request before init; send init first");
      return replica;
    };
    let timer = { at: Number.POSITIVE_INFINITY, cancel() {} };
    /** Has the replica woken when it wants to be, after anything that may have changed its mind. */
    const rearm = (): void => {
      const at = started().wakeAt;
      if (at === timer.at) return;
      timer.cancel();
      if (at === Number.POSITIVE_INFINITY) {
        timer = { at, cancel() {} };
        return;
      }
      // Whole milliseconds, and never none: a rest too small for the clock would be waited for again and again.
      const delayMs = Math.max(1, Math.ceil(at - node.runtime.now()));
      const pending = node.after(delayMs, () => {
        timer = { at: Number.POSITIVE_INFINITY, cancel() {} };
        started().wake();
        rearm();
      });
      timer = { at, cancel: () => pending.cancel() };
    };

    node.onInit(() => {
      const { runtime } = node;
      replica = new Replica(
        { id: node.id, nodeIds: node.nodeIds, life: drawLife(() => runtime.random()) },
        star(node.nodeIds),
        profiles[profile],
        {
          now: () => runtime.now(),
          wallTime: () => runtime.wallTime(),
          random: () => runtime.random(),
          send: (dest, message) => node.send(dest, gossip, message),
        },
      );
      rearm();
    });
    node.serve(broadcast, {
      topology: ({ topology }) => {
        if (overlay !== "topology") return;
        started().useOverlay(tree(node.nodeIds, topology));
        rearm();
      },
      broadcast: ({ message }) => {
        started().publish(message);
        rearm();
      },
      read: () => ({ messages: started().store.values }),
    });
    node.on(gossip, (message, { src }) => {
      started().receive(src, message);
      rearm();
    });
  };
}

/** Equips a node to spread what it is told, with the default options. */
export const server: (node: Node) => void = createServer();

/** 48 random bits: a node would have to be restarted millions of times before it took a name twice. */
function drawLife(random: () => number): string {
  return Math.floor(random() * 2 ** 48).toString(36);
}
