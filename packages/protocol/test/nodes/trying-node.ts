/** A node that does what a shell must survive. */
import { type Definition, echo, message } from "@gossip-glomers/protocol";
import { runNode } from "@gossip-glomers/protocol/stdio";

type Nothing = Record<string, never>;
const later: Definition<{ readonly ms: number }, Nothing> = message("later");
const uncaught: Definition<Nothing, Nothing> = message("uncaught");
const unhandled: Definition<Nothing, Nothing> = message("unhandled");

runNode(
  (node, { refuse }) => {
    node.every(1_000, () => {});
    if (refuse) throw new Error("refused, as it was told to");
    node.serve(echo, { echo: ({ echo }) => ({ echo }) });
    node.on(later, ({ ms }) => new Promise((resolve) => node.after(ms, () => resolve({}))));
    // Not through the node, as a careless library would.
    node.on(
      uncaught,
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve({});
            throw new Error("thrown to nobody");
          }, 0);
        }),
    );
    node.on(unhandled, () => {
      void Promise.reject(new Error("rejected to nobody"));
    });
  },
  {
    name: "trying-node",
    version: "1.2.3",
    description: "Does what a shell must survive.",
    options: { refuse: { type: "boolean", default: false, description: "Fails to be equipped." } },
  },
);
