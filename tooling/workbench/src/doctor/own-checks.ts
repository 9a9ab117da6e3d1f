/** What `glomers` itself needs: a Node that is new enough, and two folders that it can write. */
import { type Finding, failed, type Machine, ok } from "@gossip-glomers/maelstrom";

/** As `engines` of package.json has it. */
const oldestNode = 20;

export async function ownChecks(machine: Machine): Promise<readonly Finding[]> {
  return [
    checkNode(machine),
    await checkFolder(
      "store",
      machine.directory,
      "runs are stored there, unless --store names another folder",
      machine,
    ),
    await checkFolder(
      "temporary folder",
      machine.temporaryDirectory,
      "nodes run there; set TMPDIR to a folder that you can write",
      machine,
    ),
  ];
}

function checkNode({ nodeVersion }: Machine): Finding {
  const major = Number.parseInt(nodeVersion, 10);
  if (major >= oldestNode) return ok("Node", nodeVersion);
  return failed("Node", {
    what: `this is Node ${nodeVersion}`,
    consequence: `glomers needs Node ${oldestNode} or newer: https://nodejs.org/en/download`,
  });
}

async function checkFolder(
  check: string,
  path: string,
  consequence: string,
  machine: Machine,
): Promise<Finding> {
  if ((await machine.kindOf(path)) !== "folder") {
    return failed(check, { what: `${path} is no folder`, consequence });
  }
  return (await machine.mayWrite(path))
    ? ok(check, `${path} can be written`)
    : failed(check, { what: `${path} cannot be written`, consequence });
}
