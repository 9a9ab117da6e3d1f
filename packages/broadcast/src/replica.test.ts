import { expect, test } from "vitest";
import { star } from "./overlay.ts";
import { frugal, type Profile, quick } from "./profile.ts";
import { Replica } from "./replica.ts";
import type { Gossip } from "./wire.ts";

const nodeIds = ["n0", "n1", "n2", "n3", "n4"];

/** One replica, and a clock that the test moves on. */
class Stage {
  now = 0;
  readonly sent: { readonly dest: string; readonly message: Gossip }[] = [];
  readonly replica: Replica;
  readonly #numbers = new Map<string, number>();

  constructor(id: string, profile: Profile) {
    this.replica = new Replica({ id, nodeIds, life: "a" }, star(nodeIds), profile, {
      now: () => this.now,
      wallTime: () => this.now,
      random: () => 0.5,
      send: (dest, message) => this.sent.push({ dest, message }),
    });
  }

  advanceTo(end: number): void {
    while (this.replica.wakeAt <= end) {
      this.now = Math.max(this.now + 1, this.replica.wakeAt);
      this.replica.wake();
    }
    this.now = end;
  }

  receive(src: string, message: Partial<Gossip>): void {
    const n = (this.#numbers.get(src) ?? 0) + 1;
    this.#numbers.set(src, n);
    this.replica.receive(src, { n, heard: 0, life: "a", path: [], round: 1, ...message });
  }

  sentTo(peer: string): number {
    return this.sent.filter(({ dest }) => dest === peer).length;
  }
}

test("when the hub says that it has lost its root, what others said of theirs before is out of date", () => {
  const stage = new Stage("n2", quick);
  stage.receive("n0", { path: [] });
  stage.replica.publish(1);
  stage.advanceTo(800);
  // n0 is silent from now on. n1 has made itself a root, and n3 still hangs on n0.
  stage.receive("n3", { path: ["n0"], heard: 1, full: true });
  stage.receive("n1", { path: [], heard: 1, full: true });
  stage.advanceTo(1_300);
  expect(stage.replica.hub).toBe("n3");
  stage.receive("n3", { path: [], heard: 1 });
  expect(stage.replica.hub).toBe("n3");
  // News of n1 counts.
  stage.receive("n1", { path: [], heard: 1 });
  expect(stage.replica.hub).toBe("n1");
});

test("a hub that has not been heard yet is given more time", () => {
  const search = (hasSpoken: boolean): number => {
    const stage = new Stage("n2", quick);
    if (hasSpoken) stage.receive("n0", { path: [] });
    stage.replica.publish(1);
    while (!stage.sent.some(({ message }) => message.ask || message.graft)) stage.advanceTo(stage.now + 10);
    return stage.now;
  };
  expect(search(false)).toBe(search(true) + quick.patienceMs);
});

test("a peer that grafts itself on this node is told what it lacks once, in the answer to the graft", () => {
  const stage = new Stage("n0", quick);
  for (let value = 0; value < 100; value += 1) stage.replica.publish(value);
  // Nobody answers; what the questions carry is but a part of what is lacking.
  stage.advanceTo(10_000);
  expect(stage.replica.suspects).toContain("n2");
  const before = stage.sentTo("n2");
  stage.receive("n2", { path: ["n0"], graft: true, full: true, have: [] });
  stage.advanceTo(stage.now + 200);
  expect(stage.sentTo("n2")).toBe(before + 1);
});

test("that many came back once is no reason to ask all others at once in the next cut", () => {
  const stage = new Stage("n0", quick);
  const peers = nodeIds.slice(1);
  const loseAll = (): void => {
    stage.replica.publish(1);
    stage.advanceTo(stage.now + 4_000);
    expect(stage.replica.suspects).toEqual(peers);
  };
  loseAll();
  for (const peer of peers) {
    const heard = stage.sent.filter(({ dest }) => dest === peer).at(-1)?.message.n ?? 0;
    stage.receive(peer, { path: ["n0"], heard, full: true, have: [["n0:a", 1]] });
  }
  expect(stage.replica.suspects).toEqual([]);
  loseAll();
  const before = stage.sent.length;
  stage.advanceTo(stage.now + 10_000);
  // One question every two seconds.
  expect(stage.sent.length - before).toBeLessThanOrEqual(6);
});

test("a child that proves after a round that it is there is told what the round left it out of", () => {
  const stage = new Stage("n0", quick);
  stage.replica.publish(1);
  stage.advanceTo(4_000);
  expect(stage.replica.suspects).toContain("n1");
  // It has come back, and its question was answered, but it has not proved yet that it has heard this node.
  stage.receive("n1", { path: ["n0"], graft: true, full: true, have: [] });
  stage.advanceTo(stage.now + 200);
  stage.replica.publish(2);
  stage.advanceTo(stage.now + 1_000);
  const heard = stage.sent.filter(({ dest }) => dest === "n1").at(-1)?.message.n ?? 0;
  const before = stage.sent.length;
  stage.receive("n1", { path: ["n0"], heard, have: [["n0:a", 1]] });
  stage.advanceTo(stage.now + 1_000);
  expect(stage.replica.suspects).not.toContain("n1");
  const toIt = stage.sent.slice(before).filter(({ dest }) => dest === "n1");
  expect(toIt.flatMap(({ message }) => message.runs ?? [])).toEqual([["n0:a", 1, [2]]]);
  // In the round, and in no message of its own.
  expect(toIt.length).toBe(1);
});

test("who came back says nothing of those that have been lost since", () => {
  const stage = new Stage("n0", quick);
  const others = ["n2", "n3", "n4"];
  stage.replica.publish(1);
  stage.advanceTo(1_000);
  for (const peer of others) stage.receive(peer, { path: ["n0"], heard: 1, have: [["n0:a", 1]] });
  stage.advanceTo(2_600);
  expect(stage.replica.suspects).toEqual(["n1"]);
  stage.replica.publish(2);
  stage.advanceTo(5_000);
  const heard = stage.sent.filter(({ dest }) => dest === "n1").at(-1)?.message.n ?? 0;
  stage.receive("n1", { path: ["n0"], heard, full: true, have: [["n0:a", 2]] });
  stage.advanceTo(5_200);
  expect(stage.replica.suspects).toEqual(others);
  const before = stage.sent.length;
  stage.advanceTo(5_900);
  expect(stage.sent.slice(before).filter(({ message }) => message.ask).length).toBe(1);
});

test("a new root is offered the tree of a hub that has been heard lately, not that of a silent one", () => {
  const announcedAt = 2 * frugal.windowMs + 600;
  const offers = (heardAt: number): Stage => {
    const stage = new Stage("n3", frugal);
    stage.advanceTo(heardAt);
    stage.receive("n0", { path: [] });
    stage.advanceTo(announcedAt);
    // n2 has lost n1, of which this node knows nothing.
    stage.receive("n2", { path: [], full: true, doubts: "n1" });
    stage.advanceTo(announcedAt + 50);
    return stage;
  };
  expect(offers(announcedAt - 400).sent).toMatchObject([{ dest: "n2", message: { path: ["n0"] } }]);
  const { sent } = offers(100);
  expect(sent[0]).toMatchObject({ dest: "n0", message: { ask: true } });
  expect(sent.filter(({ dest, message }) => dest === "n2" && message.path.includes("n0"))).toEqual([]);
});

test("a peer that was only doubted, and hangs elsewhere than where it belongs, is proved at once that it is heard", () => {
  const answerOf = (answer: Partial<Gossip>): number => {
    const stage = new Stage("n0", quick);
    stage.receive("n3", { path: ["n0"], runs: [["n3:a", 0, [1]]] });
    stage.receive("n4", { path: ["n0"], runs: [["n4:a", 0, [2]]] });
    // n3 does not acknowledge the round, and is asked.
    const question = (): Gossip | undefined =>
      stage.sent.find(({ dest, message }) => dest === "n3" && message.ask)?.message;
    while (question() === undefined) stage.advanceTo(stage.now + 10);
    const asked = question();
    const before = stage.sentTo("n3");
    stage.receive("n3", { heard: asked?.n ?? 0, full: true, have: stage.replica.store.counts, ...answer });
    return stage.sentTo("n3") - before;
  };
  // It suspects n0, or it would hang on it.
  expect(answerOf({ path: ["n1", "n0"] })).toBe(1);
  expect(answerOf({ path: ["n0"] })).toBe(0);
  // It is told in the round that it asks for.
  expect(answerOf({ path: [], seeks: true })).toBe(0);
});

test("a node that has grafted itself here and then makes itself the root has its values acknowledged with the next ones", () => {
  const stage = new Stage("n2", quick);
  stage.receive("n0", { path: [] });
  stage.replica.publish(1);
  stage.advanceTo(800);
  const graft: Partial<Gossip> = {
    seeks: true,
    graft: true,
    full: true,
    doubts: "n0",
    runs: [["n1:a", 0, [7]]],
  };
  stage.receive("n1", graft);
  const before = stage.sent.length;
  stage.receive("n1", { path: [], full: true, heard: stage.sentTo("n1"), have: [["n2:a", 1]] });
  stage.replica.publish(2);
  stage.advanceTo(1_300);
  expect(stage.replica.hub).toBe("n1");
  const [next] = stage.sent.slice(before);
  expect(next?.dest).toBe("n1");
  expect(next?.message.runs).toEqual([["n2:a", 1, [2]]]);
  expect(next?.message.have).toContainEqual(["n1:a", 1]);
});

test("who is told nothing new by a peer that knows an earlier life of it asks what it has forgotten", () => {
  const stage = new Stage("n2", quick);
  stage.receive("n0", { path: [], heard: 7 });
  expect(stage.sent.map(({ dest, message }) => [dest, message.ask, message.full])).toEqual([
    ["n0", true, true],
  ]);
  // It knows this life now.
  stage.receive("n0", { path: [], heard: 1, full: true });
  stage.advanceTo(20_000);
  expect(stage.sent.length).toBe(1);
});
