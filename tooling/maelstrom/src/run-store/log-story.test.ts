import { describe, expect, it } from "vitest";
import { readLog } from "./jepsen-log.ts";
import { storyOf } from "./log-story.ts";

const start =
  "2023-02-25 21:15:30,000{GMT}\tINFO\t[jepsen test runner] jepsen.core: Relative time begins now";
const end = "2023-02-25 21:15:40,000{GMT}\tINFO\t[jepsen test runner] jepsen.core: Run complete, writing";
const frames =
  "\tat maelstrom.net$validate_msg.invokeStatic(net.clj:173)\n\tat clojure.lang.AFn.call(AFn.java:18)";

/** The reader of n1's stdout dies of an exception, 1.5 s after the start. */
function muted(exception: string): string {
  return `2023-02-25 21:15:31,500{GMT}\tWARN\t[n1 stdout] maelstrom.process: Error!\n${exception}\n${frames}`;
}

function crashed(exception: string): string {
  return `2023-02-25 21:15:41,000{GMT}\tWARN\t[jepsen test runner] jepsen.core: Test crashed!\n${exception}\n${frames}`;
}

function story(...parts: readonly string[]) {
  return storyOf(readLog(parts.join("\n")));
}

describe("a node that is not read any more", () => {
  it.each([
    [
      "a line that is not JSON",
      "clojure.lang.ExceptionInfo: Node n1 printed a line to STDOUT which was not well-formed JSON:\ngot an echo\nDid you mean to encode this line as JSON? Or was this line intended for STDERR? See doc/protocol.md for more guidance.",
      { fault: "not-json", line: "got an echo" },
    ],
    [
      "a message that breaks the schema",
      'clojure.lang.ExceptionInfo: Malformed network message. Node n1 tried to send the following message via STDOUT:\n\n{:src "n1", :time 3,\n :dest "c2"}\n\nThis is malformed because:\n\n{:time disallowed-key}\n\nSee doc/protocol.md for more guidance.',
      {
        fault: "malformed-message",
        line: '{:src "n1", :time 3, :dest "c2"}',
        reason: "{:time disallowed-key}",
      },
    ],
    [
      "a reply to a client that has left",
      'java.lang.AssertionError: Assert failed: Invalid dest for message #maelstrom.net.message.Message{:id 71, :src "n1", :dest "c10", :body {:in_reply_to 1, :type "echo_ok"}}\n(get queues (:dest m))',
      {
        fault: "late-reply",
        client: "c10",
        line: '{"src":"n1","dest":"c10","body":{"in_reply_to":1,"type":"echo_ok"}}',
      },
    ],
    [
      "a message to nobody",
      'java.lang.AssertionError: Assert failed: Invalid dest for message #maelstrom.net.message.Message{:id 7, :src "n1", :dest "n9", :body {:type "gossip"}}\n(get queues (:dest m))',
      { fault: "unknown-address", address: "n9" },
    ],
    [
      "a message from nobody",
      'java.lang.AssertionError: Assert failed: Invalid source for message #maelstrom.net.message.Message{:id 7, :src "n77", :dest "c1", :body {:in_reply_to 1}}\n(get queues (:src m))',
      { fault: "unknown-address", address: "n77" },
    ],
    [
      "whatever else",
      "java.lang.NullPointerException: null",
      { reason: "java.lang.NullPointerException: null" },
    ],
  ])("after %s", (_, exception, fault) => {
    const { faults, crash } = story(start, muted(exception), end);
    expect(faults).toMatchObject([{ kind: "fault", node: "n1", at: 1.5e9, fault }]);
    expect(crash).toBeNull();
  });

  it("is no matter once the network is taken down", () => {
    expect(story(start, end, muted("java.lang.AssertionError: Assert failed")).faults).toEqual([]);
  });

  it("is not one whose client complains", () => {
    const other =
      "2023-02-25 21:15:31,500{GMT}\tWARN\t[jepsen worker 1] jepsen.generator.interpreter: Process 1 crashed";
    expect(story(start, other, end).faults).toEqual([]);
  });
});

describe("a test that crashed", () => {
  it("because a node had exited", () => {
    const text =
      "clojure.lang.ExceptionInfo: Node n1 crashed with exit status 3. Before crashing, it wrote to STDOUT:\n\n{}\n\nAnd to STDERR:\n\nstarting\nbye, giving up\n\nFull STDERR logs are available in store/echo/x/node-logs/n1.log";
    expect(story(start, end, crashed(text)).crash).toEqual({
      kind: "node-exited",
      node: "n1",
      status: 3,
      stdout: ["{}"],
      stderr: ["starting", "bye, giving up"],
    });
  });

  it("because a node that had exited had said nothing", () => {
    const text =
      "clojure.lang.ExceptionInfo: Node n0 crashed with exit status 0. Before crashing, it wrote to STDOUT:\n\n\n\nAnd to STDERR:\n\n\n\nFull STDERR logs are available in store/echo/x/node-logs/n0.log";
    expect(story(crashed(text)).crash).toMatchObject({ node: "n0", status: 0, stdout: [], stderr: [] });
  });

  it("because a node did not answer init", () => {
    const text =
      "clojure.lang.ExceptionInfo: Expected node n0 to respond to an init message, but node did not respond.";
    expect(story(crashed(text)).crash).toEqual({
      kind: "init-failed",
      node: "n0",
      reason: "Expected node n0 to respond to an init message, but node did not respond.",
    });
  });

  it("because the program could not be started", () => {
    const text =
      'java.io.IOException: Cannot run program "/home/me/echo" (in directory "/tmp"): error=2, No such file or directory';
    expect(story(crashed(text)).crash).toEqual({
      kind: "not-started",
      program: "/home/me/echo",
      reason: "error=2, No such file or directory",
    });
  });

  it("for another reason, told as it stands on the console", () => {
    const text =
      "ERROR [2023-02-25 21:15:41,000] main - jepsen.cli Oh jeez, I'm sorry, Jepsen broke. Here's why:\njava.lang.OutOfMemoryError: Java heap space";
    expect(story(text).crash).toEqual({
      kind: "other",
      reason: "java.lang.OutOfMemoryError: Java heap space",
    });
  });
});
