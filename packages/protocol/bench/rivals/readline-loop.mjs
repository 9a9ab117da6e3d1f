// What readline, JSON.parse and JSON.stringify can do when nothing is checked and replies leave a thousand at a time.
import { createInterface } from "node:readline";

let id = "";
const replies = [];
const flush = () => process.stdout.write(replies.splice(0).join(""));
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const { src, body } = JSON.parse(line);
  if (body.type === "init") id = body.node_id;
  const reply = body.type === "init" ? { type: "init_ok" } : { type: "echo_ok", echo: body.echo };
  reply.in_reply_to = body.msg_id;
  if (replies.push(`${JSON.stringify({ src: id, dest: src, body: reply })}\n`) === 1000) flush();
});
lines.on("close", flush);
