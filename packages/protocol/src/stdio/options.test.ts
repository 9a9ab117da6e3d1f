import { describe, expect, expectTypeOf, test } from "vitest";
import type { Options, ValuesOf } from "../options/options.ts";
import { readArguments } from "./flags.ts";
import { help } from "./help.ts";
import { readOptions, UsageError } from "./options.ts";

const options = {
  gossipInterval: {
    type: "number",
    default: 100,
    unit: "ms",
    min: 1,
    max: 1000,
    description: "Pause between rounds.",
  },
  fanout: { type: "number", default: 3, integer: true, min: 0, description: "Peers per round." },
  label: { type: "string", default: "none", description: "A name for the log." },
  acks: { type: "boolean", default: true, description: "Whether peers acknowledge." },
  shape: { type: "choice", choices: ["tree4", "grid"], default: "tree4", description: "Who talks to whom." },
} as const satisfies Options;

const defaults = { gossipInterval: 100, fanout: 3, label: "none", acks: true, shape: "tree4" };

/** What the options are on a command line and in an environment. */
async function read(argv: string, env: Record<string, string> = {}): Promise<ValuesOf<typeof options>> {
  const request = await readArguments(options, argv.split(" ").filter(Boolean));
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return readOptions(options, request.flags, env);
}

test("values have the types that the options declare", async () => {
  const values = await read("");
  expectTypeOf(values.gossipInterval).toEqualTypeOf<number>();
  expectTypeOf(values.label).toEqualTypeOf<string>();
  expectTypeOf(values.acks).toEqualTypeOf<boolean>();
  expectTypeOf(values.shape).toEqualTypeOf<"tree4" | "grid">();
});

describe("an option is read", () => {
  test("from its default", async () => {
    expect(await read("")).toEqual(defaults);
  });

  test.each([
    ["--gossip-interval 50", { gossipInterval: 50 }],
    ["--gossip-interval=1.5 --fanout=0", { gossipInterval: 1.5, fanout: 0 }],
    ["--label x --label y", { label: "y" }],
    ["--no-acks", { acks: false }],
    ["--label -", { label: "-" }],
    ["--label -1.5", { label: "-1.5" }],
    ["--label=-x --fanout 4", { label: "-x", fanout: 4 }],
    ["--no-acks --acks", { acks: true }],
    ["--shape grid", { shape: "grid" }],
  ])("from the command line: %s", async (argv, expected) => {
    expect(await read(argv)).toEqual({ ...defaults, ...expected });
  });

  test("from the environment, unless that is empty or the command line says otherwise", async () => {
    const env = { GOSSIP_INTERVAL: "50", ACKS: "false", SHAPE: "", LABEL: "from env" };
    expect(await read("--label argv", env)).toEqual({
      ...defaults,
      gossipInterval: 50,
      acks: false,
      label: "argv",
    });
    expect(await read("", { ACKS: "1" })).toEqual(defaults);
  });
});

describe("a mistake is named, with what would be right", () => {
  test.each([
    ["--nonsense", {}, "Unknown option '--nonsense'"],
    ["nonsense", {}, "Unexpected argument 'nonsense'"],
    ["--label", {}, "--label must be a text, and nothing follows it"],
    ["--fanout", {}, "--fanout must be an integer of at least 0, and nothing follows it"],
    ["--fanout -1", {}, '--fanout must be an integer of at least 0, not "-1"'],
    ["--fanout=-1", {}, '--fanout must be an integer of at least 0, not "-1"'],
    [
      "--fanout --no-acks",
      {},
      "--fanout must be an integer of at least 0, and --no-acks is another option; write --fanout=--no-acks if",
    ],
    [
      "--gossip-interval fast",
      {},
      '--gossip-interval must be a number of at least 1 and of at most 1000, not "fast"',
    ],
    [
      "--gossip-interval=",
      {},
      '--gossip-interval must be a number of at least 1 and of at most 1000, not ""',
    ],
    [
      "--gossip-interval 0",
      {},
      '--gossip-interval must be a number of at least 1 and of at most 1000, not "0"',
    ],
    ["--fanout 2.5", {}, '--fanout must be an integer of at least 0, not "2.5"'],
    [
      "",
      { GOSSIP_INTERVAL: "1001" },
      'GOSSIP_INTERVAL must be a number of at least 1 and of at most 1000, not "1001"',
    ],
    ["", { ACKS: "maybe" }, 'ACKS must be true or false, not "maybe"'],
    ["--shape ring", {}, '--shape must be one of tree4, grid, not "ring"'],
  ])("%s %j", async (argv, env, message) => {
    const reading = read(argv, env);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(message);
  });
});

test("help and version are asked for by their long and short names", async () => {
  expect(await readArguments(options, ["--fanout", "2", "--help"])).toEqual({ kind: "help" });
  expect(await readArguments(options, ["-h"])).toEqual({ kind: "help" });
  expect(await readArguments(options, ["--version"])).toEqual({ kind: "version" });
  expect(await readArguments(options, ["-v"])).toEqual({ kind: "version" });
});

test("help says what can be set, and how", () => {
  const about = { name: "glomers-gossip", version: "1.2.3", description: "Gossips." };
  expect(help(about, options, Number.POSITIVE_INFINITY)).toBe(`glomers-gossip 1.2.3
Gossips.

Usage: glomers-gossip [options]

Reads messages as JSON, one a line, from stdin, and writes its own to stdout; logs to stderr.

Options:
  --gossip-interval MS  Pause between rounds. A number of at least 1 and of at most 1000, by default 100, or $GOSSIP_INTERVAL.
  --fanout NUMBER       Peers per round. An integer of at least 0, by default 3, or $FANOUT.
  --label TEXT          A name for the log. Default "none", or $LABEL.
  --no-acks             Whether peers acknowledge. Default true, or $ACKS.
  --shape tree4|grid    Who talks to whom. Default "tree4", or $SHAPE.
  -h, --help            Print this and exit.
  -v, --version         Print the version and exit.
`);
});

test("help fits the terminal, as long as that is not too narrow", () => {
  const about = { name: "glomers-gossip", version: "1.2.3", description: "Gossips." };
  const lines = help(about, options, 80).split("\n");
  expect(
    Math.max(...lines.filter((line) => !line.startsWith("Usage")).map((line) => line.length)),
  ).toBeLessThanOrEqual(80);
  expect(lines.slice(9, 12)).toEqual([
    "  --gossip-interval MS  Pause between rounds. A number of at least 1 and of at",
    "                        most 1000, by default 100, or $GOSSIP_INTERVAL.",
    "  --fanout NUMBER       Peers per round. An integer of at least 0, by default 3,",
  ]);
  expect(help(about, options, 1)).toBe(help(about, options, 54));
});
