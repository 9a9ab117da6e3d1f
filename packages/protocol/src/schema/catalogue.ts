/** All that is spoken, in the order of the reference. */
import { broadcast } from "./broadcast.ts";
import { gCounter, pnCounter } from "./counter.ts";
import { echo } from "./echo.ts";
import { gSet } from "./g-set.ts";
import { init } from "./init.ts";
import { kafka } from "./kafka.ts";
import { kv, linKv } from "./kv.ts";
import { tso } from "./lin-tso.ts";
import type { Protocol, Rpc } from "./rpc.ts";
import { txnListAppend, txnRwRegister } from "./txn.ts";
import { uniqueIds } from "./unique-ids.ts";

export const catalogue: readonly Protocol[] = [
  init,
  echo,
  uniqueIds,
  broadcast,
  gSet,
  gCounter,
  pnCounter,
  linKv,
  kafka,
  txnListAppend,
  txnRwRegister,
  kv,
  tso,
];

/** Every request and reply once, although protocols share some. */
export const rpcs: readonly Rpc[] = [
  ...new Map(catalogue.flatMap((protocol) => protocol.rpcs).map((rpc) => [rpc.name, rpc])).values(),
];
