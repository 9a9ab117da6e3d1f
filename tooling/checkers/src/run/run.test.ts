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
