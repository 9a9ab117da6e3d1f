import { describe, expect, test } from "vitest";
import { tellLostCommits } from "./lost-commits.ts";
import { runOfTalk, type Said } from "./talk.fixture.ts";

type Offsets = { readonly [key: string]: number };

/** A client commits at a node, which acknowledges it. */
function commits(client: string, node: string, offsets: Offsets): readonly Said[] {
  return [
    [client, node, { type: "commit_offsets", msg_id: 1, offsets }],
    [node, client, { type: "commit_offsets_ok", in_reply_to: 1 }],
  ];
}

/** A client asks for the offsets of key "k", and is told these. */
function lists(client: string, node: string, offsets: Offsets): readonly Said[] {
  return [
    [client, node, { type: "list_committed_offsets", msg_id: 2, keys: ["k"] }],
    [node, client, { type: "list_committed_offsets_ok", in_reply_to: 2, offsets }],
  ];
}

function kinds(...talk: readonly (readonly Said[])[]): readonly string[] {
  return tellLostCommits(runOfTalk(...talk.flat())).map(({ kind, node }) => `${kind} ${node}`);
}

describe("a commit is forgotten", () => {
  test("by a node that acknowledged it and later names no offset", () => {
    const [finding, ...others] = tellLostCommits(
      runOfTalk(...commits("c1", "n0", { k: 7, other: 1 }), ...lists("c2", "n0", { other: 1 })),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: "lost-commit",
      severity: "warning",
      node: "n0",
      messages: [0, 1, 2, 3],
    });
    expect(finding?.summary).toMatch(
      /^n0 acknowledged to c1 that offset 7 of key "k" is committed \(messages 0 and 1, 0\.001 s\), and later named no offset to c2 \(messages 2 and 3, 0\.003 s\)\. /,
    );
  });

  test("by a node that names less than was ever committed", () => {
    const talk = [commits("c1", "n0", { k: 7 }), commits("c1", "n0", { k: 9 }), lists("c2", "n0", { k: 6 })];
    expect(kinds(...talk)).toEqual(["lost-commit n0"]);
  });

  test("again and again, and is told once a node", () => {
    const talk = ["n0", "n1"].flatMap((node) => [
      commits("c1", node, { k: 7 }),
      lists("c1", node, {}),
      lists("c1", node, {}),
    ]);
    expect(kinds(...talk)).toEqual(["lost-commit n0", "lost-commit n1"]);
    expect(tellLostCommits(runOfTalk(...talk.flat()))[0]?.summary).toContain("There is 1 more such.");
  });
});

describe("nothing is said", () => {
  test("of a commit that is known, of a later one, or of an earlier one of another consumer", () => {
    const two = [commits("c1", "n0", { k: 5 }), commits("c2", "n0", { k: 9 })];
    for (const k of [5, 7, 9, 12]) expect(kinds(...two, lists("c3", "n0", { k }))).toEqual([]);
  });

  test("of another node, which need not know yet", () => {
    expect(kinds(commits("c1", "n0", { k: 7 }), lists("c2", "n1", {}))).toEqual([]);
  });

  test("of a commit that was not acknowledged when the offsets were asked for", () => {
    const [ask, tell] = lists("c2", "n0", {});
    if (ask === undefined || tell === undefined) throw new Error("two messages");
    expect(kinds([ask], commits("c1", "n0", { k: 7 }), [tell])).toEqual([]);
    expect(kinds(commits("c1", "n0", { k: 7 }).slice(0, 1), lists("c2", "n0", {}))).toEqual([]);
  });
});
