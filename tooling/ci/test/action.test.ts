/** The script of the action `.github/actions/maelstrom`, run as GitHub's runner does, with a stand-in for the workbench. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultRelease } from "../../maelstrom/src/release.ts";
import { readManifest } from "../src/packages/published.ts";
import { type Outcome, runProgram } from "../src/run-program.ts";

const root = resolve(import.meta.dirname, "../../..");
const script = join(root, ".github/actions/maelstrom/maelstrom.sh");
const standIn = join(import.meta.dirname, "stand-in-workbench.js");
const summaryText = "| row | verdict |\n";
let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "glomers-action-")));
  mkdirSync(join(folder, "bin"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Inputs that the action does not get are empty, as on GitHub. */
function step(name: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const none = { INPUT_BIN: "", INPUT_WORKLOAD: "", INPUT_ROWS: "", INPUT_ARGS: "", INPUT_VERSION: "" };
  return runProgram("/bin/bash", [script, name], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      ...none,
      INPUT_SHA256: "",
      INPUT_WORKBENCH: standIn,
      INPUT_DIRECTORY: ".",
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
      WORKBENCH: standIn,
      STORE: join(folder, "store"),
      STAND_IN_CALLS: join(folder, "calls"),
      ...env,
    },
  });
}

function outputs(): Readonly<Record<string, string>> {
  const lines = readFileSync(join(folder, "output"), "utf8").trimEnd().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

function calls(): readonly unknown[] {
  return readFileSync(join(folder, "calls"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

/** A program on the PATH that does no more than say how it was called. */
function program(name: string, text = 'echo "$(basename "$0") $*"'): void {
  const path = join(folder, "bin", name);
  writeFileSync(path, `#!/bin/bash\n${text}\n`);
  chmodSync(path, 0o755);
}

test("what there is, is said: the workbench, Java, and a cache whose key is the checksum of the archive", async () => {
  program("java", "echo 'openjdk version \"21.0.4\" 2024-07-16' >&2");
  const outcome = await step("prepare", {
    INPUT_ROWS: "3d",
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    XDG_CACHE_HOME: join(folder, "cache"),
  });
  expect(outcome).toMatchObject({ code: 0 });
  expect(outputs()).toMatchObject({
    workbench: standIn,
    java: "present",
    store: join(folder, "store"),
    "cache-key": `maelstrom-${defaultRelease.version}-${defaultRelease.sha256}`,
  });
  expect(outputs()["cache-path"]).toMatch(/glomers\/maelstrom$/);
});

test.each([
  ["1.8.0_412", "missing"],
  ["10.0.2", "missing"],
  ["11.0.24", "present"],
  ["17", "present"],
  ["25-ea", "present"],
])("Java %s is %s", async (version, state) => {
  program("java", `echo 'openjdk version "${version}"' >&2`);
  await step("prepare", { INPUT_ROWS: "1", PATH: `${join(folder, "bin")}:${process.env.PATH}` });
  expect(outputs()).toMatchObject({ java: state });
});

test("a Java that is not there, or does not start, is missing", async () => {
  program("java", "exit 1");
  await step("prepare", { INPUT_ROWS: "1", PATH: `${join(folder, "bin")}:${process.env.PATH}` });
  expect(outputs()).toMatchObject({ java: "missing" });
});

test("another version has the key of its own checksum", async () => {
  const { version, sha256 } = defaultRelease;
  await step("prepare", { INPUT_ROWS: "1", INPUT_VERSION: version });
  expect(outputs()["cache-key"]).toBe(`maelstrom-${version}-${sha256}`);
  const other = "a".repeat(64);
  await step("prepare", { INPUT_ROWS: "1", INPUT_VERSION: "0.2.2", INPUT_SHA256: other });
  expect(outputs()["cache-key"]).toBe(`maelstrom-0.2.2-${other}`);
});

test("an installation that the environment names is neither cached nor installed", async () => {
  const env = { INPUT_ROWS: "1", GLOMERS_MAELSTROM: "/opt/maelstrom" };
  await step("prepare", env);
  expect(outputs()["cache-key"]).toBe("");
  expect(await step("install", env)).toMatchObject({ code: 0 });
  expect(calls()).toEqual([["maelstrom", "doctor"]]);
});

test("a workbench by version comes from npm, by default in the version of this repository", async () => {
  await step("prepare", { INPUT_ROWS: "1", INPUT_WORKBENCH: "1.2.3" });
  expect(outputs().workbench).toBe("@gossip-glomers/workbench@1.2.3");
  // The repository as it is used from elsewhere: not built.
  const elsewhere = join(folder, "elsewhere");
  const manifest = join(root, "tooling/workbench/package.json");
  for (const file of [
    ".github/actions/maelstrom/maelstrom.sh",
    "tooling/maelstrom/src/release.ts",
    "tooling/workbench/package.json",
  ]) {
    mkdirSync(join(elsewhere, file, ".."), { recursive: true });
    writeFileSync(join(elsewhere, file), readFileSync(join(root, file)));
  }
  const outcome = await runProgram(
    "/bin/bash",
    [join(elsewhere, ".github/actions/maelstrom/maelstrom.sh"), "prepare"],
    {
      cwd: folder,
      env: {
        ...process.env,
        INPUT_BIN: "node.sh",
        INPUT_WORKLOAD: "echo",
        INPUT_ROWS: "",
        INPUT_VERSION: "",
        INPUT_SHA256: "",
        INPUT_WORKBENCH: "",
        INPUT_DIRECTORY: ".",
        GITHUB_OUTPUT: join(folder, "output"),
      },
    },
  );
  expect(outcome.code).toBe(0);
  expect(outputs().workbench).toBe(`@gossip-glomers/workbench@${readManifest(manifest).version}`);
});

test.each([
  ["nothing to run", {}, "give bin and workload, or rows"],
  ["a bin without a workload", { INPUT_BIN: "a" }, "give bin and workload, or rows"],
  ["rows and a bin", { INPUT_ROWS: "1", INPUT_BIN: "a" }, "give rows, or bin and workload"],
  [
    "a folder that is not there",
    { INPUT_ROWS: "1", INPUT_DIRECTORY: "gone" },
    "check out the repository first",
  ],
  ["a checksum of no version", { INPUT_ROWS: "1", INPUT_SHA256: "a".repeat(64) }, "give version, too"],
  [
    "a checksum that is none",
    { INPUT_ROWS: "1", INPUT_VERSION: "1", INPUT_SHA256: "x" },
    "64 hexadecimal digits",
  ],
  ["a workbench that is not built", { INPUT_ROWS: "1", INPUT_WORKBENCH: "gone/bin.js" }, "build it first"],
])("%s is refused with what to do", async (_, env, message) => {
  const outcome = await step("prepare", env);
  expect(outcome.code).toBe(1);
  expect(outcome.output).toMatch(/::error::Maelstrom action: /);
  expect(outcome.output).toContain(message);
});

test("a workload is run with its arguments, split at blanks and not expanded; what was said is the summary", async () => {
  const outcome = await step("run", {
    INPUT_BIN: "./node",
    INPUT_WORKLOAD: "echo",
    INPUT_ARGS: "--node-count 3\n  --rate 10 * -- --slow",
    STAND_IN_SAYS: "All is well",
  });
  expect(outcome.code).toBe(0);
  // Only options that the workbench knows: it hands all others on to Maelstrom.
  expect(calls()).toEqual([
    [
      ...["maelstrom", "test", "-w", "echo", "--bin", "./node", "--store", join(folder, "store")],
      ...["--node-count", "3", "--rate", "10", "*", "--", "--slow"],
    ],
  ]);
  expect(outputs()).toEqual({ verdict: "valid" });
  expect(outcome.stdout).toContain("All is well");
  expect(readFileSync(join(folder, "summary"), "utf8")).toBe(
    "### Maelstrom: echo\n\nVerdict: **valid** (exit code 0)\n\n~~~~~~\nAll is well\n~~~~~~\n",
  );
});

test("the summary has no codes of colours and no endless lines", async () => {
  await step("run", {
    INPUT_BIN: "./node",
    INPUT_WORKLOAD: "echo",
    STAND_IN_SAYS: `\u001b[32mVALID\u001b[39m  \u001b[1;31mno\u001b[0m\n${"x".repeat(5_000)}`,
  });
  expect(readFileSync(join(folder, "summary"), "utf8")).toContain(
    `~~~~~~\nVALID  no\n${"x".repeat(1_000)}\n~~~~~~\n`,
  );
});

test("Windows is refused before anything is installed", async () => {
  program("uname", "echo MINGW64_NT-10.0");
  const outcome = await step("prepare", {
    INPUT_ROWS: "1",
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
  });
  expect(outcome).toMatchObject({ code: 1 });
  expect(outcome.output).toContain("use a runner with Linux or macOS");
});

test("rows are run as rows of the table, which is the summary", async () => {
  await step("run", { INPUT_ROWS: "5b, 5c", STAND_IN_SUMMARY: summaryText, STAND_IN_SAYS: "much" });
  expect(readFileSync(join(folder, "summary"), "utf8")).toBe(summaryText);
  const store = join(folder, "store");
  expect(calls()).toEqual([
    ["maelstrom", "challenges", "5b", "5c", "--store", store, "--summary", expect.any(String)],
  ]);
});

test.each([
  [0, "valid"],
  [1, "invalid"],
  [2, "unknown"],
  [254, "crashed"],
  [255, "crashed"],
])("exit code %i is the verdict %s, and the step's own", async (code, verdict) => {
  const outcome = await step("run", { INPUT_ROWS: "1", STAND_IN_CODE: String(code) });
  expect(outcome.code).toBe(code);
  expect(outputs()).toEqual({ verdict });
  expect(outcome.output.includes("::error::")).toBe(code !== 0);
  // The stand-in wrote no summary, as a workbench that came to nothing.
  expect(readFileSync(join(folder, "summary"), "utf8")).toContain(
    `Verdict: **${verdict}** (exit code ${code})`,
  );
});

test("Maelstrom is installed in the version that is wanted, and the doctor is asked", async () => {
  await step("install", {});
  await step("install", { INPUT_VERSION: "0.2.2", INPUT_SHA256: "b".repeat(64), INPUT_BIN: "./node" });
  expect(calls()).toEqual([
    ["maelstrom", "install"],
    ["maelstrom", "doctor"],
    ["maelstrom", "install", "--version", "0.2.2", "--sha256", "b".repeat(64)],
    ["maelstrom", "doctor", "--bin", "./node"],
  ]);
});

test("gnuplot and graphviz are installed where they are missing, by the package manager that there is", async () => {
  const only = { PATH: join(folder, "bin") };
  // Whoever runs the tests may be root or not.
  program("sudo", '"$@"');
  program("apt-get", 'echo "apt-get $*"');
  expect((await step("packages", only)).stdout).toBe(
    "apt-get update -qq\napt-get install -y -qq --no-install-recommends gnuplot-nox graphviz\n",
  );
  program("gnuplot");
  expect((await step("packages", only)).stdout).toMatch(/--no-install-recommends graphviz\n$/);
  program("dot");
  expect(await step("packages", only)).toMatchObject({ code: 0, output: "" });
});

test("without a package manager, what is missing is said", async () => {
  const outcome = await step("packages", { PATH: join(folder, "bin") });
  expect(outcome.code).toBe(0);
  expect(outcome.stdout).toContain("::warning::Maelstrom action: gnuplot graphviz missing");
});

test("a step that there is not is refused", async () => {
  expect(await step("fly", {})).toMatchObject({ code: 1 });
});
