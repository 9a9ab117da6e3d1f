import { expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "./run.ts";

test("an invocation is carried as its completion is, but for the reply, whichever of the two the trace says it of", () => {
  const script = new Script();
  script.operation(0, 4, "n2", "read", null, { at: 5, type: "ok", reply: { type: "read_ok" } });
  const events = script.events.map((event) =>
    event.kind === "op" && event.op.type === "invoke"
      ? { kind: event.kind, at: event.at, op: event.op }
      : event,
  );
  for (const trace of [script.events, events]) {
    const { carriers } = runOfEvents(trace);
    expect(carriers.get(0)).toMatchObject({ client: "c4", node: "n2", request: 0, op: { type: "invoke" } });
    expect(carriers.get(0)).not.toHaveProperty("reply");
    expect(carriers.get(1)).toMatchObject({ client: "c4", node: "n2", request: 0, reply: 1 });
  }
});

test("what a trace says of an invocation itself counts more than what it says of its completion", () => {
  const script = new Script();
  script.operation(0, 4, "n2", "read", null, { at: 5, type: "ok" });
  const events = script.events.map((event) =>
    event.kind === "op" && event.op.type === "invoke" ? { ...event, node: "n7" } : event,
  );
  expect(runOfEvents(events).carriers.get(0)).toMatchObject({ client: "c4", node: "n7", request: 0 });
});

test("deliveries, losses and lines of stderr are there by message and by node", () => {
  const script = new Script();
  script.message(1, "n0", "n1", null);
  script.drop(3, script.lost(2, "n0", "n1", null));
  script.log(4, "n1", "one");
  script.log(5, "n1", "two");
  const run = runOfEvents(script.events);
  expect([...run.deliveries]).toStrictEqual([[0, 2_000_000]]);
  expect([...run.drops.keys()]).toStrictEqual([1]);
  expect([...run.logs.values()].flat().map(({ line }) => line)).toStrictEqual(["one", "two"]);
  // As a checker of parts of a history does it.
  expect({ ...run, history: [] }.deliveries).toBe(run.deliveries);
});
