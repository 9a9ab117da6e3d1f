/** The programs that Maelstrom calls, or that its launcher is written for. */
import { type Finding, failed, ok, type Trouble, warning } from "./finding.ts";
import type { Machine, Ran } from "./machine.ts";
import { installing, type Packages, type System } from "./system.ts";

interface Tool {
  readonly check: string;
  readonly program: string;
  readonly versionFlag: string;
  readonly packages: Packages;
  readonly consequence: string;
  /** Whether nothing goes without it. */
  readonly needed: boolean;
}

const tools: readonly Tool[] = [
  {
    check: "bash",
    program: "bash",
    versionFlag: "--version",
    packages: everywhere("bash"),
    consequence: "Maelstrom's launcher is a script for it",
    needed: true,
  },
  {
    check: "gnuplot",
    program: "gnuplot",
    versionFlag: "--version",
    packages: { ...everywhere("gnuplot"), Debian: "gnuplot-nox" },
    consequence:
      "without it Maelstrom's graphs fail, and with them the check: the verdict of a good run is unknown (exit code 2)",
    needed: false,
  },
  {
    check: "Graphviz",
    program: "dot",
    versionFlag: "-V",
    packages: everywhere("graphviz"),
    consequence: "without it there are no pictures of the cycles that make transactions invalid",
    needed: false,
  },
  {
    check: "git",
    program: "git",
    versionFlag: "--version",
    packages: everywhere("git"),
    consequence: "nixpkgs counts it among what Maelstrom needs at run time",
    needed: false,
  },
];

export function checkTools(machine: Machine, own: System | null): Promise<readonly Finding[]> {
  return Promise.all(tools.map((tool) => checkTool(tool, machine, own)));
}

async function checkTool(tool: Tool, machine: Machine, own: System | null): Promise<Finding> {
  const { check, program, versionFlag, packages, consequence, needed } = tool;
  const path = await machine.find(program);
  const ran = path === null ? null : await machine.run(path, [versionFlag]);
  if (path !== null && ran?.code === 0) return ok(check, [...versionIn(ran.text), path].join(", "));
  const trouble: Trouble = {
    what:
      path === null
        ? `there is no ${program} on the PATH`
        : `${path} ${versionFlag} fails${failureText(ran)}`,
    consequence,
    remedies: installing(packages, own),
  };
  return needed ? failed(check, trouble) : warning(check, trouble);
}

/** What it said, or else its exit code; nothing of a program that could not be started or did not end. */
function failureText(ran: Ran | null): string {
  if (ran === null) return "";
  const [said = ""] = ran.text.trim().split("\n");
  if (said !== "") return `: ${said}`;
  return ran.code === null ? "" : ` with exit code ${ran.code}`;
}

/** `gnuplot 5.4 patchlevel 4`, `dot - graphviz version 2.43.0 (0)`, `git version 2.39.5`: the first number with a dot. */
function versionIn(text: string): readonly string[] {
  const version = /\d+\.[\d.]*\d/.exec(text)?.[0];
  return version === undefined ? [] : [version];
}

function everywhere(name: string): Packages {
  return { Debian: name, Fedora: name, macOS: name, Nix: name };
}
