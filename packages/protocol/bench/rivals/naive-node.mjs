// A node as Maelstrom's examples have it: readline, and each reply written by itself.
import { createInterface } from "node:readline";

let id = "";
createInterface({ input: process.stdin }).on("line", (line) => {
  const { src, body } = JSON.parse(line);
  if (body.type === "init") id = body.node_id;
  const reply = body.type === "init" ? { type: "init_ok" } : { type: "echo_ok", echo: body.echo };
  reply.in_reply_to = body.msg_id;
  process.stdout.write(`${JSON.stringify({ src: id, dest: src, body: reply })}\n`);
});
