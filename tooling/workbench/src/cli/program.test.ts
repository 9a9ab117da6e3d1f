import { defaultRelease, type InstallRequest } from "@gossip-glomers/maelstrom";
import { describe, expect, it } from "vitest";
import type { CheckOptions } from "../check/check-options.ts";
import type { ChallengesOptions } from "../options/challenges-options.ts";
import type { DoctorOptions } from "../options/doctor-options.ts";
import type { MaelstromChallengesOptions } from "../options/maelstrom-challenges-options.ts";
import type { MaelstromTestOptions } from "../options/maelstrom-test-options.ts";
import type { SweepOptions } from "../options/sweep-options.ts";
import type { TestOptions } from "../options/test-options.ts";
import { InvalidValue } from "../options/values.ts";
import { exitCode } from "./exit-code.ts";
import { runProgram } from "./program.ts";
import { recordedOutput } from "./recorded-output.fixture.ts";

const files: { readonly [path: string]: string } = { "hosts.txt": "alpha\n\n beta \n" };

/** Runs a command line written as a shell would split it, and tells what became of it. */
async function run(line: string | readonly string[]) {
  const argv = typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line;
  const output = recordedOutput();
  let test: TestOptions | undefined;
  let challenges: ChallengesOptions | undefined;
  let check: CheckOptions | undefined;
  let sweep: SweepOptions | undefined;
  let install: InstallRequest | undefined;
  let doctor: DoctorOptions | undefined;
  let maelstromDoctor: DoctorOptions | undefined;
  let maelstromTest: MaelstromTestOptions | undefined;
  let maelstromChallenges: MaelstromChallengesOptions | undefined;
  const code = await runProgram(
    argv,
    {
      test: async (options) => {
        test = options;
        return exitCode.valid;
      },
      challenges: async (options) => {
        challenges = options;
        return exitCode.valid;
      },
      check: (options) => {
        check = options;
        return exitCode.invalid;
      },
      sweep: async (options) => {
        sweep = options;
        return exitCode.unknown;
      },
      doctor: async (options) => {
        doctor = options;
        return exitCode.failed;
      },
      maelstrom: {
        doctor: async (options) => {
          maelstromDoctor = options;
          return exitCode.failed;
        },
        install: async (request) => {
          install = request;
          return exitCode.failed;
        },
        test: async (options) => {
          maelstromTest = options;
          return exitCode.unknown;
        },
        challenges: async (options) => {
          maelstromChallenges = options;
          return exitCode.invalid;
        },
      },
    },
    {
      version: "1.2.3",
      output,
      readFile: (path) => {
        const text = files[path];
        if (text === undefined) throw new InvalidValue("Must be a file that can be read");
        return text;
      },
    },
  );
  const [out, err] = [output.printed.join("\n"), output.complaints.join("\n")];
  return {
    code,
    test,
    challenges,
    check,
    sweep,
    install,
    doctor,
    maelstromDoctor,
    maelstromTest,
    maelstromChallenges,
    out,
    err,
  };
}

/** The options of a test run with `line` after `test --bin node`. */
async function options(line: string): Promise<TestOptions> {
  const { test, err } = await run(`test --bin node ${line}`);
  if (test === undefined) throw new Error(`refused: ${err}`);
  return test;
}

