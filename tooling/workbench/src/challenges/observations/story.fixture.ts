/** Traces of runs, told in seconds. */
import { type Run, runOfEvents } from "@gossip-glomers/checkers";
import { type Datum, keyword, type Operation, type TraceEvent } from "@gossip-glomers/history";

export class Story {
  readonly #events: TraceEvent[] = [];
  #operations = 0;
  #process = 0;
  #messages = 0;

  /** The network is cut: each node no longer hears the ones named. */
  cut(at: number, grudge: Readonly<Record<string, readonly string[]>>): this {
    const isolated = new Map(Object.entries(grudge).map(([node, from]) => [node, new Set(from)]));
    return this.#nemesis(at, "start-partition", keyword("one")).#nemesis(at, "start-partition", [
      keyword("isolated"),
      isolated,
    ]);
  }

  heal(at: number): this {
    return this.#nemesis(at, "stop-partition", null);
  }

  /** An operation of a process of its own, on a node, from and to a moment. */
  op(
    node: string,
    f: string,
    [from, to]: readonly [number, number],
    value: Datum,
    type: Operation["type"] = "ok",
  ): this {
    const process = this.#process++;
    const request = this.message(from, "c1", node, { type: f, msg_id: this.#messages });
    this.#operation(from, { type: "invoke", process, f, value: f === "read" ? null : value }, node);
    const reply = this.message(to, node, "c1", { type: `${f}_ok` });
    return this.#operation(to, { type, process, f, value }, node, { request, reply });
  }

  /** A message that is there at once; returns its id. */
  message(
    at: number,
    src: string,
    dest: string,
    body: Extract<TraceEvent, { kind: "send" }>["body"],
  ): number {
    const id = this.#messages++;
    this.#events.push(
      { kind: "send", at: at * 1e9, id, src, dest, body },
      { kind: "recv", at: at * 1e9, id },
    );
    return id;
  }

  /** The run, its events in the order of their times. */
  run(): Run {
    const events = this.#events.toSorted((a, b) => a.at - b.at);
    let index = 0;
    return runOfEvents(
      events.map((event) =>
        event.kind === "op" ? { ...event, op: { ...event.op, index: index++ } } : event,
      ),
    );
  }

  #nemesis(at: number, f: string, value: Datum): this {
    return this.#operation(at, { type: "info", process: "nemesis", f, value });
  }

  #operation(
    at: number,
    op: Pick<Operation, "type" | "process" | "f" | "value">,
    node?: string,
    messages: { request?: number; reply?: number } = {},
  ): this {
    const time = at * 1e9;
    const carrier = node === undefined ? {} : { client: "c1", node };
    this.#events.push({
      kind: "op",
      at: time,
      op: { ...op, index: this.#operations++, time },
      ...carrier,
      ...messages,
    });
    return this;
  }
}
