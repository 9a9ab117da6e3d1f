/** Equipping a node: what a program does to it before the first message comes. */
import type { Node } from "./node.ts";
import { isThenable } from "./thenable.ts";

/**
 * Has `equip` register its handlers. If that fails the node is stopped, for a timer that it has begun already would keep its process,
 * which nobody serves any more, for ever.
 *
 * @throws whatever `equip` throws; {TypeError} if it is asynchronous: the node would say `init_ok`, and answer that it does not serve
 * what it is going to serve.
 */
export function equipNode(node: Node, equip: (node: Node) => void): void {
  try {
    const equipped: unknown = equip(node);
    if (!isThenable(equipped)) return;
    // What becomes of it does not matter any more, and must not count as an unhandled rejection.
    Promise.resolve(equipped).catch(() => {});
    throw new TypeError(
      "what equips a node must not be asynchronous: messages would come before its handlers are there; do in node.onInit what takes time",
    );
  } catch (error) {
    node.stop();
    throw error;
  }
}
