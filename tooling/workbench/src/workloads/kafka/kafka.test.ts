import { checkKafka, runOfHistory } from "@gossip-glomers/checkers";
import { isVector, keyword, type Operation } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { type Played, play, requests } from "../play.fixture.ts";
import { kafkaWorkload } from "./kafka.ts";
import { correct, only, wrong } from "./logs.fixture.ts";

const workload = kafkaWorkload({ keyCount: null, maxWritesPerKey: 16 });
const scene = { server: correct, nodes: 2, concurrency: 4, rate: 200, seconds: 20 };

/** Before the recovery, and after it. */
function phasesOf({ history }: Played): { main: readonly Operation[]; final: readonly Operation[] } {
  const recovered = history.findIndex(({ time }, i) => time - (history[i - 1]?.time ?? 0) > 9e9);
  return { main: history.slice(0, recovered), final: history.slice(recovered) };
}

function invoked(history: readonly Operation[], f: string): readonly Operation[] {
  return history.filter((op) => op.type === "invoke" && op.f === f);
}

describe("the main phase", async () => {
  const played = await play(workload, scene);
  const { main } = phasesOf(played);
  const [sends, polls, assigns, crashes] = ["send", "poll", "assign", "crash"].map((f) => invoked(main, f));

  test("sends and polls are even, and one operation in 64 is an assign", () => {
    const worked = (sends?.length ?? 0) + (polls?.length ?? 0);
    expect(Math.abs((sends?.length ?? 0) / worked - 1 / 2)).toBeLessThan(0.04);
    const ratio = (assigns?.length ?? 0) / worked;
    expect(ratio).toBeGreaterThan(0.5 / 64);
    expect(ratio).toBeLessThan(1.7 / 64);
  });

  test("a client crashes every 30 s on average, the first at once; nobody asks a node", () => {
    // 4 clients in 20 s: 2.7 on average, of which the first is not drawn.
    expect(crashes?.length).toBeGreaterThanOrEqual(2);
    expect(crashes?.length).toBeLessThanOrEqual(7);
    for (const crash of crashes ?? []) {
      const end = main.find(({ index, process }) => index > crash.index && process === crash.process);
      expect(end).toMatchObject({ type: "info", time: crash.time, value: null });
    }
  });

  test("keys are strings, messages 1 to 16, each sent once", () => {
    const sent = (sends ?? []).map(({ value }) => JSON.stringify(value));
    expect(new Set(sent).size).toBe(sent.length);
    for (const text of sent) expect(text).toMatch(/^\[\[\{"name":"send"\},"\d+",([1-9]|1[0-6])\]\]$/);
  });

  test("an answered send has its offset beside the message, an answered poll a map of keys", () => {
    const ok = main.filter(({ type }) => type === "ok");
    expect(ok.find(({ f }) => f === "send")?.value).toEqual([
      [keyword("send"), expect.any(String), [expect.any(Number), expect.any(Number)]],
    ]);
    for (const { f, value } of ok) {
      if (f === "poll") expect(value).toEqual([[keyword("poll"), expect.any(Map)]]);
    }
    expect(new Set((polls ?? []).map(({ value }) => JSON.stringify(value)))).toEqual(
      new Set(['[[{"name":"poll"}]]']),
    );
  });

  test("some assigns take the keys that nobody has read as well", () => {
    const sizes = (assigns ?? []).map(({ value }) => (isVector(value) ? value.length : 0));
    const large = sizes.filter((size) => size > 1).length;
    expect(sizes.every((size) => size >= 1)).toBe(true);
    expect(large).toBeGreaterThan(0);
    expect(large).toBeLessThan(sizes.length * 0.6);
  });

  test("what was got is committed, and no key begins anywhere but at 0 or where its client was", () => {
    const offsets = requests(played.events, "poll").map((body) => JSON.stringify(body));
    // The first poll of all asks for nothing.
    expect(offsets[0]).toContain('"offsets":{}');
    expect(requests(played.events, "commit_offsets").length).toBeGreaterThan(0);
  });
});