describe("the options of test", () => {
  it("have Maelstrom's defaults", async () => {
    expect(await options("")).toEqual({
      subject: { kind: "bin", file: "node", args: [] },
      workload: "lin-kv",
      nodes: ["n1", "n2", "n3", "n4", "n5"],
      concurrency: 10,
      rate: 5,
      timeLimitSeconds: 60,
      latency: { meanMs: 0, distribution: "constant" },
      nemesis: [],
      nemesisIntervalSeconds: 10,
      faults: {
        kinds: [],
        loss: 0,
        duplicate: 0,
        reorderMs: 0,
        slowMs: new Map(),
        recoverySeconds: 10,
      },
      topology: "grid",
      availability: null,
      consistencyModels: ["strict-serializable"],
      keyCount: null,
      maxTxnLength: 4,
      maxWritesPerKey: 16,
      log: { stderr: false, send: false, receive: false },
      testCount: 1,
      seed: null,
      store: "store",
      seqKv: "clamped",
      maelstromCompat: false,
      assumed: [
        "lin-kv needs twice as many clients as nodes, so it is run with --concurrency 2n; Maelstrom refuses to unless told",
      ],
      meaningless: [],
    } satisfies TestOptions);
  });

  it.each<[line: string, expected: Partial<TestOptions>]>([
    ["-w echo", { workload: "echo" }],
    ["-wecho", { workload: "echo" }],
    ["--workload=unique-ids", { workload: "unique-ids" }],
    ["-w echo -w kafka", { workload: "kafka" }],
    ["--node-count 3", { nodes: ["n0", "n1", "n2"], concurrency: 6 }],
    ["--node-count 2 --nodes a,b,d", { nodes: ["n0", "n1"] }],
    ["-n a -n b", { nodes: ["a", "b"], concurrency: 4 }],
    ["-w echo -n a -n b", { concurrency: 2, assumed: [] }],
    ["--concurrency 1n", { concurrency: 5, assumed: [] }],
    [
      "-w txn-rw-register --consistency-models red-committed,serializable",
      {
        assumed: [expect.stringMatching(/^red-committed is no known consistency model, .* will be unknown/)],
      },
    ],
    ["-w echo --consistency-models red-committed", { assumed: [] }],
    ["--node a --node b", { nodes: ["a", "b"] }],
    ["--nodes a,b", { nodes: ["a", "b"] }],
    ["--nodes-file hosts.txt --nodes d -n e", { nodes: ["alpha", "beta", "d", "e"] }],
    ["--concurrency 7", { concurrency: 7 }],
    ["--concurrency 2n --node-count 3", { concurrency: 6 }],
    ["--rate 0", { rate: 0 }],
    ["--rate 0.5", { rate: 0.5 }],
    ["--time-limit 10", { timeLimitSeconds: 10 }],
    ["--latency 100", { latency: { meanMs: 100, distribution: "constant" } }],
    ["--latency 10 --latency-dist uniform", { latency: { meanMs: 10, distribution: "uniform" } }],
    ["--nemesis partition", { nemesis: ["partition"] }],
    ["--nemesis-interval 2.5", { nemesisIntervalSeconds: 2.5 }],
    ["--topology tree3", { topology: "tree3" }],
    ["--availability total", { availability: "total" }],
    ["--availability 0.9", { availability: 0.9 }],
    ["--consistency-models a,b", { consistencyModels: ["a", "b"] }],
    [
      "--key-count 3 --max-txn-length 2 --max-writes-per-key 1",
      { keyCount: 3, maxTxnLength: 2, maxWritesPerKey: 1 },
    ],
    ["--log-stderr --log-net-send --log-net-recv", { log: { stderr: true, send: true, receive: true } }],
    ["--test-count 3", { testCount: 3 }],
    [
      "--node-count 3 --faults pause,kill,pause --loss 0.1 --duplicate 1 --reorder 50 --slow n0=300,n2=0.5 --recovery 2",
      {
        nemesis: [],
        faults: {
          kinds: ["pause", "kill"],
          loss: 0.1,
          duplicate: 1,
          reorderMs: 50,
          slowMs: new Map([
            ["n0", 300],
            ["n2", 0.5],
          ]),
          recoverySeconds: 2,
        },
      },
    ],
    ["--seed 42 --store runs --maelstrom-compat", { seed: 42, store: "runs", maelstromCompat: true }],
    ["--seq-kv wrapping", { seqKv: "wrapping" }],
    ["-- --verbose -w x", { subject: { kind: "bin", file: "node", args: ["--verbose", "-w", "x"] } }],
    ["-- a -- b", { subject: { kind: "bin", file: "node", args: ["a", "--", "b"] } }],
    [
      "--username root --no-ssh --leave-db-running",
      { meaningless: ["--username", "--no-ssh", "--leave-db-running"] },
    ],
    ["--no-color", {}],
  ])("%s", async (line, expected) => {
    expect(await options(line)).toMatchObject(expected);
  });

  it("split consistency models at commas with blanks, too", async () => {
    const { test } = await run(["test", "--bin", "x", "--consistency-models", "read-committed , causal"]);
    expect(test?.consistencyModels).toEqual(["read-committed", "causal"]);
  });

  it("take a module in place of a program", async () => {
    expect((await run("test --module server.js")).test?.subject).toEqual({
      kind: "module",
      file: "server.js",
      args: [],
    });
    expect((await run("test --module server.js -- --frugal")).test?.subject.args).toEqual(["--frugal"]);
  });
});

