/**
 * The stored runs that the transactional checkers are held to: those of the corpus where it is, and a small sample
 * that is always there. A new folder is a new test.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface StoredRun {
  /** The folder below the corpus, for instance `defects/txn-list-append--lww-rc`. */
  readonly name: string;
  readonly directory: string;
  readonly workload: "txn-list-append" | "txn-rw-register";
  readonly consistencyModels: readonly string[];
}

const PACKAGE = join(import.meta.dirname, "../..");

/** Where the corpus is; a clone without it has only the sample. */
export const CORPUS: string = process.env.GLOMERS_CORPUS ?? join(PACKAGE, "../../../shared/corpus");
export const SAMPLE: string = join(import.meta.dirname, "sample");

/** All transactional runs below a folder. */
export function storedRuns(root: string): readonly StoredRun[] {
  const index = existsSync(join(root, "INDEX.md")) ? readFileSync(join(root, "INDEX.md"), "utf8") : "";
  const names = ["txn-list-append", "txn-rw-register", "defects"].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => join(folder, name)) : [],
  );
  return names.flatMap((name): StoredRun[] => {
    const directory = join(root, name);
    const workload = /txn-list-append|txn-rw-register/.exec(name)?.[0];
    const files = ["history.edn", "results.edn"].map((file) => join(directory, file));
    if (workload === undefined || !files.every((file) => existsSync(file))) {
      return [];
    }
    const list = workload === "txn-list-append" ? workload : "txn-rw-register";
    return [{ name, directory, workload: list, consistencyModels: modelsOf(directory, name, index) }];
  });
}

/** The models that the run was started with: a meta.json holds its arguments, otherwise the index has them in a table. */
function modelsOf(directory: string, name: string, index: string): readonly string[] {
  const meta = join(directory, "meta.json");
  const [workload = "", run = ""] = name.split("/");
  const section = index.slice(index.indexOf(`## ${workload}\n`));
  const row = section.split("\n").find((line) => line.startsWith(`| ${run} |`)) ?? "";
  const text = existsSync(meta) ? readFileSync(meta, "utf8") : row;
  // In meta.json each argument is a string of its own.
  const model = /--consistency-models[",\s]+([\w+.-]+)/.exec(text)?.[1];
  return [model ?? "strict-serializable"];
}
