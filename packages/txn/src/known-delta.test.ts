import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KnownDelta } from "./known-delta.ts";
import { union, type VersionVector } from "./version.ts";

const nothing = [0, 0, 0];

describe("what the other node has to be told", () => {
  test("is all, as long as it has not answered", () => {
    const delta = new KnownDelta();
    delta.sent(4, [4, 0, 2]);
    expect(delta.of([5, 0, 2], nothing)).toEqual([5, 0, 2]);
  });

  test("is what has changed since the last part that it has answered", () => {
    const delta = new KnownDelta();
    delta.sent(4, [4, 0, 2]);
    delta.sent(6, [6, 0, 2]);
    delta.heard(5);
    expect(delta.of([6, 0, 2], nothing)).toEqual([6, 0, 0]);
    delta.heard(6);
    expect(delta.of([6, 0, 2], nothing)).toEqual([0, 0, 0]);
  });

  test("is not what it has said to know itself", () => {
    expect(new KnownDelta().of([5, 1, 2], [0, 1, 3])).toEqual([5, 0, 0]);
  });

  test("goes on being told if a part is sent again with more, as the answer may be to the first one", () => {
    const delta = new KnownDelta();
    delta.sent(4, [4, 0, 0]);
    delta.sent(4, [4, 7, 0]);
    delta.heard(4);
    expect(delta.of([4, 7, 0], nothing)).toEqual([0, 7, 0]);
  });

  test("costs no more memory, and is no less, while there is no answer for long", () => {
    const delta = new KnownDelta();
    for (let change = 1; change <= 1_000; change += 1) delta.sent(change, [change, 0, 0]);
    delta.heard(1_000);
    expect(delta.of([1_000, 0, 0], nothing)).toEqual([1_000, 0, 0]);
    delta.sent(1_001, [1_001, 0, 0]);
    delta.heard(1_001);
    expect(delta.of([1_001, 0, 0], nothing)).toEqual([0, 0, 0]);
  });

  test("is enough, whatever is lost, late, repeated or sent again: who has heard that far knows what was known", () => {
    interface Sent {
      readonly after: number;
      readonly upTo: number;
      readonly delta: VersionVector;
      readonly known: VersionVector;
    }
    const step = fc.oneof(
      fc.record({ kind: fc.constant("learn" as const), node: fc.nat(2) }),
      // From where the other one has heard, or less far back, to where not all need be told.
      fc.record({ kind: fc.constant("send" as const), length: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant("arrive" as const), index: fc.nat(4) }),
      fc.record({ kind: fc.constant("answer" as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: "max" }), (steps) => {
        const delta = new KnownDelta();
        const bag: Sent[] = [];
        let known: VersionVector = nothing;
        let acknowledged = -1;
        let heard = -1;
        let got: VersionVector = nothing;
        for (const action of steps) {
          if (action.kind === "learn") {
            known = known.map((counter, node) => (node === action.node ? counter + 1 : counter));
          } else if (action.kind === "send") {
            const upTo = acknowledged + action.length;
            bag.push({ after: acknowledged, upTo, delta: delta.of(known, nothing), known });
            delta.sent(upTo, known);
          } else if (action.kind === "answer") {
            acknowledged = heard;
            delta.heard(heard);
          } else {
            // One of the latest, so that what was sent last arrives now and then.
            const sent = bag.at(-1 - action.index);
            if (sent === undefined || sent.after > heard || sent.upTo <= heard) continue;
            heard = sent.upTo;
            got = union(got, sent.delta);
            expect(union(got, sent.known)).toEqual(got);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
