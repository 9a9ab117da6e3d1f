/** Workload `echo` (MAELSTROM.md 10.1): a node answers what it is told. */
import { echo } from "@gossip-glomers/protocol";
import { eachThread, repeat, type Workload } from "@gossip-glomers/simulator";

export const echoWorkload: Workload = {
  name: "echo",
  reusableClients: false,
  errors: { kind: "standard", idempotent: new Set() },
  client: (connection) => ({
    async invoke(operation) {
      const { body } = await connection.call(echo.echo, { echo: String(operation.value) });
      // The whole reply is the value, as on Maelstrom: its checker compares the `echo` within.
      return { type: "ok", value: body };
    },
  }),
  generator: () =>
    eachThread(repeat(({ random }) => ({ f: "echo", value: `Please echo ${random.integer(128)}` }))),
};
