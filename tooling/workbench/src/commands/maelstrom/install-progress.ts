/** How far an installation is: a bar that is rewritten in a terminal, a line every five seconds in a pipe. */
import type { InstallObserver, InstallProgress } from "@gossip-glomers/maelstrom";
import type { Output } from "../../cli/output.ts";

const statusPauseMs = 100;
const printPauseMs = 5_000;
const barWidth = 24;

const headings = {
  downloading: "Downloading",
  copying: "Copying",
  checking: "Checking",
  unpacking: "Unpacking",
} as const;

/** @param now - milliseconds of any clock that only goes forward */
export function installProgress(output: Output, now: () => number): InstallObserver {
  let step: { readonly name: InstallProgress["step"]; readonly since: number; readonly from: number } | null =
    null;
  let shown = Number.NEGATIVE_INFINITY;
  return {
    note: (text) => output.print(text),
    progress(progress) {
      const time = now();
      const begins = step?.name !== progress.step;
      if (step === null || begins) step = { name: progress.step, since: time, from: progress.done };
      const over = progress.done === progress.total;
      const line = (): string => progressText(progress, step?.from ?? 0, time - (step?.since ?? time));
      if (output.interactive) {
        if (!begins && !over && time - shown < statusPauseMs) return;
        shown = time;
        output.status(line());
      } else if (!begins && time - shown >= printPauseMs) {
        shown = time;
        output.print(line());
      } else if (begins) {
        shown = time;
      }
    },
  };
}

/**
 * `Downloading  ██████████░░░░░░░░░░░░░░  43 %  28.9 of 67.2 MB  3.1 MB/s  12 s left`
 *
 * @param from - how much was done before: what an earlier run had fetched tells nothing of this one's speed
 */
export function progressText(
  { step, done, total }: InstallProgress,
  from: number,
  elapsedMs: number,
): string {
  const heading = headings[step];
  if (step === "checking") return heading;
  if (total === null || total === 0) return `${heading}  ${megabytes(done)} MB`;
  const share = Math.min(done / total, 1);
  const full = Math.round(share * barWidth);
  const rate = elapsedMs > 0 ? ((done - from) / elapsedMs) * 1000 : 0;
  return [
    heading,
    `${"█".repeat(full)}${"░".repeat(barWidth - full)}`,
    `${Math.floor(share * 100)} %`,
    `${megabytes(done)} of ${megabytes(total)} MB`,
    ...(rate > 0 ? [`${megabytes(rate)} MB/s`, `${Math.ceil((total - done) / rate)} s left`] : []),
  ].join("  ");
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
