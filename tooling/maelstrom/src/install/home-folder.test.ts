import { homedir } from "node:os";
import { expect, it } from "vitest";
import { homeFolder } from "./home-folder.ts";

const unknown = (): string => {
  throw new Error("uv_os_homedir returned ENOENT");
};

it.each<[what: string, candidates: readonly (() => string)[], home: string]>([
  ["what HOME says", [() => "/home/ada", unknown], "/home/ada"],
  ["the system's word where HOME is empty", [() => "", () => "/home/ada"], "/home/ada"],
  ["the system's word where HOME is relative", [() => "ada", () => "/home/ada"], "/home/ada"],
  ["the root for a user of whom nobody knows", [unknown, unknown], "/"],
])("%s", (_, candidates, home) => {
  expect(homeFolder(candidates)).toBe(home);
});

it("is that of this process", () => {
  expect(homeFolder()).toBe(homedir());
});
