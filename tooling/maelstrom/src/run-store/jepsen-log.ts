/**
 * The lines of Jepsen's log, as `jepsen.log` has them and as the console shows them: the releases differ in layout, not in
 * what is said.
 *
 *     2023-02-25 21:15:31,337{GMT}⇥WARN⇥[n1 stdout] maelstrom.process: Error!        jepsen.log
 *     WARN [2023-02-25 21:15:31,337] n1 stdout - maelstrom.process Error!             console
 *     21:15:29.491 [main] INFO jepsen.cli - Test options:                             console, before it is set up
 */

export interface LogEntry {
  /** Milliseconds; they differ by what has passed, and mean nothing else, as the log does not say which zone they are of. */
  readonly at: number | null;
  readonly level: string;
  readonly thread: string;
  readonly logger: string;
  /** With the lines below it that belong to it, without the frames of a stack trace. */
  readonly message: string;
}

const TIME = String.raw`(?<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})`;

const LAYOUTS: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:${TIME}\{GMT\}\t)?(?<level>[A-Z]+)\t\[(?<thread>[^\]]*)\] (?<logger>[\w.$-]+): ?(?<message>.*)$`,
  ),
  new RegExp(
    String.raw`^(?<level>[A-Z]+) \[${TIME}\] (?<thread>.*?) - (?<logger>[a-z][\w.$-]*) ?(?<message>.*)$`,
  ),
  /^\d\d:\d\d:\d\d\.\d{3} \[(?<thread>[^\]]*)\] (?<level>[A-Z]+) +(?<logger>[\w.$-]+) - (?<message>.*)$/,
];

/** The entry that a line begins; null if it goes on with the one before, or is none at all. */
export function entryBeginning(line: string): LogEntry | null {
  for (const layout of LAYOUTS) {
    const groups = layout.exec(line)?.groups;
    if (groups === undefined) continue;
    const { at, level = "", thread = "", logger = "", message = "" } = groups;
    return { at: at === undefined ? null : millisecondsOf(at), level, thread, logger, message };
  }
  return null;
}

/** All entries of a log. What stands before the first one (warnings of the JVM) is none. */
export function readLog(text: string): readonly LogEntry[] {
  const entries: { readonly head: LogEntry; readonly lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const head = entryBeginning(line);
    if (head !== null) entries.push({ head, lines: [head.message] });
    else if (!isFrame(line)) entries.at(-1)?.lines.push(line);
  }
  return entries.map(({ head, lines }) => ({ ...head, message: lines.join("\n").trimEnd() }));
}

function isFrame(line: string): boolean {
  return /^\s+at [\w.$/<>-]+\(/.test(line) || /^\s*\.\.\. \d+ (?:common frames omitted|more)$/.test(line);
}

function millisecondsOf(text: string): number {
  return Date.parse(`${text.replace(" ", "T").replace(",", ".")}Z`);
}
