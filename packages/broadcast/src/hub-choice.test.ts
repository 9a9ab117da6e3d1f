import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseHub } from "./hub-choice.ts";
import { star } from "./overlay.ts";

const nodes = ["n0", "n1", "n2", "n3", "n4"];
const overlay = star(nodes);

interface Peer {
  readonly path: readonly string[];
  readonly suspected?: boolean;
  readonly isSeeking?: boolean;
  readonly heardAt?: number;
  readonly round?: number;
}

interface Own {
  readonly current?: string;
  readonly isSearching?: boolean;
}

function choose(self: string, peers: Readonly<Record<string, Peer>>, own: Own = {}): string {
  const { current = self, isSearching = false } = own;
  const links = new Map(
    Object.entries(peers).map(([peer, given]) => {
      const { path, suspected = false, isSeeking = false, heardAt = 1 } = given;
      const root = path.at(-1) ?? peer;
      return [peer, { peer, path, root, round: given.round ?? 2, suspected, isSeeking, heardAt }];
    }),
  );
  return chooseHub({ self, overlay, links, current, isSearching, lost: { root: "n0", round: 1 }, since: 0 });
}

const gone = { path: [], suspected: true };

test("the hub of the overlay, as long as it can be reached", () => {
  expect(choose("n2", { n0: { path: [] }, n1: { path: ["n0"] } })).toBe("n0");
  expect(choose("n0", { n1: { path: ["n0"] } })).toBe("n0");
});

test("otherwise whoever leads to the best root, in the fewest steps", () => {
  expect(choose("n2", { n0: gone, n1: { path: [] } })).toBe("n1");
  expect(choose("n1", { n0: gone, n2: { path: ["n4", "n0"] }, n3: { path: ["n0"] } })).toBe("n3");
  expect(choose("n2", { n0: gone, n1: { path: [] }, n4: { path: ["n3", "n0"] } })).toBe("n4");
});

test("not one that hangs on this node, that seeks a hub itself, or of which there is only old news", () => {
  expect(choose("n1", { n0: gone, n3: { path: ["n1"] }, n4: { path: ["n3", "n1"] } })).toBe("n1");
  expect(choose("n2", { n0: gone, n1: { path: [], isSeeking: true } })).toBe("n2");
  expect(choose("n1", { n0: gone, n3: { path: ["n0"], heardAt: -1 } })).toBe("n1");
});

test("not one whose news of the lost root is no newer than what is known here, unless it hangs on that itself", () => {
  expect(choose("n1", { n0: gone, n3: { path: ["n2", "n0"], round: 1 } })).toBe("n1");
  expect(choose("n1", { n0: gone, n3: { path: ["n2", "n0"], round: 2 } })).toBe("n3");
  expect(choose("n1", { n0: gone, n3: { path: ["n0"], round: 1 } })).toBe("n3");
});

test("of two roots the later one gives way", () => {
  expect(choose("n2", { n0: gone, n1: { path: [] } })).toBe("n1");
  expect(choose("n1", { n0: gone, n2: { path: [] } })).toBe("n1");
});

test("a hub is kept, unless another leads to a better root or is nearer by two steps", () => {
  const peers = { n0: gone, n2: { path: ["n3", "n0"] }, n3: { path: ["n0"] } };
  expect(choose("n4", peers, { current: "n2" })).toBe("n2");
  expect(choose("n4", { ...peers, n2: { path: ["n1", "n3", "n0"] } }, { current: "n2" })).toBe("n3");
  expect(choose("n4", { ...peers, n2: { path: ["n1"] } }, { current: "n2" })).toBe("n3");
});

test("while the hub may yet answer, only a node that has become a root takes its place", () => {
  const searching = { current: "n0", isSearching: true };
  expect(choose("n4", { n0: { path: [] }, n3: { path: ["n0"] } }, searching)).toBe("n0");
  expect(choose("n4", { n0: { path: [] }, n1: { path: [] } }, searching)).toBe("n1");
  expect(choose("n4", { n0: gone, n3: { path: ["n0"] } }, searching)).toBe("n3");
  expect(choose("n4", { n0: gone }, searching)).toBe("n0");
});

test("when all know each other's places, whoever reaches whom, there is one tree for all that are connected", () => {
  const cuts = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, (pairs) => {
      const isCut = (a: string, b: string): boolean =>
        pairs.some(([x, y]) => (nodes[x] === a && nodes[y] === b) || (nodes[x] === b && nodes[y] === a));
      const hubs = new Map(nodes.map((node) => [node, node]));
      const pathOf = (node: string): string[] => {
        const path: string[] = [];
        for (let at = hubs.get(node) ?? node; at !== (path.at(-1) ?? node); at = hubs.get(at) ?? at)
          path.push(at);
        return path;
      };
      // One after the other they choose, and tell everybody, until nobody wants another hub.
      for (let round = 0; round < 20; round += 1) {
        for (const self of nodes) {
          const peers = nodes
            .filter((peer) => peer !== self)
            .map((peer) => [peer, { path: pathOf(peer), suspected: isCut(self, peer) }] as const);
          hubs.set(self, choose(self, Object.fromEntries(peers), { current: hubs.get(self) ?? self }));
        }
      }
      for (const a of nodes) {
        for (const b of nodes) {
          if (isCut(a, b)) continue;
          expect(pathOf(a).at(-1) ?? a).toBe(pathOf(b).at(-1) ?? b);
        }
      }
    }),
  );
});
