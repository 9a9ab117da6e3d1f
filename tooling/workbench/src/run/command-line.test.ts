import { expect, it } from "vitest";
import { repeatCommand } from "./command-line.ts";

it.each<[typed: string[], args: string[], command: string]>([
  [["test", "-w", "echo", "--bin", "./echo.py"], [], "glomers test -w echo --bin ./echo.py --seed 7"],
  [["test", "--seed", "3", "-w", "echo"], [], "glomers test -w echo --seed 7"],
  [["test", "--seed=3", "--test-count=4"], [], "glomers test --seed 7"],
  [
    ["test", "--bin", "my node"],
    ["a", "$b", "it's"],
    "glomers test --bin 'my node' --seed 7 -- a '$b' 'it'\\''s'",
  ],
  [["test", "--bin", ""], [], "glomers test --bin '' --seed 7"],
])("%j with arguments %j is repeated by %s", (typed, args, command) => {
  expect(repeatCommand(typed, args, 7)).toBe(command);
});
