/**
 * Which kinds of cycles a graph of dependencies has, with a witness for each: Adya's phenomena as Elle names them
 * (MAELSTROM.md 15.5).
 *
 * Every cycle lies within one strongly connected component, so each component is searched by itself, from the worst
 * kind to the mildest and from data alone over sessions to the clock. A kind that follows from one found is skipped.
 * That order makes each search simple. When the search for G0-process begins, no cycle of overwrites alone exists in
 * the component (or the kind had been skipped), so any cycle of overwrites and process order needs the process order;
 * when that for G2 begins, no cycle has its anti-dependencies apart, so any cycle with one is a G2.
 */
import { impliedAnomalies } from "../model/anomalies.ts";
import { impossibleModels } from "../model/boundary.ts";
import { friendlyModelName } from "../model/consistency-models.ts";
import { cyclicComponents, stronglyConnected } from "./components.ts";
import { CycleFinder } from "./cycle-finder.ts";
import { at, type DirectedGraph, relationsBetween, subgraph } from "./directed-graph.ts";
import type { Cycle } from "./pair-graph.ts";
import { PROCESS, type Precedence, precedenceTable, REALTIME, RW, relationName, WR, WW } from "./relation.ts";

/** A cycle of transactions: `vertices[i]` is before `vertices[i + 1]` by `relations[i]`, and the last before the first. */
export interface KnownCycle {
  readonly kind: string;
  readonly vertices: Cycle;
  readonly relations: readonly number[];
}

/** A component that breaks a model, although no cycle of a kind that the model prohibits could be shown. */
export interface UnshownCycle {
  /** For instance `PL-1-cycle-exists`. */
  readonly kind: string;
  readonly model: string;
  /** The relations of which the cycle consists. */
  readonly relations: number;
  /** The vertices of the smallest component that these make. */
  readonly vertices: readonly number[];
}

/** A search that ended undecided because its budget was spent. */
export interface UndecidedSearch {
  readonly kind: string;
  readonly componentSize: number;
}

export interface CycleReport {
  readonly cycles: readonly KnownCycle[];
  readonly unshown: readonly UnshownCycle[];
  readonly undecided: readonly UndecidedSearch[];
}

/** Which orders beside data a kind may use, and how its name says so. From mild to demanding. */
const variants: readonly { readonly suffix: string; readonly order: number }[] = [
  { suffix: "", order: 0 },
  { suffix: "-process", order: PROCESS },
  { suffix: "-realtime", order: REALTIME },
];

type Search = (finder: CycleFinder, order: number, component: Component) => Cycle | null;

/** The searches of one variant, from the worst kind to the mildest. */
const searches: readonly { readonly kind: string; readonly search: Search }[] = [
  { kind: "G0", search: (finder, order) => finder.shortest(WW | order) },
  {
    kind: "G1c",
    search: (finder, order, { selfReader }) =>
      selfReader === null ? finder.shortest(WW | WR | order) : [selfReader],
  },
  { kind: "G-single-item", search: (finder, order) => finder.singleAntiDependency(WW | WR | order) },
  {
    kind: "G-nonadjacent-item",
    search: (finder, order, component) =>
      finder.nonadjacentAntiDependencies(WW | WR | order, (cycle) =>
        kindOf(explained(component.graph, cycle)).startsWith("G-nonadjacent-item"),
      ),
  },
  { kind: "G2-item", search: (finder, order) => finder.throughAntiDependency(WW | WR | RW | order) },
];

/** Models for which a component of some relations is proof of a violation, weaker ones first. */
const proofs: readonly { readonly model: string; readonly relations: number }[] = [
  { model: "PL-1", relations: WW },
  { model: "PL-2", relations: WW | WR },
  { model: "PL-3", relations: WW | WR | RW },
  { model: "strong-session-PL-1", relations: WW | PROCESS },
  { model: "strong-session-PL-2", relations: WW | WR | PROCESS },
  { model: "strong-session-serializable", relations: WW | WR | RW | PROCESS },
  { model: "strong-PL-1", relations: WW | REALTIME },
  { model: "strong-PL-2", relations: WW | WR | REALTIME },
  { model: "PL-SS", relations: WW | WR | RW | REALTIME },
];