test("the final phase: on each thread a crash, an assign of all keys from 0, and polls until all is read", async () => {
  const { main, final } = phasesOf(await play(workload, { ...scene, partitions: true }));
  const sentKeys = main.flatMap(({ type, f, value }) => {
    const [only] = isVector(value) ? value : [];
    return type === "ok" && f === "send" && isVector(only) ? String(only[1]) : [];
  });
  const keys = [...new Set(sentKeys)].toSorted((a, b) => Number(a) - Number(b));
  const crashes = invoked(final, "crash");
  expect(crashes).toHaveLength(4);
  const assigns = invoked(final, "assign");
  expect(assigns).toHaveLength(4);
  for (const assign of assigns) expect(assign).toMatchObject({ value: keys, seekToBeginning: true });
  for (const assign of assigns) {
    expect(crashes.map(({ process }) => process)).not.toContain(assign.process);
    const own = final.filter(({ process }) => process === assign.process);
    // The node shows 12 messages a key at a time, and there are up to 16: two polls reach the end.
    expect(own.map(({ type, f }) => `${type} ${f}`)).toEqual([
      ...["invoke assign", "ok assign"],
      ...["invoke poll", "ok poll", "invoke poll", "ok poll"],
    ]);
  }
});

test("the final polls give up after ten seconds if something stays hidden", async () => {
  const { final } = phasesOf(
    await play(workload, {
      ...scene,
      seconds: 5,
      server: only(["send", "poll", "list_committed_offsets", "commit_offsets"]),
    }),
  );
  const polls = invoked(final, "poll");
  const lasted = (polls.at(-1)?.time ?? 0) - (final[0]?.time ?? 0);
  expect(lasted).toBeGreaterThan(8e9);
  expect(lasted).toBeLessThan(10e9);
  // Four threads, a pause of 0.2 s on average.
  expect(polls.length).toBeGreaterThan(150);
  expect(polls.length).toBeLessThan(250);
});

test("logs that one node keeps for all are valid, whatever the network does", async () => {
  const { history } = await play(workload, {
    ...scene,
    nodes: 3,
    concurrency: 6,
    partitions: true,
    latency: 20,
  });
  expect(checkKafka(runOfHistory(history))).toMatchObject({ valid: true });
});

test.each(wrong)("a node that $what is caught", async ({ server, anomaly }) => {
  const { valid, result } = checkKafka(runOfHistory((await play(workload, { ...scene, server })).history));
  expect(valid).toBe(false);
  expect(JSON.stringify(result["bad-error-types"])).toContain(`"${anomaly}"`);
});

describe("the client", () => {
  const polls = (events: Played["events"]) =>
    requests(events, "poll").map((body) =>
      typeof body === "object" && body !== null && "offsets" in body ? JSON.stringify(body.offsets) : "",
    );

  test("ignores what is committed, as Maelstrom's does, and goes on after the highest offset it got", async () => {
    const served = only(["send", "poll", "list_committed_offsets", "commit_offsets"]);
    const { events } = await play(kafkaWorkload({ keyCount: 1, maxWritesPerKey: 10_000 }), {
      ...scene,
      server: served,
    });
    const asked = new Set(polls(events));
    // Committed is 100 for key 9, and every poll returns that key up to offset 7.
    expect(asked).toContain('{"9":8}');
    expect([...asked].every((text) => /^\{("\d+":[08],?)*\}$/.test(text))).toBe(true);
    const commits = requests(events, "commit_offsets").map((body) => JSON.stringify(body));
    expect(commits.every((text) => text.includes('"offsets":{"9":7}'))).toBe(true);
  });

  test("a poll whose commit is refused has failed", async () => {
    const served = only(["send", "poll", "list_committed_offsets"]);
    const { history } = await play(workload, { ...scene, server: served, seconds: 3 });
    const ends = history.filter(({ type, f }) => type !== "invoke" && f === "poll");
    expect(new Set(ends.map(({ type }) => type))).toEqual(new Set(["fail"]));
    expect(ends[0]).toMatchObject({
      value: [[keyword("poll")]],
      error: [keyword("abort"), "no commit_offsets here"],
    });
  });

  test("a failed assign leaves the assignment as it was", async () => {
    const served = only(["send"]);
    const { events, history } = await play(workload, { ...scene, server: served, seconds: 5 });
    const main = phasesOf({ events, history }).main;
    expect(main.filter(({ type, f }) => type === "fail" && f === "assign").length).toBeGreaterThan(0);
    expect(new Set(polls(events).slice(0, invoked(main, "poll").length))).toEqual(new Set(["{}"]));
  });
});
