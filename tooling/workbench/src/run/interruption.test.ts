import { EventEmitter } from "node:events";
import { StoreError } from "@gossip-glomers/history";
import { describe, expect, it } from "vitest";
import { exitCode } from "../cli/exit-code.ts";
import { Interruption } from "./interruption.ts";

function listening() {
  const signals = new EventEmitter();
  const ended: number[] = [];
  const complaints: string[] = [];
  const clock = { now: 0 };
  const interruption = new Interruption(
    (code) => ended.push(code),
    () => clock.now,
  );
  const stop = interruption.listen(signals, (text) => complaints.push(text));
  return { signals, ended, complaints, interruption, stop, clock };
}

describe("an interruption", () => {
  it.each([
    ["SIGINT", exitCode.interrupted],
    ["SIGTERM", exitCode.terminated],
    ["SIGHUP", exitCode.hungUp],
  ])("by %s asks the run to end, and remembers why", (name, code) => {
    const { signals, ended, interruption } = listening();
    signals.emit(name);
    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.cause).toMatchObject({ code, reason: expect.stringContaining(name) });
    expect(ended).toEqual([]);
  });

  it("by a second signal ends the process at once, with that signal's code", () => {
    const { signals, ended, interruption } = listening();
    signals.emit("SIGINT");
    signals.emit("SIGTERM");
    expect(ended).toEqual([exitCode.terminated]);
    expect(interruption.cause?.code).toBe(exitCode.interrupted);
  });

  it("by one Ctrl-C that npm passes on as well is one interruption", () => {
    const { signals, ended, clock } = listening();
    signals.emit("SIGINT");
    clock.now = 50;
    signals.emit("SIGINT");
    expect(ended).toEqual([]);
    clock.now = 400;
    signals.emit("SIGINT");
    expect(ended).toEqual([exitCode.interrupted]);
  });

  it("by a crash tells where it came from", () => {
    const { signals, complaints, interruption } = listening();
    signals.emit("uncaughtException", new Error("boom"));
    expect(complaints[0]).toMatch(/^glomers crashed: Error: boom\n +at /);
    expect(interruption.cause).toEqual({
      code: exitCode.crashed,
      reason: "cut short by a crash of the workbench: Error: boom",
    });
  });

  it("by a store that cannot be written is no crash of the workbench", () => {
    const { signals, ended, complaints, interruption } = listening();
    const full = new StoreError("trace.jsonl", "ENOSPC", "make room");
    for (const error of [full, full]) signals.emit("uncaughtException", error);
    expect(interruption.cause?.reason).toMatch(/^cut short, as store: trace\.jsonl.*ENOSPC/);
    expect([complaints, ended]).toEqual([[], []]);
  });

  it("by crash upon crash still ends in order", () => {
    const { signals, ended, complaints, interruption } = listening();
    for (const text of ["boom", "bang"]) signals.emit("uncaughtException", new Error(text));
    expect(ended).toEqual([]);
    expect(complaints).toHaveLength(2);
    expect(interruption.cause?.reason).toContain("boom");
  });

  it("is not heard any more once listening has stopped", () => {
    const { signals, interruption, stop } = listening();
    stop();
    signals.emit("SIGINT");
    expect(interruption.signal.aborted).toBe(false);
  });
});
