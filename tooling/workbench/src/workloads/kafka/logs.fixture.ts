/** Nodes for workload `kafka`. */
import { type Json, type KafkaEntry, kafka, type Node, RpcError } from "@gossip-glomers/protocol";

/** Logs by key: append-only lists, in which the index is the offset. */
export class Logs {
  readonly #logs = new Map<string, Json[]>();
  readonly #committed = new Map<string, number>();

  append(key: string, message: Json): number {
    const log = this.#logs.get(key) ?? [];
    this.#logs.set(key, log);
    return log.push(message) - 1;
  }

  from(key: string, offset: number): readonly KafkaEntry[] {
    return (this.#logs.get(key) ?? []).slice(offset, offset + 12).map((message, i) => [offset + i, message]);
  }

  commit(offsets: { readonly [key: string]: number }): void {
    for (const [key, offset] of Object.entries(offsets)) this.#committed.set(key, offset);
  }

  committed(keys: readonly string[]): { readonly [key: string]: number } {
    return Object.fromEntries([...this.#committed].filter(([key]) => keys.includes(key)));
  }
}

/** Every node leaves all to n0. `append` may be replaced by one that is wrong. */
export function leader(append: (logs: Logs, key: string, message: Json) => number): (node: Node) => void {
  return (node) => {
    const logs = new Logs();
    const leads = (): boolean => node.id === "n0";
    node.serve(kafka, {
      send: (request) =>
        leads() ? { offset: append(logs, request.key, request.msg) } : node.rpc("n0", kafka.send, request),
      poll: (request) => {
        if (!leads()) return node.rpc("n0", kafka.poll, request);
        const entries = Object.entries(request.offsets).map(([key, offset]) => [key, logs.from(key, offset)]);
        return { msgs: Object.fromEntries(entries) };
      },
      commit_offsets: (request) => {
        if (!leads()) return node.rpc("n0", kafka.commit_offsets, request);
        logs.commit(request.offsets);
        return {};
      },
      list_committed_offsets: (request) =>
        leads()
          ? { offsets: logs.committed(request.keys) }
          : node.rpc("n0", kafka.list_committed_offsets, request),
    });
  };
}

export const correct: (node: Node) => void = leader((logs, key, message) => logs.append(key, message));

/** Wrong: every fifteenth message is acknowledged with an offset at which it is not. */
export function forgetful(node: Node): void {
  let sends = 0;
  leader((logs, key, message) => {
    sends += 1;
    return logs.append(key, sends % 15 === 0 ? -sends : message);
  })(node);
}

/** A node that refuses whatever is not in `serves`, and answers that with nothing in particular. */
export function only(serves: readonly string[]): (node: Node) => void {
  return (node) => {
    const refuse = (type: string): void => {
      if (!serves.includes(type)) throw RpcError.abort(`no ${type} here`);
    };
    node.serve(kafka, {
      send: () => {
        refuse("send");
        return { offset: 0 };
      },
      poll: () => {
        refuse("poll");
        return {
          msgs: {
            "9": [
              [4, 1],
              [7, 2],
            ],
          },
        };
      },
      commit_offsets: () => refuse("commit_offsets"),
      list_committed_offsets: () => {
        refuse("list_committed_offsets");
        return { offsets: { "9": 100 } };
      },
    });
  };
}
