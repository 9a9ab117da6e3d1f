import { runOfEvents } from "@gossip-glomers/checkers";
import { expect, test } from "vitest";
import { parseTestArguments } from "../cli/test-arguments.ts";
import type { TestOptions } from "../options/test-options.ts";
import { workloadNames } from "../options/workload-names.ts";
import { play } from "./play.fixture.ts";
import { workloadFor } from "./registry.ts";
import { listServers } from "./transactions/stores.fixture.ts";

function optionsOf(line: string): TestOptions {
  return parseTestArguments([...line.split(" "), "--bin", "node"]);
}

test.each(workloadNames)("%s has the name by which it is asked for", (name) => {
  expect(workloadFor(optionsOf(`-w ${name}`)).workload.name).toBe(name);
});

test("transactions are held to the models that are asked for", async () => {
  const strict = workloadFor(optionsOf("-w txn-list-append"));
  const lax = workloadFor(optionsOf("-w txn-list-append --consistency-models read-uncommitted"));
  const server = listServers["keeps the writes of aborted transactions"];
  const run = runOfEvents((await play(strict.workload, { server })).events);
  const options = { maelstromCompat: false };
  expect(strict.check(run, options).valid).toBe(false);
  expect(lax.check(run, options).valid).toBe(true);
});
