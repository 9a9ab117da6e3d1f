import { describe, expect, it } from "vitest";
import { durationOf, flagValue, launcherArguments } from "./command-line.ts";

function line(text: string, ...rest: readonly string[]) {
  return { flags: text.split(" "), rest };
}

describe("flagValue", () => {
  it("takes the last value, in all forms", () => {
    expect(flagValue(line("--bin a -w echo --bin=b"), ["--bin"])).toBe("b");
    expect(flagValue(line("-w echo --workload g-set"), ["-w", "--workload"])).toBe("g-set");
    expect(flagValue(line("--workload kafka -wg-set"), ["-w", "--workload"])).toBe("g-set");
    expect(flagValue(line("--rate 5"), ["--bin"])).toBeNull();
    expect(flagValue(line("--bin"), ["--bin"])).toBeNull();
  });
});

describe("durationOf", () => {
  it("has Maelstrom's defaults, and a recovery where there are last reads", () => {
    expect(durationOf(line("--bin x"))).toEqual({ mainSeconds: 60, recoverySeconds: 0 });
    expect(durationOf(line("-w broadcast --time-limit 20"))).toEqual({
      mainSeconds: 20,
      recoverySeconds: 10,
    });
    expect(durationOf(line("-wkafka"))).toMatchObject({ recoverySeconds: 10 });
    expect(durationOf(line("-w echo --time-limit soon"))).toMatchObject({ mainSeconds: 60 });
  });
});

describe("launcherArguments", () => {
  it("makes files absolute, and leaves everything else as it was typed", () => {
    expect(
      launcherArguments(line("-w echo --bin ./e --nodes-file=n.txt --new 3", "--bin", "x"), "/b/e", "/h"),
    ).toEqual([
      ...["test", "-w", "echo", "--bin", "/b/e", "--nodes-file=/h/n.txt", "--new", "3"],
      ...["--", "--bin", "x"],
    ]);
    expect(launcherArguments(line("--bin=e"), "/b/e", "/h")).toEqual(["test", "--bin=/b/e"]);
  });
});
