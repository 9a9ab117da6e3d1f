/** A node in a test's hands. */
import { equipNode } from "../node/equip.ts";
import { Node, type NodeOptions } from "../node/node.ts";
import { type AnyBody, type LoggedLine, type SentMessage, TestRuntime } from "./test-runtime.ts";
import type { World } from "./world.ts";

/** Binds handlers to a node: what a challenge's server exports. */
export type Equip = (node: Node) => void;

/** How long a request waits for its reply, as Maelstrom's clients do, in milliseconds of the test's clock. */
const patienceMs = 5_000;

export class TestNode {
  readonly id: string;
  readonly node: Node;
  readonly runtime: TestRuntime;
  readonly world: World;
  #lastMsgId = 0;

  constructor(world: World, id: string, equip: Equip, seed: number, options: NodeOptions = {}) {
    this.id = id;
    this.world = world;
    this.runtime = new TestRuntime({ clock: world.clock, seed, onSend: (message) => world.send(message) });
    this.node = new Node(this.runtime, { logLevel: "debug", ...options });
    equipNode(this.node, equip);
    world.attach(id, (message) => this.node.receive(message));
  }

  /** What the node has sent, first message first. */
  get sent(): readonly SentMessage[] {
    return this.runtime.sent;
  }

  /** What the node has logged, first line first. */
  get logged(): readonly LoggedLine[] {
    return this.runtime.logged;
  }

  /** Hands the node a message; what the node does at once has been done when this returns. */
  deliver(src: string, body: AnyBody): void {
    this.node.receive({ src, dest: this.id, body: structuredClone(body) });
  }

  /**
   * Sends the node a request from `src` and resolves to the body of its reply, an error's too; lets as much time pass
   * as that takes. The request gets a `msg_id` unless it has one.
   * @throws {Error} if no reply comes within 5 s of the test's clock.
   */
  async request(src: string, body: AnyBody): Promise<AnyBody> {
    const msgId = body.msg_id ?? ++this.#lastMsgId;
    const before = this.sent.length;
    const reply = (): AnyBody | undefined =>
      this.sent.slice(before).find((message) => message.dest === src && message.body.in_reply_to === msgId)
        ?.body;
    this.deliver(src, { ...body, msg_id: msgId });
    if (await this.world.advanceUntil(() => reply() !== undefined, patienceMs)) {
      const found = reply();
      if (found !== undefined) return found;
    }
    const log = this.logged.map(({ level, line }) => `\n  ${level} ${line}`).join("");
    throw new Error(
      `request: ${this.id} has not answered ${body.type} (msg_id ${msgId}) of ${src} within ${patienceMs} ms; ` +
        `its log:${log || " empty"}`,
    );
  }
}
