import { describe, expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { SimulatedNetwork } from "../network/simulated-network.ts";
import { Random } from "../random/random.ts";
import { post } from "./post.ts";

function setUp() {
  const network = new SimulatedNetwork({
    clock: new VirtualClock(),
    latency: { distribution: "constant", mean: 0 },
    random: Random.fromSeed(1),
    trace: { write: () => {} },
  });
  for (const address of ["n0", "n1", "c0"]) network.attach(address, () => {});
  network.detach("c0");
  network.detach("n1");
  return (src: string, dest: string, body = {}) => post(network, { src, dest, body }, () => "the line");
}

describe("post", () => {
  test("has nothing to say about a message that the network takes", () => {
    expect(setUp()("n0", "n0")).toBeNull();
  });

  test("tells an address that never was, at either end", () => {
    const send = setUp();
    expect(send("n0", "n9")).toEqual({ fault: "unknown-address", line: "the line", address: "n9" });
    expect(send("n9", "n0")).toEqual({ fault: "unknown-address", line: "the line", address: "n9" });
    expect(send("n1", "n0")).toEqual({ fault: "unknown-address", line: "the line", address: "n1" });
  });

  test("tells an answer to a client that has been closed, with the request that it answers", () => {
    const send = setUp();
    const late = { fault: "late-reply", line: "the line", client: "c0" };
    expect(send("n0", "c0", { in_reply_to: 3 })).toEqual({ ...late, request: 3 });
    expect(send("n0", "c0", { type: "hello" })).toEqual({ ...late, request: null });
  });

  test("lets a message to a node that was killed be lost", () => {
    expect(setUp()("n0", "n1")).toBeNull();
  });
});
