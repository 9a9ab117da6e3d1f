/**
 * Whether a program can be started as a node. It is not run: a node waits for messages, and what it does is its own affair.
 *
 * Maelstrom starts it without a shell, in the directory for temporary files, and when that fails says little more than that
 * there is no such file, of whichever file it is.
 */
import { basename, isAbsolute, resolve } from "node:path";
import { type Finding, failed, ok, type Remedy, warning } from "../finding.ts";
import type { Machine } from "../machine.ts";
import { quoted } from "../quoted.ts";
import { executableFormat, headLength } from "./executable-format.ts";
import { programOfEnv, readShebang, type Shebang } from "./shebang.ts";

const check = "bin";

/** @param typed - as it was typed; a relative path starts where one is */
export async function checkBin(typed: string, machine: Machine): Promise<Finding> {
  const path = resolve(machine.directory, typed);
  switch (await machine.kindOf(path)) {
    case "nothing":
      return failed(check, {
        what: `${path} does not exist`,
        consequence: "check the path, or build it first",
      });
    case "folder":
      return failed(check, { what: `${path} is a folder`, consequence: "name the program that is in it" });
    case "other":
      return failed(check, {
        what: `${path} is no file, but a pipe, a socket or a device`,
        consequence: "name a program",
      });
    case "file":
      break;
  }
  if (!(await machine.mayExecute(path))) {
    return failed(check, {
      what: `${path} is not executable`,
      remedies: command(`chmod +x ${quoted(path)}`),
    });
  }
  const head = await machine.head(path, headLength);
  // A program may be run without being readable; then its beginning is nobody's business.
  return head === null ? ok(check, path) : checkHead(path, head, machine);
}

async function checkHead(path: string, head: Uint8Array, machine: Machine): Promise<Finding> {
  const format = executableFormat(head);
  switch (format.kind) {
    case "empty":
      return failed(check, { what: `${path} is empty`, consequence: "build it again" });
    case "marked-script":
      return failed(check, {
        what: `${path} begins with a byte order mark, so that its first line is not seen`,
        consequence: "save it as UTF-8 without that mark",
        remedies: command(`perl -pi -e 's/^\\xEF\\xBB\\xBF//' ${quoted(path)}`),
      });
    case "text":
      return warning(check, {
        what: `${path} has no first line that names an interpreter, so /bin/sh is tried on it`,
        consequence: "let it begin with a line such as #!/usr/bin/env python3",
      });
    case "binary":
      return checkBinary(path, format.platform, format.archs, machine);
    case "script": {
      const shebang = readShebang(Buffer.from(head).toString("latin1"));
      return shebang === null ? ok(check, path) : checkShebang(path, shebang, machine);
    }
  }
}

function checkBinary(
  path: string,
  platform: NodeJS.Platform,
  archs: readonly string[] | null,
  machine: Machine,
): Finding {
  // Macs with ARM processors run programs for the others, too.
  const fits = archs === null || archs.includes(machine.arch) || platform === "darwin";
  if (platform === machine.platform && fits) return ok(check, path);
  const made = [platform, ...(archs ?? [])].join(" ");
  return failed(check, {
    what: `${path} is a program for ${made}, and this machine is ${machine.platform} ${machine.arch}`,
    consequence: "build it for this machine",
  });
}

async function checkShebang(path: string, shebang: Shebang, machine: Machine): Promise<Finding> {
  const { interpreter, argument, carriageReturn } = shebang;
  const broken = (why: string, consequence: string, remedies: readonly Remedy[] = []): Finding =>
    failed(check, { what: `the first line of ${path} ${why}`, consequence, remedies });
  if (carriageReturn) {
    return broken(
      "ends as lines do on Windows (CRLF), so that its interpreter is not found",
      "save it with Unix line ends",
      command(`perl -pi -e 's/\\r$//' ${quoted(path)}`),
    );
  }
  if (interpreter === "") return broken("names no interpreter", "write one after the #!");
  if (!isAbsolute(interpreter)) {
    return broken(
      `names ${interpreter}, which is looked for in ${machine.temporaryDirectory}, where nodes run`,
      "name it by its full path, or by /usr/bin/env",
    );
  }
  if ((await machine.kindOf(interpreter)) !== "file" || !(await machine.mayExecute(interpreter))) {
    const name = basename(interpreter);
    const found = await machine.find(name);
    return broken(
      `names ${interpreter}, which is no program`,
      found === null
        ? `install ${name}, or change that line`
        : `${name} is at ${found}: write #!/usr/bin/env ${name}`,
    );
  }
  if (basename(interpreter) !== "env") return ok(check, `${path}, run by ${interpreter}`);
  return checkEnv(path, argument, machine, broken);
}

async function checkEnv(
  path: string,
  argument: string | null,
  machine: Machine,
  broken: (why: string, consequence: string) => Finding,
): Promise<Finding> {
  const program = programOfEnv(argument, machine.platform === "darwin");
  if (program === null) return broken("has env look for nothing", "name the interpreter after it");
  if (/\s/.test(program)) {
    return broken(
      `has env look for one program of the name "${program}", as all that follows env is one argument`,
      `write #!/usr/bin/env -S ${program}`,
    );
  }
  // A name with a slash is not looked for on the PATH.
  const found = program.includes("/")
    ? (await machine.mayExecute(resolve(machine.temporaryDirectory, program)))
      ? program
      : null
    : await machine.find(program);
  if (found === null)
    return broken(`needs ${program}, which is not on the PATH`, `install ${program}, or change that line`);
  return ok(check, `${path}, run by ${found}`);
}

function command(text: string): readonly Remedy[] {
  return [{ system: null, command: text }];
}
