/**
 * What every host must do, whatever it makes its nodes of. Run on each by `hosts.test.ts`.
 *
 * The node under test answers `init`, answers `echo` with the `value` it got, sends `body` to `dest` when it gets
 * `tell`, and writes `line` to its log when it gets `log`.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { HostedNode } from "../src/index.ts";
import { isFault, type Stage } from "./stage.ts";

export function describeHost(name: string, setUp: (options: { muteOnFault: boolean }) => Stage): void {
  describe(name, () => {
    const started: HostedNode[] = [];
    afterEach(async () => {
      await Promise.all(started.splice(0).map((node) => node.kill()));
    });

    async function stage(options = { muteOnFault: false }): Promise<Stage> {
      const made = setUp(options);
      started.push(await made.startAndInit("n0"));
      return made;
    }

    test("delivers requests and carries answers, in the order of both", async () => {
      const play = await stage();
      for (let value = 0; value < 20; value++) play.send("n0", { type: "echo", msg_id: 2 + value, value });
      await play.roundTrip("n0");
      const answers = play.happenings.slice(0, 20);
      const expected = Array.from({ length: 20 }, (_, value) => ({
        from: "n0",
        body: { type: "echo_ok", value, in_reply_to: 2 + value },
      }));
      expect(answers).toEqual(expected);
    });

    test("changes nothing in a body: any key, any depth, any character, any length", async () => {
      const play = await stage();
      const value = JSON.parse(
        '{"__proto__":{"a":[null,true,1.5,-7]},"constructor":"é \\ud83d\\ude00 \\u2028\\n"}',
      );
      play.send("n0", { type: "echo", msg_id: 2, value });
      play.send("n0", { type: "echo", msg_id: 3, value: "x".repeat(1_000_000) });
      await play.roundTrip("n0");
      expect(play.happenings.slice(0, 2)).toEqual([
        { from: "n0", body: { type: "echo_ok", value, in_reply_to: 2 } },
        { from: "n0", body: { type: "echo_ok", value: "x".repeat(1_000_000), in_reply_to: 3 } },
      ]);
    });

    test("lets a node write to itself", async () => {
      const play = await stage();
      const inner = { type: "tell", dest: "c0", body: { type: "hello" } };
      play.send("n0", { type: "tell", dest: "n0", body: inner });
      await play.until((happening) => "from" in happening);
      expect(play.happenings).toEqual([{ from: "n0", body: { type: "hello" } }]);
    });

    test("hands the node's log on, line by line", async () => {
      const play = await stage();
      play.send("n0", { type: "log", line: "first" });
      play.send("n0", { type: "log", line: "second" });
      await play.until((happening) => "log" in happening && happening.log.endsWith("second"));
      expect(play.happenings).toEqual([
        { log: expect.stringMatching(/^n0: .*first$/) },
        { log: expect.stringMatching(/^n0: .*second$/) },
      ]);
    });

    test("reports a message to nobody with its line, and goes on reading", async () => {
      const play = await stage();
      play.send("n0", { type: "tell", dest: "n7", body: { type: "hello" } });
      await play.roundTrip("n0");
      const line = expect.stringMatching(
        /^\{"src": ?"n0", ?"dest": ?"n7", ?"body": ?\{"type": ?"hello"\}\}$/,
      );
      expect(play.faults).toEqual([{ fault: "unknown-address", line, address: "n7" }]);
    });

    test("tells a reply that came too late from a message to nobody", async () => {
      const play = await stage();
      play.attach("c1");
      play.network.detach("c1");
      play.send("n0", { type: "tell", dest: "c1", body: { type: "echo_ok", in_reply_to: 4 } });
      await play.roundTrip("n0");
      expect(play.faults).toEqual([
        { fault: "late-reply", line: expect.any(String), client: "c1", request: 4 },
      ]);
    });

    test("counts faults beyond the first few, and says how many there were when the node ends", async () => {
      const play = setUp({ muteOnFault: false });
      const node = await play.startAndInit("n0");
      for (let i = 0; i < 8; i++) play.send("n0", { type: "tell", dest: "n7", body: { type: `m${i}` } });
      await play.roundTrip("n0");
      expect(play.faults).toHaveLength(5);
      await node.kill();
      expect(play.faults[5]).toEqual({ fault: "repeated", of: "unknown-address", count: 3 });
    });

    test("mutes a node after its first fault if it is to be as Maelstrom is", async () => {
      const play = await stage({ muteOnFault: true });
      play.send("n0", { type: "echo", msg_id: 2, value: "before" });
      play.send("n0", { type: "tell", dest: "n7", body: { type: "hello" } });
      play.send("n0", { type: "echo", msg_id: 3, value: "after" });
      // The log is read all the same, so it tells when the node has come this far.
      play.send("n0", { type: "log", line: "done" });
      await play.until(isFault("unknown-address"));
      await play.until((happening) => "from" in happening);
      await play.until((happening) => "log" in happening && happening.log.endsWith("done"));
      const answers = play.happenings.filter((happening) => "from" in happening);
      expect(answers).toEqual([{ from: "n0", body: expect.objectContaining({ value: "before" }) }]);
    });

    test("kills a node for good: it is unknown, says nothing, and dying of it is no fault", async () => {
      const play = setUp({ muteOnFault: false });
      const node = await play.startAndInit("n0");
      play.send("n0", { type: "echo", msg_id: 2, value: 1 });
      await node.kill();
      await node.kill();
      expect(play.network.isAttached("n0")).toBe(false);
      await play.clock.run(
        new Promise<void>((resolve) => play.clock.schedule(play.clock.now() + 1, resolve)),
      );
      expect(play.happenings).toEqual([]);
    });

    test("can start a node again under the same name", async () => {
      const play = setUp({ muteOnFault: false });
      await (await play.startAndInit("n0")).kill();
      started.push(await play.startAndInit("n0"));
      await play.roundTrip("n0");
      expect(play.faults).toEqual([]);
    });

    test("pauses a node: what reaches it waits, and is answered in its order when it goes on", async () => {
      const play = setUp({ muteOnFault: false });
      const node = await play.startAndInit("n0");
      started.push(node, await play.startAndInit("n1"));
      node.pause();
      node.pause();
      for (let value = 0; value < 10; value++) play.send("n0", { type: "echo", msg_id: 2 + value, value });
      await play.roundTrip("n1");
      expect(play.happenings.filter((happening) => "from" in happening && happening.from === "n0")).toEqual(
        [],
      );
      play.happenings.length = 0;
      node.resume();
      node.resume();
      await play.roundTrip("n0");
      const answers = play.happenings.slice(0, 10);
      expect(answers).toEqual(
        Array.from({ length: 10 }, (_, value) => ({
          from: "n0",
          body: { type: "echo_ok", value, in_reply_to: 2 + value },
        })),
      );
    });

    test("excuses a reply that is late because its node was paused", async () => {
      const play = setUp({ muteOnFault: false });
      const node = await play.startAndInit("n0");
      started.push(node);
      play.attach("c1");
      node.pause();
      play.send("n0", { type: "tell", dest: "c1", body: { type: "echo_ok", in_reply_to: 4 } });
      play.network.detach("c1");
      node.resume();
      await play.roundTrip("n0");
      expect(play.faults).toEqual([]);
    });

    test("kills a node that is paused", async () => {
      const play = setUp({ muteOnFault: false });
      const node = await play.startAndInit("n0");
      node.pause();
      await node.kill();
      started.push(await play.startAndInit("n0"));
      await play.roundTrip("n0");
      expect(play.faults).toEqual([]);
    });

    test("does not start two nodes of one name", async () => {
      const play = await stage();
      await expect(play.start("n0")).rejects.toThrow(/n0 is attached already/);
      await play.roundTrip("n0");
    });
  });
}
