/**
 * The one message between nodes. Read `outbox.ts` for how parts are made, `inbox.ts` for how they are put together, and
 * `acquaintance.ts` for how a message says which lives of two nodes it is between.
 *
 * An origin travels as a number: `place + nodes × life`, or, where the life is understood, the place alone. It is understood
 * if the sender has heard of no other life of that node and the receiver has certainly heard of this one, or hears of
 * it in the same message. Then the receiver has heard of one life only, which is the one, or of several and cannot
 * tell: it takes the message for lost and says in its answer which lives there are. From then on the sender has
 * heard of all of them, and names them in full.
 */
import { type Definition, type Json, message } from "@gossip-glomers/protocol";
import { identityOf } from "./key-identity.ts";
import type { Origin, Origins } from "./origin.ts";
import type { Version, VersionVector } from "./version.ts";

/** An origin as a number. */
export type WireOrigin = number;

export type WireVersion = readonly [key: Json, value: Json, counter: number, origin: WireOrigin];

/** An entry of a version vector: an origin and the counter of its last known transaction, 0 if none is known. */
export type WireEntry = readonly [origin: WireOrigin, counter: number];

/** What changed at the sender between two of its changes, as far as the receiver is not known to have it. */
export interface Part {
  /** The number of the sender's change after which this part begins. */
  readonly after: number;
  /** The number of the last change that it covers. */
  readonly upTo: number;
  /** The number of the sender's latest change when it made this part: the part is whole only with all up to there. */
  readonly end: number;
  readonly versions: readonly Version[];
  /** When it was sent, by the sender's clock in whole milliseconds; the answer repeats it. */
  readonly sentAt: number;
}

/** A part as it travels; `end` is missing where it is `upTo`. */
export interface WirePart extends Omit<Part, "end" | "versions"> {
  readonly end?: number;
  readonly versions: readonly WireVersion[];
}

/** What a node says of itself to one that may not know which of its lives this is; see `acquaintance.ts`. */
export interface Hello {
  /** The sender's life. */
  readonly life: number;
  /** The life of the receiver that the sender believes in; 0 if it has heard of none. */
  readonly to: number;
  /** How often the sender has changed its mind about that. */
  readonly term: number;
  /** The life and the term that the receiver named last. */
  readonly seen: readonly [life: number, term: number];
}

/** Which lives a message is between: named, or their numbers combined by XOR if each is certain to know the other. */
export type Between =
  | { readonly hello: Hello; readonly link?: never }
  | { readonly link: number; readonly hello?: never };

interface Common {
  /** The number of the receiver's change up to which the sender has heard without a gap. */
  readonly heard: number;
  /** `sentAt` of the part that the sender got last from the receiver; missing if none came since it said so last. */
  readonly echo?: number;
  /** The sender has not yet heard what its other neighbours know: it may have been born a moment ago, as the receiver was. */
  readonly young?: true;
  /** Asks the receiver to stand in for a neighbour that does not answer: to exchange changes for a while. */
  readonly ask?: true;
  /** The places of those neighbours: the receiver is to ask them in turn. */
  readonly silent?: readonly number[];
}

export type Replication = Common &
  Between & {
    /** The transactions that the sender knows, as far as the receiver may lack them: the entries of a version vector. */
    readonly known: readonly WireEntry[];
    readonly part?: WirePart;
  };

export const replicate: Definition<Replication, Record<string, never>> = message<Replication>("replicate");

/** What of a message has to do with origins. */
export interface Content {
  readonly known: VersionVector;
  readonly part?: Part;
}

/** Writes down what one node tells another. */
export function encode(
  { known, part }: Content,
  origins: Origins,
  hasHeardOf: (slot: number) => boolean,
  unclear: Iterable<number> = [],
): Pick<Replication, "known" | "part"> {
  const inFull = ({ place, life }: Origin): WireOrigin => place + origins.nodes * life;
  const write = (origin: Origin, isUnderstood: boolean): WireOrigin =>
    isUnderstood && origins.onlyLifeOf(origin.place) === origin ? origin.place : inFull(origin);
  const entries: WireEntry[] = [];
  // A loop, as it is done for each message, on vectors as long as there are nodes.
  for (let slot = 0; slot < known.length; slot += 1) {
    const counter = known[slot] ?? 0;
    const origin = counter > 0 ? origins.at(slot) : undefined;
    if (origin !== undefined) entries.push([write(origin, hasHeardOf(slot)), counter]);
  }
  for (const place of unclear) {
    for (const origin of origins.livesOf(place)) entries.push([inFull(origin), 0]);
  }
  if (part === undefined) return { known: entries };
  const { after, upTo, end, sentAt } = part;
  const versions = part.versions.map(({ key, value, counter, origin }): WireVersion => {
    const isUnderstood = hasHeardOf(origin.slot) || (known[origin.slot] ?? 0) > 0;
    return [key, value, counter, write(origin, isUnderstood)];
  });
  return { known: entries, part: { after, upTo, ...(end === upTo ? {} : { end }), versions, sentAt } };
}

/**
 * Reads what another node has written down.
 * @returns the content; or, if it cannot be told which life of some nodes is meant, the places of those
 */
export function decode(
  { known: entries, part }: Pick<Replication, "known" | "part">,
  origins: Origins,
): { readonly content: Content } | { readonly unclear: ReadonlySet<number> } {
  const unclear = new Set<number>();
  const named = new Map<number, Origin>();
  for (const [wire] of entries) {
    if (wire < origins.nodes) continue;
    const origin = originOf(wire, origins);
    named.set(origin.place, origin);
  }
  const read = (wire: WireOrigin): Origin => {
    if (wire >= origins.nodes) return originOf(wire, origins);
    const origin = named.get(wire) ?? origins.onlyLifeOf(wire);
    if (origin !== undefined) return origin;
    unclear.add(wire);
    return nobody;
  };
  const known: number[] = [];
  for (const [wire, counter] of entries) {
    const { slot } = read(wire);
    while (known.length <= slot) known.push(0);
    known[slot] = Math.max(known[slot] ?? 0, counter);
  }
  const versions = (part?.versions ?? []).map(
    ([key, value, counter, wire]): Version => ({
      key,
      identity: identityOf(key),
      value,
      counter,
      origin: read(wire),
    }),
  );
  if (unclear.size > 0) return { unclear };
  if (part === undefined) return { content: { known } };
  return { content: { known, part: { ...part, end: part.end ?? part.upTo, versions } } };
}

/** Stands where it cannot be told who is meant, in a message that is then thrown away. */
const nobody: Origin = { place: 0, life: 0, slot: 0 };

function originOf(wire: WireOrigin, origins: Origins): Origin {
  return origins.of(wire % origins.nodes, Math.floor(wire / origins.nodes));
}
