import { describe, expect, it } from "vitest";
import { type MachineSettings, machine } from "../../../test/machine.ts";
import { checkBin } from "./bin.ts";

const path = "/home/ada/echo";
const interpreters = { "/usr/bin/env": "", "/usr/bin/python3": "", "/bin/sh": "" };

/** What is found of a program with this content; by default on Linux with x64. */
function check(content: string | Uint8Array | null, settings: MachineSettings = {}) {
  return checkBin(
    "./echo",
    machine({ files: { [path]: content }, executable: [path], programs: interpreters, ...settings }),
  );
}

function elf(arch: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.write("7f454c460201", "hex");
  bytes.writeUInt16LE(arch, 18);
  return bytes;
}

const macho = Buffer.from("cffaedfe0c000001", "hex");

describe("a program that can be started", () => {
  it.each<[what: string, content: string | Uint8Array, found: string]>([
    ["a script", "#!/bin/sh\n", `${path}, run by /bin/sh`],
    ["a script for env", "#!/usr/bin/env python3\n", `${path}, run by /usr/bin/python3`],
    ["a script for env -S", "#!/usr/bin/env -S python3 -u\n", `${path}, run by /usr/bin/python3`],
    ["a program of this machine", elf(0x3e), path],
    ["a program of a machine that has no name here", elf(0x1234), path],
  ])("%s", async (_, content, found) => {
    expect(await check(content)).toEqual({
      check: "bin",
      state: "ok",
      what: found,
      consequence: null,
      remedies: [],
    });
  });

  it("on a Mac also one for the other processor, and arguments for env", async () => {
    const mac = { platform: "darwin", arch: "x64" } as const;
    expect((await check(macho, mac)).state).toBe("ok");
    expect((await check(Buffer.from("cafebabe00000002", "hex"), mac)).state).toBe("ok");
    expect((await check("#!/usr/bin/env python3 -u\n", mac)).state).toBe("ok");
  });

  it("one that may be run but not read", async () => {
    expect((await check("", { head: async () => null })).state).toBe("ok");
  });

  it("not very well without a first line, by the shell", async () => {
    expect(await check("print('hi')\n")).toMatchObject({
      state: "warning",
      what: expect.stringMatching(/\/bin\/sh is tried/),
    });
  });
});

describe("a program that cannot", () => {
  it.each<[what: string, content: string | Uint8Array | null, complaint: RegExp, settings?: MachineSettings]>(
    [
      ["is a folder", null, /^\/home\/ada\/echo is a folder$/],
      ["is not there", null, /^\/home\/ada\/echo does not exist$/, { files: {}, executable: [] }],
      ["is empty", "", /is empty/],
      ["has Windows line ends", "#!/usr/bin/env python3\r\nx\r\n", /ends as lines do on Windows \(CRLF\)/],
      ["has a byte order mark", "\ufeff#!/bin/sh\n", /begins with a byte order mark/],
      ["names no interpreter", "#!\n", /names no interpreter/],
      [
        "names one that is not there",
        "#!/usr/bin/python2\n",
        /names \/usr\/bin\/python2, which is no program/,
      ],
      [
        "names one from where one is",
        "#!./node\n",
        /names \.\/node, which is looked for in \/tmp, where nodes run/,
      ],
      ["needs one that the PATH has not", "#!/usr/bin/env ruby\n", /needs ruby, which is not on the PATH/],
      ["needs one by a relative path", "#!/usr/bin/env ./node\n", /needs \.\/node/],
      [
        "gives env an argument too many",
        "#!/usr/bin/env python3 -u\n",
        /for one program of the name "python3 -u"/,
      ],
      ["gives env none", "#!/usr/bin/env\n", /has env look for nothing/],
      [
        "is made for another processor",
        elf(0xb7),
        /is a program for linux arm64, and this machine is linux x64/,
      ],
      ["is made for a Mac", macho, /is a program for darwin arm64, and this machine is linux x64/],
      ["is made for Windows", "MZ\0\0", /is a program for win32, and/],
    ],
  )("%s", async (_, content, complaint, settings = {}) => {
    const finding = await check(content, settings);
    expect(finding).toMatchObject({ check: "bin", state: "failed", what: expect.stringMatching(complaint) });
    // Each says what to do.
    expect(finding.consequence).not.toBeNull();
  });

  it("is not executable, and that has a command", async () => {
    const settings = { files: { "/home/ada/my echo": "" }, executable: [] };
    expect(await checkBin("my echo", machine(settings))).toMatchObject({
      state: "failed",
      what: "/home/ada/my echo is not executable",
      remedies: [{ system: null, command: "chmod +x '/home/ada/my echo'" }],
    });
  });

  it("names an interpreter that is somewhere else, and is told where", async () => {
    expect((await check("#!/usr/local/bin/python3\n")).consequence).toBe(
      "python3 is at /usr/bin/python3: write #!/usr/bin/env python3",
    );
  });

  it.each([
    ["#!/bin/sh\r\n", "perl -pi -e 's/\\r$//' /home/ada/echo"],
    ["\ufeff#!/bin/sh\n", "perl -pi -e 's/^\\xEF\\xBB\\xBF//' /home/ada/echo"],
  ])("%j is mended by a command", async (content, command) => {
    expect((await check(content)).remedies).toEqual([{ system: null, command }]);
  });
});