describe("a bad command line", () => {
  const ten =
    "broadcast, echo, g-counter, g-set, kafka, lin-kv, pn-counter, txn-list-append, txn-rw-register, unique-ids";

  it.each<[line: string, complaint: string]>([
    ["test", "Expected a --bin PATH_TO_BINARY to test"],
    ["test --bin a --module b", "not both"],
    ["test --bin x -w nosuch", `Failed to validate "-w nosuch": Must be one of ${ten}`],
    ["test --bin x --workload nosuch", `Failed to validate "--workload nosuch": Must be one of ${ten}`],
    ["test --bin x --workload=nosuch", `Failed to validate "--workload nosuch": Must be one of ${ten}`],
    ["test --bin x --node-count 0", 'Failed to validate "--node-count 0": Must be a positive integer'],
    ["test --bin x --node-count 2.5", "Must be a positive integer"],
    ["test --bin x --node-count -1", "Must be a positive integer"],
    ["test --bin x --node-count 99999999999999999999", "Must be a positive integer"],
    ["test --bin x --concurrency n", "Must be a positive integer, optionally followed by n"],
    ["test --bin x --concurrency 0", "Must be a positive integer, optionally followed by n"],
    ["test --bin x --concurrency 2m", "Must be a positive integer, optionally followed by n"],
    ["test --bin x --rate -1", "Must be a non-negative number"],
    ["test --bin x --rate 5x", "Must be a non-negative number"],
    ["test --bin x --rate Infinity", "Must be a non-negative number"],
    ["test --bin x --time-limit 0", "Must be a positive number"],
    ["test --bin x --latency 1.5", "Must be a non-negative integer"],
    ["test --bin x --latency-dist normal", "Must be one of constant, uniform, exponential"],
    ["test --bin x --nemesis kill", 'Failed to validate "--nemesis kill": Must be one of partition'],
    ["test --bin x --nemesis pause", 'Failed to validate "--nemesis pause": Must be one of partition'],
    ["test --bin x --faults partition", "Must be one of pause, kill, one-way"],
    ["test --bin x --loss 1.1", 'Failed to validate "--loss 1.1": Must be a chance from 0 to 1'],
    ["test --bin x --duplicate -1", "Must be a chance from 0 to 1"],
    ["test --bin x --reorder x", "Must be a non-negative number"],
    ["test --bin x --slow n9=3", "for instance n1=300; the nodes are n1, n2, n3, n4, n5"],
    ["test --bin x --slow n1", "Must be nodes with milliseconds"],
    ["test --bin x --slow n1=3,n1=4", "Must name each node once"],
    ["test --bin x --recovery -1", "Must be a non-negative number"],
    ["sweep --module x", 'Missing required option "--workload"'],
    ["sweep -w echo", 'Missing required option "--module"'],
    ["sweep -w echo --module x --seeds 0", "Must be a positive integer"],
    ["sweep -w echo --module x --node-counts 3,0", "Must be a positive integer"],
    ["sweep -w echo --module x --faults fire", "Must be one of partition, one-way, pause, kill, loss"],
    ["sweep -w echo --module x --max-loss 0", "Must be a chance from 0.01 to 1"],
    ["test --bin x --nemesis-interval 0", "Must be a positive number"],
    ["test --bin x --topology ring", "Must be one of line, grid, tree, tree2, tree3, tree4, total"],
    ["test --bin x --availability 1.1", "Must be total, or a number from 0 to 1"],
    ["test --bin x --key-count 0", "Must be a positive integer"],
    ["test --bin x --nodes a,,b", "Must be a name without blanks"],
    ["test --bin x --nodes a,a", "a is named twice"],
    ["test --bin x -n c7", 'Failed to validate "-n c7": Must not start with c'],
    ["test --bin x -n lin-kv", "Must not be the name of a service"],
    ["test --bin x --nodes-file gone.txt", 'Failed to validate "--nodes-file gone.txt": Must be a file'],
    ["test --bin x --seed -1", "Must be a non-negative integer"],
    [
      "test --bin x stray",
      "too many arguments for 'test': stray belongs to no option. What the program is to be told",
    ],
    ["test -w echo ./echo.py", "./echo.py belongs to no option. Is it the program? --bin ./echo.py"],
    ["test --bin x -node-count 3", "3 belongs to no option. -node-count has a dash too few: --node-count"],
    [
      "sweep -w echo --bin ./echo.py",
      "'sweep' runs a --module in virtual time, and no program. Run one in real time",
    ],
    ["doctor --json stray", "stray belongs to no option. Is it the program? --bin stray"],
    [
      "sweep -w echo --module x stray",
      "stray belongs to no option. What the program is to be told comes after --",
    ],
    ["test --bin x --time-limt 3", "Did you mean --time-limit?"],
    ["test --bin", "argument missing"],
    ["tset", "Did you mean test?"],
    ["challenges 9z", 'Failed to validate row "9z": Must be one of 1, 2, 3a'],
  ])("%s is refused with 254", async (line, complaint) => {
    const { code, err, out, test, challenges } = await run(line);
    expect(err).toContain(complaint);
    expect([code, out, test, challenges]).toEqual([exitCode.badArguments, "", undefined, undefined]);
  });

  it("is one without a command", async () => {
    const { code, err } = await run("");
    expect(code).toBe(exitCode.badArguments);
    expect(err).toContain("Usage: glomers");
  });
});

