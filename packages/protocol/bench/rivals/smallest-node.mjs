// The smallest node that answers init and echo: no library, no checks, one write for each reply.
let rest = "";
let id = "";
process.stdin.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    const { src, body } = JSON.parse(line);
    if (body.type === "init") id = body.node_id;
    const reply = body.type === "init" ? { type: "init_ok" } : { type: "echo_ok", echo: body.echo };
    reply.in_reply_to = body.msg_id;
    process.stdout.write(`${JSON.stringify({ src: id, dest: src, body: reply })}\n`);
  }
});
