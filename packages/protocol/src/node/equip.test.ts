import { expect, test } from "vitest";
import { probe } from "../testing/probe.ts";
import { TestRuntime } from "../testing/test-runtime.ts";
import { equipNode } from "./equip.ts";
import { Node } from "./node.ts";

test("a node that could not be equipped has no timers left, which would keep its process", () => {
  const runtime = new TestRuntime();
  const equip = (node: Node): void => {
    node.every(100, () => {});
    throw new Error("no such topology");
  };
  expect(() => equipNode(new Node(runtime), equip)).toThrow("no such topology");
  expect(runtime.clock.nextDue).toBeUndefined();
});

test("a node is not equipped asynchronously, as its handlers would come after the first messages", async () => {
  const equip = async (node: Node): Promise<void> => {
    await Promise.reject(new Error("no such file"));
    node.onInit(() => {});
  };
  await expect(probe(equip)).rejects.toThrow(
    /must not be asynchronous: .*; do in node\.onInit what takes time$/,
  );
});
