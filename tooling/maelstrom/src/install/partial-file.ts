/**
 * An archive on its way: what has come of it so far, kept between tries and between runs, so that a download goes on where it
 * broke off.
 *
 * It is named after the checksum of the whole, so what another source has sent of the same archive is as good. Beside it is
 * kept what the server called this state of the file, to ask for the rest only if it is still the same.
 */
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Disk, OpenFile } from "./disk.ts";

/** What a server said of the file, and the address that it was asked at. */
export interface Validator {
  readonly url: string;
  /** A strong ETag, or a date; both are what If-Range takes (RFC 9110, 13.1.5). */
  readonly tag: string;
}

export class PartialFile {
  readonly path: string;
  readonly #disk: Disk;

  /** @param folder - the folder of all partial files */
  constructor(folder: string, sha256: string, disk: Disk) {
    this.path = join(folder, `${sha256}.part`);
    this.#disk = disk;
  }

  /** How many bytes have come. */
  async size(): Promise<number> {
    return (await stat(this.path).catch(() => null))?.size ?? 0;
  }

  /** What the server said when it began to send them; null if it said nothing, or nothing has come. */
  async validator(): Promise<Validator | null> {
    const text = await readFile(this.#validatorPath, "utf8").catch(() => "null");
    try {
      const value: unknown = JSON.parse(text);
      return isValidator(value) ? value : null;
    } catch {
      // Cut short when the machine went down: as good as none.
      return null;
    }
  }

  /** Forgets what has come, and begins again. */
  async restart(validator: Validator | null): Promise<void> {
    await this.remove();
    await mkdir(dirname(this.path), { recursive: true });
    if (validator !== null) await writeFile(this.#validatorPath, JSON.stringify(validator));
  }

  /** Opens it to go on at its end. */
  open(): Promise<OpenFile> {
    return this.#disk.append(this.path);
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#validatorPath, { force: true });
  }

  get #validatorPath(): string {
    return `${this.path}.json`;
  }
}

function isValidator(value: unknown): value is Validator {
  if (typeof value !== "object" || value === null || !("url" in value && "tag" in value)) return false;
  return typeof value.url === "string" && typeof value.tag === "string";
}
