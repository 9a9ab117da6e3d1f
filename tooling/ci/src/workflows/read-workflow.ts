/** Workflows and composite actions, as much of them as the checks look at. */
import { LineCounter, parseDocument, visit } from "yaml";

/** A script that a step runs in a shell. */
export interface ShellStep {
  /** The line of the file on which the script's first line stands. */
  readonly line: number;
  readonly shell: string;
  readonly script: string;
}

/** An action that a step, or a workflow that a job, uses. */
export interface Use {
  readonly line: number;
  /** For instance `actions/checkout@3d3c42e5…`. */
  readonly action: string;
  /** What stands behind it on its line, without the `#`; empty if nothing does. */
  readonly comment: string;
  /** Names of the inputs that it is given. */
  readonly inputs: readonly string[];
}

export interface Workflow {
  readonly kind: "workflow" | "action";
  readonly steps: readonly ShellStep[];
  readonly uses: readonly Use[];
  /** Top-level keys. */
  readonly keys: ReadonlySet<string>;
  /** For each job, its keys. */
  readonly jobs: ReadonlyMap<string, ReadonlySet<string>>;
  /** For an action: its inputs, and whether each has to be given. */
  readonly inputs: ReadonlyMap<string, { readonly required: boolean }>;
}

/** What GitHub runs a `run:` with if nothing else is said. */
const defaultShell = "bash";

/** @throws {Error} if the text is not YAML */
export function readWorkflow(text: string): Workflow {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [broken] = document.errors;
  if (broken !== undefined) throw broken;
  const content: unknown = document.toJS();
  const lines = text.split("\n");
  const steps: ShellStep[] = [];
  const uses: Use[] = [];
  visit(document, {
    Map: (_, node) => {
      const fields: unknown = node.toJS(document);
      const run = field(fields, "run");
      const used = field(fields, "uses");
      if (typeof run === "string") {
        const shell = field(fields, "shell");
        steps.push({
          line: lineOf(node.get("run", true)) + (isBlock(node.get("run", true)) ? 1 : 0),
          shell: typeof shell === "string" ? shell : defaultShell,
          script: run,
        });
      }
      if (typeof used === "string") {
        const line = lineOf(node.get("uses", true));
        const comment = /#\s*(.*)$/.exec(lines[line - 1] ?? "")?.[1]?.trim() ?? "";
        uses.push({ line, action: used, comment, inputs: Object.keys(fieldsOf(field(fields, "with"))) });
      }
    },
  });
  const jobs = Object.entries(fieldsOf(field(content, "jobs")));
  const inputs = Object.entries(fieldsOf(field(content, "inputs")));
  return {
    kind: field(content, "runs") === undefined ? "workflow" : "action",
    steps,
    uses,
    keys: new Set(Object.keys(fieldsOf(content))),
    jobs: new Map(jobs.map(([id, job]) => [id, new Set(Object.keys(fieldsOf(job)))])),
    inputs: new Map(inputs.map(([name, input]) => [name, { required: field(input, "required") === true }])),
  };

  function lineOf(node: unknown): number {
    const range = field(node, "range");
    return Array.isArray(range) && typeof range[0] === "number" ? lineCounter.linePos(range[0]).line : 1;
  }
}

/** The script of a block scalar starts on the line after its `|`. */
function isBlock(node: unknown): boolean {
  const type = field(node, "type");
  return type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
