import { readExactJson, type SendEvent } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { echo, echoOk, runOfTalk, type Said } from "./talk.fixture.ts";
import { unheardAnswers } from "./unheard-answers.ts";

/** Ids of requests and of the answers to them that were not heard. */
function unheard(...talk: readonly Said[]): readonly (readonly [number, number])[] {
  return unheardAnswers(runOfTalk(...talk)).map(({ request, answer }) => [request.id, answer.id]);
}

describe("an answer is not heard", () => {
  test.each<[how: string, body: SendEvent["body"]]>([
    ["that names its request as a string", echoOk("1")],
    [
      "that names its request as a floating-point number",
      readExactJson('{"type":"echo_ok","in_reply_to":1.0}'),
    ],
    ["that names null", echoOk(null)],
    ["that names a request to come", echoOk(2)],
    ["that names nothing", { type: "echo_ok" }],
    ["that is an error and names nothing", { type: "error", code: 11 }],
  ])("%s", (_, body) => {
    expect(unheard(["c1", "n0", echo(1)], ["n0", "c1", body])).toEqual([[0, 1]]);
  });

  test("that names a request which has had its answer", () => {
    const first: Said[] = [
      ["c1", "n0", echo(1)],
      ["n0", "c1", echoOk(1)],
    ];
    expect(unheard(...first, ["c1", "n0", echo(2)], ["n0", "c1", echoOk(1)])).toEqual([[2, 3]]);
  });

  test("that goes to the node itself, or to another client", () => {
    expect(unheard(["c1", "n0", echo(1)], ["n0", "n0", echoOk(1)])).toEqual([[0, 1]]);
    expect(unheard(["c1", "n0", echo(1)], ["n0", "c2", echoOk(1)])).toEqual([[0, 1]]);
    // As a library sends it: with a number of its own, which is not that of a request.
    const numbered = { ...echoOk(1), msg_id: 1 };
    expect(unheard(["c1", "n0", echo(1)], ["n0", "n0", numbered], ["n0", "n0", numbered])).toEqual([[0, 1]]);
  });
});

describe("nothing is said", () => {
  test("if the request is answered after all, also twice", () => {
    expect(
      unheard(
        ["c1", "n0", echo(1)],
        ["n0", "c1", echoOk("1")],
        ["n0", "c1", echoOk(1)],
        ["n0", "c1", echoOk(1)],
        ["c1", "n0", echo(2)],
        ["n0", "c1", echoOk(2)],
      ),
    ).toEqual([]);
  });

  test("of an answer that is late", () => {
    expect(unheard(["c1", "n0", echo(1)], ["c1", "n0", echo(2)], ["n0", "c1", echoOk(1)])).toEqual([]);
  });

  test("of an answer that is lost, or a message that is no answer", () => {
    expect(unheard(["c1", "n0", echo(1)], ["n0", "c1", echoOk(1), "lost"])).toEqual([]);
    expect(unheard(["c1", "n0", echo(1)], ["n0", "c1", { type: "gossip", msg_id: 1 }])).toEqual([]);
    expect(unheard(["c1", "n0", echo(1)], ["n1", "c1", echoOk("1")])).toEqual([]);
  });

  test("of clients whose requests have the same number, each of which gets its own answer", () => {
    expect(
      unheard(["c1", "n0", echo(1)], ["c2", "n0", echo(1)], ["n0", "c2", echoOk(1)], ["n0", "c1", echoOk(1)]),
    ).toEqual([]);
  });

  test("of an answer to a node which had asked as well", () => {
    expect(unheard(["c1", "n0", echo(1)], ["n1", "n0", echo(1)], ["n0", "n1", echoOk(1)])).toEqual([]);
  });
});
