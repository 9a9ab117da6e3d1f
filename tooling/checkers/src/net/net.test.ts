import { printEdn } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { checkNet } from "./net.ts";

describe("checkNet", () => {
  test("counts clients' traffic apart, and lost messages as sent", () => {
    const script = new Script();
    script.message(0, "c0", "n0", { type: "init" });
    script.message(1, "n0", "c0", { type: "init_ok" });
    script.operation(10, 1, "n0", "broadcast", 7, { at: 15, type: "ok", reply: { type: "broadcast_ok" } });
    script.message(11, "n0", "n1", { type: "gossip" });
    script.lost(12, "n0", "n2", { type: "gossip" });
    script.message(13, "n1", "lin-kv", { type: "read" });
    expect(printEdn(checkNet(runOfEvents(script.events)).result)).toBe(
      "{:all {:send-count 7, :recv-count 6, :msg-count 7, :msgs-per-op 7.0}, " +
        ":clients {:send-count 4, :recv-count 4, :msg-count 4}, " +
        ":servers {:send-count 3, :recv-count 2, :msg-count 3, :msgs-per-op 3.0}}",
    );
  });

  test("gives no messages per operation where there were no operations", () => {
    const script = new Script();
    script.message(0, "c0", "n0", { type: "init" });
    expect(printEdn(checkNet(runOfEvents(script.events)).result)).not.toContain("msgs-per-op");
  });

  test("has every message either in clients or in servers", () => {
    const address = fc.constantFrom("c0", "c17", "n0", "n1", "seq-kv", "lin-kv");
    fc.assert(
      fc.property(fc.array(fc.tuple(address, address, fc.boolean())), (messages) => {
        const script = new Script();
        messages.forEach(([src, dest, arrives], at) => {
          if (arrives) script.message(at, src, dest, null);
          else script.lost(at, src, dest, null);
        });
        const { all, clients, servers } = checkNet(runOfEvents(script.events)).result;
        for (const field of ["send-count", "recv-count", "msg-count"]) {
          expect(Object(clients)[field] + Object(servers)[field]).toBe(Object(all)[field]);
        }
        expect(Object(all)["msg-count"]).toBe(messages.length);
        expect(Object(all)["recv-count"]).toBe(messages.filter(([, , arrives]) => arrives).length);
      }),
    );
  });
});
