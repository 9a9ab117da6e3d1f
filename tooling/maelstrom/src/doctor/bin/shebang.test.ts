import { describe, expect, it } from "vitest";
import { programOfEnv, readShebang } from "./shebang.ts";

describe("readShebang", () => {
  it.each([
    ["#!/bin/sh\nexit", { interpreter: "/bin/sh", argument: null, carriageReturn: false }],
    [
      "#! /usr/bin/env  python3 -u \n",
      { interpreter: "/usr/bin/env", argument: "python3 -u", carriageReturn: false },
    ],
    ["#!/usr/bin/env node\r\n", { interpreter: "/usr/bin/env", argument: "node", carriageReturn: true }],
    ["#!/bin/sh\r\n", { interpreter: "/bin/sh", argument: null, carriageReturn: true }],
    ["#!/bin/sh", { interpreter: "/bin/sh", argument: null, carriageReturn: false }],
    ["#!\n", { interpreter: "", argument: null, carriageReturn: false }],
  ])("%j", (head, shebang) => {
    expect(readShebang(head)).toEqual(shebang);
  });

  it("is none of a file that begins otherwise", () => {
    expect(readShebang(" #!/bin/sh\n")).toBeNull();
  });
});

describe("programOfEnv", () => {
  it.each<[argument: string | null, linux: string | null, macOS: string | null]>([
    ["node", "node", "node"],
    [null, null, null],
    ["python3 -u", "python3 -u", "python3"],
    ["-S python3 -u", "python3", "python3"],
    ["-S PYTHONUNBUFFERED=1 python3", "python3", "python3"],
    ["--split-string=node --no-warnings", "node", "node"],
    ["-S", null, null],
  ])("%s", (argument, linux, macOS) => {
    expect([programOfEnv(argument, false), programOfEnv(argument, true)]).toEqual([linux, macOS]);
  });
});
