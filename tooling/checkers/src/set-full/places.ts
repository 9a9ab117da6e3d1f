/**
 * Where numbers stand in the bodies of messages, with like places taken for one.
 *
 * Nodes talk to each other as they please. All that is known of a language nobody has described is which places it has:
 * in `{"type":"gossip","n":5,"runs":[["n2:1",8,[3,4]]]}` there are three, `.n`, `.runs[][1]` and `.runs[][2][]`. What is
 * at one of them in one message is of the kind of what is there in the next.
 *
 * - Messages of each type have places of their own, since `n` may be a counter here and a value there.
 * - Items of a list share a place. Those of a tuple do not, or the 8 above would stand where 3 and 4 do. A tuple is a
 *   short list of unlike things, and a short list of numbers among others of its length: `[[0,17],[1,23]]`.
 * - Fields whose names have a digit share one, since that numbers something: nodes, as in `{"n1":[5],"n2":[7]}`, or lives.
 * - A name that is a number is a number itself: nodes that keep a set in an object say `{"5":true}`. So is a text.
 */
import { type ExactJson, isExactList, isExactRecord, type SendEvent } from "@gossip-glomers/history";

/** A place of a message's type; compare it by reference. */
export interface Place {
  /** A number of its own, counting from 0. */
  readonly index: number;
  /** The type of the messages that have it. */
  readonly type: string;
  readonly fields: Map<string, Place>;
  /** The places of a tuple, and of what is in a list, a field with a digit or a name. */
  readonly positions: Place[];
  list?: Place;
  numbered?: Place;
  names?: Place;
}

/** Is told a number and where it is: the place, and the way to it, of which only the first `depth` steps count. */
export type Seer = (number: number, place: Place, way: readonly Step[], depth: number) => void;

/** A field, an item, or null for the name of the field before it. */
type Step = string | number | null;

/** Fields of every message's body, which say nothing of what it is about. */
const ENVELOPE: ReadonlySet<string> = new Set(["type", "msg_id", "in_reply_to"]);

/** Longer lists of unlike things are no tuples. */
const LONGEST_TUPLE = 8;
/** Longer lists of numbers, among others of their length, are no tuples. */
const LONGEST_ROW = 4;

/** Every place that was seen up to now. */
export class Places {
  readonly #types = new Map<string, Place>();
  readonly #way: Step[] = [];
  #count = 0;

  /** Tells of every number in a message, but for its envelope. */
  look({ body }: SendEvent, see: Seer): void {
    if (!isExactRecord(body)) return;
    const type = typeof body.type === "string" ? body.type : "";
    const place = this.#types.get(type) ?? this.#newPlace(type);
    this.#types.set(type, place);
    for (const name of Object.keys(body))
      if (!ENVELOPE.has(name)) this.#field(body[name] ?? null, name, place, 0, see);
  }

  #newPlace(type: string): Place {
    return { index: this.#count++, type, fields: new Map(), positions: [] };
  }

  #part(part: ExactJson, place: Place, depth: number, see: Seer, isRow: boolean): void {
    const number = numberOf(part);
    if (number !== null) see(number, place, this.#way, depth);
    else if (isExactList(part)) this.#list(part, place, depth, see, isRow);
    else if (isExactRecord(part))
      for (const name of Object.keys(part)) {
        if (isNumeral(name)) this.#name(name, place, depth, see);
        this.#field(part[name] ?? null, name, place, depth, see);
      }
  }

  #field(part: ExactJson, name: string, place: Place, depth: number, see: Seer): void {
    let within = place.fields.get(name);
    if (within === undefined) {
      const isNumbered = /\d/.test(name);
      if (isNumbered) place.numbered ??= this.#newPlace(place.type);
      within = (isNumbered ? place.numbered : undefined) ?? this.#newPlace(place.type);
      place.fields.set(name, within);
    }
    this.#way[depth] = name;
    this.#part(part, within, depth + 1, see, false);
  }

  #name(name: string, place: Place, depth: number, see: Seer): void {
    place.names ??= this.#newPlace(place.type);
    this.#way[depth] = name;
    this.#way[depth + 1] = null;
    see(Number(name), place.names, this.#way, depth + 2);
  }

  #list(list: readonly ExactJson[], place: Place, depth: number, see: Seer, isRow: boolean): void {
    const isTuple = isRow || isOfUnlike(list);
    const hasRows = !isTuple && areRows(list);
    // By number, since a copy of the list or of its entries would be most of the work.
    for (let position = 0; position < list.length; position++) {
      this.#way[depth] = position;
      const within = isTuple ? this.#position(place, position) : this.#items(place);
      this.#part(list[position] ?? null, within, depth + 1, see, hasRows);
    }
  }

  #items(place: Place): Place {
    place.list ??= this.#newPlace(place.type);
    return place.list;
  }

  #position(place: Place, position: number): Place {
    while (place.positions.length <= position) place.positions.push(this.#newPlace(place.type));
    return place.positions[position] ?? place;
  }
}

/** The way to the number in a message as `jq` has it: `.runs[0][2][1]`; null if it is not at that place. */
export function wayTo(places: Places, message: SendEvent, number: number, place: Place): string | null {
  let found: string | null = null;
  places.look(message, (seen, at, way, depth) => {
    if (seen === number && at === place) found ??= printed(way.slice(0, depth));
  });
  return found;
}

function printed(way: readonly Step[]): string {
  if (way.at(-1) === null) return `a name in ${printed(way.slice(0, -2))}`;
  return way.map(step).join("");
}

function step(part: Step): string {
  if (typeof part === "number") return `[${part}]`;
  return part !== null && /^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
}

/** What a part counts as if it is a number of any kind; of those that are no integers it matters only that they are none. */
function numberOf(part: ExactJson): number | null {
  if (typeof part === "number") return part;
  if (typeof part === "string") return isNumeral(part) ? Number(part) : null;
  if (typeof part !== "object") return typeof part === "bigint" ? Number.NaN : null;
  return part === null || isExactList(part) || isExactRecord(part) ? null : Number.NaN;
}

/** Whether a text is an integer as JSON would have it, and no life or key that begins with a digit. */
function isNumeral(text: string): boolean {
  return text.length < 16 && /^(?:0|-?[1-9]\d*)$/.test(text);
}

function isOfUnlike(list: readonly ExactJson[]): boolean {
  if (list.length < 2 || list.length > LONGEST_TUPLE) return false;
  const kind = kindOf(list[0] ?? null);
  return list.some((item) => kindOf(item) !== kind);
}

function kindOf(part: ExactJson): string {
  if (numberOf(part) !== null) return "number";
  return isExactList(part) ? "list" : typeof part;
}

/** Whether a list has tuples of numbers in it, all of one length. */
function areRows(list: readonly ExactJson[]): boolean {
  const [first] = list;
  if (!isExactList(first) || first.length < 2 || first.length > LONGEST_ROW) return false;
  return list.every(
    (item) =>
      isExactList(item) && item.length === first.length && item.every((part) => numberOf(part) !== null),
  );
}