describe("help", () => {
  it("has examples for the program and for each command", async () => {
    const lines = ["--help", "help", "test --help", "help test", "challenges --help", "sweep --help"];
    for (const line of [
      ...lines,
      "maelstrom install --help",
      "maelstrom help install",
      "doctor --help",
      "maelstrom doctor --help",
    ]) {
      const { code, out, err } = await run(line);
      expect(out).toContain("Examples:");
      expect(out).toContain("Exit codes:");
      expect([code, err]).toEqual([exitCode.valid, ""]);
    }
  });

  it("keeps our options apart from Maelstrom's, and shows defaults", async () => {
    const { out } = await run("test --help");
    expect(out).toMatch(/Maelstrom's options:.*--rate <r>.*\(default: 5\).*Our own options:.*--seed/s);
    expect(out).toMatch(/Accepted, without meaning here:.*--ssh-private-key/s);
  });

  it("of a group shows its commands", async () => {
    for (const line of ["maelstrom --help", "help maelstrom"]) {
      const { code, out, err } = await run(line);
      expect(out).toMatch(/Commands:\s+install /);
      expect([code, err]).toEqual([exitCode.valid, ""]);
    }
    const { code, err } = await run("maelstrom");
    expect(code).toBe(exitCode.badArguments);
    expect(err).toContain("Usage: glomers maelstrom");
  });

  it("prints the version", async () => {
    expect(await run("--version")).toMatchObject({ code: exitCode.valid, out: "1.2.3", err: "" });
  });
});

describe("sweep", () => {
  it("draws from all faults but kill, unless told, and hands options of test on", async () => {
    const { sweep, code } = await run("sweep -w echo --module m --key-count 3 --seq-kv wrapping -- --fast");
    expect(code).toBe(exitCode.unknown);
    expect(sweep).toMatchObject({
      workload: "echo",
      module: "m",
      seeds: 100,
      from: 1,
      nodeCounts: [1, 2, 3, 5],
      harms: ["partition", "one-way", "pause", "loss", "duplicate", "reorder", "slow"],
      common: ["--key-count", "3", "--seq-kv", "wrapping"],
      args: ["--fast"],
    });
    expect((await run("sweep -w echo --module m --faults kill,loss")).sweep?.harms).toEqual(["kill", "loss"]);
  });
});

describe("challenges", () => {
  it("takes every row if none is named, and keeps the table's order", async () => {
    expect((await run("challenges")).challenges?.rows).toContain("6c");
    expect((await run("challenges 3d 1")).challenges?.rows).toEqual(["1", "3d"]);
  });

  it("takes a challenge by its number", async () => {
    expect((await run("challenges 5")).challenges?.rows).toEqual(["5a", "5b", "5c", "5c+f"]);
  });

  it("reads its options", async () => {
    expect((await run("challenges --list --virtual --seed 3 --store runs")).challenges).toMatchObject({
      list: true,
      virtual: true,
      seed: 3,
      store: "runs",
    });
  });
});

describe("maelstrom install", () => {
  const sum = "a".repeat(64);

  it("installs the default release, whose checksum is known", async () => {
    const { install, code } = await run("maelstrom install");
    expect(install).toEqual({ release: defaultRelease, from: null, force: false });
    expect(code).toBe(exitCode.failed);
  });

  it("has a version of its own, and takes another one with its checksum", async () => {
    expect((await run("maelstrom install --version v0.2.3")).install?.release.version).toBe("0.2.3");
    const other = await run(
      `--no-color maelstrom install --version 0.2.2 --sha256 ${sum.toUpperCase()} --from x --force`,
    );
    expect(other.install).toEqual({
      release: { version: "0.2.2", sha256: sum, files: null },
      from: "x",
      force: true,
    });
    expect((await run("maelstrom install --no-color")).install).toBeDefined();
  });

  it.each<[line: string, complaint: string]>([
    [
      "--version 0.2.2",
      'Failed to validate "--version 0.2.2": Must be 0.2.4 or 0.2.3, whose archives are known, or come',
    ],
    [
      `--sha256 ${sum}`,
      `Failed to validate "--sha256 ${sum}": Must be ${defaultRelease.sha256} for version 0.2.4`,
    ],
    ["--version ../x", 'Failed to validate "--version ../x": Must be a version, for instance 0.2.4'],
    ["--version 0.2.2 --sha256 abc", "Must be a SHA-256: 64 hexadecimal digits"],
    ["--from=", "Must be a file or an address"],
    ["--form x", "Did you mean --from?"],
    ["stray", "too many arguments for 'install': stray belongs to no option. Begin options with two dashes"],
  ])("%s is refused with 254", async (line, complaint) => {
    const { code, err, install } = await run(`maelstrom install ${line}`);
    expect(err).toContain(complaint);
    expect([code, install]).toEqual([exitCode.badArguments, undefined]);
  });
});

describe("doctor", () => {
  it("is there for glomers, and for Maelstrom alone", async () => {
    const options = { bin: "x", json: true };
    expect(await run("doctor --bin x --json")).toMatchObject({ code: exitCode.failed, doctor: options });
    expect(await run("maelstrom doctor --bin x --json")).toMatchObject({ maelstromDoctor: options });
    expect((await run("doctor")).doctor).toEqual({ bin: null, json: false });
  });
});

describe("maelstrom test", () => {
  it("hands on what is Maelstrom's as it was typed, unknown flags too", async () => {
    const { code, maelstromTest } = await run(
      "maelstrom test -w echo --bin ./e --verbose --rate=5 --brand-new 3 --store runs --log-stderr -- --store x",
    );
    expect(code).toBe(exitCode.unknown);
    expect(maelstromTest).toEqual({
      line: {
        flags: ["-w", "echo", "--bin", "./e", "--rate=5", "--brand-new", "3", "--log-stderr"],
        rest: ["--store", "x"],
      },
      store: "runs",
      verbose: true,
      summary: null,
    });
  });

  it("keeps runs where Maelstrom would", async () => {
    expect((await run("maelstrom test --bin e")).maelstromTest).toMatchObject({
      store: "store",
      verbose: false,
    });
  });

  it("has help of its own", async () => {
    const { code, out } = await run("maelstrom test --help");
    expect(code).toBe(exitCode.valid);
    expect(out).toContain("--verbose");
  });
});

describe("maelstrom challenges", () => {
  it("takes rows, challenges by their number and packages by their name", async () => {
    const { maelstromChallenges, code } = await run("maelstrom challenges 1 kafka --json r.json --jobs 2");
    expect(code).toBe(exitCode.invalid);
    expect(maelstromChallenges).toEqual({
      rows: ["1", "5a", "5b", "5c", "5c+f"],
      named: true,
      list: false,
      jobs: 2,
      store: "store/maelstrom",
      json: "r.json",
      summary: null,
    });
  });

  it("does not take a package for the open rows in it", async () => {
    expect((await run("maelstrom challenges broadcast")).maelstromChallenges?.named).toBe(false);
    expect((await run("challenges 3e+f")).challenges?.named).toBe(true);
  });

  it.each(["nosuch", "1 --jobs 0"])("refuses %s", async (line) => {
    expect((await run(`maelstrom challenges ${line}`)).code).toBe(exitCode.badArguments);
  });
});

describe("check", () => {
  it("takes folders, and settings of which none is a default", async () => {
    expect(await run("check store/latest other")).toMatchObject({
      code: exitCode.invalid,
      check: {
        directories: ["store/latest", "other"],
        settings: { workload: null, consistencyModels: null, availability: null, maelstromCompat: false },
        json: false,
      },
    });
  });

  it("takes what the folder does not tell", async () => {
    const { check } = await run(
      "check -w txn-rw-register --consistency-models read-committed,serializable --availability 0.9 --json run",
    );
    expect(check).toMatchObject({
      settings: {
        workload: "txn-rw-register",
        consistencyModels: ["read-committed", "serializable"],
        availability: 0.9,
      },
      json: true,
    });
  });

  it("refuses no folder, and a workload that there is not", async () => {
    expect((await run("check")).code).toBe(exitCode.badArguments);
    const { code, err } = await run("check -w nosuch run");
    expect(code).toBe(exitCode.badArguments);
    expect(err).toMatch(/^Failed to validate "-w nosuch": Must be one of broadcast, /);
  });
});
