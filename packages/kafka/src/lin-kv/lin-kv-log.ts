import { GossipLog } from "../gossip/gossip-log.ts";
export class LinKvLog extends GossipLog {}
