/**
 * Which entries of an archive may be unpacked, and as what.
 *
 * An archive is unpacked by somebody who trusts its checksum, but `--sha256` takes any, so nothing that it names may leave its
 * folder: no absolute path, no `..`, no link that leads out by itself or by way of other links, no device. A harmful entry
 * condemns the whole archive: one that holds such a thing is not to be trusted with the rest.
 *
 * Links are made after all files (see `unpack.ts`), so no file is written through one. Where a link leads is known only when all
 * are: `a -> b/..` stays inside if `b` is a folder, and may not if `b` is a link. So they are followed at the end, in this plan
 * and not on the disk.
 */
import { posix } from "node:path";

/** Of an entry's header, what matters here. */
export interface EntryHeader {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly linkname: string | null;
}

/** What to make of an entry. Paths are relative, normal, and split by `/`. */
export type Placement =
  | { readonly kind: "file"; readonly path: string; readonly mode: number }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  /** Another name of a file that was unpacked before. */
  | { readonly kind: "copy"; readonly path: string; readonly of: string }
  | { readonly kind: "nothing" };

/** An archive that is not unpacked. The message names the entry and what is wrong with it. */
export class ArchiveError extends Error {
  override readonly name: string = "ArchiveError";
}

export interface ArchiveLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** More than any release holds, by far. */
const archiveLimits: ArchiveLimits = { entries: 100_000, bytes: 2 ** 31 };

/** As many links as Linux follows for one path. */
const linkLimit = 40;

export class ArchivePlan {
  readonly #kinds = new Map<string, "file" | "folder" | "link">();
  readonly #targets = new Map<string, string>();
  readonly #limits: ArchiveLimits;
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits = archiveLimits) {
    this.#limits = limits;
  }

  /** Takes the next entry. @throws {ArchiveError} if it must not be unpacked. */
  add(header: EntryHeader): Placement {
    this.#count(header);
    // A comment for whoever reads the archive, not a file.
    if (header.type === "pax-global-header" || header.type === "pax-header") return { kind: "nothing" };
    const path = safePath(header.name, `entry "${header.name}"`);
    switch (header.type) {
      case "directory":
        if (path === "") return { kind: "nothing" };
        this.#claim(path, "folder");
        return { kind: "folder", path };
      case "file":
      case "contiguous-file":
        this.#claim(path, "file");
        // No set-user-id bits, and nothing that others may write.
        return { kind: "file", path, mode: (header.mode & 0o100) === 0 ? 0o644 : 0o755 };
      case "link":
        return this.#copy(path, header.linkname ?? "");
      case "symlink":
        return this.#link(path, header.linkname ?? "");
      default:
        throw new ArchiveError(`entry "${header.name}" is a ${header.type}, which no release needs`);
    }
  }

  /** To be called after the last entry. @throws {ArchiveError} if a link leads out. */
  finish(): void {
    for (const path of this.#targets.keys()) this.#follow(path);
  }

  #count({ name, size }: EntryHeader): void {
    this.#entries += 1;
    this.#bytes += size;
    if (this.#entries > this.#limits.entries || this.#bytes > this.#limits.bytes) {
      throw new ArchiveError(
        `entry "${name}" makes it larger than any release: over ${this.#limits.entries} entries or ${this.#limits.bytes} bytes`,
      );
    }
  }

  #copy(path: string, target: string): Placement {
    const of = safePath(target, `entry "${path}", whose target "${target}"`);
    if (this.#kinds.get(of) !== "file") {
      throw new ArchiveError(`entry "${path}" is another name for "${target}", which is no file before it`);
    }
    this.#claim(path, "file");
    return { kind: "copy", path, of };
  }

  #link(path: string, target: string): Placement {
    checkText(target, `entry "${path}", whose target "${target}"`);
    if (target === "" || isAbsolute(target)) {
      throw new ArchiveError(`entry "${path}" is a link to "${target}", outside of its folder`);
    }
    this.#claim(path, "link");
    this.#targets.set(path, target);
    return { kind: "link", path, target };
  }

  /** Notes what is at a path. Only folders may come twice, and only folders may have something in them. */
  #claim(path: string, kind: "file" | "folder" | "link"): void {
    if (path === "") throw new ArchiveError("an entry has the name of the folder that holds all of them");
    for (let parent = posix.dirname(path); parent !== "."; parent = posix.dirname(parent)) {
      const before = this.#kinds.get(parent);
      if (before !== undefined && before !== "folder") {
        throw new ArchiveError(`entry "${path}" lies in "${parent}", which is a ${before}`);
      }
      this.#kinds.set(parent, "folder");
    }
    const before = this.#kinds.get(path);
    if (before !== undefined && !(before === "folder" && kind === "folder")) {
      throw new ArchiveError(`entry "${path}" comes twice`);
    }
    this.#kinds.set(path, kind);
  }

  /** Walks where a link leads, name by name. Invariant: `place` is where one stands, inside the folder and past all links. */
  #follow(link: string): void {
    const place: string[] = [];
    const ahead = link.split("/");
    let followed = 0;
    for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
      if (name === "" || name === ".") continue;
      if (name === "..") {
        if (place.pop() === undefined)
          throw new ArchiveError(`entry "${link}" is a link that leads out of its folder`);
        continue;
      }
      const target = this.#targets.get([...place, name].join("/"));
      if (target === undefined) {
        place.push(name);
        continue;
      }
      followed += 1;
      if (followed > linkLimit) throw new ArchiveError(`entry "${link}" is a link that leads in a circle`);
      ahead.unshift(...target.split("/"));
    }
  }
}

/** The path, normal and without a slash at its end; empty for the folder itself. */
function safePath(name: string, what: string): string {
  checkText(name, what);
  if (isAbsolute(name)) throw new ArchiveError(`${what} is an absolute path`);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw new ArchiveError(`${what} leads out of its folder`);
  return parts.join("/");
}

/** A backslash splits names on Windows; a NUL ends them where the system reads them. */
function checkText(text: string, what: string): void {
  if (/[\\\0]/.test(text)) throw new ArchiveError(`${what} has a character that no name of a release has`);
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:/.test(path);
}
