/** What kind of program a file is, by its first bytes. */

export type ExecutableFormat =
  /** Whatever begins with `#!`. */
  | { readonly kind: "script" }
  /** A script that begins with an invisible byte order mark, so that the system does not see its `#!`. */
  | { readonly kind: "marked-script" }
  /** A program for some systems and machines; null if they cannot be told. */
  | { readonly kind: "binary"; readonly platform: NodeJS.Platform; readonly archs: readonly string[] | null }
  | { readonly kind: "empty" }
  /** Neither; the shell is tried on such a file. */
  | { readonly kind: "text" };

/** As many bytes as are looked at. */
export const headLength = 512;

/** The field `e_machine` of ELF, and Node's name for it. */
const elfMachines: ReadonlyMap<number, string> = new Map([
  [0x03, "ia32"],
  [0x28, "arm"],
  [0x3e, "x64"],
  [0xb7, "arm64"],
  [0xf3, "riscv64"],
]);

/** The field `cputype` of Mach-O. */
const machMachines: ReadonlyMap<number, string> = new Map([
  [0x01000007, "x64"],
  [0x0100000c, "arm64"],
]);

export function executableFormat(head: Uint8Array): ExecutableFormat {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length === 0) return { kind: "empty" };
  const begins = (hex: string): boolean => bytes.toString("hex", 0, hex.length / 2) === hex;
  if (begins("2321")) return { kind: "script" };
  if (begins("efbbbf2321")) return { kind: "marked-script" };
  if (begins("7f454c46") && bytes.length >= 20) {
    // The sixth byte says in which order the others come.
    const machine = bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
    return { kind: "binary", platform: "linux", archs: named(elfMachines.get(machine)) };
  }
  if (begins("cffaedfe") && bytes.length >= 8) {
    return { kind: "binary", platform: "darwin", archs: named(machMachines.get(bytes.readUInt32LE(4))) };
  }
  // Programs for several machines in one file.
  if (begins("cafebabe")) return { kind: "binary", platform: "darwin", archs: null };
  if (begins("4d5a")) return { kind: "binary", platform: "win32", archs: null };
  return { kind: "text" };
}

function named(arch: string | undefined): readonly string[] | null {
  return arch === undefined ? null : [arch];
}
