/**
 * What a trace shows of the values of a set, before anything is made of it: who was given which by a client, what
 * numbers nodes sent each other at which places, and which values their reads had. Read places.ts first.
 */
import {
  type Datum,
  EdnList,
  isVector,
  type Nanoseconds,
  type Operation,
  type OperationEvent,
  type SendEvent,
} from "@gossip-glomers/history";
import { isClient, type Run } from "../run/run.ts";
import { type Place, Places } from "./places.ts";
import { ADDS } from "./timeline.ts";

/**
 * Something that a node came to know or showed that it knew, for the first time; nodes and values are counted from 0.
 *
 * `elsewhere` is what was in a message from a service or anybody else: nobody can say where that had it from.
 */
export type Fact =
  | { readonly kind: "given" | "elsewhere" | "read"; readonly node: number; readonly value: number }
  | {
      readonly kind: "sent" | "received";
      readonly node: number;
      readonly value: number;
      readonly place: Place;
    };

/** A message between nodes with a number in it. */
export interface Sighting {
  readonly message: SendEvent;
  readonly place: Place;
}

export interface Survey {
  readonly nodes: number;
  readonly values: number;
  readonly places: Places;
  /** In the order of the trace. */
  readonly facts: readonly Fact[];
  /** Where there was once a number that was no value yet. */
  readonly refuted: ReadonlySet<Place>;
  /** Where the numbers that were asked about are, in the order of sending. */
  readonly sightings: ReadonlyMap<number, readonly Sighting[]>;
  /** When a client first sent a value to a node. */
  readonly givenAt: ReadonlyMap<number, Nanoseconds>;
}

/** More places have numbers only if fields are named at random, and then there is nothing to be learned of them. */
const MOST_PLACES = 100;

const SENT = 1;
const RECEIVED = 2;
const GIVEN = 4;
const ELSEWHERE = 8;
const READ = 16;

/** @param asked the numbers whose sightings are wanted */
export function surveyOf(run: Run, asked: readonly number[]): Survey {
  const surveyor = new Surveyor(run, asked);
  for (const event of run.events) {
    if (event.kind === "send") surveyor.send(event);
    else if (event.kind === "recv") surveyor.receive(event.id);
    else if (event.kind === "op") surveyor.operation(event);
  }
  return surveyor;
}

/** Walks through a trace. Every number of every message is looked at, so it is numbers here, and no objects, as far as it goes. */
class Surveyor implements Survey {
  readonly places = new Places();
  readonly facts: Fact[] = [];
  readonly refuted = new Set<Place>();
  readonly sightings: Map<number, Sighting[]>;
  readonly givenAt = new Map<number, Nanoseconds>();
  readonly #run: Run;
  readonly #nodes: ReadonlyMap<string, number>;
  readonly #values: ReadonlyMap<number, number>;
  /** By the id of the message that asks for it. */
  readonly #adds: ReadonlyMap<number, OperationEvent>;
  /** What is a fact already, by node and value: in general, and by the index of a place. */
  readonly #known: Uint8Array;
  readonly #knownAt = new Map<number, Uint8Array>();
  /** What is news to the receiver in messages that are on their way, by their ids. */
  readonly #pending = new Map<number, Fact[]>();

  constructor(run: Run, asked: readonly number[]) {
    this.#run = run;
    this.sightings = new Map(asked.map((number) => [number, []]));
    const nodes = new Set([...run.carriers.values()].flatMap(({ node }) => node ?? []));
    this.#nodes = new Map([...nodes].map((node, index) => [node, index]));
    const adds = [...run.carriers.values()].filter(({ op }) => op.type === "invoke" && ADDS.has(op.f));
    this.#adds = new Map(adds.flatMap((add) => (add.request === undefined ? [] : [[add.request, add]])));
    const values = new Set(adds.flatMap(({ op: { value } }) => (typeof value === "number" ? value : [])));
    this.#values = new Map([...values].map((value, index) => [value, index]));
    this.#known = new Uint8Array(this.nodes * this.values);
  }

