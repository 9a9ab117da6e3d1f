/**
 * How many adds were acknowledged although the counter cannot have been in seq-kv.
 *
 * What a node keeps in seq-kv is its own affair, but whatever it is, an acknowledged add must have waited for a write: between
 * the add's arrival and its acknowledgement the node must have sent seq-kv a write or a cas, and then have got an answer
 * that is no error, to that request or to a later one (a write whose fate is unknown may be settled by a read). This is
 * necessary, not sufficient: that the write holds the add is shown by the final reads.
 */
import type { Run } from "@gossip-glomers/checkers";
import type { Nanoseconds, SendEvent } from "@gossip-glomers/history";

const STORE = "seq-kv";
const writes: ReadonlySet<unknown> = new Set(["write", "cas"]);

/** Something that a node asked of the store, answered without an error. */
interface Exchange {
  readonly sent: Nanoseconds;
  readonly answered: Nanoseconds;
}

export function unstoredAdds(run: Run): number {
  const stores = new Map<string, { readonly written: Nanoseconds[]; readonly exchanges: Exchange[] }>();
  const requests = new Map<string, SendEvent>();
  for (const message of run.messages.values()) {
    if (message.dest === STORE) {
      const of = stores.get(message.src) ?? { written: [], exchanges: [] };
      stores.set(message.src, of);
      if (writes.has(bodyField(message, "type"))) of.written.push(message.at);
      requests.set(`${message.src} ${bodyField(message, "msg_id")}`, message);
    } else if (message.src === STORE && bodyField(message, "type") !== "error") {
      const request = requests.get(`${message.dest} ${bodyField(message, "in_reply_to")}`);
      const answered = run.deliveries.get(message.id);
      if (request === undefined || answered === undefined) continue;
      stores.get(message.dest)?.exchanges.push({ sent: request.at, answered });
    }
  }
  const waits = new Map(
    [...stores].map(([node, { written, exchanges }]) => [node, settler(written, exchanges)]),
  );
  let unstored = 0;
  for (const { op, node = "", request, reply } of run.carriers.values()) {
    // Adding nothing leaves nothing to write.
    if (op.type !== "ok" || op.f !== "add" || op.value === 0) continue;
    const arrived = request === undefined ? undefined : run.deliveries.get(request);
    const acknowledged = reply === undefined ? undefined : run.messages.get(reply)?.at;
    if (arrived === undefined || acknowledged === undefined) continue;
    if ((waits.get(node)?.(arrived) ?? Number.POSITIVE_INFINITY) > acknowledged) unstored += 1;
  }
  return unstored;
}

/** A function that tells when, at the earliest, something written after a moment can have been known to be stored. */
function settler(
  written: readonly Nanoseconds[],
  exchanges: Exchange[],
): (after: Nanoseconds) => Nanoseconds {
  exchanges.sort((a, b) => a.sent - b.sent);
  // The earliest answer to this request or a later one, from the end backwards.
  const earliest: Nanoseconds[] = [];
  for (const [index, { answered }] of [...exchanges.entries()].toReversed()) {
    earliest[index] = Math.min(answered, earliest[index + 1] ?? Number.POSITIVE_INFINITY);
  }
  return (after) => {
    const write = written[lowerBound(written, after, (time) => time)];
    if (write === undefined) return Number.POSITIVE_INFINITY;
    return earliest[lowerBound(exchanges, write, ({ sent }) => sent)] ?? Number.POSITIVE_INFINITY;
  };
}

/** The index of the first of some sorted items whose time is not before `time`. */
function lowerBound<T>(items: readonly T[], time: Nanoseconds, timeOf: (item: T) => Nanoseconds): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && timeOf(item) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A field of a message's body, or undefined if the body is no object or has no such field. */
function bodyField({ body }: SendEvent, name: string): unknown {
  return typeof body === "object" && body !== null && Object.hasOwn(body, name)
    ? Reflect.get(body, name)
    : undefined;
}
