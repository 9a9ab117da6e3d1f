/**
 * Takes the events of a run to all who want them: the store, the checkers afterwards, and the person who asked for
 * `--log-stderr`, `--log-net-send` or `--log-net-recv`.
 */
import { AsyncResource } from "node:async_hooks";
import { printExactJson, type SendEvent, type TraceEvent, type TraceSink } from "@gossip-glomers/history";
import type { TestOptions } from "../options/test-options.ts";

export class Recording implements TraceSink {
  readonly #store: TraceSink;
  readonly #log: TestOptions["log"];
  readonly #print: (line: string) => void;
  readonly #events: TraceEvent[] = [];
  /** Messages under way, kept only if their arrival is to be shown, because a `recv` event has no more than an id. */
  readonly #underWay = new Map<number, SendEvent>();

  constructor(store: TraceSink, log: TestOptions["log"], print: (line: string) => void) {
    this.#store = store;
    this.#log = log;
    // In virtual time most events happen in the midst of some node's work, on whose behalf timers are forbidden. Whoever
    // prints may need them; so lines are handed over in the context of the one who made this recording.
    this.#print = AsyncResource.bind(print);
  }

  /** Everything that has happened so far. */
  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  write(event: TraceEvent): void {
    this.#events.push(event);
    this.#store.write(event);
    this.#show(event);
  }

  #show(event: TraceEvent): void {
    if (event.kind === "log" && this.#log.stderr) this.#print(`${event.node}: ${event.line}`);
    if (event.kind === "send") {
      if (this.#log.send) this.#print(messageLine("send", event.at, event));
      if (this.#log.receive) this.#underWay.set(event.id, event);
    }
    if (event.kind === "recv" || event.kind === "drop") {
      const message = this.#underWay.get(event.id);
      this.#underWay.delete(event.id);
      if (message !== undefined && event.kind === "recv") this.#print(messageLine("recv", event.at, message));
    }
  }
}

/** `recv  1.204 s  c4 → n0  {"type":"echo",…}` */
function messageLine(verb: string, at: number, { src, dest, body }: SendEvent): string {
  return `${verb}  ${(at / 1e9).toFixed(3)} s  ${src} → ${dest}  ${printExactJson(body)}`;
}
