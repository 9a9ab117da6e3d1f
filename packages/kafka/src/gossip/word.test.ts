/** n2 passes on to n0 what n1 has promised. */
import { expect, test } from "vitest";
import { Replica } from "./replica.ts";

const nodeIds = ["n0", "n1", "n2"];

function replicaOf(id: string, life = "1"): Replica {
  return new Replica({ id, nodeIds, life, meshUpTo: 8, patienceMs: 200, batchLimit: 100 });
}

function tell(from: Replica, fromId: string, to: Replica, toId: string, relay = false): void {
  const [target, source] = [from.peers.get(toId), to.peers.get(fromId)];
  if (target === undefined || source === undefined) throw new Error("no such peer");
  to.receive(source, structuredClone(from.batchFor(target, { ask: true, relay })));
}

/** All three after they have met, and n1 has sent "a", which n2 knows, and n0 does not. */
function stage() {
  const [n0, n1, n2] = [replicaOf("n0"), replicaOf("n1"), replicaOf("n2")];
  for (const one of [n0, n1, n2]) one.joining.end();
  tell(n1, "n1", n0, "n0");
  tell(n2, "n2", n0, "n0");
  n1.send("k", "a");
  tell(n1, "n1", n2, "n2");
  return { n0, n1, n2 };
}

const read = (replica: Replica) => replica.read("k", 0, 10).map(({ msg }) => msg);

test("that counts as if it had been said by that one itself", () => {
  const { n0, n2 } = stage();
  tell(n2, "n2", n0, "n0", true);
  expect(read(n0)).toEqual(["a"]);
});

test("but not as long as anything is missing that it had sent before", () => {
  const { n0, n1, n2 } = stage();
  tell(n2, "n2", n0, "n0", true);
  n0.send("k", "b");
  tell(n0, "n0", n2, "n2");
  tell(n2, "n2", n1, "n1", true);
  // Below "b", if n1 had not heard of that; n0 does not get it yet.
  n1.send("j", "c");
  tell(n1, "n1", n2, "n2", true);
  const [target, source] = [n2.peers.get("n0"), n0.peers.get("n2")];
  if (target === undefined || source === undefined) throw new Error("no such peer");
  const batch = n2.batchFor(target, { relay: true });
  n0.receive(source, { ...structuredClone(batch), sections: [] });
  expect(read(n0)).toEqual(["a"]);
  n0.receive(source, structuredClone(batch));
  expect(read(n0)).toEqual(["a", "b"]);
});

test("and not if it is the word of another life than the one that is believed in", () => {
  const { n0, n2 } = stage();
  const reborn = replicaOf("n1", "2");
  tell(reborn, "n1", n0, "n0");
  tell(n2, "n2", n0, "n0", true);
  expect(read(n0)).toEqual([]);
});
