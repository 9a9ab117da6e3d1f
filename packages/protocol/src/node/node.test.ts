import { expect, test } from "vitest";
import { echo } from "../contract/echo.ts";
import { probe } from "../testing/probe.ts";
import type { Node } from "./node.ts";

function serveEcho(node: Node): void {
  node.serve(echo, { echo: ({ echo }) => ({ echo }) });
}

test("a request is answered with what its handler returns", async () => {
  const node = await probe(serveEcho);
  expect(await node.request("c1", { type: "echo", echo: "hi" })).toEqual({
    type: "echo_ok",
    echo: "hi",
    in_reply_to: 2,
  });
});
