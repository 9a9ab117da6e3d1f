/** Histories and traces as scripts: a test says who does what and when, and reads like the run that it describes. */
import type { Datum, Operation, OperationException, TraceEvent } from "@gossip-glomers/history";

type Json = Extract<TraceEvent, { kind: "send" }>["body"];
type Fault = Extract<TraceEvent, { kind: "fault" }>["fault"];

const MILLISECOND = 1_000_000;

/** Builds a trace event by event; times are in milliseconds and never go back. */
export class Script {
  readonly events: TraceEvent[] = [];
  #messages = 0;
  #operations = 0;

  /** A message that is delivered a millisecond after it was sent; returns its id. */
  message(at: number, src: string, dest: string, body: Json): number {
    const id = this.lost(at, src, dest, body);
    this.events.push({ kind: "recv", at: (at + 1) * MILLISECOND, id });
    return id;
  }

  /** A message that never arrives; returns its id. */
  lost(at: number, src: string, dest: string, body: Json): number {
    const id = this.#messages++;
    this.events.push({ kind: "send", at: at * MILLISECOND, id, src, dest, body });
    return id;
  }

  /** Says that a message fell into a partition. */
  drop(at: number, id: number): void {
    this.events.push({ kind: "drop", at: at * MILLISECOND, id, reason: "partition" });
  }

  log(at: number, node: string, line: string): void {
    this.events.push({ kind: "log", at: at * MILLISECOND, node, line });
  }

  fault(at: number, node: string, fault: Fault): void {
    this.events.push({ kind: "fault", at: at * MILLISECOND, node, fault });
  }

  /**
   * A whole operation of process `p`, whose client is `c<p>`: request, reply if `ended` has one, and both entries of the
   * history. The request's msg_id is the number of the operation.
   */
  operation(
    at: number,
    process: number,
    node: string,
    f: string,
    value: Datum,
    ended: {
      readonly at: number;
      readonly type: "ok" | "fail" | "info";
      readonly value?: Datum;
      readonly error?: Datum;
      readonly exception?: OperationException;
      readonly reply?: Json;
    },
  ): void {
    const client = `c${process}`;
    const index = this.#operations;
    this.#operations += 2;
    const request = this.message(at, client, node, { type: f, msg_id: index / 2 + 1 });
    const invoked: Operation = { index, time: at * MILLISECOND, type: "invoke", process, f, value };
    this.events.push({ kind: "op", at: invoked.time, op: invoked, client, node, request });
    const reply =
      ended.reply === undefined ? undefined : this.message(ended.at - 1, node, client, ended.reply);
    const completed: Operation = {
      ...invoked,
      index: index + 1,
      time: ended.at * MILLISECOND,
      type: ended.type,
      value: ended.value ?? value,
      ...(ended.error === undefined ? {} : { error: ended.error }),
      ...(ended.exception === undefined ? {} : { exception: ended.exception }),
    };
    this.events.push({
      kind: "op",
      at: completed.time,
      op: completed,
      client,
      node,
      request,
      ...(reply === undefined ? {} : { reply }),
    });
  }
}

/** A history of operations that each end before the next begins: `[f, sent, type, received]`. */
export function sequentialHistory(
  steps: readonly (readonly [f: string, sent: Datum, type: "ok" | "fail" | "info", received: Datum])[],
): readonly Operation[] {
  return steps.flatMap(([f, sent, type, received], step): Operation[] => {
    const invoked: Operation = {
      index: 2 * step,
      time: step * 10,
      type: "invoke",
      process: 0,
      f,
      value: sent,
    };
    return [invoked, { ...invoked, index: 2 * step + 1, time: step * 10 + 5, type, value: received }];
  });
}
