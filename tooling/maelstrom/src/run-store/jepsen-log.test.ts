import { describe, expect, it } from "vitest";
import { entryBeginning, readLog } from "./jepsen-log.ts";

describe("entryBeginning", () => {
  const at = Date.UTC(2023, 1, 25, 21, 15, 31, 337);

  it.each([
    ["jepsen.log", "2023-02-25 21:15:31,337{GMT}\tWARN\t[n1 stdout] maelstrom.process: Error!"],
    ["the console", "WARN [2023-02-25 21:15:31,337] n1 stdout - maelstrom.process Error!"],
  ])("reads the layout of %s", (_, line) => {
    const entry = { level: "WARN", thread: "n1 stdout", logger: "maelstrom.process", message: "Error!" };
    expect(entryBeginning(line)).toEqual({ at, ...entry });
  });

  it("reads lines without a date", () => {
    expect(entryBeginning("21:15:29.491 [main] INFO jepsen.cli - Test options:")).toEqual({
      at: null,
      level: "INFO",
      thread: "main",
      logger: "jepsen.cli",
      message: "Test options:",
    });
    expect(entryBeginning("INFO\t[jepsen node n0] maelstrom.db: Setting up n0")).toMatchObject({ at: null });
  });

  it("keeps the tabs of an operation", () => {
    expect(
      entryBeginning("INFO [2024-01-06 15:07:52,664] jepsen worker 0 - jepsen.util 0\t:invoke\t:read\tnil"),
    ).toMatchObject({ logger: "jepsen.util", message: "0\t:invoke\t:read\tnil" });
  });

  it.each(["", "lein run test -w echo", ' :nodes ["n0"]', "\tat clojure.lang.AFn.call(AFn.java:18)"])(
    "takes %j for the continuation of an entry",
    (line) => {
      expect(entryBeginning(line)).toBeNull();
    },
  );
});

describe("readLog", () => {
  it("joins the lines of an entry, without the frames of a stack trace", () => {
    const log = `WARNING: abs already refers to: #'clojure.core/abs
2023-02-25 21:15:31,337{GMT}\tINFO\t[jepsen test runner] jepsen.core: Command line:
lein run test -w echo
2023-02-25 21:15:32,000{GMT}\tWARN\t[jepsen test runner] jepsen.core: Test crashed!
java.io.IOException: Cannot run program "x"
\tat java.base/java.lang.ProcessBuilder.start(ProcessBuilder.java:1170)
\tat maelstrom.db$db$reify__16142.setup_BANG_(db.clj:34)
Caused by: java.io.IOException: error=2
\t... 31 common frames omitted
`;
    expect(readLog(log).map(({ message }) => message)).toEqual([
      "Command line:\nlein run test -w echo",
      'Test crashed!\njava.io.IOException: Cannot run program "x"\nCaused by: java.io.IOException: error=2',
    ]);
  });
});
