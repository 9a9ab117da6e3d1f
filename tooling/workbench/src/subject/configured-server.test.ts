import { expect, test } from "vitest";
import { configuredServer } from "./configured-server.ts";

const options = {
  profile: { type: "choice", choices: ["quick", "frugal"], default: "quick", description: "" },
  batchInterval: { type: "number", default: 50, description: "" },
};
const given: object[] = [];
const module = {
  server: () => {},
  options,
  createServer: (values: object) => {
    given.push(values);
    return () => {};
  },
};

test("without arguments it is the one with default options", async () => {
  expect(await configuredServer(module, [])).toBe(module.server);
});

test("with arguments it is made of what the bin would read", async () => {
  await configuredServer(module, ["--profile", "frugal"]);
  expect(given.at(-1)).toEqual({ profile: "frugal", batchInterval: 50 });
});

test.each<[exports: unknown, args: readonly string[], refusal: RegExp]>([
  [{}, [], /^Must export a function `server`/],
  [null, [], /^Must export a function `server`/],
  [
    { server: module.server },
    ["--profile", "frugal"],
    /^Must export `options` and `createServer` to take --profile/,
  ],
  [{ ...module, options: { profile: 3 } }, ["--x"], /^Must export `options` and `createServer`/],
  [{ ...module, createServer: () => null }, ["--profile", "quick"], /`createServer` that returns a server/],
  [module, ["--profile", "slow"], /--profile must be one of quick, frugal, not "slow"/],
  [module, ["--nonsense"], /Unknown option '--nonsense'/],
  [module, ["--help"], /--help is an option of the bin/],
])("%o with %o is refused", async (exports, args, refusal) => {
  await expect(configuredServer(exports, args)).rejects.toThrow(refusal);
});
