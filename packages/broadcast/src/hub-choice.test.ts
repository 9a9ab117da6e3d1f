import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseHub } from "./hub-choice.ts";
import { star } from "./overlay.ts";

const nodes = ["n0", "n1", "n2", "n3", "n4"];
const overlay = star(nodes);

interface Peer {
  readonly hub: string;
  readonly suspected?: boolean;
  readonly heardAt?: number;
}

function choose(self: string, peers: Readonly<Record<string, Peer>>, current = self): string {
  const links = new Map(
    Object.entries(peers).map(([peer, { hub, suspected = false, heardAt = 1 }]) => [
      peer,
      { peer, hub, suspected, heardAt },
    ]),
  );
  return chooseHub({ self, overlay, links, current, rootSince: 0 });
}

test("the first candidate that can be reached", () => {
  expect(choose("n2", { n0: { hub: "n0" }, n1: { hub: "n0" } })).toBe("n0");
  expect(choose("n2", { n0: { hub: "n0", suspected: true }, n1: { hub: "n1" } })).toBe("n1");
  expect(choose("n0", { n1: { hub: "n0" } })).toBe("n0");
});

test("a root that reaches a peer whose hub ranks before it goes under that", () => {
  const gone = { hub: "n0", suspected: true };
  expect(choose("n1", { n0: gone, n3: { hub: "n0" }, n4: { hub: "n0" } })).toBe("n3");
  expect(choose("n1", { n0: gone, n3: { hub: "n0" }, n4: { hub: "n0" } }, "n4")).toBe("n4");
  expect(choose("n1", { n0: gone, n3: { hub: "n1" } })).toBe("n1");
  // What n3 said before n1 became a root says nothing of now.
  expect(choose("n1", { n0: gone, n3: { hub: "n0", heardAt: -1 } })).toBe("n1");
});

test("when all know each other's hubs, whoever reaches whom, hubs make no circle", () => {
  const cuts = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, (pairs) => {
      const isCut = (a: string, b: string): boolean =>
        pairs.some(([x, y]) => (nodes[x] === a && nodes[y] === b) || (nodes[x] === b && nodes[y] === a));
      const hubs = new Map(nodes.map((node) => [node, node]));
      // One after the other they choose, and tell everybody, until nobody wants another hub.
      for (let round = 0; round < 20; round += 1) {
        for (const self of nodes) {
          const peers = nodes
            .filter((peer) => peer !== self)
            .map((peer) => [peer, { hub: hubs.get(peer) ?? peer, suspected: isCut(self, peer) }] as const);
          hubs.set(self, choose(self, Object.fromEntries(peers), hubs.get(self)));
        }
      }
      for (const node of nodes) {
        let at = node;
        for (let step = 0; step <= nodes.length; step += 1) at = hubs.get(at) ?? at;
        expect(hubs.get(at)).toBe(at);
      }
    }),
  );
});
