/** Our explanations of registers against Knossos's, and our verdicts against the known answers of Porcupine's logs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Datum,
  type DatumRecord,
  EdnList,
  isRecord,
  keyword,
  type Operation,
  printEdn,
  readEdn,
  readHistory,
  readResults,
} from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { checkLinearizableByKey } from "../../src/linearizability/by-key.ts";
import { casRegister } from "../../src/linearizability/cas-register.ts";
import { checkLinearizable } from "../../src/linearizability/linearizability.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { CORPUS, corpusRuns } from "../corpus-runs.ts";

const runs = corpusRuns("lin-kv");

describe.each(runs)("registers of $name", ({ directory }) => {
  const workload = readResults(directory).workload;
  const verdict = checkLinearizableByKey(runOfHistory(readHistory(directory)));

  test("configurations and final paths are Knossos's, where it gives them all", () => {
    const stored = analyses(workload);
    for (const [key, ours] of analyses({ results: verdict.result.results })) {
      const theirs = stored.get(key);
      // Only one of Knossos's two algorithms knows the configurations; of more than ten it gives any ten. Of very
      // many we give none.
      const sizes = [countOf(ours.configs), countOf(theirs?.configs)];
      if (theirs === undefined || sizes.includes(0) || sizes.includes(10)) continue;
      expect(texts(ours.configs)).toStrictEqual(texts(theirs.configs));
      if (countOf(theirs["final-paths"]) >= 10) continue;
      expect(texts(ours["final-paths"])).toStrictEqual(texts(theirs["final-paths"]));
      expect(ours["last-op"]).toStrictEqual(theirs["last-op"]);
    }
  });
});

/** Knossos's analysis of each key. */
function analyses(workload: Datum | undefined): ReadonlyMap<Datum, DatumRecord> {
  const results = isRecord(workload) ? workload.results : undefined;
  const found = new Map<Datum, DatumRecord>();
  for (const [key, result] of results instanceof Map ? results : []) {
    const analysis = isRecord(result) ? result.linearizable : undefined;
    if (isRecord(analysis)) found.set(key, analysis);
  }
  return found;
}

function countOf(list: Datum | undefined): number {
  return list instanceof EdnList ? list.items.length : 0;
}

function texts(list: Datum | undefined): readonly string[] {
  return list instanceof EdnList ? list.items.map(printEdn).sort() : [];
}

const folder = join(CORPUS, "register-logs");
const logs = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".log")) : [];

describe.skipIf(logs.length === 0)("register logs (set GLOMERS_CORPUS to the corpus's folder)", () => {
  const index = logs.length === 0 ? "" : readFileSync(join(folder, "INDEX.md"), "utf8");

  test.each(logs)("%s", (file) => {
    const answer = new RegExp(`\\| ${file} \\| (yes|no) \\|`).exec(index)?.[1];
    const history = historyOfLog(readFileSync(join(folder, file), "utf8"));
    expect(checkLinearizable(runOfHistory(history), casRegister).valid).toBe(answer === "yes");
  });
});

/** Lines like `INFO  jepsen.util - 3	:ok	:cas	[1 2]`; `:timed-out` for a value says that nobody knows. */
function historyOfLog(text: string): readonly Operation[] {
  const lines = [...text.matchAll(/ - (\d+)\s+:(invoke|ok|fail|info)\s+:(\w+)\s+(.+)$/gm)];
  return lines.flatMap(([, process, type, f = "", value = ""], index): Operation[] => {
    const read = readEdn(value);
    const unknown = printEdn(read) === printEdn(keyword("timed-out"));
    if (type !== "invoke" && type !== "ok" && type !== "fail" && type !== "info") return [];
    return [
      {
        index,
        time: index,
        type: unknown ? "info" : type,
        process: Number(process),
        f,
        value: unknown ? null : read,
      },
    ];
  });
}
