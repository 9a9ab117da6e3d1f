/** What a bin must survive, tried on a bundled one in a process of its own. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Bundle, bundle } from "./bundle.ts";
import { type Child, start } from "./child.ts";

// Processes start slowly on a machine that is busy with other packages' tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bin: Bundle;
beforeAll(async () => {
  bin = await bundle("test/nodes/trying-node.ts");
});
afterAll(() => bin.remove());

const init = { type: "init", node_id: "n0", node_ids: ["n0"], msg_id: 1 };

/** A node that has answered init. */
async function ready(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Child> {
  const node = start(bin.path, args, env);
  node.say(init);
  expect(await node.hear()).toEqual({ type: "init_ok", in_reply_to: 1 });
  return node;
}

/** That a node still answers, and then ends well. */
async function expectWell(node: Child): Promise<string> {
  node.say({ type: "echo", echo: "still here", msg_id: 99 });
  expect(await node.hear()).toEqual({ type: "echo_ok", echo: "still here", in_reply_to: 99 });
  const { code, stderr, stdout } = await node.end();
  expect(stdout).toEqual([]);
  expect(code).toBe(0);
  return stderr;
}

describe("lines", () => {
  test("of 10 MB go in and out whole", async () => {
    const node = await ready();
    const echo = "🐢".repeat(2_500_000);
    node.say({ type: "echo", echo, msg_id: 2 });
    const reply = await node.hear();
    // Compared by hand: the difference of two such strings is nothing to print.
    expect(reply.echo === echo).toBe(true);
    expect(await expectWell(node)).toBe("");
  });

  test("with CRLF, blank ones, and a last one without its end are read as Maelstrom's", async () => {
    const node = await ready();
    node.write('\n\r\n{"src":"c1","dest":"n0","body":{"type":"echo","echo":1,"msg_id":2}}\r\n');
    node.write('{"src":"c1","dest":"n0","body":{"type":"echo","echo":2,"msg_id":3}}');
    const { code, stdout, stderr } = await node.end();
    expect(stdout).toEqual([
      '{"src":"n0","dest":"c1","body":{"type":"echo_ok","echo":1,"in_reply_to":2}}',
      '{"src":"n0","dest":"c1","body":{"type":"echo_ok","echo":2,"in_reply_to":3}}',
    ]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("of broken JSON are quoted, cut, and ignored", async () => {
    const node = await ready();
    node.write("hello?\n");
    node.write(`{"src":"${"x".repeat(1000)}\n`);
    node.write('"no message"\n');
    const stderr = await expectWell(node);
    expect(stderr).toMatch(/WARN {2}Ignored a line that is no JSON: hello\? \(.*\)\n/);
    expect(stderr).toMatch(/no JSON: \{"src":"x{192}… \(1008 characters\)/);
    expect(stderr).toMatch(/WARN {2}Ignored what is no message: it must be an object\.\n/);
  });

  test("with JSON that is nested a million deep are answered, or refused, and do no harm", async () => {
    const node = await ready();
    const deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    node.write(`{"src":"c1","dest":"n0","body":{"type":"echo","echo":${deep},"msg_id":2}}\n`);
    // Newer versions of Node write it again; older ones run out of stack, which is the handler's error 13.
    expect((await node.hear()).in_reply_to).toBe(2);
    await expectWell(node);
  });

  test("in a flood are all answered, in order", async () => {
    const node = await ready();
    const count = 20_000;
    const ids = Array.from({ length: count }, (_, index) => index + 2);
    node.write(
      ids
        .map((id) => `{"src":"c1","dest":"n0","body":{"type":"echo","echo":${id},"msg_id":${id}}}\n`)
        .join(""),
    );
    const { code, stdout } = await node.end();
    expect(code).toBe(0);
    expect(stdout.map((line) => JSON.parse(line).body.in_reply_to)).toEqual(ids);
  });
});

describe("the end", () => {
  test("of input waits for what is in flight", async () => {
    const node = await ready();
    node.say({ type: "later", ms: 50, msg_id: 2 });
    const { code, stdout } = await node.end();
    expect(stdout).toEqual(['{"src":"n0","dest":"c1","body":{"type":"later_ok","in_reply_to":2}}']);
    expect(code).toBe(0);
  });

  test("of input before anything came is well", async () => {
    expect(await start(bin.path).end()).toEqual({ code: 0, stderr: "", stdout: [] });
  });

  test("of stdout stops the node, which says so and exits with 1", async () => {
    const node = await ready();
    node.process.stdout.destroy();
    node.say({ type: "echo", echo: 1, msg_id: 2 });
    const { code, stderr } = await node.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^\S+ ERROR stdout failed: .*EPIPE.*; nobody reads this node any more, so it stops\.\n$/,
    );
  });

  test("of stderr is no matter", async () => {
    const node = await ready();
    node.process.stderr.destroy();
    node.write("hello?\n");
    await expectWell(node);
  });
});

describe("what nobody catches is logged, and the node goes on", () => {
  test.each([
    ["uncaught", "thrown to nobody"],
    ["unhandled", "rejected to nobody"],
  ])("%s", async (type, text) => {
    const node = await ready();
    node.say({ type, msg_id: 2 });
    expect(await node.hear()).toEqual({ type: `${type}_ok`, in_reply_to: 2 });
    expect(await expectWell(node)).toMatch(`ERROR Nobody caught this; the node goes on: Error: ${text}`);
  });
});

describe("options", () => {
  test("--help prints the options, --version the version", async () => {
    const help = await start(bin.path, ["--help"]).ended;
    expect(help.code).toBe(0);
    expect(help.stdout).toContain(
      "  --refuse                           Fails to be equipped. Default false, or $REFUSE.",
    );
    expect(help.stdout.join("\n")).toContain("--log-level debug|info|warn|error");
    expect(await start(bin.path, ["--version"]).ended).toEqual({ code: 0, stderr: "", stdout: ["1.2.3"] });
  });

  test.each(["--help", "--version"])(
    "%s that nobody reads ends with 1 and a line, not with a stack",
    async (flag) => {
      const node = start(bin.path, [flag]);
      node.process.stdout.destroy();
      const { code, stderr } = await node.ended;
      expect(stderr).toMatch(/^trying-node: stdout failed: .*EPIPE.*\n$/);
      expect(code).toBe(1);
    },
  );

  test("that are wrong are told by the exit code to who reads no stderr, too", async () => {
    const node = start(bin.path, ["--nonsense"]);
    node.process.stderr.destroy();
    expect((await node.ended).code).toBe(2);
  });

  test("--log-level and LOG_LEVEL set what is logged, the command line first", async () => {
    const stray = { type: "echo_ok", in_reply_to: 5 };
    for (const [args, env, isLogged] of [
      [[], {}, false],
      [["--log-level", "debug"], {}, true],
      [[], { LOG_LEVEL: "debug" }, true],
      [["--log-level=info"], { LOG_LEVEL: "debug" }, false],
    ] as const) {
      const node = await ready(args, env);
      node.say(stray);
      expect((await expectWell(node)).includes("DEBUG Ignored a reply of c1 to 5")).toBe(isLogged);
    }
  });

  test("that are wrong are named, with exit code 2", async () => {
    expect(await start(bin.path, ["--nonsense"]).ended).toEqual({
      code: 2,
      stderr: "trying-node: Unknown option '--nonsense'; see trying-node --help\n",
      stdout: [],
    });
    expect(await start(bin.path, [], { LOG_LEVEL: "loud" }).ended).toEqual({
      code: 2,
      stderr:
        'trying-node: LOG_LEVEL must be one of debug, info, warn, error, not "loud"; see trying-node --help\n',
      stdout: [],
    });
  });

  test("with which the node cannot be equipped, though it has begun a timer, end it with 1 and the reason", async () => {
    const { code, stderr } = await start(bin.path, ["--refuse"]).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^trying-node: the node could not be started: Error: refused, as it was told to\n/,
    );
  });
});
