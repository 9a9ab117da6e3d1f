import { expect, test } from "vitest";
import { catalogue } from "../schema/catalogue.ts";
import { serviceContracts, workloadContracts } from "./workloads.ts";

test("all ten of Maelstrom's workloads have a contract, under Maelstrom's names", () => {
  const workloads = catalogue.filter(({ kind }) => kind === "workload").map(({ name }) => name);
  expect(workloads).toHaveLength(10);
  expect(Object.keys(workloadContracts)).toEqual(workloads.toSorted());
});

test("a contract has the requests of its schema, each under its type", () => {
  for (const [name, contract] of Object.entries(workloadContracts)) {
    const rpcs = catalogue.find((protocol) => protocol.name === name)?.rpcs.map(({ type }) => type);
    expect(Object.keys(contract)).toEqual(rpcs);
    expect(Object.values(contract).map(({ type }) => type)).toEqual(rpcs);
  }
});

test("all four services have one", () => {
  expect(Object.keys(serviceContracts)).toEqual(["lin-kv", "lin-tso", "lww-kv", "seq-kv"]);
});
