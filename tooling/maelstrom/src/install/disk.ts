/** Writing to the disk: the port behind which a test can have a full one. */
import { type FileHandle, open } from "node:fs/promises";
import { codeOf, InstallError, messageOf } from "./install-error.ts";

/** A file that is being written. */
export interface OpenFile {
  write(chunk: Uint8Array): Promise<unknown>;
  close(): Promise<void>;
}

export interface Disk {
  /** Opens a file to go on writing at its end; makes it if it is not there. */
  append(path: string): Promise<OpenFile>;
  /** Makes a file. @throws if there is something of that name. */
  create(path: string, mode: number): Promise<OpenFile>;
}

export const realDisk: Disk = {
  append: async (path) => whole(await open(path, "a")),
  create: async (path, mode) => whole(await open(path, "wx", mode)),
};

/** A plain `write` may write a part only, as it does when the disk fills up; `writeFile` goes on until all is written. */
function whole(handle: FileHandle): OpenFile {
  return { write: (chunk) => handle.writeFile(chunk), close: () => handle.close() };
}

/** What is to be said of a failure to write below `folder`; any other error is handed back as it is. */
export function diskError(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new InstallError(
        `there is no space left for ${folder} (${messageOf(error)}); about 150 MB are needed while installing and half of ` +
          "that afterwards: free some, or have the cache on a larger disk (XDG_CACHE_HOME on Linux)",
        error,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new InstallError(
        `${folder} cannot be written (${messageOf(error)}); make it writable for you, or have the cache elsewhere ` +
          "(XDG_CACHE_HOME on Linux)",
        error,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new InstallError(
        `${folder} cannot be used (${messageOf(error)}); something else is in its way: take it away, or have the cache elsewhere ` +
          "(XDG_CACHE_HOME on Linux)",
        error,
      );
    default:
      return error;
  }
}