interface Component {
  readonly vertices: Int32Array;
  /** The component with all relations of each edge. */
  readonly full: DirectedGraph;
  /** The same edges, each with the one relation that explains it. */
  readonly graph: DirectedGraph;
  /** A vertex that reads what it writes itself: a cycle of length one, of information flow. */
  readonly selfReader: number | null;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Finds the kinds of cycles in `graph`, one shortest cycle per kind and component.
 *
 * @param precedence which relation explains an edge that is several
 * @param budget how many edges one search in one component may look at
 * @param selfReaders vertices that read what they write themselves; by themselves they are no component, so no cycle
 */
export function findCycles(
  graph: DirectedGraph,
  precedence: Precedence,
  budget: number,
  selfReaders: ReadonlySet<number> = NONE,
): CycleReport {
  const explains = precedenceTable(precedence);
  const cycles: KnownCycle[] = [];
  const unshown: UnshownCycle[] = [];
  const undecided: UndecidedSearch[] = [];
  const everything = WW | WR | RW | PROCESS | REALTIME;
  const local = new Int32Array(graph.size).fill(-1);
  for (const vertices of cyclicComponents(stronglyConnected(graph, everything))) {
    const full = subgraph(graph, vertices, local);
    const selfReader = vertices.findIndex((vertex) => selfReaders.has(vertex));
    const component: Component = {
      vertices,
      full,
      graph: { ...full, relations: full.relations.map((relations) => at(explains, relations)) },
      selfReader: selfReader < 0 ? null : selfReader,
    };
    searchComponent(component, budget, cycles, undecided);
    unshown.push(...unshownCycles(component));
  }
  return { cycles, unshown, undecided };
}

function searchComponent(
  component: Component,
  budget: number,
  cycles: KnownCycle[],
  undecided: UndecidedSearch[],
): void {
  const { graph, full, vertices } = component;
  const present = graph.relations.reduce((all, relation) => all | relation, 0);
  const finder = new CycleFinder(graph, budget);
  const settled = new Set<string>();
  for (const { suffix, order } of variants) {
    if ((order & present) !== order) {
      continue;
    }
    for (const { kind, search } of searches) {
      const name = kind + suffix;
      if (settled.has(name)) {
        continue;
      }
      finder.exhausted = false;
      const cycle = search(finder, order, component);
      if (finder.exhausted) {
        undecided.push({ kind: name, componentSize: vertices.length });
      }
      if (cycle !== null) {
        const relations = explained(graph, cycle);
        cycles.push({
          kind: kindOf(relations),
          vertices: cycle.map((vertex) => at(vertices, vertex)),
          relations,
        });
        addAll(settled, impliedAnomalies([kindOf(relations)]));
      }
      // A cycle of overwrites that are all explained otherwise is of another kind, but what follows from G0 is settled.
      if (kind === "G0" && cycle === null && hasCycle(full, WW | order)) {
        const shownAsFlow = `G1c${suffix}`;
        const known = settled.has(shownAsFlow);
        addAll(settled, impliedAnomalies([name]));
        if (!known) {
          settled.delete(shownAsFlow);
        }
      }
    }
  }
}

/** What the edges of a cycle are explained as. */
function explained(graph: DirectedGraph, cycle: Cycle): readonly number[] {
  if (cycle.length === 1) return [WR];
  return cycle.map((vertex, i) => relationsBetween(graph, vertex, cycle[(i + 1) % cycle.length] ?? vertex));
}

/** The kind of a cycle with these relations, in order (MAELSTROM.md 15.5). */
export function kindOf(relations: readonly number[]): string {
  const count = (relation: number): number => relations.filter((other) => other === relation).length;
  const adjacent = relations.some(
    (relation, i) => relation === RW && relations[(i + 1) % relations.length] === RW,
  );
  const data =
    count(RW) === 1
      ? "G-single-item"
      : count(RW) > 1
        ? adjacent
          ? "G2-item"
          : "G-nonadjacent-item"
        : count(WR) > 0
          ? "G1c"
          : "G0";
  return data + (count(REALTIME) > 0 ? "-realtime" : count(PROCESS) > 0 ? "-process" : "");
}

function hasCycle(graph: DirectedGraph, relations: number): boolean {
  return stronglyConnected(graph, relations).count < graph.size;
}

/** The violations that a component proves by being one; a model stronger than a broken one is left out. */
function unshownCycles({ full, vertices }: Component): readonly UnshownCycle[] {
  const found: UnshownCycle[] = [];
  const broken = new Set<string>();
  for (const { model, relations } of proofs) {
    if (broken.has(model)) {
      continue;
    }
    const smallest = cyclicComponents(stronglyConnected(full, relations)).reduce<Int32Array | null>(
      (best, next) => (best === null || next.length < best.length ? next : best),
      null,
    );
    if (smallest !== null) {
      const kind = `${model}-cycle-exists`;
      found.push({
        kind,
        model: friendlyModelName(model),
        relations,
        vertices: [...smallest].map((vertex) => at(vertices, vertex)),
      });
      addAll(broken, impossibleModels([kind]));
    }
  }
  return found;
}

/** The names of the relations in a combination, in the order of their bits. */
export function relationNames(relations: number): readonly string[] {
  return [WW, WR, RW, PROCESS, REALTIME].filter((bit) => (relations & bit) !== 0).map(relationName);
}

function addAll(set: Set<string>, names: Iterable<string>): void {
  for (const name of names) {
    set.add(name);
  }
}
