/**
 * Is a history linearizable? (Herlihy and Wing 1990; MAELSTROM.md 13.)
 *
 * It is if each operation can be given one moment between its invocation and its completion, so that the operations
 * in the order of those moments are what the model allows. Read model.ts, then search.ts, then explanation.ts.
 */
import {
  type Datum,
  type DatumRecord,
  EdnList,
  keyword,
  type Operation,
  Tagged,
} from "@gossip-glomers/history";
import { condense } from "../finding/condense.ts";
import { count, inBrief, namingIn, sentence } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Finding, Verdict } from "../verdict.ts";
import { intervalCalls } from "./calls.ts";
import { type Explanation, explain, type PathStep } from "./explanation.ts";
import { Inconsistent, type Model } from "./model.ts";
import { type SearchBudget, search } from "./search.ts";
import { tabulate } from "./transitions.ts";

/** Some 350 MB and ten seconds. */
export const DEFAULT_BUDGET: SearchBudget = { configurations: 5_000_000 };

/**
 * Judges the history of one object.
 *
 * @returns Knossos's fields: `configs` and `final-paths` (at most ten each), and if the history is not linearizable
 * `op`, the first completion that no order explains, `previous-ok`, the completion before it, and `last-op`, the
 * latest operation placed before it. Unknown, with a `cause`, once the budget is used up.
 */
export function checkLinearizable<State>(
  run: Run,
  model: Model<State>,
  budget: SearchBudget = DEFAULT_BUDGET,
): Verdict {
  const { history } = run;
  const transitions = tabulate(model);
  const calls = intervalCalls(history).map((call) => ({ ...call, kind: transitions.kindOf(call.step) }));
  const found = search(
    calls.map(({ kind, invocation, completion }) => ({
      kind,
      invoked: invocation.index,
      completed: completion?.index ?? null,
    })),
    transitions,
    budget,
  );
  const stuck = found.stuck === null ? null : (calls[found.stuck]?.completion ?? null);
  if (found.outcome === "undecided") return undecided(run, found.configurations, stuck);
  const explanation = explain(calls, model, transitions, found.stuck);
  const order = found.order.flatMap(
    (position) => calls[position]?.completion ?? calls[position]?.invocation ?? [],
  );
  const result = resultOf(explanation, model, stuck === null ? null : { stuck, history });
  return {
    valid: stuck === null,
    result,
    findings: stuck === null ? [] : notLinearizable(run, stuck, order, explanation, model),
  };
}

function undecided(run: Run, configurations: number, reached: Operation | null): Verdict {
  const far =
    reached === null
      ? ""
      : ` Every operation that completed before ${namingIn(run)(reached)} can be explained.`;
  const cause = `not decided, searched ${configurations} configurations`;
  const told = {
    sentence: `${sentence(cause)}.${far} Give a larger budget, or run fewer operations at a time.`,
    ...(reached === null ? {} : { at: reached.time, operations: [reached.index] }),
  };
  return {
    valid: "unknown",
    result: { cause },
    findings: condense(run, "undecided", "warning", [told]),
  };
}

function resultOf<State>(
  { configurations, paths }: Explanation<State>,
  model: Model<State>,
  failure: { readonly stuck: Operation; readonly history: readonly Operation[] } | null,
): DatumRecord {
  const configs = (configurations ?? []).map(({ state, last, pending }) => ({
    model: model.show(state),
    "last-op": bare(last),
    pending: pending.map(bare),
  }));
  const states = {
    configs: new EdnList(configs),
    "final-paths": new EdnList(
      paths.map(
        (path): Datum =>
          path.map(({ operation, after }) => ({ op: bare(operation), model: shown(after, model) })),
      ),
    ),
  };
  if (failure === null) return states;
  const lasts = (configurations ?? []).flatMap(({ last }) => last ?? []);
  return {
    ...states,
    "previous-ok": bare(previousOk(failure.history, failure.stuck)),
    "last-op": bare(
      lasts.reduce<Operation | null>((a, b) => (a === null || b.index > a.index ? b : a), null),
    ),
    op: bare(failure.stuck),
  };
}

/** An operation with Knossos's keys, in Knossos's order. */
function bare(operation: Operation | null): DatumRecord | null {
  if (operation === null) return null;
  return {
    process: operation.process === "nemesis" ? keyword("nemesis") : operation.process,
    type: keyword(operation.type),
    f: keyword(operation.f),
    value: operation.value,
    index: operation.index,
    time: operation.time,
  };
}

function shown<State>(after: State | Inconsistent, model: Model<State>): Datum {
  return after instanceof Inconsistent
    ? new Tagged("knossos.model.Inconsistent", { msg: after.reason })
    : model.show(after);
}

function previousOk(history: readonly Operation[], stuck: Operation): Operation | null {
  let previous: Operation | null = null;
  for (const operation of history) {
    if (operation === stuck) return previous;
    if (operation.type === "ok") previous = operation;
  }
  return previous;
}

/** How many operations of the longest order are told. */
const TOLD = 8;

function notLinearizable<State>(
  run: Run,
  stuck: Operation,
  order: readonly Operation[],
  { configurations, paths }: Explanation<State>,
  model: Model<State>,
): readonly Finding[] {
  const named = namingIn(run);
  const last = order.at(-1);
  const reasons = [...new Set(paths.flatMap((path) => reasonOf(path.at(-1)) ?? []))];
  const states = [...new Set((configurations ?? []).map(({ state }) => inBrief(model.show(state))))];
  const before =
    last === undefined
      ? "Nothing had happened before it"
      : `The longest order that explains everything before places ${count(order.length, "operation")} and ends ` +
        `with ${named(last)}, ${inBrief(last.value)}`;
  const because = reasons.length === 0 ? "" : `: ${reasons.slice(0, 3).join("; ")}`;
  const pending = (configurations?.[0]?.pending ?? []).filter(({ process }) => process !== stuck.process);
  const told = {
    sentence:
      `Not linearizable: ${named(stuck)} got ${inBrief(stuck.value)}, which no order of the operations explains. ` +
      `${before}${because}.`,
    at: stuck.time,
    operations: [stuck, ...order.slice(-1), ...pending].map(({ index }) => index),
    details: [
      ...states.map((state) => `possible state before it: ${state}`),
      ...pending.map((operation) => `still open then: ${named(operation)}, ${inBrief(operation.value)}`),
      ...order
        .slice(-TOLD)
        .map((operation) => `placed before it: ${named(operation)}, ${inBrief(operation.value)}`),
    ],
  };
  return condense(run, "not-linearizable", "error", [told]);
}

function reasonOf<State>(step: PathStep<State> | undefined): string | null {
  return step?.after instanceof Inconsistent ? step.after.reason : null;
}
