import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newRunFolders, runFolders } from "./run-folders.ts";

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), "glomers-store-"));
});
afterEach(() => rmSync(store, { recursive: true }));

it("finds what has come, and follows no links", () => {
  mkdirSync(join(store, "echo", "20260101T000000.000Z"), { recursive: true });
  const before = runFolders(store);
  mkdirSync(join(store, "kafka", "20260101T000100.000Z"), { recursive: true });
  symlinkSync("kafka/20260101T000100.000Z", join(store, "latest"));
  symlinkSync("20260101T000100.000Z", join(store, "kafka", "latest"));
  writeFileSync(join(store, "output.log"), "");
  expect(newRunFolders(store, before)).toEqual([join(store, "kafka", "20260101T000100.000Z")]);
});

it("finds nothing where there is no store", () => {
  expect(runFolders(join(store, "none"))).toEqual([]);
});
