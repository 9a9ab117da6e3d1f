/** Nodes for workload `kafka`. */
import { type Json, type KafkaEntry, kafka, type Node, RpcError } from "@gossip-glomers/protocol";

/** Logs by key: append-only lists, in which the index is the offset. */
export class Logs {
  readonly #logs = new Map<string, Json[]>();
  readonly #committed = new Map<string, number>();
  readonly #hidden = new Set<string>();

  append(key: string, message: Json): number {
    const log = this.#logs.get(key) ?? [];
    this.#logs.set(key, log);
    return log.push(message) - 1;
  }

  /** Entries from an offset on, twelve at most. */
  from(key: string, offset: number): readonly KafkaEntry[] {
    const entries = (this.#logs.get(key) ?? []).map((message, i): KafkaEntry => [i, message]);
    return entries.filter(([at]) => at >= offset && !this.#hidden.has(`${key} ${at}`)).slice(0, 12);
  }

  /** Never shows what is at an offset again. */
  hide(key: string, offset: number): void {
    this.#hidden.add(`${key} ${offset}`);
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
        // A key without messages is left out: over one that never has any, Maelstrom's analysis stumbles.
        const found = Object.entries(request.offsets).flatMap(([key, offset]) => {
          const entries = logs.from(key, offset);
          return entries.length === 0 ? [] : [[key, entries] as const];
        });
        return { msgs: Object.fromEntries(found) };
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

/** Wrong nodes, and an anomaly that each must be found to have. */
export const wrong: readonly { readonly what: string; readonly anomaly: string; readonly server: Server }[] =
  [
    {
      what: "acknowledges every fifteenth message without keeping it",
      anomaly: "lost-write",
      server: everyFifteenth((logs, key, message) => {
        // The offset is used up, as if by a message that nobody will ever see.
        const offset = logs.append(key, message);
        logs.hide(key, offset);
        return offset;
      }),
    },
    {
      what: "keeps every fifteenth message twice",
      anomaly: "duplicate",
      server: everyFifteenth((logs, key, message) => {
        logs.append(key, message);
        return logs.append(key, message);
      }),
    },
    {
      what: "acknowledges every fifteenth message one offset too high",
      anomaly: "inconsistent-offsets",
      server: everyFifteenth((logs, key, message) => logs.append(key, message) + 1),
    },
  ];

type Server = (node: Node) => void;

function everyFifteenth(append: (logs: Logs, key: string, message: Json) => number): Server {
  return (node) => {
    let sends = 0;
    leader((logs, key, message) => {
      sends += 1;
      return sends % 15 === 0 ? append(logs, key, message) : logs.append(key, message);
    })(node);
  };
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
