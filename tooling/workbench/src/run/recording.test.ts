import type { TraceEvent } from "@gossip-glomers/history";
import { describe, expect, it } from "vitest";
import { Recording } from "./recording.ts";

const events: readonly TraceEvent[] = [
  { kind: "send", at: 1_500_000, id: 0, src: "c0", dest: "n0", body: { type: "echo" } },
  { kind: "send", at: 1_600_000, id: 1, src: "n0", dest: "n1", body: { type: "hello", at: 2n ** 60n } },
  { kind: "recv", at: 2_500_000, id: 0 },
  { kind: "drop", at: 2_600_000, id: 1, reason: "partition" },
  { kind: "log", at: 3_000_000, node: "n0", line: "hello" },
];

function record(log: { stderr?: boolean; send?: boolean; receive?: boolean }) {
  const stored: TraceEvent[] = [];
  const printed: string[] = [];
  const store = { write: (event: TraceEvent) => stored.push(event) };
  const asked = { stderr: false, send: false, receive: false, ...log };
  const recording = new Recording(store, asked, (line) => printed.push(line));
  for (const event of events) recording.write(event);
  return { recording, stored, printed };
}

describe("a recording", () => {
  it("keeps every event, and hands it to the store", () => {
    const { recording, stored, printed } = record({});
    expect(stored).toEqual(events);
    expect(recording.events).toEqual(events);
    expect(printed).toEqual([]);
  });

  it.each([
    [{ stderr: true }, ["n0: hello"]],
    [
      { send: true },
      [
        'send  0.002 s  c0 → n0  {"type":"echo"}',
        'send  0.002 s  n0 → n1  {"type":"hello","at":1152921504606846976}',
      ],
    ],
    // What a partition has dropped was never received.
    [{ receive: true }, ['recv  0.003 s  c0 → n0  {"type":"echo"}']],
  ])("shows with %j", (log, lines) => {
    expect(record(log).printed).toEqual(lines);
  });
});
