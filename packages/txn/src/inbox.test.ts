import { describe, expect, test } from "vitest";
import { Inbox } from "./inbox.ts";
import type { Part } from "./wire.ts";

const known = [9, 0];
const origin = { place: 0, life: 1, slot: 0 };

/** The inbox for a sender of whose birth it has heard. */
function inboxOf(): Inbox {
  const inbox = new Inbox();
  inbox.take(part(-1, 0), known);
  return inbox;
}

/** The part from change `after` to `upTo` of a sender that is at change `end`; it has a register for each change. */
function part(after: number, upTo: number, end: number = upTo): Part {
  const versions = Array.from({ length: upTo - Math.max(0, after) }, (_, i): Part["versions"][number] => {
    const change = Math.max(0, after) + i + 1;
    return { key: change, identity: `${change}`, value: change, counter: change, origin };
  });
  return { after, upTo, end, versions, sentAt: 1_000 + upTo };
}

/** The changes that become whole with each of the parts; null where nothing does. */
function taken(inbox: Inbox, ...parts: readonly Part[]): unknown {
  return parts.map((each) => {
    const whole = inbox.take(each, known);
    return whole === undefined ? null : [...whole.versions].map(({ value }) => value).sort();
  });
}

describe("parts are taken in", () => {
  test("one by one where each is whole", () => {
    expect(taken(inboxOf(), part(0, 2), part(2, 3))).toEqual([[1, 2], [3]]);
  });

  test("together where only all of them are whole", () => {
    expect(taken(inboxOf(), part(0, 2, 5), part(2, 4, 5), part(4, 5))).toEqual([null, null, [1, 2, 3, 4, 5]]);
  });

  test("in whatever order they come", () => {
    expect(taken(inboxOf(), part(4, 5), part(2, 4, 5), part(0, 2, 5))).toEqual([null, null, [1, 2, 3, 4, 5]]);
  });

  test("once, however often they come", () => {
    expect(taken(inboxOf(), part(0, 2), part(0, 2), part(0, 1), part(2, 3), part(0, 3))).toEqual([
      [1, 2],
      null,
      null,
      [3],
      null,
    ]);
  });

  test("and wait for what changed while they were sent again", () => {
    // The first part was lost. When it is sent again the sender is at change 7, so one of 1 and 2 may have moved there.
    expect(taken(inboxOf(), part(2, 5), part(0, 2, 7), part(5, 7))).toEqual([
      null,
      null,
      [1, 2, 3, 4, 5, 6, 7],
    ]);
  });

  test("also if there is nothing in the last of them", () => {
    const empty = { ...part(2, 2), upTo: 5, end: 5 };
    expect(taken(inboxOf(), part(0, 2, 5), empty)).toEqual([null, [1, 2]]);
  });
});

describe("the sender is told", () => {
  test("how far everything has come, and when the last part had left", () => {
    const inbox = inboxOf();
    inbox.take(part(0, 2), known);
    inbox.take(part(4, 5), known);
    expect([inbox.heard, inbox.echo, inbox.owesAnswer]).toEqual([2, 1_005, true]);
    inbox.answered();
    expect([inbox.heard, inbox.echo, inbox.owesAnswer]).toEqual([2, null, false]);
  });

  test("again if it sends again, since it has not heard the first answer", () => {
    const inbox = inboxOf();
    inbox.take(part(0, 2), known);
    inbox.answered();
    inbox.take(part(0, 2), known);
    expect(inbox.owesAnswer).toBe(true);
  });
});
