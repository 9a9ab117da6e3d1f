/**
 * The services of a test at their addresses. Maelstrom has them in every run, whether or not a node asks them.
 *
 * They know nothing of latency and partitions: the network delays what goes to and fro as it does between nodes, and
 * never cuts them off.
 */
import { type ExactRecord, isExactRecord, printExactJson, withField } from "@gossip-glomers/history";
import type { ServiceName } from "@gossip-glomers/protocol";
import { type Envelope, type Network, UnknownAddressError } from "../network/network.ts";
import type { Random } from "../random/random.ts";
import { linKvService } from "./lin-kv.ts";
import { linTsoService } from "./lin-tso.ts";
import { lwwKvService } from "./lww-kv.ts";
import { type LostStates, seqKvService } from "./seq-kv.ts";
import type { StateMachine } from "./state-machine.ts";

export interface ServiceOptions {
  readonly network: Network;
  /** Split here into one stream for each service. */
  readonly random: Random;
  /** What seq-kv shows in place of a state that it no longer has; `clamped` if absent. */
  readonly lostStates?: LostStates;
  /** Gets a line for every request that is not answered, and for every answer that nobody is there to take. */
  readonly warn: (service: ServiceName, line: string) => void;
}

/**
 * Attaches lin-kv, seq-kv, lww-kv and lin-tso to a network, before the nodes: one that calls a service as soon as it
 * is initialised must find it.
 */
export function attachServices(options: ServiceOptions): void {
  attach("lin-kv", linKvService, options);
  attach("seq-kv", seqKvService(options.lostStates ?? "clamped"), options);
  attach("lww-kv", lwwKvService, options);
  attach("lin-tso", linTsoService, options);
}

/**
 * A request is answered before the next one is looked at, as the network delivers one message at a time. One that cannot be
 * answered leaves the state as it was, and whoever asked waits in vain: that is how Maelstrom has it.
 */
function attach<State>(name: ServiceName, service: StateMachine<State>, options: ServiceOptions): void {
  const { network, warn } = options;
  const random = options.random.split(name);
  const draw = (bound: number): number => random.integer(bound);
  let state = service.initial;

  network.attach(name, (message) => {
    try {
      const body = objectIn(message);
      const outcome = service.handle(state, { src: message.src, body }, draw);
      state = outcome.state;
      const reply = withField(outcome.reply, "in_reply_to", body.msg_id ?? null);
      network.send({ src: name, dest: message.src, body: reply });
    } catch (error) {
      warn(name, `did not answer ${printExactJson(message.body)} of ${message.src}: ${reasonOf(error)}`);
    }
  });
}

function objectIn({ body }: Envelope): ExactRecord {
  if (!isExactRecord(body)) throw new TypeError("its body is no object; send one with a type");
  return body;
}

function reasonOf(error: unknown): string {
  if (error instanceof UnknownAddressError) return "it is no longer there";
  return error instanceof Error ? error.message : String(error);
}