  get nodes(): number {
    return this.#nodes.size;
  }

  get values(): number {
    return this.#values.size;
  }

  send(message: SendEvent): void {
    const add = this.#adds.get(message.id);
    if (add !== undefined) this.#give(add);
    if (isClient(message.src)) return;
    const from = this.#nodes.get(message.src);
    const to = this.#nodes.get(message.dest);
    if (to === undefined) return;
    const news: Fact[] = [];
    if (from === undefined) {
      this.places.look(message, (number) => {
        const value = this.#values.get(number);
        if (value !== undefined) this.#learn("elsewhere", ELSEWHERE, to, value);
      });
      return;
    }
    this.places.look(message, (number, place) => {
      const sightings = this.sightings.get(number);
      if (sightings !== undefined) see(sightings, message, place);
      if (this.refuted.has(place)) return;
      const value = this.#values.get(number);
      if (value === undefined || !this.givenAt.has(number)) {
        this.refuted.add(place);
        this.#knownAt.delete(place.index);
        return;
      }
      const known = this.#at(place);
      if (known === null) return;
      const sent = from * this.values + value;
      const received = to * this.values + value;
      if (((known[sent] ?? 0) & SENT) === 0) {
        known[sent] = (known[sent] ?? 0) | SENT;
        this.facts.push({ kind: "sent", node: from, value, place });
      }
      if (((known[received] ?? 0) & RECEIVED) === 0) news.push({ kind: "received", node: to, value, place });
    });
    if (news.length > 0) this.#pending.set(message.id, news);
  }

  receive(id: number): void {
    for (const fact of this.#pending.get(id) ?? []) {
      if (fact.kind !== "received" || this.refuted.has(fact.place)) continue;
      const known = this.#at(fact.place);
      const entry = fact.node * this.values + fact.value;
      if (known === null || ((known[entry] ?? 0) & RECEIVED) !== 0) continue;
      known[entry] = (known[entry] ?? 0) | RECEIVED;
      this.facts.push(fact);
    }
    this.#pending.delete(id);
  }

  operation(event: OperationEvent): void {
    const { op } = event;
    if (op.type === "invoke" && ADDS.has(op.f)) this.#give(this.#run.carriers.get(op.index) ?? event);
    const node = this.#nodes.get(event.node ?? "");
    if (op.type !== "ok" || op.f !== "read" || node === undefined) return;
    for (const element of elementsOf(op)) {
      const value = typeof element === "number" ? this.#values.get(element) : undefined;
      if (value !== undefined) this.#learn("read", READ, node, value);
    }
  }

  #give({ at, op, node }: OperationEvent): void {
    if (typeof op.value !== "number") return;
    const value = this.#values.get(op.value);
    if (value === undefined) return;
    if (!this.givenAt.has(op.value)) this.givenAt.set(op.value, at);
    const index = this.#nodes.get(node ?? "");
    if (index !== undefined) this.#learn("given", GIVEN, index, value);
  }

  #learn(kind: "given" | "elsewhere" | "read", flag: number, node: number, value: number): void {
    const entry = node * this.values + value;
    const known = this.#known[entry] ?? 0;
    if ((known & flag) !== 0) return;
    this.#known[entry] = known | flag;
    this.facts.push({ kind, node, value });
  }

  /** What is a fact at a place; null if there are too many places. */
  #at({ index }: Place): Uint8Array | null {
    const known = this.#knownAt.get(index);
    if (known !== undefined) return known;
    if (this.#knownAt.size >= MOST_PLACES) return null;
    const none = new Uint8Array(this.nodes * this.values);
    this.#knownAt.set(index, none);
    return none;
  }
}

function see(sightings: Sighting[], message: SendEvent, place: Place): void {
  const last = sightings.at(-1);
  if (last?.message !== message || last.place !== place) sightings.push({ message, place });
}

function elementsOf({ value }: Operation): readonly Datum[] {
  if (value instanceof EdnList) return value.items;
  return isVector(value) ? value : [];
}
