import { keyword, type Operation, type TraceEvent } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { runOfEvents } from "../run/run.ts";
import { checkAnswers } from "./answers.ts";
import { echo, echoOk, runOfTalk, type Said } from "./talk.fixture.ts";

describe("beside what histories tell", () => {
  const unheard: Said = ["n0", "c1", echoOk("1")];

  function kindsOf(
    type: Operation["type"],
    error?: Operation["error"],
    answer: Said = unheard,
  ): readonly string[] {
    const { events } = runOfTalk(["c1", "n0", echo(1)], answer);
    const op = { index: 1, time: 5e9, process: 0, f: "echo", value: null, type };
    const ended: TraceEvent = {
      kind: "op",
      at: 5e9,
      client: "c1",
      node: "n0",
      request: 0,
      op: error === undefined ? op : { ...op, error },
    };
    const { findings } = checkAnswers(runOfEvents([...events, ended]));
    return findings.map(({ kind, operations }) => `${kind} ${operations.join()}`);
  }

  test("it stands with the operation that had no answer", () => {
    expect(kindsOf("info", keyword("net-timeout"))).toEqual(["unheard-answer 1"]);
  });

  test("so does an error that nobody can read", () => {
    const refusal: Said = ["n0", "c1", { type: "error", in_reply_to: 1, code: "11" }];
    expect(kindsOf("info", keyword("unknown"), refusal)).toEqual(["unreadable-error "]);
  });

  test("it is not looked for where nothing failed", () => {
    expect(kindsOf("ok")).toEqual([]);
  });
});
